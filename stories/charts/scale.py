"""Axes: from values to places on a drawing, with round numbers beside it. Places are 0 to 100."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from stories.figures.periods import Period

#: Shares up to this one get an axis of their own; larger ones are seen against the whole of 100%.
_SMALL_SHARE = Decimal(40)
_HUNDRED = Decimal(100)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Axis:
    """A stretch of numbers from `low` to `high`; `ticks` are the round numbers on it."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    def at(self, value: Decimal) -> float:
        """Return where a value stands, from 0 (low) to 100 (high)."""
        return float((value - self.low) / (self.high - self.low) * 100)

    @property
    def starts_at_zero(self) -> bool:
        return self.low <= 0 <= self.high


def nice_step(length: Decimal, parts: int = 4) -> Decimal:
    """Return a round step of which about so many go into a length."""
    raw = length / parts
    unit = Decimal(1).scaleb(raw.adjusted())
    return next(
        unit * m for m in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if unit * m >= raw
    )


def _round_axis(low: Decimal, high: Decimal) -> Axis:
    step = nice_step(high - low)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    ticks = tuple(step * number for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def bar_axis(values: Iterable[Decimal], unit: str = "") -> Axis:
    """Return an axis for bars: zero is always on it, for bars that start elsewhere lie about proportions.

    Larger shares run to 100%: a bar that fills half of the width is half of the people.
    """
    known = [Decimal(0), *values]
    low, high = min(known), max(known)
    if unit == "%" and low == 0 and _SMALL_SHARE < high <= _HUNDRED:
        return Axis(Decimal(0), _HUNDRED, tuple(Decimal(n) for n in range(0, 101, 25)))
    if low == high:
        return Axis(Decimal(0), Decimal(1), (Decimal(0), Decimal(1)))
    return _round_axis(low, high)


def line_axis(values: Sequence[Decimal]) -> Axis:
    """Return an axis for lines and dots: from zero, unless the differences would be too small to see."""
    low, high = min(values), max(values)
    # A change is never shown larger than as a quarter of the whole: half a percent is no landslide.
    if low >= 0:
        low = min(low, high * 3 / 4)
        return bar_axis(values) if low <= high / 2 else _round_axis(low, high)
    if high <= 0:
        high = max(high, low * 3 / 4)
        return bar_axis(values) if high >= low / 2 else _round_axis(low, high)
    return _round_axis(low, high)


@dataclass(frozen=True)
class YearTick:
    """A year below a drawing; one that is `minor` is left out where there is little room."""

    place: float
    text: str
    minor: bool = False

    @property
    def at(self) -> str:
        return percent(self.place)

    @property
    def anchor(self) -> str:
        """How its text hangs, so that it stays within the drawing."""
        is_long = len(self.text) > len("2023")
        if self.place < (17 if is_long else 2):
            return "start"
        return "end" if self.place > 94 else "middle"


@dataclass(frozen=True)
class TimeAxis:
    """Years as they pass: a gap in time is a gap on the axis."""

    first: float
    last: float
    margin: float = 0.0

    @classmethod
    def over(cls, periods: Iterable[Period], margin: float = 0.0) -> TimeAxis:
        """Return the axis that holds these periods; the first stands at `margin`."""
        middles = [period.middle for period in periods]
        return cls(min(middles), max(middles), margin)

    def _place(self, years: float) -> float:
        return self.margin + (years - self.first) / (self.last - self.first) * (100 - self.margin)

    def at(self, period: Period) -> float:
        """Return where a period stands, from 0 to 100."""
        return self._place(period.middle)

    def ticks(self) -> list[YearTick]:
        """Return whole years: at most nine, of which at most four are not minor."""
        begin, end = -int(-self.first // 1), int(self.last // 1)
        span = max(end - begin, 0)
        step = next((s for s in _YEAR_STEPS if span / s <= 8), 200)
        wide = next((s for s in _YEAR_STEPS if s % step == 0 and span / s <= 3), step * 5)
        years = [year for year in range(begin, end + 1) if year % step == 0 or span < 2]
        shown = [year for year in years if year % wide == 0] or years[:1]
        return [YearTick(self._place(year), str(year), minor=year not in shown) for year in years]


def percent(place: float) -> str:
    """Return a place as an attribute of SVG: "12.5%". Never in the reader's own notation."""
    return f"{place:.2f}".rstrip("0").rstrip(".") + "%"


def pixels(place: float) -> str:
    """Return a coordinate with one decimal at most."""
    return f"{place:.1f}".removesuffix(".0")
