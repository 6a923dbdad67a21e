"""The values of two areas that can be put side by side: of one period wherever there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import F, Q

from stories.figures.areas import Area, area_of
from stories.figures.newest import newest_values
from stories.models import Observation


def values_of_two(own: Area, other: Area) -> dict[tuple[int, Area], Observation]:
    """Return for each indicator the value of both areas: of the newest period that both have.

    Where they have no period in common, each has its newest. One query, and two more when the newest periods
    of some indicator differ.
    """
    values = newest_values([own, other])
    differ = {
        pk
        for pk, area in values
        if area == own and (pk, other) in values and values[pk, own].period != values[pk, other].period
    }
    if differ:
        for o in _of_common_periods(own, other, differ):
            values[o.indicator_id, area_of(o)] = o
    return values


def _of_common_periods(own: Area, other: Area, indicators: Collection[int]) -> list[Observation]:
    both = Q(area_type=own.type, area=own.name) | Q(area_type=other.type, area=other.name)
    found = Observation.objects.counted().filter(
        both, indicator__in=indicators, subgroup="", value__isnull=False, last_day__isnull=False
    )
    # Of two sources for one period the newest counts; it comes last here and stays.
    cells: dict[int, dict[tuple[date, str], dict[tuple[str, str], int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    ordered = found.order_by(F("source__year").asc(nulls_first=True), "pk")
    for pk, indicator, area_type, area, period, last_day in ordered.values_list(
        "pk", "indicator_id", "area_type", "area", "period", "last_day"
    ):
        if last_day is not None:
            cells[indicator][last_day, period][area_type, area] = pk
    wanted: list[int] = []
    for periods in cells.values():
        common = [period for period, areas in periods.items() if len(areas) == 2]
        if common:
            wanted += periods[max(common)].values()
    return list(Observation.objects.filter(pk__in=wanted).select_related("source"))
