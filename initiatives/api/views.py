"""The open data: the list in three forms, one initiative, what changed, and outlines of municipalities."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.api.asking import (
    DEFAULT_LIMIT,
    LARGEST_NUMBER,
    MOST_AT_ONCE,
    around,
    number,
    only,
    part_of_list,
    source_of,
    today,
)
from core.api.responses import Refusal, as_csv, as_geojson, as_json, open_data, unless_known
from core.chrome import chrome_for
from core.geocoding import find_place
from initiatives.api.fields import FIELDS, as_data, as_feature, as_row, pages_with_all, shown_until
from initiatives.api.questions import Question, site_of, state_of
from initiatives.finder.changes import last_number
from initiatives.finder.current import current_snapshot
from initiatives.models import Change
from initiatives.outlines import outlines_document

SECONDS_TO_KEEP_OUTLINES = 24 * 60 * 60
SECONDS_TO_KEEP_PLACES = 60 * 60
FILE_NAME = "initiatieven"


@open_data
def initiatives_json(request: HttpRequest) -> HttpResponseBase:
    """The list, part by part: `limit` at a time from `offset`."""
    question = Question.read(request, "limit", "offset")
    limit, offset = part_of_list(request)
    found = question.found

    def answer() -> HttpResponse:
        site = site_of(request, found.snapshot)
        return as_json(
            {
                "bron": question.source,
                "wijziging": found.snapshot.number,
                "melding": question.message,
                **around(request, found.selection.parameters(), found.count, limit, offset),
                "initiatieven": [as_data(page, site) for page in question.pages(offset, offset + limit)],
            }
        )

    return unless_known(request, [*question.state, limit, offset], answer)


@open_data
def initiatives_geojson(request: HttpRequest) -> HttpResponseBase:
    """The whole list for maps."""
    question = Question.read(request)
    site = site_of(request, question.found.snapshot)
    head = {
        "bron": question.source,
        "wijziging": question.found.snapshot.number,
        "melding": question.message,
    }
    return unless_known(
        request,
        question.state,
        lambda: as_geojson(head, (as_feature(page, site) for page in question.pages())),
    )


@open_data
def initiatives_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole list for spreadsheets."""
    question = Question.read(request)
    site = site_of(request, question.found.snapshot)
    return unless_known(
        request,
        question.state,
        lambda: as_csv(
            [field.name for field in FIELDS],
            (as_row(page, site) for page in question.pages()),
            f"{FILE_NAME}.csv",
        ),
    )


@open_data
def initiative_json(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One initiative. One that left the map is not there, as in the list."""
    only(request)
    snapshot = current_snapshot()
    site = site_of(request, snapshot)

    def answer() -> HttpResponse:
        data = _data_of([pk], site) if pk <= LARGEST_NUMBER else {}
        if pk not in data:
            raise Refusal(_("Dit initiatief staat niet (meer) op de site."), status=404)
        return as_json({"bron": source_of(request), "wijziging": snapshot.number, "initiatief": data[pk]})

    return unless_known(request, [state_of(snapshot.number), today(), source_of(request)], answer)


@open_data
def changes_json(request: HttpRequest) -> HttpResponseBase:
    """What changed after number `sinds`, each initiative as it is now.

    `reset` says that a copy has to be made again: too much changed, or too long ago.
    """
    only(request, "sinds", "limit")
    since = number(request, "sinds", None, 0, LARGEST_NUMBER)
    limit = number(request, "limit", DEFAULT_LIMIT, 1, MOST_AT_ONCE)
    last = last_number()

    def answer() -> HttpResponse:
        reset = _must_start_again(since, last)
        rows = [] if reset else list(Change.objects.filter(number__gt=since, number__lte=last)[:limit])
        until = rows[-1].number if rows else last
        # Of an initiative that changed twice only the last counts.
        latest = {row.page_id: row for row in rows if row.page_id is not None}
        data = _data_of(latest, site_of(request, current_snapshot()))
        query = urlencode({"sinds": until, "limit": limit})
        return as_json(
            {
                "bron": source_of(request),
                "sinds": since,
                "tot": until,
                "meer": until < last,
                "volgende": request.build_absolute_uri(f"{request.path}?{query}"),
                "reset": reset,
                "wijzigingen": [
                    {
                        "nummer": row.number,
                        "soort": "veranderd" if pk in data else "weg",
                        "id": pk,
                        "initiatief": data.get(pk),
                    }
                    for pk, row in sorted(latest.items(), key=lambda one: one[1].number)
                ],
            }
        )

    return unless_known(request, [state_of(last), since, limit, today(), source_of(request)], answer)


def _must_start_again(since: int, last: int) -> bool:
    """Whether the changes after a number do not tell all: some are gone, or one was about everything."""
    if since >= last:
        return since > last  # a number that was never given out: the site was put back to an older state
    after = Change.objects.filter(number__gt=since, number__lte=last)
    return after.count() < last - since or after.filter(kind=Change.Kind.EVERYTHING).exists()


def _data_of(pks: Any, site: Any) -> dict[int, dict[str, Any]]:
    """Return those of these initiatives that are on the map now."""
    day = today()
    return {
        page.pk: as_data(page, site)
        for page in pages_with_all(pks)
        if (shown_until(page, site) or day) >= day
    }


@open_data
def outlines_geojson(request: HttpRequest) -> HttpResponseBase:
    """The outlines of the municipalities; without any when none are loaded."""
    only(request)
    outlines = outlines_document()
    return unless_known(
        request,
        [outlines.digest],
        lambda: HttpResponse(outlines.body, content_type="application/geo+json; charset=utf-8"),
        SECONDS_TO_KEEP_OUTLINES,
    )


@require_safe
def places_json(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` for the scripts of our own pages: {results: [Candidate], message}, at most five.

    Always status 200. What somebody types may be an address: only their own browser keeps the answer. Not
    part of the open data: nobody needs us to ask the national service.
    """
    identity = chrome_for(request).identity
    found = find_place(
        request.GET.get("q", ""), bounds=identity.bounds, province=identity.province, suggest=True
    )
    response = JsonResponse(
        {"results": [asdict(candidate) for candidate in found.candidates], "message": found.message},
        json_dumps_params={"ensure_ascii": False},
    )
    # An answer that says that something is wrong now may be right in a minute.
    keep = f"private, max-age={SECONDS_TO_KEEP_PLACES}"
    response["Cache-Control"] = "private, no-store" if found.message else keep
    return response
