"""Axes, classes, shares and names beside lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.charts.classes import MOST_CLASSES, Classes
from stories.charts.labels import Label, placed, spread
from stories.charts.scale import TimeAxis, bar_axis, line_axis, nice_step
from stories.charts.waffle import one_in
from stories.figures.periods import parse_period
from stories.models import Indicator
from tests.stories.charts.data import make_indicator

ANY = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(ANY, min_size=1))
def test_the_axis_of_bars_holds_zero_and_every_value(values):
    axis = bar_axis(values)
    assert axis.low <= min(0, *values)
    assert axis.high >= max(0, *values)
    assert axis.low < axis.high
    assert len(axis.ticks) <= 9


@given(st.lists(ANY, min_size=1))
def test_the_axis_of_lines_holds_every_value_and_does_not_exaggerate(values):
    axis = line_axis(values)
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    if min(values) > 0:
        # What differs by half takes at most about all of the height; what is equal is never blown up.
        assert axis.high - axis.low >= max(values) / 4


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([53, 48], 0, 100), ([3], 0, 3), ([0], 0, 1), ([-2, 1], -2, 1), ([101], 0, 150)],
)
def test_shares_have_the_whole_unless_they_are_small(values, low, high):
    axis = bar_axis([Decimal(value) for value in values], "%")
    assert (axis.low, axis.high) == (low, high)


@given(st.decimals("0.0001", 10**9, places=4))
def test_a_step_is_round(length):
    step = nice_step(length)
    assert step * 4 >= length
    assert step.normalize().as_tuple().digits in ((1,), (2,), (2, 5), (5,))


@given(st.lists(st.integers(1950, 2050), min_size=2, unique=True))
def test_years_below_a_drawing_can_be_read(years):
    periods = [parse_period(str(year)) for year in years]
    ticks = TimeAxis.over(periods, margin=8).ticks()
    assert 1 <= len(ticks) <= 9
    assert 1 <= len([tick for tick in ticks if not tick.minor]) <= 5
    assert all(7.9 <= tick.place <= 100.1 for tick in ticks)


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=1))
def test_every_value_lies_in_its_class(values):
    classes = Classes.of(values)
    assert 1 <= classes.count <= MOST_CLASSES
    for value in values:
        number = classes.number(value)
        assert 1 <= number <= classes.count
        if classes.step:
            assert (
                classes.start + classes.step * (number - 1) <= value < classes.start + classes.step * number
            )


def test_classes_read_as_the_dutch_write_them():
    classes = Classes.of([Decimal("46.3"), Decimal("61.3")])
    assert classes.words(1, make_indicator()) == "45 tot 50%"
    euros = Classes.of([Decimal(47000), Decimal(51200)])
    assert euros.words(1, make_indicator(unit="euro", decimals=0)) == "€\xa046.000 tot €\xa048.000"


@given(st.decimals(0, 100, places=2))
def test_one_in_so_many_is_said_only_when_it_is_so(value):
    number = one_in(value)
    if number:
        assert 2 <= number <= 12
        assert abs(Decimal(100) / number - value) <= Decimal("0.35")


@pytest.mark.parametrize(
    ("value", "number"), [("12.5", 8), ("12.4", 8), ("25", 4), ("33", 3), ("28", 0), ("0", 0)]
)
def test_one_in_eight(value, number):
    assert one_in(Decimal(value)) == number


@given(st.lists(st.floats(26, 216), min_size=1, max_size=3))
def test_names_beside_lines_do_not_touch(heights):
    labels = [Label("Midden-Drenthe", 100, y) for y in heights]
    places = sorted(float(label.beside) for label in spread(labels, 26, 216))
    assert all(after - before >= 17.9 for before, after in zip(places, places[1:], strict=False))
    assert all(label.near for label in placed(labels, [[(0, 100), (100, y)] for y in heights]))


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "text"),
    [
        ("%", 1, "52.6", "52,6%"),
        ("%", 1, "55.0", "55%"),
        ("aantal", 0, "260000", "260.000"),
        ("euro", 0, "3000", "€\xa03.000"),
        ("rapportcijfer", 1, "7.9", "7,9"),
    ],
)
def test_figures_read_as_the_dutch_write_them(unit, decimals, value, text):
    assert Indicator(unit=unit, decimals=decimals).format(Decimal(value)) == text
