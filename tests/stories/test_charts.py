"""Charts: no observation is lost or invented, whatever the figures are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.models import Municipality
from stories.charts import axis_maximum, build_area_chart
from stories.models import Indicator, Observation

VALUES = st.one_of(st.none(), st.decimals(min_value=0, max_value=10**7, places=1))


class AreaChartTest(TestCase):
    @given(values=st.lists(VALUES, min_size=0, max_size=12), national=VALUES)
    def test_one_row_for_every_observation(self, values, national):
        indicator = Indicator.objects.create(name="Proef", slug="proef", unit="aantal", decimals=1)
        for municipality, value in zip(Municipality.objects.all(), values, strict=False):
            Observation.objects.create(
                indicator=indicator,
                area_type="municipality",
                area=municipality.name,
                municipality=municipality,
                period="2023",
                value=value,
                source="proef",
            )
        Observation.objects.create(
            indicator=indicator,
            area_type="country",
            area="Nederland",
            period="2023",
            value=national,
            source="proef",
        )
        Observation.objects.create(
            indicator=indicator, area_type="country", area="Nederland", period="2019", value=1, source="proef"
        )
        chart = build_area_chart(indicator, "2023")
        assert sorted((r.area, r.value) for r in chart.rows if r.value is not None) == sorted(
            (o.area, o.value) for o in indicator.observations.filter(period="2023", value__isnull=False)
        )
        assert len(chart.rows) == len(values) + 1
        known = [row.value for row in chart.rows if row.value is not None]
        assert known == sorted(known, reverse=True)
        for row in chart.rows:
            assert 0 <= row.length <= 100
            assert (row.value is None) == (row.text == "geen cijfer")


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1))
def test_the_axis_holds_every_value_and_starts_at_zero(values):
    maximum = axis_maximum(values, "aantal")
    assert maximum > 0
    assert maximum >= max(values)


def test_percentages_share_one_axis():
    assert axis_maximum([Decimal("3.2")], "%") == 100


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "text"),
    [
        ("%", 1, "52.6", "52,6%"),
        ("%", 1, "55.0", "55%"),
        ("aantal", 0, "260000", "260.000"),
        ("euro", 0, "3000", "€ 3.000"),
        ("rapportcijfer", 1, "7.9", "7,9"),
    ],
)
def test_figures_read_as_the_dutch_write_them(unit, decimals, value, text):
    assert Indicator(unit=unit, decimals=decimals).format(Decimal(value)) == text


def test_no_figure_is_said_in_words():
    assert Indicator(unit="%").format(None) == "geen cijfer"


def test_the_newest_value_of_the_province_comes_in_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = {i.slug: i.latest_text for i in Indicator.objects.with_latest()}
    assert found["vrijwilligerswerk"] == "52,6%"
    assert found["thuis-voelen"] == "82%"


def test_the_data_of_a_chart_can_be_downloaded(client, db):
    response = client.get("/cijfers/vrijwilligerswerk.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert response.headers["Content-Type"].startswith("text/csv")
    assert lines[0] == "soort gebied,gebied,groep,periode,waarde,opmerking,bron"
    assert len(lines) == 1 + Observation.objects.filter(indicator__slug="vrijwilligerswerk").count()
    assert any(line.startswith("municipality,De Wolden,,2023,61.3") for line in lines)
    assert any(line.startswith("municipality,Westerveld,,2023,,geen cijfers") for line in lines)
