"""Opening hours in Dutch words, for people: what holds now, the week, and the days that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.hours import (
    ALWAYS,
    APPOINTMENT,
    HOLIDAYS_CLOSED,
    HOLIDAYS_OPEN,
    MIDNIGHT,
    WEEKLY,
    ZONE,
    Period,
    Schedule,
    holiday_on,
    is_open,
    next_opening,
    open_until,
    periods_on,
)

#: How far ahead a page tells of days that differ.
DAYS_TOLD = 60


class Status(StrEnum):
    """What a visitor may expect at the door."""

    OPEN = "open"
    CLOSED = "closed"
    APPOINTMENT = "appointment"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Now:
    """Whether it is open at this moment, with a sentence that says so and a sentence about what comes."""

    status: Status
    words: str
    next: str = ""

    def __str__(self) -> str:
        return f"{self.words}. {self.next}" if self.next else self.words


@dataclass(frozen=True)
class WeekDay:
    """One day of the table of a week."""

    name: str
    is_today: bool
    periods: tuple[tuple[str, str], ...]  # (times, note)


@dataclass(frozen=True)
class Special:
    """Days that differ from the week, with why."""

    when: str
    times: str
    why: str = ""


def now_words(schedule: Schedule, moment: datetime) -> Now:
    """Return what holds at a moment (aware, any zone), such as "Nu open, tot 12.00 uur"."""
    opened = is_open(schedule, moment)
    today = moment.astimezone(ZONE).date()
    if opened:
        return Now(Status.OPEN, _open_words(schedule, moment, today))
    why = schedule.why_different_on(today)
    if opened is None:
        if schedule.hours == WEEKLY:
            return Now(
                Status.UNKNOWN,
                _("Vandaag is het %(holiday)s") % {"holiday": why},
                _("Wij weten niet of het dan open is"),
            )
        if schedule.hours == APPOINTMENT:
            return Now(Status.APPOINTMENT, _("Open op afspraak"), _("Bel of mail van tevoren"))
        return Now(Status.UNKNOWN, _("Wij weten de tijden niet"))
    words = _("Nu dicht (%(why)s)") % {"why": why} if why else _("Nu dicht")
    return Now(Status.CLOSED, words, _again_words(schedule, moment, today))


def _open_words(schedule: Schedule, moment: datetime, today: date) -> str:
    until = open_until(schedule, moment)
    if until is None:
        return _("Altijd open") if schedule.hours == ALWAYS else _("Nu open, dag en nacht")
    day, minute = until
    if day == today:
        return _("Nu open, tot %(time)s") % {"time": clock(minute)}
    return _("Nu open, tot %(day)s %(time)s") % {"day": _relative(day, today), "time": clock(minute)}


def _again_words(schedule: Schedule, moment: datetime, today: date) -> str:
    opening = next_opening(schedule, moment)
    if opening is None:
        return ""
    values = {"day": _relative(opening.day, today).capitalize(), "time": clock(opening.minute)}
    if opening.after_unknown:
        return _("%(day)s om %(time)s zeker weer open") % values
    return _("%(day)s om %(time)s weer open") % values


def _relative(day: date, today: date) -> str:
    """Return a day as one would say it today: vandaag, morgen, dinsdag, or with the date."""
    ahead = (day - today).days
    if ahead == 0:
        return _("vandaag")
    if ahead == 1:
        return _("morgen")
    return weekday_name(day) if ahead < 7 else day_words(day, today)


def weekday_name(day: date) -> str:
    """Return the name of the weekday of a date."""
    return str(WEEKDAYS[day.weekday()])


def day_words(day: date, today: date) -> str:
    """Return a date as "vrijdag 25 december", with the year when it is another one."""
    form = "l j F" if day.year == today.year else "l j F Y"
    return date_format(day, form)


def clock(minute: int) -> str:
    """Return a time in words: "9.30 uur", or "middernacht" for the end of a day."""
    return _("%(time)s uur") % {"time": _figures(minute)} if minute < MIDNIGHT else _("middernacht")


def _figures(minute: int) -> str:
    return f"{minute // 60}.{minute % 60:02}"


def period_words(period: Period) -> str:
    """Return a period as "10.00 tot 12.00 uur"."""
    if (period.start, period.end) == (0, MIDNIGHT):
        return _("de hele dag")
    return _("%(start)s tot %(end)s") % {"start": _figures(period.start), "end": clock(period.end)}


def week_table(schedule: Schedule, today: date) -> list[WeekDay]:
    """Return the seven days, or nothing when there are no times for a week."""
    if not any(schedule.week):
        return []
    return [
        WeekDay(
            name=str(WEEKDAYS[number]),
            is_today=today.weekday() == number,
            periods=tuple((period_words(period), period.note) for period in periods),
        )
        for number, periods in enumerate(schedule.week)
    ]


def upcoming(schedule: Schedule, today: date, days: int = DAYS_TOLD) -> list[Special]:
    """Return the exceptions and holidays from today on that make a difference, in order of date.

    A holiday on a day that is closed every week says nothing new. A day on which an exception holds is told
    once.
    """
    last = today + timedelta(days=days)
    told: list[tuple[date, Special]] = []
    spans: dict[tuple[date, date, str], list[Period]] = {}
    for exception in schedule.exceptions:
        if exception.last >= today and exception.first <= last:
            key = (exception.first, exception.last, exception.note)
            spans.setdefault(key, []).extend([exception.period] if exception.period else [])
    for (first, until, note), periods in spans.items():
        told.append((first, Special(_span_words(first, until, today), _times_words(periods), note)))
    for ahead in range(days + 1):
        day = today + timedelta(days=ahead)
        if special := _holiday(schedule, day, today):
            told.append((day, special))
    return [special for _day, special in sorted(told, key=lambda pair: pair[0])]


def _holiday(schedule: Schedule, day: date, today: date) -> Special | None:
    name = holiday_on(day)
    # "Always" is always, unless somebody said that holidays differ.
    silent = schedule.hours == ALWAYS and schedule.holidays != HOLIDAYS_CLOSED
    if not name or silent or schedule.exceptions_on(day) or not schedule.usually_on(day):
        return None
    periods = periods_on(schedule, day)
    times = _("niet bekend") if periods is None else _times_words(list(periods))
    if schedule.holidays == HOLIDAYS_OPEN:
        times = _("gewoon open: %(times)s") % {"times": times}
    return Special(day_words(day, today), times, name)


def _times_words(periods: list[Period]) -> str:
    return _(" en ").join(period_words(p) for p in sorted(periods)) if periods else _("gesloten")


def _span_words(first: date, last: date, today: date) -> str:
    if first == last:
        return day_words(first, today)
    return _("%(first)s tot en met %(last)s") % {
        "first": day_words(first, today),
        "last": day_words(last, today),
    }
