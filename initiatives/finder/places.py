"""Where "in de buurt van" is: the place of a selection as a point, with its municipality."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.boundaries import municipality_at
from core.geo import Bounds, distance_km
from core.geocoding import find_place
from initiatives.finder.found import Centre
from initiatives.finder.snapshot import Vocabulary
from initiatives.selection import Selection

#: How far outside the area of the site a visitor may be, as a share of its size: about forty kilometres.
NEARBY = 0.6


def centre_of(
    selection: Selection, vocabulary: Vocabulary, bounds: Iterable[float], province: str
) -> tuple[Centre | None, str]:
    """Return the place of a selection, and a sentence when there is something to say about it.

    Never raises because of the service that knows addresses: then there is a sentence and no place.
    """
    if selection.near:
        latitude, longitude = selection.near
        south, west, north, east = bounds
        if not Bounds(south, west, north, east).padded(NEARBY).contains(latitude, longitude):
            return None, _(
                "Uw plek ligt niet in de buurt van %(province)s. Typ een dorp, postcode of adres."
            ) % {"province": province}
        return Centre(
            _("uw plek"), latitude, longitude, _nearest_municipality(vocabulary, latitude, longitude)
        ), ""
    if not selection.place:
        return None, ""
    found = find_place(selection.place, bounds=bounds, province=province)
    if not found.candidates:
        return None, found.message
    best = found.candidates[0]
    municipality = best.municipality_slug or _nearest_municipality(vocabulary, best.latitude, best.longitude)
    label = best.place if best.label == f"{best.place} ({best.place})" else best.label
    return Centre(label, best.latitude, best.longitude, municipality), found.message


def _nearest_municipality(vocabulary: Vocabulary, latitude: float, longitude: float) -> str:
    """Return the slug of the municipality around a point; without outlines that of the nearest village."""
    around = municipality_at(latitude, longitude)
    if around is not None:
        return around.slug
    nearest = min(
        vocabulary.places.values(),
        key=lambda place: distance_km(latitude, longitude, place[2], place[3]),
        default=None,
    )
    if nearest is None:
        return ""
    choices = vocabulary.choices["gemeente"].values()
    return next((choice.slug for choice in choices if choice.pk == nearest[1]), "")
