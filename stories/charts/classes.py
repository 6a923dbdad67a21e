"""A map has at most four shades. Their bounds are round numbers, so that the key can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from stories.charts.scale import nice_step
from stories.figures.numbers import number_words, value_words
from stories.models.indicators import Indicator

MOST_CLASSES = 4


@dataclass(frozen=True)
class Classes:
    """Equal steps from `start`; a value on a bound belongs to the step above it."""

    start: Decimal
    step: Decimal
    count: int

    @classmethod
    def of(cls, values: Sequence[Decimal]) -> Classes:
        """Return classes that hold all values; a single one when they are all equal."""
        low, high = min(values), max(values)
        if low == high:
            return cls(low, Decimal(0), 1)
        step = nice_step(high - low)
        while True:
            start = (low / step).to_integral_value(ROUND_FLOOR) * step
            count = int(((high - start) / step).to_integral_value(ROUND_FLOOR)) + 1
            if count <= MOST_CLASSES:
                return cls(start, step, count)
            step = nice_step(step * Decimal("1.01"), 1)

    def number(self, value: Decimal) -> int:
        """Return the class of a value, from 1 (lowest)."""
        if not self.step:
            return 1
        return int(((value - self.start) / self.step).to_integral_value(ROUND_FLOOR)) + 1

    def words(self, number: int, indicator: Indicator) -> str:
        """Return the bounds of a class: "45% tot 50%"."""
        decimals = max(indicator.decimals, _decimals(self.step), _decimals(self.start))
        if not self.step:
            return value_words(self.start, indicator.unit, decimals)
        low, high = self.start + self.step * (number - 1), self.start + self.step * number
        return _("%(low)s tot %(high)s") % {
            "low": number_words(low, decimals)
            if indicator.unit == "%"
            else value_words(low, indicator.unit, decimals),
            "high": value_words(high, indicator.unit, decimals),
        }


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
