"""From an address to a location: the national service behind a small interface, our own places behind it."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import cache, caches
from django.utils.translation import gettext as _

from core.boundaries import municipality_at
from core.geo import Bounds
from core.models import Municipality, Place
from core.remote import RemoteError, fetch
from core.text import folded

logger = logging.getLogger(__name__)

MOST_CANDIDATES = 5
LONGEST_TEXT = 200
#: An answer of five addresses is a few kB; whatever is longer is not an answer.
LARGEST_ANSWER = 200_000
SECONDS_TO_KEEP = 24 * 60 * 60
#: After a failure the service is left alone for a while, so that editors do not wait for it each time.
SECONDS_OF_REST = 30
_REST_KEY = "geocoder-rests"
#: How many questions of visitors the service gets from this site in so many seconds, whoever asks them.
MOST_QUESTIONS = 50
SECONDS_OF_COUNTING = 10
#: A start of a name that is shorter than this is looked up in our own list only.
SHORTEST_QUESTION = 3
_GAZETTEER_KEY = "places-by-name"
_POINT = re.compile(r"POINT\((-?\d{1,3}(?:\.\d{1,20})?) (-?\d{1,3}(?:\.\d{1,20})?)\)")


@dataclass(frozen=True)
class Candidate:
    """A location that may be meant. Degrees (WGS84); `kind` is the service's own word, such as adres.

    `municipality` is its name, `municipality_slug` our own: only `find_place` fills that in.
    """

    label: str
    latitude: float
    longitude: float
    kind: str
    place: str = ""
    municipality: str = ""
    municipality_slug: str = ""


class GeocodingError(Exception):
    """The service did not give a usable answer."""


class Geocoder(Protocol):
    """Finds locations by text. Raises GeocodingError when it cannot answer; an empty list is an answer."""

    def search(self, text: str) -> list[Candidate]: ...


class PdokGeocoder:
    """The Locatieserver of PDOK: addresses, streets, postcodes and places of the Netherlands."""

    def __init__(self, url: str, timeout: float, province: str = "", *, suggest: bool = False) -> None:
        """`timeout` in seconds is for the whole answer, however slowly it comes.

        With `suggest` the text is the start of something that somebody is still typing.
        """
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.province = province
        self.suggest = suggest

    def search(self, text: str) -> list[Candidate]:
        documents = self._ask("suggest" if self.suggest else "free", text)
        found = [candidate for candidate in map(_candidate, documents) if candidate]
        if self.suggest and documents and not found:
            # Suggestions without coordinates; the other half of the service always has them.
            documents = self._ask("free", text)
            found = [candidate for candidate in map(_candidate, documents) if candidate]
        return found

    def _ask(self, what: str, text: str) -> list[Any]:
        filters = ["type:(adres OR weg OR postcode OR woonplaats)"]
        if self.province:
            filters.append('provincienaam:"{}"'.format(re.sub(r'["\\]', "", self.province)))
        fields = "type,weergavenaam,centroide_ll,woonplaatsnaam,gemeentenaam"
        query: list[tuple[str, str]] = [("q", text), ("rows", str(MOST_CANDIDATES)), ("fl", fields)]
        query += [("fq", words) for words in filters]
        try:
            body = fetch(f"{self.url}/{what}", query, timeout=self.timeout, most_bytes=LARGEST_ANSWER)
            documents = json.loads(body)["response"]["docs"]
            if not isinstance(documents, list):
                raise TypeError
        except RemoteError as error:
            raise GeocodingError(str(error)) from error
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise GeocodingError(type(error).__name__) from error
        return documents[:MOST_CANDIDATES]


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
        return [_own_candidate(place) for place in places[:MOST_CANDIDATES]]


@dataclass(frozen=True)
class Found:
    """Candidates, best first, and a sentence for who asked when there is something to say."""

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
    wanted, problem = _readable(text)
    if problem:
        return Found([], problem)
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


def _readable(text: str) -> tuple[str, str]:
    """Return the text as it is looked up, and what is wrong with it in words."""
    wanted = " ".join(text.replace("\x00", " ").split())
    if len(wanted) < 2:
        return "", _("Typ eerst een adres, een postcode of de naam van een dorp.")
    if len(wanted) > LONGEST_TEXT:
        return "", _("Dit is te lang voor een adres. Typ alleen straat, nummer en plaats.")
    return wanted, ""


# For visitors


def find_place(
    text: str,
    bounds: Iterable[float] | None = None,
    province: str = "",
    *,
    suggest: bool = False,
    geocoder: Geocoder | None = None,
) -> Found:
    """Return where a visitor means: a village, a postcode or an address. Never raises because of the service.

    A village on our own list is found without the service. With `suggest` the text is the start of something
    that somebody is still typing. Each candidate says in which of our municipalities it lies, if we know it.
    """
    wanted, problem = _readable(text)
    if problem:
        return Found([], problem)
    box = Bounds(*bounds) if bounds is not None else None
    known = Gazetteer.load()
    exact = _inside(known.named(wanted), box)
    starting = _inside(known.starting_with(wanted), box)
    if suggest:
        own = exact + [candidate for candidate in starting if candidate not in exact]
        if len(own) >= MOST_CANDIDATES or len(wanted) < SHORTEST_QUESTION:
            return Found(own[:MOST_CANDIDATES])
    else:
        own = exact or (starting if len(starting) == 1 else [])
        if own:
            return Found(own[:MOST_CANDIDATES], _several(own))
    service = geocoder or PdokGeocoder(
        settings.GEOCODER_URL, settings.GEOCODER_TIMEOUT, province, suggest=suggest
    )
    way = "suggest" if suggest else "visitor"
    try:
        found = _inside(_remembered(service, wanted, province, way=way, allowed=_may_ask), box)
    except GeocodingError as error:
        logger.warning("geocoder does not answer: %s", error)
        own = own or starting or _inside(known.within(wanted), box)
        if own:
            return Found(
                own[:MOST_CANDIDATES], _("Adressen zoeken lukt nu niet. U kunt wel een dorp kiezen.")
            )
        return Found(
            [],
            _("Deze plek kennen wij niet, en adressen zoeken lukt nu niet. Typ een dorp in de buurt."),
        )
    own_names = {(_key(candidate.place), _key(candidate.municipality)) for candidate in own}
    for candidate in map(known.with_municipality, found):
        is_village = candidate.kind == "woonplaats"
        if not (is_village and (_key(candidate.place), _key(candidate.municipality)) in own_names):
            own.append(candidate)
    own = own or starting or _inside(known.within(wanted), box)
    if not own:
        return Found(
            [], _("Deze plek vinden wij niet in ons gebied. Typ een dorp, een postcode of een adres.")
        )
    return Found(own[:MOST_CANDIDATES])


def _several(candidates: list[Candidate]) -> str:
    if len(candidates) < 2:
        return ""
    labels = ", ".join(candidate.label for candidate in candidates[1:MOST_CANDIDATES])
    return _("Er zijn meer plaatsen met deze naam. Bedoelt u %(labels)s? Typ dan ook de gemeente.") % {
        "labels": labels
    }


def _may_ask() -> bool:
    """Count a question; False when the service had enough of them for now.

    Counted for all visitors together, not per visitor: nobody's address is needed, and the service sees only
    us. Windows that are counted up can be shared by processes without a lock, which a bucket cannot.
    """
    key = f"geocoder-asked-{int(time.time()) // SECONDS_OF_COUNTING}"
    cache.add(key, 0, 2 * SECONDS_OF_COUNTING)
    try:
        return cache.incr(key) <= MOST_QUESTIONS
    except ValueError:  # thrown out of the cache in between
        return False


def _key(name: str) -> str:
    """Return a name as it is compared: without capitals, accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", folded(name)))


