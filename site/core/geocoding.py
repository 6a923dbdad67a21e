"""From an address to a location: the national service behind a small interface, our own places behind it."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import requests
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from urllib3.exceptions import HTTPError

from core.geo import Bounds
from core.models import Place

logger = logging.getLogger(__name__)

MOST_CANDIDATES = 5
LONGEST_TEXT = 200
#: An answer of five addresses is a few kB; whatever is longer is not an answer.
LARGEST_ANSWER = 200_000
SECONDS_TO_KEEP = 24 * 60 * 60
#: After a failure the service is left alone for a while, so that editors do not wait for it each time.
SECONDS_OF_REST = 30
_REST_KEY = "geocoder-rests"
_POINT = re.compile(r"POINT\((-?\d{1,3}(?:\.\d{1,20})?) (-?\d{1,3}(?:\.\d{1,20})?)\)")


@dataclass(frozen=True)
class Candidate:
    """A location that may be meant. Degrees (WGS84); `kind` is the service's own word, such as adres."""

    label: str
    latitude: float
    longitude: float
    kind: str
    place: str = ""
    municipality: str = ""


class GeocodingError(Exception):
    """The service did not give a usable answer."""


class Geocoder(Protocol):
    """Finds locations by text. Raises GeocodingError when it cannot answer; an empty list is an answer."""

    def search(self, text: str) -> list[Candidate]: ...


class PdokGeocoder:
    """The Locatieserver of PDOK: addresses, streets, postcodes and places of the Netherlands."""

    def __init__(self, url: str, timeout: float, province: str = "") -> None:
        """`timeout` in seconds is for the whole answer, however slowly it comes."""
        self.url = url.rstrip("/") + "/free"
        self.timeout = timeout
        self.province = province

    def search(self, text: str) -> list[Candidate]:
        try:
            documents = json.loads(self._fetch(text))["response"]["docs"]
            if not isinstance(documents, list):
                raise TypeError
        except (requests.RequestException, HTTPError, OSError, ValueError, LookupError, TypeError) as error:
            raise GeocodingError(type(error).__name__) from error
        except RecursionError as error:
            raise GeocodingError(type(error).__name__) from error
        return [candidate for candidate in map(_candidate, documents[:MOST_CANDIDATES]) if candidate]

    def _fetch(self, text: str) -> bytes:
        filters = ["type:(adres OR weg OR postcode OR woonplaats)"]
        if self.province:
            filters.append('provincienaam:"{}"'.format(re.sub(r'["\\]', "", self.province)))
        fields = "type,weergavenaam,centroide_ll,woonplaatsnaam,gemeentenaam"
        query: list[tuple[str, str]] = [("q", text), ("rows", str(MOST_CANDIDATES)), ("fl", fields)]
        query += [("fq", words) for words in filters]
        deadline = time.monotonic() + self.timeout
        with requests.get(
            self.url,
            params=query,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            timeout=self.timeout,
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.status_code != requests.codes.ok:
                raise GeocodingError(f"status {response.status_code}")
            body = b""
            # Whatever has come is read at once: a service that sends byte by byte stays within the time
            # allowed for each single read, and would keep us waiting for ever.
            while chunk := response.raw.read1(8192):
                body += chunk
                if len(body) > LARGEST_ANSWER or time.monotonic() > deadline:
                    raise GeocodingError("answer too long or too slow")
        return body


class PlaceGeocoder:
    """Our own list of places: always there, knows no addresses."""

    def search(self, text: str) -> list[Candidate]:
        # Of "Brink 1, Rolde" every word may be the place; the longest name that fits comes first.
        words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 1][:12]
        if not words:
            return []
        phrases = {
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, min(start + 4, len(words)) + 1)
        }
        lowered = {phrase.casefold() for phrase in phrases}
        places = [
            place
            for place in Place.objects.select_related("municipality")
            if place.name.casefold() in lowered or place.name.casefold().startswith(text.strip().casefold())
        ]
        places.sort(key=lambda place: (-len(place.name), place.name, place.municipality.name))
        return [
            Candidate(
                label=f"{place.name} ({place.municipality.name})",
                latitude=float(place.latitude),
                longitude=float(place.longitude),
                kind="woonplaats",
                place=place.name,
                municipality=place.municipality.name,
            )
            for place in places[:MOST_CANDIDATES]
        ]


@dataclass(frozen=True)
class Found:
    """Candidates, best first, and a sentence for the editor when there is something to say."""

    candidates: list[Candidate]
    message: str = ""


def find_locations(
    text: str,
    bounds: Iterable[float] | None = None,
    province: str = "",
    geocoder: Geocoder | None = None,
) -> Found:
    """Return locations for a text; never raises because of the service.

    `bounds` (south, west, north, east) leaves out what lies elsewhere; `geocoder` replaces the service.
    """
    wanted = " ".join(text.replace("\x00", " ").split())
    if len(wanted) < 2:
        return Found([], _("Typ eerst een adres, een postcode of de naam van een dorp."))
    if len(wanted) > LONGEST_TEXT:
        return Found([], _("Dit is te lang voor een adres. Typ alleen straat, nummer en plaats."))
    box = Bounds(*bounds) if bounds is not None else None
    service = geocoder or PdokGeocoder(settings.GEOCODER_URL, settings.GEOCODER_TIMEOUT, province)
    try:
        candidates = _inside(_remembered(service, wanted, province), box)
    except GeocodingError as error:
        logger.warning("geocoder does not answer: %s", error)
        own = _inside(PlaceGeocoder().search(wanted), box)
        if own:
            return Found(
                own,
                _("Adressen zoeken lukt nu niet. Dit zijn plaatsen uit onze eigen lijst."),
            )
        return Found(
            [], _("Adressen zoeken lukt nu niet. Probeer het later, of verschuif de speld op de kaart.")
        )
    if not candidates:
        candidates = _inside(PlaceGeocoder().search(wanted), box)
    if not candidates:
        return Found([], _("Niets gevonden in ons gebied. Controleer het adres, of typ alleen de plaats."))
    return Found(candidates)


def _inside(candidates: list[Candidate], box: Bounds | None) -> list[Candidate]:
    return [found for found in candidates if box is None or box.contains(found.latitude, found.longitude)]


def _remembered(service: Geocoder, text: str, province: str) -> list[Candidate]:
    """Ask the service, or what it said before. Raises GeocodingError."""
    digest = hashlib.sha256(f"{province}|{text.casefold()}".encode(errors="replace")).hexdigest()
    key = f"geocoder-{digest}"
    known = cache.get(key)
    if known is not None:
        return [Candidate(**values) for values in known]
    if cache.get(_REST_KEY):
        raise GeocodingError("rests after a failure")
    try:
        candidates = service.search(text)
    except GeocodingError:
        cache.set(_REST_KEY, True, SECONDS_OF_REST)
        raise
    cache.set(key, [asdict(candidate) for candidate in candidates], SECONDS_TO_KEEP)
    return candidates


def _candidate(document: Any) -> Candidate | None:
    """Return what one document of the answer says, or None when it makes no sense."""
    if not isinstance(document, dict):
        return None
    point = _POINT.fullmatch(str(document.get("centroide_ll", "")))
    label = document.get("weergavenaam")
    if not point or not isinstance(label, str) or not label.strip():
        return None
    longitude, latitude = float(point[1]), float(point[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Candidate(
        label=label.strip()[:160],
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        kind=str(document.get("type", ""))[:20],
        place=str(document.get("woonplaatsnaam", ""))[:80],
        municipality=str(document.get("gemeentenaam", ""))[:80],
    )
