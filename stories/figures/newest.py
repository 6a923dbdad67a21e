"""The newest value of many indicators at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from stories.figures.areas import Area, area_of
from stories.models.indicators import Indicator
from stories.models.observations import Observation


def newest_values(
    areas: Iterable[Area], indicators: QuerySet[Indicator] | Iterable[Indicator] | None = None
) -> dict[tuple[int, Area], Observation]:
    """Return the newest counted value of everybody, for each indicator and area that has one.

    A row without a figure counts only where there is no other. One query; sources are joined, indicators not.
    """
    wanted = reduce(or_, (Q(area_type=area.type, area=area.name) for area in areas), Q(pk=None))
    found = Observation.objects.counted().filter(wanted, subgroup="")
    if indicators is not None:
        found = found.filter(indicator__in=indicators)
    ranked = found.annotate(
        place=Window(
            RowNumber(),
            partition_by=[F("indicator_id"), F("area_type"), F("area")],
            order_by=[
                Case(When(value__isnull=False, then=0), default=1),
                F("last_day").desc(nulls_last=True),
                F("source__year").desc(nulls_last=True),
                F("pk").desc(),
            ],
        )
    ).filter(place=1)
    return {(o.indicator_id, area_of(o)): o for o in ranked.select_related("source")}
