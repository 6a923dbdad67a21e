"""What a selection finds: which initiatives, in what order, and how many there are behind every choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils import timezone

from core.geo import EARTH_RADIUS_KM, Bounds
from initiatives.contributions import freshness
from initiatives.finder import opening, text
from initiatives.finder.snapshot import COSTS, SCOPES, Mask, Numbers, Snapshot
from initiatives.models.initiative_page import InitiativePage
from initiatives.selection import COSTS as COST_CHOICES
from initiatives.selection import DAYS, NOW, PROVINCE_WIDE, Selection

if TYPE_CHECKING:
    from initiatives.finder.opening import States

_POINT = SCOPES.index(InitiativePage.Scope.POINT)
_VILLAGE = SCOPES.index(InitiativePage.Scope.PLACE)
_MUNICIPALITY = SCOPES.index(InitiativePage.Scope.MUNICIPALITY)
_PROVINCE = SCOPES.index(InitiativePage.Scope.PROVINCE)


@dataclass(frozen=True)
class Centre:
    """The place that distances are counted from, in degrees; `municipality` is a slug, if it is known."""

    label: str
    latitude: float
    longitude: float
    municipality: str = ""


@dataclass(frozen=True)
class Found:
    """The initiatives of a snapshot that fit a selection at a local moment.

    `centre` is where the selection's place is; without it the place leaves nothing out.
    """

    snapshot: Snapshot
    selection: Selection
    centre: Centre | None
    moment: datetime

    @classmethod
    def by(cls, snapshot: Snapshot, selection: Selection, centre: Centre | None = None) -> Found:
        """Look now."""
        return cls(snapshot, selection, centre, timezone.localtime())

    # Which

    @cached_property
    def mask(self) -> Mask:
        """Which rows fit everything that was chosen."""
        return self._all_but("")

    @cached_property
    def count(self) -> int:
        """The number of initiatives."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def on_site(self) -> Mask:
        """Which rows are shown at all: those that were not checked for too long have left the map."""
        shown: Mask = self.snapshot.since > self._limits.off.toordinal()
        return shown

    @cached_property
    def pale(self) -> Mask:
        """Which rows may well be out of date."""
        old: Mask = self.snapshot.since <= self._limits.pale.toordinal()
        return old

    @cached_property
    def _limits(self) -> freshness.Limits:
        return freshness.Limits.on(self.moment.date(), self.snapshot.vocabulary)

    @cached_property
    def open_states(self) -> States | None:
        """Per row whether it is open at what was chosen; None when nobody asked."""
        return self.states_for(self.selection.opening, self.selection.part)

    def states_for(self, when: str, part: str = "") -> States | None:
        """Return per row whether it is open at a choice of the form."""
        if when == NOW:
            return opening.states_at(self.snapshot, self.moment)
        return opening.states_on(self.snapshot, DAYS[when], part) if when in DAYS else None

    @cached_property
    def _conditions(self) -> dict[str, Mask]:
        """One mask per parameter that was chosen."""
        chosen, rows = self.selection, self.snapshot
        found = {"": self.on_site}
        if chosen.text:
            found["q"] = text.containing(rows, chosen.text)
        for name, slugs, column in (
            ("soort", chosen.kinds, "kind"),
            ("thema", chosen.themes, "theme"),
        ):
            if slugs:
                found[name] = np.isin(getattr(rows, column), self._keys(name, slugs))
        if chosen.municipality == PROVINCE_WIDE:
            found["gemeente"] = rows.scope == _PROVINCE
        elif chosen.municipality:
            found["gemeente"] = rows.municipality == self._keys("gemeente", [chosen.municipality])[0]
        for name, slugs in (("doelgroep", chosen.groups), ("taal", chosen.languages)):
            if slugs:
                masks = rows.has_trait[name]
                found[name] = np.any([masks[key] for key in self._keys(name, slugs)], axis=0)
        if chosen.facilities:
            masks = rows.has_trait["voorziening"]
            keys = self._keys("voorziening", chosen.facilities)
            found["voorziening"] = np.all([masks[key] for key in keys], axis=0)
        if chosen.costs:
            codes = [COSTS.index(COST_CHOICES[slug]) for slug in chosen.costs]
            found["kosten"] = np.isin(rows.costs, codes)
        if self.open_states is not None:
            found["open"] = self.open_states != opening.CLOSED
        if self.centre:
            found["plek"] = self._near
        if chosen.box:
            found["vak"] = self._in_box(chosen.box)
        return found

    def _keys(self, name: str, slugs: Sequence[str]) -> list[int]:
        choices = self.snapshot.vocabulary.choices[name]
        return [choices[slug].pk for slug in slugs]

    def _all_but(self, name: str) -> Mask:
        masks = [mask for other, mask in self._conditions.items() if other != name or not name]
        found = masks[0]
        for mask in masks[1:]:
            found = found & mask
        return found

    # Where

    @cached_property
    def kilometres(self) -> Numbers | None:
        """Per row how far it is from the place, in kilometres; not a number for what has no place."""
        if self.centre is None:
            return None
        latitudes, longitudes = (np.radians(column) for column in self.snapshot.centres)
        latitude, longitude = np.radians(self.centre.latitude), np.radians(self.centre.longitude)
        half = (
            np.sin((latitudes - latitude) / 2) ** 2
            + np.cos(latitude) * np.cos(latitudes) * np.sin((longitudes - longitude) / 2) ** 2
        )
        distances: Numbers = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))
        return distances

    @property
    def _near(self) -> Mask:
        """What lies near the place, and what is there for its whole municipality or the whole province."""
        assert self.centre is not None  # noqa: S101
        assert self.kilometres is not None  # noqa: S101
        near: Mask = self.kilometres <= self.selection.kilometres  # not a number is near to nothing
        municipality = self.snapshot.vocabulary.choices["gemeente"].get(self.centre.municipality)
        if municipality:
            near |= self._wide & (self.snapshot.municipality == municipality.pk)
        return near | (self.snapshot.scope == _PROVINCE)

    @property
    def _wide(self) -> Mask:
        """What has no place on a map: for a whole municipality, or in a village that is not on our list."""
        wide: Mask = np.isnan(self.snapshot.centres[0]) & (self.snapshot.scope != _PROVINCE)
        return wide

    def _in_box(self, box: Bounds) -> Mask:
        latitudes, longitudes = self.snapshot.centres
        inside = (latitudes >= box.south) & (latitudes <= box.north)
        inside &= (longitudes >= box.west) & (longitudes <= box.east)
        return inside | np.isnan(latitudes)

    # In what order

    @cached_property
    def rows(self) -> Numbers:
        """The numbers of the rows that fit, in the order of the list. Rows stand in the order of titles."""
        rows = np.nonzero(self.mask)[0]
        order = self.selection.order
        if order == "naam":
            return rows
        # From the key that counts least to the one that counts most; equals keep their order.
        keys = [np.maximum(self.snapshot.scope, _VILLAGE)]  # a place and a village are both near
        if self.kilometres is not None and order != "relevantie":
            keys.append(np.nan_to_num(self.kilometres, nan=np.inf))
        elif self.selection.text:
            keys.append(~text.containing(self.snapshot, self.selection.text, title_only=True))
        if self.open_states is not None:
            keys.append(self.open_states != opening.OPEN)
        for key in keys:
            rows = rows[np.argsort(key[rows], kind="stable")]
        return rows

    def pages(self, start: int, end: int) -> list[int]:
        """Return the keys of the pages in a part of the list."""
        keys: list[int] = self.snapshot.pk[self.rows[start:end]].tolist()
        return keys

    # How many behind each choice

    def counts(self, name: str) -> dict[str, int]:
        """Return per choice of a field how many there are if it is chosen and the rest stays as it is.

        Of a field in which one of several is enough, each choice is counted by itself; where all must hold,
        together with those already chosen.
        """
        rows = self.snapshot
        if name == "voorziening":
            return self._trait_counts(name, self.mask)
        rest = self._all_but(name)
        if name in ("doelgroep", "taal"):
            return self._trait_counts(name, rest)
        if name == "open":
            return {when: self._number_open(when, rest) for when in (NOW, *DAYS)}
        if name == "kosten":
            numbers = np.bincount(rows.costs[rest], minlength=len(COSTS))
            return {slug: int(numbers[COSTS.index(kind)]) for slug, kind in COST_CHOICES.items()}
        column = {"soort": rows.kind, "thema": rows.theme, "gemeente": rows.municipality}[name]
        choices = rows.vocabulary.choices[name].values()
        numbers = np.bincount(column[rest], minlength=1 + max((choice.pk for choice in choices), default=0))
        found = {choice.slug: int(numbers[choice.pk]) for choice in choices}
        if name == "gemeente":
            found[PROVINCE_WIDE] = int(np.count_nonzero(rest & (rows.scope == _PROVINCE)))
        return found

    def _trait_counts(self, name: str, rest: Mask) -> dict[str, int]:
        masks = self.snapshot.has_trait[name]
        return {
            choice.slug: int(np.count_nonzero(masks[choice.pk] & rest))
            for choice in self.snapshot.vocabulary.choices[name].values()
        }

    def _number_open(self, when: str, rest: Mask) -> int:
        states = self.states_for(when, self.selection.part)
        return 0 if states is None else int(np.count_nonzero(rest & (states == opening.OPEN)))

    @cached_property
    def number_of_unknown_hours(self) -> int:
        """How many of these were kept although nobody knows whether they are open then."""
        if self.open_states is None:
            return 0
        return int(np.count_nonzero(self.mask & (self.open_states == opening.UNKNOWN)))

    @cached_property
    def per_scope(self) -> dict[str, int]:
        """How many there are of each scope, and under "anywhere" for the whole province in any area."""
        numbers = np.bincount(self.snapshot.scope[self.mask], minlength=len(SCOPES))
        return {scope: int(numbers[code]) for code, scope in enumerate(SCOPES)}

    # For one page of the list

    def listed(
        self, start: int, end: int, read: Callable[[list[int]], Iterable[InitiativePage]]
    ) -> list[InitiativePage]:
        """Return a part of the list, of the pages that `read` gives; what was taken away since is left out.

        Each has its `number` in the list, its `distance_km`, its `open_state` and whether it is `pale`.
        """
        keys = self.pages(start, end)
        details = self.details(keys)
        by_key: dict[int, Any] = {page.pk: page for page in read(keys)}
        for number, key in enumerate(keys, start=start + 1):
            if key in by_key:
                page = by_key[key]
                page.number = number
                page.distance_km, page.open_state, page.pale = details[key]
        return [by_key[key] for key in keys if key in by_key]

    def details(self, pks: Sequence[int]) -> dict[int, tuple[float | None, str, bool]]:
        """Return per page: kilometres, whether it is open ("" when nobody asked), and whether it is pale."""
        words = {
            opening.OPEN: "open",
            opening.CLOSED: "closed",
            opening.APPOINTMENT: "appointment",
            opening.UNKNOWN: "unknown",
        }
        found = {}
        for row in self.snapshot.positions(np.array(pks, dtype=np.int64)).tolist():
            distance = None if self.kilometres is None else float(self.kilometres[row])
            found[int(self.snapshot.pk[row])] = (
                None if distance is None or np.isnan(distance) else distance,
                "" if self.open_states is None else words[int(self.open_states[row])],
                bool(self.pale[row]),
            )
        return found
