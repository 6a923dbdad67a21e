"""Numbers reach other sites as they are in the database."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.api.responses import as_json, exact

# As many digits as a column of figures holds: more than a binary fraction does.
NUMBERS = st.decimals(
    min_value=Decimal("-999999999999.9999"), max_value=Decimal("999999999999.9999"), places=4
)


@given(st.lists(NUMBERS), st.text(st.characters(exclude_characters="\0")))
def test_json_has_the_exact_number(numbers, text):
    body = as_json({"numbers": numbers, "text": text}).content
    read = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    assert read == {"numbers": numbers, "text": text}


@given(NUMBERS)
def test_a_number_is_written_without_needless_zeros(number):
    text = exact(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text[-1] in "0.")


def test_a_decimal_stays_a_number_and_a_text_a_text():
    assert (
        as_json([Decimal("61.3000"), Decimal("1200"), Decimal("-0.5"), "61.3"]).content
        == b'[61.3,1200,-0.5,"61.3"]'
    )
