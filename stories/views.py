"""The pages about single figures and about their sources, and the figures as data."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.api.responses import exact
from core.chrome import chrome_for
from core.sheets.cells import safe_cell
from stories.charts import charts_for
from stories.figure_page.description import structured_data
from stories.figure_page.page import FigurePage
from stories.figure_page.related import figures_beside, initiatives_for, stories_about
from stories.figure_page.sources import ResearchForm, research, sources_with_counts
from stories.figure_page.targets import aims
from stories.figures.areas import area_tree
from stories.figures.series import Figures
from stories.models import Indicator, Observation

#: Letters that a search engine shows of a description.
LONGEST_DESCRIPTION = 200


def _surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return the overviews that pages below the catalogue lead to; None for what is not published."""
    chrome = chrome_for(request)
    return {
        "figure_index": chrome.section("figureindexpage"),
        "initiative_index": chrome.section("initiativeindexpage"),
        "area_index": chrome.section("areaindexpage"),
    }


@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one figure for the area of `?gebied=`; without it for the province.

    Context: indicator, title, description, figure (a FigurePage), municipality, theme_page, charts, aims,
    stories, initiatives, others, structured_data and the overviews. Raises Http404 for an unknown figure.
    """
    found = get_object_or_404(Indicator.objects.select_related("theme__page", "goal"), slug=slug)
    tree = area_tree(request)
    figures = Figures.read(found)
    figure = FigurePage(figures, tree, request.GET.get("gebied", ""))
    record = tree.record(figure.area)
    municipality = record if record in tree.municipalities else None
    return render(
        request,
        "pages/indicator_page.html",
        {
            "indicator": found,
            "title": found.title,
            "description": Truncator(figure.answer).chars(LONGEST_DESCRIPTION),
            "figure": figure,
            "municipality": municipality,
            "theme_page": found.theme.public_page if found.theme else None,
            "charts": charts_for(figures, figure.area, figure.around, tree),
            "aims": aims(found, found.targets.select_related("source"), figures.newest(tree.province)),
            "stories": stories_about(found),
            "initiatives": initiatives_for(found, municipality),
            "others": figures_beside(request, found, figure.area),
            "structured_data": structured_data(request, figure),
            **_surroundings(request),
        },
    )


@require_safe
def figure_sources(request: HttpRequest) -> HttpResponse:
    """Show all sources of figures, and the monitors that fit `?q=` and `?niveau=`.

    Context: title, sources, form, monitors, count, and the overviews.
    """
    form = ResearchForm(request.GET, research())
    monitors = form.found
    return render(
        request,
        "pages/figure_sources.html",
        {
            "title": _("Waar komen de cijfers vandaan?"),
            "sources": sources_with_counts(),
            "form": form,
            "monitors": monitors,
            "count": len(monitors),
            **_surroundings(request),
        },
    )


@require_safe
def indicator_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the same figures in the open data."""
    return redirect("api_indicator", slug=slug, permanent=True)


@require_safe
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all observations of an indicator as CSV: comma, decimal point, empty means no figure."""
    found = get_object_or_404(Indicator, slug=slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    response.write("\ufeff")  # so that spreadsheets read accents right
    writer = csv.writer(response)
    # The first seven have stood in this order from the start; new ones come after them.
    writer.writerow(
        [
            _("soort gebied"), _("gebied"), _("groep"), _("periode"), _("waarde"), _("opmerking"), _("bron"),
            _("tot"), _("woorden erbij"), _("aard"), _("status"), _("van hoeveel"), _("uitgave"),
            _("plaats in de bron"),
        ]
    )  # fmt: skip
    rows = found.observations.select_related("source").order_by(
        "area_type", "area", "subgroup", "period", "pk"
    )
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in _cells(row)])
    return response


def _cells(o: Observation) -> list[str]:
    return [
        o.area_type, o.area, o.subgroup, o.period, _exact(o.value), o.note, o.source.title,
        _exact(o.value_high), o.qualifier, str(o.get_nature_display()), str(o.get_status_display()),
        _exact(o.denominator), o.source.edition, o.place_in_source,
    ]  # fmt: skip


def _exact(value: Any) -> str:
    return "" if value is None else exact(value)
