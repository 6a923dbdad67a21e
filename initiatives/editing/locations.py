"""Where an initiative of a list is: from the columns about its place, with or without coordinates."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.geo import Bounds, location_error
from core.geocoding import Candidate, Geocoder, GeocodingError, PdokGeocoder, find_locations
from core.models import Municipality, Place
from core.sheets.words import plain
from initiatives.models import InitiativePage

from .values import CellError, Choices, fitting, one_of, read_choice, read_degrees, read_pair

#: How many addresses are looked up in one go, and for how many seconds. The next go does the rest.
MOST_LOOKUPS = 150
SECONDS_FOR_LOOKUPS = 20.0
Scope = InitiativePage.Scope


class ColumnError(CellError):
    """A cell that cannot be used, with the name of its column."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


class _Watched:
    """A geocoder that remembers whether it was asked, and whether it failed."""

    def __init__(self, service: Geocoder) -> None:
        self._service = service
        self.asked = self.failed = False

    def search(self, text: str) -> list[Candidate]:
        self.asked = True
        try:
            return self._service.search(text)
        except GeocodingError:
            self.failed = True
            raise


@dataclass
class AddressBook:
    """Addresses that were looked up, by their text: latitude, longitude and municipality, or None.

    `known` can be kept as JSON. Looking up stops after a number, after a time, and at the first failure of
    the service; what is left is counted in `waiting`, and can be asked for the next time.
    """

    known: dict[str, list[Any] | None]
    bounds: Bounds
    province: str = ""
    lookups: int = MOST_LOOKUPS
    seconds: float = SECONDS_FOR_LOOKUPS
    geocoder: Geocoder | None = None
    waiting: set[str] = field(default_factory=set)
    failed: bool = False
    _started: float | None = None

    def look_up(self, text: str) -> tuple[Decimal, Decimal, str] | None:
        """Return where an address is, or None when it is not known (yet, when it is in `waiting`)."""
        if text not in self.known:
            self._ask(text)
        found = self.known.get(text)
        if not found:
            return None
        return Decimal(str(found[0])), Decimal(str(found[1])), str(found[2])

    def _ask(self, text: str) -> None:
        if self._started is None:
            self._started = time.monotonic()
        if self.failed or self.lookups <= 0 or time.monotonic() - self._started > self.seconds:
            self.waiting.add(text)
            return
        self.lookups -= 1
        service = self.geocoder or PdokGeocoder(
            settings.GEOCODER_URL, settings.GEOCODER_TIMEOUT, self.province
        )
        watched = _Watched(service)
        box = (self.bounds.south, self.bounds.west, self.bounds.north, self.bounds.east)
        found = find_locations(text, bounds=box, province=self.province, geocoder=watched)
        # Only an address is exact enough for a pin; the middle of a street or village is not.
        exact = next((c for c in found.candidates if c.kind == "adres"), None)
        if exact:
            self.known[text] = [exact.latitude, exact.longitude, exact.municipality]
        elif watched.asked and not watched.failed:
            self.known[text] = None
        else:
            self.failed = watched.failed
            self.waiting.add(text)


@dataclass
class Located:
    """The location of a row: values of fields of the page, and what the editor should know about it."""

    values: dict[str, Any]
    notes: list[str] = field(default_factory=list)


