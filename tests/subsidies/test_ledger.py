"""The ledger: no sequence of awards passes a ceiling, and the sum of entries is what is committed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from core.models import Municipality, Place, Theme
from subsidies import ledger
from subsidies.models import Ceiling, GrantCategory, LedgerEntry, Round
from tests.subsidies.desk_data import make_application, make_round, officer, open_regulation

pytestmark = pytest.mark.django_db

CENTS = st.decimals(min_value="0.01", max_value="40", places=2)


def _scoped_round() -> Round:
    """Return a round with a total of 100, 50 for one theme, 40 for one category and 30 for one region."""
    round_ = make_round(total=100)
    scope = Ceiling.Scope
    Ceiling.objects.create(
        round=round_, scope=scope.THEME, theme=Theme.objects.get(slug="gezondheid"), amount=50
    )
    Ceiling.objects.create(
        round=round_,
        scope=scope.CATEGORY,
        category=GrantCategory.objects.get(regulation=round_.regulation, slug="circulair"),
        amount=40,
    )
    emmen = Municipality.objects.get(slug="emmen")
    Ceiling.objects.create(round=round_, scope=scope.REGION, region=emmen.region, amount=30)
    return round_


@pytest.mark.parametrize(
    ("values", "scopes"),
    [
        ({"place": "rolde"}, {"total"}),
        ({"place": "rolde", "theme": "gezondheid"}, {"total", "theme"}),
        ({"place": "rolde", "category": "circulair"}, {"total", "category"}),
        ({"place": "emmen"}, {"total", "region"}),
        ({"municipality": "emmen"}, {"total", "region"}),
        (
            {"place": "emmen", "theme": "gezondheid", "category": "circulair"},
            {"total", "theme", "category", "region"},
        ),
        ({"theme": "naoberschap"}, {"total"}),
        ({}, {"total"}),
    ],
)  # fmt: skip
def test_every_ceiling_that_fits_applies(values, scopes):
    round_ = _scoped_round()
    place = Place.objects.filter(name=values.get("place", "").capitalize()).first()
    municipality = Municipality.objects.filter(slug=values.get("municipality")).first()
    application = make_application(
        round=round_,
        place=place,
        municipality=place.municipality if place else municipality,
        theme=Theme.objects.filter(slug=values.get("theme")).first(),
        category=GrantCategory.objects.filter(slug=values.get("category")).first(),
    )
    assert {ceiling.scope for ceiling in ledger.applicable_ceilings(application)} == scopes


def test_ceilings_of_another_round_do_not_apply():
    make_round("Andere", total=1)
    application = make_application(round=make_round("Deze", total=500))
    assert ledger.remaining_for(application) == 500


def test_the_least_remaining_counts_and_is_named():
    round_ = _scoped_round()
    emmen = Place.objects.get(name="Emmen")
    application = make_application(round=round_, place=emmen, municipality=emmen.municipality)
    assert ledger.remaining_for(application) == 30
    assert ledger.tightest_ceiling(application).scope == Ceiling.Scope.REGION


def test_without_ceilings_there_is_no_limit():
    application = make_application(round=make_round())
    assert ledger.remaining_for(application) is None
    assert ledger.tightest_ceiling(application) is None
    assert ledger.commit_award(application, Decimal(9999), officer()) == []


def test_an_award_is_entered_under_every_ceiling_that_applies():
    round_ = _scoped_round()
    emmen = Place.objects.get(name="Emmen")
    application = make_application(round=round_, place=emmen, municipality=emmen.municipality)
    entries = ledger.commit_award(application, Decimal("12.34"), officer())
    assert {entry.ceiling.scope for entry in entries} == {"total", "region"}
    committed = {ceiling.scope: ceiling.committed for ceiling in round_.ceilings.all()}
    assert committed == {"total": Decimal("12.34"), "region": Decimal("12.34"), "theme": 0, "category": 0}
    assert ledger.recount(round_) == []


def test_too_much_for_a_part_writes_nothing_anywhere():
    round_ = _scoped_round()
    emmen = Place.objects.get(name="Emmen")
    application = make_application(round=round_, place=emmen, municipality=emmen.municipality)
    with pytest.raises(ledger.CeilingExceeded) as caught:
        ledger.commit_award(application, Decimal("30.01"), officer())
    assert caught.value.remaining == 30
    assert "€\u00a030" in str(caught.value)
    assert str(caught.value.ceiling.region) in str(caught.value)
    assert not LedgerEntry.objects.filter(ceiling__round=round_).exists()
    assert all(ceiling.committed == 0 for ceiling in round_.ceilings.all())


def test_an_empty_ceiling_says_that_it_is_empty():
    round_ = make_round(total=10)
    ledger.commit_award(make_application(round=round_), Decimal(10), officer())
    with pytest.raises(ledger.CeilingExceeded, match="is op"):
        ledger.commit_award(make_application(round=round_), Decimal("0.01"), officer())


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_an_award_is_more_than_nothing(amount):
    with pytest.raises(ValueError, match="more than nothing"):
        ledger.commit_award(make_application(round=make_round(total=10)), Decimal(amount), officer())


def test_cents_fill_a_ceiling_exactly():
    """0.10 + 0.20 is more than 0.30 in floating point; a ceiling of 0.30 must take both."""
    round_ = make_round(total="0.30")
    ledger.commit_award(make_application(round=round_), Decimal("0.10"), officer())
    ledger.commit_award(make_application(round=round_), Decimal("0.20"), officer())
    assert round_.ceilings.get().remaining == 0
    assert ledger.recount(round_) == []


def test_the_database_itself_refuses_to_pass_a_ceiling():
    round_ = make_round(total=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        round_.ceilings.update(committed=Decimal("10.01"))


def test_recount_tells_which_ceiling_differs():
    round_ = make_round(total=100)
    ledger.commit_award(make_application(round=round_), Decimal(10), officer())
    round_.ceilings.update(committed=11)
    (difference,) = ledger.recount(round_)
    assert (difference.committed, difference.entries) == (11, 10)


def test_a_ceiling_that_changed_behind_the_locks_stops_the_award(monkeypatch):
    round_ = make_round(total=100)
    application = make_application(round=round_)
    real = ledger._check_fits

    def meanwhile(ceilings, amount):
        real(ceilings, amount)
        round_.ceilings.update(committed=50)

    monkeypatch.setattr(ledger, "_check_fits", meanwhile)
    with pytest.raises(ledger.LedgerConflict):
        ledger.commit_award(application, Decimal(10), officer())
    assert not LedgerEntry.objects.filter(ceiling__round=round_).exists()


class TestAnySequence(HypothesisTestCase):
    """Whatever officers try, in whatever order."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(
        total=st.decimals(min_value="0.01", max_value="200", places=2),
        part=st.decimals(min_value="0.01", max_value="100", places=2),
        awards=st.lists(st.tuples(CENTS, st.booleans()), min_size=1, max_size=10),
    )
    def test_no_ceiling_is_ever_passed(self, total, part, awards):
        regulation = open_regulation()
        round_ = make_round("Reeks", total=total)
        theme = Theme.objects.first()
        Ceiling.objects.create(round=round_, scope=Ceiling.Scope.THEME, theme=theme, amount=part)
        expected = {"total": Decimal(0), "theme": Decimal(0)}
        limits = {"total": total, "theme": part}
        for amount, in_theme in awards:
            application = make_application(regulation, round=round_, theme=theme if in_theme else None)
            counted = ["total", "theme"] if in_theme else ["total"]
            fits = all(expected[scope] + amount <= limits[scope] for scope in counted)
            try:
                ledger.commit_award(application, amount, officer())
            except ledger.CeilingExceeded:
                assert not fits, "an award that fits was refused"
            else:
                assert fits, "an award that does not fit was written"
                for scope in counted:
                    expected[scope] += amount
        for ceiling in round_.ceilings.all():
            assert ceiling.committed == expected[ceiling.scope] <= ceiling.amount
        assert ledger.recount(round_) == []
