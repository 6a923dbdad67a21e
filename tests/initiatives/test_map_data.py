"""The data of the map: nothing lost, nothing invented, never too much."""

from __future__ import annotations

import itertools
import json
import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.geo import Bounds
from initiatives.finder.current import current_snapshot
from initiatives.finder.found import Found
from initiatives.map_data import MOST_FEATURES, VILLAGES_APART, MapQuery
from initiatives.map_grid import SLACK, Grid, cluster_radius
from initiatives.models import InitiativeKind, InitiativePage
from initiatives.selection import Selection

PROVINCE = {"west": "6.0", "east": "7.2", "south": "52.5", "north": "53.3", "zoom": "9"}
URL = "/initiatieven/kaart.json"
RATIO = 0.603


def ask(client, **changes):
    response = client.get(URL, {**PROVINCE, **changes})
    assert response.status_code == 200, response.content
    return response.json()


def drawn(features):
    return sum(cluster["count"] for cluster in features["clusters"]) + len(features["pins"])


@pytest.fixture
def many(new_page, add_at_once):
    """150 pins at fixed random spots, some of them on one address."""
    dice = random.Random(12)
    pages = []
    for number in range(150):
        latitude, longitude = f"{dice.uniform(52.62, 53.2):.6f}", f"{dice.uniform(6.12, 7.08):.6f}"
        if number % 10 == 0:
            latitude, longitude = "52.900000", "6.600000"
        pages.append(new_page(f"Plek {number}", latitude=latitude, longitude=longitude))
    return add_at_once(pages)


def test_one_initiative_is_a_pin_with_name_kind_and_place(client, add, village):
    place = village("Dwingeloo")
    page = add(
        "Dorpshuis", place=place, municipality=place.municipality, latitude="52.833600", longitude="6.370000"
    )
    features = ask(client)
    assert features["pins"] == [
        {
            "id": page.pk,
            "title": "Dorpshuis",
            "url": f"/initiatieven/{page.slug}/",
            "icon": "dorpshuis",
            "kind": page.kind.name,
            "where": "Dwingeloo, gemeente Westerveld",
            "lat": 52.8336,
            "lng": 6.37,
            "pale": False,
        }
    ]
    assert features["total"] == 1
    assert client.get(features["pins"][0]["url"]).status_code == 200


def test_what_has_no_place_gets_no_pin(client, add, village):
    place = village("Pesse")
    add("Dorpskoor", scope="place", place=place, municipality=place.municipality)
    add("Buurtteam", scope="municipality")
    add("Voor iedereen", scope="province", municipality=None)
    add("Buurtschap", scope="place", locality="Ergens", municipality=place.municipality)
    features = ask(client)
    assert features["pins"] == features["clusters"] == []
    assert features["total"] == 0
    [area] = features["areas"]
    assert (area["name"], area["count"], area["places"]) == ("Pesse", 1, 1)
    assert (area["lat"], area["lng"]) == (float(place.latitude), float(place.longitude))
    assert [item["title"] for item in area["items"]] == ["Dorpskoor"]
    assert features["elsewhere"] == [
        {"label": "Hele gemeente Assen", "count": 1, "url": "/initiatieven/?gemeente=assen"},
        {"label": "Hele gemeente Hoogeveen", "count": 1, "url": "/initiatieven/?gemeente=hoogeveen"},
        {"label": "Heel Drenthe", "count": 1, "url": "/initiatieven/?gemeente=heel-de-provincie"},
    ]


def test_the_map_shows_the_same_selection_as_the_list(client, add):
    add("Dorpshuis")
    add("Tuin", latitude="52.7", longitude="6.5")
    features = ask(client, q="tuin")
    assert [pin["title"] for pin in features["pins"]] == ["Tuin"]
    html = client.get("/initiatieven/?q=tuin").content.decode()
    assert "1 initiatief" in html
    assert '"query": "q=tuin"' in html


def test_initiatives_on_one_address_can_be_told_apart(client, add):
    add("Koor")
    add("Biljart")
    [cluster] = ask(client)["clusters"]
    assert cluster["count"] == 2
    assert [item["title"] for item in cluster["items"]] == ["Biljart", "Koor"]


def test_a_cluster_that_opens_lists_nothing(client, add):
    add("Hier")
    add("Daar", latitude="52.996900")
    [cluster] = ask(client)["clusters"]
    assert "items" not in cluster
    assert cluster["bounds"] == [52.9967, 6.5625, 52.9969, 6.5625]
    close_by = ask(client, zoom="19", west="6.56", east="6.565", south="52.99", north="53.0")
    assert len(close_by["pins"]) == 2


