"""Outlines of municipalities: what is accepted, what is told, and what lies where."""

from __future__ import annotations

import json
import math
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, given
from hypothesis import strategies as st

from core import boundaries
from core.boundaries import (
    BoundariesError,
    from_file,
    from_service,
    import_outlines,
    lies_in,
    municipality_at,
)
from core.models import Municipality, Outline
from core.remote import RemoteError
from tests.core.outlines import BOXES, feature, features
from tests.core.test_geocoding import service  # noqa: F401  (a fixture)

ASSEN = "GM0106"


def collection(found, **more):
    return json.dumps({"type": "FeatureCollection", "features": found, **more}).encode()


@pytest.fixture
def file(tmp_path):
    def _file(body):
        path = tmp_path / "gemeenten.geojson"
        path.write_bytes(body if isinstance(body, bytes) else collection(body))
        return path

    return _file


# Importing


def test_outlines_are_found_by_code_and_twice_is_once(db):
    report = import_outlines(features(), 2024)
    assert sorted(report.created) == ["Aa en Hunze", "Assen", "Tynaarlo"]
    assert len(report.missing) == 9
    outline = Outline.objects.get(municipality__code=ASSEN)
    assert outline.year == 2024
    assert "CC BY" in outline.source
    assert outline.geometry["type"] == "Polygon"
    again = import_outlines(features(), 2024)
    assert (again.created, again.changed, len(again.same)) == ([], [], 3)
    changed = import_outlines(features(), 2025)
    assert len(changed.changed) == Outline.objects.count() == 3


def test_a_dry_run_writes_nothing(db):
    report = import_outlines(features(), 2024, dry_run=True)
    assert len(report.created) == 3
    assert not Outline.objects.exists()


def test_large_outlines_become_small_enough_for_a_phone(db):
    report = import_outlines(features(points=900, wobble=0.0002), 2024)
    assert report.points_before > 10_000 > report.points_after
    assert report.size <= boundaries.LARGEST_OUTPUT


def test_what_is_elsewhere_is_listed_and_not_imported(db):
    report = import_outlines([*features(), feature("GM0363")], 2024)
    assert report.unknown == ["GM0363 Elders"]


def test_other_years_in_the_same_collection_are_left_out(db):
    old = feature(ASSEN, geometry=None)
    old["properties"]["jaarcode"] = 2020
    new = feature(ASSEN)
    new["properties"]["jaarcode"] = 2024
    assert import_outlines([old, new], 2024).created == ["Assen"]


def swapped(ring):
    return [[y, x] for x, y in ring]


RING = feature(ASSEN)["geometry"]["coordinates"][0]
RD = [[x * 1000 + 220_000, y * 1000 + 500_000] for x, y in RING]


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "no Polygon"),
        ("Polygon", "no Polygon"),
        ({"type": "Point", "coordinates": [6.5, 53]}, "no Polygon"),
        ({"type": "Polygon"}, "a polygon has no rings"),
        ({"type": "Polygon", "coordinates": []}, "a polygon has no rings"),
        ({"type": "MultiPolygon", "coordinates": []}, "empty"),
        ({"type": "MultiPolygon", "coordinates": {"a": 1}}, "empty"),
        ({"type": "Polygon", "coordinates": [[[6, 53], [7, 53], [6, 53]]]}, "fewer than four"),
        ({"type": "Polygon", "coordinates": [RING[:-1]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[*RING[:-1], ["6", "53"]]]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[*RING[:-1], [math.nan, 53]]]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[*RING[:-1], [True, 53]]]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [swapped(RING)]}, "swapped"),
        ({"type": "Polygon", "coordinates": [RD]}, "RD coordinates"),
        ({"type": "Polygon", "coordinates": [[[x + 300, y] for x, y in RING]]}, "outside the range"),
        ({"type": "Polygon", "coordinates": [[[x - 2, y - 1] for x, y in RING]]}, "lies elsewhere"),
    ],
)
def test_a_wrong_outline_is_told_and_nothing_is_imported(db, geometry, words):
    with pytest.raises(BoundariesError, match=words) as caught:
        import_outlines([*features()[1:], feature(ASSEN, geometry=geometry)], 2024)
    assert "Assen (GM0106)" in str(caught.value)
    assert not Outline.objects.exists()


