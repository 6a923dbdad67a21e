"""Many initiatives at once: only what somebody may change, and a word about the rest."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from core.models import Theme
from initiatives.models import Facility, InitiativeKind, InitiativePage
from stories.models import StoryPage


def url(action, *pages):
    query = urlencode([("id", page.pk) for page in pages])
    return f"/beheer/bulk/wagtailcore/page/initiative_{action}/?{query}"


def do(client, action, pages, **data):
    return client.post(url(action, *pages), data, follow=True)


def fresh(page):
    return InitiativePage.objects.get(pk=page.pk)


def test_a_kind_is_set_in_public_with_a_revision(client, login, add):
    login("eindredactie")
    kind = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    pages = [add("A"), add("B"), add("C", kind=kind)]
    story = StoryPage.objects.first()
    shown = client.get(url("kind", *pages, story)).content.decode()
    assert "Dit is geen initiatief" in shown
    response = do(client, "kind", [*pages, story], choice=kind.pk)
    assert [fresh(page).kind for page in pages] == [kind] * 3
    assert fresh(pages[0]).live_revision.user.username == "eindredactie"
    assert PageLogEntry.objects.filter(page=pages[0].pk, action="wagtail.publish").exists()
    assert fresh(pages[2]).latest_revision is None  # it had this kind already
    text = response.content.decode()
    assert "2 initiatieven zijn bijgewerkt" in text
    assert "Overgeslagen" in text
    assert story.title in text


def test_theme_and_facility(client, login, add, traits):
    login("eindredactie")
    theme = Theme.objects.exclude(slug="naoberschap").first()
    facility, other = Facility.objects.filter(name__startswith="Proef")[:2]
    page = add("A")
    page.facilities.add(other)
    page.save()
    do(client, "theme", [page], choice=theme.pk)
    do(client, "facility", [page], choice=facility.pk)
    assert fresh(page).theme == theme
    assert set(fresh(page).facilities.all()) == {facility, other}


def test_who_may_not_publish_makes_drafts(client, login, add):
    login("redactie")
    kind = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    page = add("A")
    do(client, "kind", [page], choice=kind.pk)
    assert fresh(page).kind.slug == "dorpshuis"
    assert fresh(page).has_unpublished_changes
    assert fresh(page).get_latest_revision_as_object().kind == kind


def test_an_unfinished_draft_stays_a_draft(client, login, add):
    user = login("eindredactie")
    kind = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    page = add("A")
    page.introduction = "Nog niet af."
    page.save_revision(user=user)
    do(client, "kind", [page], choice=kind.pk)
    now = fresh(page)
    assert (now.introduction, now.kind.slug) == ("Een huis voor het dorp.", "dorpshuis")
    draft = now.get_latest_revision_as_object()
    assert (draft.introduction, draft.kind) == ("Nog niet af.", kind)


@pytest.mark.parametrize("username", ["subsidie", "budget", None])
def test_who_may_not_edit_changes_nothing(client, login, add, username):
    if username:
        login(username)
    kind = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    page = add("A")
    do(client, "kind", [page], choice=kind.pk)
    do(client, "checked", [page])
    assert fresh(page).kind.slug == "dorpshuis"
    assert not hasattr(fresh(page), "freshness")


def test_a_locked_page_is_left_alone(client, login, add):
    login("eindredactie")
    kind = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    page = add("A")
    InitiativePage.objects.filter(pk=page.pk).update(locked=True, locked_at=timezone.now())
    assert "op slot" in do(client, "kind", [page], choice=kind.pk).content.decode()
    assert fresh(page).kind.slug == "dorpshuis"


def test_checked_gives_the_date_of_today_and_no_revision(client, login, add):
    login("redactie")
    page = add("A")
    do(client, "checked", [page])
    assert fresh(page).freshness.checked_on == timezone.localdate()
    assert fresh(page).freshness.checked_by == "editor"
    assert fresh(page).latest_revision is None


@pytest.mark.parametrize("choice", ["", "999999", "abc"])
def test_a_wrong_choice_is_told_and_changes_nothing(client, login, add, choice):
    login("eindredactie")
    page = add("A")
    assert 'aria-invalid="true"' in do(client, "kind", [page], choice=choice).content.decode()
    assert fresh(page).latest_revision is None


def test_ids_that_are_no_pages_are_ignored(client, login, add):
    login("eindredactie")
    address = "/beheer/bulk/wagtailcore/page/initiative_kind/?id=abc&id=99999999999999999999&id=123456"
    assert client.get(address).status_code == 200


def test_merge_wants_exactly_two(client, login, add):
    login("eindredactie")
    pages = [add("A"), add("B"), add("C")]
    assert "precies twee" in do(client, "merge", pages).content.decode()
    response = client.post(url("merge", *pages[:2]))
    assert response.url == f"/beheer/initiatieven/samenvoegen/{pages[0].pk}/{pages[1].pk}/"
