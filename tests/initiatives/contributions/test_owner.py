"""The links of an initiative: change its page, say that all is right, say that it has stopped."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision

from core.models import Municipality
from initiatives.contributions import tokens
from initiatives.contributions.mails import address
from initiatives.contributions.tokens import Purpose
from initiatives.models import Facility, Freshness, InitiativePage, Proposal

from .conftest import KEEPER, PUBLIC, filled

pytestmark = pytest.mark.django_db
CHANGED = "/meedoen/wijzigen/bedankt/"


def path(name, token):
    return address(name, token).removeprefix("http://localhost:8000").removeprefix("http://localhost")


def change_link(page, email=KEEPER):
    return path("contribute_change", tokens.change_token(page.pk, email))


def answer_link(page, purpose, asked_on, email=KEEPER):
    name = "contribute_gone" if purpose == Purpose.GONE else "contribute_still"
    return path(name, tokens.answer_token(purpose, page.pk, email, asked_on))


def form_of(client, link):
    return filled(client.get(link).context["form"])


def fresh(page):
    return InitiativePage.objects.get(pk=page.pk)


class TestChange:
    def test_the_form_holds_what_is_public(self, client, hall):
        data = form_of(client, change_link(hall))
        assert data["title"] == "Dorpshuis De Proef"
        assert data["kind"] == "dorpshuis"
        assert data["where"] == "same"
        assert data["hours"] == "weekly"
        assert (data["row-0-day"], data["row-0-opens"], data["row-0-closes"]) == ("1", "10:00", "12:00")
        assert data["public_email"] == PUBLIC
        assert KEEPER not in client.get(change_link(hall)).content.decode()

    def test_a_change_is_a_draft_and_the_old_version_stays_public(self, client, hall):
        public_before = client.get(f"/initiatieven/{hall.slug}/").content
        live_before = hall.live_revision_id
        link = change_link(hall)
        data = form_of(client, link) | {
            "title": "Dorpshuis De Nieuwe Proef", "phone": "0592 12 34 56", "explanation": "Nieuwe naam.",
            "row-0-closes": "13:00", "row-1-day": "4", "row-1-opens": "19:00", "row-1-closes": "00:00",
        }  # fmt: skip
        assert client.post(link, data).url == CHANGED
        page = fresh(hall)
        assert client.get(f"/initiatieven/{hall.slug}/").content == public_before
        assert (page.live, page.title, page.live_revision_id) == (True, "Dorpshuis De Proef", live_before)
        assert page.has_unpublished_changes
        assert [f"{row.closes:%H:%M}" for row in page.opening_times.all()] == ["12:00"]

        proposal = Proposal.objects.get()
        assert (proposal.kind, proposal.status, proposal.email) == ("change", "open", KEEPER)
        assert proposal.explanation == "Nieuwe naam."
        assert set(proposal.answers) == {"title", "phone", "times"}
        assert proposal.revision == page.latest_revision
        draft = page.latest_revision.as_object()
        assert draft.title == "Dorpshuis De Nieuwe Proef"
        assert [(r.weekday, f"{r.opens:%H:%M}") for r in draft.opening_times.all()] == [
            (1, "10:00"), (4, "19:00"),
        ]  # fmt: skip
        assert draft.introduction == hall.introduction
        assert KEEPER not in str(page.latest_revision.content)

    def test_the_draft_of_an_editor_is_kept_and_not_shown(self, client, hall):
        draft = fresh(hall)
        draft.introduction = "Geheim: nog niet openbaar."
        draft.save_revision()
        link = change_link(hall)
        assert "Geheim" not in client.get(link).content.decode()
        client.post(link, form_of(client, link) | {"phone": "0592 12 34 56"})
        latest = fresh(hall).latest_revision.as_object()
        assert (latest.introduction, latest.phone) == ("Geheim: nog niet openbaar.", "0592 12 34 56")
        assert set(Proposal.objects.get().answers) == {"phone"}

    def test_what_an_editor_publishes_meanwhile_is_not_undone(self, client, hall):
        link = change_link(hall)
        data = form_of(client, link) | {"phone": "0592 12 34 56"}
        page = fresh(hall)
        page.introduction = "Intussen verbeterd."
        page.save_revision().publish()
        client.post(link, data)
        latest = fresh(hall).latest_revision.as_object()
        assert (latest.introduction, latest.phone) == ("Intussen verbeterd.", "0592 12 34 56")
        assert set(Proposal.objects.get().answers) == {"phone"}

    def test_a_page_that_never_had_a_version(self, client, add):
        page = add("Uit een lijst", email=PUBLIC)
        link = change_link(page, PUBLIC)
        data = form_of(client, link) | {"where": "wide", "wide": "emmen"}
        assert client.post(link, data).url == CHANGED
        assert fresh(page).municipality.slug == "assen"
        draft = fresh(page).latest_revision.as_object()
        assert (draft.scope, draft.municipality) == ("municipality", Municipality.objects.get(slug="emmen"))
        assert draft.latitude is None
        assert Proposal.objects.get().email == PUBLIC

    def test_facilities(self, client, hall):
        Facility.objects.get_or_create(slug="toilet", defaults={"name": "Toilet (proef)"})
        link = change_link(hall)
        client.post(link, form_of(client, link) | {"facilities": ["toilet"]})
        assert [f.slug for f in fresh(hall).latest_revision.as_object().facilities.all()] == ["toilet"]
        assert not fresh(hall).facilities.exists()

    def test_it_saves_once(self, client, hall):
        link = change_link(hall)
        data = form_of(client, link)
        assert client.post(link, data | {"phone": "0592 12 34 56"}).url == CHANGED
        for response in (client.get(link), client.post(link, data | {"phone": "0592 65 43 21"})):
            assert response.status_code == 410
            assert "al gebruikt" in response.content.decode()
            assert "Stuur de link om zelf te wijzigen" in response.content.decode()
        assert Proposal.objects.count() == 1
        assert Revision.objects.for_instance(hall).count() == 2

    def test_two_who_send_at_once_make_one_draft(self, hall):
        from initiatives.contributions import content, proposing

        number = tokens.read_owner(Purpose.CHANGE, tokens.change_token(hall.pk, KEEPER), 30).proposal_id
        known = content.answers_of(hall)
        proposing.change(hall, number, known, known | {"title": "Een"}, email=KEEPER, explanation="")
        with pytest.raises(proposing.AlreadyUsed):
            proposing.change(hall, number, known, known | {"title": "Twee"}, email=KEEPER, explanation="")
        assert fresh(hall).latest_revision.as_object().title == "Een"

    def test_nothing_changed_is_told_and_keeps_the_link(self, client, hall):
        link = change_link(hall)
        response = client.post(link, form_of(client, link))
        assert "nog niets veranderd" in response.content.decode()
        assert not Proposal.objects.exists()
        assert client.post(link, form_of(client, link) | {"explanation": "Foto is oud."}).url == CHANGED
        proposal = Proposal.objects.get()
        assert (proposal.revision, proposal.answers) == (None, {})
        assert not fresh(hall).has_unpublished_changes

    def test_an_error_loses_nothing_and_saves_nothing(self, client, hall):
        link = change_link(hall)
        response = client.post(link, form_of(client, link) | {"title": "", "phone": "x", "statement": ""})
        assert [t for t, _m in response.context["form"].error_links] == ["title", "phone", "statement"]
        assert not Proposal.objects.exists()

    def test_a_robot(self, client, hall):
        link = change_link(hall)
        assert client.post(link, form_of(client, link) | {"phone": "112", "subject": "x"}).url == CHANGED
        assert not Proposal.objects.exists()

    def test_a_base_of_another_page_is_ignored(self, client, hall, add):
        other = add("Ander", email=KEEPER)
        other.save_revision().publish()
        base = form_of(client, change_link(fresh(other)))["base"]
        link = change_link(hall)
        client.post(link, form_of(client, link) | {"base": base, "phone": "0592 12 34 56"})
        assert set(Proposal.objects.get().answers) == {"phone"}

    def test_the_pages_are_nobody_elses(self, client, hall, django_assert_max_num_queries):
        link = change_link(hall)
        client.get(link)
        with django_assert_max_num_queries(18):
            response = client.get(link)
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "same-origin"
        assert "noindex" in response["X-Robots-Tag"]
        token = link.partition("=")[2]
        assert token not in response.content.decode()


@pytest.fixture
def asked(hall):
    """The hall, asked three days ago."""
    day = timezone.localdate() - timezone.timedelta(days=3)
    row = Freshness.objects.get(page=hall)
    row.asked_on, row.reminders, row.reminded_on = day, 1, timezone.localdate()
    row.save()
    return day


class TestAnswer:
    @pytest.mark.parametrize("purpose", [Purpose.STILL_RIGHT, Purpose.GONE])
    def test_reading_changes_nothing(self, client, hall, asked, purpose):
        before = Freshness.objects.filter(page=hall).values().get()
        link = answer_link(hall, purpose, asked)
        for _time in range(3):
            response = client.get(link)
            assert response.status_code == 200
            assert response.content.decode().count('<button class="button" type="submit">') == 1
            assert client.head(link).status_code == 200
        assert Freshness.objects.filter(page=hall).values().get() == before
        assert not Proposal.objects.exists()

    def test_still_right(self, client, hall, asked, today):
        link = answer_link(hall, Purpose.STILL_RIGHT, asked)
        assert "Dank u wel" in client.post(link).content.decode()
        row = Freshness.objects.get(page=hall)
        assert (row.checked_on, row.checked_by, row.asked_on, row.reminders) == (today, "owner", None, 0)

    def test_gone_is_for_the_editors(self, client, hall, asked, today):
        public = client.get(f"/initiatieven/{hall.slug}/").status_code
        client.post(answer_link(hall, Purpose.GONE, asked))
        proposal = Proposal.objects.get()
        assert (proposal.kind, proposal.reason, proposal.status) == ("report", "gone", "open")
        assert Freshness.objects.get(page=hall).reported_gone_on == today
        assert fresh(hall).live
        assert client.get(f"/initiatieven/{hall.slug}/").status_code == public == 200

    @pytest.mark.parametrize("first", [Purpose.STILL_RIGHT, Purpose.GONE])
    @pytest.mark.parametrize("second", [Purpose.STILL_RIGHT, Purpose.GONE])
    def test_a_second_answer_is_told_that_it_was_answered(self, client, hall, asked, first, second):
        client.post(answer_link(hall, first, asked))
        before = Freshness.objects.filter(page=hall).values().get()
        for response in (
            client.get(answer_link(hall, second, asked)),
            client.post(answer_link(hall, second, asked)),
        ):
            assert response.status_code == 200
            assert "al beantwoord" in response.content.decode()
        assert Freshness.objects.filter(page=hall).values().get() == before
        assert Proposal.objects.count() == (first == Purpose.GONE)

    def test_a_link_of_last_year_says_nothing_about_this_year(self, client, hall, asked):
        old = answer_link(hall, Purpose.STILL_RIGHT, asked - timezone.timedelta(days=365))
        assert "al beantwoord" in client.post(old).content.decode()
        assert Freshness.objects.get(page=hall).checked_on is None


class TestLinksThatOpenNothing:
    def links(self, page, day, email=KEEPER):
        return {
            "contribute_change": change_link(page, email),
            "contribute_still": answer_link(page, Purpose.STILL_RIGHT, day, email),
            "contribute_gone": answer_link(page, Purpose.GONE, day, email),
        }

    def refused(self, client, link, status):
        for response in (client.get(link), client.post(link, {"title": "x"})):
            assert response.status_code == status
            assert response["Cache-Control"] == "no-store, private"
        assert not Proposal.objects.exists()

    def test_a_link_for_something_else(self, client, hall, asked):
        links = self.links(hall, asked)
        for name in links:
            for other, link in links.items():
                if other != name:
                    self.refused(client, f"{reverse(name)}?{link.partition('?')[2]}", 404)

    def test_a_link_that_was_changed(self, client, hall, asked):
        for link in self.links(hall, asked).values():
            self.refused(client, link[:-1] + ("A" if link[-1] != "A" else "B"), 404)
            self.refused(client, link.partition("?")[0], 404)

    def test_a_link_that_is_too_old(self, client, hall, asked, monkeypatch):
        links = self.links(hall, asked)
        later = timezone.now().timestamp() + 31 * 86400
        monkeypatch.setattr(tokens.signing.time, "time", lambda: later)
        for link in links.values():
            response = client.get(link)
            assert response.status_code == 410
            assert "Stuur de link om zelf te wijzigen" in response.content.decode()

    def test_an_address_that_no_longer_belongs_to_the_initiative(self, client, hall, asked):
        for link in self.links(hall, asked, "vroeger@bestuur.example").values():
            self.refused(client, link, 410)
        links = self.links(hall, asked)
        Freshness.objects.filter(page=hall).update(keeper_email="nieuw@bestuur.example")
        for link in links.values():
            self.refused(client, link, 410)

    def test_a_page_that_is_off_the_site(self, client, hall, asked):
        links = self.links(hall, asked)
        restriction = PageViewRestriction.objects.create(page=hall, restriction_type="login")
        for link in links.values():
            self.refused(client, link, 410)
        restriction.delete()
        fresh(hall).unpublish()
        for link in links.values():
            self.refused(client, link, 410)
        fresh(hall).delete()
        for link in links.values():
            self.refused(client, link, 410)
        assert not mail.outbox
