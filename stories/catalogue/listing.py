"""What the catalogue shows: figures with their newest value, in groups or as a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.urls import reverse

from core.chrome import chrome_for
from core.listing import page_of
from stories.catalogue.choices import CatalogueForm, Choices, chips, suggestion
from stories.catalogue.entries import Catalogue, Entry, Group, catalogue
from stories.figures import areas
from stories.figures.words import observation_words
from stories.models.indicators import Indicator
from stories.models.observations import Nature, Observation

RESULTS_PER_PAGE = 20
#: How many of a theme, and of another topic, are shown when somebody looks at everything.
FIRST_OF_THEME = 4
FIRST_OF_TOPIC = 2
#: A value with more letters than this is no number to set large.
LONGEST_LARGE = 16


@dataclass(frozen=True)
class Hit:
    """A figure in a list with the value that is shown of it; None when it has none at all."""

    entry: Entry
    observation: Observation | None

    @property
    def value(self) -> str:
        """The value in words."""
        o = self.observation
        return observation_words(o.indicator, o) if o else ""

    @property
    def is_large(self) -> bool:
        """Whether the value is short enough to be set large."""
        return bool(self.observation) and len(self.value) <= LONGEST_LARGE

    @property
    def where(self) -> str:
        """The area, and the group when the value is only about a part of the people."""
        o = self.observation
        if o is None:
            return ""
        return f"{o.area_words} ({o.subgroup})" if o.subgroup else o.area_words

    @property
    def kind(self) -> str:
        """What it is when nobody counted it: "schatting", "prognose"; "" when the value says so itself."""
        o = self.observation
        if o is None or o.nature == Nature.MEASURED:
            return ""
        kind = str(o.get_nature_display())
        return "" if kind.lower() in o.qualifier.lower() else kind


def _no(condition: Q) -> ExpressionWrapper:
    """Sort what meets the condition first."""
    return ExpressionWrapper(~condition, output_field=BooleanField())


def hits(entries: Iterable[Entry], area: areas.Area | None = None) -> list[Hit]:
    """Return figures with their newest value: of the area, or of the one that speaks for them. One query."""
    shown = list(entries)
    wanted = {entry.pk: _area_for(entry, area) for entry in shown}
    pairs = {pair for pair in wanted.values() if pair}
    values: dict[tuple[int, areas.Area], Observation] = {}
    if pairs:
        places = reduce(or_, (Q(area_type=pair.type, area=pair.name) for pair in pairs))
        found = (
            Observation.objects.filter(places, indicator__in=wanted)
            .annotate(
                place=Window(
                    RowNumber(),
                    partition_by=[F("indicator_id"), F("area_type"), F("area")],
                    order_by=[
                        # First what has a value, was counted and is about everybody; then the newest.
                        _no(Q(value__isnull=False)),
                        _no(Q(nature__in=[Nature.MEASURED, Nature.ESTIMATE])),
                        _no(Q(subgroup="")),
                        F("last_day").desc(nulls_last=True),
                        F("source__year").desc(nulls_last=True),
                        F("pk").desc(),
                    ],
                )
            )
            .filter(place=1)
            .select_related("source", "indicator")
        )
        values = {(o.indicator_id, areas.area_of(o)): o for o in found}
    return [
        Hit(entry, values.get((entry.pk, pair)) if (pair := wanted[entry.pk]) else None) for entry in shown
    ]


def _area_for(entry: Entry, area: areas.Area | None) -> areas.Area | None:
    return area if area and area.key in entry.area_keys else entry.spokesman


def searched(request: HttpRequest, text: str, most: int) -> tuple[list[Hit], int]:
    """Return the figures that fit a text best, and how many there are in all."""
    found = catalogue(request).containing(text)
    return hits(found[:most]), len(found)


@dataclass(frozen=True)
class Shelf:
    """A theme or topic with the first of its figures. `url` leads to all of them."""

    group: Group
    hits: list[Hit]
    count: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


def _shelves(form: CatalogueForm, found: list[Entry], url: str) -> list[Shelf]:
    by_group: dict[Group, list[Entry]] = {}
    for entry in found:
        by_group.setdefault(entry.group, []).append(entry)
    first = {
        group: entries[: FIRST_OF_THEME if group.tone else FIRST_OF_TOPIC]
        for group, entries in by_group.items()
    }
    shown = {
        hit.entry.pk: hit
        for hit in hits([entry for entries in first.values() for entry in entries], form.area)
    }
    return [
        Shelf(
            group,
            [shown[entry.pk] for entry in first[group]],
            len(entries),
            f"{url}?{replace(form.chosen, thema=group.key).query}",
        )
        for group, entries in by_group.items()
    ]


class _Listing:
    """A list of figures to be cut into pages; only those of one page are looked up."""

    def __init__(self, found: list[Entry], area: areas.Area | None) -> None:
        self.found, self.area = found, area

    def count(self) -> int:
        return len(self.found)

    def __getitem__(self, wanted: slice) -> list[Hit]:
        return hits(self.found[wanted], self.area)


def catalogue_context(request: HttpRequest, url: str) -> dict[str, Any]:
    """Return what the catalogue at an address shows.

    Context: form, facets, chips, area, count, results (a page; all with the same area) or shelves, suggestion
    and its address, filter_active, base_query, total, the pages of the municipalities. Raises Http404 for a
    page that does not exist.
    """
    known: Catalogue = catalogue(request)
    form = CatalogueForm(request.GET, catalogue=known, tree=areas.area_tree(request))
    chosen, found = form.chosen, form.found()
    # Themes are of use to who looks around; who asks something gets one list, the best first.
    as_list = bool(chosen.q or chosen.thema or not found)
    results = page_of(request, _Listing(found if as_list else [], form.area), RESULTS_PER_PAGE)
    meant = suggestion(known, chosen.q) if chosen.q and not found else ""
    return {
        "form": form,
        "facets": form.facets,
        "chips": chips(form, url),
        "area": form.area,
        "count": len(found),
        "total": len(known.entries),
        "results": results if as_list else None,
        "shelves": [] if as_list else _shelves(form, found, url),
        "group": next((group for group in known.groups if group.key == chosen.thema), None),
        "suggestion": meant,
        "suggestion_url": f"{url}?{Choices(q=meant).query}",
        # A wrong value is no page for a search engine either.
        "filter_active": bool(chosen.query) or not form.is_valid(),
        "base_query": chosen.query,
        "area_index": chrome_for(request).section("areaindexpage"),
    }


def addresses() -> list[str]:
    """Return the addresses of what stands below the catalogue, for search engines."""
    figures = Indicator.objects.only("slug").order_by("slug")
    return [reverse("figure_sources"), *(figure.get_absolute_url() for figure in figures)]
