"""The catalogue of figures. The pages of single figures below it are made from the data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.models import BasePage
from stories.catalogue.listing import addresses, catalogue_context


class FigureIndexPage(BasePage):
    """All figures, with a search, a choice of theme, level and area."""

    template = "pages/figure_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    introduction = models.TextField(_("inleiding"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("overzicht van cijfers")
        verbose_name_plural = _("overzichten van cijfers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: see `stories.catalogue.listing`. Raises Http404 for a page that does not exist."""
        context = super().get_context(request, *args, **kwargs)
        context.update(catalogue_context(request, self.get_url(request) or "/"))
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return this page, the page about sources and those of all figures."""
        start = (self.get_full_url(request) or "").removesuffix(self.get_url(request) or "")
        own: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return [*own, *({"location": f"{start}{path}"} for path in addresses())]
