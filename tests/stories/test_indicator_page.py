"""The page of a figure: every value of the data is on it, with its period and source; nothing is invented."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, ReferenceIndex

from core.models import Municipality
from stories.figure_page.changes import change_in_words
from stories.figure_page.page import FigurePage
from stories.figure_page.targets import reached
from stories.figures.areas import Area, AreaTree
from stories.figures.series import Figures
from stories.models import Correction, Indicator, Observation, Source, StoryPage, Target

DATA = Path(__file__).parents[2] / "site" / "demo" / "data"


def rows_of(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def open_page(client, slug, area=""):
    response = client.get(f"/cijfers/{slug}/", {"gebied": area} if area else {})
    assert response.status_code == 200, slug
    return response.content.decode()


def text_of(markup):
    """Return the words of a piece of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\xa0", " ").split())


def tables(markup):
    """Return every table of values on a page: its rows as lists of texts."""
    found = []
    for table in re.findall(r'<table class="figure-table".*?</table>', markup, re.S):
        body = table.split("<tbody")[1]
        lines = re.findall(r"<tr .*?</tr>", body, re.S)
        found.append([[text_of(c) for c in re.findall(r"<t[hd] .*?</t[hd]>", line, re.S)] for line in lines])
    return found


def as_printed(number):
    """Return a number of a CSV file as Dutch readers write it; made apart from the code of the site."""
    sign = "−" if number.startswith("-") else ""
    whole, _point, decimals = number.lstrip("-").partition(".")
    decimals = decimals.rstrip("0")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def has_number(text, number):
    """Whether a number stands in a text by itself: "2" does not stand in "12" or in "2,5"."""
    return re.search(rf"(?<![\d.,−]){re.escape(as_printed(number))}(?![\d]|[.,]\d)", text) is not None


NATURES = {"measured": "", "estimate": "schatting", "forecast": "prognose", "aim": "doel"}
PERIOD = re.compile(r"\d{4}|jaar niet genoemd")


@pytest.mark.django_db
def test_every_value_of_every_source_is_printed_as_the_data_have_it(client):
    wanted = defaultdict(list)
    for row in rows_of("observations"):
        wanted[row["indicator_slug"]].append(row)
    checked = 0
    for indicator in rows_of("indicators"):
        page = open_page(client, indicator["slug"])
        rows = wanted[indicator["slug"]]
        if not rows:
            assert "Alle waarden" not in page
            continue
        printed = tables(page)[-1]
        assert len(printed) == len(rows), indicator["slug"]
        for row in rows:
            fitting = [line for line in printed if _says(line, row, indicator["unit"])]
            assert fitting, (row, printed)
            printed.remove(fitting[0])
            checked += 1
        # Whatever table a value stands in: never without a period and a source.
        for line in (line for table in tables(page) for line in table if line[-1]):
            assert PERIOD.search(line[-2]), line
    assert checked == len(rows_of("observations"))


def _says(line, row, unit):
    area, group, value, period, source = line
    numbers = [row[name] for name in ("value", "value_high") if row[name]]
    year = row["period"][:4] or "jaar niet genoemd"
    return (
        (row["area"] in area or (not row["area"] and area == "gebied niet genoemd"))
        and group == (row["subgroup"] or "–")
        and all(has_number(value, number) for number in numbers)
        and (bool(numbers) or value.startswith("geen cijfer"))
        and (unit != "%" or not numbers or "%" in value)
        and (unit != "euro" or not numbers or "€" in value)
        and all(part.strip() in value for part in row["qualifier"].split(";"))
        and row["note"] in value
        and year in period
        and row["source"] in source
        and row["place_in_source"] in source
        and NATURES[row["nature"]] in value
        and (row["status"] == "final" or "voorlopig" in value)
    )  # fmt: skip


