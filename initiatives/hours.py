"""When an initiative is open, worked out from its week, its exceptions and the public holidays.

Everything is read by the clock on the wall in the Netherlands: "from 10.00 to 12.00" means the same in summer
and in winter, also on the two nights in which the clock changes. Days run from minute 0 to minute 1440
(midnight). Nothing here asks the database: `Schedule.of` takes what the page has fetched.

What holds for a day, strongest first: exceptions, public holidays, the week. Several exceptions for one day
add up ("closed all July" and "open on the 15th": open on the 15th).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import holidays

ZONE = ZoneInfo("Europe/Amsterdam")
MIDNIGHT = 24 * 60  # minutes: the end of a day
#: Parts of a day in minutes, the end not included.
DAY_PARTS: dict[str, tuple[int, int]] = {
    "ochtend": (0, 12 * 60),
    "middag": (12 * 60, 18 * 60),
    "avond": (18 * 60, MIDNIGHT),
}

# The values of InitiativePage.Hours and InitiativePage.Holidays; a test keeps them equal.
WEEKLY, ALWAYS, APPOINTMENT = "weekly", "always", "appointment"
HOLIDAYS_CLOSED, HOLIDAYS_OPEN = "closed", "open"  # empty: not known

#: How far ahead the next opening is looked for. Longer than any closure that is still worth a visit's hope.
DAYS_AHEAD = 366
#: How long a row of open days may be before it is no use to say when it ends.
_LONGEST_STRETCH = 7


@lru_cache(maxsize=64)
def public_holidays(year: int) -> Mapping[date, str]:
    """Return the official Dutch public holidays of a year with their Dutch names."""
    return dict(sorted(holidays.country_holidays("NL", years=year, language="nl").items()))


def holiday_on(day: date) -> str:
    """Return the Dutch name of the public holiday on a day, or an empty string."""
    return public_holidays(day.year).get(day, "")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of one day in minutes since midnight; `end` is not included and at most `MIDNIGHT`."""

    start: int
    end: int
    note: str = field(default="", compare=False)

    @classmethod
    def between(cls, opens: time, closes: time, note: str = "") -> Period:
        """Return the period between two times; 00:00 as end is midnight."""
        return cls(minutes(opens), minutes(closes) or MIDNIGHT, note)

    def overlaps(self, other: Period) -> bool:
        """Whether there is a minute in both."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Exceptional:
    """Days on which it differs, both included; without a period the doors stay shut."""

    first: date
    last: date
    period: Period | None = None
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class HasHours(Protocol):
    """What `Schedule.of` needs of a page."""

    hours: Any
    holidays: Any
    opening_times: Any
    opening_exceptions: Any


@dataclass(frozen=True)
class Schedule:
    """All that is known about the opening hours of one initiative."""

    hours: str = ""
    holidays: str = ""
    #: the periods of Monday to Sunday, in order
    week: tuple[tuple[Period, ...], ...] = ((),) * 7
    exceptions: tuple[Exceptional, ...] = ()

    @classmethod
    def of(cls, page: HasHours) -> Schedule:
        """Return the schedule of a page; asks for its two lists, and for the week only when it counts."""
        week: list[list[Period]] = [[] for _day in range(7)]
        if page.hours == WEEKLY:
            for row in page.opening_times.all():
                week[row.weekday].append(Period.between(row.opens, row.closes, row.note))
        return cls(
            hours=str(page.hours),
            holidays=str(page.holidays),
            week=tuple(tuple(sorted(day)) for day in week),
            exceptions=tuple(
                Exceptional(
                    row.first_date,
                    row.last_date or row.first_date,
                    Period.between(row.opens, row.closes, row.note)
                    if row.opens is not None and row.closes is not None
                    else None,
                    row.note,
                )
                for row in page.opening_exceptions.all()
            ),
        )

    def exceptions_on(self, day: date) -> list[Exceptional]:
        """Return the exceptions that hold on a day."""
        return [exception for exception in self.exceptions if exception.covers(day)]

    def usually_on(self, day: date) -> tuple[Period, ...] | None:
        """Return the periods of an ordinary such day, or None when they are not known.

        "On fixed times" without any time says nothing.
        """
        if self.hours == WEEKLY and any(self.week):
            return self.week[day.weekday()]
        return (Period(0, MIDNIGHT),) if self.hours == ALWAYS else None

    def why_different_on(self, day: date) -> str:
        """Return in Dutch why a day differs: the note of an exception or the name of a holiday."""
        if exceptions := self.exceptions_on(day):
            return next((exception.note for exception in exceptions if exception.note), "")
        return holiday_on(day) if self.holidays != HOLIDAYS_OPEN and self.usually_on(day) else ""


def minutes(moment: time | datetime) -> int:
    """Return the minutes since midnight on the clock."""
    return moment.hour * 60 + moment.minute


def periods_on(schedule: Schedule, day: date) -> tuple[Period, ...] | None:
    """Return when it is open on a day, in order; empty when it is closed, None when nobody told us.

    On a holiday of which we know nothing, a day that is closed every week is closed then as well.
    """
    if exceptions := schedule.exceptions_on(day):
        return tuple(sorted(e.period for e in exceptions if e.period is not None))
    usual = schedule.usually_on(day)
    if not holiday_on(day):
        return usual
    if schedule.holidays == HOLIDAYS_CLOSED and schedule.hours in (WEEKLY, ALWAYS):
        return ()
    if schedule.holidays == "" and schedule.hours == WEEKLY and usual:
        return None
    return usual


def is_open(schedule: Schedule, moment: datetime) -> bool | None:
    """Return whether it is open at a moment (aware, any zone); None when nobody told us.

    On a holiday of which we know nothing, it is closed at the times at which it is always closed.
    """
    local = moment.astimezone(ZONE)
    periods = periods_on(schedule, local.date())
    if periods is None:
        usual = schedule.usually_on(local.date())
        return None if usual is None or _covers(usual, minutes(local)) else False
    return _covers(periods, minutes(local))


def _covers(periods: Iterable[Period], minute: int) -> bool:
    return any(period.start <= minute < period.end for period in periods)


def open_until(schedule: Schedule, moment: datetime) -> tuple[date, int] | None:
    """Return the day and the minute at which it closes, for a moment at which it is open.

    A period until midnight runs on when the next day opens at midnight. None when it never closes that week.
    """
    local = moment.astimezone(ZONE)
    day, at = local.date(), minutes(local)
    for _day in range(_LONGEST_STRETCH):
        for period in periods_on(schedule, day) or ():
            if period.start <= at < period.end:
                at = period.end
        if at < MIDNIGHT:
            return (day - timedelta(days=1), MIDNIGHT) if at == 0 else (day, at)
        day, at = day + timedelta(days=1), 0
    return None


@dataclass(frozen=True)
class Opening:
    """The next moment at which the doors open."""

    day: date
    minute: int
    #: Whether there is a day before it of which we do not know whether it is open.
    after_unknown: bool = False


def next_opening(schedule: Schedule, moment: datetime) -> Opening | None:
    """Return the next moment after this one at which a period begins, or None within a year."""
    local = moment.astimezone(ZONE)
    today, now = local.date(), minutes(local)
    after_unknown = False
    for day in _days(today, DAYS_AHEAD):
        periods = periods_on(schedule, day)
        after_unknown = after_unknown or periods is None
        for period in periods or ():
            if day > today or period.start > now:
                return Opening(day, period.start, after_unknown)
    return None


def day_parts_on(periods: Iterable[Period]) -> set[str]:
    """Return the parts of a day in which there is a minute of one of the periods."""
    return {
        name
        for period in periods
        for name, (start, end) in DAY_PARTS.items()
        if period.start < end and start < period.end
    }


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Return two periods of one day that overlap, or None."""
    known = sorted(periods)
    return next((pair for pair in zip(known, known[1:], strict=False) if pair[0].overlaps(pair[1])), None)


def _days(first: date, number: int) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range(number + 1))
