"""When it is open: the rules against a reading minute by minute, and the moments that go wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import hours
from initiatives.hours import MIDNIGHT, ZONE, Exceptional, Period, Schedule
from initiatives.models import InitiativePage

CHRISTMAS = date(2026, 12, 25)  # a Friday
MORNING = Period(600, 720, "koffie")

minute = st.integers(0, MIDNIGHT)
periods = st.tuples(minute, minute).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Period(*pair))
days = st.dates(date(2026, 12, 14), date(2027, 1, 10))


@st.composite
def exceptions(draw):
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 12)))
    return Exceptional(first, last, draw(st.none() | periods))


schedules = st.builds(
    Schedule,
    hours=st.sampled_from(InitiativePage.Hours.values),
    holidays=st.sampled_from(InitiativePage.Holidays.values),
    week=st.lists(
        st.lists(periods, max_size=3).map(lambda day: tuple(sorted(day))), min_size=7, max_size=7
    ).map(tuple),
    exceptions=st.lists(exceptions(), max_size=3).map(tuple),
)
moments = st.builds(
    lambda day, minute: datetime.combine(day, time(), ZONE) + timedelta(minutes=minute),
    days,
    st.integers(0, MIDNIGHT - 1),
)


def local(day, hour=12, minute=0):
    return datetime.combine(day, time(hour, minute), ZONE)


def weekly(weekday=None, *day_periods, **more):
    week = [()] * 7
    if weekday is not None:
        week[weekday] = day_periods
    return Schedule(hours="weekly", week=tuple(week), **more)


def read_slowly(schedule, day, at):
    """Say whether it is open at a minute of a day, from the rules as one would explain them."""
    that_day = [e for e in schedule.exceptions if e.first <= day <= e.last]
    if that_day:
        return any(e.period and at in range(e.period.start, e.period.end) for e in that_day)
    holiday = day in hours.public_holidays(day.year)
    known = schedule.hours == "always" or (schedule.hours == "weekly" and any(schedule.week))
    if holiday and schedule.holidays == "closed" and schedule.hours in ("weekly", "always"):
        return False
    if not known:
        return None
    if schedule.hours == "always":
        return True
    usually = any(at in range(p.start, p.end) for p in schedule.week[day.weekday()])
    return None if usually and holiday and schedule.holidays == "" else usually


@given(schedules, moments)
def test_it_agrees_with_reading_minute_by_minute(schedule, moment):
    slowly = read_slowly(schedule, moment.date(), moment.hour * 60 + moment.minute)
    assert hours.is_open(schedule, moment) is slowly
    assert hours.is_open(schedule, moment.astimezone(UTC)) is slowly


@given(schedules, moments)
def test_the_next_opening_is_the_first_minute_at_which_a_period_begins(schedule, moment):
    opening = hours.next_opening(schedule, moment)
    day = moment.date()
    limit = opening.day if opening else day + timedelta(days=20)
    while day <= limit:
        for period in hours.periods_on(schedule, day) or ():
            begins = (day, period.start)
            if begins > (moment.date(), moment.hour * 60 + moment.minute):
                assert opening
                assert (opening.day, opening.minute) <= begins
        day += timedelta(days=1)
    if opening:
        assert (opening.day, opening.minute) > (moment.date(), moment.hour * 60 + moment.minute)
        assert any(p.start == opening.minute for p in hours.periods_on(schedule, opening.day))


@given(schedules, moments)
def test_it_stays_open_until_it_closes(schedule, moment):
    if not hours.is_open(schedule, moment):
        return
    until = hours.open_until(schedule, moment)
    if until is None:
        assert hours.is_open(schedule, moment + timedelta(days=1))
        return
    closes = datetime.combine(until[0], time(), ZONE) + timedelta(minutes=until[1])
    assert moment < closes
    assert hours.is_open(schedule, closes) is not True
    assert hours.is_open(schedule, closes - timedelta(minutes=1))


@given(periods, periods)
def test_one_period_that_follows_another_does_not_overlap(a, b):
    assert a.overlaps(b) is b.overlaps(a) is bool(set(range(a.start, a.end)) & set(range(b.start, b.end)))
    later = Period(a.end, MIDNIGHT)
    assert not a.overlaps(later)
    assert not later.overlaps(a)


@given(st.lists(periods, max_size=6))
def test_two_periods_overlap_when_they_share_a_minute(day):
    shared = any(set(range(a.start, a.end)) & set(range(b.start, b.end))
                 for number, a in enumerate(day) for b in day[number + 1 :])  # fmt: skip
    assert bool(hours.first_overlap(day)) is shared


@given(periods)
def test_every_minute_of_a_period_lies_in_one_of_its_parts_of_the_day(period):
    parts = [hours.DAY_PARTS[name] for name in hours.day_parts_on([period])]
    assert all(any(first <= at < last for first, last in parts) for at in range(period.start, period.end))
    assert all(first < period.end and period.start < last for first, last in parts)


def test_at_the_minute_it_opens_the_next_opening_is_a_later_one():
    opening = hours.next_opening(weekly(5, MORNING), local(date(2026, 11, 21), 10))
    assert (opening.day, opening.minute) == (date(2026, 11, 28), 600)


def test_midnight_ends_a_day():
    late = Period.between(time(20), time(0))
    assert (late.start, late.end) == (1200, MIDNIGHT)
    assert Period.between(time(0), time(0)) == Period(0, MIDNIGHT)
    friday = weekly(4, late)
    assert hours.is_open(friday, local(date(2026, 11, 20), 23, 59))
    assert hours.is_open(friday, local(date(2026, 11, 21), 0, 0)) is False
    assert hours.open_until(friday, local(date(2026, 11, 20), 21)) == (date(2026, 11, 20), MIDNIGHT)


def test_a_party_runs_on_past_midnight():
    party = weekly(exceptions=(
        Exceptional(date(2026, 12, 31), date(2026, 12, 31), Period(1200, MIDNIGHT)),
        Exceptional(date(2027, 1, 1), date(2027, 1, 1), Period(0, 120)),
    ))  # fmt: skip
    assert hours.open_until(party, local(date(2026, 12, 31), 22)) == (date(2027, 1, 1), 120)


def test_exceptions_win_over_holidays_and_holidays_over_the_week():
    closed = weekly(4, MORNING, holidays="closed")
    assert hours.periods_on(closed, CHRISTMAS) == ()
    assert hours.periods_on(weekly(4, MORNING, holidays="open"), CHRISTMAS) == (MORNING,)
    assert hours.periods_on(weekly(4, MORNING), CHRISTMAS) is None
    # A day that is closed every week needs no word about holidays.
    assert hours.periods_on(weekly(3, MORNING), CHRISTMAS) == ()
    party = Exceptional(CHRISTMAS, CHRISTMAS, Period(900, 960))
    assert hours.periods_on(weekly(4, MORNING, holidays="closed", exceptions=(party,)), CHRISTMAS) == (
        party.period,
    )


def test_a_day_that_opens_within_a_closed_summer():
    summer = Exceptional(date(2026, 7, 1), date(2026, 8, 31), None, "zomervakantie")
    coffee = Exceptional(date(2026, 8, 5), date(2026, 8, 5), MORNING)
    schedule = weekly(2, Period(540, 1020), exceptions=(summer, coffee))
    assert hours.periods_on(schedule, date(2026, 8, 5)) == (MORNING,)
    assert hours.periods_on(schedule, date(2026, 8, 12)) == ()


@pytest.mark.parametrize("known", ["", "appointment"])
def test_what_nobody_told_us_is_not_closed(known):
    schedule = Schedule(hours=known)
    assert hours.is_open(schedule, local(date(2026, 11, 21))) is None
    assert hours.next_opening(schedule, local(date(2026, 11, 21))) is None
    closed = Schedule(hours=known, exceptions=(Exceptional(CHRISTMAS, CHRISTMAS),))
    assert hours.is_open(closed, local(CHRISTMAS)) is False


def test_fixed_times_without_a_time_say_nothing():
    assert hours.is_open(weekly(), local(date(2026, 11, 21))) is None


def test_always_is_also_at_night_and_may_close_on_holidays():
    assert hours.is_open(Schedule(hours="always"), local(CHRISTMAS, 3))
    assert hours.open_until(Schedule(hours="always"), local(CHRISTMAS, 3)) is None
    assert hours.is_open(Schedule(hours="always", holidays="closed"), local(CHRISTMAS, 3)) is False


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Summer time begins: 02.00 becomes 03.00, so 10.00 is 08:00 UTC and no longer 09:00.
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 29, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 9, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 10, 0, tzinfo=UTC), False),
        # Winter time begins.
        (datetime(2026, 10, 25, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 10, 59, tzinfo=UTC), True),
    ],
)
def test_the_clock_on_the_wall_counts_when_the_clock_changes(moment, expected):
    schedule = Schedule(hours="weekly", week=((MORNING,),) * 7)
    assert hours.is_open(schedule, moment) is expected


def test_the_hour_that_comes_twice_is_open_twice():
    schedule = Schedule(hours="weekly", week=((Period(120, 180),),) * 7)
    for at in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert hours.is_open(schedule, at)


def test_the_official_holidays_in_dutch():
    year = hours.public_holidays(2026)
    assert year[CHRISTMAS] == "Eerste kerstdag"
    assert year[date(2026, 4, 27)] == "Koningsdag"
    assert list(year) == sorted(year)
    # Once in five years Liberation Day is a day off for everybody.
    assert date(2025, 5, 5) in hours.public_holidays(2025)
    assert date(2026, 5, 5) not in year


def test_parts_of_a_day():
    assert hours.day_parts_on([Period(600, 720)]) == {"ochtend"}
    assert hours.day_parts_on([Period(600, 721)]) == {"ochtend", "middag"}
    assert hours.day_parts_on([Period(1080, 1200)]) == {"avond"}


def test_the_words_of_the_rules_are_those_of_the_model():
    choices, holidays = InitiativePage.Hours, InitiativePage.Holidays
    assert (hours.WEEKLY, hours.ALWAYS, hours.APPOINTMENT) == (
        choices.WEEKLY, choices.ALWAYS, choices.APPOINTMENT,
    )  # fmt: skip
    assert (hours.HOLIDAYS_CLOSED, hours.HOLIDAYS_OPEN) == (holidays.CLOSED, holidays.OPEN)
