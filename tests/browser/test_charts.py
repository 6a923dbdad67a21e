"""Every kind of chart, in all the ways that people look at it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from stories.blocks.kinds import Kind
from stories.charts import surface
from stories.charts.bars import area_bars, group_bars
from stories.charts.choice import Choice, draw
from stories.charts.trend import trend
from stories.charts.waffle import waffle
from stories.figures.series import Figures
from tests.stories.charts.data import PANEL, TREE, full_figures, make_indicator, make_value

pytestmark = pytest.mark.browser

KINDS = {"bars", "trend", "tiles", "moments", "waffle"}


def all_charts():
    """Return one of each kind, with everything that can be in it."""
    found = full_figures(make_indicator(name="Mensen die meedoen"))
    indicator = found.indicator
    assen = TREE.of_municipality(TREE.municipalities[1])
    rows = [o for o in found.observations if not (o.area == "Westerveld" and o.period == "2023")]
    rows += [
        make_value(indicator, TREE.province, 41, "2023", pk=900),
        make_value(indicator, TREE.province, 52, "2030", pk=901, nature="forecast"),
        make_value(indicator, TREE.country, 38, "2023", pk=902, qualifier="ongeveer"),
    ]
    figures = Figures(indicator, rows)
    change = make_indicator(name="Verandering van het aantal banen", population="")
    changes = [
        make_value(change, TREE.of_region(region), value, pk=pk)
        for pk, (region, value) in enumerate(zip(TREE.regions, (-2, 1, 0), strict=True), start=1)
    ]
    told = [
        ("veel vertrouwen in de gemeente", 30, None),
        ("een beetje", 40, Decimal(50)),
        ("geen", None, None),
    ]
    answers = [
        make_value(indicator, PANEL, value, pk=pk, subgroup=group, value_high=high)
        for pk, (group, value, high) in enumerate(told, start=1)
    ]
    return [
        draw(figures, Choice(kind=Kind.BARS, scope="around", areas=(assen.key,)), TREE, []),
        area_bars(indicator, [o for o in rows if o.period == "2023"], assen),
        area_bars(change, changes),
        group_bars(indicator, answers, rows[-3]),
        trend(figures, [TREE.province, assen, TREE.country, TREE.of_municipality(TREE.municipalities[2])]),
        draw(figures, Choice(kind=Kind.MAP, period="2023"), TREE, []),
        draw(figures, Choice(kind=Kind.MOMENTS), TREE, []),
        waffle(indicator, [make_value(indicator, TREE.province, "12.4", pk=1)]),
        waffle(indicator, [make_value(indicator, TREE.province, "61.3", pk=1, value_high=Decimal(70))]),
    ]


@pytest.fixture
def show(visit, monkeypatch):
    """Return a function that opens a page with all charts in the place of what it tells."""
    monkeypatch.setattr(surface, "shapes_of", lambda _municipalities: None)
    charts = all_charts()
    assert {chart.kind for chart in charts} == KINDS
    html = "".join(render_to_string(chart.template, {"chart": chart}) for chart in charts)

    def _show(media=None, **how):
        visitor = visit(**how)
        page = visitor.open("/cijfers/vrijwilligerswerk/")
        page.emulate_media(**(media or {}))
        page.evaluate(
            # Only the charts: what stands around them has tests of its own.
            "html => { document.querySelector('footer').remove(); document.querySelector('main').innerHTML ="
            " `<div class='wrap stack'><h1>Cijfers</h1><h2>In beeld</h2>${html}</div>` }",
            html,
        )
        return visitor, page

    return _show


@pytest.mark.parametrize(
    ("width", "dark", "forced"), [(320, False, "none"), (1280, True, "none"), (360, False, "active")]
)
def test_charts_are_for_everybody(show, width, dark, forced):
    visitor, page = show(width=width, dark=dark, media={"forced_colors": forced})
    visitor.check()
    page.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")
    visitor.check()


def test_what_colour_says_is_there_without_colour(show):
    _visitor, page = show(width=1280, media={"forced_colors": "active"})
    look = page.evaluate(
        """() => {
            const fill = (selector) => getComputedStyle(document.querySelector(selector)).fill
            const height = (selector) => document.querySelector(selector).getBoundingClientRect().height
            return {
                own: [fill('.bars .is-own .bar__fill'), height('.bars .is-own .bar__fill')],
                other: [fill('.bars tr:not([class]) .bar__fill'), height('.bars tr:not([class]) .bar__fill')],
                steps: [...document.querySelectorAll('.tiles .tile__steps')].map(s => s.getBBox().width),
                hollow: fill('.trend .is-hollow'), full: fill('.trend circle:not(.is-hollow)'),
            }
        }"""
    )
    assert look["own"][0] != look["other"][0]
    assert look["own"][1] > look["other"][1]
    assert len(set(look["steps"])) > 1
    assert look["hollow"] != look["full"]


def test_on_paper_every_table_is_unfolded(show):
    _visitor, page = show(width=800, media={"media": "print"})
    folded = page.evaluate(
        """() => [...document.querySelectorAll('.chart__fold table')].map(
            table => table.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
                && table.getBoundingClientRect().height > 20)"""
    )
    assert folded
    assert all(folded)
