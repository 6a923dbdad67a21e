"""The newest value of many indicators at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from stories.figures.areas import Area, area_of
from stories.figures.series import how_new
from stories.models.indicators import Indicator
from stories.models.observations import Observation


def newest_values(
    areas: Iterable[Area], indicators: QuerySet[Indicator] | Iterable[Indicator] | None = None
) -> dict[tuple[int, Area], Observation]:
    """Return the newest counted value of everybody, for each indicator and area that has one.

    A row without a figure counts only where there is no other. One query, and one for the sources when all
    indicators are asked for.
    """
    wanted = frozenset(areas)
    newer = Observation.objects.counted().filter(
        indicator=OuterRef("indicator"),
        area_type=OuterRef("area_type"),
        area=OuterRef("area"),
        subgroup="",
        value__isnull=False,
        last_day__gt=OuterRef("last_day"),
    )
    # Level and name apart, so that the index serves both; what fits crosswise only is left out below.
    found = Observation.objects.counted().filter(
        ~Exists(newer),
        area_type__in={area.type for area in wanted},
        area__in={area.name for area in wanted},
        subgroup="",
    )
    if indicators is None:
        # Hundreds of rows and a handful of sources: a query costs less than the join.
        rows = found.order_by().prefetch_related("source")
    else:
        rows = found.filter(indicator__in=indicators).order_by().select_related("source")
    newest: dict[tuple[int, Area], Observation] = {}
    for o in rows:
        area = area_of(o)
        key = o.indicator_id, area
        # Several are left where there is no period, no figure, or more than one source.
        if area in wanted and (key not in newest or how_new(o) > how_new(newest[key])):
            newest[key] = o
    return newest
