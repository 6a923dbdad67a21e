"""Selections that all pages share."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

#: The lowest level of the tree (root is 1, the front page 2) whose restriction holds for what is below it.
DEEPEST = 10


class SitePageQuerySet(PageQuerySet):
    """Pages of this site."""

    def visible(self) -> SitePageQuerySet:
        """Only what everybody may read: published, and nothing above it is restricted.

        The same as `.live().public()`, without the query of its own that `public()` makes every time. A page
        lies below another when its path begins with that one's, and each level adds as many letters. So the
        beginnings are looked up in the list of restricted paths, which the database makes once; to compare
        each page with each restriction would take SQLite a minute at 5,000 pages.
        """
        restricted = PageViewRestriction.objects.values("page__path")
        hidden, starts = Q(path__in=restricted), {}
        for level in range(1, DEEPEST + 1):
            name = f"start_{level}"
            starts[name] = Substr("path", 1, level * Page.steplen)
            hidden |= Q(**{f"{name}__in": restricted})
        return self.live().alias(**starts).exclude(hidden)
