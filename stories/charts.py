"""From observations to what a chart shows. Nothing is invented or lost: one row per observation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stories.models import Indicator, Observation


@dataclass(frozen=True)
class AreaBar:
    """One row: the area, its value as text, and the length of its bar (0 to 100)."""

    area: str
    area_type: str
    value: Decimal | None
    text: str
    length: float
    note: str

    @property
    def is_reference(self) -> bool:
        """Whether this row is the province or the country, to compare with."""
        return self.area_type in ("province", "country")


@dataclass(frozen=True)
class AreaChart:
    """A bar per municipality, highest first, with the province and the country to compare with."""

    indicator: Indicator
    period: str
    rows: tuple[AreaBar, ...]
    reference: AreaBar | None
    sources: tuple[str, ...]
    axis_maximum: Decimal

    @property
    def reference_length(self) -> float | None:
        """Where the line of the province stands, from 0 to 100."""
        return self.reference.length if self.reference and self.reference.value is not None else None


def axis_maximum(values: list[Decimal], unit: str) -> Decimal:
    """Return the end of an axis that starts at zero: 100 for percentages, else the next round number."""
    highest = max(values, default=Decimal(0))
    if unit == "%" and highest <= 100:
        return Decimal(100)
    if highest <= 0:
        return Decimal(1)
    step = Decimal(10) ** highest.adjusted()
    return (highest / step).to_integral_value(rounding="ROUND_CEILING") * step


def build_area_chart(indicator: Indicator, period: str) -> AreaChart:
    """Return the chart of an indicator for one period (an empty period: values without a year)."""
    wanted = ("municipality", "province", "country")
    observations: list[Observation] = list(
        indicator.observations.filter(period=period, subgroup="", area_type__in=wanted).select_related(
            "source"
        )
    )
    maximum = axis_maximum([o.value for o in observations if o.value is not None], indicator.unit)
    bars = [
        AreaBar(
            area=o.area,
            area_type=o.area_type,
            value=o.value,
            text=indicator.format(o.value),
            length=round(float(max(o.value, Decimal(0)) / maximum * 100), 2) if o.value is not None else 0.0,
            note=o.note,
        )
        for o in observations
    ]
    # Rows without a figure come last; equal figures stand in alphabetical order.
    bars.sort(key=lambda bar: (bar.value is None, -(bar.value or Decimal(0)), bar.area))
    return AreaChart(
        indicator=indicator,
        period=period,
        rows=tuple(bars),
        reference=next((bar for bar in bars if bar.area_type == "province"), None),
        sources=tuple(sorted({o.source.title for o in observations})),
        axis_maximum=maximum,
    )
