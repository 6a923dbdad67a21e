"""From the value of a block to what stands on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from stories.blocks.keeping import Keep, read_kept
from stories.blocks.kinds import NO_PERIOD, Kind
from stories.blocks.reading import BlockFigures, figures_for
from stories.charts import snapshots
from stories.charts.chart import Chart, names_in_words
from stories.charts.choice import Choice, draw
from stories.figures.series import Figures
from stories.models.indicators import Indicator
from stories.models.observations import Target


@dataclass(frozen=True)
class Drawing:
    """The chart of a block: of today's figures, or of those that were kept."""

    value: Any
    choice: Choice
    source: BlockFigures

    @classmethod
    def of(cls, value: Any, parent_context: dict[str, Any] | None = None) -> Drawing:
        return cls(value, Choice.read(value), figures_for(parent_context))

    @property
    def indicator(self) -> Indicator:
        indicator: Indicator = self.value["indicator"]
        return indicator

    @cached_property
    def _marks(self) -> dict[str, Any]:
        """What must be the same for kept figures to be those of this choice."""
        return {**self.choice.as_data(), "indicator": self.indicator.pk}

    @cached_property
    def snapshot(self) -> snapshots.Snapshot | None:
        """The figures that were kept of this very choice, or None."""
        if self.value.get("keep") != Keep.FROZEN:
            return None
        return read_frozen(self.value, self._marks)

    @cached_property
    def _figures(self) -> Figures:
        return self.source.of(self.indicator)

    @cached_property
    def chart(self) -> Chart | None:
        """The drawing, or None when the figures do not suit the choice."""
        if self.snapshot is not None:
            kind = (read_kept(self.value.get("kept")).get("frozen") or {}).get("kind") or self.choice.kind
            choice = Choice(kind, self.choice.scope, self.choice.areas, self.choice.period)
            kept = self.snapshot
            return draw(kept.figures, choice, kept.tree, kept.targets)
        return draw(self._figures, self.choice, self.source.tree, _Later(self.source, self.indicator))

    @property
    def worded(self) -> Chart | None:
        """The chart with the words of the editor; words that were proposed follow the figures."""
        chart = self.chart
        if chart is None:
            return None
        proposed = read_kept(self.value.get("kept")).get("words") or {}
        own = {
            name: text
            for name in ("title", "description")
            if (text := self.value.get(name)) and text != proposed.get(name)
        }
        on = self.snapshot.on if self.snapshot else None
        return chart.worded(own.get("title", ""), own.get("description", ""), on)

    def frozen(self, today: date) -> dict[str, Any]:
        """Return what to keep: what was kept already, or the figures of today for another choice."""
        if self.snapshot is not None:
            found: dict[str, Any] = read_kept(self.value.get("kept"))["frozen"]
            return found
        chart = self.chart
        if chart is None:
            return {}
        targets = self.source.targets(self.indicator) if chart.kind == "trend" else ()
        data = snapshots.take(self._figures, chart.drawn, targets, self.source.tree, today)
        return {**data, "choice": self._marks, "kind": _KIND_OF_CHART.get(chart.kind, self._bars(chart))}

    @staticmethod
    def _bars(chart: Chart) -> str:
        return Kind.GROUPS if any(o.subgroup for o in chart.drawn) else Kind.BARS

    @property
    def why_not(self) -> dict[str, ValidationError]:
        """What an editor can do when there is nothing to draw."""
        if self.choice.period is None:
            text = _("Met deze cijfers kan dit niet. Kies een andere soort grafiek of andere gebieden.")
            return {"kind": ValidationError(text)}
        known = [period or NO_PERIOD for period in self._figures.periods]
        text = _("Met deze periode kan dit niet. Er zijn cijfers van: %(periods)s.")
        return {"period": ValidationError(text % {"periods": names_in_words(known) or "–"})}


#: What was drawn of its own accord is drawn the same way from kept figures.
_KIND_OF_CHART = {
    "trend": Kind.TREND,
    "tiles": Kind.MAP,
    "map": Kind.MAP,
    "moments": Kind.MOMENTS,
    "waffle": Kind.WAFFLE,
}


class _Later(Sequence[Target]):
    """Targets that are read only when a line is drawn."""

    def __init__(self, source: BlockFigures, indicator: Indicator) -> None:
        self._source, self._indicator = source, indicator

    def __len__(self) -> int:
        return len(self._source.targets(self._indicator))

    def __getitem__(self, place: Any) -> Any:
        return self._source.targets(self._indicator)[place]


def read_frozen(value: Any, marks: dict[str, Any]) -> snapshots.Snapshot | None:
    """Return the figures that a block kept of a choice; None of another choice or of what cannot be read."""
    frozen = read_kept(value.get("kept")).get("frozen")
    if not isinstance(frozen, dict) or frozen.get("choice") != marks:
        return None
    try:
        return snapshots.read(frozen)
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError):
        return None


def indicator_to_show() -> Indicator | None:
    """Return the indicator with most values, for a preview."""
    return Indicator.objects.annotate(values=Count("observations")).order_by("-values", "pk").first()
