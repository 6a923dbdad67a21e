"""The secrets in links: one purpose, some days, one address, and never a person in them."""

from __future__ import annotations

import base64
import uuid
from datetime import date

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from initiatives.contributions import tokens
from initiatives.contributions.tokens import BadLink, ExpiredLink, Purpose

KEEPER = "bestuur@dorpshuis.example"
ASKED = date(2026, 1, 2)


def every_token():
    return {
        Purpose.CONFIRM: tokens.confirm_token(uuid.uuid4()),
        Purpose.CHANGE: tokens.change_token(5, KEEPER),
        Purpose.STILL_RIGHT: tokens.answer_token(Purpose.STILL_RIGHT, 5, KEEPER, ASKED),
        Purpose.GONE: tokens.answer_token(Purpose.GONE, 5, KEEPER, ASKED),
    }


def read(purpose, token, days=30):
    return (
        tokens.read_confirm(token, days)
        if purpose == Purpose.CONFIRM
        else tokens.read_owner(purpose, token, days)
    )


def test_a_link_says_what_was_put_in():
    number = uuid.uuid4()
    assert tokens.read_confirm(tokens.confirm_token(number), 30) == number
    link = read(Purpose.CHANGE, tokens.change_token(5, KEEPER))
    assert (link.page_id, link.asked_on) == (5, None)
    assert link.proposal_id is not None
    assert read(Purpose.GONE, every_token()[Purpose.GONE]).asked_on == ASKED
    assert tokens.change_token(5, KEEPER) != tokens.change_token(5, KEEPER)


@pytest.mark.parametrize("made", list(Purpose))
@pytest.mark.parametrize("used", list(Purpose))
def test_a_link_is_good_for_one_purpose(made, used):
    token = every_token()[made]
    if made == used:
        read(used, token)
    else:
        with pytest.raises(BadLink):
            read(used, token)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_changed_letter_breaks_it(purpose):
    token = every_token()[purpose]
    for place in (0, len(token) // 2, len(token) - 1):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(BadLink):
            read(purpose, token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize("purpose", list(Purpose))
def test_it_ends_after_its_days(purpose, monkeypatch):
    token = every_token()[purpose]
    import time

    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 30 * 86400 - 60)
    read(purpose, token)
    monkeypatch.setattr(signing.time, "time", lambda: now + 30 * 86400 + 60)
    with pytest.raises(ExpiredLink):
        read(purpose, token)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_something_else_that_we_signed_is_no_link(purpose):
    salt = f"initiatives.contributions.link.{purpose}"
    for value in ({}, [], ["x"], [1, 2], ["a", "b", "c"], "tekst", [None, None, None], [1, "m", 5]):
        with pytest.raises(BadLink):
            read(purpose, signing.dumps(value, salt=salt))


@given(st.text(max_size=500))
def test_nonsense_is_no_link(text):
    for purpose in Purpose:
        with pytest.raises(BadLink):
            read(purpose, text)


def test_there_is_no_address_in_it_and_it_fits_one_address_only():
    for purpose, token in every_token().items():
        payload = token.split(":")[0]
        padded = payload + "=" * (-len(payload) % 4)
        assert b"dorpshuis" not in base64.urlsafe_b64decode(padded), purpose
    link = read(Purpose.CHANGE, tokens.change_token(5, KEEPER))
    assert link.address("iemand@anders.example", "  Bestuur@Dorpshuis.example") != ""
    assert link.address("iemand@anders.example", "") == ""
    assert link.address() == ""
