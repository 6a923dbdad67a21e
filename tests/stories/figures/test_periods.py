"""Periods as sources print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.figures.periods import last_day_of, parse_period, period_words


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("2012-2013", date(2012, 1, 1), date(2013, 12, 31), "2012 tot en met 2013"),
        ("2020-11", date(2020, 11, 1), date(2020, 11, 30), "november 2020"),
        ("2020-Q3", date(2020, 7, 1), date(2020, 9, 30), "3e kwartaal 2020"),
        ("2021-06-17", date(2021, 6, 17), date(2021, 6, 17), "17 juni 2021"),
        ("2020-04/2020-12", date(2020, 4, 1), date(2020, 12, 31), "april tot en met december 2020"),
        ("2019-12/2020-12", date(2019, 12, 1), date(2020, 12, 31), "december 2019 tot en met december 2020"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "februari 2020"),
    ],
)
def test_a_period_is_a_stretch_of_days_and_has_words(text, first, last, words):
    period = parse_period(text)
    assert (period.first, period.last) == (first, last)
    assert period_words(text) == words


@pytest.mark.parametrize(
    "text", ["later", "20234", "2020-13", "2020-00", "2021-02-30", "2020-Q5", "2023-2020", "1/2/3", "0999"]
)
def test_what_is_no_period_is_refused_and_shown_as_it_stands(text):
    with pytest.raises(ValueError, match="no |period|month|day|range"):
        parse_period(text)
    assert last_day_of(text) is None
    assert period_words(text) == text


def test_without_a_period_the_reader_is_told():
    assert parse_period("") is None
    assert period_words("") == "jaar niet genoemd"


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_day_lies_in_its_month_its_quarter_and_its_year(day):
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y}-Q{(day.month + 2) // 3}", day.isoformat()):
        period = parse_period(text)
        assert period.first <= day <= period.last
        assert day.year <= period.middle + 1
        assert period.middle < day.year + 1
