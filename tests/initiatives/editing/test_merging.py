"""Two become one, and nothing that pointed at either is lost."""

from __future__ import annotations

from datetime import time

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry

from initiatives.editing.merging import LOG_ACTION, PARTS, CannotMerge, merge
from initiatives.editing.relations import incoming_relations
from initiatives.models import Freshness, InitiativePage, OpeningTime, Proposal
from stories.models import StoryPage
from subsidies.models import Decision
from tests.factories import make_draft


@pytest.fixture
def chief(db):
    return get_user_model().objects.get(username="eindredactie")


@pytest.fixture
def pair(add):
    """Two that are the same."""
    return add("Dorpshuis De Lamp", organisation="Stichting A"), add("De Lamp", organisation="Stichting B")


def link(story, page):
    story.initiative_links.add(story.initiative_links.model(initiative=page))


def grant(page):
    application = make_draft(title="Plan")
    return Decision.objects.create(application=application, outcome="awarded", amount=100, initiative=page)


def fresh(page):
    return InitiativePage.objects.get(pk=page.pk)


def test_the_relations_of_higher_floors_are_found_without_importing_them():
    names = {f"{key.model._meta.label}.{key.name}" for key in incoming_relations()}
    assert {
        "stories.StoryInitiative.initiative",
        "subsidies.Decision.initiative",
        "initiatives.Proposal.page",
    } <= names
    assert not any("Opening" in name or "Freshness" in name or "Photo" in name for name in names)


def test_every_field_of_an_initiative_is_in_the_choice():
    chosen = {name for part in PARTS for name in (*part.fields, *part.lists, *part.traits)}
    own = {
        field.name for field in InitiativePage._meta.local_fields + InitiativePage._meta.local_many_to_many
    }
    assert own - chosen == {"page_ptr"}
    children = {relation.get_accessor_name() for relation in InitiativePage._meta.related_objects
                if relation.field.__class__.__name__ == "ParentalKey" and relation.field.model._meta.app_label
                == "initiatives"}  # fmt: skip
    assert children <= chosen


def test_stories_grant_and_proposals_move(pair, chief):
    kept, other = pair
    both, only = StoryPage.objects.all()[:2]
    for story, pages in ((both, pair), (only, [other])):
        for page in pages:
            link(story, page)
        story.save_revision().publish()
    decision, proposal = grant(other), Proposal.objects.create(kind="report", page=other, title="x")
    merge(kept.pk, other.pk, {}, chief)
    for story in (both, only):
        links = StoryPage.objects.get(pk=story.pk).initiative_links.values_list("initiative_id", flat=True)
        assert [pk for pk in links if pk in (kept.pk, other.pk)] == [kept.pk]
    decision.refresh_from_db()
    proposal.refresh_from_db()
    assert decision.initiative_id == proposal.page_id == kept.pk
    # An editor goes on from the last draft of the story: the old link does not come back.
    for story in (both, only):
        draft = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
        draft.save_revision().publish()
        links = [row.initiative_id for row in StoryPage.objects.get(pk=story.pk).initiative_links.all()]
        assert links.count(kept.pk) == 1
        assert other.pk not in links


def test_a_link_that_is_only_in_a_draft_moves_too(pair, chief):
    kept, other = pair
    story = StoryPage.objects.first()
    story.save_revision().publish()
    link(story, other)
    story.save_revision()
    merge(kept.pk, other.pk, {}, chief)
    draft = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert kept.pk in [row.initiative_id for row in draft.initiative_links.all()]
    assert other.pk not in [row.initiative_id for row in draft.initiative_links.all()]


def test_two_grants_are_refused_with_an_explanation(pair, chief):
    kept, other = pair
    grant(kept)
    decision = grant(other)
    with pytest.raises(CannotMerge, match="subsidie"):
        merge(kept.pk, other.pk, {}, chief)
    decision.refresh_from_db()
    assert decision.initiative_id == other.pk
    assert fresh(other).live


def test_chosen_parts_come_over_and_the_rest_stays(pair, chief, traits):
    kept, other = pair
    keuken, zaal = traits_of("Proefkeuken", "Proefzaal")
    for page, facility in ((kept, keuken), (other, zaal)):
        page.facilities.add(facility)
        page.target_groups.set([])
        page.opening_times.add(OpeningTime(weekday=page.pk % 7, opens=time(9), closes=time(12)))
        page.hours = "weekly"
        page.save()
    other.address = "Brink 1"
    other.latitude = "52.997000"
    other.save()
    merge(
        kept.pk, other.pk, {"organisation": "x", "facilities": "both", "hours": "x", "location": "x"}, chief
    )
    page = fresh(kept)
    assert (page.title, page.organisation, page.address) == ("Dorpshuis De Lamp", "Stichting B", "Brink 1")
    assert str(page.latitude) == "52.997000"
    assert set(page.facilities.all()) == {keuken, zaal}
    assert [row.weekday for row in page.opening_times.all()] == [other.pk % 7]
    assert fresh(other).opening_times.count() == 1
    page.full_clean()


