"""Where there are initiatives and where not: per kind and municipality, and how fresh they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from core.models import Municipality
from initiatives.contributions.freshness import SINCE, Limits, State
from initiatives.duplicates import DuplicateIndex, Match, known_pages
from initiatives.models import InitiativeKind, InitiativePage

from .merging import merged_away

PER_INHABITANTS = 10_000
#: More pairs than this are not shown; the likeliest come first.
MOST_PAIRS = 200


@dataclass
class CoverageRow:
    """One municipality: how many of each kind, in all, and for how many inhabitants as far as we know.

    `population` is the sum of the villages and towns of our list that have a number; 0 when none has.
    """

    name: str
    counts: list[int]
    population: int
    states: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def per_inhabitants(self) -> float | None:
        """Initiatives per 10,000 inhabitants, or None when the number of inhabitants is not known."""
        return self.total * PER_INHABITANTS / self.population if self.population else None

    @property
    def checked_states(self) -> list[int]:
        """How many are in each state of freshness, in the order of `State`."""
        return [self.states.get(state, 0) for state in State]


@dataclass
class Coverage:
    """The whole table. `elsewhere` is what belongs to no municipality: for the whole province."""

    kinds: list[str]
    rows: list[CoverageRow]
    elsewhere: CoverageRow

    @property
    def everything(self) -> list[CoverageRow]:
        return [*self.rows, self.elsewhere]

    @property
    def kind_totals(self) -> list[int]:
        return [sum(row.counts[place] for row in self.everything) for place in range(len(self.kinds))]

    @property
    def total(self) -> int:
        return sum(self.kind_totals)

    @property
    def state_totals(self) -> list[int]:
        return [sum(row.states.get(state, 0) for row in self.everything) for state in State]

    @property
    def white_spots(self) -> list[tuple[str, list[str]]]:
        """For each kind that exists somewhere: the municipalities that have none of it."""
        spots = []
        for place, (kind, total) in enumerate(zip(self.kinds, self.kind_totals, strict=True)):
            missing = [row.name for row in self.rows if not row.counts[place]]
            if total and missing:
                spots.append((kind, missing))
        return spots

    def lines(self) -> Iterator[list[Any]]:
        """Yield the table as the rows of a file."""
        states = [str(state.label) for state in State]
        per = _("per 10.000 inwoners")
        yield [_("gemeente"), *self.kinds, _("totaal"), _("inwoners van bekende plaatsen"), per, *states]
        for row in self.everything:
            rate = "" if row.per_inhabitants is None else f"{row.per_inhabitants:.1f}".replace(".", ",")
            yield [
                row.name, *row.counts, row.total, row.population or "", rate, *row.checked_states,
            ]  # fmt: skip
        yield [_("totaal"), *self.kind_totals, self.total, "", "", *self.state_totals]


def coverage(limits: Limits) -> Coverage:
    """Count what is public. Five queries, whatever there is."""
    kinds = list(InitiativeKind.objects.values_list("pk", "name"))
    municipalities = list(Municipality.objects.values_list("pk", "name"))
    people = dict(
        Municipality.objects.order_by().annotate(people=Sum("places__population")).values_list("pk", "people")
    )
    public = InitiativePage.objects.live().order_by()
    counted = public.values_list("municipality", "kind").annotate(number=Count("pk"))
    counts = {(municipality, kind): number for municipality, kind, number in counted}
    states: dict[int | None, Counter[str]] = {}
    aged = public.annotate(since=SINCE).values_list("municipality", "since").annotate(number=Count("pk"))
    for municipality, since, number in aged:
        states.setdefault(municipality, Counter())[limits.state(since)] += number

    def row(pk: int | None, name: str) -> CoverageRow:
        return CoverageRow(
            name,
            [counts.get((pk, kind), 0) for kind, _name in kinds],
            people.get(pk) or 0 if pk else 0,
            dict(states.get(pk, {})),
        )

    return Coverage(
        [name for _pk, name in kinds],
        [row(pk, name) for pk, name in municipalities],
        row(None, _("heel de provincie")),
    )


@dataclass(frozen=True)
class Pair:
    """Two initiatives that are probably the same."""

    one: InitiativePage
    other: InitiativePage
    likeness: int
    metres: int | None


def probable_pairs() -> list[Pair]:
    """Return the initiatives that are probably the same, the likeliest first, drafts included."""
    gone = merged_away()
    known = [one for one in known_pages(InitiativePage.objects.all()) if one.key not in gone]
    index = DuplicateIndex()
    found: list[tuple[Match, int]] = []
    for one in sorted(known, key=lambda item: item.key):
        found += [(match, one.key) for match in index.matches(one)]
        index.add(one)
    found.sort(key=lambda pair: (-pair[0].likeness, pair[0].metres or 0, pair[1]))
    found = found[:MOST_PAIRS]
    ids = {key for match, key in found} | {match.known.key for match, _key in found}
    pages = InitiativePage.objects.filter(pk__in=ids).for_listing().in_bulk()
    return [
        Pair(
            pages[match.known.key],
            pages[key],
            round(match.likeness * 100),
            None if match.metres is None else round(match.metres),
        )
        for match, key in found
        if key in pages and match.known.key in pages
    ]
