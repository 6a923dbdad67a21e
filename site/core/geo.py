"""Plain geography: a box in degrees, distances, and what is wrong with a location."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Bounds:
    """A box in degrees (WGS84). South and west are the smaller values."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether the point lies in the box, edges included."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def padded(self, share: float) -> Bounds:
        """Return the box grown on every side by a share of its size (0.1 is ten per cent)."""
        lat, lng = (self.north - self.south) * share, (self.east - self.west) * share
        return Bounds(self.south - lat, self.west - lng, self.north + lat, self.east + lng)


def distance_km(lat_a: float, lng_a: float, lat_b: float, lng_b: float) -> float:
    """Return the great-circle distance in kilometres (haversine)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_lat = math.radians(lat_b - lat_a) / 2
    half_lng = math.radians(lng_b - lng_a) / 2
    h = math.sin(half_lat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def location_error(latitude: Decimal | None, longitude: Decimal | None, bounds: Bounds) -> str | None:
    """Return in Dutch what is wrong with a location, or None when it lies in the box.

    Swapped numbers are the commonest mistake, so they get a message of their own.
    """
    if latitude is None or longitude is None:
        return _("Vul beide getallen in: breedtegraad en lengtegraad. Of zoek het adres.")
    lat, lng = float(latitude), float(longitude)
    if bounds.contains(lat, lng):
        return None
    if bounds.contains(lng, lat):
        return _("De twee getallen zijn omgewisseld. De breedtegraad is hier het grootste getal.")
    return _("Deze plek ligt buiten ons gebied. Controleer de getallen of zoek het adres.")
