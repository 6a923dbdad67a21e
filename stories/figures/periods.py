"""Periods as sources print them, and what they mean on the calendar.

Written as "2023", "2012-2013", "2020-11", "2020-Q3", "2021-06-17" or two of these with a slash between:
"2020-04/2020-12". Empty means that the source names no period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import formats
from django.utils.translation import gettext as _

_YEAR = re.compile(r"(\d{4})")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_QUARTER = re.compile(r"(\d{4})-[Qq]([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
EARLIEST, LATEST = 1800, 2200


@dataclass(frozen=True)
class Period:
    """A stretch of time from `first` to `last`, both included; `text` is how it is written in the data."""

    text: str
    first: date
    last: date

    @property
    def is_year(self) -> bool:
        """Whether it is one whole calendar year."""
        return bool(_YEAR.fullmatch(self.text))

    @property
    def middle(self) -> float:
        """Where it stands on an axis of time, in years: 2023 stands at 2023, July 1st 2021 at about 2021."""
        ordinal = (self.first.toordinal() + self.last.toordinal()) / 2
        day = date.fromordinal(int(ordinal))
        return day.year + (day.timetuple().tm_yday - 183) / 366


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period | None:
    """Return the period that a text means; None when it is empty. Raises ValueError for anything else."""
    text = text.strip()
    if not text:
        return None
    parts = text.split("/")
    if len(parts) > 2:
        raise ValueError(f"no period: {text}")
    first, last = _stretch(parts[0]), _stretch(parts[-1])
    if first[0] > last[1]:
        raise ValueError(f"a period that ends before it starts: {text}")
    return Period(text, first[0], last[1])


def _stretch(text: str) -> tuple[date, date]:
    """Return the first and the last day of one part. Raises ValueError."""
    text = text.strip()
    if found := _YEAR.fullmatch(text):
        year = _checked(found[1])
        return date(year, 1, 1), date(year, 12, 31)
    if found := _YEARS.fullmatch(text):
        return date(_checked(found[1]), 1, 1), date(_checked(found[2]), 12, 31)
    if found := _QUARTER.fullmatch(text):
        year, last_month = _checked(found[1]), int(found[2]) * 3
        return date(year, last_month - 2, 1), date(year, last_month, monthrange(year, last_month)[1])
    if found := _MONTH.fullmatch(text):
        year, month = _checked(found[1]), int(found[2])
        if not 1 <= month <= 12:
            raise ValueError(f"no month: {text}")
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if found := _DAY.fullmatch(text):
        day = date(_checked(found[1]), int(found[2]), int(found[3]))
        return day, day
    raise ValueError(f"no period: {text}")


def _checked(text: str) -> int:
    year = int(text)
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"no year: {text}")
    return year


def last_day_of(text: str) -> date | None:
    """Return the last day of a period; None when it is empty or cannot be read."""
    try:
        period = parse_period(text)
    except ValueError:
        return None
    return period.last if period else None


def period_words(text: str) -> str:
    """Return a period as a Dutch reader says it: "2023", "oktober 2020", "2012 tot en met 2013"."""
    if not text:
        return _("jaar niet genoemd")
    try:
        parse_period(text)
    except ValueError:
        return text
    parts = [_words(part.strip()) for part in text.split("/")]
    if len(parts) == 1 or parts[0] == parts[1]:
        return parts[0]
    before, after = parts
    if before[-5:] == after[-5:]:  # of the same year: named once
        before = before[:-5]
    return _("%(first)s tot en met %(last)s") % {"first": before, "last": after}


def _words(text: str) -> str:
    if found := _YEARS.fullmatch(text):
        return _("%(first)s tot en met %(last)s") % {"first": found[1], "last": found[2]}
    if found := _QUARTER.fullmatch(text):
        return _("%(number)se kwartaal %(year)s") % {"number": found[2], "year": found[1]}
    first, _last = _stretch(text)
    if _MONTH.fullmatch(text):
        return formats.date_format(first, "F Y")
    if _DAY.fullmatch(text):
        return formats.date_format(first, "j F Y")
    return text