@pytest.mark.django_db
class TestThePage:
    def test_the_answer_is_one_sentence_made_from_the_data(self, client):
        page = open_page(client, "vrijwilligerswerk", "gemeente-de-wolden")
        answer = text_of(re.search(r'figure-answer__words">(.*?)</p>', page, re.S)[1])
        assert re.match(r"In De Wolden .*61 van de 100 inwoners", answer)
        assert "in Nederland 49" in answer
        assert "Bron: Jaarverslag Sociale Agenda 2024" in text_of(page)
        assert "<h1>Hoeveel mensen doen vrijwilligerswerk?</h1>" in page

    def test_the_own_area_stands_beside_what_is_around_it(self, client):
        lines = tables(open_page(client, "vrijwilligerswerk", "gemeente-de-wolden"))[0]
        assert [line[0] for line in lines] == [
            "De Wolden", "regio Zuidwest-Drenthe", "provincie Drenthe", "Nederland",
        ]  # fmt: skip
        assert [line[1].split()[0] for line in lines] == ["61,3%", "57,4%", "52,6%", "48,7%"]

    def test_an_area_without_a_figure_says_so_and_tells_what_is_known(self, client):
        page = text_of(open_page(client, "vrijwilligerswerk", "gemeente-westerveld"))
        assert re.search(r"Voor Westerveld is er geen cijfer\. In Zuidwest-Drenthe .* in Drenthe 53", page)
        assert "“Geen cijfer” betekent" in page
        page = text_of(open_page(client, "laaggeletterden-aandeel", "gemeente-assen"))
        assert "Voor Assen hebben wij geen cijfer" in page

    def test_one_value_is_not_called_a_comparison(self, client):
        page = open_page(client, "mantelzorgpotentieel")
        assert "naast Nederland" not in page
        assert "Wat is de verwachting?" in page
        # Without a table and a drawing all values are open from the start.
        page = open_page(client, "vrijwilligers-aantal")
        assert re.search(r"<details[^>]* open>\s*<summary>Bekijk 1 waarde", page)

    def test_a_figure_of_one_group_is_the_answer(self, client):
        page = text_of(open_page(client, "jongeren-stress"))
        group = Observation.objects.filter(indicator__slug="jongeren-stress").latest("last_day")
        assert f"Drenthe ({group.subgroup})" in page
        assert "cijfers per groep of per antwoord" not in page

    def test_words_instead_of_a_number_are_told(self, client):
        page = text_of(open_page(client, "afstand-tot-zorg"))
        assert "De bron zegt erbij: groter dan het landelijke gemiddelde." in page

    def test_an_unknown_area_is_an_error_and_the_province_is_shown(self, client):
        page = open_page(client, "vrijwilligerswerk", "gemeente-nergens")
        assert "Dit gebied kennen wij niet" in page
        assert 'value="provincie-drenthe" selected' in page
        for strange in ("\x00", "<script>", "x" * 3000):
            open_page(client, "vrijwilligerswerk", strange)

    def test_an_unknown_figure_is_not_there(self, client):
        assert client.get("/cijfers/bestaat-niet/").status_code == 404

    def test_sources_that_contradict_each_other_are_both_shown(self, client):
        page = open_page(client, "laaggeletterden-aandeel")
        assert "Bronnen zeggen niet hetzelfde" in page
        answer = text_of(re.search(r'figure-answer">(.*?)</div>', page, re.S)[1])
        assert "Een andere bron zegt: 11 van de 100 mensen." in answer
        assert "Visie krimp en leefbaarheid 2016-2020, regel 2846" in answer
        both = next(table for table in tables(page) if len(table) == 2)
        assert [line[2].split("%")[0].split()[-1] for line in both] == ["12", "11"]
        assert {line[-1].split(",")[0] for line in both} == {
            "Jaarverslag Sociale Agenda 2024",
            "Visie krimp en leefbaarheid 2016-2020",
        }

    def test_a_forecast_is_never_told_as_if_it_was_counted(self, client):
        forecasts = Observation.objects.filter(nature__in=["forecast", "aim"], value__isnull=False)
        for o in forecasts.select_related("indicator"):
            page = open_page(client, o.indicator.slug)
            answer = text_of(re.search(r'figure-answer__words">(.*?)</p>', page, re.S)[1])
            told = has_number(answer, format(o.value, "f").rstrip("0").rstrip("."))
            counted = o.indicator.observations.counted().filter(value=o.value).exists()
            assert not told or counted or "Dat is niet geteld" in answer, answer
            cells = [line[2] for line in tables(page)[-1]]
            assert any(re.search(r"\b(prognose|doel)\b", cell) for cell in cells), o.indicator.slug

    def test_a_correction_says_what_it_was_when_and_why(self, client):
        o = Observation.objects.get(indicator__slug="vrijwilligerswerk", area="De Wolden", period="2023")
        for value, reason in (("61.5", "Verkeerd overgenomen."), ("62.5", "Nieuw bestand van de bron.")):
            Correction.keeping(o, reason).save()
            o.value = Decimal(value)
            o.save()
        page = text_of(open_page(client, "vrijwilligerswerk"))
        assert re.search(r"Eerst stond hier 61,3%\. Het werd 61,5%\. Waarom: Verkeerd overgenomen\.", page)
        assert re.search(r"Eerst stond hier 61,5%\. Het werd 62,5%\. Waarom: Nieuw bestand", page)
        assert re.search(r"De Wolden, 2023: dit cijfer is verbeterd op \d+ \w+ \d{4}", page)

    def test_a_figure_with_only_a_target_is_a_good_page(self, client):
        for target in Target.objects.filter(indicator__observations=None).select_related("indicator"):
            page = open_page(client, target.indicator.slug)
            words = text_of(page)
            assert "Hier is nog geen cijfer over." in words
            assert "Wat is het doel?" in words
            assert target.note.lower() in words.lower()
            assert target.place_in_source in words
            assert "<table" not in page

    def test_a_search_engine_gets_one_address_and_a_data_set(self, client):
        page = open_page(client, "vrijwilligerswerk", "gemeente-assen")
        assert re.search(r'rel="canonical" href="[^"]+/cijfers/vrijwilligerswerk/"', page)
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])
        dataset, value = data["@graph"]
        assert dataset["@type"] == "Dataset"
        assert {d["encodingFormat"] for d in dataset["distribution"]} == {"text/csv", "application/json"}
        assert value["observationAbout"]["name"] == "Assen"
        assert re.search(r'<meta name="description" content="In Assen', page)

    def test_a_story_that_shows_the_figure_comes_first(self, client):
        indicator = Indicator.objects.get(slug="vrijwilligerswerk")
        story = StoryPage.objects.live().exclude(theme=indicator.theme).order_by("date").first()
        of = ContentType.objects.get_for_model
        ReferenceIndex.objects.filter(to_content_type=of(Indicator), to_object_id=str(indicator.pk)).delete()
        ReferenceIndex.objects.create(
            base_content_type=of(Page), content_type=of(StoryPage), object_id=str(story.pk),
            to_content_type=of(Indicator), to_object_id=str(indicator.pk),
            model_path="body", content_path="body", content_path_hash="0" * 32,
        )  # fmt: skip
        response = client.get("/cijfers/vrijwilligerswerk/")
        first, *others = response.context["stories"]
        assert first.pk == story.pk
        assert all(other.theme_id == indicator.theme_id for other in others)
        assert "Verhalen met dit cijfer" in response.content.decode()

    def test_initiatives_are_those_of_the_theme_in_the_municipality(self, client):
        response = client.get("/cijfers/vrijwilligerswerk/?gebied=gemeente-assen")
        pages = response.context["initiatives"].pages
        assert pages
        assert {(page.theme.slug, page.municipality.name) for page in pages} == {("naoberschap", "Assen")}
        assert "/initiatieven/?thema=naoberschap&amp;gemeente=assen" in response.content.decode()

    def test_other_figures_are_of_the_same_goal_first(self, client):
        response = client.get("/cijfers/vrijwilligerswerk/")
        own = Indicator.objects.get(slug="vrijwilligerswerk")
        goals = [hit.entry.goal == own.goal.number for hit in response.context["others"]]
        assert len(goals) == 6
        assert goals == sorted(goals, reverse=True)
        assert own.slug not in [hit.entry.slug for hit in response.context["others"]]

    @pytest.mark.parametrize("area", ["", "gemeente-assen"])
    def test_the_number_of_queries_does_not_grow(self, client, area):
        url = "/cijfers/vrijwilligerswerk/" + (f"?gebied={area}" if area else "")

        def queries():
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            return len(captured)

        few = queries()
        indicator = Indicator.objects.get(slug="vrijwilligerswerk")
        source = Source.objects.create(title="Proefbron", slug="proefbron")
        Observation.objects.bulk_create(
            Observation(
                indicator=indicator, area_type="municipality", area=m.name, municipality=m,
                period=str(year), value=Decimal(year) / 40, source=source,
            )
            for m in Municipality.objects.all()
            for year in range(2000, 2020)
        )  # fmt: skip
        assert queries() == few <= 12


