"""The figures for machines: all that the database has, exactly, and nothing without source and period."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.api.asking import MOST_AT_ONCE
from core.models import Municipality, Theme
from stories.api import views
from stories.api.fields import AREA_TYPES, INDICATOR_FIELDS, OBSERVATION_FIELDS
from stories.api.questions import INDICATOR_PARAMETERS, OBSERVATION_PARAMETERS
from stories.figures.areas import Area
from stories.models import Correction, Indicator, Observation, Source, Target
from tests.core.api.asking import answer_of
from tests.core.api.schema import problems

LISTS = ["/api/indicatoren.json", "/api/indicatoren.csv", "/api/waarnemingen.json", "/api/waarnemingen.csv"]


@pytest.fixture
def empty(db):
    """A site without figures."""
    Indicator.objects.all().delete()


@pytest.fixture
def source(db):
    return Source.objects.create(title="Proefbron", slug="proefbron", year=2023, edition="2e druk")


@pytest.fixture
def indicator(empty):
    return Indicator.objects.create(name="Mensen die helpen", slug="helpen", unit="%", decimals=1)


@pytest.fixture
def add(indicator, source):
    """Return a function that adds a value for Assen in 2023, unless told otherwise."""

    def _add(value="61.3", **fields):
        assen = Municipality.objects.get(slug="assen")
        values = {
            "indicator": indicator, "source": source, "area_type": "municipality", "area": "Assen",
            "municipality": assen, "period": "2023", **fields,
        }  # fmt: skip
        return Observation.objects.create(value=None if value is None else Decimal(value), **values)

    return _add


def whole_list(ask, address, name):
    """Read a list to its end, as a program does."""
    found = []
    while address:
        part = ask(address)
        found += part[name]
        address = part["volgende"]
    assert len(found) == part["aantal"]
    return found


def exactly(client, address):
    """Read an answer with its numbers as they are written."""
    return json.loads(client.get(address).content, parse_float=Decimal, parse_int=Decimal)


# What is told


def test_everything_in_the_database_is_told_exactly(client, ask):
    told = {}
    address = f"/api/waarnemingen.json?limit={MOST_AT_ONCE}"
    while address:
        part = exactly(client, address)
        told |= {int(row["id"]): row for row in part["waarnemingen"]}
        address = part["volgende"]
    rows = {int(row["id"]): row for row in csv_rows(ask("/api/waarnemingen.csv"))}
    in_database = Observation.objects.select_related("indicator", "source", "municipality")
    assert set(told) == set(rows) == {o.pk for o in in_database}
    for o in in_database:
        row = told[o.pk]
        assert (row["waarde"], row["waarde_tot"], row["van_hoeveel"]) == (
            o.value,
            o.value_high,
            o.denominator,
        )
        assert row["indicator"] == o.indicator.slug
        assert row["gebied"] == Area(o.area_type, o.area).key
        assert (row["periode"], row["groep"]) == (o.period or None, o.subgroup or None)
        assert (row["woorden_erbij"], row["opmerking"]) == (o.qualifier, o.note)
        assert row["laatste_dag"] == (o.last_day and o.last_day.isoformat())
        assert row["gemeentecode"] == (o.municipality and o.municipality.code)
        # Nothing is told without its source and period.
        assert row["bron"] == o.source.title
        assert row["periode_tekst"] == o.period_text != ""
        in_file = rows[o.pk]
        for name, value in row.items():
            said = in_file[name]
            assert (Decimal(said) if isinstance(value, Decimal) else said.lstrip("'")) == (
                "" if value is None else value.lstrip("'") if isinstance(value, str) else value
            )


def csv_rows(table):
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


# SQLite keeps fifteen digits.
VALUES = st.decimals(min_value=Decimal("-99999999999.9999"), max_value=Decimal("99999999999.9999"), places=4)
PERIODS = st.sampled_from(["", "2023", "2020-11", "2022-2024", "2021-Q3", "2021-06-17", "2020-04/2020-12"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.none() | VALUES, PERIODS, TEXTS, st.sampled_from(Observation.Nature.values),
            st.sampled_from(Observation.Status.values),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_is_counted_comes_back_the_same(client, add, rows):
    Observation.objects.all().delete()
    kept = [
        add(
            value, period=period, note=note, nature=nature, status=status, subgroup=f"groep {number}",
            value_high=value if value is not None and number % 2 else None,
        )
        for number, (value, period, note, nature, status) in enumerate(rows)
    ]  # fmt: skip
    told = exactly(client, "/api/indicatoren/helpen.json")["waarnemingen"]
    assert told == exactly(client, "/api/waarnemingen.json")["waarnemingen"]
    assert [
        (int(row["id"]), row["waarde"], row["waarde_tot"], row["periode"], row["opmerking"], row["groep"])
        for row in told
    ] == [(o.pk, o.value, o.value_high, o.period or None, o.note, o.subgroup) for o in kept]
    body = b"".join(client.get("/api/waarnemingen.csv").streaming_content).decode("utf-8-sig")
    in_file = csv_rows(list(csv.reader(io.StringIO(body))))
    assert [row["waarde"] and Decimal(row["waarde"]) for row in in_file] == [
        "" if o.value is None else o.value for o in kept
    ]


def test_a_value_without_a_year_says_so(add, ask):
    add(period="", qualifier="ongeveer", value_high=Decimal("70"), nature="forecast", status="provisional")
    [row] = ask("/api/waarnemingen.json")["waarnemingen"]
    assert (row["periode"], row["periode_tekst"]) == (None, "jaar niet genoemd")
    assert (row["eerste_dag"], row["laatste_dag"]) == (None, None)
    assert (row["waarde"], row["waarde_tot"], row["woorden_erbij"]) == (61.3, 70, "ongeveer")
    assert (row["aard"], row["status"]) == ("prognose", "voorlopig")
    assert (row["bron"], row["bron_uitgave"], row["bron_jaar"]) == ("Proefbron", "2e druk", 2023)


def test_no_figure_is_no_zero(add, ask):
    add(None, qualifier="PM")
    [row] = ask("/api/waarnemingen.json")["waarnemingen"]
    assert (row["waarde"], row["woorden_erbij"]) == (None, "PM")
    [row] = csv_rows(ask("/api/waarnemingen.csv"))
    assert row["waarde"] == ""


def test_a_period_has_its_days(add, ask):
    add(period="2020-11")
    [row] = ask("/api/waarnemingen.json")["waarnemingen"]
    assert (row["periode_tekst"], row["eerste_dag"], row["laatste_dag"]) == (
        "november 2020", "2020-11-01", "2020-11-30",
    )  # fmt: skip


def test_one_figure_has_all_that_belongs_to_it(add, indicator, source, ask, django_user_model):
    theme = Theme.objects.get(slug="naoberschap")
    indicator.theme, indicator.goal, indicator.level = theme, theme.goals.first(), "effect"
    indicator.save()
    value = add()
    user = django_user_model.objects.get(username="redactie")
    Correction.keeping(value, "Telfout in de bron.", user).save()
    value.value = Decimal("60")
    value.save()
    Target.objects.create(indicator=indicator, value=70, year=2030, source=source, place_in_source="p. 3")
    answer = ask("/api/indicatoren/helpen.json")
    told = answer["indicator"]
    assert told["url"] == f"http://testserver{indicator.get_absolute_url()}"
    assert told["json"] == "http://testserver/api/indicatoren/helpen.json"
    assert told["csv"] == "http://testserver/cijfers/helpen.csv"
    assert told["thema"] == {"code": "naoberschap", "naam": "Naoberschap"}
    assert told["doel"]["nummer"] == theme.goals.first().number
    assert (told["niveau"], told["aantal_waarnemingen"]) == ("effect", 1)
    assert told["nieuwste_tot_en_met"] == date(2023, 12, 31).isoformat()
    [target] = answer["doelen"]
    assert (target["waarde"], target["jaar"], target["bron"], target["plaats_in_bron"]) == (
        70, 2030, "Proefbron", "p. 3",
    )  # fmt: skip
    [correction] = answer["verbeteringen"]
    assert (correction["waarneming"], correction["was_waarde"]) == (value.pk, 61.3)
    assert correction["reden"] == "Telfout in de bron."
    [row] = answer["waarnemingen"]
    assert (row["waarde"], row["verbeterd_op"]) == (60, correction["verbeterd_op"])
    assert "redactie" not in json.dumps(answer)


def test_two_sources_that_contradict_each_other_are_both_told(add, ask):
    other = Source.objects.create(title="Andere bron", slug="andere-bron")
    add("61.3")
    add("58", source=other)
    told = ask("/api/indicatoren/helpen.json")["waarnemingen"]
    assert [(row["waarde"], row["bron"]) for row in told] == [(61.3, "Proefbron"), (58, "Andere bron")]


def test_a_formula_is_harmless_in_a_spreadsheet(add, indicator, ask):
    indicator.name = "=1+1"
    indicator.save()
    add("-0.5", note="@SUM(1)")
    [row] = csv_rows(ask("/api/waarnemingen.csv"))
    assert (row["indicator_naam"], row["opmerking"], row["waarde"]) == ("'=1+1", "'@SUM(1)", "-0.5")
    [row] = csv_rows(ask("/api/indicatoren.csv"))
    assert row["naam"] == "'=1+1"


# What can be chosen


def test_the_list_of_figures_is_narrowed_down(ask):
    everything = whole_list(ask, "/api/indicatoren.json?limit=50", "indicatoren")
    assert len(everything) == Indicator.objects.count()
    themed = whole_list(ask, "/api/indicatoren.json?thema=naoberschap", "indicatoren")
    assert {row["thema"]["code"] for row in themed} == {"naoberschap"}
    assert len(themed) == Indicator.objects.filter(theme__slug="naoberschap").count()
    Indicator.objects.filter(slug="vrijwilligerswerk").update(level="effect", name="Ideeën van vrijwilligers")
    assert "vrijwilligerswerk" in {
        row["code"] for row in ask("/api/indicatoren.json?niveau=effect")["indicatoren"]
    }
    for words in ("VRIJWILL ideeen", "ideeën", "willigers"):
        found = whole_list(ask, f"/api/indicatoren.json?q={words}", "indicatoren")
        assert "vrijwilligerswerk" in {row["code"] for row in found}
        assert len(found) < len(everything)
        assert {row["code"] for row in csv_rows(ask(f"/api/indicatoren.csv?q={words}"))} == {
            row["code"] for row in found
        }
    assert ask("/api/indicatoren.json?q=bestaatniet")["indicatoren"] == []


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("indicator=vrijwilligerswerk", {"indicator__slug": "vrijwilligerswerk"}),
        ("gebied=gemeente-de-wolden", {"area_type": "municipality", "area": "De Wolden"}),
        ("gebied=provincie-drenthe", {"area_type": "province", "area": "Drenthe"}),
        ("gebied=panel-drenthe", {"area_type": "panel", "area": "Drenthe"}),
        ("gebied_soort=gemeente", {"area_type": "municipality"}),
        ("gemeente=GM0106", {"municipality__code": "GM0106"}),
        ("gemeente=assen", {"municipality__code": "GM0106"}),
        ("periode=2023", {"period": "2023"}),
        ("periode=geen", {"period": ""}),
        ("periode=2023&gebied_soort=provincie", {"period": "2023", "area_type": "province"}),
        ("periode=1901", {"period": "1901"}),
    ],
)
def test_values_are_narrowed_down(ask, query, filters):
    wanted = set(Observation.objects.filter(**filters).values_list("pk", flat=True))
    assert wanted or "1901" in query
    told = whole_list(ask, f"/api/waarnemingen.json?limit=20&{query}", "waarnemingen")
    assert {row["id"] for row in told} == wanted
    assert {int(row["id"]) for row in csv_rows(ask(f"/api/waarnemingen.csv?{query}"))} == wanted


def test_every_area_that_is_told_can_be_asked(ask):
    told = whole_list(ask, "/api/waarnemingen.json?limit=500", "waarnemingen")
    assert {row["gebied_soort"] for row in told} <= set(AREA_TYPES.values())
    areas = {row["gebied"] for row in told}
    assert len(areas) > 15
    for area in areas:
        assert ask(f"/api/waarnemingen.json?limit=1&gebied={area}")["aantal"] > 0


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/indicatoren.json?thema=x", "thema"),
        ("/api/indicatoren.json?niveau=x", "niveau"),
        (f"/api/indicatoren.json?q={'x' * 101}", "q"),
        ("/api/indicatoren.json?q=%00", "q"),
        ("/api/indicatoren.json?limit=0", "limit"),
        ("/api/indicatoren.csv?limit=5", "limit"),
        ("/api/indicatoren/vrijwilligerswerk.json?x=1", "x"),
        ("/api/waarnemingen.json?indicator=x", "indicator"),
        ("/api/waarnemingen.json?gebied=gemeente-nergens", "gebied"),
        ("/api/waarnemingen.json?gebied_soort=straat", "gebied_soort"),
        ("/api/waarnemingen.json?gemeente=GM9999", "gemeente"),
        ("/api/waarnemingen.json?periode=vorig+jaar", "periode"),
        ("/api/waarnemingen.json?periode=2023-13", "periode"),
        ("/api/waarnemingen.json?offset=-1", "offset"),
        ("/api/waarnemingen.json?sort=x", "sort"),
        ("/api/waarnemingen.csv?offset=1", "offset"),
    ],
)
def test_a_wrong_question_gets_a_sentence_that_names_the_parameter(ask, described, address, name):
    answer = ask(address, 400)
    assert answer["parameter"] == name
    assert answer["fout"].startswith(f"Parameter {name}: ")
    assert answer["fout"].endswith(".")
    _media, schema = answer_of(described, "/api/waarnemingen.json", "400")
    assert problems(answer, schema, described) == []


def test_a_figure_that_is_not_there_is_told(ask):
    assert "niet (meer)" in ask("/api/indicatoren/bestaat-niet.json", 404)["fout"]
    assert ask("/api/waarnemingen.json?offset=9223372036854775807")["waarnemingen"] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(LISTS),
    query=st.dictionaries(
        st.sampled_from([*OBSERVATION_PARAMETERS, *INDICATOR_PARAMETERS, "limit", "offset"])
        | st.text(max_size=5),
        st.text(max_size=12) | st.sampled_from(["2023", "geen", "GM0106", "gemeente", "effect", "1", "-1"]),
        max_size=3,
    ),
)  # fmt: skip
def test_any_question_gets_an_answer_in_words(db, client, address, query):
    response = client.get(address, query)
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert response.json()["fout"].endswith(".")


# As described


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/api/indicatoren.json", ["?limit=500", "?q=niets-te-vinden"]),
        ("/api/indicatoren/{code}.json", [""]),
        ("/api/waarnemingen.json", ["?limit=500", "?periode=geen&limit=1"]),
    ],
)
def test_every_answer_is_as_described(described, ask, client, path, queries):
    observation = Observation.objects.filter(indicator__slug="vrijwilligerswerk").first()
    Correction.keeping(observation, "Proef.").save()
    media, schema = answer_of(described, path)
    slugs = ["vrijwilligerswerk", *Target.objects.values_list("indicator__slug", flat=True)[:3]]
    for query in queries:
        for slug in slugs if "{code}" in path else [""]:
            address = path.replace("{code}", slug) + query
            assert client.get(address)["Content-Type"].split(";")[0] == media
            assert problems(ask(address), schema, described) == [], address


def test_csv_has_the_described_columns(described, ask):
    schemas = described["components"]["schemas"]
    for address, name, fields in (
        ("/api/indicatoren.csv", "Indicator", INDICATOR_FIELDS),
        ("/api/waarnemingen.csv", "Waarneming", OBSERVATION_FIELDS),
    ):
        assert ask(address)[0] == list(schemas[name]["properties"]) == [field.name for field in fields]


def test_every_described_value_is_accepted(described, ask):
    for path in ("/api/indicatoren.json", "/api/waarnemingen.json"):
        for parameter in described["paths"][path]["get"]["parameters"]:
            values = parameter["schema"].get("enum", [])
            for value in [*values, *([parameter["example"]] if "example" in parameter else [])]:
                ask(f"{path}?limit=1&{parameter['name']}={value}")


# Quickly, and not again


def test_the_number_of_queries_does_not_grow(add, ask):
    def counts():
        found = {}
        for address in [*LISTS, "/api/indicatoren/helpen.json"]:
            ask(address)
            with CaptureQueriesContext(connection) as queries:
                ask(address)
            found[address] = len(queries)
        return found

    add()
    before = counts()
    for number in range(200):
        add(str(number), subgroup=f"groep {number}", area=f"Dorp {number}", area_type="place")
        if number < 20:
            Indicator.objects.create(name=f"Nummer {number}", slug=f"nummer-{number}")
    assert counts() == before
    assert max(before.values()) <= 8


def test_long_files_come_in_pieces(add, client, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 3)
    for number in range(7):
        add(subgroup=f"groep {number}")
    response = client.get("/api/waarnemingen.csv")
    assert response.streaming
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(body)))) == 8


def test_nothing_is_sent_twice_and_every_change_is_seen(
    add, indicator, source, client, django_capture_on_commit_callbacks
):
    value = add()
    addresses = ["/api/waarnemingen.json", "/api/waarnemingen.csv", "/api/indicatoren/helpen.json"]
    tags = {address: client.get(address)["ETag"] for address in addresses}

    def change(record, **values):
        with django_capture_on_commit_callbacks(execute=True):
            for name, said in values.items():
                setattr(record, name, said)
            record.save()

    for record, values in (
        (value, {"value": Decimal("61.4")}),
        (value, {"note": "Anders geteld."}),
        (source, {"title": "Proefbron 2"}),
        (indicator, {"name": "Mensen die anderen helpen"}),
        (Correction.keeping(value, "Telfout."), {}),
    ):
        for address in addresses:
            again = client.get(address, headers={"If-None-Match": tags[address]})
            assert (again.status_code, again["ETag"]) == (304, tags[address])
            assert again["Access-Control-Allow-Origin"] == "*"
        change(record, **values)
        for address in addresses:
            response = client.get(address, headers={"If-None-Match": tags[address]})
            assert response.status_code == 200, (address, values)
            assert response["Cache-Control"] == "public, max-age=60"
            tags[address] = response["ETag"]


@pytest.mark.parametrize("address", LISTS)
def test_any_site_may_read_and_nobody_may_write(client, db, address):
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"
    assert client.get(address)["X-Robots-Tag"] == "noindex"
    for method in (client.post, client.put, client.delete, client.options):
        refused = method(address)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