def traits_of(*names):
    from initiatives.models import Facility

    return [Facility.objects.get(name=name) for name in names]


def test_the_old_address_leads_on_for_good(pair, chief, client):
    kept, other = pair
    Redirect.add_redirect("/oud-adres", redirect_to=other)
    Redirect.add_redirect(kept.get_url(), redirect_to=other)  # would become a circle
    address = other.get_url()
    merge(kept.pk, other.pk, {}, chief)
    response = client.get(address)
    assert (response.status_code, response.url) == (301, kept.get_url())
    assert client.get("/oud-adres/").url == kept.get_url()
    assert client.get(kept.get_url()).status_code == 200
    assert not fresh(other).live
    actions = PageLogEntry.objects.filter(page__in=[kept.pk, other.pk]).values_list("page_id", "action")
    assert {(kept.pk, LOG_ACTION), (kept.pk, "wagtail.publish"), (other.pk, "wagtail.unpublish")} <= set(
        actions
    )


def test_merging_a_chain_never_makes_a_detour(add, chief, client):
    one, two, three = add("A"), add("B"), add("C")
    address = three.get_url()
    merge(two.pk, three.pk, {}, chief)
    merge(one.pk, two.pk, {}, chief)
    assert client.get(address).url == one.get_url()


def test_the_newest_check_and_somebody_to_ask_stay(pair, chief):
    kept, other = pair
    Freshness.objects.create(page=kept, checked_on="2025-01-01", checked_by="editor")
    Freshness.objects.create(page=other, checked_on="2026-01-01", checked_by="owner", keeper_email="a@b.nl")
    merge(kept.pk, other.pk, {}, chief)
    row = fresh(kept).freshness
    assert (row.checked_on.isoformat(), row.checked_by, row.keeper_email) == ("2026-01-01", "owner", "a@b.nl")
    assert not Freshness.objects.filter(page=other).exists()


def test_a_draft_that_takes_over_a_public_page_becomes_public(pair, chief):
    kept, other = pair
    kept.unpublish()
    merge(kept.pk, other.pk, {}, chief)
    assert fresh(kept).live
    assert not fresh(other).live


def test_a_page_with_itself_is_refused(pair, chief):
    with pytest.raises(CannotMerge, match="twee keer"):
        merge(pair[0].pk, pair[0].pk, {}, chief)


@pytest.mark.parametrize("username", ["redactie", "subsidie", "budget"])
def test_both_pages_need_the_right_to_publish(pair, username):
    with pytest.raises(PermissionDenied):
        merge(pair[0].pk, pair[1].pk, {}, get_user_model().objects.get(username=username))
    assert fresh(pair[1]).live


def test_all_or_nothing(pair, chief, monkeypatch):
    from initiatives.editing import merging

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(merging, "_lead_on", fail)
    proposal = Proposal.objects.create(kind="report", page=pair[1], title="x")
    with pytest.raises(RuntimeError):
        merge(pair[0].pk, pair[1].pk, {"organisation": "x"}, chief)
    proposal.refresh_from_db()
    assert proposal.page_id == pair[1].pk
    assert fresh(pair[0]).organisation == "Stichting A"


def test_the_screen(client, login, pair):
    login("eindredactie")
    kept, other = pair
    url = f"/beheer/initiatieven/samenvoegen/{kept.pk}/{other.pk}/"
    page = client.get(url).content.decode()
    assert "Stichting A" in page
    assert "Stichting B" in page
    assert fresh(other).live  # looking changes nothing
    client.post(url, {"keep": "onzin"})
    assert fresh(other).live
    response = client.post(url, {"keep": "right", "organisation": "left", "title": "both"})
    assert response.url == f"/beheer/pages/{other.pk}/edit/"
    assert (fresh(other).title, fresh(other).organisation) == ("De Lamp", "Stichting A")
    assert not fresh(kept).live
    same = client.get(f"/beheer/initiatieven/samenvoegen/{other.pk}/{other.pk}/").content.decode()
    assert "twee keer hetzelfde" in same
    assert client.get(f"/beheer/initiatieven/samenvoegen/{other.pk}/999999/").status_code == 404
