"""How fresh something is: one rule, in Python and in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from initiatives.contributions import freshness
from initiatives.contributions.freshness import SINCE, Limits, State, begins, state_of, terms_for
from initiatives.models import Freshness, FreshnessSettings, InitiativePage

TODAY = date(2026, 11, 21)
ORDER = [State.FRESH, State.DUE, State.PALE, State.OFF]

terms = st.lists(st.integers(1, 2000), min_size=3, max_size=3, unique=True).map(
    lambda days: FreshnessSettings(
        **dict(zip(("ask_after", "pale_after", "off_map_after"), sorted(days), strict=True))
    )
)
days = st.dates(date(2015, 1, 1), date(2030, 1, 1))


def ago(number):
    return TODAY - timedelta(days=number)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (-5, State.FRESH),
        (0, State.FRESH),
        (364, State.FRESH),
        (365, State.DUE),
        (424, State.DUE),
        (425, State.PALE),
        (544, State.PALE),
        (545, State.OFF),
        (5000, State.OFF),
    ],
)
def test_each_state_begins_on_its_day(number, state):
    assert state_of(ago(number), None, FreshnessSettings(), TODAY) == state


def test_a_check_counts_before_a_publication_and_nothing_hides_without_a_date():
    defaults = FreshnessSettings()
    assert state_of(ago(10), ago(900), defaults, TODAY) == State.FRESH
    assert state_of(ago(900), ago(10), defaults, TODAY) == State.OFF
    assert state_of(None, ago(10), defaults, TODAY) == State.FRESH
    assert state_of(None, None, defaults, TODAY) == State.DUE


@given(terms, days, days)
def test_time_only_makes_it_older(the_terms, since, today):
    now = state_of(since, None, the_terms, today)
    tomorrow = state_of(since, None, the_terms, today + timedelta(days=1))
    assert ORDER.index(tomorrow) >= ORDER.index(now)
    assert ORDER.index(tomorrow) - ORDER.index(now) <= len(ORDER) - 1


@given(terms, days, days)
def test_a_later_check_is_never_older(the_terms, since, today):
    later = state_of(since + timedelta(days=1), None, the_terms, today)
    assert ORDER.index(later) <= ORDER.index(state_of(since, None, the_terms, today))


@given(terms, days)
def test_a_state_begins_on_the_day_that_is_told(the_terms, since):
    for length, state in ((the_terms.pale_after, State.PALE), (the_terms.off_map_after, State.OFF)):
        first = begins(since, length)
        assert state_of(since, None, the_terms, first - timedelta(days=1)) != state
        assert ORDER.index(state_of(since, None, the_terms, first)) >= ORDER.index(state)


@given(terms, days, days)
def test_the_state_follows_from_the_number_of_days(the_terms, since, today):
    age = (today - since).days
    expected = (
        State.OFF if age >= the_terms.off_map_after
        else State.PALE if age >= the_terms.pale_after
        else State.DUE if age >= the_terms.ask_after
        else State.FRESH
    )  # fmt: skip
    assert state_of(since, None, the_terms, today) == expected
    assert Limits.on(today, the_terms).state(since) == expected


@pytest.mark.django_db
def test_the_database_counts_from_the_same_day(add):
    page = add("Nooit nagekeken")
    published = datetime(2025, 3, 1, 23, 30, tzinfo=UTC)  # half past midnight in the Netherlands
    InitiativePage.objects.filter(pk=page.pk).update(last_published_at=published)
    found = InitiativePage.objects.annotate(since=SINCE).get(pk=page.pk)
    assert found.since == date(2025, 3, 2)
    Freshness.objects.update_or_create(page=page, defaults={"checked_on": date(2024, 1, 1)})
    assert InitiativePage.objects.annotate(since=SINCE).get(pk=page.pk).since == date(2024, 1, 1)


@pytest.mark.django_db
class TestTerms:
    def test_without_a_row_the_defaults_hold_and_reading_makes_none(self, django_assert_num_queries):
        site = Site.objects.get(is_default_site=True)
        FreshnessSettings.objects.all().delete()
        assert terms_for(site).ask_after == 365
        assert not FreshnessSettings.objects.exists()
        with django_assert_num_queries(0):
            assert terms_for(site).off_map_after == 545

    def test_a_change_holds_at_once(self, django_capture_on_commit_callbacks):
        site = Site.objects.get(is_default_site=True)
        assert terms_for(site).link_days == 30
        with django_capture_on_commit_callbacks(execute=True):
            FreshnessSettings.objects.update_or_create(site=site, defaults={"link_days": 7})
        assert terms_for(site).link_days == 7
        assert terms_for().link_days == 7
        assert terms_for(RequestFactory().get("/", headers={"host": "localhost"})).link_days == 7


@pytest.mark.django_db
def test_a_check_ends_the_asking(add, today):
    page = add("Gevraagd")
    Freshness.objects.update_or_create(
        page=page,
        defaults={
            "asked_on": today, "reminded_on": today, "reminders": 2, "reported_gone_on": today,
            "keeper_email": "a@b.example",
        },
    )  # fmt: skip
    freshness.mark_checked(page, Freshness.CheckedBy.EDITOR)
    row = Freshness.objects.get(page=page)
    assert (row.checked_on, row.checked_by) == (today, "editor")
    assert (row.asked_on, row.reminded_on, row.reminders, row.reported_gone_on) == (None, None, 0, None)
    assert row.keeper_email == "a@b.example"
