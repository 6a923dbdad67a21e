"""Which initiatives are open at a moment, or usually open on a part of a weekday."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt

from initiatives.finder.snapshot import HOLIDAYS, HOURS, Mask, Numbers, Snapshot
from initiatives.hours import DAY_PARTS, public_holidays
from initiatives.models.initiative_page import InitiativePage

CLOSED, OPEN, APPOINTMENT, UNKNOWN = range(4)
States = npt.NDArray[np.int8]


def states_at(snapshot: Snapshot, moment: datetime) -> States:
    """Return per row whether it is open at a local moment: CLOSED, OPEN, APPOINTMENT or UNKNOWN.

    A day that differs wins over a public holiday, and a holiday over the week; as in `initiatives.hours`.
    """
    day, minute = moment.date(), moment.hour * 60 + moment.minute
    states = _by_week(snapshot, _weekly_rows(snapshot, day.weekday(), minute, minute + 1))
    weekly = snapshot.hours == HOURS.index(InitiativePage.Hours.WEEKLY)
    if day in public_holidays(day.year):
        regular = weekly | (snapshot.hours == HOURS.index(InitiativePage.Hours.ALWAYS))
        closed = regular & (snapshot.holidays == HOLIDAYS.index(InitiativePage.Holidays.CLOSED))
        unclear = weekly & (snapshot.holidays == HOLIDAYS.index(InitiativePage.Holidays.UNKNOWN))
        states[closed] = CLOSED
        states[unclear & (states == OPEN)] = UNKNOWN
    exceptions: Numbers = snapshot.rows.exceptions
    today = exceptions[(exceptions[:, 1] <= day.toordinal()) & (exceptions[:, 2] >= day.toordinal())]
    states[snapshot.positions(today[:, 0])] = CLOSED
    now = today[(today[:, 3] >= 0) & (today[:, 3] <= minute) & (today[:, 4] > minute)]
    states[snapshot.positions(now[:, 0])] = OPEN
    return states


def states_on(snapshot: Snapshot, weekday: int, part: str = "") -> States:
    """Return per row whether it is usually open on a weekday (Monday is 0), or on a part of that day."""
    first, last = DAY_PARTS[part] if part else (0, 24 * 60)
    return _by_week(snapshot, _weekly_rows(snapshot, weekday, first, last))


def _by_week(snapshot: Snapshot, open_rows: Mask) -> States:
    states = np.full(len(snapshot), UNKNOWN, dtype=np.int8)
    states[snapshot.hours == HOURS.index(InitiativePage.Hours.ALWAYS)] = OPEN
    states[snapshot.hours == HOURS.index(InitiativePage.Hours.APPOINTMENT)] = APPOINTMENT
    weekly = snapshot.hours == HOURS.index(InitiativePage.Hours.WEEKLY)
    states[weekly & _has_week(snapshot)] = CLOSED
    states[weekly & open_rows] = OPEN
    return states


def _has_week(snapshot: Snapshot) -> Mask:
    """Which rows have any opening time; without one, "on fixed times" says nothing."""
    found: Mask = snapshot.remember(("week",), lambda: snapshot.mask_of(snapshot.rows.weekly[:, 0]))
    return found


def _weekly_rows(snapshot: Snapshot, weekday: int, first: int, last: int) -> Mask:
    """Return the rows with an opening time that touches these minutes of a weekday."""

    def look() -> Mask:
        week: Numbers = snapshot.rows.weekly
        meets = (week[:, 1] == weekday) & (week[:, 2] < last) & (week[:, 3] > first)
        return snapshot.mask_of(week[meets, 0])

    # Minutes differ all day long; days and their parts are few.
    whole = last - first > 1
    found: Mask = snapshot.remember(("weekly", weekday, first, last), look) if whole else look()
    return found
