"""Search through all public pages and all figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.chrome import chrome_for
from core.listing import page_of
from stories.catalogue.listing import searched

RESULTS_PER_PAGE = 12
MOST_FIGURES = 3
LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that fit `?q=`, best first, and above them a few figures.

    Context: query, error, results (a page), count, figures, figure_count, figure_index.
    """
    query = request.GET.get("q", "").replace("\x00", "").strip()
    error = ""
    if len(query) > LONGEST_QUERY:
        error = _("Uw zoekvraag is te lang. Gebruik een paar woorden.")
        query = query[:LONGEST_QUERY]
    found: object = []
    if query and not error:
        found = Page.objects.live().public().specific().search(query, operator="and")
    results = page_of(request, found, RESULTS_PER_PAGE)
    figures, figure_count = searched(request, query if not error else "", MOST_FIGURES)
    return render(
        request,
        "pages/search.html",
        {
            "query": query,
            "error": error,
            "results": results,
            "count": results.paginator.count,
            "figures": figures if results.number == 1 else [],
            "figure_count": figure_count,
            "figure_index": chrome_for(request).section("figureindexpage"),
        },
    )
