"""The reports: coverage, and what is probably there twice."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.sheets.cells import as_download
from initiatives.contributions.freshness import Limits, State, terms_for

from .coverage import coverage, probable_pairs
from .screens import Screen, may_edit_initiatives

PAIRS_PER_PAGE = 50


class ReportScreen(Screen):
    """Base of the reports: for who may change initiatives."""

    def may_enter(self) -> bool:
        return may_edit_initiatives(self.request.user)


class CoverageView(ReportScreen):
    """Initiatives per kind and municipality."""

    page_title = _("Dekking")
    header_icon = "table"
    template_name = "initiatives/admin/editing/coverage.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = coverage(Limits.on(timezone.localdate(), terms_for(request)))
        if request.GET.get("export") in ("csv", "xlsx"):
            return as_download(found.lines(), "dekking", request.GET["export"], "Dekking")
        return self.show(coverage=found, states=[state.label for state in State])


class DuplicatesView(ReportScreen):
    """Initiatives that are probably the same."""

    page_title = _("Mogelijk dubbel")
    header_icon = "copy"
    template_name = "initiatives/admin/editing/duplicates.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        pairs: Paginator[Any] = Paginator(probable_pairs(), PAIRS_PER_PAGE)
        return self.show(pairs=pairs.get_page(request.GET.get("p", "1")))
