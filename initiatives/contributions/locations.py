"""Where a proposed initiative is: what a visitor chooses, and what that means for a page.

A found address goes to the browser and comes back signed, so that a pin stands where the address service put
it and nowhere else, and nobody has to be asked twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.chrome import chrome_for
from core.geocoding import Candidate, find_place
from core.models import Municipality, Place
from initiatives.contributions import access
from initiatives.models import InitiativePage

_SALT = "initiatives.contributions.location"
_LONGEST = 2000
#: The word of the address service for a village or town as a whole.
_WHOLE_PLACE = "woonplaats"

Where = dict[str, str]


@dataclass(frozen=True)
class Choice:
    """A found address as it can be chosen: the words to show and the value to send back."""

    label: str
    value: str


@dataclass(frozen=True)
class Choices:
    """What was found for a text, and a sentence when there is something to say."""

    options: list[Choice]
    message: str = ""


def search(request: HttpRequest, text: str, *, typing: bool = False) -> Choices:
    """Return the addresses that may be meant, within the area of the site. Counts against the limit.

    `typing`: the text is only the beginning of what somebody means.
    """
    if not access.may_look_up(request):
        return Choices([], _("U zocht heel vaak. Wacht een uur, of kies een dorp uit de lijst."))
    identity = chrome_for(request).identity
    found = find_place(text, bounds=identity.bounds, province=identity.province, suggest=typing)
    return Choices(
        [Choice(candidate.label, sign(candidate)) for candidate in found.candidates], found.message
    )


def sign(candidate: Candidate) -> str:
    """Return a found address as a value that nobody can change."""
    return signing.dumps(asdict(candidate), salt=_SALT, compress=True)


def read(value: str) -> Candidate | None:
    """Return the found address in a value, or None when we did not make it."""
    if not value or len(value) > _LONGEST:
        return None
    try:
        return Candidate(**signing.loads(value, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def where_candidate(candidate: Candidate) -> Where:
    """Return the location of a found address: a pin, or a whole village when only that is known."""
    place = (
        Place.objects.select_related("municipality")
        .filter(name=candidate.place, municipality__name=candidate.municipality)
        .first()
    )
    by_slug = Q(slug=candidate.municipality_slug) if candidate.municipality_slug else Q()
    municipality = (
        place.municipality
        if place
        else Municipality.objects.filter(by_slug or Q(name=candidate.municipality)).first()
    )
    where = nowhere() | {
        "place": place.slug if place else "",
        "locality": "" if place else candidate.place,
        "municipality": municipality.slug if municipality else "",
    }
    if candidate.kind == _WHOLE_PLACE:
        return where | {"scope": InitiativePage.Scope.PLACE.value}
    return where | {
        "scope": InitiativePage.Scope.POINT.value,
        "address": candidate.label,
        "latitude": f"{candidate.latitude:.6f}",
        "longitude": f"{candidate.longitude:.6f}",
    }


def where_place(place: Place) -> Where:
    """Return the location of a whole village."""
    scope = InitiativePage.Scope.PLACE.value
    return nowhere() | {"scope": scope, "place": place.slug, "municipality": place.municipality.slug}


def where_wide(municipality: Municipality | None) -> Where:
    """Return the location of what is there for a municipality, or for the whole province."""
    if municipality is None:
        return nowhere() | {"scope": InitiativePage.Scope.PROVINCE.value}
    return nowhere() | {
        "scope": InitiativePage.Scope.MUNICIPALITY.value,
        "municipality": municipality.slug,
    }


def where_page(page: InitiativePage) -> Where:
    """Return the location of a page."""
    return {
        "scope": str(page.scope),
        "place": page.place.slug if page.place else "",
        "municipality": page.municipality.slug if page.municipality else "",
        "locality": page.locality,
        "address": page.address,
        "latitude": "" if page.latitude is None else f"{page.latitude:.6f}",
        "longitude": "" if page.longitude is None else f"{page.longitude:.6f}",
    }


def nowhere() -> Where:
    """Return a location that says nothing yet."""
    names = ("scope", "place", "municipality", "locality", "address", "latitude", "longitude")
    return dict.fromkeys(names, "")


def put(page: InitiativePage, where: dict[str, Any]) -> None:
    """Give a page a location. A village or municipality that is gone since leaves its field empty."""
    page.scope = where["scope"]
    page.place = Place.objects.select_related("municipality").filter(slug=where["place"]).first()
    page.municipality = Municipality.objects.filter(slug=where["municipality"]).first()
    page.locality = where["locality"]
    page.address = where["address"]
    page.latitude = where["latitude"] or None
    page.longitude = where["longitude"] or None


def in_words(where: dict[str, Any]) -> str:
    """Return a location in Dutch, as the site would say it."""
    page = InitiativePage()
    put(page, where)
    parts = [page.where]
    if page.address and page.scope == InitiativePage.Scope.POINT:
        parts.insert(0, page.address)
    return "\n".join(part for part in parts if part)
