"""Opening times as people write them in a list, such as "di 10:00-12:00; do 13.30-16.00 (koffie)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.translation import gettext as _

from initiatives.models.opening import period_error

#: More periods a week than this is not a list of opening times.
MOST_PERIODS = 40
LONGEST_NOTE = 80
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DAY_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("ma", "maa", "maandag", "mon", "monday"),
            ("di", "din", "dinsdag", "tue", "tuesday"),
            ("wo", "woe", "woensdag", "wed", "wednesday"),
            ("do", "don", "donderdag", "thu", "thursday"),
            ("vr", "vri", "vrijdag", "fri", "friday"),
            ("za", "zat", "zaterdag", "sat", "saturday"),
            ("zo", "zon", "zondag", "sun", "sunday"),
        )
    )
    for word in words
}
_GROUPS = {
    "dagelijks": range(7),
    "elke dag": range(7),
    "alle dagen": range(7),
    "werkdagen": range(5),
    "doordeweeks": range(5),
    "weekend": range(5, 7),
}
_TO = r"(?:-|–|—|tot en met|t/m|tm|tot)"
_CLOCK = r"(?:2[0-4]|[01]?\d)(?!\d)(?:[:.][0-5]\d)?(?:\s*(?:uur|u|h))?"
_PERIOD = re.compile(rf"(?:van\s+)?({_CLOCK})\s*{_TO}\s*({_CLOCK})")
_RANGE = re.compile(rf"([a-z]+)\s*{_TO}\s*([a-z]+)")
_NOTE = re.compile(r"\((.*)\)\s*$", re.DOTALL)
# What stands between brackets is never split.
_BETWEEN_DAYS = re.compile(r"[;\n\r]+(?![^(]*\))")
_FIRST_TIME = re.compile(rf"(?:\bvan\s+)?\b{_CLOCK}\s*{_TO}\s*\d")


@dataclass(frozen=True, order=True)
class Period:
    """Open on one weekday (Monday is 0) from one time to another; 00:00 as end is midnight."""

    weekday: int
    opens: time
    closes: time
    note: str = ""


class UnclearError(ValueError):
    """The text is no list of opening times. The message is Dutch and says what to do."""


def parse_opening_times(text: str) -> list[Period]:
    """Return the periods that a text names, in its own order. Raises UnclearError.

    Days are separated by a semicolon or a new line. A day may be a range ("ma-vr", "ma t/m vr") or several
    ("ma, wo en vr"); it may have several periods ("9-12 en 13-17 uur"), and a note between brackets.
    """
    periods: list[Period] = []
    for part in _BETWEEN_DAYS.split(text):
        if part.strip():
            periods += _one_part(part.strip())
        if len(periods) > MOST_PERIODS:
            raise UnclearError(_("Dit zijn te veel openingstijden. Zet hooguit 40 tijden in één cel."))
    return periods


def words_of_opening_times(times: Iterable[Any]) -> str:
    """Return periods, or rows of `OpeningTime`, as `parse_opening_times` reads them."""
    return "; ".join(
        f"{DAYS[row.weekday]} {row.opens:%H:%M}-{row.closes:%H:%M}" + (f" ({row.note})" if row.note else "")
        for row in times
    )


def _one_part(part: str) -> list[Period]:
    note = ""
    if found := _NOTE.search(part):
        note, part = found[1].strip(), part[: found.start()].strip()
    if len(note) > LONGEST_NOTE:
        raise UnclearError(_("De tekst tussen haakjes is te lang. Gebruik hooguit 80 tekens."))
    lowered = part.casefold()
    first = _FIRST_TIME.search(lowered)
    if not first:
        raise _unclear(part)
    days = _days(lowered[: first.start()], part)
    rest = lowered[first.start() :]
    hours = [(_clock(match[1]), _clock(match[2])) for match in _PERIOD.finditer(rest)]
    if re.sub(r"\ben\b|\bvan\b|\buur\b|[,&+\s.]", "", _PERIOD.sub("", rest)):
        raise _unclear(part)
    for opens, closes in hours:
        if problem := period_error(opens, closes):
            raise UnclearError(f"“{part[:60]}”: {problem}")
    return [Period(day, opens, closes, note) for day in days for opens, closes in hours]


def _days(text: str, part: str) -> list[int]:
    """Return the weekdays that the words before the first time name."""
    found: list[int] = []
    cleaned = re.sub(r"\b(?:op|elke|iedere|van)\b(?!\s+dag\b)", " ", text).strip(" :.,")
    for words in re.split(r"\s*(?:,|&|\+|\ben\b)\s*", cleaned):
        name = " ".join(words.replace(".", " ").split())
        between = _RANGE.fullmatch(name)
        if name in _GROUPS:
            found += _GROUPS[name]
        elif name in _DAY_NUMBERS:
            found.append(_DAY_NUMBERS[name])
        elif between and between[1] in _DAY_NUMBERS and between[2] in _DAY_NUMBERS:
            first, last = _DAY_NUMBERS[between[1]], _DAY_NUMBERS[between[2]]
            found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        else:
            raise _unclear(part)
    return found


def _clock(text: str) -> time:
    numbers = re.findall(r"\d+", text)
    hour, minute = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    if hour == 24 and minute:
        raise UnclearError(_("“%(text)s” is geen tijd. Een dag eindigt om 24:00.") % {"text": text})
    return time(hour % 24, minute)


def _unclear(part: str) -> UnclearError:
    return UnclearError(
        _("Wij begrijpen “%(part)s” niet. Schrijf het zo: di 10:00-12:00; do 13:30-16:00")
        % {"part": part[:60]}
    )