class Locator:
    """Reads the columns about the location of a row."""

    def __init__(self, choices: Choices, book: AddressBook) -> None:
        self._choices = choices
        self._book = book

    def locate(self, cells: dict[str, str | None], page: InitiativePage | None) -> Located:
        """Return the location that the cells say, on top of what the page says now. Raises ColumnError.

        Only cells that say something are in `cells`; None empties a field. Follows the same rules as
        `InitiativePage.clean`, without its queries.
        """
        now = _Now.of(page)
        notes: list[str] = []
        address = self._address(cells, now.address)
        municipality = self._municipality(cells)
        place, locality = self._place(cells, municipality, now, notes)
        moved = page is None or address != now.address or place != now.place or locality != now.locality
        if municipality is None and place is None and not ("municipality" in cells or "place" in cells):
            municipality = now.municipality
        point = self._point(cells)
        scope = self._scope(cells, now, moved, point, place or locality, municipality, address)
        if scope == Scope.POINT and point is None:
            point = now.point if not moved else None
            point = point or self._looked_up(cells, address, place, locality, municipality, notes)
            if point is None:
                scope = Scope.PLACE if place or locality else Scope.MUNICIPALITY
        elif point is not None and scope != Scope.POINT:
            notes.append(_("De getallen van de plek zijn niet gebruikt: het is geen adres of plek."))
        return Located(_consistent(scope, municipality, place, locality, address, point), notes)

    def _address(self, cells: dict[str, str | None], now: str) -> str:
        address = cells.get("address", now if "street" not in cells else None)
        if "street" in cells and "address" not in cells:
            address = " ".join(filter(None, [cells["street"], cells.get("house_number")]))
        try:
            return fitting(_field("address"), address or "")
        except CellError as error:
            raise ColumnError("address", str(error)) from error

    def _municipality(self, cells: dict[str, str | None]) -> Municipality | None:
        text = cells.get("municipality")
        if not text:
            return None
        try:
            found: Municipality = one_of(self._choices.municipalities, text)
        except CellError as error:
            raise ColumnError("municipality", str(error)) from error
        return found

    def _place(
        self, cells: dict[str, str | None], municipality: Municipality | None, now: _Now, notes: list[str]
    ) -> tuple[Place | None, str]:
        """Return the village of our list, or else the name of a village or quarter."""
        try:
            locality = fitting(_field("locality"), cells.get("locality", now.locality) or "")
        except CellError as error:
            raise ColumnError("locality", str(error)) from error
        if "place" not in cells:
            other_municipality = municipality is not None and municipality != now.municipality
            return (None if other_municipality else now.place), locality
        text = cells["place"]
        if not text:
            return None, locality
        found = self._choices.places.get(plain(text), [])
        if municipality is not None:
            found = [place for place in found if place.municipality_id == municipality.pk]
        if len(found) == 1:
            return found[0], locality
        if found:
            names = ", ".join(place.municipality.name for place in found)
            raise ColumnError(
                "place",
                _("“%(text)s” ligt in meer gemeenten: %(names)s. Zet de gemeente in een eigen kolom.")
                % {"text": text[:60], "names": names},
            )
        if municipality is None:
            raise ColumnError(
                "place",
                _("Deze plaats staat niet in onze lijst: “%(text)s”. Vul ook de gemeente in.")
                % {"text": text[:60]},
            )
        notes.append(
            _("“%(text)s” staat niet in onze lijst van plaatsen. Wij gebruiken het als naam van een buurt.")
            % {"text": text[:60]}
        )
        return None, fitting(_field("locality"), text[:80])

    def _point(self, cells: dict[str, str | None]) -> tuple[Decimal, Decimal] | None:
        """Return the coordinates that the cells give. Raises ColumnError for half or impossible ones."""
        column = "latitude"
        latitude, longitude = cells.get("latitude"), cells.get("longitude")
        try:
            if latitude or longitude:
                column = "latitude" if not latitude else "longitude"
                if not latitude or not longitude:
                    raise CellError(
                        _("Vul beide getallen in: breedtegraad en lengtegraad. Of geen van beide.")
                    )
                column = "latitude"
                lat = read_degrees(latitude)
                column = "longitude"
                lng = read_degrees(longitude)
                column = "latitude"
            elif cells.get("coordinates"):
                column = "coordinates"
                lat, lng = read_pair(cells["coordinates"] or "")
            else:
                return None
            if problem := location_error(lat, lng, self._book.bounds):
                raise CellError(problem)
        except CellError as error:
            raise ColumnError(column, str(error)) from error
        return lat, lng

    def _scope(
        self,
        cells: dict[str, str | None],
        now: _Now,
        moved: bool,
        point: Any,
        village: Any,
        municipality: Municipality | None,
        address: str,
    ) -> str:
        """Return how precisely the location is known: as the row says, else by what it gives."""
        if text := cells.get("scope"):
            try:
                return read_choice("scope", text)
            except CellError as error:
                raise ColumnError("scope", str(error)) from error
        if point is not None:
            return Scope.POINT
        if now.scope and not moved and (municipality in (None, now.municipality)):
            return now.scope
        if address and village:
            return Scope.POINT
        if village:
            return Scope.PLACE
        if municipality is not None:
            return Scope.MUNICIPALITY
        raise ColumnError(
            "place",
            _("Waar is het? Vul een plaats of gemeente in, of zet bij “hoe precies”: hele provincie."),
        )

    def _looked_up(
        self,
        cells: dict[str, str | None],
        address: str,
        place: Place | None,
        locality: str,
        municipality: Municipality | None,
        notes: list[str],
    ) -> tuple[Decimal, Decimal] | None:
        """Return where the address is, or None with a note about the village that we use instead."""
        village = place.name if place else locality or (municipality.name if municipality else "")
        if not address or not any(sign.isdigit() for sign in address):
            notes.append(
                _("Zonder adres met huisnummer kunnen wij geen speld zetten. Wij gebruiken het dorp.")
            )
            return None
        text = ", ".join(filter(None, [address, f"{cells.get('postcode') or ''} {village}".strip()]))
        found = self._book.look_up(text[:200])
        if found is None:
            waiting = text[:200] in self._book.waiting
            notes.append(
                _("Dit adres is nog niet opgezocht. Tot dan gebruiken wij het dorp.")
                if waiting
                else _("Wij kunnen dit adres niet vinden. Wij gebruiken het dorp.")
            )
            return None
        latitude, longitude, where = found
        expected = place.municipality if place else municipality
        if expected and where and plain(where) != plain(expected.name):
            notes.append(
                _("Dit adres vinden wij alleen in %(name)s. Wij gebruiken het dorp.") % {"name": where}
            )
            return None
        notes.append(_("De plek is opgezocht bij het adres."))
        return latitude, longitude


