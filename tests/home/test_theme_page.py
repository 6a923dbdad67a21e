"""The page of a theme: its goals with what is counted, aimed for and done."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest

from core.models import Theme
from home.models import ThemePage
from home.theme_figures import ThemeFigures, aim_words
from stories.models import Indicator, Observation, Result, Source, Target
from tests.home.figures import make_indicator, make_many, make_value

MOST_QUERIES = 12


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def theme(db):
    """A theme without figures of the demo, so that all there is comes from the test."""
    theme = Theme.objects.get(slug="gezondheid")
    Indicator.objects.filter(theme=theme).delete()
    Result.objects.filter(theme=theme).delete()
    return theme


@pytest.fixture
def source(db):
    return Source.objects.create(title="Verslag van de proef", slug="verslag-van-de-proef", year=2024)


def html_of(client) -> str:
    response = client.get("/gezondheid/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_goal_shows_its_figures_in_sentences(client, theme, source):
    goal = theme.goals.all()[1]
    indicator = make_indicator("Meedoen", question="Hoeveel mensen doen mee?", theme=theme, goal=goal)
    make_value(indicator, "province", "Drenthe", "2022", "40", source=source)
    make_value(indicator, "province", "Drenthe", "2023", "61", source=source)
    make_value(indicator, "country", "Nederland", "2023", "49", source=source)
    html = html_of(client)
    part = html.split(f'<span class="goal__number">{goal.number}</span>')[1].split("</li>")[0]
    assert 'href="/cijfers/meedoen/"' in part
    assert "In Drenthe doen 61 van de 100 inwoners dit; in Nederland 49." in text_of(part)
    assert "Bron: Verslag van de proef (2023)" in text_of(part)
    assert 'href="/cijfers/?thema=gezondheid"' in html


def test_the_nation_of_another_year_is_not_put_beside_it(client, theme, source):
    indicator = make_indicator("Meedoen", theme=theme)
    make_value(indicator, "province", "Drenthe", "2023", "61", source=source)
    make_value(indicator, "country", "Nederland", "2020", "49", source=source)
    assert "In Drenthe doen 61 van de 100 inwoners dit." in text_of(html_of(client))


def test_without_a_value_for_the_province_the_best_there_is_is_named(client, theme, source):
    panel, nation, nobody = (make_indicator(name, theme=theme) for name in ("Panel", "Land", "Niemand"))
    make_value(panel, "panel", "Drenthe", "2023", "20", source=source)
    make_value(panel, "country", "Nederland", "2023", "30", source=source)
    make_value(nation, "country", "Nederland", "2023", "10", source=source)
    make_value(nobody, "province", "Drenthe", "2023", None, source=source)
    make_value(nobody, "municipality", "Emmen", "2023", "5", source=source)
    text = text_of(html_of(client))
    assert "In het panel van Drenthe doen 20 van de 100 inwoners dit." in text
    assert "In Nederland doen 10 van de 100 inwoners dit." in text
    assert "Niemand Van heel Drenthe is er geen cijfer." in text


def test_forecasts_are_no_news(client, theme, source):
    indicator = make_indicator("Straks", theme=theme)
    make_value(indicator, "province", "Drenthe", "2020", "10", source=source)
    make_value(indicator, "province", "Drenthe", "2040", "90", source=source, nature="forecast")
    text = text_of(html_of(client))
    assert "doen 10 van de 100" in text
    assert "doen 90 van de 100" not in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "value", "value": Decimal(80), "year": 2027}, "80% in 2027"),
        ({"kind": "change", "value": Decimal(-10), "note": "omgevingsmonitor"}, "10% minder"),
        ({"kind": "words", "note": "meer mensen tevreden"}, "meer mensen tevreden"),
        (
            {"kind": "value", "value": Decimal(80), "baseline": Decimal("70.5"), "baseline_year": 2020},
            "80%; in 2020 was het 70,5%",
        ),
        ({"kind": "at_most", "value": Decimal(6), "baseline": Decimal(9)}, "hoogstens 6%; eerst was het 9%"),
    ],
)
def test_a_target_is_said(client, theme, source, values, words):
    indicator = make_indicator("Meedoen", theme=theme)
    target = Target.objects.create(indicator=indicator, source=source, **values)
    assert aim_words(target, indicator) == words
    assert f"Doel: {words} (bron: Verslag van de proef)" in text_of(html_of(client))


def test_two_targets_are_both_said_and_the_figure_once(client, theme, source):
    indicator = make_indicator("Meedoen", theme=theme)
    for year in (2030, 2027):
        Target.objects.create(indicator=indicator, kind="value", value=80, year=year, source=source)
    html = html_of(client)
    assert html.count('href="/cijfers/meedoen/"') == 1
    text = text_of(html)
    assert text.index("80% in 2027") < text.index("80% in 2030")


def test_what_was_done_stands_by_its_goal_or_below(client, theme, source):
    goal = theme.goals.all()[0]
    common = {"theme": theme, "source": source}
    Result.objects.create(slug="een", label="Bij het doel", value=12, unit="aantal", goal=goal, **common)
    Result.objects.create(slug="twee", label="Zonder getal", period="2024", **common)
    Result.objects.create(slug="drie", label="Met geld", value=3000, unit="euro", period="2023", **common)
    html = html_of(client)
    part, rest = html.split('id="results-done"')
    assert "12 Bij het doel" in text_of(part)
    assert "Bron: Verslag van de proef (jaar niet genoemd)" in text_of(part)
    assert "Zonder getal Bron: Verslag van de proef (2024)" in text_of(rest)
    assert "€ 3.000 Met geld" in text_of(rest)
    assert "Bij het doel" not in text_of(rest)


def test_no_figure_and_no_result_is_lost_when_there_are_many(client, theme, source):
    make_many(30, range(2022, 2024), theme)
    for number in range(20):
        Result.objects.create(slug=f"r-{number}", label=f"Resultaat {number}.", theme=theme, source=source)
    html = html_of(client)
    for number in range(30):
        assert html.count(f'href="/cijfers/proefcijfer-{number}/"') == 1
    for number in range(20):
        assert html.count(f"Resultaat {number}.") == 1


def test_the_living_figure_is_that_of_the_page(client, db):
    page = ThemePage.objects.get(slug="naoberschap")
    html = client.get("/naoberschap/").content.decode()
    living = html.split('<div class="living">')[1].split("</div>")[0]
    newest = (
        Observation.objects.counted()
        .filter(indicator=page.key_indicator, area_type="province", subgroup="", value__isnull=False)
        .newest_first()[0]
    )
    assert page.key_indicator.format(newest.value) in living
    assert newest.source.title in living
    assert newest.period in living
    # A key figure may belong to another theme, or to none: it is not listed among the goals then.
    other = make_indicator("Elders")
    make_value(other, "province", "Drenthe", "2023", "77")
    ThemePage.objects.filter(pk=page.pk).update(key_indicator=other)
    html = client.get("/naoberschap/?").content.decode()
    assert "<strong>77%</strong>" in html
    assert html.count('href="/cijfers/elders/"') == 1


def test_a_page_without_any_figure_is_a_page(client, db):
    ThemePage.objects.update(key_indicator=None)
    Indicator.objects.all().delete()
    Result.objects.all().delete()
    for path in ("/naoberschap/", "/gezondheid/"):
        response = client.get(path)
        assert response.status_code == 200
        assert "living" not in response.content.decode()


def test_the_number_of_queries_does_not_grow(client, theme, source, django_assert_max_num_queries):
    def count() -> int:
        client.get("/gezondheid/")
        with django_assert_max_num_queries(MOST_QUERIES) as captured:
            client.get("/gezondheid/")
        return len(captured)

    make_many(2, range(2022, 2024), theme)
    few = count()
    for indicator in make_many_more(60, theme):
        Target.objects.create(indicator=indicator, kind="value", value=80, source=source)
    for number in range(40):
        Result.objects.create(slug=f"r-{number}", label=f"Resultaat {number}", theme=theme, source=source)
    assert count() == few


def make_many_more(number: int, theme: Theme) -> list[Indicator]:
    Indicator.objects.filter(theme=theme).delete()
    return make_many(number, range(2022, 2024), theme)


def test_figures_are_read_for_any_province(db, theme):
    indicator = make_indicator("Meedoen", theme=theme)
    make_value(indicator, "province", "Fryslân", "2023", "12")
    figures = ThemeFigures.read(theme, None, "Fryslân")
    assert figures.rest.figures[0].value == "12%"
    assert figures.key is None
