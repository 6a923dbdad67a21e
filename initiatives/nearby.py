"""What else there is around an initiative: nearest first, and what is for the whole area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, FloatField, IntegerField, Q, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.geo import Bounds, distance_km
from core.models import Place
from initiatives.contributions import freshness

if TYPE_CHECKING:
    from initiatives.models import InitiativePage, InitiativeQuerySet

#: How many initiatives a page shows of each.
MOST = 6
#: Farther than this is not nearby any more.
FARTHEST_KM = 10.0
#: First it is asked what is this close.
CLOSE_KM = 2.0
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Neighbour:
    """Another initiative with how far it is, in words; an empty string when that says nothing."""

    page: InitiativePage
    distance: str


def position(page: InitiativePage) -> tuple[float, float] | None:
    """Return latitude and longitude of an initiative: its own, or those of the middle of its village."""
    if page.latitude is not None and page.longitude is not None:
        return float(page.latitude), float(page.longitude)
    if page.scope == page.Scope.PLACE and page.place:
        return float(page.place.latitude), float(page.place.longitude)
    return None


def around(page: InitiativePage, oldest: date) -> list[Neighbour]:
    """Return what is near a page, or in its municipality when it is nowhere in particular."""
    return nearest(page, oldest) if position(page) else in_the_municipality(page, oldest)


def nearest(page: InitiativePage, oldest: date) -> list[Neighbour]:
    """Return up to `MOST` others within `FARTHEST_KM`, nearest first.

    `oldest` is the day up to which a last check is too long ago to be shown. What is for the whole village
    of the page is not here but in `for_the_area`. One query where there is much, two where there is little:
    among a hundred thousand, the farthest circle alone would hold thousands.
    """
    found: list[Neighbour] = []
    for radius in (CLOSE_KM, FARTHEST_KM):
        found = _within(page, oldest, radius)
        if len(found) == MOST:
            break
    return found


def _within(page: InitiativePage, oldest: date, radius: float) -> list[Neighbour]:
    here = position(page)
    if here is None:
        return []
    box = _box(*here, radius)
    latitude = Cast(Coalesce("latitude", "place__latitude"), FloatField())
    longitude = Cast(Coalesce("longitude", "place__longitude"), FloatField())
    villages = Place.objects.filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    )
    if page.place_id:
        villages = villages.exclude(pk=page.place_id)
    scope = page.Scope
    wanted = Q(
        scope=scope.POINT,
        latitude__range=(box.south, box.north),
        longitude__range=(box.west, box.east),
    ) | Q(scope=scope.PLACE, place__in=villages)
    far = _square(latitude, here[0], 1.0) + _square(longitude, here[1], _narrow(here[0]))
    neighbours = []
    for other in _first(page, oldest, wanted, far.asc(), "title", "pk"):
        there = position(other)
        # The corners of the box lie farther away than its sides.
        if there and (km := distance_km(*here, *there)) <= radius:
            neighbours.append(Neighbour(other, _distance(page, other, km)))
    return neighbours


def for_the_area(page: InitiativePage, oldest: date) -> list[InitiativePage]:
    """Return up to `MOST` others for the whole village, municipality or province, in that order.

    What is alike comes first: there is much for the whole province.
    """
    scope = page.Scope
    # What is for the whole province has no municipality; said here, because that has an index.
    wide = Q(scope=scope.PROVINCE, municipality__isnull=True)
    order = [When(scope=scope.PROVINCE, then=2)]
    if page.municipality_id:
        wide |= Q(scope=scope.MUNICIPALITY, municipality=page.municipality_id)
        order.append(When(scope=scope.MUNICIPALITY, then=1))
    if page.place_id:
        wide |= Q(scope=scope.PLACE, place=page.place_id)
    elif page.locality:
        wide |= Q(scope=scope.PLACE, locality=page.locality, municipality=page.municipality_id)
    rank = Case(*order, default=0, output_field=IntegerField())
    alike = Case(
        When(kind=page.kind_id, then=0),
        When(theme=page.theme_id, theme__isnull=False, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return list(_first(page, oldest, wide, rank.asc(), alike.asc(), "title", "pk"))


def in_the_municipality(page: InitiativePage, oldest: date) -> list[Neighbour]:
    """Return others in the municipality of a page that is nowhere in particular."""
    if not page.municipality_id:
        return []
    wanted = Q(municipality=page.municipality_id, scope__in=(page.Scope.POINT, page.Scope.PLACE))
    return [Neighbour(other, "") for other in _first(page, oldest, wanted, "title", "pk")]


def _first(page: InitiativePage, oldest: date, wanted: Q, *order: Any) -> InitiativeQuerySet:
    """Return the first of the others, in an order.

    All stand below the same overview: who may read this page may read the others, unless one has a
    restriction of its own. To ask for restrictions above each of them would take most of the time.
    The order is made before the pages with all their columns are fetched.
    """
    pages = type(page).objects
    too_old = Q(since__isnull=False, since__lte=oldest)
    keys = (
        pages.filter(wanted, live=True, view_restrictions__isnull=True)
        .exclude(pk=page.pk)
        .alias(since=freshness.SINCE)
        .exclude(too_old)
        .order_by(*order)
        .values("pk")[:MOST]
    )
    found: InitiativeQuerySet = pages.for_listing().filter(pk__in=keys).order_by(*order)
    return found


def _box(latitude: float, longitude: float, radius: float) -> Bounds:
    height = radius / _KM_PER_DEGREE
    width = height / _narrow(latitude)
    return Bounds(latitude - height, longitude - width, latitude + height, longitude + width)


def _narrow(latitude: float) -> float:
    """How long a degree of longitude is here, beside one of latitude."""
    return max(math.cos(math.radians(latitude)), 0.01)


def _square(degrees: Any, middle: float, share: float) -> CombinedExpression:
    """Return the square of how far a coordinate lies from the middle; enough to put places in order."""
    off: Any = (degrees - Value(middle)) * Value(share)
    square: CombinedExpression = off * off
    return square


def _distance(page: InitiativePage, other: InitiativePage, km: float) -> str:
    exact = page.Scope.POINT
    if page.scope == other.scope == exact:
        return distance_words(km)
    if page.place_id and page.place_id == other.place_id:
        return _("in dezelfde plaats")
    return _("ongeveer %(km)s km") % {"km": max(round(km), 1)}


def distance_words(km: float) -> str:
    """Return a distance between two points in words: "op dezelfde plek", "350 meter", "2,4 km"."""
    if km < 0.02:
        return _("op dezelfde plek")
    if km < 0.95:
        return _("%(metres)s meter") % {"metres": max(round(km * 20) * 50, 50)}
    return _("%(km)s km") % {"km": number_format(round(km, 1), decimal_pos=1)}