@dataclass(frozen=True)
class Gazetteer:
    """Our own places and municipalities by name."""

    #: Compared names of the place and of its municipality, and the place itself.
    places: list[tuple[str, str, Candidate]]
    #: Compared name and slug.
    municipalities: dict[str, str]

    @classmethod
    def load(cls) -> Gazetteer:
        """Read them from the cache that every change of a place empties."""
        kept = caches[settings.WAGTAIL_CACHE_BACKEND]
        found: Gazetteer | None = kept.get(_GAZETTEER_KEY)
        if found is None:
            places = Place.objects.select_related("municipality").order_by("name", "municipality__name")
            found = cls(
                [(_key(p.name), _key(p.municipality.name), _own_candidate(p)) for p in places],
                {_key(name): slug for name, slug in Municipality.objects.values_list("name", "slug")},
            )
            kept.set(_GAZETTEER_KEY, found)
        return found

    def named(self, text: str) -> list[Candidate]:
        """Return the places with this name, with or without their municipality behind it."""
        wanted = _key(text)
        return [
            candidate
            for name, municipality, candidate in self.places
            if name and wanted in (name, f"{name} {municipality}", f"{name} gemeente {municipality}")
        ]

    def starting_with(self, text: str) -> list[Candidate]:
        """Return the places of which the name starts with this text."""
        wanted = _key(text)
        return [candidate for name, _m, candidate in self.places if wanted and name.startswith(wanted)]

    def within(self, text: str) -> list[Candidate]:
        """Return the places that are named in a longer text, such as an address; longest name first."""
        wanted = f" {_key(text)} "
        found = [(name, candidate) for name, _m, candidate in self.places if name and f" {name} " in wanted]
        found.sort(key=lambda one: -len(one[0]))
        return [candidate for _name, candidate in found]

    def with_municipality(self, candidate: Candidate) -> Candidate:
        """Return the candidate with our own municipality, by its name, else by where it lies."""
        slug = self.municipalities.get(_key(candidate.municipality), "")
        if not slug and (municipality := municipality_at(candidate.latitude, candidate.longitude)):
            slug = municipality.slug
        return replace(candidate, municipality_slug=slug)


