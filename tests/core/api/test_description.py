"""One description for all open data, for programs and for people, made from what each part registers."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

import pytest

from core.api import registry
from core.api.openapi import document
from core.api.registry import parts

PRIVATE_ROUTES = {"api_places"}  # for the scripts of our own pages


def routes(part):
    return [r for r in import_module(part.routes).urlpatterns if r.name not in PRIVATE_ROUTES]


def test_every_address_of_every_part_is_described(described):
    assert [part.key for part in parts()] == ["initiatieven", "cijfers"]
    here = {
        "/api/" + str(route.pattern).replace("<int:pk>", "{id}").replace("<slug:slug>", "{code}")
        for part in parts()
        for route in routes(part)
    }
    assert set(described["paths"]) == here
    assert described["openapi"] == "3.1.0"
    names = [operation["get"]["operationId"] for operation in described["paths"].values()]
    assert len(names) == len(set(names))


def test_no_part_overwrites_the_schema_of_another(db):
    names = [name for part in parts() for name in part.schemas()]
    assert len(names) == len(set(names))
    assert "Fout" not in names


def test_references_lead_somewhere(described):
    names = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(described)))
    assert names == set(described["components"]["schemas"]) & names
    assert len(names) > 10


@pytest.mark.parametrize("name", ["Initiatief", "Indicator", "Waarneming", "Doel", "Verbetering"])
def test_every_field_is_explained(described, name):
    for field, schema in described["components"]["schemas"][name]["properties"].items():
        assert len(schema["description"]) > 10, field
        assert schema["description"].endswith("."), field


def test_a_part_that_is_registered_is_described(rf, db, monkeypatch):
    monkeypatch.setattr(registry, "_parts", dict(registry._parts))
    request = rf.get("/")
    before = document(request)
    part = replace(
        parts()[0],
        key="proef",
        order=9,
        operations=lambda request: {"/api/proef.json": {}},
        schemas=lambda: {"Proef": {"type": "string"}},
    )
    registry.register(part)
    registry.register(part)
    after = document(request)
    assert set(after["paths"]) - set(before["paths"]) == {"/api/proef.json"}
    assert set(after["components"]["schemas"]) - set(before["components"]["schemas"]) == {"Proef"}
    assert parts()[-1] == part


def test_the_page_explains_everything_to_people(client, described):
    html = client.get("/api/").content.decode()
    for name in ("Initiatief", "Indicator", "Waarneming"):
        for field, schema in described["components"]["schemas"][name]["properties"].items():
            assert f"<code>{field}</code>" in html
            assert schema["description"] in html
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["in"] == "query" and parameter["name"] != "sinds":
                assert f"<code>{parameter['name']}</code>" in html
    for part in parts():
        assert f'id="{part.key}"' in html
        assert f'href="#{part.key}"' in html
    assert "Bron: Provincie Drenthe" in html
    assert html.count("<h1") == 1
    assert len(re.findall(r'id="([^"]+)"', html)) == len(set(re.findall(r'id="([^"]+)"', html)))
    assert "style=" not in html


def test_every_link_of_the_page_works(client, db):
    html = client.get("/api/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    links = set(re.findall(r'href="([^"#]+)"', main))
    assert len(links) >= 16
    for link in links:
        response = client.get(link.replace("http://testserver", "").replace("&amp;", "&"))
        assert response.status_code == 200, link


def test_the_page_costs_hardly_a_query(client, db, django_assert_max_num_queries):
    client.get("/api/")
    with django_assert_max_num_queries(2):
        client.get("/api/")


def test_the_description_is_not_sent_twice(client, db):
    first = client.get("/api/openapi.json")
    again = client.get("/api/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
