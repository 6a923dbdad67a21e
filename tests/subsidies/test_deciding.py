"""Deciding: what is refused and why, what an award changes, and what never reaches the public page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from core.models import Municipality, Place
from initiatives.models import InitiativeIndexPage, InitiativeKind, InitiativePage
from subsidies import deciding, drafting
from subsidies.models import Application, ApplicationEvent, Decision, LedgerEntry, RegulationPage
from tests.subsidies.desk_data import PRIVATE, make_application, make_round, officer, open_regulation

pytestmark = pytest.mark.django_db

Status = Application.Status
#: Local time of the province is one hour ahead of UTC in winter.
NEW_YEARS_EVE = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """Return a function that sets the clock."""

    def _at(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return _at


# What is refused


def _decide(decision: str, application: Application) -> Decision:
    if decision == "award":
        return deciding.award(application, Decimal(5000), officer())
    return deciding.refuse(application, "Past niet.", officer())


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.AWARDED, Status.REFUSED])
@pytest.mark.parametrize("decide", ["award", "refuse"])
def test_only_a_sent_application_can_be_decided(status, decide):
    application = make_application(status=status)
    expected = (
        deciding.AlreadyDecided if status in (Status.AWARDED, Status.REFUSED) else deciding.NotDecidable
    )
    with pytest.raises(expected):
        _decide(decide, application)
    assert not Decision.objects.filter(application=application).exists()
    application.refresh_from_db()
    assert application.status == status


@pytest.mark.parametrize(
    ("requested", "amount", "words"),
    [
        ("12500", "0", "hoger is dan € 0"),
        ("12500", "-1", "hoger is dan € 0"),
        ("12500", "NaN", "hoger is dan € 0"),
        ("12500", "Infinity", "hoger is dan € 0"),
        ("12500", "5000.001", "achter de komma"),
        ("12500", "12500.01", "hooguit €\u00a012.500"),
        ("12500", "4999.99", "ten minste €\u00a05.000"),
        ("30000", "25000.01", "ten hoogste €\u00a025.000"),
        (None, "5000", "staat geen bedrag"),
    ],
)
def test_an_amount_outside_the_rules_is_refused_with_what_to_do(requested, amount, words):
    application = make_application(requested_amount=Decimal(requested) if requested else None)
    for decide in (deciding.check_award, lambda a, m: deciding.award(a, m, officer())):
        with pytest.raises(deciding.AmountNotAllowed) as caught:
            decide(application, Decimal(amount))
        assert words in str(caught.value)
        assert caught.value.field == "amount"
    assert not Decision.objects.filter(application=application).exists()
    assert not LedgerEntry.objects.filter(application=application).exists()


@pytest.mark.parametrize("amount", ["5000", "12500", "25000"])
def test_the_limits_themselves_are_allowed(amount):
    application = make_application(requested_amount=Decimal(25000))
    assert deciding.award(application, Decimal(amount), officer()).amount == Decimal(amount)


def test_the_rules_are_those_of_the_moment_of_sending():
    regulation = open_regulation()
    revision = regulation.save_revision()
    application = make_application(regulation, regulation_revision=revision, requested_amount=Decimal(9000))
    RegulationPage.objects.filter(pk=regulation.pk).update(minimum_amount=10000)
    assert deciding.award(application, Decimal(9000), officer()).amount == 9000
    without_version = make_application(regulation, requested_amount=Decimal(9000))
    without_version.regulation.refresh_from_db()
    with pytest.raises(deciding.AmountNotAllowed):
        deciding.award(without_version, Decimal(9000), officer())


def test_a_ceiling_refuses_in_words_and_leaves_no_trace():
    application = make_application(round=make_round(total=6000))
    with pytest.raises(deciding.NoRoom, match="Totaal"):
        deciding.award(application, Decimal(7000), officer())
    assert not Decision.objects.filter(application=application).exists()
    assert not application.events.exists()
    assert not InitiativePage.objects.filter(title=application.title).exists()


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_refusal_needs_a_reason(reason):
    application = make_application()
    with pytest.raises(deciding.ReasonMissing):
        deciding.refuse(application, reason, officer())
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED


def test_deciding_twice_keeps_the_first_decision():
    application = make_application()
    first = deciding.award(application, Decimal(5000), officer())
    with pytest.raises(deciding.AlreadyDecided, match="toegekend"):
        deciding.award(application, Decimal(6000), officer())
    with pytest.raises(deciding.AlreadyDecided):
        deciding.refuse(application, "Toch niet.", officer())
    assert Decision.objects.get(application=application) == first
    assert sum(e.amount for e in LedgerEntry.objects.filter(application=application)) == 5000


# One award a year


def test_one_award_per_organisation_per_year():
    deciding.award(make_application(organisation_number="11112222"), Decimal(5000), officer())
    again = make_application(organisation_number="11112222", organisation="Andere schrijfwijze")
    with pytest.raises(deciding.OneAwardPerYear) as caught:
        deciding.award(again, Decimal(5000), officer())
    assert "AV-" in str(caught.value)
    deciding.refuse(again, "U kreeg dit jaar al subsidie.", officer())


def test_the_year_ends_at_midnight_here_not_in_greenwich(at):
    first = make_application(organisation_number="11112222")
    second = make_application(organisation_number="11112222")
    third = make_application(organisation_number="11112222")
    at(NEW_YEARS_EVE)
    page = deciding.award(first, Decimal(5000), officer()).initiative
    with pytest.raises(deciding.OneAwardPerYear):
        deciding.award(second, Decimal(5000), officer())
    at(NEW_YEAR)
    assert page.period == "2026"
    assert deciding.award(second, Decimal(5000), officer()).initiative.period == "2027"
    with pytest.raises(deciding.OneAwardPerYear):
        deciding.award(third, Decimal(5000), officer())


def test_without_the_rule_an_organisation_may_get_more():
    RegulationPage.objects.filter(pk=open_regulation().pk).update(one_award_per_year=False)
    for _ in range(2):
        deciding.award(make_application(organisation_number="11112222"), Decimal(5000), officer())


def test_a_refusal_or_another_regulation_does_not_use_up_the_award():
    other = RegulationPage.objects.exclude(pk=open_regulation().pk).first()
    version = open_regulation().form.current_version
    elsewhere = make_application(organisation_number="11112222")
    Application.objects.filter(pk=elsewhere.pk).update(regulation=other, form_version=version)
    elsewhere.refresh_from_db()
    deciding.award(elsewhere, Decimal(5000), officer())
    deciding.refuse(make_application(organisation_number="11112222"), "Niet compleet.", officer())
    deciding.award(make_application(organisation_number="11112222"), Decimal(5000), officer())


def test_without_number_the_name_tells_who_it_is():
    deciding.award(
        make_application(organisation_number="", organisation="De Brink"), Decimal(5000), officer()
    )
    with pytest.raises(deciding.OneAwardPerYear):
        deciding.award(
            make_application(organisation_number="", organisation="de brink"), Decimal(5000), officer()
        )
    # An organisation that does have a number is somebody else.
    deciding.award(
        make_application(organisation_number="33334444", organisation="De Brink"), Decimal(5000), officer()
    )


# What an award changes


def test_an_award_closes_writes_and_mails(django_capture_on_commit_callbacks):
    application = make_application()
    with django_capture_on_commit_callbacks(execute=True):
        decision = deciding.award(application, Decimal("7500.50"), officer(), " Veel plezier met de tuin. ")
    application.refresh_from_db()
    assert application.status == Status.AWARDED
    assert (decision.amount, decision.decided_by) == (Decimal("7500.50"), officer())
    assert decision.reason == "Veel plezier met de tuin."
    assert application.decision.initiative.grant == decision
    events = list(application.events.values_list("kind", "actor__username"))
    assert events == [("awarded", "subsidie"), ("page_drafted", "subsidie")]
    (message,) = mail.outbox
    assert message.to == [application.email]
    assert "7.500,50" in message.body


def test_a_refusal_closes_writes_and_mails(django_capture_on_commit_callbacks):
    application = make_application()
    with django_capture_on_commit_callbacks(execute=True):
        decision = deciding.refuse(application, "Het plan is buiten de provincie.", officer())
    application.refresh_from_db()
    assert application.status == Status.REFUSED
    assert (decision.amount, decision.initiative) == (None, None)
    assert [event.kind for event in application.events.all()] == [ApplicationEvent.Kind.REFUSED]
    (message,) = mail.outbox
    assert "Het plan is buiten de provincie." in message.body
    assert not LedgerEntry.objects.filter(application=application).exists()


def test_a_mail_server_that_is_away_does_not_undo_a_decision(monkeypatch, django_capture_on_commit_callbacks):
    def away(decision):
        raise OSError("no mail server")

    monkeypatch.setattr("subsidies.mails.send_award", away)
    application = make_application()
    with django_capture_on_commit_callbacks(execute=True):
        deciding.award(application, Decimal(5000), officer())
    application.refresh_from_db()
    assert application.status == Status.AWARDED


# The draft of the page


def test_the_draft_says_what_was_meant_for_everybody():
    kind = InitiativeKind.objects.last()
    place = Place.objects.select_related("municipality").get(name="Emmen")
    application = make_application(kind=kind, place=place, municipality=place.municipality)
    page = deciding.award(application, Decimal(5000), officer()).initiative
    page.refresh_from_db()
    assert not page.live
    assert page.has_unpublished_changes
    assert page.latest_revision is not None
    assert page.get_parent().specific == InitiativeIndexPage.objects.get()
    assert page.title == application.title
    assert page.introduction == page.listing_summary == application.public_summary
    assert page.organisation == application.organisation
    assert (page.kind, page.theme) == (kind, application.theme)
    assert (page.scope, page.place, page.municipality) == ("place", place, place.municipality)
    assert (page.latitude, page.longitude) == (None, None)
    assert page.funded_by == application.regulation.title
    assert page.owner == officer()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.introduction) == (page.title, page.introduction)


@pytest.mark.parametrize(
    ("municipality", "scope"), [("emmen", "municipality"), (None, "province")]
)  # fmt: skip
def test_the_draft_is_never_more_precise_than_the_application(municipality, scope):
    found = Municipality.objects.filter(slug=municipality).first()
    page = deciding.award(
        make_application(place=None, municipality=found), Decimal(5000), officer()
    ).initiative
    assert (page.scope, page.place, page.municipality) == (scope, None, found)


def test_nothing_private_reaches_the_page():
    application = make_application(
        title="Bel 0592-112233 over de tuin",
        public_summary=f"Mail naar {PRIVATE['email']} of bel {PRIVATE['phone']} of +31 6 12 34 56 78. "
        f"Vraag naar {PRIVATE['contact'].upper()}. Welkom!",
    )
    page = deciding.award(application, Decimal(5000), officer(), "Interne toelichting").initiative
    everything = json.dumps(page.latest_revision.content, default=str) + json.dumps(
        page.serializable_data(), default=str
    )
    assert PRIVATE["contact"].upper() not in everything
    for private in (*PRIVATE.values(), "0592-112233", "12 34 56 78", "alleen voor de provincie", "Interne"):
        assert private not in everything
    assert (page.email, page.phone, page.website) == ("", "", "")
    assert application.organisation_number not in everything
    assert "[weggelaten]" in page.introduction
    assert "Welkom!" in page.introduction


def test_two_plans_with_one_name_get_two_addresses():
    pages = [
        deciding.award(make_application(title="De Tuin"), Decimal(5000), officer()).initiative
        for _ in range(2)
    ]
    assert [page.slug for page in pages] == ["de-tuin", "de-tuin-1"]


@pytest.mark.parametrize("values", [{"title": "★ ★"}, {"title": ""}, {"public_summary": ""}])
def test_odd_texts_still_make_a_page(values):
    page = deciding.award(make_application(**values), Decimal(5000), officer()).initiative
    assert page.title
    assert page.slug
    assert page.introduction


def test_without_a_place_for_the_page_nothing_is_decided():
    InitiativeIndexPage.objects.update(live=False)
    application = make_application()
    with pytest.raises(deciding.PageImpossible, match="beheerder"):
        deciding.award(application, Decimal(5000), officer())
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    assert not LedgerEntry.objects.filter(application=application).exists()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Open van 2024 tot 2026, voor 12.500 mensen", "Open van 2024 tot 2026, voor 12.500 mensen"),
        ("KVK 12345678, postcode 9401 AB", "KVK 12345678, postcode 9401 AB"),
        ("Bel 0592123456", "Bel [weggelaten]"),
        ("Bel (0592) 12 34 56!", "Bel [weggelaten]!"),
        ("Bel 0031 592 123456", "Bel [weggelaten]"),
        ("Bel +31 (0)6-12345678.", "Bel [weggelaten]."),
        ("post@de-brink.example nu", "[weggelaten] nu"),
    ],
)
def test_contact_details_are_left_out_and_numbers_stay(text, left):
    assert drafting.without_contact_details(text) == left


@given(text=st.text(max_size=400), limit=st.integers(min_value=5, max_value=200))
def test_a_cut_text_fits_and_is_the_beginning(text, limit):
    cut = drafting.cut_at_word(text, limit)
    assert len(cut) <= limit
    if cut != text.strip():
        assert cut.endswith("…")
        assert text.strip().startswith(cut[:-1])


def test_a_text_is_cut_between_words():
    assert drafting.cut_at_word("een twee drie vier", 12) == "een twee…"
    assert drafting.cut_at_word("een twee drie", 9) == "een twee…"
    assert drafting.cut_at_word("eentweedrie", 6) == "eentw…"