def test_all_that_is_wrong_is_told_at_once(db):
    wrong = [feature(code, geometry=None) for code in BOXES]
    with pytest.raises(BoundariesError) as caught:
        import_outlines([*wrong, feature(ASSEN), feature(ASSEN), "rubbish", {"properties": 3}], 2024)
    assert str(caught.value).count("no Polygon") == 3
    assert "Assen (GM0106) is in it twice" in str(caught.value)
    assert str(caught.value).count("has no properties") == 2


def test_a_source_without_any_of_ours_is_refused(db):
    with pytest.raises(BoundariesError, match="statcode"):
        import_outlines([feature("GM0363")], 2024)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\x00", b"<html></html>", b"[" * 100_000, b"[]", b"null", b'{"features": 3}'],
)
def test_a_file_that_is_something_else_is_refused(file, body):
    with pytest.raises(BoundariesError):
        from_file(file(body))


def test_a_file_that_is_too_large_or_not_there_is_refused(file, tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "LARGEST_INPUT", 10)
    with pytest.raises(BoundariesError, match="larger than"):
        from_file(file(features()))
    with pytest.raises(BoundariesError, match="cannot be read"):
        from_file(tmp_path / "nowhere.geojson")


# The service


def test_the_service_is_asked_for_a_year_page_after_page(monkeypatch):
    asked = []
    parts = {"?year=2024": features()[:1], "?year=2024&after=1": features()[1:]}

    def fetch(url, **_options):
        asked.append(url)
        [part] = [found for end, found in parts.items() if url.endswith(end)]
        links = [{"rel": "self"}, 3, {"rel": "next", "href": "https://example.org/items?year=2024&after=1"}]
        return collection(part, links=links if len(asked) == 1 else [])

    monkeypatch.setattr(boundaries, "fetch", fetch)
    assert len(from_service(2024, "https://example.org/items?year={year}")) == 3
    assert len(asked) == 2


@pytest.mark.parametrize(
    "following",
    [
        "https://elsewhere.example/items",
        "http://example.org/items",
        "https://example.org/other",
        "file:///etc",
    ],
)
def test_the_service_cannot_send_us_elsewhere(monkeypatch, following):
    body = collection([], links=[{"rel": "next", "href": following}])
    monkeypatch.setattr(boundaries, "fetch", lambda url, **options: body)
    with pytest.raises(BoundariesError, match="another address"):
        from_service(2024, "https://example.org/items")


def test_a_service_that_never_ends_is_left(monkeypatch):
    body = collection([], links=[{"rel": "next", "href": "https://example.org/items"}])
    monkeypatch.setattr(boundaries, "fetch", lambda url, **options: body)
    with pytest.raises(BoundariesError, match="more than 20 answers"):
        from_service(2024, "https://example.org/items")


@pytest.mark.parametrize("mood", ["silent", "slow", "broken", "away"])
def test_a_service_that_fails_is_told(service, mood):  # noqa: F811
    service.mood = mood
    with pytest.raises(BoundariesError, match="no usable answer"):
        from_service(2024, service.url, timeout=0.3)


def test_a_service_that_sends_too_much_is_told(service, monkeypatch):  # noqa: F811
    service.body = collection(features(points=200))
    monkeypatch.setattr(boundaries, "LARGEST_INPUT", 1000)
    with pytest.raises(BoundariesError, match="too long"):
        from_service(2024, service.url)


def test_a_service_that_is_good_gives_features(service):  # noqa: F811
    service.body = collection(features())
    assert len(from_service(2024, f"{service.url}/items?jaarcode={{year}}")) == 3
    assert service.asked == [{"jaarcode": ["2024"]}]


# The command


