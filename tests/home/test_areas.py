"""Mijn gemeente: what the pages of municipalities and regions show, alone and side by side."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import geocoding
from core.geocoding import Candidate, GeocodingError
from core.models import Municipality, Place, Region
from home.areas.comparing import Standing, listed, standing
from home.areas.pairs import values_of_two
from home.models import AreaIndexPage
from initiatives.models import InitiativePage
from stories.figures.areas import Area
from stories.models import Indicator, Observation, StoryPage
from tests.home.figures import make_indicator, make_many, make_value

DATA = Path(__file__).resolve().parents[2] / "site" / "demo" / "data"
MOST_QUERIES = 12
EMMEN = Area("municipality", "Emmen")
TYNAARLO = Area("municipality", "Tynaarlo")


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows_of(html: str) -> dict[str, list[tuple[str, ...]]]:
    """Return per slug of an indicator what its row shows: area, value, period and what is said of it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in re.findall(r'<tr role="row"><th role="rowheader".*?</tr>', html, re.S):
        slug = re.findall(r'href="/cijfers/([\w-]+)/', row)[0]
        cells = re.findall(
            r'<span aria-hidden="true">(.*?)</span> <strong>(.*?)</strong>'
            r" <small>(.*?)</small>(?: <em>(.*?)</em>)?",
            row,
        )
        found[slug] = [tuple(unescape(part) for part in cell) for cell in cells]
    return found


