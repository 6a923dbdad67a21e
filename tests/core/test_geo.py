"""Plain geography."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geo import Bounds, distance_km, location_error

DRENTHE = Bounds(52.6, 6.1, 53.22, 7.11)
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize(
    ("latitude", "longitude", "begin"),
    [
        ("52.9967", "6.5625", None),
        ("6.5625", "52.9967", "De twee getallen zijn omgewisseld"),
        ("52.37", "4.9", "Deze plek ligt buiten ons gebied"),
        (None, "6.5625", "Vul beide getallen in"),
        ("52.9967", None, "Vul beide getallen in"),
    ],
)
def test_what_is_wrong_with_a_location_is_told_in_words(latitude, longitude, begin):
    error = location_error(latitude and Decimal(latitude), longitude and Decimal(longitude), DRENTHE)
    assert error is None if begin is None else error.startswith(begin)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(lat_a, lng_a, lat_b, lng_b):
    there = distance_km(lat_a, lng_a, lat_b, lng_b)
    assert there == pytest.approx(distance_km(lat_b, lng_b, lat_a, lng_a))
    assert 0 <= there <= 20_016


def test_distance_of_a_known_pair():
    assert distance_km(52.9967, 6.5625, 52.7858, 6.8975) == pytest.approx(32.5, abs=0.5)


@given(LATITUDES, LONGITUDES, st.floats(0, 3))
def test_a_padded_box_holds_what_the_box_held(latitude, longitude, share):
    assert not DRENTHE.contains(latitude, longitude) or DRENTHE.padded(share).contains(latitude, longitude)
