"""Which drawings suit which data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from stories.charts.bars import BarChart, area_bars, group_bars
from stories.charts.chart import REFERENCE_TYPES, Chart, is_amount
from stories.charts.moments import moments
from stories.charts.surface import surface
from stories.charts.trend import MOST_LINES, dated, trend
from stories.charts.waffle import WaffleChart, waffle
from stories.figures.areas import Area, AreaTree, area_of
from stories.figures.series import Figures
from stories.models.observations import AreaType, Observation, Target

MOST_CHARTS = 4
#: Fewer municipalities than this make no map.
_ENOUGH_FOR_A_MAP = 4
#: A place in a list is no amount: there is nothing to draw.
_RANK = "rang"


def charts_for(
    figures: Figures,
    own: Area | None,
    around: Sequence[Area],
    tree: AreaTree,
    targets: Iterable[Target] | None = None,
) -> list[Chart]:
    """Return the drawings that suit the values of an indicator, the best first; at most four.

    `own` is highlighted; `around` is what it lies in. Targets are read (one query) when they are not given
    and there is a line to draw them in.
    """
    if figures.indicator.unit == _RANK:
        return []
    period = period_to_compare(figures, own)
    areas = bars_of_areas(figures, period, own)
    line = trend_of(figures, own, around, tree, targets)
    mapped = surface_of(figures, period, own, tree)
    groups = bars_of_groups(figures, own, tree)
    pair = moments(figures, _all_areas(figures), own)
    share = waffle_of(figures, own, tree)
    if line is not None and _is_short(line.drawn) and pair is not None and len(pair.table.rows) > MOST_LINES:
        line = None  # two moments of many areas say more than a few lines of two points
    if pair is not None and line is not None and len(pair.table.rows) <= MOST_LINES:
        pair = None
    # Two or three areas say less than a line through the years.
    few = areas is None or len(areas.table.rows) < (3 if line is None else _ENOUGH_FOR_A_MAP)
    order: list[Chart | None] = [line, groups, areas] if few else [areas, mapped, line, groups]
    if areas is None and line is None and groups is None:
        order = []
    ranked = [share, *order, pair] if share is not None and few else [*order, pair, share]
    return [chart for chart in ranked if chart is not None][:MOST_CHARTS]


def _is_short(drawn: Sequence[Observation]) -> bool:
    return len({o.period for o in drawn}) <= 2


def _all_areas(figures: Figures) -> list[Area]:
    return list(figures.areas)


def _counted(figures: Figures, period: str, areas: Iterable[Area]) -> list[Observation]:
    """Return what every source says of these areas in a period, without groups."""
    return [o for area in areas for o in figures.cell(area, period)]


def period_to_compare(figures: Figures, own: Area | None) -> str:
    """Return the period with most areas; of equals one with the own area, then the newest."""

    def worth(period: str) -> tuple[int, bool]:
        known = [
            area
            for area in figures.areas
            if any(o.value is not None and not o.is_expected for o in figures.cell(area, period))
        ]
        return len(known), own in known

    return max(figures.periods, key=worth, default="")


def bars_of_areas(
    figures: Figures, period: str, own: Area | None, areas: Iterable[Area] | None = None,
    *, only_then: bool = False,
) -> BarChart | None:  # fmt: skip
    """Return bars of one period, at least two.

    When that period has fewer, the newest of each area: those of different years, which the chart then says.
    Not so with `only_then`: one bar is enough then.
    """
    chosen = _of_one_level(figures, period, own) if areas is None else list(areas)
    found = _counted(figures, period, chosen)
    if only_then:
        return area_bars(figures.indicator, found, own) if _known(found) else None
    if _known(found) < 2:
        newest = [o for area in chosen if (o := figures.newest(area)) is not None]
        found = [o for o in newest if o.last_day] if areas is None else newest
    if _known(found) < 2:
        return None
    return area_bars(figures.indicator, found, own)


def _of_one_level(figures: Figures, period: str, own: Area | None) -> list[Area]:
    """Return all areas; of things that are counted only those of one level: a country always has more."""
    if not is_amount(figures.indicator):
        return _all_areas(figures)
    found = [area for area in figures.areas if figures.cell(area, period)]
    levels = Counter(area.type for area in found)
    own_type = own.type if own is not None else ""
    most = max(levels, key=lambda level: (levels[level], level == own_type), default="")
    return [area for area in figures.areas if area.type == most]


def _known(found: Iterable[Observation]) -> int:
    return len({area_of(o) for o in found if o.value is not None})


def surface_of(figures: Figures, period: str, own: Area | None, tree: AreaTree) -> Chart | None:
    """Return the map of a period, when enough municipalities have a value in it."""
    found = _counted(figures, period, map(tree.of_municipality, tree.municipalities))
    if _known(found) < _ENOUGH_FOR_A_MAP:
        return None
    return surface(figures.indicator, found, own, tree)


def trend_of(
    figures: Figures, own: Area | None, around: Sequence[Area], tree: AreaTree,
    targets: Iterable[Target] | None = None,
) -> Chart | None:  # fmt: skip
    """Return lines of the own area, the country and the province, or of others when those have no line."""
    wanted = [area for area in (own, *_near_first(around)) if area is not None]
    others = sorted(
        (area for area in figures.areas if area not in wanted),
        key=lambda area: (area not in (tree.province, tree.country), area.type not in REFERENCE_TYPES),
    )
    lines = [
        area
        for area in [*wanted, *others]
        if len({o.period for o in dated(figures, area) if o.value is not None}) > 1
    ]
    lines = list(dict.fromkeys(lines))
    if is_amount(figures.indicator):
        lines = [area for area in lines if area.type == lines[0].type]
    lines = lines[:MOST_LINES]
    if not lines:
        return None
    if targets is None:
        targets = figures.indicator.targets.select_related("source")
    return trend(figures, lines, targets)


def _near_first(around: Sequence[Area]) -> list[Area]:
    """Return the province and the country before the region: three lines are enough to read."""
    return sorted(around, key=lambda area: area.type == AreaType.REGION)


def bars_of_groups(
    figures: Figures, own: Area | None, tree: AreaTree, period: str | None = None
) -> BarChart | None:
    """Return the groups of the own area in the newest period that has two; else of the province."""
    candidates = [area for area in (own, tree.province, *figures.areas) if area is not None]
    for area in dict.fromkeys(candidates):
        for at in figures.periods if period is None else [period]:
            firsts = figures.subgroups(area, at)
            found = [o for first in firsts for o in figures.cell(area, at, first.subgroup)]
            if len({o.subgroup for o in found if o.value is not None}) > 1:
                everyone = figures.cell(area, at)
                return group_bars(figures.indicator, found, everyone[0] if everyone else None)
    return None


def waffle_of(
    figures: Figures, own: Area | None, tree: AreaTree, period: str | None = None
) -> WaffleChart | None:
    """Return the share of people in the own area; else in the province, else in the area with one."""
    candidates = [area for area in (own, tree.province, *figures.areas) if area is not None]
    for area in dict.fromkeys(candidates):
        if period is None:
            newest = figures.newest(area)
            found = figures.cell(area, newest.period) if newest else []
        else:
            found = figures.cell(area, period)
        found = [o for o in found if not o.is_expected] or found
        if (chart := waffle(figures.indicator, found)) is not None:
            return chart
    return None