def get(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


# What is printed is what the sources say


def in_dutch(value: str, unit: str) -> str:
    """Write a number of the data as a Dutch reader does, without the code of the site."""
    whole, _point, rest = value.lstrip("-").partition(".")
    rest = rest.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")
    number = f"−{grouped}" if value.startswith("-") else grouped
    silent = unit in ("", "aantal", "rang", "rapportcijfer", "ratio", "score")
    return {"%": f"{number}%", "euro": f"€\u00a0{number}"}.get(
        unit, number if silent else f"{number}\u00a0{unit}"
    )


def printed() -> tuple[dict[str, str], dict[tuple[str, str], dict[str, list[dict[str, str]]]]]:
    """Return the units per slug, and per area and slug the rows of the data about what was counted."""
    with (DATA / "indicators.csv").open(encoding="utf-8") as file:
        units = {row["slug"]: row["unit"] for row in csv.DictReader(file)}
    found: dict = defaultdict(lambda: defaultdict(list))
    with (DATA / "observations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["subgroup"] and row["nature"] in ("measured", "estimate"):
                found[row["area_type"], row["area"]][row["indicator_slug"]].append(row)
    return units, found


@pytest.mark.parametrize("slug", ["emmen", "assen", "westerveld", "de-wolden"])
def test_a_municipality_shows_each_value_of_the_data_and_no_other(client, db, slug):
    municipality = Municipality.objects.get(slug=slug)
    units, data = printed()
    wanted = data["municipality", municipality.name]
    own, wider = get(client, f"/mijn-gemeente/{slug}/").split("area-wider", 1)
    rows = rows_of(own)
    assert set(rows) == set(wanted)
    assert not set(rows_of(wider)) & set(rows)
    areas = {
        municipality.name: ("municipality", municipality.name),
        f"regio {municipality.region.name}": ("region", municipality.region.name),
        "Drenthe": ("province", "Drenthe"),
        "Nederland": ("country", "Nederland"),
    }
    for indicator, cells in {**rows, **rows_of(wider)}.items():
        for where, text, period, _said in cells:
            known = data[areas[where]][indicator]
            if text.startswith("geen cijfer"):
                assert all(not row["value"] for row in known), (indicator, where)
                continue
            numbers = [in_dutch(row["value"], units[indicator]) for row in known if row["value"]]
            assert any(number in text for number in numbers), (indicator, where, text, numbers)
            assert period, "a value without a period"
            if len(known) == 1 and known[0]["qualifier"]:
                assert known[0]["qualifier"] in text


def test_no_figure_is_said_and_never_zero(client, db):
    html = get(client, "/mijn-gemeente/westerveld/")
    where, text, period, said = rows_of(html)["vrijwilligerswerk"][0]
    assert (where, text, said) == ("Westerveld", "geen cijfer", "")
    assert period == "2023. Opmerking: geen cijfers beschikbaar"
    # It is shown, and not counted as a figure: the other two are.
    assert "Er zijn 2 cijfers." in text_of(html)


def test_a_value_that_could_be_markup_stays_text(client, db):
    indicator = make_indicator("Kwaad", question="<b>Hoe & wat?</b>", unit="<i>")
    make_value(indicator, "municipality", "Emmen", "2023", "5", qualifier='"><script>x</script>')
    html = get(client, "/mijn-gemeente/emmen/")
    assert "<b>Hoe" not in html
    assert "<script>x" not in html
    assert "&lt;b&gt;Hoe &amp; wat?&lt;/b&gt;" in html


# Better or worse


def observation(value, period="2023", **more):
    return Observation(
        value=value, period=period, area_type="province", area="Drenthe", **{"qualifier": "", **more}
    )


@given(own=st.decimals(0, 100, places=1), other=st.decimals(0, 100, places=1), data=st.data())
def test_who_is_better_is_the_other_way_round_for_the_other(own, other, data):
    indicator = Indicator(
        unit="%",
        population=data.draw(st.sampled_from(["", "inwoners"])),
        direction=data.draw(st.sampled_from(Indicator.Direction.values)),
    )
    there = standing(indicator, observation(own), observation(other))
    back = standing(indicator, observation(other), observation(own))
    turned = {
        Standing.BETTER: Standing.WORSE,
        Standing.WORSE: Standing.BETTER,
        Standing.HIGHER: Standing.LOWER,
        Standing.LOWER: Standing.HIGHER,
    }
    assert back == turned.get(there, there)
    if own == other:
        assert there == Standing.SAME
    elif abs(own - other) > 2:
        higher = indicator.direction != Indicator.Direction.LOWER
        assert there in (
            (Standing.BETTER, Standing.HIGHER)
            if (own > other) == higher
            else (Standing.WORSE, Standing.LOWER)
        )


@pytest.mark.parametrize(
    ("unit", "own", "other"),
    [
        ("%", {"period": "2023"}, {"period": "2022"}),
        ("%", {"period": ""}, {"period": ""}),
        ("%", {"qualifier": "ruim"}, {}),
        ("%", {}, {"value_high": Decimal(90)}),
        ("aantal", {}, {}),
        ("euro", {}, {}),
        ("rang", {}, {}),
    ],
)
def test_what_cannot_be_compared_is_not(unit, own, other):
    indicator = Indicator(unit=unit, direction=Indicator.Direction.HIGHER)
    one, two = observation(Decimal(50), **own), observation(Decimal(70), **other)
    assert standing(indicator, one, two) is None
    assert standing(indicator, None, two) is None
    assert standing(indicator, observation(None), two) is None


def test_the_page_says_it_in_words(client, db):
    rows = rows_of(get(client, "/mijn-gemeente/emmen/"))
    assert rows["vrijwilligerswerk"][0][3] == "minder goed dan Drenthe en Nederland"  # 46,8; 52,6; 48,7
    # 52,5 and 52,6 are both "53 van de 100".
    Indicator.objects.filter(slug="vrijwilligerswerk").update(population="inwoners")
    said = rows_of(get(client, "/mijn-gemeente/coevorden/?"))["vrijwilligerswerk"][0][3]
    assert said == "bijna gelijk aan Drenthe; beter dan Nederland"


def test_names_are_listed_as_people_say_them():
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]


# Everything else on the page


def test_every_area_has_a_page_that_says_what_it_is(client, db):
    paths = [f"/mijn-gemeente/{m.slug}/" for m in Municipality.objects.all()]
    paths += [f"/mijn-gemeente/regio/{r.slug}/" for r in Region.objects.all()]
    titles, descriptions = set(), set()
    for path in paths:
        html = get(client, path)
        assert html.count("<h1") == 1
        assert re.search(rf'rel="canonical" href="http://[^/"]+{path}"', html)
        assert "noindex" not in html
        titles.add(re.search(r"<title>(.*?)</title>", html, re.S)[1].strip())
        descriptions.add(re.search(r'<meta name="description" content="([^"]{50,300})"', html)[1])
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
        assert data["@type"] == "AdministrativeArea"
        assert data["url"].endswith(path)
        assert 1 <= html.count('class="area-headline tone-') <= 4
    assert len(titles) == len(descriptions) == len(paths)


def test_what_does_not_exist_is_a_404(client, db):
    for path in ("/mijn-gemeente/zwolle/", "/mijn-gemeente/regio/emmen/", "/mijn-gemeente/emmen/x/"):
        assert client.get(path).status_code == 404


def test_a_municipality_without_figures_of_its_own_borrows_those_around_it(client, db):
    Observation.objects.filter(area="Coevorden").delete()
    html = get(client, "/mijn-gemeente/coevorden/")
    assert "Er zijn nog geen cijfers van dit gebied alleen." in html
    assert html.count("Cijfer van regio Zuidoost-Drenthe") == 3
    Observation.objects.all().delete()
    html = get(client, "/mijn-gemeente/coevorden/")
    assert "area-headline" not in html
    assert "area-wider" not in html


def test_initiatives_are_those_of_the_finder(client, db):
    html = get(client, "/mijn-gemeente/hoogeveen/")
    number = int(re.search(r'href="/initiatieven/\?gemeente=hoogeveen">\s*Bekijk alle (\d+)', html)[1])
    finder = get(client, "/initiatieven/?gemeente=hoogeveen")
    assert f"{number} initiatieven" in text_of(finder)
    for link in re.findall(r'<h3 class="result__title"><a href="([^"]+)"', html):
        assert link in finder
    assert f"Initiatieven ({number})" in text_of(html)


def test_stories_are_about_initiatives_here(client, db):
    link = StoryPage.objects.live().filter(initiative_links__initiative__municipality__isnull=False).first()
    initiative = InitiativePage.objects.filter(story_links__story=link, municipality__isnull=False).first()
    html = get(client, f"/mijn-gemeente/{initiative.municipality.slug}/")
    assert link.title in unescape(html)
    other = Municipality.objects.exclude(initiatives__story_links__story=link).first()
    assert link.title not in unescape(get(client, f"/mijn-gemeente/{other.slug}/"))


def test_villages_lead_to_the_finder(client, db):
    html = get(client, "/mijn-gemeente/aa-en-hunze/")
    links = dict(re.findall(r'<a href="/initiatieven/\?plek=([^"]+)">([^<]+)</a>', html))
    names = set(Place.objects.filter(municipality__slug="aa-en-hunze").values_list("name", flat=True))
    assert set(links.values()) == names
    assert "Rolde%20%28Aa%20en%20Hunze%29" in links


def test_a_region_names_its_municipalities(client, db):
    html = get(client, "/mijn-gemeente/regio/zuidwest-drenthe/")
    for slug in ("de-wolden", "hoogeveen", "meppel", "westerveld"):
        assert f'href="/mijn-gemeente/{slug}/"' in html
        assert f'href="/initiatieven/?gemeente={slug}"' in html


# Side by side


def test_two_areas_are_shown_at_the_newest_period_that_both_have(client, db):
    both = make_indicator("Allebei", direction="higher_is_better")
    for area, periods in {
        "Emmen": {"2022": "40", "2024": "41"},
        "Tynaarlo": {"2022": "60", "2023": "61"},
    }.items():
        for period, value in periods.items():
            make_value(both, "municipality", area, period, value)
    apart = make_indicator("Verschillend", direction="higher_is_better")
    make_value(apart, "municipality", "Emmen", "2020", "10")
    make_value(apart, "municipality", "Tynaarlo", "2021", "20")
    alone = make_indicator("Alleen")
    make_value(alone, "municipality", "Emmen", "2021", "5")
    html = get(client, "/mijn-gemeente/emmen/?naast=gemeente-tynaarlo")
    shared, single = html.split("area-wider", 1)
    rows = rows_of(shared)
    assert rows["allebei"] == [
        ("Emmen", "40%", "2022", "minder goed dan Tynaarlo"),
        ("Tynaarlo", "60%", "2022", ""),
    ]
    assert rows["verschillend"] == [("Emmen", "10%", "2020", ""), ("Tynaarlo", "20%", "2021", "")]
    assert "alleen" not in rows
    assert rows_of(single)["alleen"] == [("Emmen", "5%", "2021", ""), ("Tynaarlo", "geen cijfer", "", "")]
    assert "noindex" in html
    assert "Emmen naast Tynaarlo" in re.search(r"<h1>(.*?)</h1>", html)[1]
    # The other way round the same numbers are there.
    back = rows_of(get(client, "/mijn-gemeente/tynaarlo/?naast=gemeente-emmen").split("area-wider", 1)[0])
    assert {slug: cells[::-1] for slug, cells in back.items()}.keys() == rows.keys()
    assert back["allebei"][0] == ("Tynaarlo", "60%", "2022", "beter dan Emmen")


def test_of_two_sources_in_the_common_period_the_newest_counts(db):
    from stories.models import Source

    old = Source.objects.create(title="Oud", slug="oud", year=2001)
    new = Source.objects.create(title="Nieuw", slug="nieuw", year=2020)
    nameless = Source.objects.create(title="Zonder jaar", slug="zonder-jaar")
    indicator = make_indicator("Twee bronnen")
    for source, value in ((new, "12"), (old, "11"), (nameless, "13")):
        make_value(indicator, "municipality", "Emmen", "2018", value, source=source)
    make_value(indicator, "municipality", "Emmen", "2019", "14", source=new)
    make_value(indicator, "municipality", "Tynaarlo", "2018", "20", source=old)
    found = values_of_two(EMMEN, TYNAARLO)
    assert found[indicator.pk, EMMEN].value == 12
    assert found[indicator.pk, TYNAARLO].value == 20


@pytest.mark.parametrize(
    "key", ["regio-noord-drenthe", "provincie-drenthe", "land-nederland", "gemeente-assen"]
)
def test_any_area_can_stand_beside_another(client, db, key):
    for path in ("/mijn-gemeente/emmen/", "/mijn-gemeente/regio/zuidoost-drenthe/"):
        html = get(client, f"{path}?naast={key}")
        assert f'<option value="{key}" selected>' in html
        assert rows_of(html)


@pytest.mark.parametrize(
    "value",
    ["x", "gemeente-zwolle", "%00", "a" * 5000, "panel-drenthe", "<script>", "gemeente-emmen&naast=y"],
)
def test_a_wrong_choice_is_explained(client, db, value):
    html = get(client, f"/mijn-gemeente/emmen/?naast={value}")
    assert "Dit gebied kennen wij niet. Kies een gebied uit de lijst." in html
    assert "Alle cijfers van Emmen" in html
    assert 'aria-invalid="true"' in html
    assert "noindex" in html


def test_an_area_cannot_stand_beside_itself(client, db):
    html = get(client, "/mijn-gemeente/emmen/?naast=gemeente-emmen")
    assert "Dit is Emmen zelf. Kies een ander gebied." in html


def test_no_choice_is_no_error(client, db):
    html = get(client, "/mijn-gemeente/emmen/?naast=")
    assert 'class="error"' not in html
    assert "noindex" not in html


# How much it costs


def test_the_number_of_queries_does_not_grow(client, db, django_assert_max_num_queries):
    paths = {
        "/mijn-gemeente/": 4,
        "/mijn-gemeente/emmen/": MOST_QUERIES,
        "/mijn-gemeente/regio/noord-drenthe/": MOST_QUERIES,
        "/mijn-gemeente/emmen/?naast=gemeente-tynaarlo": MOST_QUERIES,
        "/mijn-gemeente/emmen/?naast=provincie-drenthe": MOST_QUERIES,
    }

    def counted() -> dict[str, int]:
        numbers = {}
        for path, most in paths.items():
            client.get(path)  # what stands around every page is in the cache after this
            with django_assert_max_num_queries(most) as captured:
                client.get(path)
            numbers[path] = len(captured)
        return numbers

    Observation.objects.all().delete()
    Indicator.objects.all().delete()
    make_many(2, range(2022, 2025))
    few = counted()
    Indicator.objects.all().delete()
    make_many(200, range(2022, 2025))
    assert counted() == few
    for path in paths:
        response = client.get(path)
        assert len(gzip.compress(response.content)) <= 60_000, path
        if path != "/mijn-gemeente/":
            assert len(rows_of(response.content.decode())) == 200


# Finding it


def test_the_overview_leads_everywhere(client, db):
    html = get(client, "/mijn-gemeente/")
    for municipality in Municipality.objects.all():
        assert html.count(f'href="/mijn-gemeente/{municipality.slug}/"') == 2
    for region in Region.objects.all():
        assert f'href="/mijn-gemeente/regio/{region.slug}/"' in html


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Rolde", "/mijn-gemeente/aa-en-hunze/"),
        ("  rolde ", "/mijn-gemeente/aa-en-hunze/"),
        ("De Wolden", "/mijn-gemeente/de-wolden/"),
        ("gemeente Emmen", "/mijn-gemeente/emmen/"),
        ("Noord-Drenthe", "/mijn-gemeente/regio/noord-drenthe/"),
        ("Klazienaveen", "/mijn-gemeente/emmen/"),
    ],
)
def test_a_village_leads_to_its_municipality_without_another_server(client, db, words, path):
    response = client.get("/mijn-gemeente/", {"plek": words})
    assert (response.status_code, response["Location"]) == (302, path)


