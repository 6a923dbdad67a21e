"""Where somebody finds everything about the own municipality or region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.chrome import chrome_for
from core.models import BasePage, Municipality, Region
from home.areas.finding import Answer, find_area, municipality_url
from home.areas.tiles import Tile, found_initiatives, on_the_map, tiles
from stories.figures.areas import area_tree


@dataclass(frozen=True)
class RegionTiles:
    """A region with its municipalities."""

    region: Region
    url: str
    tiles: list[Tile]


class AreaIndexPage(BasePage):
    """All municipalities and regions. The page of each below it is made from the data."""

    template = "pages/area_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    introduction = models.TextField(_("inleiding"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("overzicht van gemeenten")
        verbose_name_plural = _("overzichten van gemeenten")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go to the municipality that `?plek=` means, or say what to do when that is not clear."""
        wanted = request.GET.get("plek", "").replace("\x00", "").strip()
        if not wanted:
            response: HttpResponse = super().serve(request, *args, **kwargs)
            return response
        identity = chrome_for(request).identity
        answer = find_area(wanted, area_tree(request), identity.bounds, identity.province)
        if answer.url:
            return redirect(answer.url)
        response = super().serve(request, *args, wanted=wanted, answer=answer, **kwargs)
        # The service that knows postcodes may not have answered just now: the next visitor tries again.
        patch_cache_control(response, no_store=True)
        return response

    def get_context(
        self, request: HttpRequest, *args: Any, wanted: str = "", answer: Answer | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Context: tiles in the order of the tile map, regions with their tiles, wanted, answer."""
        context = super().get_context(request, *args, **kwargs)
        tree = area_tree(request)
        all_tiles = tiles(tree, found_initiatives())
        context["tiles"] = on_the_map(all_tiles)
        context["regions"] = [
            RegionTiles(
                region,
                reverse("area_region", args=[region.slug]),
                [tile for tile in all_tiles if tile.municipality.region_id == region.pk],
            )
            for region in tree.regions
        ]
        context["wanted"] = wanted
        context["answer"] = answer
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return this page and those of all municipalities and regions."""
        start = (self.get_full_url(request) or "").removesuffix(self.get_url(request) or "")
        paths = [
            *map(municipality_url, Municipality.objects.order_by("name")),
            *(reverse("area_region", args=[region.slug]) for region in Region.objects.order_by("name")),
        ]
        own: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return [*own, *({"location": f"{start}{path}"} for path in paths)]
