"""Which initiatives are probably the same: for who adds one, and for lists from elsewhere."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.geo import distance_km
from core.models import Municipality, Place
from core.text import folded
from initiatives.models import InitiativePage, InitiativeQuerySet

#: Two initiatives this near to each other, in metres, stand at the same spot.
SAME_SPOT = 100
#: How much two names must be alike (see `similar_name`) at the same spot ...
ALIKE_AT_SPOT = 0.6
#: ... and in the same village.
ALIKE_IN_VILLAGE = 0.85
#: What two names are worth at least when one is the other with words added ("De Wenning, huis van het dorp").
CONTAINED = 0.8
MOST_MATCHES = 5

# Words that come and go in front of the same name.
_FILLERS = frozenset([
    "stichting", "vereniging", "cooperatie", "cooperatieve", "ua", "bv", "st", "ver", "beheer", "exploitatie",
    "initiatief", "project", "de", "het", "een", "t", "en", "in", "te", "van", "voor", "op", "bij",
])  # fmt: skip
#: All words for the house of a village say the same; the first stands for all.
_VILLAGE_HALL = "dorpshuis"
_VILLAGE_HALLS = frozenset([
    "dorpshuis", "dorpscentrum", "dorpshoes", "buurthuis", "wijkcentrum", "wijkgebouw", "mfa", "mfc", "mfg",
    "kulturhus", "multifunctioneel", "multifunctionele", "accommodatie", "gemeenschapshuis",
    "ontmoetingscentrum",
])  # fmt: skip
_WORD = re.compile(r"\d+|[^\W\d_]+")
#: The points in "U.A." and "B.V.".
_DOTS = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
# Degrees; both are more than SAME_SPOT up to 60 degrees north, so that nine cells hold all that is near.
_CELL_LATITUDE, _CELL_LONGITUDE = 0.001, 0.002


def similar_name(one: str, other: str, ignore: Iterable[str] = ()) -> float:
    """Return how much two names are alike: 0 is nothing in common, 1 the same but for capitals, accents,
    legal form and words such as "dorpshuis".

    `ignore` are names of villages and municipalities: they say where, not what. Different numbers make
    different things, however alike the rest is.
    """
    leave_out = frozenset(word for name in ignore for word in _words(name))
    return _likeness(_Name.of(one, leave_out), _Name.of(other, leave_out))


@dataclass(frozen=True)
class Known:
    """An initiative as far as it matters here. `key` is whatever the maker finds it by again."""

    key: Any
    title: str
    place: str = ""
    municipality: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Match:
    """A probable duplicate: the likeness of the names (0 to 1), and the metres between them when known."""

    known: Known
    likeness: float
    metres: float | None


class DuplicateIndex:
    """Finds probable duplicates among many initiatives, without comparing each with each.

    Neighbours are found by cell of a grid, villagers by the pairs of letters in their names.
    """

    def __init__(self, items: Iterable[Known] = ()) -> None:
        self._items: list[tuple[Known, _Name]] = []
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        for item in items:
            self.add(item)

    def add(self, item: Known) -> None:
        """Let an initiative be found from now on."""
        number, name = len(self._items), _Name.of(item.title, _area_words(item))
        self._items.append((item, name))
        cell = _cell(item)
        if cell:
            self._cells[cell].append(number)
        for pair in name.pairs:
            self._pairs[folded(item.municipality), pair].append(number)

    def matches(self, wanted: Known) -> list[Match]:
        """Return the probable duplicates of an initiative, the likeliest first; never those with its key."""
        name = _Name.of(wanted.title, _area_words(wanted))
        found: dict[int, Match] = {}
        for number in {*self._near(wanted), *self._alike(wanted, name)}:
            item, item_name = self._items[number]
            if item.key == wanted.key and item.key is not None:
                continue
            match = _compare(wanted, name, item, item_name)
            if match:
                found[number] = match
        best = sorted(found.items(), key=lambda entry: (-entry[1].likeness, entry[0]))
        return [match for _number, match in best[:MOST_MATCHES]]

    def _near(self, wanted: Known) -> Iterator[int]:
        cell = _cell(wanted)
        if cell:
            for row in (-1, 0, 1):
                for column in (-1, 0, 1):
                    yield from self._cells.get((cell[0] + row, cell[1] + column), ())

    def _alike(self, wanted: Known, name: _Name) -> list[int]:
        """Return those in the same municipality with enough pairs of letters in common."""
        municipality = folded(wanted.municipality)
        shared = Counter(
            number for pair in name.pairs for number in self._pairs.get((municipality, pair), ())
        )
        # Names that are alike for a share s have at least s / (2 - s) of their pairs in common.
        least = len(name.pairs) * ALIKE_IN_VILLAGE / (2 - ALIKE_IN_VILLAGE)
        return [number for number, count in shared.items() if count >= least]


def likely_duplicates(
    name: str,
    latitude: float | None = None,
    longitude: float | None = None,
    place: Place | None = None,
    municipality: Municipality | None = None,
    exclude: Iterable[int] = (),
    among: InitiativeQuerySet | None = None,
) -> list[InitiativePage]:
    """Return up to five initiatives that are probably the same as the one described, the likeliest first.

    Within `SAME_SPOT` metres a similar name is enough; elsewhere in the same village the names must be
    nearly equal. `exclude` are ids of pages; `among` narrows the search, for visitors to what is `visible()`.
    Two queries. Each page has `likeness` (0 to 1) and `metres` (None without two locations).
    """
    if place is not None:
        municipality = place.municipality
    pages = InitiativePage.objects.all() if among is None else among
    area = Q(municipality=municipality)
    if latitude is not None and longitude is not None:
        latitude, longitude = float(latitude), float(longitude)
        area |= Q(
            latitude__range=(latitude - _CELL_LATITUDE, latitude + _CELL_LATITUDE),
            longitude__range=(longitude - _CELL_LONGITUDE, longitude + _CELL_LONGITUDE),
        )
    index = DuplicateIndex(known_pages(pages.filter(area).exclude(pk__in=list(exclude))))
    wanted = Known(
        None,
        name,
        place.name if place else "",
        municipality.name if municipality else "",
        latitude,
        longitude,
    )
    matches = {match.known.key: match for match in index.matches(wanted)}
    found = {page.pk: page for page in pages.filter(pk__in=matches).for_listing()} if matches else {}
    result = []
    for key, match in matches.items():
        if key in found:
            found[key].likeness, found[key].metres = match.likeness, match.metres
            result.append(found[key])
    return result


def known_pages(pages: InitiativeQuerySet) -> Iterator[Known]:
    """Return what is needed to compare these pages, in one query. The key is the id of the page."""
    fields = ("pk", "title", "place__name", "locality", "municipality__name", "latitude", "longitude")
    for pk, title, place, locality, municipality, latitude, longitude in pages.order_by().values_list(
        *fields
    ):
        yield Known(
            pk,
            title,
            place or locality,
            municipality or "",
            None if latitude is None else float(latitude),
            None if longitude is None else float(longitude),
        )


@dataclass(frozen=True)
class _Name:
    """A name as it is compared: its words, its numbers and the pairs of letters in its words."""

    words: frozenset[str]
    numbers: tuple[str, ...]
    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str, leave_out: frozenset[str]) -> _Name:
        all_words = [_VILLAGE_HALL if word in _VILLAGE_HALLS else word for word in _words(text)]
        told = [word for word in all_words if word not in _FILLERS]
        # The first of these that says anything: "Dorpshuis Rolde" in Rolde is about the house, and a project
        # that is called "Rolde" about Rolde.
        own = [word for word in told if word not in leave_out]
        words = [word for word in own if word != _VILLAGE_HALL] or own or told or all_words
        joined = "".join(words)
        padded = f"^{joined}$"
        pairs = frozenset(padded[start : start + 2] for start in range(len(padded) - 1)) if joined else ()
        numbers = tuple(sorted(word.lstrip("0") for word in words if word.isdigit()))
        return cls(frozenset(words), numbers, frozenset(pairs))


def _likeness(one: _Name, other: _Name) -> float:
    if not one.pairs or not other.pairs:
        return 0.0
    likeness = 2 * len(one.pairs & other.pairs) / (len(one.pairs) + len(other.pairs))
    smaller, larger = sorted((one.words, other.words), key=lambda words: (len(words), sorted(words)))
    if smaller < larger and sum(map(len, smaller)) > 4:
        likeness = max(likeness, CONTAINED)
    if one.numbers != other.numbers and one.numbers and other.numbers:
        likeness /= 2
    return likeness


def _compare(wanted: Known, wanted_name: _Name, item: Known, item_name: _Name) -> Match | None:
    """Return the match when two initiatives are probably the same, else None."""
    likeness = _likeness(wanted_name, item_name)
    if likeness < ALIKE_AT_SPOT:
        return None
    metres = _metres(wanted, item)
    if metres is not None and metres <= SAME_SPOT:
        return Match(item, likeness, metres)
    same_village = folded(wanted.municipality) == folded(item.municipality) and (
        folded(wanted.place) == folded(item.place) or not wanted.place or not item.place
    )
    return Match(item, likeness, metres) if same_village and likeness >= ALIKE_IN_VILLAGE else None


def _metres(one: Known, other: Known) -> float | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return 1000 * distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _cell(item: Known) -> tuple[int, int] | None:
    if item.latitude is None or item.longitude is None:
        return None
    return math.floor(item.latitude / _CELL_LATITUDE), math.floor(item.longitude / _CELL_LONGITUDE)


def _area_words(item: Known) -> frozenset[str]:
    return frozenset([*_words(item.place), *_words(item.municipality)])


def _words(text: str) -> list[str]:
    return _WORD.findall(_DOTS.sub("", folded(text)))