def _own_candidate(place: Place) -> Candidate:
    return Candidate(
        label=f"{place.name} ({place.municipality.name})",
        latitude=float(place.latitude),
        longitude=float(place.longitude),
        kind="woonplaats",
        place=place.name,
        municipality=place.municipality.name,
        municipality_slug=place.municipality.slug,
    )


def _inside(candidates: list[Candidate], box: Bounds | None) -> list[Candidate]:
    return [found for found in candidates if box is None or box.contains(found.latitude, found.longitude)]


def _remembered(
    service: Geocoder,
    text: str,
    province: str,
    *,
    way: str = "",
    allowed: Callable[[], bool] = lambda: True,
) -> list[Candidate]:
    """Ask the service, or what it said before; `way` keeps answers of different sorts apart.

    Raises GeocodingError, also when it is not `allowed` to ask now.
    """
    digest = hashlib.sha256(f"{way}|{province}|{text.casefold()}".encode(errors="replace")).hexdigest()
    key = f"geocoder-{digest}"
    known = cache.get(key)
    if known is not None:
        return [Candidate(**values) for values in known]
    if cache.get(_REST_KEY):
        raise GeocodingError("rests after a failure")
    if not allowed():
        raise GeocodingError("was asked enough for now")
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
    label = _text(document, "weergavenaam", 160)
    if not point or not label:
        return None
    longitude, latitude = float(point[1]), float(point[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Candidate(
        label=label,
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        kind=_text(document, "type", 20),
        place=_text(document, "woonplaatsnaam", 80),
        municipality=_text(document, "gemeentenaam", 80),
    )


def _text(document: dict[Any, Any], name: str, longest: int) -> str:
    """Return a text of an answer, or an empty one when it is something else."""
    value = document.get(name)
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""