def test_neighbours_at_the_deepest_zoom_are_listed(client, add):
    # Both stand in one cell: its height is about four millionths of a degree more than their distance.
    for title, north in (("Boven", "52.996702"), ("Onder", "52.996701")):
        add(title, latitude=north, longitude="6.562501")
    close_by = ask(client, zoom="19", west="6.56", east="6.565", south="52.99", north="53.0")
    assert drawn(close_by) == 2
    for cluster in close_by["clusters"]:
        assert {item["title"] for item in cluster["items"]} == {"Boven", "Onder"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_point_is_lost_and_the_answer_stays_small(index, many, data):
    degrees = st.floats(min_value=0, max_value=1, allow_nan=False)
    south, west = 52.5 + 0.7 * data.draw(degrees), 6.0 + data.draw(degrees)
    bounds = Bounds(
        round(south, 6),
        round(west, 6),
        round(south + 0.001 + 0.8 * data.draw(degrees), 6),
        round(west + 0.001 + 1.2 * data.draw(degrees), 6),
    )
    zoom = data.draw(st.integers(min_value=0, max_value=22))
    found = Found.by(current_snapshot(), Selection())
    query = MapQuery(found, bounds, zoom, RATIO, "/initiatieven/")
    features = query.features()
    inside = [p for p in many if bounds.contains(float(p.latitude), float(p.longitude))]
    assert features.total == len(inside)
    assert drawn(vars(features)) == len(inside)
    assert len(features) <= MOST_FEATURES
    assert {pin["id"] for pin in features.pins} <= {page.pk for page in inside}
    for cluster in features.clusters:
        south, west, north, east = cluster["bounds"]
        assert bounds.contains(south, west)
        assert bounds.contains(north, east)
        # It may be drawn beside its middle, but no further than it is large.
        reach = cluster_radius(cluster["count"]) * 360 / 256 / 2**zoom + 1e-6
        assert west - reach <= cluster["lng"] <= east + reach
        assert south - reach * RATIO <= cluster["lat"] <= north + reach * RATIO
        if "items" in cluster:
            assert len(cluster["items"]) == cluster["count"]


@given(
    south=st.floats(-90, 89), west=st.floats(-180, 179), size=st.floats(1e-6, 200), zoom=st.integers(0, 22),
    most=st.integers(4, 300),
)  # fmt: skip
def test_a_grid_never_has_more_cells_than_asked(south, west, size, zoom, most):
    bounds = Bounds(south, west, min(90.0, south + size), min(180.0, west + size))
    grid = Grid.fitting(bounds, zoom, RATIO, 4, most)
    assert 1 <= grid.cells_in(bounds) <= most
    assert grid.width >= Grid.at(zoom, RATIO, 4).width


def test_clusters_stay_the_same_while_one_pans(client, many):
    # Boxes on the lines of the grid, as the script asks them.
    width = 360 / 2**9 / 2
    height = width * RATIO
    line = lambda value, step: round((value + 180) // step * step - 180, 6)  # noqa: E731
    west, south = line(6.1, width), line(52.6, height)
    first = {"west": west, "east": west + 3 * width, "south": south, "north": south + 3 * height}
    second = {**first, "east": west + 4 * width}
    inner = {(c["lat"], c["lng"], c["count"]) for c in ask(client, **first)["clusters"]}
    outer = {(c["lat"], c["lng"], c["count"]) for c in ask(client, **second)["clusters"]}
    assert inner
    assert inner <= outer


def test_from_far_away_a_village_and_what_stands_in_it_are_one_cluster_that_says_so(client, add, village):
    place = village("Dwingeloo")
    at = {"latitude": str(place.latitude), "longitude": str(place.longitude)}
    add("Koor", scope="place", place=place, municipality=place.municipality)
    add("Dorpshuis", place=place, municipality=place.municipality, **at)
    features = ask(client, zoom=str(VILLAGES_APART - 1))
    assert (features["pins"], features["areas"], features["total"]) == ([], [], 1)
    [cluster] = features["clusters"]
    assert cluster["count"] == 2
    assert cluster["label"].endswith(". 1 is er voor een heel dorp")
    assert [item["title"] for item in cluster["items"]] == ["Dorpshuis", "Koor"]
    close_by = ask(client, zoom=str(VILLAGES_APART))
    assert (len(close_by["pins"]), len(close_by["areas"]), close_by["clusters"]) == (1, 1, [])


def test_a_cluster_names_a_kind_only_when_that_says_something(client, add):
    hall, other = (InitiativeKind.objects.get(slug=slug) for slug in ("dorpshuis", "overig"))
    for number in range(2):
        add(f"Dorpshuis {number}", kind=hall)
        add(f"Anders {number}", kind=other)
    [cluster] = ask(client)["clusters"]
    assert cluster["label"] == "4 initiatieven, waarvan 2 dorpshuizen"
    for number in range(5):
        add(f"Nog {number}", kind=other)
    [cluster] = ask(client)["clusters"]
    assert cluster["label"] == "9 initiatieven van verschillende soorten"
    assert ask(client, soort="dorpshuis")["clusters"][0]["label"] == "2 dorpshuizen"


@pytest.mark.parametrize("zoom", [8, 9, 10])
def test_no_cluster_lies_over_another(client, many, village, add, zoom):
    from core.models import Place

    for place in Place.objects.select_related("municipality"):
        add(f"Koor {place.name}", scope="place", place=place, municipality=place.municipality)
    features = ask(client, zoom=str(zoom))
    villages = sum(area["count"] for area in features["areas"])
    assert drawn(features) + villages == len(many) + Place.objects.count()
    pixels = 256 * 2**zoom / 360
    discs = [
        (one["lng"] * pixels, one["lat"] * pixels / RATIO, cluster_radius(one["count"]))
        for one in features["clusters"]
    ]
    assert len(discs) > 5
    for (x, y, radius), (other_x, other_y, other) in itertools.combinations(discs, 2):
        assert math.hypot(x - other_x, y - other_y) >= radius + other - SLACK - 0.1


def test_villages_in_one_cell_share_a_label_that_says_so(client, add):
    from core.models import Place

    places = list(Place.objects.select_related("municipality"))
    for place in places:
        add(f"Koor {place.name}", scope="place", place=place, municipality=place.municipality)
    features = ask(client, zoom="7")
    assert sum(area["count"] for area in features["areas"]) == len(places)
    assert sum(area["places"] for area in features["areas"]) == len(places)
    assert len(features["areas"]) < len(places)
    centres = {(float(place.latitude), float(place.longitude)) for place in places}
    assert {(area["lat"], area["lng"]) for area in features["areas"]} <= centres


@pytest.mark.parametrize(
    "changes",
    [
        {"west": ""},
        {"west": "nan"},
        {"east": "inf"},
        {"north": "1e400"},
        {"zoom": "9.5"},
        {"zoom": "-1"},
        {"zoom": "99"},
        {"south": "53.4"},
        {"east": "5"},
        {"west": "west\x00"},
        {"west": "6,0"},
        {"north": "9" * 10_000},
        {"soort": "raket"},
        {"gemeente": "\x00"},
        {"q": "a" * 300},
    ],
)
def test_a_wrong_question_is_refused_in_words(client, index, changes):
    response = client.get(URL, {**PROVINCE, **changes})
    assert response.status_code == 400
    assert response["Cache-Control"] == "no-store"
    assert response.json()["error"].endswith(".")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from([*PROVINCE, "q", "soort", "thema", "gemeente"]), st.text(max_size=20)
    )
)
def test_any_question_has_an_answer(client, index, query):
    response = client.get(URL, {**PROVINCE, **query})
    assert response.status_code in (200, 400)
    json.loads(response.content)