@pytest.mark.django_db
class TestTheFiles:
    def test_the_csv_has_every_column_of_before_and_more(self, client):
        response = client.get("/cijfers/vrijwilligerswerk.csv")
        lines = list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))
        assert list(lines[0])[:7] == [
            "soort gebied", "gebied", "groep", "periode", "waarde", "opmerking", "bron",
        ]  # fmt: skip
        keys = ("area", "subgroup", "period", "value", "value_high", "place_in_source")
        wanted = Counter(
            tuple(row[key] for key in keys)
            for row in rows_of("observations")
            if row["indicator_slug"] == "vrijwilligerswerk"
        )  # fmt: skip
        names = ("gebied", "groep", "periode", "waarde", "tot", "plaats in de bron")
        assert Counter(tuple(line[name] for name in names) for line in lines) == wanted

    def test_no_cell_is_a_formula(self, client):
        o = Observation.objects.filter(indicator__slug="vrijwilligerswerk").first()
        Observation.objects.filter(pk=o.pk).update(note="=1+1", value=Decimal("-4.5"))
        lines = client.get("/cijfers/vrijwilligerswerk.csv").content.decode("utf-8-sig").splitlines()
        [row] = [line for line in csv.DictReader(lines) if "1+1" in line["opmerking"]]
        assert row["opmerking"] == "'=1+1"
        assert row["waarde"] == "-4.5"

    def test_the_json_is_that_of_the_open_data(self, client):
        response = client.get("/cijfers/vrijwilligerswerk.json")
        assert response.status_code == 301
        assert response.url == "/api/indicatoren/vrijwilligerswerk.json"


