"""Search through all public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.listing import page_of

RESULTS_PER_PAGE = 12
LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that fit `?q=`, best first. Context: query, error, results (a page), count."""
    query = request.GET.get("q", "").replace("\x00", "").strip()
    error = ""
    if len(query) > LONGEST_QUERY:
        error = _("Uw zoekvraag is te lang. Gebruik een paar woorden.")
        query = query[:LONGEST_QUERY]
    found: object = []
    if query and not error:
        found = Page.objects.live().public().specific().search(query, operator="and")
    results = page_of(request, found, RESULTS_PER_PAGE)
    return render(
        request,
        "pages/search.html",
        {"query": query, "error": error, "results": results, "count": results.paginator.count},
    )
