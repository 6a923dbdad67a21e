"""What stands around every page: who publishes the site, the menu and the overviews.

It is the same for every visitor and changes rarely, so it is kept in the cache of public pages, which is
emptied whenever something public changes (see `core.page_cache`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest
from wagtail.models import Page, Site

from core.models.site_settings import SiteIdentity
from core.querysets import SitePageQuerySet


@dataclass(frozen=True)
class Chrome:
    """The surroundings of a page of one site."""

    site: Site | None
    identity: SiteIdentity
    children: tuple[Page, ...]

    @property
    def menu(self) -> list[Page]:
        """The pages of the main menu."""
        return [page for page in self.children if page.show_in_menus]

    def section(self, model: str) -> Page | None:
        """Return the page of a type directly below the front page, such as "initiativeindexpage"."""
        return next((p for p in self.children if p.cached_content_type.model == model), None)


def _build(request: HttpRequest) -> Chrome:
    site = Site.find_for_request(request)
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    if site is None:
        return Chrome(None, identity, ())
    children = (
        SitePageQuerySet(Page)
        .child_of(site.root_page)
        .visible()
        .order_by("path")
        .only(
            "id",
            "path",
            "depth",
            "numchild",
            "title",
            "slug",
            "url_path",
            "show_in_menus",
            "content_type",
            "locale",
        )
    )
    _front_page = site.root_page.specific  # kept with the site: every address is looked up from there
    for name in SiteIdentity.select_related:
        getattr(identity, name)  # fetched now, so that they are kept with the identity
    return Chrome(site, identity, tuple(children))


def chrome_for(request: HttpRequest) -> Chrome:
    """Return the surroundings for the site of a request; no query when they are in the cache."""
    found: Chrome | None = getattr(request, "_chrome", None)
    if found is None:
        key = f"chrome:{request.get_host()}"
        found = caches["pages"].get(key)
        if found is None:
            found = _build(request)
            caches["pages"].set(key, found)
        # Wagtail keeps its own answer here; the same site need not be looked up again.
        request._wagtail_site = found.site  # type: ignore[attr-defined]
        request._chrome = found  # type: ignore[attr-defined]
    return found
