"""Bringing a list in, as a whole, and undoing it, as a whole."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from initiatives.editing import importing
from initiatives.editing.importing import ImportStopped, ListChanged, bring_in
from initiatives.editing.undoing import undo
from initiatives.finder import changes
from initiatives.models import Facility, Freshness, ImportBatch, InitiativePage, Proposal
from tests.initiatives.editing.conftest import HEADER, outcomes

FULL = [*HEADER, "openingstijden", "voorzieningen", "gecontroleerd op", "e-mailadres voor de controle"]
MORE = {
    "openingstijden": "di 10:00-12:00 (koffie); do 13:30-16:00",
    "voorzieningen": "Proefkeuken",
    "gecontroleerd op": "2026-01-02",
    "e-mailadres voor de controle": "bestuur@voorbeeld.nl",
}


def get(slug):
    return InitiativePage.objects.get(slug=slug)


def test_a_new_page_is_as_complete_as_one_made_by_hand(run, row, traits, chief, client):
    before = changes.last_number()
    batch = run([row("lamp", **MORE), row("es", "Dorpshuis De Es")], FULL)
    page = get("lamp")
    page.full_clean()
    assert Page.find_problems() == ([], [], [], [], [])
    assert page.get_parent().numchild == page.get_parent().get_children().count()
    assert [str(row) for row in page.opening_times.all()] == ["dinsdag 10:00-12:00", "donderdag 13:30-16:00"]
    assert [facility.name for facility in page.facilities.all()] == ["Proefkeuken"]
    assert page.freshness.checked_by == Freshness.CheckedBy.IMPORT
    # The revision says the same, so that editing goes on from here.
    draft = page.get_latest_revision_as_object()
    assert page.live_revision_id == page.latest_revision_id
    assert [facility.name for facility in draft.facilities.all()] == ["Proefkeuken"]
    assert draft.opening_times.count() == 2
    draft.save_revision(user=chief).publish(user=chief)
    assert get("lamp").opening_times.count() == 2
    # History, references, search, and who keeps a copy.
    log = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)
    assert list(log)[:2] == ["wagtail.create", "wagtail.publish"]
    assert ReferenceIndex.get_references_for_object(page).filter(to_object_id=str(page.kind_id)).exists()
    assert [found.pk for found in InitiativePage.objects.search("Buurtkamer Lamp")] == [page.pk]
    assert changes.last_number() >= before + 2
    assert client.get(page.url).status_code == 200
    # The list itself, with addresses in it, is not kept.
    assert batch.rows == []
    assert "bestuur@" not in str(batch.report)


def test_drafts_are_not_public(run, row, client):
    before = changes.last_number()
    run([row("lamp")], publish=False)
    page = get("lamp")
    assert not page.live
    assert page.has_unpublished_changes
    assert page.live_revision is None
    assert changes.last_number() == before
    assert client.get(page.get_url()).status_code == 404


def test_a_public_page_is_changed_in_public_and_keeps_its_history(run, row, traits):
    run([row("lamp", **MORE)], FULL)
    first = get("lamp").latest_revision_id
    changed = {**MORE, "openingstijden": "vr 9-12", "voorzieningen": "Proefzaal"}
    batch = run([row("lamp", "De Nieuwe Lamp", **changed)], FULL)
    page = get("lamp")
    assert (page.title, page.draft_title) == ("De Nieuwe Lamp", "De Nieuwe Lamp")
    assert [str(row) for row in page.opening_times.all()] == ["vrijdag 09:00-12:00"]
    assert [facility.name for facility in page.facilities.all()] == ["Proefzaal"]
    assert page.live_revision_id == page.latest_revision_id
    assert not page.has_unpublished_changes
    item = batch.pages.get()
    assert (item.previous_revision_id, item.made_revision_id) == (first, page.latest_revision_id)
    log = PageLogEntry.objects.filter(page=page.pk, revision=page.latest_revision)
    assert {entry.action for entry in log} == {"wagtail.edit", "wagtail.rename", "wagtail.publish"}


def test_an_unfinished_draft_never_goes_public_with_an_import(run, row, chief):
    run([row("lamp")])
    draft = get("lamp")
    draft.introduction = "Nog niet af."
    draft.save_revision(user=chief)
    run([row("lamp", "De Nieuwe Lamp", **{"wat is het": ""})])
    page = get("lamp")
    assert (page.title, page.introduction) == ("Buurtkamer De Lamp", "Een huis voor het dorp.")
    latest = page.get_latest_revision_as_object()
    assert (latest.title, latest.introduction) == ("De Nieuwe Lamp", "Nog niet af.")


def test_without_publishing_a_public_page_only_gets_a_draft(run, row):
    run([row("lamp")])
    run([row("lamp", "De Nieuwe Lamp")], publish=False)
    page = get("lamp")
    assert page.title == "Buurtkamer De Lamp"
    assert page.get_latest_revision_as_object().title == "De Nieuwe Lamp"
    assert page.has_unpublished_changes


def test_rows_with_errors_are_left_out_and_the_rest_comes_in(run, row):
    batch = run([row("lamp"), row("fout", soort="Onzin")])
    assert outcomes(batch) == ["new", "error"]
    assert not InitiativePage.objects.filter(slug="fout").exists()


def test_all_or_nothing(make_batch, row, chief, monkeypatch):
    batch = make_batch([row("lamp"), row("es", "De Es")])

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(importing._Work, "finish", fail)
    with pytest.raises(RuntimeError):
        bring_in(batch, chief, publish=True)
    assert not InitiativePage.objects.filter(slug__in=["lamp", "es"]).exists()
    assert ImportBatch.objects.get(pk=batch.pk).status == "checked"


def test_what_changed_since_the_report_stops_the_import(make_batch, row, chief, add):
    batch = make_batch([row("lamp")])
    page = add("Iets")
    InitiativePage.objects.filter(pk=page.pk).update(slug="lamp")
    with pytest.raises(ListChanged):
        bring_in(batch, chief, publish=True)
    batch.refresh_from_db()
    assert outcomes(batch) == ["changed"]
    assert batch.status == "checked"
    bring_in(batch, chief, publish=True)
    with pytest.raises(ImportStopped):
        bring_in(batch, chief, publish=True)


@pytest.mark.parametrize("username", ["redactie", "subsidie"])
def test_who_may_not_publish_cannot_publish_by_importing(make_batch, row, username):
    batch = make_batch([row("lamp")])
    with pytest.raises(PermissionDenied):
        bring_in(batch, get_user_model().objects.get(username=username), publish=True)
    assert not InitiativePage.objects.filter(slug="lamp").exists()


def test_many_pages_cost_few_queries_each(make_batch, row, chief, django_assert_max_num_queries):
    batch = make_batch([row(f"p{number}", f"{'abcdefghijklmnopqrst'[number] * 8}") for number in range(20)])
    with django_assert_max_num_queries(120):
        bring_in(batch, chief, publish=True)


def test_undo_removes_what_was_made(run, row, chief, traits):
    before = set(Page.objects.values_list("pk", flat=True))
    batch = run([row("lamp", **MORE), row("es", "De Es")], FULL)
    made = set(Page.objects.values_list("pk", flat=True)) - before
    undo(batch, chief)
    assert batch.mapping["undo"] == {"removed": 2, "restored": 0, "kept": []}
    assert set(Page.objects.values_list("pk", flat=True)) == before
    assert Page.find_problems() == ([], [], [], [], [])
    assert PageLogEntry.objects.filter(page__in=made, action="wagtail.delete", deleted=True).count() == 2
    assert not Revision.objects.filter(object_id__in=[str(pk) for pk in made]).exists()
    with pytest.raises(ImportStopped):
        undo(batch, chief)


@pytest.mark.parametrize("publish", [True, False])
def test_undo_gives_the_earlier_text_back(run, row, chief, traits, publish):
    run([row("lamp", **MORE)], FULL)
    changed = {
        "openingstijden": "vr 9-12",
        "voorzieningen": "Proefzaal",
        "gecontroleerd op": "2026-03-01",
        "e-mailadres voor de controle": "nieuw@voorbeeld.nl",
    }
    batch = run([row("lamp", "De Nieuwe Lamp", **changed)], FULL, publish=publish)
    undo(batch, chief)
    page = get("lamp")
    assert page.title == page.draft_title == "Buurtkamer De Lamp"
    assert [str(row) for row in page.opening_times.all()] == ["dinsdag 10:00-12:00", "donderdag 13:30-16:00"]
    assert [facility.name for facility in page.facilities.all()] == ["Proefkeuken"]
    latest = page.get_latest_revision_as_object()
    assert latest.title == "Buurtkamer De Lamp"
    assert [item.name for item in latest.facilities.all()] == ["Proefkeuken"]
    assert not page.has_unpublished_changes
    assert page.freshness.checked_on.isoformat() == "2026-01-02"
    assert page.freshness.keeper_email == "bestuur@voorbeeld.nl"
    # The first list can still be undone: nobody but the machine came in between.
    first = ImportBatch.objects.exclude(pk=batch.pk).get(status="done")
    undo(first, chief)
    assert first.mapping["undo"]["removed"] == 1


def test_undo_of_a_page_that_had_no_revision(run, row, chief, add):
    page = add("Iets", organisation="Oud")
    assert page.latest_revision is None
    batch = run([[page.slug, "Nieuw"]], ["sleutel", "organisatie"])
    assert get(page.slug).organisation == "Nieuw"
    undo(batch, chief)
    assert get(page.slug).organisation == "Oud"


def test_undo_leaves_what_was_worked_on_since(run, row, chief):
    batch = run([row(key, f"{key * 6}") for key in ("aa", "bb", "cc", "dd", "ee")])
    edited, reported, checked, locked, _gone = (get(key) for key in ("aa", "bb", "cc", "dd", "ee"))
    edited.save_revision(user=chief)
    Proposal.objects.create(kind="report", page=reported, title="x")
    Freshness.objects.create(page=checked, checked_by="editor", checked_on="2026-01-01")
    InitiativePage.objects.filter(pk=locked.pk).update(locked=True)
    undo(batch, chief)
    kept = {item["page"]: item["reason"] for item in batch.mapping["undo"]["kept"]}
    assert set(kept) == {edited.pk, reported.pk, checked.pk, locked.pk}
    assert "bewerkt" in kept[edited.pk]
    assert "verwijst" in kept[reported.pk]
    assert "nagekeken" in kept[checked.pk]
    assert not InitiativePage.objects.filter(slug="ee").exists()


def test_undo_leaves_a_changed_page_that_was_edited_since(run, row, chief):
    run([row("lamp")])
    batch = run([row("lamp", "De Nieuwe Lamp")])
    page = get("lamp")
    page.title = "Met de hand"
    page.save_revision(user=chief).publish(user=chief)
    undo(batch, chief)
    assert get("lamp").title == "Met de hand"
    assert [item["title"] for item in batch.mapping["undo"]["kept"]] == ["De Nieuwe Lamp"]


def test_undo_leaves_a_check_that_came_after(run, row, chief, traits):
    run([row("lamp", **MORE)], FULL)
    batch = run([row("lamp", **{**MORE, "gecontroleerd op": "2026-03-01"})], FULL)
    Freshness.objects.filter(page__slug="lamp").update(checked_on="2026-04-01", checked_by="owner")
    undo(batch, chief)
    assert get("lamp").freshness.checked_on.isoformat() == "2026-04-01"


def test_undo_needs_the_right_to_publish(run, row):
    batch = run([row("lamp")])
    with pytest.raises(PermissionDenied):
        undo(batch, get_user_model().objects.get(username="redactie"))
    assert InitiativePage.objects.filter(slug="lamp").exists()


def test_facilities_that_were_there_are_not_touched_by_a_list_without_them(run, row, traits):
    run([row("lamp", **MORE)], FULL)
    run([row("lamp", "De Nieuwe Lamp")])
    assert get("lamp").facilities.get() == Facility.objects.get(name="Proefkeuken")
