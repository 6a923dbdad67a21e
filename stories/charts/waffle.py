"""A share of people as people: "1 op de 8", or a field of a hundred squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from stories.charts.chart import Chart, KeyItem, Table, TableRow, cell_of, marks_of, notes_on, value_in_table
from stories.charts.scale import pixels
from stories.figures.words import answer, is_share
from stories.models.indicators import Indicator
from stories.models.observations import Observation

#: "1 op de 8" is said when it is this near, in percent of all people, and for at most so many people.
_NEAR = Decimal("0.35")
_MOST_PEOPLE = 12
#: Squares of the field, with room between them.
_SQUARE, _STEP = 9, 10


@dataclass(frozen=True)
class Person:
    """One figure in a row of people."""

    x: int
    is_counted: bool


@dataclass(frozen=True, kw_only=True)
class WaffleChart(Chart):
    """`one_in` is the n of "1 op de n", or 0; then the paths draw a hundred squares."""

    kind: ClassVar[str] = "waffle"
    template: ClassVar[str] = "charts/waffle.html"

    one_in: int
    full: str = ""
    maybe: str = ""
    rest: str = ""
    is_expected: bool = False

    @property
    def people(self) -> list[Person]:
        return [Person(number * 40, number == 0) for number in range(self.one_in)]

    @property
    def people_width(self) -> int:
        return self.one_in * 40

    @property
    def size(self) -> int:
        """The width of the row of people, in steps of which the stylesheet knows the width."""
        return self.one_in


def one_in(value: Decimal) -> int:
    """Return n when a percentage is so near to 1 in n that people say that; else 0."""
    if value <= 0 or value > 50:
        return 0
    number = int((100 / value).to_integral_value(ROUND_HALF_UP))
    near = 2 <= number <= _MOST_PEOPLE and abs(Decimal(100) / number - value) <= _NEAR
    return number if near else 0


def waffle(indicator: Indicator, found: Sequence[Observation]) -> WaffleChart | None:
    """Return the share of one area and period; `found` are its values, the newest source first.

    None when it is no share of people, or not between 0 and 100.
    """
    if not found or not is_share(indicator):
        return None
    o = found[0]
    value, high = o.value, o.value_high
    if value is None or not 0 <= value <= 100 or (high is not None and high > 100):
        return None
    number = one_in(value) if high is None else 0
    title = _("%(name)s in %(area)s, %(period)s") % {
        "name": indicator.name,
        "area": o.area_words if not o.subgroup else f"{o.area_words} ({o.subgroup})",
        "period": o.period_text,
    }
    table = Table(
        title,
        (_("Gebied"), _("Waarde")),
        (TableRow(o.area_words, (cell_of(indicator, found),), detail=o.subgroup),),
    )
    key = [KeyItem("square-full", _("telt mee")), KeyItem("square-rest", _("telt niet mee"))]
    if high is not None:
        key.insert(1, KeyItem("square-maybe", _("van … tot …: telt misschien mee")))
    end = high if high is not None else value
    return WaffleChart(
        indicator=indicator,
        title=title,
        sentence=share_in_words(indicator, o, number),
        table=table,
        drawn=tuple(found),
        key=tuple(key),
        notes=notes_on(found),
        one_in=number,
        full="" if number else squares(Decimal(0), value),
        maybe="" if number or high is None else squares(value, end),
        rest="" if number else squares(end, Decimal(100)),
        is_expected=o.is_expected,
    )


def share_in_words(indicator: Indicator, o: Observation, number: int) -> str:
    """Return the answer in people, "1 op de 8" where that is near, and the value if it was rounded."""
    told = value_in_table(indicator, o)
    parts = [answer(indicator, o)]
    if number and o.value is not None:
        exact = o.value * number == 100 and not o.qualifier
        text = _("Dat is 1 op de %(number)s.") if exact else _("Dat is ongeveer 1 op de %(number)s.")
        parts.append(text % {"number": number})
    if o.value is None or o.value != o.value.to_integral_value() or marks_of(o):
        parts.append(_("In de bron staat %(value)s.") % {"value": told})
    return " ".join(parts)


def squares(begin: Decimal, end: Decimal) -> str:
    """Return the path of the squares from one percentage to another; a part of a percent is part of a square.

    A field of ten by ten, filled from the top left, row by row.
    """
    path = []
    for number in range(100):
        low, high = max(begin, Decimal(number)), min(end, Decimal(number + 1))
        if low >= high:
            continue
        x = number % 10 * _STEP + float(low - number) * _SQUARE
        width = float(high - low) * _SQUARE
        path.append(f"M{pixels(x)} {number // 10 * _STEP}h{_exact(width)}v{_SQUARE}h-{_exact(width)}z")
    return "".join(path)


def _exact(width: float) -> str:
    return f"{width:.2f}".rstrip("0").rstrip(".")
