"""The finder of initiatives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from core.chrome import chrome_for
from core.listing import page_of
from core.models import BasePage, SiteIdentity
from initiatives import maps
from initiatives.finder import text
from initiatives.finder.choices import chips, facets
from initiatives.finder.found import Found
from initiatives.finder.places import centre_of
from initiatives.map_data import in_area, map_response
from initiatives.outlines import outlines_shapes
from initiatives.selection import PROVINCE_WIDE, Selection, SelectionForm

from .initiative_page import InitiativePage, InitiativeQuerySet

RESULTS_PER_PAGE = 20
MOST_ON_PAPER = 200
#: Downloads have addresses of their own, for machines; the finder's own address leads there.
DOWNLOADS = {"csv": "api_initiatives_csv", "geojson": "api_initiatives_geojson", "json": "api_initiatives"}


class InitiativeIndexPage(RoutablePageMixin, BasePage):
    """The finder: a form, a list and a map that show the same initiatives."""

    template = "pages/initiative_index_page.html"
    embed_template = "pages/initiative_embed.html"
    print_template = "pages/initiative_print.html"
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

    def find(
        self, request: HttpRequest, form: SelectionForm, selection: Selection | None = None
    ) -> tuple[Found, str]:
        """Return what a form selects, and a sentence about its place when there is something to say."""
        chosen = selection or form.selection
        identity = chrome_for(request).identity
        centre, message = centre_of(chosen, form.snapshot.vocabulary, identity.bounds, identity.province)
        return Found.by(form.snapshot, chosen, centre), message

    @path("")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the form that the address asks for: list, embedded, printed, or a download."""
        wanted = request.GET.get("weergave", "")
        if wanted in DOWNLOADS:
            query = SelectionForm(request.GET).selection.query
            return redirect(f"{reverse(DOWNLOADS[wanted])}?{query}" if query else reverse(DOWNLOADS[wanted]))
        response: HttpResponse = super().index_route(request, *args, **kwargs)
        if wanted == "inbedden":
            # Any village may show this view on its own site; nothing on it can be abused by a click.
            response.xframe_options_exempt = True
            response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
        return response

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        templates = {"inbedden": self.embed_template, "afdrukken": self.print_template}
        return templates.get(request.GET.get("weergave", ""), self.template)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: form, facets, chips, results, count, count_unknown_hours, place, place_message,
        suggestion, filter_active, location_words, map, map_counts, urls, base_query, province_wide_count,
        province_wide_url; for paper print_items and print_map. Raises Http404 for a page that does not exist.
        """
        context = super().get_context(request, *args, **kwargs)
        form = SelectionForm(request.GET)
        found, message = self.find(request, form)
        selection = found.selection
        url = self.get_url(request) or "/"
        identity = chrome_for(request).identity
        everywhere = in_area(selection, PROVINCE_WIDE)
        context.update(
            form=form,
            facets=facets(form, found),
            chips=chips(form, selection, url, place_found=found.centre is not None),
            results=page_of(request, _Listing(found), RESULTS_PER_PAGE),
            count=found.count,
            count_unknown_hours=found.number_of_unknown_hours,
            place=found.centre,
            place_message=message,
            # A wrong value is no page for a search engine either.
            filter_active=selection.is_active or not form.is_valid(),
            location_words=_location_words(found, identity),
            map=maps.index_map(request, self, found),
            map_counts=_map_counts(found),
            base_query=selection.query,
            suggestion=_suggestion(found, url),
            urls=_addresses(url, selection),
            province_wide_count=found.counts("gemeente")[PROVINCE_WIDE],
            province_wide_url=f"{url}?{everywhere.query}",
        )
        if request.GET.get("weergave") == "afdrukken":
            context.update(_for_paper(found, identity))
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


class _Listing:
    """The list of what was found, to be counted and cut into pages: one query for each part."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def count(self) -> int:
        """Return the number of initiatives."""
        return self.found.count

    def __getitem__(self, wanted: slice) -> list[InitiativePage]:
        """Return a part of the list."""
        return self.found.listed(
            wanted.start or 0,
            wanted.stop,
            lambda keys: InitiativePage.objects.filter(pk__in=keys).for_listing(),
        )


def _suggestion(found: Found, url: str) -> dict[str, str] | None:
    """Return what somebody may have meant who found nothing, and where that is."""
    if found.count or not found.selection.text:
        return None
    words = text.suggestion(found.snapshot, found.selection.text)
    return {"text": words, "url": f"{url}?{replace(found.selection, text=words).query}"} if words else None


def _map_counts(found: Found) -> dict[str, int]:
    scope = InitiativePage.Scope
    numbers = found.per_scope
    return {
        "points": numbers[scope.POINT],
        "areas": numbers[scope.PLACE],
        "elsewhere": numbers[scope.MUNICIPALITY] + numbers[scope.PROVINCE],
    }


def _addresses(url: str, selection: Selection) -> dict[str, str]:
    """Return the other views of the same selection."""
    parameters = selection.parameters()

    def address(**more: str) -> str:
        query = urlencode([*parameters, *more.items()])
        return f"{url}?{query}" if query else url

    views = {"csv": "csv", "geojson": "geojson", "json": "json", "print": "afdrukken", "embed": "inbedden"}
    return {"share": address(), **{name: address(weergave=view) for name, view in views.items()}}


def _for_paper(found: Found, identity: SiteIdentity) -> dict[str, Any]:
    """Return the first of the list with their numbers, and where they are: the place or its village."""
    items = _Listing(found)[:MOST_ON_PAPER]
    points = []
    for item in items:
        spot: Any = item if item.scope == InitiativePage.Scope.POINT else item.place
        if spot is not None:
            points.append((item.number, float(spot.latitude), float(spot.longitude)))
    south, west, north, east = identity.bounds
    return {
        "print_items": items,
        "print_map": {
            "bounds": [[south, west], [north, east]],
            "points": points,
            "outlines": outlines_shapes(),
        },
    }


def _location_words(found: Found, identity: SiteIdentity) -> str:
    selection = found.selection
    if found.centre:
        values = {"km": selection.kilometres, "place": found.centre.label}
        return _now("binnen %(km)d km van %(place)s") % values
    if selection.municipality == PROVINCE_WIDE:
        return _now("voor heel %(province)s") % {"province": identity.province}
    if selection.municipality:
        choices = found.snapshot.vocabulary.choices["gemeente"]
        return _now("in de gemeente %(name)s") % {"name": choices[selection.municipality].name}
    return _now("in %(province)s") % {"province": identity.province}
