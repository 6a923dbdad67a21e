"""Lines through the years: on a true axis of time, with gaps as gaps and forecasts dashed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median_low
from typing import ClassVar

from django.utils.translation import gettext as _

from stories.charts.chart import Cell, Chart, KeyItem, Table, TableRow, cell_of, notes_on, value_in_table
from stories.charts.labels import Label, placed, spread
from stories.charts.scale import Axis, TimeAxis, YearTick, line_axis, percent, pixels
from stories.figures.areas import Area
from stories.figures.numbers import value_words
from stories.figures.periods import Period, parse_period
from stories.figures.series import Figures
from stories.models.indicators import Indicator
from stories.models.observations import Nature, Observation, Target

#: Lines with a shape of their own; more are drawn thin, without markers.
MOST_LINES = 3
#: Height of the drawing and of the part with lines in it, in pixels.
HEIGHT, TOP, BOTTOM = 250, 26, 216
#: The drawing is this many units wide, whatever the width on the screen.
WIDTH = 1000
#: Points further apart than so many times the usual distance are not joined.
_GAP = 1.6
#: How much of the width a letter of a level takes in a narrow drawing, and how much there is at most.
_LEVEL_LETTER, _MOST_MARGIN = 2.8, 16.0


@dataclass(frozen=True)
class Point:
    """A value in the drawing: `x` as a share of the width, `y` in pixels."""

    observation: Observation
    x: str
    y: str
    is_expected: bool
    is_aim: bool
    is_on_line: bool


@dataclass(frozen=True)
class Line:
    """An area through time; `shape` is 1 to 3 for lines with markers and 0 for thin ones."""

    area: Area
    label: str
    shape: int
    solid: str
    dashed: str
    points: tuple[Point, ...]
    end: Label


@dataclass(frozen=True)
class Rule:
    """A level line across the drawing, with what it is."""

    y: str
    text_y: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TrendChart(Chart):
    kind: ClassVar[str] = "trend"
    template: ClassVar[str] = "charts/trend.html"

    lines: tuple[Line, ...]
    levels: tuple[Rule, ...]
    targets: tuple[Rule, ...]
    years: tuple[YearTick, ...]
    height: int = HEIGHT
    width: int = WIDTH

    @property
    def is_wide_table(self) -> bool:
        return len(self.table.headers) > MOST_LINES + 1


def period_of(observation: Observation) -> Period | None:
    """Return when it was, or None where the source does not say."""
    try:
        return parse_period(observation.period)
    except ValueError:
        return None


def dated(figures: Figures, area: Area, subgroup: str = "") -> list[Observation]:
    """Return every value of an area that has a period, oldest first; the newest source comes first."""
    found = [o for o in figures.over_time(area, subgroup) if period_of(o)]
    return [o for first in found for o in figures.cell(area, first.period, subgroup)]


def trend(
    figures: Figures, areas: Sequence[Area], targets: Iterable[Target] = (), subgroup: str = ""
) -> TrendChart | None:
    """Return the lines of these areas, the first one in front. None unless some area has two figures."""
    indicator = figures.indicator
    series = {area: found for area in areas if (found := dated(figures, area, subgroup))}
    values = [o for found in series.values() for o in found if o.value is not None]
    periods = [p for o in values if (p := period_of(o))]
    if not any(_is_line(found) for found in series.values()) or len({p.middle for p in periods}) < 2:
        return None
    aims = target_levels(targets)
    highs = [v for o in values for v in (o.value, o.value_high) if v is not None]
    axis = line_axis([*highs, *(value for value, _target in aims)])
    levels = [(tick, value_words(tick, indicator.unit, _decimals(indicator, tick))) for tick in axis.ticks]
    # Room at the left, where the levels are named.
    margin = min(_LEVEL_LETTER * max(len(text) for _tick, text in levels), _MOST_MARGIN)
    time = TimeAxis.over(periods, margin)
    lines = _lines(series, axis, time, indicator)
    rows = _rows(indicator, series)
    name = indicator.name if not subgroup else f"{indicator.name} ({subgroup})"
    title = _("%(name)s door de jaren heen") % {"name": name}
    shown = tuple(o for row in rows for cell in row.cells for o in cell.observations)
    notes = list(notes_on(shown))
    if any(line.solid.count("M") > 1 for line in lines) or any(o.value is None for o in shown):
        notes.append(_("Waar de lijn ophoudt, zijn er jaren zonder cijfer."))
    if not axis.starts_at_zero:
        low = value_words(axis.low, indicator.unit, indicator.decimals)
        notes.append(_("Let op: de as begint niet bij 0, maar bij %(low)s.") % {"low": low})
    notes += [_target_words(indicator, target) for _value, target in aims]
    return TrendChart(
        indicator=indicator,
        title=title,
        sentence=trend_in_words(indicator, series),
        table=Table(title, (_("Periode"), *(area.words for area in series)), rows),
        drawn=tuple(point.observation for line in lines for point in line.points)
        + tuple(o for o in shown if o.value is None),
        key=_key(indicator, lines, [target for _value, target in aims]),
        notes=tuple(notes),
        lines=lines,
        levels=tuple(Rule(pixels(_y(axis, tick)), pixels(_y(axis, tick) - 5), text) for tick, text in levels),
        targets=tuple(
            Rule(pixels(y), pixels(y - 5), _goal(indicator, target))
            for value, target in aims
            for y in [_y(axis, value)]
        ),
        years=tuple(_ticks(time, values)),
    )


def _decimals(indicator: Indicator, tick: Decimal) -> int:
    exponent = tick.normalize().as_tuple().exponent
    return max(indicator.decimals, -exponent if isinstance(exponent, int) else 0, 0)


def _is_line(found: Sequence[Observation]) -> bool:
    counted = {o.period for o in found if o.value is not None}
    return len(counted) > 1


def _y(axis: Axis, value: Decimal) -> float:
    return BOTTOM - axis.at(value) / 100 * (BOTTOM - TOP)


def _ticks(time: TimeAxis, values: Sequence[Observation]) -> list[YearTick]:
    """Return whole years; where less than two lie in the drawing, the first and the last period in words."""
    ticks = time.ticks()
    if len([tick for tick in ticks if not tick.minor]) > 1:
        return ticks
    ordered = sorted(values, key=lambda o: p.middle if (p := period_of(o)) else 0)
    return [YearTick(time.margin, ordered[0].period_text), YearTick(100, ordered[-1].period_text)]


# Lines


def _lines(
    series: dict[Area, list[Observation]], axis: Axis, time: TimeAxis, indicator: Indicator
) -> tuple[Line, ...]:
    raw = []
    for number, (area, found) in enumerate(series.items()):
        points = [
            (o, time.at(p), _y(axis, o.value)) for o in found if o.value is not None and (p := period_of(o))
        ]
        if points:
            raw.append(
                (area, found, points, number + 1 if len(series) <= MOST_LINES or number < MOST_LINES else 0)
            )
    ends = [Label(area.words, points[-1][1], points[-1][2]) for area, _f, points, shape in raw if shape]
    routes = [[(x, y) for _o, x, y in points] for _a, _f, points, _s in raw]
    labels = iter(placed(spread(ends, TOP, BOTTOM), routes))
    lines = []
    for area, found, points, shape in raw:
        solid, dashed, joined = _paths(found, points, indicator)
        lines.append(
            Line(
                area,
                area.words,
                shape,
                solid,
                dashed,
                tuple(
                    Point(o, percent(x), pixels(y), o.is_expected, o.nature == Nature.AIM, id(o) in joined)
                    for o, x, y in points
                ),
                next(labels) if shape else Label(area.words, points[-1][1], points[-1][2]),
            )
        )
    # Those in front are drawn last.
    return tuple(sorted(lines, key=lambda line: (line.shape > 0, -line.shape)))


def _paths(
    found: Sequence[Observation], points: Sequence[tuple[Observation, float, float]], indicator: Indicator
) -> tuple[str, str, set[int]]:
    """Return the solid and the dashed line, and the ids of what they join.

    An aim is no point of a line, and what a second source says neither.
    """
    places = {id(o): (x * WIDTH / 100, y) for o, x, y in points}
    chain: list[Observation | None] = []
    seen: set[str] = set()
    for o in found:
        if o.period not in seen and o.nature != Nature.AIM:
            seen.add(o.period)
            chain.append(o if o.value is not None else None)
    usual = _usual_distance([o for o in chain if o is not None and not o.is_expected], indicator)
    solid, dashed = "", ""
    joined: set[int] = set()
    solid_at: Observation | None = None
    dashed_at: Observation | None = None
    for before, after in pairwise(chain):
        if before is None or after is None:
            continue
        if after.is_expected:
            dashed += ("" if dashed_at is before else _move(places[id(before)])) + _draw(places[id(after)])
            dashed_at = after
            joined |= {id(before), id(after)}
        elif not before.is_expected and _distance(before, after) <= usual * _GAP:
            solid += ("" if solid_at is before else _move(places[id(before)])) + _draw(places[id(after)])
            solid_at = after
            joined |= {id(before), id(after)}
    return solid, dashed, joined


def _move(place: tuple[float, float]) -> str:
    return f"M{round(place[0])} {pixels(place[1])}"


def _draw(place: tuple[float, float]) -> str:
    return f"L{round(place[0])} {pixels(place[1])}"


def _distance(before: Observation, after: Observation) -> float:
    first, last = period_of(before), period_of(after)
    return last.middle - first.middle if first and last else 0


def _usual_distance(counted: Sequence[Observation], indicator: Indicator) -> float:
    """Return how many years lie between two values as a rule."""
    distances = [d for before, after in pairwise(counted) if (d := _distance(before, after)) > 0]
    usual = median_low(distances) if distances else 0.0
    return max(usual, (indicator.rhythm or 0) / 12)


# Targets


def target_levels(targets: Iterable[Target]) -> list[tuple[Decimal, Target]]:
    """Return the targets that are a level in the drawing, with that level."""
    found = []
    for target in targets:
        if target.kind == Target.Kind.CHANGE and target.value is not None and target.baseline is not None:
            found.append((target.baseline * (1 + target.value / 100), target))
        elif target.kind not in (Target.Kind.CHANGE, Target.Kind.WORDS) and target.value is not None:
            found.append((target.value, target))
    return found[:2]


def _target_label(indicator: Indicator, target: Target) -> str:
    text = target.words(indicator.unit, indicator.decimals)
    return f"{text} ({target.year})" if target.year else text


def _goal(indicator: Indicator, target: Target) -> str:
    return _("doel: %(target)s") % {"target": _target_label(indicator, target)}


def _target_words(indicator: Indicator, target: Target) -> str:
    """Return the target with its source."""
    source = ", ".join(part for part in (target.source.title, target.place_in_source) if part)
    return _("Doel: %(target)s. Bron van het doel: %(source)s.") % {
        "target": _target_label(indicator, target),
        "source": source,
    }


# Table, key and words


def _rows(indicator: Indicator, series: dict[Area, list[Observation]]) -> tuple[TableRow, ...]:
    """Return a row for each period, the newest first."""
    cells: dict[str, dict[Area, list[Observation]]] = {}
    for area, found in series.items():
        for o in found:
            cells.setdefault(o.period, {}).setdefault(area, []).append(o)
    texts = {o.period: o.period_text for found in series.values() for o in found}
    ends = {p: period.last for p in cells if (period := parse_period(p))}
    return tuple(
        TableRow(
            texts[period],
            tuple(
                cell_of(indicator, cells[period][area]) if area in cells[period] else Cell("–")
                for area in series
            ),
        )
        for period in sorted(cells, key=lambda p: (ends[p], p), reverse=True)
    )


def _key(indicator: Indicator, lines: Sequence[Line], targets: Sequence[Target]) -> tuple[KeyItem, ...]:
    key = [
        KeyItem(f"line-{line.shape}", f"{line.label}: {_last_words(indicator, line)}")
        for line in sorted(lines, key=lambda line: line.shape)
        if line.shape
    ]
    thin = [line for line in lines if not line.shape]
    if thin:
        key.append(KeyItem("line-0", _("andere gebieden")))
    if any(point.is_expected and not point.is_aim for line in lines for point in line.points):
        key.append(KeyItem("expected", _("prognose: verwacht, niet geteld")))
    if any(point.is_aim for line in lines for point in line.points):
        key.append(KeyItem("aim", _("doel, geen meting")))
    key += [KeyItem("target", _goal(indicator, target)) for target in targets]
    return tuple(key)


def _last_words(indicator: Indicator, line: Line) -> str:
    counted = [p.observation for p in line.points if not p.is_expected] or [
        p.observation for p in line.points
    ]
    # Oldest first; of the last period the newest source stands in front.
    newest = next(o for o in counted if o.period == counted[-1].period)
    return _("%(value)s in %(period)s") % {
        "value": value_in_table(indicator, newest),
        "period": newest.period_text,
    }


def trend_in_words(indicator: Indicator, series: dict[Area, list[Observation]]) -> str:
    """Return per area where it began and where it is now; what is expected is told apart."""
    return " ".join(
        part for area, found in list(series.items())[:MOST_LINES] for part in _change(indicator, area, found)
    )


def _change(indicator: Indicator, area: Area, found: Sequence[Observation]) -> list[str]:
    firsts: dict[str, Observation] = {}
    for o in found:
        if o.value is not None:
            firsts.setdefault(o.period, o)
    counted = [o for o in firsts.values() if not o.is_expected]
    expected = [o for o in firsts.values() if o.nature == Nature.FORECAST]
    name = area.words[:1].upper() + area.words[1:]
    parts = []
    if len(counted) > 1:
        first, last = counted[0], counted[-1]
        parts.append(
            _("%(area)s: van %(first)s (%(then)s) naar %(last)s (%(now)s). %(direction)s")
            % {
                "area": name,
                "first": value_in_table(indicator, first),
                "then": first.period_text,
                "last": value_in_table(indicator, last),
                "now": last.period_text,
                "direction": direction_in_words(first, last),
            }
        )
    elif counted:
        only = counted[0]
        parts.append(f"{name}: {value_in_table(indicator, only)} ({only.period_text}).")
    if expected:
        last = expected[-1]
        parts.append(
            _("De prognose voor %(period)s is %(value)s.")
            % {
                "period": last.period_text,
                "value": value_in_table(indicator, last).removesuffix(" (prognose)"),
            }
            if counted
            else _("De prognose voor %(area)s in %(period)s is %(value)s.")
            % {
                "area": area.words,
                "period": last.period_text,
                "value": value_in_table(indicator, last).removesuffix(" (prognose)"),
            }
        )
    return parts


def direction_in_words(first: Observation, last: Observation) -> str:
    """Return whether a value went up or down; ranges that overlap say nothing."""
    if first.value is None or last.value is None:
        return ""
    if first.value_high is None and last.value_high is None and first.value == last.value:
        return _("Dat is gelijk.")
    if last.value > (first.value_high or first.value):
        return _("Dat is hoger.")
    if (last.value_high or last.value) < first.value:
        return _("Dat is lager.")
    return ""
