"""From the rows of a list to records: one for each row, or one for each value of a wide table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sheets.cells import plain_cell
from stories.importing.columns import Kind, guess_columns
from stories.importing.known import Known, read_period
from stories.importing.numbers import CellError, Notation, read_number

#: A column of a wide table that holds values.
VALUES = "values"
#: So many rows are looked at to guess what a column is.
_LOOKED_AT = 30


class Across(models.TextChoices):
    """What the columns of a table are."""

    NOTHING = "", _("Elke rij is één waarde (lang)")
    PERIOD = "period", _("Elke kolom is een periode (breed)")
    INDICATOR = "indicator", _("Elke kolom is een indicator (breed)")
    AREA = "area", _("Elke kolom is een gebied (breed)")
    SUBGROUP = "subgroup", _("Elke kolom is een groep of antwoord (breed)")


@dataclass
class Choice:
    """What an editor chose: which column is which, what the columns are, and what holds for all rows."""

    columns: dict[int, str] = field(default_factory=dict)
    across: str = ""
    fixed: dict[str, str] = field(default_factory=dict)
    notation: str = ""
    new_sources: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Choice:
        """Return the choice as it was kept with an import."""
        return cls(
            {int(place): name for place, name in stored.get("columns", {}).items()},
            stored.get("across", ""),
            dict(stored.get("fixed", {})),
            stored.get("notation", ""),
            bool(stored.get("new_sources")),
        )

    @property
    def stored(self) -> dict[str, Any]:
        """The choice, to be kept as JSON."""
        return {
            "columns": {str(place): name for place, name in self.columns.items()},
            "across": self.across,
            "fixed": self.fixed,
            "notation": self.notation,
            "new_sources": self.new_sources,
        }


@dataclass
class Record:
    """One value or one thing of a list: where it stands, and what its cells say.

    `place` is the column (counted from 0) of the value, for the notation of its numbers. A cell that is
    there but empty is "", a column that the list does not have is missing.
    """

    row: int
    column: str
    place: int | None
    cells: dict[str, str]


def records_of(
    header: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int], chosen: Choice
) -> Iterator[Record]:
    """Yield what a list says, row by row. An empty cell of a wide table says nothing."""
    values = [place for place, name in chosen.columns.items() if name == VALUES and place < len(header)]
    others = {name: place for place, name in chosen.columns.items() if name != VALUES and place < len(header)}
    fixed = {name: text for name, text in chosen.fixed.items() if text}
    for number, row in zip(numbers, rows, strict=True):
        cells = fixed | {name: plain_cell(row[place]) for name, place in others.items()}
        for name in fixed:  # what holds for all rows fills what a row leaves open
            cells[name] = cells[name] or fixed[name]
        if not chosen.across:
            yield Record(number, "", others.get("value"), cells)
            continue
        for place in values:
            text = plain_cell(row[place])
            if text:
                own = {chosen.across: plain_cell(header[place]), "value": text}
                yield Record(number, header[place], place, cells | own)


def guess(kind: str, header: Sequence[str], rows: Sequence[Sequence[str]], known: Known) -> Choice:
    """Return what the columns of a list probably are."""
    columns = guess_columns(kind, header)
    if kind != Kind.OBSERVATIONS or "value" in columns.values():
        return Choice(columns)
    free = [place for place in range(len(header)) if place not in columns]
    best = Across.NOTHING
    places: list[int] = []
    for across, fits in (
        (Across.PERIOD, _is_period), (Across.AREA, _is_area), (Across.INDICATOR, _is_indicator),
    ):  # fmt: skip
        found = [place for place in free if fits(known, header[place]) and _has_numbers(rows, place)]
        if len(found) > len(places) or (found and not places):
            best, places = across, found
    columns |= dict.fromkeys(places, VALUES)
    for place in free:
        if place in places:
            continue
        texts = [row[place] for row in rows[:_LOOKED_AT] if row[place]]
        for name, fits in (("area", _is_area), ("indicator", _is_indicator), ("period", _is_period)):
            fitting = sum(fits(known, text) for text in texts)
            if fitting * 2 > len(texts) and name not in columns.values() and name != best:
                columns[place] = name
                break
    return Choice(columns, str(best))


def _is_period(known: Known, text: str) -> bool:
    try:
        return bool(text) and read_period(text) != ""
    except CellError:
        return False


def _is_area(known: Known, text: str) -> bool:
    try:
        return bool(text) and not known.area(text).is_new
    except CellError:
        return False


def _is_indicator(known: Known, text: str) -> bool:
    try:
        return bool(text) and known.indicator(text) is not None
    except CellError:
        return False


def _has_numbers(rows: Sequence[Sequence[str]], place: int) -> bool:
    for row in rows[:_LOOKED_AT]:
        for notation in Notation:
            try:
                read_number(row[place], notation)
            except CellError:
                continue
            return True
    return False
