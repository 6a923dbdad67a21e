"""Template tags about where a page stands and how lists are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.paginator import Page as ListPage
from wagtail.models import Page
from wagtail.query import PageQuerySet

register = template.Library()

# The depth of the front page: treebeard counts the invisible root as 1.
_HOME_DEPTH = 2


@register.simple_tag
def breadcrumbs(page: Any, menu: Iterable[Page] = ()) -> PageQuerySet | list[Page]:
    """Return the pages between the front page and this one.

    No query when the parent is in the menu, which the page shows anyway; else one.
    """
    if not isinstance(page, Page) or not page.path or page.depth <= _HOME_DEPTH + 1:
        return []
    if page.depth == _HOME_DEPTH + 2:
        parent = next((item for item in menu if below(page, item)), None)
        if parent:
            return [parent]
    return page.get_ancestors().live().filter(depth__gt=_HOME_DEPTH).defer_streamfields()


@register.filter
def below(page: Any, ancestor: Page) -> bool:
    """Whether a page stands somewhere below another in the tree."""
    return isinstance(page, Page) and bool(page.path) and page.path.startswith(ancestor.path)


@register.filter
def starts_with(path: str | None, address: str) -> bool:
    """Whether the path of a request lies at or below an address."""
    return bool(path and address) and str(path).startswith(urlsplit(address).path)


@register.filter
def page_window(pages: ListPage[Any]) -> Iterator[int | str]:
    """Return the page numbers to show: first, last and those around the current one; an ellipsis between."""
    return pages.paginator.get_elided_page_range(pages.number, on_each_side=1, on_ends=1)


@register.filter
def share_of(part: Decimal, whole: Decimal) -> float:
    """Return how much of the whole a part is, from 0 to 100, for the length of a bar."""
    if not whole:
        return 0.0
    return round(float(min(max(part / whole, Decimal(0)), Decimal(1)) * 100), 2)
