"""Proposals beside the work of editors, beside each other, and after a merge: nothing is lost or mixed up."""

from __future__ import annotations

import pytest
from django.core import mail

from initiatives.contributions import content, moderating, proposing, tokens
from initiatives.contributions.tokens import Purpose
from initiatives.editing.merging import merge
from initiatives.models import Freshness, InitiativePage, Proposal

from .conftest import KEEPER

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(hall):
    """Return a function with which the hall sends a change."""

    def _send(**changed):
        number = tokens.read_owner(Purpose.CHANGE, tokens.change_token(hall.pk, KEEPER), 30).proposal_id
        page = InitiativePage.objects.get(pk=hall.pk)
        known = content.answers_of(page)
        proposing.change(page, number, known, known | changed, email=KEEPER, explanation="")
        return Proposal.objects.get(pk=number)

    return _send


@pytest.fixture
def chief(django_user_model):
    return django_user_model.objects.get(username="eindredactie")


def now(page):
    return InitiativePage.objects.get(pk=page.pk)


def publish_over(page, **fields):
    """Publish what an editor had open since before the change came in."""
    stale = now(page)
    for name, value in fields.items():
        setattr(stale, name, value)
    stale.save_revision().publish()


class TestAnEditorWhoHadThePageOpen:
    def test_a_change_that_was_saved_over_waits_on(self, send, hall, django_capture_on_commit_callbacks):
        change = send(phone="0592 65 43 21")
        with django_capture_on_commit_callbacks(execute=True):
            publish_over(hall, organisation="Dorpsbelang")
        change.refresh_from_db()
        assert change.status == "open"
        assert not mail.outbox
        assert Freshness.objects.get(page=hall).checked_on is None
        assert (now(hall).organisation, now(hall).phone) == ("Dorpsbelang", "")
        # It is a draft on top of what is public now, so that publishing it brings nothing old back.
        draft = now(hall).get_latest_revision_as_object()
        assert (draft.organisation, draft.phone) == ("Dorpsbelang", "0592 65 43 21")
        assert change.revision_id == now(hall).latest_revision_id
        assert now(hall).has_unpublished_changes

    def test_it_can_still_be_published(self, send, hall, chief):
        change = send(phone="0592 65 43 21")
        publish_over(hall, organisation="Dorpsbelang")
        moderating.publish(change, chief)
        assert (now(hall).organisation, now(hall).phone) == ("Dorpsbelang", "0592 65 43 21")

    def test_other_words_of_the_editor_count_as_taken_over(self, send, hall):
        change = send(introduction="wij drinkn koffie")
        publish_over(hall, introduction="Wij drinken koffie.")
        change.refresh_from_db()
        assert change.status == "accepted"

    def test_a_draft_that_an_editor_finished_counts(self, send, hall):
        change = send(phone="0592 65 43 21")
        draft = now(hall).get_latest_revision_as_object()
        draft.organisation = "Dorpsbelang"
        draft.save_revision().publish()
        change.refresh_from_db()
        assert change.status == "accepted"


class TestWhatComesAlong:
    WORDS = "zit ook ander werk"

    def show(self, client, proposal):
        return client.get(f"/beheer/aanmeldingen/{proposal.pk}/").content.decode()

    def test_the_unfinished_work_of_an_editor_is_told(self, client, login, send, hall):
        draft = now(hall)
        draft.costs_note = "Nog uitzoeken"
        draft.save_revision()
        login("eindredactie")
        assert self.WORDS in self.show(client, send(phone="0592 65 43 21"))

    def test_another_change_that_waits_is_told_until_it_is_declined(self, client, login, send, chief):
        first, second = send(introduction="Reclame!"), send(phone="0592 65 43 21")
        login("eindredactie")
        assert self.WORDS not in self.show(client, first)
        assert self.WORDS in self.show(client, second)
        moderating.decline(first, chief, "Dat is reclame.")
        assert self.WORDS not in self.show(client, second)


class TestTwoChanges:
    def test_what_was_declined_does_not_come_along_with_the_next(self, send, hall, chief):
        first, second = send(introduction="Reclame!"), send(phone="0592 65 43 21")
        moderating.decline(first, chief, "Dat is reclame.")
        second.refresh_from_db()
        moderating.publish(second, chief)
        assert (now(hall).introduction, now(hall).phone) == ("Een huis voor het dorp.", "0592 65 43 21")
        assert not now(hall).has_unpublished_changes

    def test_declining_the_next_keeps_the_first(self, send, hall, chief):
        first, second = send(phone="0592 65 43 21"), send(introduction="Reclame!")
        moderating.decline(second, chief, "Dat is reclame.")
        moderating.publish(first, chief)
        assert (now(hall).introduction, now(hall).phone) == ("Een huis voor het dorp.", "0592 65 43 21")

    def test_what_an_editor_did_after_both_is_left_alone(self, send, hall, chief):
        first, _second = send(introduction="Reclame!"), send(phone="0592 65 43 21")
        draft = now(hall).get_latest_revision_as_object()
        draft.organisation = "Dorpsbelang"
        revision = draft.save_revision()
        moderating.decline(first, chief, "Dat is reclame.")
        assert now(hall).latest_revision == revision


def test_taking_a_page_off_the_site_handles_the_reports_that_it_stopped(hall, chief):
    gone, hours = proposing.report(hall, "gone"), proposing.report(hall, "hours")
    now(hall).unpublish(user=chief)
    gone.refresh_from_db()
    hours.refresh_from_db()
    assert (gone.status, hours.status) == ("accepted", "open")
    assert gone.handled_at is not None


def test_a_change_of_a_page_that_was_merged_away_brings_it_not_back(client, login, send, hall, add, chief):
    kept = add("Dorpshuis dat blijft")
    change = send(phone="0592 65 43 21")
    merge(kept.pk, hall.pk, {}, chief)
    change.refresh_from_db()
    assert (change.page_id, change.revision, change.status) == (kept.pk, None, "open")
    login("eindredactie")
    html = client.get(f"/beheer/aanmeldingen/{change.pk}/").content.decode()
    assert "0592 65 43 21" in html
    assert "Pas de pagina zelf aan." in html
    client.post(f"/beheer/aanmeldingen/{change.pk}/", {"publish": "1"})
    assert not now(hall).live


class TestThePageEditor:
    def edit(self, client, page):
        return client.get(f"/beheer/pages/{page.pk}/edit/").content.decode()

    def test_it_says_what_waits(self, client, login, send, hall):
        login("redactie")
        assert "wacht nog" not in self.edit(client, hall)
        change, report = send(phone="0592 65 43 21"), proposing.report(hall, "hours")
        proposing.report(hall, "place")
        html = self.edit(client, hall)
        assert html.count("stuurde zelf een wijziging") == html.count("wacht nog een melding") == 1
        for proposal in (change, report):
            assert f"/beheer/aanmeldingen/{proposal.pk}/" in html

    def test_it_says_nothing_of_what_was_handled(self, client, login, send, hall, chief):
        moderating.take_over(send(phone="0592 65 43 21"), chief)
        login("redactie")
        assert "stuurde zelf een wijziging" not in self.edit(client, hall)