def test_the_answer_may_be_kept_and_says_when_it_changed(client, add):
    page = add("Dorpshuis")
    first = client.get(URL, PROVINCE)
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(URL, PROVINCE, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    page.title = "Dorpshuis De Nieuwe Naam"
    page.save()
    assert client.get(URL, PROVINCE, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_title_stays_text(client, add):
    attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    page = add(attack)
    response = client.get(URL, PROVINCE)
    assert response["Content-Type"].startswith("application/json")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.json()["pins"][0]["title"] == attack
    for url in ("/initiatieven/", f"/initiatieven/{page.slug}/"):
        html = client.get(url).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_queries_are_the_same_for_few_and_many(client, add, village, django_assert_max_num_queries):
    place = village("Pesse")

    def grow(number):
        for step in range(number):
            add(f"Pin {step}", latitude=f"{52.7 + step / 1000:.6f}")
            add(f"Stapel {step}", latitude="52.950000", longitude="6.300000")
            add(f"Dorp {step}", scope="place", place=place, municipality=place.municipality)

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        ask(client)
        with CaptureQueriesContext(connection) as captured:
            ask(client)
        return len(captured)

    grow(2)
    few = queries()
    grow(15)
    assert queries() <= few <= 12


def test_it_costs_little_to_send(client, many):
    import gzip

    body = client.get(URL, PROVINCE).content
    assert len(gzip.compress(body)) < 20_000


def test_what_is_not_live_is_not_on_the_map(client, add):
    add("Weg", live=False)
    assert InitiativePage.objects.filter(title="Weg").exists()
    assert ask(client)["total"] == 0
