"""The page of a municipality or region, and the page of two areas side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.chrome import chrome_for
from core.geocoding import Gazetteer
from core.models import Municipality, Region, Theme
from home.areas.comparing import short_name
from home.areas.finding import municipality_url
from home.areas.forms import BesideForm
from home.areas.headlines import Headline, headlines
from home.areas.pairs import values_of_two
from home.areas.table import Row, Rows, grouped
from home.areas.tiles import found_initiatives
from home.open_regulations import open_regulations
from initiatives.finder.current import current_snapshot
from initiatives.finder.found import Found
from initiatives.models import InitiativePage
from initiatives.selection import Selection
from stories.figures.areas import Area, AreaTree, area_tree
from stories.figures.newest import newest_values
from stories.models import Indicator, StoryInitiative, StoryPage

MOST_INITIATIVES = 6
MOST_STORIES = 6
LONGEST_DESCRIPTION = 300


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a municipality, beside another area when `?naast=` asks for it. Raises Http404."""
    tree = area_tree(request)
    record = next((m for m in tree.municipalities if m.slug == slug), None)
    if record is None:
        raise Http404
    return _page(request, Subject(tree, tree.of_municipality(record), record))


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a region, beside another area when `?naast=` asks for it. Raises Http404."""
    tree = area_tree(request)
    record = next((r for r in tree.regions if r.slug == slug), None)
    if record is None:
        raise Http404
    return _page(request, Subject(tree, tree.of_region(record), record))


@dataclass(frozen=True)
class Subject:
    """The area of a page with what belongs to it."""

    tree: AreaTree
    area: Area
    record: Municipality | Region

    @property
    def url(self) -> str:
        if isinstance(self.record, Municipality):
            return municipality_url(self.record)
        return reverse("area_region", args=[self.record.slug])

    @property
    def title(self) -> str:
        """The name with what it is: "Gemeente De Wolden"."""
        if isinstance(self.record, Municipality):
            return _("Gemeente %(name)s") % {"name": self.record.name}
        return _("Regio %(name)s") % {"name": self.record.name}

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """The municipality itself, or those of the region."""
        if isinstance(self.record, Municipality):
            return [self.record]
        return [m for m in self.tree.municipalities if m.region_id == self.record.pk]

    @property
    def region(self) -> Region | None:
        """The region of a municipality."""
        return self.record.region if isinstance(self.record, Municipality) else None

    @property
    def villages(self) -> list[dict[str, str]]:
        """The villages and towns, with the text that the finder finds each by."""
        if not isinstance(self.record, Municipality):
            return []
        found = [c for _n, _m, c in Gazetteer.load().places if c.municipality_slug == self.record.slug]
        return [{"name": c.place, "words": c.label} for c in found]


def _page(request: HttpRequest, subject: Subject) -> HttpResponse:
    form = BesideForm(request.GET, subject.tree, subject.area)
    beside = form.beside
    context: dict[str, Any] = {
        "subject": subject,
        "area": subject.area,
        "title": subject.title,
        "form": form,
        # A wrong choice is no page for a search engine either.
        "is_compared": bool(request.GET.get("naast")),
        "area_index": chrome_for(request).section("areaindexpage"),
        "figure_index": chrome_for(request).section("figureindexpage"),
        "initiative_index": chrome_for(request).section("initiativeindexpage"),
    }
    themes = list(Theme.objects.select_related("page").defer("page__body", "page__lead_image"))
    indicators = list(Indicator.objects.defer("description", "caveat"))
    if beside is not None:
        context.update(_two(subject, beside, themes, indicators))
        return render(request, "pages/area_compared.html", context)
    context.update(_one(subject, themes, indicators))
    context["structured_data"] = _structured_data(request, subject, context["description"])
    return render(request, "pages/area_page.html", context)


# One area


def _one(subject: Subject, themes: list[Theme], indicators: list[Indicator]) -> dict[str, Any]:
    """Return columns, groups, wider_columns, wider_groups, both counts, headlines, and what else there is."""
    area, around = subject.area, subject.tree.around(subject.area)
    values = newest_values([area, *around])
    rows = Rows([area, *around], values)
    # How a region stands to the country is not what this page is about.
    wider_rows = Rows(around, values, area.key, compare=False)
    own: list[Row] = []
    wider: list[Row] = []
    for indicator in indicators:
        if (indicator.pk, area) in values:
            own.append(rows.of(indicator))
        elif any((indicator.pk, other) in values for other in around):
            wider.append(wider_rows.of(indicator))
    chosen = {theme.public_page.key_indicator_id for theme in themes if theme.public_page}
    found = headlines(area, around, indicators, values, chosen)
    initiatives = _initiatives(subject)
    # That a source has no figure is shown, and is no figure.
    figure_count = sum(values[row.indicator.pk, area].value is not None for row in own)
    return {
        "columns": rows.names,
        "groups": grouped(own, themes),
        "figure_count": figure_count,
        "wider_columns": wider_rows.names,
        "wider_groups": grouped(wider, themes, "ruimer-"),
        "wider_count": len(wider),
        "headlines": found,
        "description": _description(subject, found, figure_count, initiatives["initiative_count"]),
        "stories": _stories(subject),
        "regulations": open_regulations(),
        **initiatives,
    }


def _initiatives(subject: Subject) -> dict[str, Any]:
    """Return the first initiatives as the finder lists them, and how many there are per municipality."""
    snapshot = current_snapshot()
    per_slug = Found.by(snapshot, Selection()).counts("gemeente")
    keys: list[int] = []
    for one in subject.municipalities:
        found = Found.by(snapshot, Selection(municipality=one.slug))
        keys += found.pages(0, MOST_INITIATIVES // len(subject.municipalities) or 1)
    pages = {page.pk: page for page in InitiativePage.objects.filter(pk__in=keys).for_listing()}
    counts = [(one, per_slug.get(one.slug, 0)) for one in subject.municipalities]
    return {
        "initiatives": [pages[key] for key in keys[:MOST_INITIATIVES] if key in pages],
        "initiative_count": sum(number for _m, number in counts),
        "initiative_counts": counts,
    }


def _stories(subject: Subject) -> list[StoryPage]:
    """Return the newest stories about initiatives in the area."""
    links = StoryInitiative.objects.filter(
        initiative__live=True, initiative__municipality__in=subject.municipalities
    )
    return list(
        StoryPage.objects.visible().filter(pk__in=links.values("story_id")).for_listing()[:MOST_STORIES]
    )


def _description(subject: Subject, found: list[Headline], figures: int, initiatives: int) -> str:
    """Return what the page says, for search engines: its first figure and how much more there is."""
    own = next((headline.sentence for headline in found if not headline.elsewhere), "")
    figures_text = ngettext("%(number)d cijfer", "%(number)d cijfers", figures) % {"number": figures}
    initiatives_text = ngettext("%(number)d initiatief", "%(number)d initiatieven", initiatives) % {
        "number": initiatives
    }
    counts = _("%(title)s: %(figures)s, %(initiatives)s en subsidies die nu open zijn.") % {
        "title": subject.title,
        "figures": figures_text,
        "initiatives": initiatives_text,
    }
    text = f"{own} {counts}".strip()
    return text if len(text) <= LONGEST_DESCRIPTION else counts


def _structured_data(request: HttpRequest, subject: Subject, description: str) -> dict[str, Any]:
    """Return schema.org JSON-LD of the area."""
    kind = "AdministrativeArea"
    inside: dict[str, Any] = {"@type": kind, "name": subject.tree.province.name}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": subject.area.name,
        "description": description,
        "url": request.build_absolute_uri(subject.url),
    }
    if isinstance(subject.record, Municipality):
        data["identifier"] = subject.record.code
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(subject.record.latitude),
            "longitude": float(subject.record.longitude),
        }
        inside = {"@type": kind, "name": subject.record.region.name, "containedInPlace": inside}
    return {**data, "containedInPlace": inside}


# Two areas


def _two(subject: Subject, beside: Area, themes: list[Theme], indicators: list[Indicator]) -> dict[str, Any]:
    """Return beside, columns, groups with what there is of both, single_groups with the rest, and counts."""
    values = values_of_two(subject.area, beside)
    rows = Rows([subject.area, beside], values)
    both: list[Row] = []
    single: list[Row] = []
    for indicator in indicators:
        found = [o for area in rows.areas if (o := values.get((indicator.pk, area)))]
        if found:
            numbers = [o for o in found if o.value is not None]
            (both if len(numbers) == 2 else single).append(rows.of(indicator))
    return {
        "beside": beside,
        "beside_name": short_name(beside),
        "beside_url": _url_of(subject.tree, beside),
        "title": _("%(one)s naast %(other)s")
        % {"one": capfirst(short_name(subject.area)), "other": short_name(beside)},
        "columns": rows.names,
        "groups": grouped(both, themes),
        "figure_count": len(both),
        "single_groups": grouped(single, themes, "los-"),
        "single_count": len(single),
        "initiative_numbers": _initiative_numbers(subject.tree, [subject.area, beside]),
    }


def _url_of(tree: AreaTree, area: Area) -> str:
    record = tree.record(area)
    return Subject(tree, area, record).url if record else ""


def _initiative_numbers(tree: AreaTree, areas: list[Area]) -> list[tuple[str, int]]:
    """Return how many initiatives lie in each area; none for the country, where this site does not look."""
    found = found_initiatives()
    per_slug = found.counts("gemeente")
    numbers = []
    for area in areas:
        record = tree.record(area)
        if record is not None:
            number = sum(per_slug.get(m.slug, 0) for m in Subject(tree, area, record).municipalities)
            numbers.append((short_name(area), number))
        elif area == tree.province:
            numbers.append((short_name(area), found.count))
    return numbers
