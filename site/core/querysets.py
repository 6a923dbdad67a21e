"""Selections that all pages share."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


class SitePageQuerySet(PageQuerySet):
    """Pages of this site."""

    def visible(self) -> SitePageQuerySet:
        """Only what everybody may read: published, and nothing above it is restricted.

        The same as `.live().public()`, without the query of its own that `public()` makes every time.
        """
        path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        restricted = PageViewRestriction.objects.alias(outer_path=path).filter(
            outer_path__startswith=F("page__path")
        )
        return self.live().filter(~Exists(restricted))