def run(*arguments):
    out = StringIO()
    call_command("import_boundaries", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_it_did(db, file):
    told = run(str(file([*features(), feature("GM0363")])), "--year", "2024", "--source", "Proef")
    assert "3 new: Aa en Hunze, Assen, Tynaarlo" in told
    assert "9 not in the source" in told
    assert "1 in the source and not on this site: GM0363 Elders" in told
    assert Outline.objects.first().source == "Proef"
    assert "3 the same already" in run(str(file(features())), "--year", "2024", "--source", "Proef")


def test_the_command_can_only_look(db, file):
    told = run(str(file(features())), "--dry-run")
    assert "3 would be new" in told
    assert "Nothing was written" in told
    assert not Outline.objects.exists()


def test_the_command_asks_the_service_when_there_is_no_file(db, service, settings):  # noqa: F811
    service.body = collection(features())
    settings.BOUNDARIES_URL = f"{service.url}/items?jaarcode={{year}}"
    assert "3 new" in run("--year", "2024")
    service.mood = "broken"
    with pytest.raises(CommandError, match="no usable answer"):
        run("--year", "2024")
    assert Outline.objects.count() == 3


def test_the_command_wants_a_year_that_can_be(db):
    with pytest.raises(CommandError, match="year"):
        run("--year", "24")


def test_the_national_service_is_the_default(monkeypatch):
    asked = []

    def fetch(url, **_options):
        asked.append(url)
        raise RemoteError("no network in a test")

    monkeypatch.setattr(boundaries, "fetch", fetch)
    with pytest.raises(BoundariesError):
        from_service(2026)
    assert asked[0].startswith("https://api.pdok.nl/cbs/gebiedsindelingen/")
    assert asked[0].endswith("jaarcode=2026")


# What lies where


def test_a_point_has_a_municipality_when_outlines_are_loaded(db):
    assert municipality_at(52.9967, 6.5625) is None
    import_outlines(features(), 2024)
    boundaries.caches["pages"].clear()
    assert municipality_at(52.9967, 6.5625) == Municipality.objects.get(slug="assen")
    assert municipality_at(53.1, 6.6).slug == "tynaarlo"
    assert municipality_at(52.37, 4.9) is None
    assert municipality_at(math.nan, 6.5) is None


def test_looking_again_asks_the_database_nothing(db, django_assert_num_queries):
    import_outlines(features(), 2024)
    boundaries.caches["pages"].clear()
    municipality_at(53.1, 6.6)
    with django_assert_num_queries(0):
        municipality_at(53.1, 6.6)


SHARED = st.sampled_from([6.45, 6.5, 6.65, 6.8, 6.9]), st.sampled_from([52.93, 53.0, 53.05, 53.1, 53.2])
ANYWHERE = st.floats(6.4, 6.95), st.floats(52.9, 53.25)


@given(st.one_of(SHARED[0], ANYWHERE[0]), st.one_of(SHARED[1], ANYWHERE[1]))
def test_a_point_never_lies_in_two_municipalities(longitude, latitude):
    inside = [code for code in BOXES if lies_in(feature(code)["geometry"], latitude, longitude)]
    assert len(inside) <= 1
    # Also exactly on a border between two: one of them, not none.
    if 6.45 < longitude < 6.9 and 52.93 < latitude < 53.2:
        assert len(inside) == 1


def turned(ring, latitude, longitude):
    """Whether a point lies in a ring, by adding up the angles under which it sees the sides."""
    total = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        first = math.atan2(ay - latitude, ax - longitude)
        second = math.atan2(by - latitude, bx - longitude)
        total += (second - first + math.pi) % (2 * math.pi) - math.pi
    return abs(total) > math.pi


@given(
    st.lists(st.floats(0.2, 1.0), min_size=3, max_size=24),
    st.floats(0.02, 0.15),
    st.floats(-1.2, 1.2),
    st.floats(-1.2, 1.2),
)
def test_what_lies_inside_is_what_brute_force_says(radii, hole, x, y):
    def ring(radius_of):
        points = [
            [radius * math.cos(2 * math.pi * n / len(radii)), radius * math.sin(2 * math.pi * n / len(radii))]
            for n, radius in enumerate(map(radius_of, radii))
        ]
        return [*points, points[0]]

    outer, inner = ring(lambda radius: radius), ring(lambda _radius: hole)
    # On a border both answers are right.
    assume(all(away(x, y, a, b) > 1e-6 for line in (outer, inner) for a, b in pairwise(line)))
    star = {"type": "MultiPolygon", "coordinates": [[outer, inner], [[[p + 5, q] for p, q in outer]]]}
    assert lies_in(star, y, x) == (turned(outer, y, x) and not turned(inner, y, x))
    assert lies_in(star, y, x + 5) == turned(outer, y, x)


def away(x, y, a, b):
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    share = (
        max(0, min(1, ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / length)) if length else 0
    )
    return math.hypot(x - a[0] - share * (b[0] - a[0]), y - a[1] - share * (b[1] - a[1]))
