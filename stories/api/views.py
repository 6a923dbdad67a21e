"""The open data: the list of figures, one figure with all that is known of it, and all values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core.api.asking import around, only, part_of_list, source_of
from core.api.fields import values_of
from core.api.responses import Refusal, as_csv, as_json, open_data, unless_known, unless_same
from stories.api.addresses import addresses
from stories.api.fields import (
    CORRECTION_FIELDS,
    INDICATOR_FIELDS,
    OBSERVATION_FIELDS,
    TARGET_FIELDS,
    cells,
    corrected,
    corrections,
    indicators,
    observations,
    targets,
    with_counts,
)
from stories.api.questions import (
    INDICATOR_PARAMETERS,
    OBSERVATION_PARAMETERS,
    chosen,
    find_indicators,
    find_observations,
)
from stories.models import Observation

AT_ONCE = 2000  # values in memory while a long list is sent
_CACHE_KEY = "figures-state"


@open_data
def indicators_json(request: HttpRequest) -> HttpResponseBase:
    """The list of figures, part by part."""
    only(request, *INDICATOR_PARAMETERS, "limit", "offset")
    limit, offset = part_of_list(request)
    choices = chosen(request, INDICATOR_PARAMETERS)
    found = find_indicators(choices)
    at = addresses(request)
    answer = {
        "bron": source_of(request),
        **around(request, choices, len(found), limit, offset),
        "indicatoren": [
            values_of(INDICATOR_FIELDS, row, at) for row in with_counts(found[offset : offset + limit])
        ],
    }
    return unless_same(request, as_json(answer))


@open_data
def indicators_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole list of figures for spreadsheets."""
    only(request, *INDICATOR_PARAMETERS)
    choices = chosen(request, INDICATOR_PARAMETERS)
    at = addresses(request)
    rows = [cells(INDICATOR_FIELDS, row, at) for row in with_counts(find_indicators(choices))]
    columns = [field.name for field in INDICATOR_FIELDS]
    return unless_known(request, rows, lambda: as_csv(columns, rows, "indicatoren.csv"))


@open_data
def indicator_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One figure with its values, targets and corrections."""
    only(request)
    indicator = next(iter(with_counts(indicators().filter(slug=slug))), None)
    if indicator is None:
        raise Refusal(_("Dit cijfer staat niet (meer) op de site."), status=404)
    former = list(corrections(indicator))
    # The newest stand first, so the oldest are overwritten.
    when = {row.observation_id: row.corrected_at for row in reversed(former)}
    rows = observations().filter(indicator=indicator)
    answer = {
        "bron": source_of(request),
        "indicator": values_of(INDICATOR_FIELDS, indicator, addresses(request)),
        "doelen": [values_of(TARGET_FIELDS, row) for row in targets(indicator)],
        "waarnemingen": [values_of(OBSERVATION_FIELDS, row, when) for row in rows],
        "verbeteringen": [values_of(CORRECTION_FIELDS, row) for row in former],
    }
    return unless_same(request, as_json(answer))


@open_data
def observations_json(request: HttpRequest) -> HttpResponseBase:
    """The values, part by part."""
    only(request, *OBSERVATION_PARAMETERS, "limit", "offset")
    limit, offset = part_of_list(request)
    choices = chosen(request, OBSERVATION_PARAMETERS)
    found = find_observations(request, choices)
    count = found.count()
    rows = list(found[offset : offset + limit]) if offset < count else []
    when = corrected(observation__in=[row.pk for row in rows])
    answer = {
        "bron": source_of(request),
        **around(request, choices, count, limit, offset),
        "waarnemingen": [values_of(OBSERVATION_FIELDS, row, when) for row in rows],
    }
    return unless_same(request, as_json(answer))


@open_data
def observations_csv(request: HttpRequest) -> HttpResponseBase:
    """All values for spreadsheets, however many."""
    only(request, *OBSERVATION_PARAMETERS)
    choices = chosen(request, OBSERVATION_PARAMETERS)
    found = find_observations(request, choices)
    columns = [field.name for field in OBSERVATION_FIELDS]

    def rows() -> Iterator[list[Any]]:
        when = corrected()
        for observation in _all_of(found):
            yield cells(OBSERVATION_FIELDS, observation, when)

    return unless_known(
        request, [state_of_values(), choices], lambda: as_csv(columns, rows(), "waarnemingen.csv")
    )


def _all_of(found: QuerySet[Observation]) -> Iterator[Observation]:
    """Return all values in their order, some thousands in memory at a time."""
    last = 0
    while rows := list(found.filter(pk__gt=last)[:AT_ONCE]):
        yield from rows
        last = rows[-1].pk


def state_of_values() -> str:
    """Return in what state all values are: another one when anything in the file of all values changes.

    Values keep no count of their changes, so it is made of all that is in them. It is kept with the public
    pages, which are thrown away whenever a figure changes.
    """
    cache = caches["pages"]
    found: str | None = cache.get(_CACHE_KEY)
    if found is None:
        digest = hashlib.sha256()
        columns = [field.attname for field in Observation._meta.concrete_fields]
        related = ("indicator__slug", "indicator__name", "indicator__unit", "municipality__code")
        source = [f"source__{name}" for name in ("title", "publisher", "edition", "year", "url")]
        rows = Observation.objects.order_by("pk").values_list(*columns, *related, *source)
        for row in rows.iterator(chunk_size=AT_ONCE):
            digest.update(repr(row).encode())
        digest.update(repr(sorted(corrected().items())).encode())
        found = digest.hexdigest()
        cache.set(_CACHE_KEY, found)
    return found
