"""The description of the initiatives: what it promises is what comes."""

from __future__ import annotations

import pytest

from core.boundaries import import_outlines
from initiatives.finder.changes import last_number, record
from initiatives.models import InitiativePage
from initiatives.selection import SelectionForm
from tests.core.api.asking import answer_of
from tests.core.api.schema import problems
from tests.core.outlines import features
from tests.initiatives.api.test_list import SELECTIONS

ADDRESSES = {
    "/api/initiatieven.json": [f"?limit=40&{query}" for query in SELECTIONS],
    "/api/initiatieven.geojson": [f"?{query}" for query in SELECTIONS],
    "/api/wijzigingen.json": ["?sinds=0", "?sinds={before}", "?sinds={last}"],
    "/api/gemeenten.geojson": [""],
    "/api/initiatieven/{id}.json": [""],
}


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_is_as_described(described, ask, client, path):
    import_outlines(features(), 2024)
    page = InitiativePage.objects.visible().filter(scope="point").first()
    before = last_number()
    record([page])
    media, schema = answer_of(described, path)
    values = {"before": before, "last": last_number(), "id": page.pk}
    for query in ADDRESSES[path]:
        address = (path + query).format(**values)
        assert client.get(address)["Content-Type"].split(";")[0] == media
        assert problems(ask(address), schema, described) == [], address


def test_csv_has_the_described_columns(described, ask, client):
    media, _schema = answer_of(described, "/api/initiatieven.csv")
    assert client.get("/api/initiatieven.csv")["Content-Type"].startswith(media)
    columns = ask("/api/initiatieven.csv")[0]
    assert columns == list(described["components"]["schemas"]["Initiatief"]["properties"])


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/api/initiatieven.json", "/api/initiatieven.json?soort=x", "400"),
        ("/api/initiatieven.geojson", "/api/initiatieven.geojson?x=1", "400"),
        ("/api/initiatieven.csv", "/api/initiatieven.csv?open=soms", "400"),
        ("/api/wijzigingen.json", "/api/wijzigingen.json", "400"),
        ("/api/gemeenten.geojson", "/api/gemeenten.geojson?x=1", "400"),
        ("/api/initiatieven/{id}.json", "/api/initiatieven/999999.json", "404"),
        ("/api/initiatieven/{id}.json", "/api/initiatieven/999999.json?x=1", "400"),
    ],
)
def test_every_refusal_is_as_described(described, ask, path, address, status):
    _media, schema = answer_of(described, path, status)
    assert problems(ask(address, int(status)), schema, described) == []


def test_the_check_of_answers_can_fail(described, ask):
    listed = ask("/api/initiatieven.json?limit=1")
    _media, schema = answer_of(described, "/api/initiatieven.json")
    [item] = listed["initiatieven"]
    for wrong in (
        {"titel": 3},
        {"titel": None},
        {"url": "nergens"},
        {"kosten": "duur"},
        {"gecontroleerd_op": "gisteren"},
        {"breedtegraad": 100},
        {"keeper_email": "x"},
        {"openingstijden_week": [{"dag": "ma"}]},
        {"openingstijden_week": [{"dag": "ma", "van": "9 uur", "tot": "10:00", "toelichting": ""}]},
    ):
        assert problems({**listed, "initiatieven": [{**item, **wrong}]}, schema, described), wrong
    del item["titel"]
    assert problems(listed, schema, described)


def test_parameters_are_those_of_the_finder(described):
    form = SelectionForm()
    for path in ("/api/initiatieven.json", "/api/initiatieven.geojson", "/api/initiatieven.csv"):
        parameters = {p["name"]: p for p in described["paths"][path]["get"]["parameters"]}
        assert set(parameters) - {"limit", "offset"} == set(form.fields)
        kinds = parameters["soort"]["schema"]
        assert kinds["type"] == "array"
        assert set(kinds["items"]["enum"]) == {choice.slug for choice in form.choices("soort")}
        assert "heel-de-provincie" in parameters["gemeente"]["schema"]["enum"]
    assert all(p["description"] for p in parameters.values())


def test_every_described_value_is_accepted(described, ask):
    for parameter in described["paths"]["/api/initiatieven.json"]["get"]["parameters"]:
        schema = parameter["schema"]
        values = schema.get("enum") or schema.get("items", {}).get("enum") or []
        for value in [*values, *([parameter["example"]] if "example" in parameter else [])]:
            ask(f"/api/initiatieven.json?limit=1&{parameter['name']}={value}")


def test_every_field_is_explained(described):
    for name, schema in described["components"]["schemas"]["Initiatief"]["properties"].items():
        assert len(schema["description"]) > 10, name
        assert schema["description"].endswith("."), name
