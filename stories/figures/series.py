"""All values of one indicator, read once, and the questions that a page asks of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, prefetch_related_objects
from django.utils.functional import cached_property

from stories.figures.areas import Area, area_of
from stories.figures.periods import last_day_of, parse_period
from stories.models.indicators import Indicator
from stories.models.observations import Observation

_LONG_AGO = date.min


def _recency(observation: Observation) -> tuple[date, int, int]:
    """The newest has the highest: by period, then by the year of the source, then by what came in last."""
    return (
        observation.last_day or last_day_of(observation.period) or _LONG_AGO,
        observation.source.year or 0,
        observation.pk or 0,
    )


def how_new(observation: Observation) -> tuple[bool, date, int, int]:
    """Return what makes one value newer than another; a row without a figure is older than any number."""
    return observation.value is not None, *_recency(observation)


class Figures:
    """The values of one indicator."""

    def __init__(self, indicator: Indicator, observations: Iterable[Observation]) -> None:
        self.indicator = indicator
        self.observations = tuple(observations)

    @classmethod
    def read(cls, indicator: Indicator) -> Figures:
        """Return all values of an indicator with their sources; each has its `correction_count`.

        One query, and one more for the corrections when there are any.
        """
        found = list(
            Observation.objects.filter(indicator=indicator)
            .select_related("source")
            .annotate(correction_count=Count("corrections"))
            .order_by("pk")
        )
        for observation in found:
            observation.indicator = indicator
        corrected = [observation for observation in found if observation.correction_count]
        if corrected:
            prefetch_related_objects(corrected, "corrections")
        return cls(indicator, found)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """Every area with a row, also one that says "no figure"; from near to far."""
        return tuple(sorted({area_of(o) for o in self.observations}, key=lambda area: area.sort_key))

    def area(self, key: str) -> Area | None:
        """Return the area with a key among those that have a row, or None."""
        return next((area for area in self.areas if area.key == key), None)

    @cached_property
    def _cells(self) -> dict[tuple[Area, str, str], list[Observation]]:
        cells = defaultdict(list)
        for o in self.observations:
            cells[area_of(o), o.period, o.subgroup].append(o)
        for found in cells.values():
            found.sort(key=_recency, reverse=True)
        return dict(cells)

    def cell(self, area: Area, period: str, subgroup: str = "") -> list[Observation]:
        """Return what each source says for one area, period and group; the newest source first."""
        return list(self._cells.get((area, period, subgroup), []))

    def newest(self, area: Area, subgroup: str = "") -> Observation | None:
        """Return the newest counted value of an area; a row without a figure only when there is no other."""
        found = [
            o
            for o in self.observations
            if area_of(o) == area and o.subgroup == subgroup and not o.is_expected
        ]
        return max(found, key=how_new, default=None)

    def over_time(self, area: Area, subgroup: str = "") -> list[Observation]:
        """Return the values of an area that have a period, oldest first; forecasts and aims are among them.

        One for each period: that of the newest source.
        """
        found = [
            cell[0]
            for (cell_area, period, group), cell in self._cells.items()
            if cell_area == area and group == subgroup and _can_be_read(period)
        ]
        return sorted(found, key=_recency)

    @cached_property
    def periods(self) -> list[str]:
        """All periods, the newest first; the one without a name comes last."""
        return sorted(
            {o.period for o in self.observations},
            key=lambda period: (last_day_of(period) or _LONG_AGO, period),
            reverse=True,
        )

    @cached_property
    def best_period(self) -> str:
        """The period with a counted value for most areas; of equals the newest."""
        counts: Counter[str] = Counter()
        for area, period, subgroup in self._cells:
            rows = self._cells[area, period, subgroup]
            if not subgroup and any(o.value is not None and not o.is_expected for o in rows):
                counts[period] += 1
        # `periods` has the newest first, and `max` keeps the first of equals.
        return max(self.periods, key=lambda period: counts[period], default="")

    def across(
        self, period: str, types: Collection[str] | None = None, subgroup: str = ""
    ) -> list[Observation]:
        """Return one value for each area of a period, in the order of `areas`; of two sources the newest."""
        return [
            cell[0]
            for area in self.areas
            if (types is None or area.type in types) and (cell := self.cell(area, period, subgroup))
        ]

    def subgroups(self, area: Area, period: str) -> list[Observation]:
        """Return the values of groups or answers of an area in a period, in the order they came in."""
        found = [
            cell[0]
            for (cell_area, cell_period, group), cell in self._cells.items()
            if cell_area == area and cell_period == period and group
        ]
        return sorted(found, key=lambda o: o.pk or 0)

    @cached_property
    def contradictions(self) -> list[list[Observation]]:
        """Cells for which two sources say something different."""
        return [cell for cell in self._cells.values() if len({(o.value, o.value_high) for o in cell}) > 1]


def _can_be_read(period: str) -> bool:
    try:
        return parse_period(period) is not None
    except ValueError:
        return False
