"""Rounds, ceilings, the ledger and the forms, as budget holders and officers edit them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Theme
from subsidies import deciding, ledger
from subsidies.models import Ceiling, FormDefinition, LedgerEntry, Round
from tests.subsidies.desk_data import make_application, make_round, officer, open_regulation

pytestmark = pytest.mark.django_db

ROUNDS, CEILINGS, LEDGER = (
    "/beheer/subsidies/rondes/",
    "/beheer/subsidies/plafonds/",
    "/beheer/subsidies/boekingen/",
)


@pytest.fixture
def budget(client, login):
    """A client signed in as the budget holder."""
    login("budget")
    return client


def _fields(ceiling: Ceiling, **values: object) -> dict[str, object]:
    fields = {
        "round": ceiling.round_id,
        "scope": ceiling.scope,
        "theme": ceiling.theme_id or "",
        "category": ceiling.category_id or "",
        "region": ceiling.region_id or "",
        "amount": "",
    }
    return {**fields, **values}


def _awarded(round_: Round, amount: int = 6000, **values: Any) -> None:
    application = make_application(round=round_, **values)
    deciding.award(application, Decimal(amount), officer())


# Rounds


def test_a_round_is_made_with_the_browsers_own_date_picker(budget):
    data = {
        "regulation": open_regulation().pk,
        "name": "2027",
        "opens_at": "2027-01-04T09:00",
        "closes_at": "2027-12-31T17:00",
    }
    assert budget.post(f"{ROUNDS}new/", data).status_code == 302
    made = Round.objects.get(name="2027")
    assert made.opens_at.isoformat() == "2027-01-04T08:00:00+00:00"
    assert 'value="2027-01-04T09:00"' in budget.get(f"{ROUNDS}edit/{made.pk}/").content.decode()


def test_a_round_that_closes_before_it_opens_is_refused(budget):
    data = {
        "regulation": open_regulation().pk,
        "name": "Fout",
        "opens_at": "2027-02-01T09:00",
        "closes_at": "2027-01-01T09:00",
    }
    page = budget.post(f"{ROUNDS}new/", data).content.decode()
    assert "De ronde moet later sluiten dan zij opent." in page
    assert 'value="2027-02-01T09:00"' in page


@pytest.mark.parametrize("what", ["round", "ceiling"])
def test_what_has_applications_or_entries_stays(budget, what):
    round_ = make_round(total=10000)
    _awarded(round_)
    ceiling = round_.ceilings.get()
    address = f"{ROUNDS}delete/{round_.pk}/" if what == "round" else f"{CEILINGS}delete/{ceiling.pk}/"
    page = budget.post(address, follow=True).content.decode()
    assert "kan niet weg" in page
    assert Round.objects.filter(pk=round_.pk).exists()
    assert Ceiling.objects.filter(pk=ceiling.pk).exists()


def test_an_empty_round_can_go(budget):
    round_ = make_round()
    budget.post(f"{ROUNDS}delete/{round_.pk}/")
    assert not Round.objects.filter(pk=round_.pk).exists()


# Ceilings


def test_the_list_shows_what_is_committed_and_what_remains(budget):
    round_ = make_round(total=20000)
    _awarded(round_)
    page = budget.get(CEILINGS).content.decode()
    for amount in ("€\u00a020.000", "€\u00a06.000", "€\u00a014.000"):
        assert amount in page


def test_a_ceiling_can_rise_and_fall_to_what_is_committed(budget):
    round_ = make_round(total=20000)
    _awarded(round_)
    ceiling = round_.ceilings.get()
    for amount in ("25.000,50", "6000"):
        assert (
            budget.post(f"{CEILINGS}edit/{ceiling.pk}/", _fields(ceiling, amount=amount)).status_code == 302
        )
    ceiling.refresh_from_db()
    assert (ceiling.amount, ceiling.committed) == (6000, 6000)


def test_a_ceiling_cannot_go_below_what_is_committed(budget):
    round_ = make_round(total=20000)
    _awarded(round_)
    ceiling = round_.ceilings.get()
    page = budget.post(f"{CEILINGS}edit/{ceiling.pk}/", _fields(ceiling, amount="5.999,99")).content.decode()
    assert "al meer toegekend" in page
    assert 'value="5.999,99"' in page
    ceiling.refresh_from_db()
    assert ceiling.amount == 20000


def test_what_a_ceiling_is_for_stays_once_money_was_committed(budget):
    round_, other = make_round(total=20000), make_round("Andere")
    _awarded(round_)
    ceiling = round_.ceilings.get()
    data = _fields(ceiling, amount="20000", round=other.pk, scope="theme", theme=Theme.objects.first().pk)
    budget.post(f"{CEILINGS}edit/{ceiling.pk}/", data)
    ceiling.refresh_from_db()
    assert (ceiling.round, ceiling.scope, ceiling.theme) == (round_, "total", None)


def test_an_award_while_the_form_was_open_is_not_overwritten(budget):
    """The form was opened before the award and sent after it."""
    round_ = make_round(total=20000)
    ceiling = round_.ceilings.get()
    data = _fields(ceiling, amount="30000")
    _awarded(round_)
    budget.post(f"{CEILINGS}edit/{ceiling.pk}/", data)
    ceiling.refresh_from_db()
    assert (ceiling.amount, ceiling.committed) == (30000, 6000)
    assert ledger.recount(round_) == []


def test_a_new_ceiling_counts_what_was_awarded_before(budget):
    round_ = make_round(total=50000)
    theme = Theme.objects.first()
    _awarded(round_, 6000, theme=theme)
    _awarded(round_, 7000, theme=None)
    data = {"round": round_.pk, "scope": "theme", "theme": theme.pk, "amount": "10.000"}
    assert budget.post(f"{CEILINGS}new/", data).status_code == 302
    made = Ceiling.objects.get(round=round_, scope="theme")
    assert (made.committed, made.remaining) == (6000, 4000)
    assert ledger.recount(round_) == []


def test_a_new_ceiling_below_what_was_awarded_is_refused(budget):
    round_ = make_round()
    _awarded(round_)
    data = {"round": round_.pk, "scope": "total", "amount": "5000"}
    page = budget.post(f"{CEILINGS}new/", data).content.decode()
    assert "al €\u00a06.000 toegekend" in page
    assert 'value="5000"' in page
    assert not round_.ceilings.exists()
    assert not LedgerEntry.objects.filter(ceiling__round=round_).exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"scope": "total", "amount": "1"}, "Dit plafond bestaat al"),
        ({"scope": "theme", "amount": "1"}, "Kies waarvoor dit plafond geldt."),
        ({"scope": "total", "amount": "veel"}, "Vul een bedrag in met cijfers"),
        ({"scope": "region", "amount": ""}, "Vul in hoe hoog het plafond is."),
    ],
)
def test_a_wrong_ceiling_says_what_to_do(budget, values, message):
    round_ = make_round(total=10)
    page = budget.post(f"{CEILINGS}new/", {"round": round_.pk, **values}).content.decode()
    assert message in page
    assert "geschonden" not in page
    assert round_.ceilings.count() == 1


# The ledger


def test_the_ledger_lists_entries_with_totals_per_ceiling(budget):
    round_ = make_round(total=20000)
    _awarded(round_)
    entry = LedgerEntry.objects.get(ceiling__round=round_)
    page = budget.get(LEDGER, {"ceiling": entry.ceiling_id}).content.decode()
    assert entry.application.reference in page
    assert "€\u00a014.000" in page
    assert "klopt niet" not in page


def test_the_ledger_tells_when_a_ceiling_differs(budget):
    round_ = make_round(total=20000)
    _awarded(round_)
    round_.ceilings.update(committed=1)
    assert "klopt niet met het plafond" in budget.get(LEDGER).content.decode()


@pytest.mark.parametrize("address", [ROUNDS, CEILINGS, LEDGER])
def test_lists_take_as_many_queries_for_many_rows(budget, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert budget.get(address).status_code == 200
        return len(captured)

    _awarded(make_round("Ronde 0", total=20000))
    queries()
    few = queries()
    for number in range(1, 8):
        _awarded(make_round(f"Ronde {number}", total=20000))
    assert queries() == few


@pytest.mark.parametrize(
    "query", ["ceiling=999", "ceiling=x", "kind=nonsense", "p=0", "round=x", "ordering=-x"]
)
@pytest.mark.parametrize("address", [ROUNDS, CEILINGS, LEDGER])
def test_wrong_addresses_never_break_a_list(budget, address, query):
    assert budget.get(f"{address}?{query}").status_code == 200


# Forms


def test_forms_can_be_edited_previewed_and_published(client, login):
    login("subsidie")
    form = FormDefinition.objects.get()
    page = client.get(f"/beheer/subsidies/formulieren/edit/{form.pk}/").content.decode()
    assert 'name="action-publish"' in page
    listing = client.get("/beheer/subsidies/formulieren/").content.decode()
    assert open_regulation().title in listing


def test_regulations_have_a_list_of_their_own(client, login):
    login("subsidie")
    assert open_regulation().title in client.get("/beheer/subsidies/regelingen/").content.decode()