@pytest.fixture
def service(monkeypatch):
    """Return what the service of addresses answers: a list, or an error to raise."""
    answer: list[Candidate | GeocodingError] = []

    def search(self, text):
        if answer and isinstance(answer[0], GeocodingError):
            raise answer[0]
        return answer

    monkeypatch.setattr(geocoding.PdokGeocoder, "search", search)
    return answer


def test_a_postcode_leads_to_its_municipality(client, db, service):
    service.append(Candidate("9401 HS Assen", 52.9967, 6.5625, "postcode", "Assen", "Assen"))
    response = client.get("/mijn-gemeente/", {"plek": "9401 HS"})
    assert response["Location"] == "/mijn-gemeente/assen/"


def test_one_of_several_villages_can_be_chosen(client, db):
    for slug in ("emmen", "assen"):
        municipality = Municipality.objects.get(slug=slug)
        Place.objects.create(
            name="Dubbeldorp",
            slug=f"dubbel-{slug}",
            municipality=municipality,
            latitude="52.8",
            longitude="6.6",
        )
    html = get(client, "/mijn-gemeente/?plek=Dubbeldorp")
    assert "Dubbeldorp (Assen)" in html
    assert "Dubbeldorp (Emmen)" in html
    assert "noindex" in html


def test_what_is_not_found_is_explained_and_not_kept(client, db, service):
    for problem in ([], [GeocodingError("test")]):
        service[:] = problem
        response = client.get("/mijn-gemeente/", {"plek": "Verweggistan"})
        html = response.content.decode()
        assert 'class="error"' in html
        assert 'value="Verweggistan"' in html
        assert "noindex" in html
        assert "no-store" in response["Cache-Control"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=300))
def test_no_words_break_the_search(client, db, service, words):
    response = client.get(f"/mijn-gemeente/?plek={quote(words, errors='surrogatepass')}")
    assert response.status_code in (200, 302)


def test_the_sitemap_lists_every_area(client, db):
    found = [entry["location"] for entry in AreaIndexPage.objects.get().get_sitemap_urls()]
    assert len(found) == 1 + Municipality.objects.count() + Region.objects.count()
    assert found[0].endswith("/mijn-gemeente/")
    start = found[0].removesuffix("/mijn-gemeente/")
    assert f"{start}/mijn-gemeente/de-wolden/" in found
    assert f"{start}/mijn-gemeente/regio/noord-drenthe/" in found


def test_an_initiative_leads_to_its_municipality(client, db):
    initiative = InitiativePage.objects.live().filter(municipality__isnull=False).first()
    html = get(client, initiative.get_url())
    assert f'href="/mijn-gemeente/{initiative.municipality.slug}/"' in html
