"""The areas that figures are about, from a village to the country, and which lies in which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.chrome import chrome_for
from core.models import Municipality, Region
from stories.models.observations import AreaType, Observation, area_in_words

#: The country of all provinces that can run this site.
COUNTRY = "Nederland"

_PREFIXES = {
    AreaType.MUNICIPALITY: "gemeente",
    AreaType.REGION: "regio",
    AreaType.PROVINCE: "provincie",
    AreaType.COUNTRY: "land",
    AreaType.PLACE: "plaats",
    AreaType.PANEL: "panel",
    AreaType.URBAN: "stad",
    AreaType.RURAL: "platteland",
    AreaType.SUBGROUP: "deel",
    AreaType.UNKNOWN: "onbekend",
}
#: From near to far; in this order lists of areas are shown.
ORDER = {area_type: place for place, area_type in enumerate(_PREFIXES)}


@dataclass(frozen=True)
class Area:
    """An area of a value: its level (an `AreaType`) and its name as the data have it."""

    type: str
    name: str

    @property
    def key(self) -> str:
        """The area in an address: "gemeente-de-wolden", "provincie-drenthe"."""
        return f"{_PREFIXES[AreaType(self.type)]}-{slugify(self.name)}".rstrip("-")

    @property
    def words(self) -> str:
        """The area as people call it: "De Wolden", "panel van Drenthe", "gebied niet genoemd"."""
        return area_in_words(self.type, self.name)

    @property
    def label(self) -> str:
        """The area with its level, for lists where names alone are not clear: "regio Noord-Drenthe"."""
        if self.type == AreaType.REGION:
            return _("regio %(area)s") % {"area": self.name}
        if self.type == AreaType.PROVINCE:
            return _("provincie %(area)s") % {"area": self.name}
        return self.words

    @property
    def sort_key(self) -> tuple[int, str]:
        """From near to far, then by name."""
        return ORDER[AreaType(self.type)], self.name


def area_of(observation: Observation) -> Area:
    """Return the area of a value."""
    return Area(observation.area_type, observation.area)


class AreaTree:
    """The municipalities and regions of the province, and what lies around each."""

    def __init__(
        self, municipalities: Iterable[Municipality], regions: Iterable[Region], province: str
    ) -> None:
        self.municipalities = list(municipalities)
        self.regions = list(regions)
        self.province = Area(AreaType.PROVINCE, province)
        self.country = Area(AreaType.COUNTRY, COUNTRY)

    @classmethod
    def read(cls, province: str) -> AreaTree:
        """Return all areas, in two queries."""
        return cls(
            Municipality.objects.select_related("region").order_by("name"),
            Region.objects.order_by("name"),
            province,
        )

    def of_municipality(self, municipality: Municipality) -> Area:
        return Area(AreaType.MUNICIPALITY, municipality.name)

    def of_region(self, region: Region) -> Area:
        return Area(AreaType.REGION, region.name)

    @cached_property
    def areas(self) -> list[Area]:
        """All areas of the province and around it: municipalities, regions, province, country."""
        return [
            *map(self.of_municipality, self.municipalities),
            *map(self.of_region, self.regions),
            self.province,
            self.country,
        ]

    def by_key(self, key: str) -> Area | None:
        """Return the area with a key, or None."""
        return next((area for area in self.areas if area.key == key), None)

    def record(self, area: Area) -> Municipality | Region | None:
        """Return the row of a municipality or region; None for any other area."""
        records: Sequence[Municipality | Region] = ()
        if area.type == AreaType.MUNICIPALITY:
            records = self.municipalities
        elif area.type == AreaType.REGION:
            records = self.regions
        return next((record for record in records if record.name == area.name), None)

    def around(self, area: Area) -> tuple[Area, ...]:
        """Return what an area lies in, from near to far: its region, the province, the country."""
        wider = (self.province, self.country)
        if area == self.country:
            return ()
        if area == self.province:
            return (self.country,)
        record = self.record(area)
        if isinstance(record, Municipality):
            return (self.of_region(record.region), *wider)
        return wider


def area_tree(request: HttpRequest) -> AreaTree:
    """Return the areas for the site of a request; no query when they are in the cache.

    The cache is emptied whenever a municipality or region changes, see `core.page_cache`.
    """
    province = chrome_for(request).identity.province
    key = f"area-tree:{slugify(province)}"
    found: AreaTree | None = caches["pages"].get(key)
    if found is None:
        found = AreaTree.read(province)
        caches["pages"].set(key, found)
    return found
