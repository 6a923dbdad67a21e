"""The newest value of many indicators at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, QuerySet, When, Window
from django.db.models.functions import RowNumber

from stories.figures.areas import Area, area_of
from stories.models.indicators import Indicator
from stories.models.observations import Observation


def newest_values(
    areas: Iterable[Area], indicators: QuerySet[Indicator] | Iterable[Indicator] | None = None
) -> dict[tuple[int, Area], Observation]:
    """Return the newest counted value of everybody, for each indicator and area that has one.

    A row without a figure counts only where there is no other. One query, and one for the
    sources when all indicators are asked for.
    """
    wanted = frozenset(areas)
    # Level and name apart, so that the index serves both; what fits crosswise only is left out below.
    found = Observation.objects.counted().filter(
        area_type__in={area.type for area in wanted}, area__in={area.name for area in wanted}, subgroup=""
    )
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
    rows = ranked.order_by()
    # Of all indicators there are hundreds of rows and a handful of sources: a query costs less than the join.
    rows = rows.prefetch_related("source") if indicators is None else rows.select_related("source")
    return {(o.indicator_id, area): o for o in rows if (area := area_of(o)) in wanted}
