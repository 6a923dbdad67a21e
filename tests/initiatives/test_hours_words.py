"""Opening hours in words."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from initiatives import hours_words
from initiatives.hours import MIDNIGHT, ZONE, Exceptional, Period, Schedule

SATURDAY = date(2026, 11, 21)
CHRISTMAS = date(2026, 12, 25)  # a Friday
COFFEE = Period(600, 720, "koffie")


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), ZONE)


def weekly(days, **more):
    return Schedule(hours="weekly", week=tuple(tuple(days.get(n, ())) for n in range(7)), **more)


@pytest.mark.parametrize(
    ("schedule", "moment", "words"),
    [
        (weekly({5: [COFFEE]}), at(SATURDAY, 10), "Nu open, tot 12.00 uur"),
        (weekly({5: [COFFEE]}), at(SATURDAY, 9, 30), "Nu dicht. Vandaag om 10.00 uur weer open"),
        (weekly({5: [COFFEE]}), at(SATURDAY, 12), "Nu dicht. Zaterdag 28 november om 10.00 uur weer open"),
        (weekly({6: [COFFEE]}), at(SATURDAY, 12), "Nu dicht. Morgen om 10.00 uur weer open"),
        (weekly({1: [COFFEE]}), at(SATURDAY, 12), "Nu dicht. Dinsdag om 10.00 uur weer open"),
        (weekly({5: [Period(1200, MIDNIGHT)]}), at(SATURDAY, 21), "Nu open, tot middernacht"),
        (
            weekly({5: [Period(1200, MIDNIGHT)], 6: [Period(0, 150)]}),
            at(SATURDAY, 21),
            "Nu open, tot morgen 2.30 uur",
        ),
        (weekly({n: [Period(0, MIDNIGHT)] for n in range(7)}), at(SATURDAY, 3), "Nu open, dag en nacht"),
        (Schedule(hours="always"), at(SATURDAY, 3), "Altijd open"),
        (Schedule(hours="appointment"), at(SATURDAY, 3), "Open op afspraak. Bel of mail van tevoren"),
        (Schedule(), at(SATURDAY, 3), "Wij weten de tijden niet"),
        (
            weekly({4: [COFFEE], 0: [COFFEE]}, holidays="closed"),
            at(CHRISTMAS, 11),
            "Nu dicht (Eerste kerstdag). Maandag om 10.00 uur weer open",
        ),
        (
            weekly({4: [COFFEE]}),
            at(CHRISTMAS, 11),
            "Vandaag is het Eerste kerstdag. Wij weten niet of het dan open is",
        ),
        # The day in between may open as well; nobody told us.
        (
            weekly({4: [COFFEE], 0: [COFFEE]}),
            at(CHRISTMAS, 9),
            "Nu dicht (Eerste kerstdag). Maandag om 10.00 uur zeker weer open",
        ),
        (
            weekly({5: [COFFEE]}, exceptions=(Exceptional(SATURDAY, date(2027, 1, 3), None, "verbouwing"),)),
            at(SATURDAY, 11),
            "Nu dicht (verbouwing). Zaterdag 9 januari 2027 om 10.00 uur weer open",
        ),
        (
            weekly({5: [COFFEE]}, exceptions=(Exceptional(SATURDAY, date(2030, 1, 3)),)),
            at(SATURDAY, 11),
            "Nu dicht",
        ),
    ],
)
def test_what_holds_now(schedule, moment, words):
    assert str(hours_words.now_words(schedule, moment)) == words


def test_the_week_has_seven_days_and_knows_today():
    lunch = Period(750, 810)
    week = hours_words.week_table(weekly({1: [COFFEE, lunch]}), SATURDAY)
    assert [day.name for day in week if day.is_today] == ["zaterdag"]
    assert [day.name for day in week][::6] == ["maandag", "zondag"]
    assert week[1].periods == (("10.00 tot 12.00 uur", "koffie"), ("12.30 tot 13.30 uur", ""))
    assert week[5].periods == ()


def test_no_times_no_week():
    assert hours_words.week_table(Schedule(hours="appointment"), SATURDAY) == []
    assert hours_words.upcoming(Schedule(), SATURDAY) == []


def test_the_days_that_differ_stand_in_order_and_only_when_they_say_something():
    schedule = weekly(
        {4: [COFFEE]},
        holidays="closed",
        exceptions=(
            Exceptional(date(2026, 12, 27), date(2027, 1, 1), None, "kerstvakantie"),
            Exceptional(date(2026, 12, 4), date(2026, 12, 4), Period(840, 960), "Sinterklaas"),
            Exceptional(date(2026, 12, 4), date(2026, 12, 4), Period(1020, 1080), "Sinterklaas"),
            Exceptional(date(2026, 11, 1), date(2026, 11, 20), None, "voorbij"),
            Exceptional(date(2027, 3, 1), date(2027, 3, 1), None, "ver weg"),
        ),
    )
    told = hours_words.upcoming(schedule, SATURDAY)
    # The second day of Christmas is a Saturday, on which it is never open; New Year has been told already.
    assert [(special.when, special.times, special.why) for special in told] == [
        ("vrijdag 4 december", "14.00 tot 16.00 uur en 17.00 tot 18.00 uur", "Sinterklaas"),
        ("vrijdag 25 december", "gesloten", "Eerste kerstdag"),
        ("zondag 27 december tot en met vrijdag 1 januari 2027", "gesloten", "kerstvakantie"),
    ]


@pytest.mark.parametrize(
    ("holidays", "times"),
    [("", "niet bekend"), ("open", "gewoon open: 10.00 tot 12.00 uur"), ("closed", "gesloten")],
)
def test_a_holiday_on_an_opening_day_is_told(holidays, times):
    told = hours_words.upcoming(weekly({4: [COFFEE]}, holidays=holidays), CHRISTMAS, days=0)
    assert [(special.when, special.times) for special in told] == [("vrijdag 25 december", times)]


def test_what_is_always_open_says_nothing_about_holidays_unless_it_closes():
    assert hours_words.upcoming(Schedule(hours="always"), CHRISTMAS, days=0) == []
    assert hours_words.upcoming(Schedule(hours="always", holidays="closed"), CHRISTMAS, days=0)
