""" "Klopt dit niet?" and the link for who belongs to the initiative."""

from __future__ import annotations

import pytest
from django.core import mail

from initiatives.contributions import access, proposing
from initiatives.models import Freshness, InitiativePage, Proposal

from .conftest import KEEPER, PUBLIC, VISITOR

pytestmark = pytest.mark.django_db


def url(page, end=""):
    return f"/meedoen/klopt-niet/{page.slug}/{end}"


@pytest.mark.parametrize("reason", Proposal.Reason.values)
def test_every_reason_reaches_the_editors_and_changes_nothing_in_public(client, hall, reason, today):
    before = client.get(f"/initiatieven/{hall.slug}/").content
    response = client.post(
        url(hall), {"reason": reason, "explanation": "Het is anders.", "email": VISITOR.upper()}
    )
    assert response.url == url(hall, "bedankt/")
    assert client.get(response.url).status_code == 200
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.status, proposal.reason) == ("report", "open", reason)
    assert (proposal.page_id, proposal.email) == (hall.pk, VISITOR)
    assert client.get(f"/initiatieven/{hall.slug}/").content == before
    gone = Freshness.objects.get(page=hall).reported_gone_on
    assert gone == (today if reason == "gone" else None)
    assert not mail.outbox


@pytest.mark.parametrize(
    ("answers", "control"),
    [
        ({}, "reason_0"),
        ({"reason": "onzin"}, "reason_0"),
        ({"reason": "other"}, "explanation"),
        ({"reason": "privacy", "explanation": " "}, "explanation"),
        ({"reason": "hours", "explanation": "a" * 1001}, "explanation"),
        ({"reason": "hours", "email": "x"}, "email"),
    ],
)
def test_an_error_stands_with_its_field(client, hall, answers, control):
    response = client.post(url(hall), answers)
    assert control in dict(response.context["form"].error_links)
    assert f'href="#{control}"' in response.content.decode()
    assert not Proposal.objects.exists()


def test_an_explanation_and_an_address_are_not_needed(client, hall):
    assert client.post(url(hall), {"reason": "hours"}).status_code == 302
    assert Proposal.objects.get().email == ""


def test_a_page_that_nobody_may_read_cannot_be_reported(client, hall, add):
    draft = add("Concept", live=False)
    for slug in (draft.slug, "bestaat-niet", "a%00b"):
        assert client.get(f"/meedoen/klopt-niet/{slug}/").status_code == 404
    assert client.post(url(draft), {"reason": "gone"}).status_code == 404
    assert client.post(url(draft, "link/")).status_code == 404


def test_a_robot_and_a_flood(client, hall):
    client.post(url(hall), {"reason": "gone", "subject": "x"})
    assert not Proposal.objects.exists()
    for _number in range(proposing.MOST_OPEN_REPORTS + 3):
        client.cookies.clear()
        assert client.post(url(hall), {"reason": "hours"}).url == url(hall, "bedankt/")
    assert Proposal.objects.count() == proposing.MOST_OPEN_REPORTS


def test_one_session_reports_no_more_than_a_few(client, hall):
    client.get(url(hall))
    for _number in range(access.SENT_PER_SESSION):
        client.post(url(hall), {"reason": "hours"})
    response = client.post(url(hall), {"reason": "hours"})
    assert "Wacht een uur" in response.content.decode()


class TestLink:
    def test_it_goes_to_the_keeper_and_to_nobody_else(self, client, hall):
        response = client.post(url(hall, "link/"), {"email": "dief@voorbeeld.example"})
        assert response.url == url(hall, "link-verstuurd/")
        (message,) = mail.outbox
        assert message.to == [KEEPER]
        assert "/meedoen/wijzigen/?sleutel=" in message.body
        assert message.subject == "Uw link om Dorpshuis De Proef te wijzigen"
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_without_a_keeper_it_goes_to_the_public_address(self, client, hall):
        Freshness.objects.all().delete()
        client.post(url(hall, "link/"))
        assert mail.outbox[0].to == [PUBLIC]

    def test_the_answer_never_tells_whether_there_is_an_address(self, client, hall, add):
        unknown = add("Dorpshuis De Proef")
        answers = []
        for page in (hall, unknown):
            client.cookies.clear()
            response = client.post(url(page, "link/"), follow=True)
            answers.append(response.content.decode().replace(page.slug, ""))
        assert answers[0] == answers[1]
        assert KEEPER not in answers[0]
        assert PUBLIC not in answers[0]
        assert len(mail.outbox) == 1

    def test_nobody_fills_the_mailbox_of_an_initiative(self, client, hall):
        for _number in range(access.LINKS_PER_PAGE + 3):
            client.cookies.clear()
            assert client.post(url(hall, "link/")).url == url(hall, "link-verstuurd/")
        assert len(mail.outbox) == access.LINKS_PER_PAGE

    def test_a_session_that_asks_too_often_is_told(self, client, hall, monkeypatch):
        monkeypatch.setattr(access, "SENT_PER_SESSION", 1)
        client.get(url(hall))
        client.post(url(hall, "link/"))
        response = client.post(url(hall, "link/"))
        assert response.status_code == 429
        assert "Wacht een uur" in response.content.decode()

    def test_a_mail_server_that_is_down_changes_nothing_in_the_answer(self, client, hall, monkeypatch):
        def fail(*_arguments, **_options):
            raise OSError("geen verbinding")

        monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
        assert client.post(url(hall, "link/")).url == url(hall, "link-verstuurd/")

    def test_opening_its_address_sends_nothing(self, client, hall):
        assert client.get(url(hall, "link/")).status_code == 405
        assert not mail.outbox


@pytest.mark.parametrize("end", ["", "bedankt/", "link-verstuurd/"])
def test_nobody_else_keeps_these_pages(client, hall, end, django_assert_max_num_queries):
    client.get(url(hall, end))
    with django_assert_max_num_queries(8):
        response = client.get(url(hall, end))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "canonical" not in response.content.decode()


def test_a_name_with_accents_has_an_address(client, hall):
    InitiativePage.objects.filter(pk=hall.pk).update(slug="crème-café")
    assert client.get("/meedoen/klopt-niet/crème-café/").status_code == 200
