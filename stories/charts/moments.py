"""Two moments beside each other, as two dots on a line, for several areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from stories.charts.chart import (
    REFERENCE_TYPES,
    Chart,
    KeyItem,
    Table,
    TableRow,
    cell_of,
    notes_on,
    places_in_words,
    value_in_table,
)
from stories.charts.scale import line_axis, percent
from stories.figures.areas import Area
from stories.figures.numbers import value_words
from stories.figures.periods import last_day_of, period_words
from stories.figures.series import Figures
from stories.models.indicators import Indicator
from stories.models.observations import Observation


@dataclass(frozen=True)
class Dumbbell:
    """The places of the older and the newer value; "" for one that is not there."""

    old: str
    new: str

    @property
    def start(self) -> str:
        return self.old or self.new

    @property
    def stop(self) -> str:
        return self.new or self.old


@dataclass(frozen=True, kw_only=True)
class MomentsChart(Chart):
    kind: ClassVar[str] = "moments"
    template: ClassVar[str] = "charts/moments.html"

    ends: tuple[str, str]


def best_moments(
    figures: Figures, areas: Sequence[Area], newest: str | None = None
) -> tuple[str, str] | None:
    """Return two periods, older first, of which most areas have both; of equals those furthest apart.

    `newest` is the later of the two, when that is chosen already.
    """
    dated = [p for p in figures.periods if last_day_of(p)]
    have = {
        period: {a for a in areas if (cell := _counted(figures, a, period)) and cell[0].value is not None}
        for period in dated
    }
    pairs = [
        (old, new)
        for number, new in enumerate(dated)
        for old in dated[number + 1 :]
        if newest is None or new == newest
    ]
    best = max(
        pairs,
        key=lambda pair: (len(have[pair[0]] & have[pair[1]]), last_day_of(pair[1]), -_ordinal(pair[0])),
        default=None,
    )
    return best if best and len(have[best[0]] & have[best[1]]) > 1 else None


def _ordinal(period: str) -> int:
    day = last_day_of(period)
    return day.toordinal() if day else 0


def _counted(figures: Figures, area: Area, period: str) -> list[Observation]:
    return [o for o in figures.cell(area, period) if not o.is_expected]


def moments(
    figures: Figures, areas: Sequence[Area], own: Area | None = None, periods: tuple[str, str] | None = None
) -> MomentsChart | None:
    """Return two dots for each area with a value of both moments; None for fewer than two areas."""
    chosen = periods or best_moments(figures, areas)
    if chosen is None:
        return None
    old, new = chosen
    indicator = figures.indicator
    pairs = {}
    for area in areas:
        before, after = _counted(figures, area, old), _counted(figures, area, new)
        if before and after and before[0].value is not None and after[0].value is not None:
            pairs[area] = (before, after)
    if len(pairs) < 2:
        return None
    values = [
        v for pair in pairs.values() for cell in pair for o in cell for v in (o.value,) if v is not None
    ]
    axis = line_axis(values)
    rows = []
    for area, (before, after) in pairs.items():
        mark = "is-own" if area == own else "is-reference" if area.type in REFERENCE_TYPES else ""
        rows.append(
            TableRow(
                area.words,
                (cell_of(indicator, before), cell_of(indicator, after)),
                mark=mark,
                drawing=Dumbbell(percent(axis.at(_value(before))), percent(axis.at(_value(after)))),
            )
        )
    rows.sort(key=lambda row: (-_value(row.cells[1].observations), row.label))
    title = _("%(name)s: %(old)s en %(new)s naast elkaar") % {
        "name": indicator.name,
        "old": period_words(old),
        "new": period_words(new),
    }
    shown = tuple(o for row in rows for cell in row.cells for o in cell.observations)
    notes = list(notes_on(shown))
    if not axis.starts_at_zero:
        low = value_words(axis.low, indicator.unit, indicator.decimals)
        notes.append(_("Let op: de as begint niet bij 0, maar bij %(low)s.") % {"low": low})
    return MomentsChart(
        indicator=indicator,
        title=title,
        sentence=moments_in_words(indicator, pairs, own),
        table=Table(title, (_("Gebied"), period_words(old), period_words(new)), tuple(rows)),
        drawn=shown,
        key=(KeyItem("older", period_words(old)), KeyItem("newer", period_words(new))),
        notes=tuple(notes),
        ends=(
            value_words(axis.low, indicator.unit, indicator.decimals),
            value_words(axis.high, indicator.unit, indicator.decimals),
        ),
    )


def _value(found: Sequence[Observation]) -> Decimal:
    return found[0].value or Decimal(0)


def moments_in_words(
    indicator: Indicator, pairs: dict[Area, tuple[list[Observation], list[Observation]]], own: Area | None
) -> str:
    """Return how many went up, down or stayed, and what the chosen area did."""
    groups: dict[str, list[Area]] = {"up": [], "same": [], "down": []}
    for area, (before, after) in pairs.items():
        difference = _value(after) - _value(before)
        groups["up" if difference > 0 else "down" if difference < 0 else "same"].append(area)
    texts = {
        "up": _("Hoger geworden: %(areas)s."),
        "same": _("Gelijk gebleven: %(areas)s."),
        "down": _("Lager geworden: %(areas)s."),
    }
    parts = [texts[name] % {"areas": places_in_words(areas)} for name, areas in groups.items() if areas]
    if own in pairs and own is not None:
        before, after = pairs[own]
        parts.append(
            _("%(area)s: van %(old)s naar %(new)s.")
            % {
                "area": own.words,
                "old": value_in_table(indicator, before[0]),
                "new": value_in_table(indicator, after[0]),
            }
        )
    return " ".join(parts)
