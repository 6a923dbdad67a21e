"""The description of all open data: for programs and for people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.api.asking import MOST_AT_ONCE, only, source_of
from core.api.openapi import document
from core.api.registry import parts
from core.api.responses import as_json, open_data, unless_known


@open_data
def openapi_json(request: HttpRequest) -> HttpResponseBase:
    """The description of all this, for programs."""
    only(request)
    state = [source_of(request), *(part.state(request) for part in parts())]
    return unless_known(request, state, lambda: as_json(document(request)))


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """The description of all this, for people."""
    pieces = [
        {"key": part.key, "title": part.title, "template": part.template, "data": part.context(request)}
        for part in parts()
    ]
    context = {"pieces": pieces, "source": source_of(request), "most_at_once": MOST_AT_ONCE}
    return render(request, "pages/api.html", context)
