"""Numbers as people type them: both notations, signs and words; nothing is guessed away."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.importing.numbers import (
    CellError,
    Notation,
    Reading,
    notation_of,
    notation_of_column,
    read_number,
)

NUMBERS = st.decimals(min_value=1 - 10**11, max_value=10**11 - 1, places=4, allow_nan=False)


def dutch(number):
    """Write a number as a Dutch spreadsheet does."""
    return english(number).translate(str.maketrans(",.", ".,"))


def english(number):
    return f"{number.normalize():,f}"


@pytest.mark.parametrize(
    ("text", "value", "high", "qualifier", "sign"),
    [
        ("1.234,5", "1234.5", None, "", ""),
        ("1.234.567", "1234567", None, "", ""),
        ("260 000", "260000", None, "", ""),
        ("ca. 12%", "12", None, "circa", "%"),
        ("ca 12", "12", None, "circa", ""),
        ("€ 3.000", "3000", None, "", "euro"),
        ("€ 3.000,-", "3000", None, "", "euro"),
        ("3.000 euro", "3000", None, "", "euro"),
        ("ruim 260.000", "260000", None, "ruim", ""),
        ("Meer dan 40 procent", "40", None, "meer dan", "%"),
        ("> 5", "5", None, "meer dan", ""),
        ("±7,2", "7.2", None, "ongeveer", ""),
        ("12% (prognose)", "12", None, "prognose", "%"),
        ("naar schatting bijna 9", "9", None, "naar schatting; bijna", ""),
        ("-5,5", "-5.5", None, "", ""),
        ("−5,5", "-5.5", None, "", ""),
        ("€ -193.750", "-193750", None, "", "euro"),
        ("1,2 miljoen", "1200000", None, "", ""),
        ("€ 10 mld.", "10000000000", None, "", "euro"),
        ("70-80%", "70", "80", "", "%"),
        ("van 70% tot 80%", "70", "80", "", "%"),
        ("tussen 1.500 en 2.000", "1500", "2000", "", ""),
        ("", None, None, "", ""),
        (" – ", None, None, "", ""),
        ("Geen cijfer", None, None, "", ""),
        ("PM", None, None, "PM", ""),
        ("p.m.", None, None, "PM", ""),
        ("n.v.t.", None, None, "niet van toepassing", ""),
    ],
)
def test_what_people_type(text, value, high, qualifier, sign):
    read = read_number(text)
    assert (read.value, read.high) == (value and Decimal(value), high and Decimal(high))
    assert (read.qualifier, read.sign) == (qualifier, sign)


@pytest.mark.parametrize(
    "text",
    [
        "veel", "12 appels", "1.2.3", "12*", "3 op de 10", "(193.750)", "80-70", "€ 5%", "1,2,3", "--5",
        "1e5", "9" * 14, "12 ca.", "5 miljoen duizend", "x12", "1 2 3",
    ],
)  # fmt: skip
def test_what_is_no_number_gets_plain_words(text):
    with pytest.raises(CellError) as error:
        read_number(text)
    assert text in str(error.value)


def test_provisional_is_a_status_and_no_word():
    assert read_number("12 (voorlopig)") == Reading(Decimal(12), is_provisional=True)


def test_more_decimals_than_the_site_keeps_are_told_but_not_the_noise_of_a_spreadsheet():
    assert read_number("0,123456").is_rounded
    assert not read_number("0,30000000000000004").is_rounded


@given(NUMBERS)
def test_both_notations_say_the_same(number):
    assert read_number(dutch(number), Notation.DUTCH).value == number
    assert read_number(english(number), Notation.ENGLISH).value == number


@given(st.lists(NUMBERS, min_size=1, max_size=5), st.sampled_from(Notation))
def test_a_column_of_one_notation_is_read_back(numbers, notation):
    write = dutch if notation == Notation.DUTCH else english
    column = notation_of_column(enumerate(map(write, numbers)))
    assert not column.is_mixed
    # Where every number could be both, the column says nothing and is not guessed.
    used = column.found or notation
    assert [read_number(write(number), used).value for number in numbers] == numbers


@given(NUMBERS, NUMBERS)
def test_a_column_with_both_notations_is_found_out(one, other):
    cells = [(2, dutch(one)), (3, english(other))]
    shown = {notation_of(text.strip("-")) for _row, text in cells} - {None}
    assert notation_of_column(cells).is_mixed == (len(shown) > 1)


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    for notation in Notation:
        try:
            read_number(text, notation)
        except CellError:
            continue
