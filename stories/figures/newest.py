"""The newest value of many indicators at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from stories.figures.areas import Area, area_of
from stories.figures.series import how_new
from stories.models.indicators import Indicator
from stories.models.observations import Observation

Indicators = QuerySet[Indicator] | Iterable[Indicator]
#: By the key of the indicator and the area.
Values = dict[tuple[int, Area], Observation]
#: By the key of the indicator, the area and the group; everybody is the group without a name.
GroupValues = dict[tuple[int, Area, str], Observation]


def newest_values(areas: Iterable[Area], indicators: Indicators | None = None) -> Values:
    """Return the newest counted value of everybody, for each indicator and area that has one.

    A row without a figure counts only where there is no other. One query, and one for the sources when all
    indicators are asked for.
    """
    wanted = frozenset(areas)
    rows = _none_newer(wanted).filter(subgroup="")
    if indicators is None:
        # Hundreds of rows and a handful of sources: a query costs less than the join.
        rows = rows.prefetch_related("source")
    else:
        rows = rows.filter(indicator__in=indicators).select_related("source")
    return {(pk, area): o for (pk, area, _group), o in _newest(rows, wanted).items()}


def newest_with_groups(areas: Iterable[Area], indicators: Indicators) -> GroupValues:
    """Return the same for some indicators, and for each group or answer by its name. One query."""
    wanted = frozenset(areas)
    return _newest(_none_newer(wanted).filter(indicator__in=indicators).select_related("source"), wanted)


def _none_newer(areas: frozenset[Area]) -> QuerySet[Observation]:
    newer = Observation.objects.counted().filter(
        indicator=OuterRef("indicator"),
        area_type=OuterRef("area_type"),
        area=OuterRef("area"),
        subgroup=OuterRef("subgroup"),
        value__isnull=False,
        last_day__gt=OuterRef("last_day"),
    )
    # Level and name apart, so that the index serves both; what fits crosswise only is left out later.
    found = Observation.objects.counted().filter(
        ~Exists(newer), area_type__in={area.type for area in areas}, area__in={area.name for area in areas}
    )
    return found.order_by()


def _newest(rows: Iterable[Observation], areas: frozenset[Area]) -> GroupValues:
    """Choose where several are left: without a period, without a figure, or of more than one source."""
    newest: GroupValues = {}
    for o in rows:
        area = area_of(o)
        key = o.indicator_id, area, o.subgroup
        if area in areas and (key not in newest or how_new(o) > how_new(newest[key])):
            newest[key] = o
    return newest
