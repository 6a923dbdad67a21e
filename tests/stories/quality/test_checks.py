"""Warnings about figures: what is old, unlikely or missing is told, and what is fine is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.models import Municipality
from stories.figures.periods import last_day_of
from stories.models import Indicator, Observation, Source
from stories.quality.checks import Concern, find_warnings

TODAY = date(2026, 11, 21)
REPORT = "/beheer/cijfers/controle/"


@pytest.fixture
def indicator(db):
    return Indicator.objects.create(name="Proefcijfer", slug="proefcijfer", unit="%", population="inwoners")


@pytest.fixture
def source(db):
    return Source.objects.create(title="Proefbron", slug="proefbron", year=2024)


@pytest.fixture
def add(indicator, source):
    """Return a function that adds a value without a word to anybody."""

    def _add(area="Assen", period="2024", value="10", **more):
        municipality = Municipality.objects.filter(name=area).first()
        values = {
            "indicator": indicator,
            "area_type": "municipality" if municipality else "province",
            "area": area,
            "municipality": municipality,
            "period": period,
            "last_day": last_day_of(period),
            "value": None if value is None else Decimal(value),
            "source": source,
            "place_in_source": "tabel 1",
        }
        return Observation.objects.bulk_create([Observation(**values | more)])[0]

    return _add


def concerns(today=TODAY):
    return [(w.concern, w.text) for w in find_warnings(today) if w.indicator.slug == "proefcijfer"]


def kinds(today=TODAY):
    return [concern for concern, _text in concerns(today)]


def test_a_good_figure_gives_no_warning(add):
    add(period="2024", value="10")
    add(period="2025", value="11")
    assert concerns() == []


@pytest.mark.parametrize(
    ("rhythm", "period", "is_old"),
    [
        (12, "2025", False), (12, "2024", False), (12, "2023", True), (48, "2021", False), (48, "2020", True),
        (1, "2026-10", False), (1, "2026-08", True), (None, "2001", False),
    ],
)  # fmt: skip
def test_older_than_its_rhythm(indicator, add, rhythm, period, is_old):
    indicator.rhythm = rhythm
    indicator.save()
    add(period=period)
    add(period="2040", nature="forecast")  # what is expected makes nothing newer
    assert kinds() == [Concern.OLD] * is_old


def test_out_of_range(indicator, add):
    add("Assen", value="101")
    add("Drenthe", value="90", value_high=Decimal(100))
    assert concerns() == [(Concern.RANGE, "Assen, 2024: 101%. Hoger dan 100% kan niet.")]
    indicator.minimum, indicator.maximum = Decimal(95), Decimal(200)
    indicator.save()
    assert concerns() == [(Concern.RANGE, "Drenthe, 2024: 90%. Lager dan 95% kan niet.")]


def test_a_big_jump(indicator, add):
    add(period="2020", value="1")
    add(period="2023", value="10")
    add(period="2024", value="16")
    add("Emmen", period="2024", value="99")
    add("Meppel", period="2023", value="0")
    add("Meppel", period="2024", value="50")
    assert concerns() == [(Concern.JUMP, "Assen: van 10% (2023) naar 16% (2024). Dat is +60%.")]
    indicator.largest_jump = 70
    indicator.save()
    assert concerns() == []


def test_a_municipality_that_is_missing_where_the_others_are(add):
    names = list(Municipality.objects.values_list("name", flat=True))
    for name in names[:-2]:
        add(name, "2024")
    add(names[-2], "2024", value=None)  # "no figure" is an answer
    add(names[-1], "2020")
    assert concerns() == [(Concern.MISSING, f"2024: er is geen cijfer voor {names[-1]}.")]


def test_a_study_of_a_few_municipalities_misses_none(add):
    for name in ("Assen", "Emmen", "Meppel"):
        add(name)
    assert concerns() == []


def test_without_place_or_period(add):
    add(place_in_source="", period="")
    assert kinds() == [Concern.ORIGIN, Concern.ORIGIN]


def test_two_sources_that_say_something_else_are_information(add, client, login):
    other = Source.objects.create(title="Andere bron", slug="andere-bron", year=2025)
    add(value="10")
    add(value="11", source=other)
    add("Drenthe")
    add("Drenthe", source=other)
    assert concerns() == [
        (Concern.CONTRADICTION, "Assen, 2024. Proefbron: 10%; Andere bron: 11%. Beide blijven staan.")
    ]
    login("eindredactie")
    page = client.get(f"{REPORT}?soort=tegenspraak").content.decode()
    assert "(geen fout)" in page
    assert "Andere bron: 11%" in page


def test_the_same_number_of_queries_for_many_figures(add, django_assert_num_queries):
    for year in range(1990, 2025):
        add(period=str(year))
    with django_assert_num_queries(3):
        find_warnings()


@pytest.mark.parametrize(
    ("username", "allowed"),
    [("eindredactie", True), ("beheer", True), ("redactie", False), ("subsidie", False)],
)
def test_who_reads_the_report_and_sees_the_notice(client, login, add, username, allowed):
    add(value="101")
    login(username)
    assert (client.get(REPORT).status_code == 200) == allowed
    home = client.get("/beheer/").content.decode()
    assert ("Buiten de grenzen: " in home) == allowed
    assert ("/beheer/cijfers/inlezen/" in home) == allowed


def test_a_strange_choice_shows_everything(client, login, add):
    add(value="101")
    login("eindredactie")
    assert "Hoger dan 100% kan niet" in client.get(f"{REPORT}?soort=onzin").content.decode()
    assert client.get(f"{REPORT}?p=9999").status_code == 200