SOURCES = [
    Source(pk=1, title="Oud", slug="oud", year=2016),
    Source(pk=2, title="Nieuw", slug="nieuw", year=2024),
]
PROVINCE = Area("province", "Drenthe")


def value(number, period="2020", source=0, **more):
    return Observation(
        area_type="province", area="Drenthe", period=period, source=SOURCES[source], source_id=source + 1,
        value=None if number is None else Decimal(str(number)), **more,
    )  # fmt: skip


def changes(*observations, **indicator):
    indicator = Indicator(**{"name": "Proef", "unit": "%", "decimals": 1, **indicator})
    return " ".join(change_in_words(Figures(indicator, observations), PROVINCE)).replace("\xa0", " ")


@given(
    st.decimals(0, 100, places=1), st.decimals(0, 100, places=1),
    st.sampled_from(["higher_is_better", "lower_is_better", "neutral"]),
)  # fmt: skip
def test_the_words_about_a_change_agree_with_the_numbers(first, last, direction):
    words = changes(value(first, "2018"), value(last, "2022"), direction=direction)
    assert (" hoger." in words) == (last > first)
    assert (" lager." in words) == (last < first)
    good = {"higher_is_better": last > first, "lower_is_better": last < first, "neutral": False}[direction]
    assert ("gaat dus de goede kant op" in words) == good
    bad = {"higher_is_better": last < first, "lower_is_better": last > first, "neutral": False}[direction]
    assert ("niet de goede kant op" in words) == bad
    if first != last:
        assert f"Dat is {as_printed(format(abs(last - first), 'f'))} procentpunt " in words
    for number in (first, last):
        assert f"{as_printed(format(number, 'f'))}%" in words


