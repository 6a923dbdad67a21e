"""What a reader of a figure may want to see next: stories, initiatives and other figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex

from core.models import Municipality
from initiatives.finder.current import current_snapshot
from initiatives.finder.found import Found
from initiatives.models import InitiativePage
from initiatives.selection import Selection
from stories.catalogue.entries import catalogue
from stories.catalogue.listing import Hit, hits
from stories.figures.areas import Area
from stories.models import Indicator, StoryPage

MOST_STORIES = 3
MOST_INITIATIVES = 4
MOST_FIGURES = 6


def stories_about(indicator: Indicator) -> list[StoryPage]:
    """Return the newest stories: those that show this figure first, then those of its theme."""
    of = ContentType.objects.get_for_model
    uses = ReferenceIndex.objects.filter(
        base_content_type=of(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        to_content_type=of(Indicator),
        to_object_id=str(indicator.pk),
    )
    wanted = Q(uses=True)
    if indicator.theme_id:
        wanted |= Q(theme=indicator.theme_id)
    found = StoryPage.objects.visible().for_listing().annotate(uses=Exists(uses)).filter(wanted)
    return list(found.order_by("-uses", "-date", "-pk")[:MOST_STORIES])


@dataclass(frozen=True)
class Initiatives:
    """Some initiatives of a theme, how many there are in all, and the question to the finder for those."""

    pages: list[InitiativePage]
    count: int
    query: str


def initiatives_for(indicator: Indicator, municipality: Municipality | None) -> Initiatives | None:
    """Return the initiatives of the theme of a figure, in one municipality or everywhere."""
    if indicator.theme is None:
        return None
    chosen = Selection(themes=(indicator.theme.slug,), municipality=municipality.slug if municipality else "")
    found = Found.by(current_snapshot(), chosen)
    keys = found.pages(0, MOST_INITIATIVES)
    by_key = {page.pk: page for page in InitiativePage.objects.filter(pk__in=keys).for_listing()}
    return Initiatives([by_key[key] for key in keys if key in by_key], found.count, chosen.query)


def figures_beside(request: HttpRequest, indicator: Indicator, area: Area | None) -> list[Hit]:
    """Return other figures of the same goal, or else of the same theme or topic."""
    entries = catalogue(request).entries
    own = next((entry for entry in entries if entry.pk == indicator.pk), None)
    if own is None:
        return []
    of_goal, of_group = [], []
    for entry in entries:
        if entry.pk == own.pk:
            continue
        if own.goal is not None and entry.goal == own.goal:
            of_goal.append(entry)
        elif entry.group.key == own.group.key:
            of_group.append(entry)
    return hits((of_goal + of_group)[:MOST_FIGURES], area)
