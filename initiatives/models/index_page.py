"""The finder of initiatives."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from core.chrome import chrome_for
from core.listing import page_of
from core.models import BasePage, SiteIdentity
from initiatives import maps
from initiatives.map_data import map_response
from initiatives.selection import Selection, SelectionForm

from .initiative_page import InitiativePage, InitiativeQuerySet

RESULTS_PER_PAGE = 20


class InitiativeIndexPage(RoutablePageMixin, BasePage):
    """The finder: a form, a list and a map that show the same initiatives."""

    template = "pages/initiative_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["initiatives.InitiativePage"]
    max_count = 1

    introduction = models.TextField(_("inleiding"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("overzicht van initiatieven")
        verbose_name_plural = _("overzichten van initiatieven")

    @property
    def initiatives(self) -> InitiativeQuerySet:
        """All that a visitor may see."""
        found: InitiativeQuerySet = InitiativePage.objects.visible()
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: form, results, count, filter_active, location_words, map, map_counts,
        province_wide_count, province_wide_url, base_query. Raises Http404 for a page that does not exist.
        """
        context = super().get_context(request, *args, **kwargs)
        form = SelectionForm(request.GET)
        selection = form.selection
        identity = chrome_for(request).identity
        everything = self.initiatives
        per_scope, province_wide = _count_per_scope(everything, selection)
        count = sum(per_scope.values())
        context.update(
            form=form,
            results=page_of(request, selection.ordered(everything.for_listing()), RESULTS_PER_PAGE),
            count=count,
            # A wrong value is no page for a search engine either.
            filter_active=selection.is_active or not form.is_valid(),
            location_words=_location_words(selection, identity),
            map=maps.index_map(request, self, form),
            map_counts={
                "points": per_scope.get(InitiativePage.Scope.POINT, 0),
                "areas": per_scope.get(InitiativePage.Scope.PLACE, 0),
                "elsewhere": per_scope.get(InitiativePage.Scope.MUNICIPALITY, 0)
                + per_scope.get(InitiativePage.Scope.PROVINCE, 0),
            },
            base_query=selection.query,
            province_wide_count=province_wide,
            province_wide_url=f"{self.get_url(request)}?{selection.in_area(None, province_wide=True).query}",
        )
        return context

    def find_child(self, request: HttpRequest, slug: str) -> InitiativePage | None:
        """Return the page of an initiative with all it shows, in one query."""
        found: InitiativePage | None = (
            InitiativePage.objects.child_of(self).for_page().filter(slug=slug).first()
        )
        return found

    # Addresses of pages end in a slash; `initiatives.urls` sends the one without it here as well.
    @path("kaart.json/", name="map_data")
    def map_data(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with what the map shows in a box: see `initiatives.map_data`."""
        return map_response(request, self)


def _count_per_scope(initiatives: InitiativeQuerySet, selection: Selection) -> tuple[dict[str, int], int]:
    """Return the number per scope in the selection, and what is there for everybody in the province."""
    rows = (
        selection.in_area(None)
        .apply(initiatives)
        .order_by()
        .values_list("scope")
        .annotate(everywhere=models.Count("pk"), here=models.Count("pk", filter=selection.area))
    )
    here, province_wide = {}, 0
    for scope, everywhere, number in rows:
        here[scope] = number
        if scope == InitiativePage.Scope.PROVINCE:
            province_wide = everywhere
    return here, province_wide


def _location_words(selection: Selection, identity: SiteIdentity) -> str:
    if selection.province_wide:
        return _now("voor heel %(province)s") % {"province": identity.province}
    if selection.municipality:
        return _now("in de gemeente %(name)s") % {"name": selection.municipality.name}
    return _now("in %(province)s") % {"province": identity.province}
