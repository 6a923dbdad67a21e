"""The map on paper: every number once, on or beside its place, and never over another."""

import math

from hypothesis import given
from hypothesis import strategies as st

from core.geo import Bounds
from initiatives import paper_map

DRENTHE = Bounds(52.6, 6.1, 53.2, 7.1)
PLACES = st.lists(
    st.tuples(st.floats(DRENTHE.south, DRENTHE.north), st.floats(DRENTHE.west, DRENTHE.east)), max_size=60
)


def drawn(places, **more):
    return paper_map.draw(DRENTHE, [(n, *place) for n, place in enumerate(places, 1)], **more)


@given(PLACES)
def test_every_number_is_there_once_and_can_be_read(places):
    drawing = drawn(places)
    assert [dot.number for dot in drawing.dots] == list(range(1, len(places) + 1))
    for number, dot in enumerate(drawing.dots):
        assert drawing.radius <= dot.x <= drawing.width - drawing.radius
        assert drawing.radius <= dot.y <= drawing.height - drawing.radius
        for other in drawing.dots[:number]:
            assert math.hypot(dot.x - other.x, dot.y - other.y) >= 2 * drawing.radius - 0.001


def test_what_stands_alone_stands_on_its_place_and_north_is_up():
    south, north = drawn([(52.7, 6.5), (53.1, 6.9)]).dots
    assert not south.moved
    assert not north.moved
    assert north.y < south.y
    assert north.x > south.x


def test_two_at_one_address_stand_side_by_side_with_a_line():
    first, second = drawn([(52.9, 6.6), (52.9, 6.6)]).dots
    assert not first.moved
    assert second.moved
    assert (second.at_x, second.at_y) == (first.x, first.y)


def test_two_hundred_at_one_address_still_end():
    assert len(drawn([(52.9, 6.6)] * 200).dots) == 200


def test_what_lies_outside_is_left_out():
    drawing = drawn([(51.0, 4.0)], names=[("Ver weg", 50.0, 3.0), ("Dichtbij", 52.9, 6.6)])
    assert drawing.dots == []
    assert [name.text for name in drawing.names] == ["Dichtbij"]


def test_the_edge_cuts_no_names():
    for longitude in (DRENTHE.west, DRENTHE.east):
        [name] = drawn([], names=[("Borger-Odoorn", 52.9, longitude)]).names
        half = paper_map.LETTER * len(name.text) / 2
        assert half <= name.x <= paper_map.WIDTH - half


def test_one_point_alone_makes_no_map_without_size():
    drawing = paper_map.draw(Bounds(52.9, 6.6, 52.9, 6.6), [(1, 52.9, 6.6)])
    assert drawing.height >= paper_map.LOWEST
    assert len(drawing.dots) == 1


@given(PLACES.filter(bool))
def test_the_map_comes_as_near_as_the_points_allow(places):
    box = paper_map.around([(n, *place) for n, place in enumerate(places, 1)], DRENTHE)
    assert all(box.contains(*place) for place in places)
    assert box.south >= DRENTHE.south
    assert box.east <= DRENTHE.east
    assert box.north - box.south >= paper_map.SMALLEST / 2


def test_a_village_alone_is_no_province():
    box = paper_map.around([(1, 52.9, 6.6), (2, 52.901, 6.601)], DRENTHE)
    assert box.north - box.south < 0.1
    assert paper_map.around([], DRENTHE) == DRENTHE


def test_a_name_makes_way_for_a_number():
    drawing = drawn([(52.9, 6.6)], names=[("Assen", 52.9, 6.6)])
    assert abs(drawing.names[0].y - drawing.dots[0].y) > drawing.radius


def test_outlines_are_lines_and_rubbish_is_nothing():
    square = [[6.2, 52.7], [6.9, 52.7], [6.9, 53.1], [6.2, 53.1], [6.2, 52.7]]
    drawing = drawn(
        [],
        geometries=[
            {"type": "Polygon", "coordinates": [square]},
            {"type": "MultiPolygon", "coordinates": [[square], [square]]},
            {"type": "Point", "coordinates": [6.5, 52.9]},
            {},
        ],
    )
    assert len(drawing.paths) == 2
    assert drawing.paths[0].startswith("M")
    assert drawing.paths[1].count("M") == 2
