"""Simpler outlines: fewer points, the same neighbours."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.simplify import UNITS, Mesh, size_of
from tests.core.outlines import BOXES, geometry

WOBBLY = {code: geometry(code, points=40, wobble=0.0004) for code in BOXES}


def rings(areas):
    for area in areas.values():
        polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
        for polygon in polygons:
            yield from polygon


def sides(areas):
    """Count each piece of border, whichever way it runs."""
    return Counter(tuple(sorted((tuple(a), tuple(b)))) for ring in rings(areas) for a, b in pairwise(ring))


def surface(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_what_is_small_keeps_every_point():
    found = Mesh(WOBBLY).fitting(1_000_000)
    for code, area in WOBBLY.items():
        wanted = {(round(x, 5), round(y, 5)) for x, y in area["coordinates"][0]}
        assert {tuple(point) for point in found[code]["coordinates"][0]} == wanted


@pytest.mark.parametrize("most", [4000, 2000, 1000])
def test_what_is_large_becomes_as_small_as_asked(most):
    found = Mesh(WOBBLY).fitting(most)
    assert size_of(found) <= most < size_of(WOBBLY)


@given(st.floats(0, 3000))
@settings(max_examples=40)
def test_neighbours_keep_the_same_border_at_any_tolerance(tolerance):
    found = Mesh(WOBBLY).simplified(tolerance)
    counted = sides(found)
    assert set(counted.values()) <= {1, 2}
    # What is no outer border is there twice: the surface of all together is that within the outer border.
    outer = sum(
        (ax * by - bx * ay) / 2
        for ring in rings(found)
        for (ax, ay), (bx, by) in pairwise(ring)
        if counted[tuple(sorted(((ax, ay), (bx, by))))] == 1
    )
    assert sum(surface(ring) for ring in rings(found)) == pytest.approx(outer, abs=1e-9)
    for ring in rings(found):
        assert len(ring) >= 4
        assert ring[0] == ring[-1]
        assert surface(ring) > 0  # against the clock


@given(st.floats(0, 500))
@settings(max_examples=25)
def test_no_point_moves_and_none_that_left_lies_far_from_the_line(tolerance):
    found = Mesh(WOBBLY).simplified(tolerance)
    for code, area in WOBBLY.items():
        ring = found[code]["coordinates"][0]
        before = [(round(x, 5), round(y, 5)) for x, y in area["coordinates"][0]]
        assert {tuple(point) for point in ring} <= set(before)
        for point in before:
            nearest = min(distance(point, a, b) for a, b in pairwise(ring))
            assert nearest * UNITS <= tolerance + 1


def distance(point, a, b):
    """Degrees of latitude from a point to a line piece, on the ground."""
    ratio = math.cos(math.radians(53.05))
    (px, py), (ax, ay), (bx, by) = ((x * ratio, y) for x, y in (point, a, b))
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = max(0, min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) if length else 0
    return math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay))


def circle(x, y, radius, points=60, clockwise=False):
    ring = [
        [x + radius * math.cos(2 * math.pi * n / points), y + radius * math.sin(2 * math.pi * n / points)]
        for n in range(points)
    ]
    return [*ring, ring[0]][:: -1 if clockwise else 1]


def test_an_enclave_fits_in_its_hole_and_islands_stay():
    town = {"type": "Polygon", "coordinates": [circle(6.5, 53, 0.02)]}
    around = {
        "type": "MultiPolygon",
        "coordinates": [
            [circle(6.5, 53, 0.1), circle(6.5, 53, 0.02, clockwise=True)],
            [circle(6.7, 53, 0.01)],
        ],
    }
    found = Mesh({"town": town, "around": around}).simplified(400)
    hole = {tuple(point) for point in found["around"]["coordinates"][0][1]}
    assert hole == {tuple(point) for point in found["town"]["coordinates"][0]}
    assert len(found["around"]["coordinates"]) == 2
    assert surface(found["around"]["coordinates"][0][1]) < 0  # a hole runs with the clock


@pytest.mark.parametrize("tolerance", [1, 100, 5000, 100_000])
def test_a_small_island_never_becomes_a_line(tolerance):
    found = Mesh({"island": {"type": "Polygon", "coordinates": [circle(6.5, 53, 0.001)]}})
    [ring] = rings(found.simplified(tolerance))
    assert surface(ring) > 0


def test_simpler_lines_do_not_cross():
    # A deep narrow bay, with a point of the neighbour in it: without care the mouth of the bay would close.
    bay = [[0, 0], [1, 0], [1, 1], [0.52, 1], [0.5, 0.1], [0.48, 1], [0, 1], [0, 0]]
    tongue = [[0.52, 1], [0.5, 0.1], [0.48, 1], [0.5, 1.2], [0.52, 1]]
    land = {
        "bay": {"type": "Polygon", "coordinates": [bay]},
        "tongue": {"type": "Polygon", "coordinates": [tongue]},
    }
    for tolerance in (1000, 3000, 20_000, 95_000):
        found = Mesh(land).simplified(tolerance)
        pieces = sorted(sides(found))
        for number, (a, b) in enumerate(pieces):
            for c, d in pieces[number + 1 :]:
                assert not crosses(a, b, c, d), tolerance


def crosses(a, b, c, d):
    def side(p, q, r):
        value = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return 0 if abs(value) < 1e-12 else math.copysign(1, value)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