def test_nothing_is_said_about_a_change_that_nobody_measured():
    assert changes(value(5)) == ""
    assert changes(value(5), value(None, "2021")) == ""
    assert changes(value(5), value(6, "")) == ""
    assert changes(value(5, "2018"), value(9, "2022", value_high=Decimal(12))).count(".") == 1
    assert "hoger" not in changes(value(5), value(9, "2022"), unit="rang")
    assert "goede kant" not in changes(
        value(5, "2018"), value(9, "2022", source=1), direction="higher_is_better"
    )
    assert "verschillende bronnen" in changes(value(5, "2018"), value(9, "2022", source=1))
    forecast = changes(value(5, "2018"), value(9, "2040", nature="forecast"))
    assert forecast == "De verwachting voor Drenthe is 9% (2040). Dat is niet geteld."
    assert "ongeveer 4 procentpunt hoger" in changes(value(5, "2018", qualifier="bijna"), value(9, "2022"))


@pytest.mark.parametrize(
    ("kind", "wanted", "newest", "baseline", "result"),
    [
        ("value", 90, value(95), None, True),
        ("value", 90, value(85), None, False),
        ("at_most", 6, value(6), None, True),
        ("at_most", 6, value("6.1"), None, False),
        ("at_least_yearly", 3, value(3), None, True),
        ("at_least_yearly", 3, value(3, "2020-11"), None, None),
        ("change", -10, value(89), 100, True),
        ("change", -10, value(91), 100, False),
        ("change", 10, value(110), 100, True),
        ("change", -10, value(91), None, None),
        ("value", 90, None, None, None),
        ("value", 90, value(None), None, None),
        ("value", 90, value(95, ""), None, None),
        ("value", 90, value(95, "2012"), None, None),
        ("value", 90, value(95, qualifier="ongeveer"), None, None),
        ("value", 90, value(95, nature="estimate"), None, None),
        ("value", 90, value(89, value_high=Decimal(95)), None, None),
    ],
)
def test_a_target_is_reached_only_when_the_values_say_so(kind, wanted, newest, baseline, result):
    indicator = Indicator(name="Proef", unit="%", direction="higher_is_better")
    target = Target(
        kind=kind,
        value=Decimal(wanted),
        baseline=None if baseline is None else Decimal(baseline),
        source=SOURCES[0],
    )
    is_reached, words = reached(indicator, target, newest)
    assert is_reached is result
    start = {True: "Gehaald", False: "Nog niet gehaald", None: "Of dit is gelukt, weten wij niet"}[result]
    assert words.startswith(start)


def test_a_figure_of_one_area_offers_no_choice():
    tree = AreaTree([], [], "Drenthe")
    page = FigurePage(Figures(Indicator(name="Proef"), [value(5), value(6, "2021")]), tree)
    assert not page.has_choice
    assert page.area == tree.province
    panel = Observation(
        area_type="panel", area="Drenthe", period="2024", source=SOURCES[1], source_id=2, value=Decimal(8)
    )
    page = FigurePage(Figures(Indicator(name="Proef"), [panel]), tree)
    assert page.area == Area("panel", "Drenthe")
    assert any("panel" in sentence for sentence in page.warnings)
