"""All public initiatives as columns of numbers, so that any selection is a few operations on whole columns.

A hundred thousand initiatives take some 25 MB. Rows stand in the order of their titles; `Snapshot.replaced`
makes the next snapshot when some pages changed, so that a publication costs a few rows and not all of them.
Words, names and pages themselves stay in the database.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from django.db import models
from django.utils import timezone

from core.models import Municipality, Place, Theme
from core.text import folded
from initiatives.models.freshness import FreshnessSettings
from initiatives.models.initiative_page import InitiativePage
from initiatives.models.kinds import InitiativeKind
from initiatives.models.opening import OpeningException, OpeningTime
from initiatives.models.traits import Facility, Language, TargetGroup

Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[Any]

SCOPES = tuple(InitiativePage.Scope.values)  # the place in this list is the code: local ones first
HOURS = tuple(InitiativePage.Hours.values)
HOLIDAYS = tuple(InitiativePage.Holidays.values)
COSTS = tuple(InitiativePage.Costs.values)
MIDNIGHT = 24 * 60  # minutes; the end of a day

_WORD = re.compile(r"[^\W\d_]{3,}")
_COLUMNS: dict[str, type[Any]] = {
    "pk": np.int64,
    "kind": np.int64,
    "theme": np.int64,
    "municipality": np.int64,
    "place": np.int64,
    "scope": np.int8,
    "latitude": np.float64,
    "longitude": np.float64,
    "hours": np.int8,
    "holidays": np.int8,
    "costs": np.int8,
    "since": np.int32,  # the day of the last check, else of publication; as date.toordinal()
}
_TRAITS: dict[str, Any] = {
    "voorziening": InitiativePage.facilities,
    "doelgroep": InitiativePage.target_groups,
    "taal": InitiativePage.languages,
}


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen, with what the page says about it."""

    pk: int
    slug: str
    name: str
    plural: str = ""
    explanation: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Everything that can be chosen, each in its editors' order, and where villages are."""

    choices: dict[str, dict[str, Choice]]
    #: municipality: (name, latitude, longitude)
    municipalities: dict[int, tuple[str, float, float]]
    #: village: (name, municipality, latitude, longitude)
    places: dict[int, tuple[str, int, float, float]]
    #: days after the last check until somebody asks, an initiative pales, and it leaves the map
    ask_after: int
    pale_after: int
    off_map_after: int

    @classmethod
    def load(cls) -> Vocabulary:
        """Read it all: nine small queries, when the process starts and after a change of one of these."""
        tables: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
            "soort": (InitiativeKind, ("plural", "explanation", "icon")),
            "thema": (Theme, ()),
            "gemeente": (Municipality, ()),
            "voorziening": (Facility, ("explanation",)),
            "doelgroep": (TargetGroup, ("explanation",)),
            "taal": (Language, ()),
        }
        choices = {
            name: {
                row["slug"]: Choice(**row)
                for row in model._default_manager.values("pk", "slug", "name", *more)
            }
            for name, (model, more) in tables.items()
        }
        terms = FreshnessSettings.objects.order_by("pk").first() or FreshnessSettings()
        return cls(
            choices,
            {
                pk: (name, float(latitude), float(longitude))
                for pk, name, latitude, longitude in Municipality.objects.values_list(
                    "pk", "name", "latitude", "longitude"
                )
            },
            {
                pk: (name, municipality, float(latitude), float(longitude))
                for pk, name, municipality, latitude, longitude in Place.objects.values_list(
                    "pk", "name", "municipality_id", "latitude", "longitude"
                )
            },
            terms.ask_after,
            terms.pale_after,
            terms.off_map_after,
        )


