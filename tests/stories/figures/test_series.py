"""Questions to the values of an indicator."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.figures.areas import Area, AreaTree, area_of
from stories.figures.newest import newest_values
from stories.figures.series import Figures
from stories.models import Correction, Indicator, Observation, Source

PERIODS = ["", "2018", "2020", "2020-11", "2022-2024"]


@st.composite
def rows(draw):
    """Values of one indicator, at most one for each cell and source."""
    sources = [Source(pk=1, title="Oud", year=2018), Source(pk=2, title="Nieuw", year=2024)]
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["municipality", "province"]), st.sampled_from(["A", "B"]),
                st.sampled_from(PERIODS), st.sampled_from(["", "ouderen"]), st.sampled_from([0, 1]),
            ),
            unique=True, max_size=20,
        )
    )  # fmt: skip
    values = st.none() | st.integers(0, 5)
    natures = st.sampled_from(["measured", "measured", "estimate", "forecast"])
    found = []
    for number, (area_type, area, period, subgroup, source) in enumerate(keys, start=1):
        value = draw(values)
        found.append(
            Observation(
                pk=number, area_type=area_type, area=area, period=period, subgroup=subgroup,
                source=sources[source], nature=draw(natures),
                value=None if value is None else Decimal(value),
            )
        )  # fmt: skip
    return found


@given(rows())
def test_every_value_stands_in_one_cell(observations):
    figures = Figures(Indicator(name="x"), observations)
    groups = {o.subgroup for o in observations}
    told = [
        o
        for area in figures.areas
        for period in figures.periods
        for group in groups
        for o in figures.cell(area, period, group)
    ]
    assert sorted(o.pk for o in told) == sorted(o.pk for o in observations)


@given(rows())
def test_the_newest_is_counted_and_nothing_is_newer(observations):
    figures = Figures(Indicator(name="x"), observations)
    for area in figures.areas:
        counted = [o for o in observations if area_of(o) == area and not o.subgroup and not o.is_expected]
        newest = figures.newest(area)
        assert (newest is None) == (not counted)
        if newest and newest.value is not None:
            ends = [figures.periods.index(o.period) for o in counted if o.value is not None]
            assert figures.periods.index(newest.period) == min(ends)
        elif newest:
            assert all(o.value is None for o in counted)


@given(rows())
def test_time_goes_forward_and_has_each_period_once(observations):
    figures = Figures(Indicator(name="x"), observations)
    for area in figures.areas:
        periods = [o.period for o in figures.over_time(area)]
        there = {o.period for o in observations if area_of(o) == area and not o.subgroup and o.period}
        assert sorted(periods) == sorted(there)
        assert periods == sorted(periods, key=lambda period: figures.periods[::-1].index(period))


@given(rows())
def test_contradictions_are_cells_with_more_than_one_value(observations):
    for cell in Figures(Indicator(name="x"), observations).contradictions:
        assert len({o.value for o in cell}) > 1
        assert len({(area_of(o), o.period, o.subgroup) for o in cell}) == 1


@pytest.mark.django_db
class TestInTheDatabase:
    def test_reading_costs_one_query_and_one_for_corrections(self, django_assert_num_queries):
        indicator = Indicator.objects.get(slug="vrijwilligerswerk")
        with django_assert_num_queries(1):
            figures = Figures.read(indicator)
            _titles = [o.source.title for o in figures.observations]
        Correction.keeping(figures.observations[0], "Getal verkeerd overgenomen.").save()
        with django_assert_num_queries(2):
            figures = Figures.read(indicator)
            assert [c.reason for c in figures.observations[0].corrections.all()] == [
                "Getal verkeerd overgenomen."
            ]

    def test_the_best_period_has_most_areas(self):
        figures = Figures.read(Indicator.objects.get(slug="vrijwilligerswerk"))
        assert figures.best_period == "2023"
        assert len(figures.across("2023", {"municipality"})) == 12

    def test_newest_values_are_those_of_each_indicator(self, django_assert_num_queries):
        tree = AreaTree.read("Drenthe")
        own = tree.by_key("gemeente-emmen")
        areas = [own, *tree.around(own)]
        with django_assert_num_queries(2):
            newest = newest_values(areas)
        expected = {}
        for indicator in Indicator.objects.all():
            figures = Figures.read(indicator)
            for area in areas:
                if o := figures.newest(area):
                    expected[indicator.pk, area] = o
        assert newest == expected
        assert {area for _, area in newest} == set(areas)

    def test_keys_lead_back_to_areas(self):
        tree = AreaTree.read("Drenthe")
        assert len({area.key for area in tree.areas}) == len(tree.areas)
        for area in tree.areas:
            assert tree.by_key(area.key) == area
        assert tree.by_key("gemeente-nergens") is None


def test_around_a_municipality_lie_its_region_the_province_and_the_country(db):
    tree = AreaTree.read("Drenthe")
    emmen = tree.by_key("gemeente-emmen")
    assert [area.name for area in tree.around(emmen)] == ["Zuidoost-Drenthe", "Drenthe", "Nederland"]
    assert tree.around(tree.country) == ()
    assert tree.around(Area("panel", "Drenthe")) == (tree.province, tree.country)
