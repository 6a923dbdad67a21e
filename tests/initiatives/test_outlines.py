"""Outlines for maps."""

from __future__ import annotations

import gzip
import json

from django.core.cache import caches

from core.boundaries import import_outlines
from core.models import Outline
from initiatives.outlines import outlines_source, outlines_url
from tests.core.outlines import features

ADDRESS = "/api/gemeenten.geojson"


def load(**options):
    import_outlines(features(**options), 2024)
    caches["pages"].clear()


def test_without_outlines_there_is_no_address(client, db):
    assert (outlines_url(), outlines_source()) == ("", "")
    assert client.get(ADDRESS).json() == {"type": "FeatureCollection", "bron": "", "features": []}


def test_outlines_are_sent_with_their_source(client, db):
    load()
    assert outlines_url() == ADDRESS
    assert outlines_source() == "CBS Gebiedsindelingen 2024, CBS/Kadaster (CC BY 4.0)"
    found = client.get(ADDRESS).json()
    assert found["bron"] == outlines_source()
    assert [feature["properties"]["naam"] for feature in found["features"]] == [
        "Aa en Hunze",
        "Assen",
        "Tynaarlo",
    ]
    assert found["features"][1]["properties"]["code"] == "assen"
    assert found["features"][1]["geometry"] == Outline.objects.get(municipality__slug="assen").geometry


def test_outlines_are_kept_a_day_and_sent_once(client, db):
    load()
    first = client.get(ADDRESS)
    assert first["Cache-Control"] == "public, max-age=86400"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 304
    load(points=3)
    assert client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_outlines_travel_compressed(client, db):
    load(points=200, wobble=0.0002)
    response = client.get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(response.content))["features"]) == 3
    weak = client.get(ADDRESS, headers={"Accept-Encoding": "gzip", "If-None-Match": response["ETag"]})
    assert weak.status_code == 304


def test_the_address_is_known_without_a_query(db, django_assert_num_queries):
    load()
    outlines_url()
    with django_assert_num_queries(0):
        assert outlines_url()