@dataclass(frozen=True)
class Rows:
    """Columns of some initiatives, and the rows of their opening times and traits by page."""

    columns: dict[str, Numbers]
    titles: list[str]
    #: page, weekday, first minute, last minute
    weekly: Numbers
    #: page, first day, last day, first minute (-1: closed), last minute
    exceptions: Numbers
    #: per kind of trait: page, trait
    traits: dict[str, Numbers]

    @classmethod
    def load(cls, pks: Iterable[int] | None = None) -> Rows:
        """Read all public initiatives, or those of some pages, in the order of their titles."""
        pages: models.QuerySet[Any] = InitiativePage.objects.visible().order_by()
        of_pages: dict[str, Any] = {}
        if pks is not None:
            of_pages = {"page__in": list(pks)}
            pages = pages.filter(pk__in=of_pages["page__in"])
        found = sorted(
            (
                (title_key(title), *row)
                for title, *row in pages.values_list(
                    "title", "pk", "kind_id", "theme_id", "municipality_id", "place_id", "scope",
                    "latitude", "longitude", "hours", "holidays", "costs",
                    "freshness__checked_on", "last_published_at",
                ).iterator(chunk_size=5000)
            ),
            key=lambda row: row[:2],
        )  # fmt: skip
        by_column = list(zip(*found, strict=True)) or [()] * (len(_COLUMNS) + 2)
        titles, *values, checked, published = by_column
        since = [
            # What code published without a date is not old, it is of today.
            (day or (timezone.localdate(moment) if moment else date.max)).toordinal()
            for day, moment in zip(checked, published, strict=True)
        ]
        codes = {"scope": SCOPES, "hours": HOURS, "holidays": HOLIDAYS, "costs": COSTS}
        columns: dict[str, Numbers] = {}
        for (name, kind), column in zip(_COLUMNS.items(), [*values, since], strict=True):
            if name in codes:
                code = {value: number for number, value in enumerate(codes[name])}
                column = [code[value] for value in column]
            elif kind is np.float64:
                column = [np.nan if value is None else float(value) for value in column]
            else:
                column = [value or 0 for value in column]
            columns[name] = np.array(column, dtype=kind)
        return cls(
            columns,
            list(titles),
            _table(
                4,
                (
                    (page, weekday, _minute(opens), _minute(closes) or MIDNIGHT)
                    for page, weekday, opens, closes in OpeningTime.objects.filter(**of_pages)
                    .order_by()
                    .values_list("page_id", "weekday", "opens", "closes")
                ),
            ),
            _table(
                5,
                (
                    (
                        page,
                        first.toordinal(),
                        (last or first).toordinal(),
                        -1 if opens is None else _minute(opens),
                        -1 if closes is None else _minute(closes) or MIDNIGHT,
                    )
                    for page, first, last, opens, closes in OpeningException.objects.filter(**of_pages)
                    .order_by()
                    .values_list("page_id", "first_date", "last_date", "opens", "closes")
                ),
            ),
            {name: _table(2, _links(relation, of_pages)) for name, relation in _TRAITS.items()},
        )