@dataclass(frozen=True)
class _Now:
    """Where a page is now; nothing for a page that is still to be made."""

    scope: str = ""
    municipality: Municipality | None = None
    place: Place | None = None
    locality: str = ""
    address: str = ""
    point: tuple[Decimal, Decimal] | None = None

    @classmethod
    def of(cls, page: InitiativePage | None) -> _Now:
        if page is None:
            return cls()
        point = None
        if page.latitude is not None and page.longitude is not None:
            point = (page.latitude, page.longitude)
        return cls(page.scope, page.municipality, page.place, page.locality, page.address, point)


def _consistent(
    scope: str,
    municipality: Municipality | None,
    place: Place | None,
    locality: str,
    address: str,
    point: tuple[Decimal, Decimal] | None,
) -> dict[str, Any]:
    """Return the fields of a location that says one thing only. Raises ColumnError for what is missing."""
    if place and scope in (Scope.POINT, Scope.PLACE):
        municipality = place.municipality
    if scope in (Scope.MUNICIPALITY, Scope.PROVINCE):
        place = None
    if scope == Scope.PROVINCE:
        municipality = None
    if scope == Scope.PLACE and not (place or locality):
        raise ColumnError("place", _("Vul het dorp of de stad in."))
    if scope in (Scope.PLACE, Scope.MUNICIPALITY) and municipality is None:
        raise ColumnError("municipality", _("Vul de gemeente in."))
    latitude, longitude = point if scope == Scope.POINT and point else (None, None)
    return {
        "scope": scope,
        "municipality": municipality,
        "place": place,
        "locality": locality,
        "address": address,
        "latitude": latitude,
        "longitude": longitude,
    }


def _field(name: str) -> Any:
    return InitiativePage._meta.get_field(name)
