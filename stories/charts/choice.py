"""What an editor chose to show of an indicator, and the drawing of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stories.blocks.kinds import Kind, Scope, chosen_period
from stories.charts.chart import Chart
from stories.charts.choosing import (
    bars_of_areas,
    bars_of_groups,
    charts_for,
    period_to_compare,
    surface_of,
    trend_of,
    waffle_of,
)
from stories.charts.moments import best_moments, moments
from stories.charts.surface import surface
from stories.charts.trend import trend
from stories.figures.areas import Area, AreaTree, area_of
from stories.figures.series import Figures
from stories.models.observations import Target


@dataclass(frozen=True)
class Choice:
    """A choice. `period` is None for the newest or best one, and "" for values without a period.

    `areas` are keys of areas: those of the scope "chosen", or the one of the scope "around".
    """

    kind: str = Kind.AUTO
    scope: str = Scope.ALL
    areas: tuple[str, ...] = ()
    period: str | None = None

    @classmethod
    def read(cls, value: Any) -> Choice:
        """Return the choice in the value of a block or in an address."""
        scope = value.get("areas") or Scope.ALL
        areas: Sequence[str] = ()
        if scope == Scope.CHOSEN:
            areas = value.get("chosen") or ()
        elif scope == Scope.AROUND:
            areas = [key for key in [value.get("own")] if key]
        return cls(
            kind=value.get("kind") or Kind.AUTO,
            scope=scope,
            areas=tuple(areas),
            period=chosen_period(value.get("period")),
        )

    def as_data(self) -> dict[str, Any]:
        """Return the choice as JSON can hold it."""
        return {**asdict(self), "areas": list(self.areas)}


@dataclass(frozen=True)
class Chosen:
    """Areas as found: `areas` is None for all; `own` is highlighted."""

    areas: tuple[Area, ...] | None
    own: Area | None


def find_areas(choice: Choice, figures: Figures, tree: AreaTree) -> Chosen:
    """Return the areas of a choice; a key that nobody knows is left out."""
    found = tuple(area for key in choice.areas if (area := figures.area(key) or tree.by_key(key)))
    if choice.scope == Scope.CHOSEN and found:
        return Chosen(found, None)
    if choice.scope == Scope.AROUND and found:
        return Chosen((found[0], *tree.around(found[0])), found[0])
    return Chosen(None, None)


def draw(
    figures: Figures, choice: Choice, tree: AreaTree, targets: Sequence[Target] | None = None
) -> Chart | None:
    """Return the drawing of a choice, or None when the values do not suit it.

    Targets are read when they are not given and there is a line to draw them in.
    """
    chosen = find_areas(choice, figures, tree)
    if chosen.areas is not None:
        kept = set(chosen.areas)
        figures = Figures(figures.indicator, [o for o in figures.observations if area_of(o) in kept])
    if not figures.observations:
        return None
    if choice.kind == Kind.AUTO:
        return _best(figures, choice, chosen, tree, targets)
    return _of_kind(choice.kind, figures, choice.period, chosen, tree, targets)


def _best(
    figures: Figures, choice: Choice, chosen: Chosen, tree: AreaTree, targets: Sequence[Target] | None
) -> Chart | None:
    if choice.period is None:
        around = tree.around(chosen.own) if chosen.own else ()
        return next(iter(charts_for(figures, chosen.own, around, tree, targets)), None)
    kinds = (Kind.BARS, Kind.GROUPS, Kind.WAFFLE)
    drawn = (_of_kind(kind, figures, choice.period, chosen, tree, targets) for kind in kinds)
    return next((chart for chart in drawn if chart is not None), None)


def _of_kind(
    kind: str, figures: Figures, period: str | None, chosen: Chosen, tree: AreaTree,
    targets: Sequence[Target] | None,
) -> Chart | None:  # fmt: skip
    own, areas = chosen.own, chosen.areas
    at = period_to_compare(figures, own) if period is None else period
    if kind == Kind.BARS:
        return bars_of_areas(figures, at, own, areas, only_then=period is not None)
    if kind == Kind.GROUPS:
        return bars_of_groups(figures, own, tree, period)
    if kind == Kind.MAP:
        found = surface_of(figures, at, own, tree)
        if found is None:
            cells = [o for m in tree.municipalities for o in figures.cell(tree.of_municipality(m), at)]
            found = surface(figures.indicator, cells, own, tree) if cells else None
        return found
    if kind == Kind.WAFFLE:
        return waffle_of(figures, own, tree, period)
    if kind == Kind.MOMENTS:
        shown = list(areas or figures.areas)
        pair = best_moments(figures, shown, period)
        return moments(figures, shown, own, pair) if pair else None
    if areas and chosen.own is None:
        if targets is None:
            targets = list(figures.indicator.targets.select_related("source"))
        return trend(figures, areas, targets)
    return trend_of(figures, own, tree.around(own) if own else (), tree, targets)