@dataclass(frozen=True)
class Snapshot:
    """All public initiatives as they were after change `number`."""

    number: int
    vocabulary: Vocabulary
    rows: Rows
    #: the words of titles, kinds and places, without capitals and accents; some may be of what is gone
    words: frozenset[str]
    #: What was computed from these rows before, such as which of them contain a text.
    remembered: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, number: int) -> Snapshot:
        """Read everything."""
        vocabulary, rows = Vocabulary.load(), Rows.load()
        names = [place[0] for place in vocabulary.places.values()]
        names += [
            choice.name for name in ("soort", "gemeente") for choice in vocabulary.choices[name].values()
        ]
        return cls(number, vocabulary, rows, words_of([*rows.titles, *map(title_key, names)]))

    def __len__(self) -> int:
        return len(self.rows.titles)

    def __getattr__(self, name: str) -> Numbers:
        """Return a column, such as `kind` or `latitude`."""
        try:
            return self.rows.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    def replaced(self, number: int, pks: set[int]) -> Snapshot:
        """Return the snapshot after a change in these pages: read again, gone, or new."""
        fresh = Rows.load(pks)
        gone = np.fromiter(pks, dtype=np.int64, count=len(pks))
        keep = ~np.isin(self.pk, gone)
        titles = [title for title, stays in zip(self.rows.titles, keep, strict=True) if stays]
        # Where each new row comes, in the order of titles and then of numbers.
        stays = self.pk[keep]
        places = []
        for title, pk in zip(fresh.titles, fresh.columns["pk"], strict=True):
            place = bisect_left(titles, title)
            while place < len(titles) and titles[place] == title and stays[place] < pk:
                place += 1
            places.append(place)
        columns = {
            name: np.insert(column[keep], places, fresh.columns[name])
            for name, column in self.rows.columns.items()
        }
        for offset, (place, title) in enumerate(zip(places, fresh.titles, strict=True)):
            titles.insert(place + offset, title)

        def merged(old: Numbers, new: Numbers) -> Numbers:
            return np.concatenate([old[~np.isin(old[:, 0], gone)], new])

        rows = Rows(
            columns,
            titles,
            merged(self.rows.weekly, fresh.weekly),
            merged(self.rows.exceptions, fresh.exceptions),
            {name: merged(table, fresh.traits[name]) for name, table in self.rows.traits.items()},
        )
        return Snapshot(number, self.vocabulary, rows, self.words | words_of(fresh.titles))

    # From pages to rows

    @cached_property
    def _by_pk(self) -> tuple[Numbers, Numbers]:
        order = np.argsort(self.pk)
        return self.pk[order], order

    def positions(self, pks: Numbers) -> Numbers:
        """Return the rows of these pages; pages that are not public are left out."""
        known, order = self._by_pk
        if not len(known) or not len(pks):
            return np.empty(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, pks), len(known) - 1)
        found: Numbers = order[at[known[at] == pks]]
        return found

    def mask_of(self, pks: Numbers) -> Mask:
        """Return which rows are of these pages."""
        mask = np.zeros(len(self), dtype=np.bool_)
        mask[self.positions(pks)] = True
        return mask

    def remember(self, key: Any, make: Callable[[], Any], most: int = 64) -> Any:
        """Return what `make` gave for this key before, or make it; the oldest of many is forgotten."""
        found = self.remembered.get(key)
        if found is None:
            found = make()
            # Two threads may both make it: the same answer, so it does not matter whose stays.
            for oldest in list(self.remembered)[: max(0, len(self.remembered) + 1 - most)]:
                self.remembered.pop(oldest, None)
            self.remembered[key] = found
        return found

    # Columns that are computed once

    @cached_property
    def has_trait(self) -> dict[str, dict[int, Mask]]:
        """Per kind of trait and trait: which rows have it."""
        return {
            name: {
                choice.pk: self.mask_of(self.rows.traits[name][self.rows.traits[name][:, 1] == choice.pk, 0])
                for choice in self.vocabulary.choices[name].values()
            }
            for name in _TRAITS
        }

    @cached_property
    def centres(self) -> tuple[Numbers, Numbers]:
        """Latitude and longitude: of the place itself, or of the village it is for; else not a number."""
        latitude, longitude = self.latitude.copy(), self.longitude.copy()
        village = SCOPES.index(InitiativePage.Scope.PLACE)
        keys = np.array(sorted(self.vocabulary.places), dtype=np.int64)
        if len(keys):
            values = np.array([self.vocabulary.places[key][2:] for key in keys])
            rows = np.nonzero((self.scope == village) & (self.place > 0))[0]
            at = np.minimum(np.searchsorted(keys, self.place[rows]), len(keys) - 1)
            rows, at = rows[keys[at] == self.place[rows]], at[keys[at] == self.place[rows]]
            latitude[rows], longitude[rows] = values[at, 0], values[at, 1]
        return latitude, longitude


def title_key(title: str) -> str:
    """Return a title as it is sorted: without capitals and accents."""
    return folded(title) or title


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words in texts, without numbers and what is too short to look for."""
    return frozenset(word for text in texts for word in _WORD.findall(text))


def _links(relation: Any, of_pages: dict[str, Any]) -> models.QuerySet[Any]:
    # The tables between pages and traits name their columns after the two models.
    filters = {"initiativepage__in": of_pages["page__in"]} if of_pages else {}
    rows: models.QuerySet[Any] = relation.through._default_manager.filter(**filters).order_by()
    return rows.values_list("initiativepage_id", f"{relation.field.m2m_reverse_field_name()}_id")


def _table(width: int, rows: Iterable[tuple[int, ...]]) -> Numbers:
    """Return rows of whole numbers as a table of so many columns, also when there are none."""
    return np.array(list(rows), dtype=np.int64).reshape(-1, width)


def _minute(moment: Any) -> int:
    return int(moment.hour * 60 + moment.minute)
