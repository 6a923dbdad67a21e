"""From the name of a village or a postcode to a municipality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.geocoding import find_place
from core.models import Municipality
from stories.figures.areas import AreaTree


@dataclass(frozen=True)
class Choice:
    """A place that may be meant, and the address of the page about its municipality."""

    label: str
    url: str


@dataclass(frozen=True)
class Answer:
    """Where somebody wants to go: one address, or some to choose from, or what to do now in words."""

    url: str = ""
    choices: tuple[Choice, ...] = ()
    message: str = ""


def municipality_url(municipality: Municipality) -> str:
    """Return the address of the page about a municipality."""
    return reverse("area_municipality", args=[municipality.slug])


def find_area(text: str, tree: AreaTree, bounds: Iterable[float], province: str) -> Answer:
    """Return which page is meant by the name of a municipality, region or village, a postcode or an address.

    Names that we know need no other server.
    """
    name = slugify(text)[:80]
    for start in ("", "gemeente-"):
        wanted = name.removeprefix(start)
        for one in tree.municipalities:
            if wanted == one.slug:
                return Answer(municipality_url(one))
    for region in tree.regions:
        if name.removeprefix("regio-") == region.slug:
            return Answer(reverse("area_region", args=[region.slug]))
    found = find_place(text, bounds, province)
    by_slug = {m.slug: m for m in tree.municipalities}
    choices: dict[str, Choice] = {}
    for candidate in found.candidates:
        if municipality := by_slug.get(candidate.municipality_slug):
            choices.setdefault(municipality.slug, Choice(candidate.label, municipality_url(municipality)))
    if not choices:
        unknown = _("Deze plek ligt niet in een van onze gemeenten. Kies uw gemeente uit de lijst.")
        return Answer(message=unknown if found.candidates else found.message)
    if len(choices) == 1:
        return Answer(next(iter(choices.values())).url)
    return Answer(choices=tuple(choices.values()))
