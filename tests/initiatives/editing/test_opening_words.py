"""Opening times in words."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.editing.opening_words import (
    Period,
    UnclearError,
    parse_opening_times,
    words_of_opening_times,
)


def p(day, opens, closes, note=""):
    return Period(day, time.fromisoformat(opens), time.fromisoformat(closes), note)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("di 10:00-12:00; do 13.30-16.00", [p(1, "10:00", "12:00"), p(3, "13:30", "16:00")]),
        ("Dinsdag van 10 tot 12 uur", [p(1, "10:00", "12:00")]),
        ("ma-wo 9-12", [p(day, "09:00", "12:00") for day in (0, 1, 2)]),
        ("ma t/m vr 9.00 – 17.00 uur", [p(day, "09:00", "17:00") for day in range(5)]),
        ("vr t/m ma 9-10", [p(day, "09:00", "10:00") for day in (4, 5, 6, 0)]),
        ("ma, wo en vr 10:00-12:00", [p(day, "10:00", "12:00") for day in (0, 2, 4)]),
        ("za 9-12 en 13-17 uur", [p(5, "09:00", "12:00"), p(5, "13:00", "17:00")]),
        ("elke dag 8:00-24:00", [p(day, "08:00", "00:00") for day in range(7)]),
        ("zo. 14:00-16:00 (koffie; met taart)", [p(6, "14:00", "16:00", "koffie; met taart")]),
        ("op dinsdag: 10u-12u", [p(1, "10:00", "12:00")]),
        ("di 10:00-12:00\ndo 10:00-12:00", [p(1, "10:00", "12:00"), p(3, "10:00", "12:00")]),
        ("monday 10:00-12:00", [p(0, "10:00", "12:00")]),
        ("", []),
    ],
)
def test_what_people_write(text, periods):
    assert parse_opening_times(text) == periods


@pytest.mark.parametrize(
    "text",
    [
        "altijd",
        "di",
        "10:00-12:00",
        "di 12:00-10:00",
        "di 25:00-26:00",
        "di 10:70-11:00",
        "di 24:30-24:40",
        "di 10-12 maar niet in juli",
        "xx 10-12",
        "di 10-12 (" + "x" * 81 + ")",
        "; ".join(["ma 10-12"] * 41),
        "ma t/m xx 10-12",
    ],
)
def test_what_is_not_clear_says_what_to_do(text):
    with pytest.raises(UnclearError) as error:
        parse_opening_times(text)
    assert len(str(error.value)) > 20


@given(st.text(alphabet="madiwovrzo 0123456789:.-–;()tenu/\n", max_size=40))
def test_any_text_gives_times_or_a_message(text):
    try:
        found = parse_opening_times(text)
    except UnclearError:
        return
    for period in found:
        assert 0 <= period.weekday <= 6
        assert period.opens < period.closes or period.closes == time(0)


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
NOTES = st.text(alphabet="koffie; met taart", max_size=20).map(str.strip)


@st.composite
def periods(draw):
    opens, closes = sorted(draw(st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1])))
    return Period(draw(st.integers(0, 6)), opens, closes, draw(NOTES))


@given(st.lists(periods(), max_size=6))
def test_what_is_written_can_be_read(times):
    assert parse_opening_times(words_of_opening_times(times)) == times
