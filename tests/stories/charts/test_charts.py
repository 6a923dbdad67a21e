"""Charts: whatever the figures are, the drawing, the table and the words say the same, and no more."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from math import sin
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.blocks.kinds import Kind, Scope
from stories.charts import charts_for, snapshots
from stories.charts.bars import BarChart
from stories.charts.chart import value_in_table
from stories.charts.choice import Choice, draw
from stories.charts.outlines import build
from stories.charts.surface import SurfaceChart, surface
from stories.charts.trend import BOTTOM, TOP, WIDTH, TrendChart, trend
from stories.charts.waffle import WaffleChart
from stories.figures.areas import area_of
from stories.figures.series import Figures
from stories.models import Target
from tests.stories.charts.data import (
    AREAS,
    SOURCES,
    TREE,
    figures,
    full_figures,
    make_indicator,
    make_value,
)

MOST_MARKUP = 25_000


def html_of(chart) -> str:
    return render_to_string(chart.template, {"chart": chart})


@st.composite
def drawings(draw_from):
    """Return figures with what suits them or with what an editor asked for, as often as not nothing."""
    found = draw_from(figures())
    own = draw_from(st.none() | st.sampled_from(AREAS))
    kind = draw_from(st.sampled_from(["", *Kind.values]))
    if not kind:
        return found, charts_for(found, own, TREE.around(own) if own else (), TREE, targets=[])
    scope = draw_from(st.sampled_from([Scope.ALL, Scope.ALL, Scope.AROUND])) if own else Scope.ALL
    areas = (own.key,) if scope == Scope.AROUND else ()
    period = draw_from(st.sampled_from([None, None, "2023", ""]))
    chart = draw(found, Choice(kind, scope, areas, period), TREE, [])
    return found, [chart] if chart else []


@given(drawings())
def test_no_chart_loses_or_invents_a_value(drawing):
    found, charts = drawing
    known = {o.pk: o for o in found.observations}
    for chart in charts:
        told, drawn = chart.table.observations, chart.drawn
        assert Counter(o.pk for o in told) == Counter(o.pk for o in drawn)
        assert all(known[o.pk] is o for o in told)
        assert len({o.pk for o in told}) == len(told)
        for row in chart.table.rows:
            for cell in row.cells:
                for o in cell.observations:
                    assert value_in_table(chart.indicator, o) in cell.text
                    assert (o.value is None) == ("geen cijfer" in value_in_table(chart.indicator, o))
                    if o.is_expected:
                        assert "prognose" in cell.text or "doel, geen meting" in cell.text
                if not cell.observations:
                    assert cell.text in ("geen cijfer", "–")
        assert chart.sources
        for o in told:
            assert any(o.source.title in text and o.period_text in text for text in chart.sources) or any(
                "periodes" in text for text in chart.sources
            )


@settings(max_examples=60)
@given(drawings())
def test_the_page_holds_the_whole_table_and_is_well_formed(drawing):
    for chart in drawing[1]:
        html = html_of(chart)
        assert "style=" not in html
        assert "<script" not in html
        assert len(html.encode()) <= MOST_MARKUP
        figure = ElementTree.fromstring(html)  # noqa: S314 - our own markup
        told = [" ".join("".join(cell.itertext()).split()) for cell in figure.findall(".//tbody/tr/td")]
        assert told == [" ".join(cell.text.split()) for row in chart.table.rows for cell in row.cells]
        heads = [" ".join("".join(cell.itertext()).split()) for cell in figure.findall(".//tbody/tr/th")]
        assert heads == [f"{row.label} {row.detail}".strip() for row in chart.table.rows]
        assert figure.find("h3").text == chart.title
        assert figure.find("p").text == chart.sentence
        assert figure.find("figcaption") is figure[-1]
        # Whoever listens hears the words and the table: no drawing.
        assert all(svg.get("aria-hidden") for svg in figure.findall("svg"))


@given(drawings())
def test_drawings_agree_with_the_numbers(drawing):
    for chart in drawing[1]:
        if isinstance(chart, BarChart):
            check_bars(chart)
        elif isinstance(chart, TrendChart):
            check_trend(chart)
        elif isinstance(chart, SurfaceChart):
            check_surface(chart)
        elif isinstance(chart, WaffleChart) and not chart.one_in:
            check_squares(chart)


def number(percent: str) -> float:
    assert percent.endswith("%")
    return float(percent[:-1])


def check_bars(chart):
    """Bars begin at zero, are as long as their values, and stay within the axis."""
    assert chart.axis.low <= 0 <= chart.axis.high
    scale = 100 / float(chart.axis.high - chart.axis.low)
    zero = number(chart.zero)
    for row in chart.table.rows:
        value = row.cells[0].observations[0].value
        high = row.cells[0].observations[0].value_high
        assert (row.drawing is None) == (value is None)
        if row.drawing is None:
            continue
        start, length = number(row.drawing.start), number(row.drawing.length)
        assert length == pytest.approx(abs(float(value)) * scale, abs=0.02)
        assert (start if value >= 0 else start + length) == pytest.approx(zero, abs=0.02)
        assert start >= -0.01
        assert start + length <= 100.01
        assert row.drawing.is_expected == row.cells[0].observations[0].is_expected
        if row.drawing.range_length:
            assert number(row.drawing.range_length) == pytest.approx(float(high - value) * scale, abs=0.02)


def check_trend(chart):
    """Higher values stand higher, later ones further to the right; only what was counted is a whole line."""
    points = [point for line in chart.lines for point in line.points]
    for point in points:
        assert 0 <= number(point.x) <= 100
        assert TOP - 1 <= float(point.y) <= BOTTOM + 1
    by_value = sorted(points, key=lambda p: p.observation.value)
    heights = [float(point.y) for point in by_value]
    assert heights == sorted(heights, reverse=True)
    for line in chart.lines:
        places = [number(point.x) for point in line.points]
        assert places == sorted(places)
        counted = {round(number(p.x) * WIDTH / 100) for p in line.points if not p.is_expected}
        ends = {int(x) for x in re.findall(r"[ML](\d+) ", line.solid)}
        assert all(any(abs(x - place) <= 1 for place in counted) for x in ends)


def check_surface(chart):
    """Every municipality is there once; one without a figure has no class."""
    assert [tile.municipality.name for tile in chart.tiles] == [m.name for m in TREE.municipalities]
    for tile in chart.tiles:
        known = tile.observation is not None and tile.observation.value is not None
        assert (tile.level > 0) == known
        assert (tile.value == "geen cijfer") == (not known)
        assert tile.level <= 4
    known = [tile for tile in chart.tiles if tile.level]
    for one in known:
        for other in known:
            if one.observation.value < other.observation.value:
                assert one.level <= other.level


def check_squares(chart):
    """The filled squares are as many as the percentage, to a hundredth of a square."""

    def size(path):
        return sum(float(width) for width in re.findall(r"M[\d.]+ \d+h([\d.]+)v9", path)) / 9

    o = chart.drawn[0]
    high = o.value if o.value_high is None else o.value_high
    assert size(chart.full) == pytest.approx(float(o.value), abs=0.1)
    assert size(chart.maybe) == pytest.approx(float(high - o.value), abs=0.1)
    assert size(chart.full) + size(chart.maybe) + size(chart.rest) == pytest.approx(100, abs=0.2)


@settings(max_examples=60)
@given(st.lists(st.decimals(0, 100, places=1) | st.none(), min_size=3, max_size=12))
def test_the_sentence_names_the_highest_and_the_lowest(values):
    indicator = make_indicator()
    areas = [TREE.of_municipality(m) for m in TREE.municipalities]
    rows = [
        make_value(indicator, area, value, pk=pk)
        for pk, (area, value) in enumerate(zip(areas, values, strict=False))
    ]
    chart = draw(Figures(indicator, rows), Choice(kind=Kind.BARS), TREE, [])
    known = [o for o in rows if o.value is not None]
    if chart is None:
        assert len(known) < 2
        return
    highest, lowest = max(o.value for o in known), min(o.value for o in known)
    if len(known) < 3:
        assert all(indicator.format(o.value) in chart.sentence for o in known)
    elif highest == lowest:
        assert f"gelijk: {indicator.format(highest)}." in chart.sentence
    else:
        for word, value in (("hoogst", highest), ("laagst", lowest)):
            names = [o.area for o in known if o.value == value]
            told = re.search(rf"Het {word}: (.+?) met (.+?)\.(?: |$)", chart.sentence)
            assert told[2] == indicator.format(value)
            assert told[1] == f"{len(names)} gemeenten" or all(name in told[1] for name in names)
    missing = [o.area for o in rows if o.value is None]
    assert ("geen cijfer" in chart.sentence) == bool(missing)
    # Highest first, and those without a figure at the end: never among the zeros.
    order = [row.cells[0].observations[0].value for row in chart.table.rows]
    assert order == sorted(order, key=lambda value: (value is None, -(value or 0)))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("10", "12", "Dat is hoger."), ("12", "10", "Dat is lager."), ("12", "12.0", "Dat is gelijk.")],
)
def test_the_sentence_of_a_line_says_where_it_went(first, last, words):
    indicator = make_indicator()
    rows = [
        make_value(indicator, TREE.province, first, "2019", pk=1),
        make_value(indicator, TREE.province, last, "2023", pk=2),
        make_value(indicator, TREE.province, "40", "2040", pk=3, nature="forecast"),
    ]
    chart = trend(Figures(indicator, rows), [TREE.province])
    assert words in chart.sentence
    assert f"naar {indicator.format(Decimal(last))} (2023)" in chart.sentence
    assert "De prognose voor 2040 is 40%." in chart.sentence
    (line,) = chart.lines
    assert "L1000" not in line.solid
    assert line.dashed.endswith("1000 26") or "L1000" in line.dashed
    assert [point.is_expected for point in line.points] == [False, False, True]


def test_years_stand_where_they_are_and_a_gap_stays_a_gap():
    indicator = make_indicator()
    years = [2010, 2011, 2012, 2018, 2019, 2020]
    rows = [
        make_value(indicator, TREE.province, 30 + n, str(year), pk=n) for n, year in enumerate(years, start=1)
    ]
    rows.append(make_value(indicator, TREE.province, None, "2021", pk=8))
    rows.append(make_value(indicator, TREE.province, 33, "2022", pk=9))
    (line,) = trend(Figures(indicator, rows), [TREE.province]).lines
    assert line.solid.count("M") == 2  # 2010 to 2012, 2018 to 2020; nothing to 2022, for 2021 has no figure
    places = [number(point.x) for point in line.points]
    steps = [after - before for before, after in zip(places, places[1:], strict=False)]
    assert steps[0] == pytest.approx(steps[1], abs=0.02)
    assert steps[2] == pytest.approx(6 * steps[0], abs=0.1)


def test_a_target_is_a_line_with_its_source():
    indicator = make_indicator()
    rows = [make_value(indicator, TREE.province, value, str(year), pk=year) for value, year in
            ((40, 2019), (42, 2020), (44, 2021))]  # fmt: skip
    target = Target(indicator=indicator, kind="value", value=Decimal(50), year=2027, source=SOURCES[0])
    change = Target(indicator=indicator, kind="change", value=Decimal(-10), baseline=Decimal(40),
                    source=SOURCES[1])  # fmt: skip
    words = Target(indicator=indicator, kind="words", note="Meer mensen doen mee.", source=SOURCES[0])
    chart = trend(Figures(indicator, rows), [TREE.province], [target, change, words])
    assert [rule.text for rule in chart.targets] == ["doel: 50% (2027)", "doel: 10% minder"]
    fifty, less = (float(rule.y) for rule in chart.targets)
    assert TOP <= fifty < less <= BOTTOM
    assert any("Doel: 50% (2027). Bron van het doel: Jaarverslag." in note for note in chart.notes)


def test_a_forecast_is_drawn_and_named_as_one():
    indicator = make_indicator()
    rows = [
        make_value(indicator, TREE.province, 40, pk=1),
        make_value(indicator, TREE.country, 50, pk=2, nature="forecast"),
    ]
    chart = draw(Figures(indicator, rows), Choice(kind=Kind.BARS, period="2023"), TREE, [])
    html = html_of(chart)
    assert html.count('bar__fill is-expected" x="0%"') == 1
    assert "50% (prognose)" in html
    assert "Niemand heeft dit geteld" in html


def test_two_sources_both_speak():
    indicator = make_indicator()
    rows = [
        make_value(indicator, TREE.province, 40, pk=1),
        make_value(indicator, TREE.province, 44, pk=2, source=SOURCES[1]),
        make_value(indicator, TREE.country, 50, pk=3),
    ]
    chart = draw(Figures(indicator, rows), Choice(kind=Kind.BARS), TREE, [])
    assert [(row.label, row.detail) for row in chart.table.rows] == [
        ("Nederland", ""), ("Drenthe", "Monitor <b>"), ("Drenthe", "Jaarverslag"),
    ]  # fmt: skip
    assert "niet hetzelfde over Drenthe" in " ".join(chart.notes)
    share = draw(Figures(indicator, rows[:2]), Choice(kind=Kind.WAFFLE), TREE, [])
    assert share.table.rows[0].cells[0].text == "40% [Jaarverslag]; 44% [Monitor <b>]"


def test_values_of_different_years_say_so():
    indicator = make_indicator()
    rows = [
        make_value(indicator, TREE.province, 40, "2019", pk=1),
        make_value(indicator, TREE.country, 50, pk=2),
    ]
    chart = draw(Figures(indicator, rows), Choice(kind=Kind.BARS), TREE, [])
    assert [row.detail for row in chart.table.rows] == ["2023", "2019"]
    assert "niet allemaal uit hetzelfde jaar" in chart.notes[0]
    assert "2019" not in chart.title


def test_what_is_counted_is_not_held_against_a_larger_area():
    indicator = make_indicator(unit="aantal")
    areas = [TREE.of_region(region) for region in TREE.regions]
    rows = [make_value(indicator, area, 100 + pk, pk=pk) for pk, area in enumerate([*areas, TREE.country], 1)]
    (chart, *_rest) = charts_for(Figures(indicator, rows), areas[0], (), TREE, [])
    assert {area_of(o) for o in chart.drawn} == set(areas)


@pytest.mark.parametrize("kind", [kind for kind in Kind.values if kind != Kind.GROUPS])
@pytest.mark.parametrize("unit", ["%", "euro"])
def test_a_chart_of_twelve_areas_and_twenty_years_stays_small(kind, unit):
    areas = [TREE.of_municipality(m) for m in TREE.municipalities]
    found = full_figures(make_indicator(unit=unit), areas)
    choice = Choice(kind=kind, scope=Scope.CHOSEN, areas=tuple(area.key for area in areas))
    chart = draw(found, choice, TREE, [])
    if kind == Kind.WAFFLE and unit != "%":
        assert chart is None
        return
    assert len(html_of(chart).encode()) <= MOST_MARKUP
    if kind == Kind.TREND:
        assert len(chart.table.observations) == 240


@settings(max_examples=40)
@given(figures(), st.sampled_from(Kind.values), st.none() | st.sampled_from(AREAS))
def test_what_is_frozen_is_drawn_the_same_later(found, kind, own):
    choice = Choice(kind=kind, scope=Scope.AROUND if own else Scope.ALL, areas=(own.key,) if own else ())
    chart = draw(found, choice, TREE, [])
    if chart is None:
        return
    data = snapshots.take(found, chart.drawn, [], TREE, date(2026, 3, 1))
    kept = snapshots.read(json.loads(json.dumps(data)))
    assert kept.on == date(2026, 3, 1)
    named = {"tiles": Kind.MAP}.get(chart.kind, chart.kind)
    if chart.kind == "bars" and any(o.subgroup for o in chart.drawn):
        named = Kind.GROUPS
    again = draw(kept.figures, Choice(named, choice.scope, choice.areas, choice.period), kept.tree, [])
    assert html_of(again) == html_of(chart)


def test_a_map_with_outlines_is_small_and_holds_every_municipality(monkeypatch):
    def ring(municipality):
        """A square with wavy sides, which neighbours share."""
        column, row = municipality.tile_column, municipality.tile_row
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        points = [
            (ax + (bx - ax) * n / 60, ay + (by - ay) * n / 60)
            for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True)
            for n in range(60)
        ]
        wavy = [[6 + 0.2 * x + 0.01 * sin(60 * y), 53 - 0.12 * y + 0.006 * sin(60 * x)] for x, y in points]
        return [*wavy, wavy[0]]

    features = [
        {"id": m.code, "geometry": {"type": "Polygon", "coordinates": [ring(m)]}} for m in TREE.municipalities
    ]
    shapes = build(json.dumps({"features": features}).encode(), "Kadaster 2024")
    monkeypatch.setattr("stories.charts.surface.shapes_of", lambda _municipalities: shapes)
    found = full_figures(years=[2023])
    chart = surface(found.indicator, found.observations[:-1], AREAS[0], TREE)
    html = html_of(chart)
    assert chart.kind == "map"
    assert len(html.encode()) <= MOST_MARKUP
    assert html.count('class="tile__ground level-') - html.count("sample--level") == 12
    assert html.count('fill="url(#') == 1  # the one without a figure
    assert "Grenzen: Kadaster 2024" in html
    for tile in chart.tiles:
        assert 0 <= number(tile.x) <= 100
        assert 0 <= number(tile.y) <= 100


def test_a_place_in_a_list_is_not_drawn():
    assert charts_for(full_figures(make_indicator(unit="rang")), None, (), TREE, []) == []


def test_nothing_to_draw():
    assert charts_for(Figures(make_indicator(), []), TREE.province, (), TREE, []) == []
    assert draw(Figures(make_indicator(), []), Choice(), TREE, []) is None
