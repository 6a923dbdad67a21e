"""Who opens what: every address of an application, for everybody who is not its applicant."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from subsidies import access
from subsidies.models import AccessLink, Application, ApplicationEvent
from tests import factories

ADDRESSES = {
    "status": ("/aanvragen/{pk}/", ["get"]),
    "step": ("/aanvragen/{pk}/stap/1/", ["get", "post"]),
    "last step": ("/aanvragen/{pk}/stap/4/", ["get", "post"]),
    "summary": ("/aanvragen/{pk}/overzicht/", ["get", "post"]),
    "received": ("/aanvragen/{pk}/ontvangen/", ["get"]),
    "file": ("/aanvragen/{pk}/bestand/{file}/", ["get"]),
}
CASES = [(path, method) for path, methods in ADDRESSES.values() for method in methods]


@pytest.fixture
def application(db):
    return factories.make_complete_draft()


@pytest.fixture
def file(application):
    return application.files.first()


def staff(username):
    def sign_in(client, application, django_user_model):
        user = django_user_model.objects.get(username=username)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    return sign_in


def anonymous(client, application, django_user_model):
    return None


def other_applicant(client, application, django_user_model):
    factories.sign_in(client, factories.make_draft(application.regulation, email="ander@dorp.example"))


def signed_out(client, application, django_user_model):
    factories.sign_in(client, application)
    assert client.post("/aanvragen/afsluiten/").status_code == 200


def expired_session(client, application, django_user_model):
    factories.sign_in(client, application)
    session = client.session
    session["applications"] = {str(application.pk): time.time() - 1}
    session.save()


VISITORS = {
    "anonymous": anonymous,
    "other applicant": other_applicant,
    "signed out": signed_out,
    "expired session": expired_session,
    **{name: staff(name) for name in ("redactie", "eindredactie", "subsidie", "budget", "beheer")},
}


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("sent", [False, True], ids=["draft", "sent"])
def test_nobody_else_gets_in(client, application, file, visitor, sent, django_user_model):
    if sent:
        now = timezone.now()
        Application.objects.filter(pk=application.pk).update(
            status=Application.Status.SUBMITTED, submitted_at=now, completed_at=now
        )
    VISITORS[visitor](client, application, django_user_model)
    answers = dict(Application.objects.get(pk=application.pk).answers)
    for path, method in CASES:
        address = path.format(pk=application.pk, file=file.pk)
        response = getattr(client, method)(address)
        assert response.status_code == 403, (address, method)
        assert application.reference not in response.content.decode()
        assert "no-store" in response["Cache-Control"]
    after = Application.objects.get(pk=application.pk)
    assert after.answers == answers
    assert after.status == (Application.Status.SUBMITTED if sent else Application.Status.DRAFT)


def test_an_application_that_does_not_exist_answers_the_same(client, application, file):
    missing = "00000000-0000-4000-8000-000000000000"
    for path, method in CASES:
        existing = getattr(client, method)(path.format(pk=application.pk, file=file.pk))
        absent = getattr(client, method)(path.format(pk=missing, file=missing))
        assert (existing.status_code, existing.content) == (absent.status_code, absent.content)


def test_the_file_of_another_application_is_not_found(client, application, file):
    mine = factories.make_draft(application.regulation, email="ander@dorp.example")
    factories.sign_in(client, mine)
    assert client.get(f"/aanvragen/{mine.pk}/bestand/{file.pk}/").status_code == 404


def test_the_applicant_gets_in(client, application, file):
    factories.sign_in(client, application)
    for path, _method in CASES:
        address = path.format(pk=application.pk, file=file.pk)
        assert client.get(address).status_code in (200, 302), address


@pytest.mark.parametrize(
    "path", ["kijk-in-uw-e-mail/", "link/", "open/onzin/", "{pk}/", "{pk}/stap/1/", "{pk}/overzicht/"]
)
def test_personal_pages_stay_out_of_caches_and_search_engines(client, application, path):
    factories.sign_in(client, application)
    response = client.get("/aanvragen/" + path.format(pk=application.pk))
    # The cache of public pages only respects "private".
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex' in response.content.decode()


# Links


def test_looking_at_a_link_uses_nothing_up(client, application):
    token = factories.make_token(application)
    for _time in range(3):
        response = client.get(f"/aanvragen/open/{token}/")
        assert response.status_code == 200
    link = AccessLink.find(token)
    assert link is not None
    assert link.is_valid
    assert client.get(f"/aanvragen/{application.pk}/").status_code == 403


def test_a_link_opens_once_and_renews_the_session(client, application):
    client.get("/aanvragen/link/")
    before = client.session.session_key
    token = factories.make_token(application)
    response = client.post(f"/aanvragen/open/{token}/")
    assert response.status_code == 302
    assert token not in response["Location"]
    assert client.session.session_key != before
    stranger = Client()
    assert stranger.get(f"/aanvragen/open/{token}/").status_code == 410
    assert stranger.post(f"/aanvragen/open/{token}/").status_code == 410
    assert stranger.get(f"/aanvragen/{application.pk}/").status_code == 403
    # Who is in already is not bothered by an old link.
    assert client.get(f"/aanvragen/open/{token}/").status_code == 302
    assert application.events.filter(kind=ApplicationEvent.Kind.OPENED).count() == 1


def test_an_expired_link_mails_a_new_one_to_the_known_address(client, application, mailoutbox):
    token = factories.make_token(application)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(f"/aanvragen/open/{token}/").status_code == 410
    assert not mailoutbox
    response = client.post(f"/aanvragen/open/{token}/", {"new": "1"})
    assert response.status_code == 302
    assert mailoutbox[0].to == [application.email]
    # The finder of an old link does not learn whose it is.
    assert application.email not in client.get("/aanvragen/kijk-in-uw-e-mail/").content.decode()


def test_tokens_are_stored_as_hashes_only(application):
    token = factories.make_token(application)
    assert not AccessLink.objects.filter(token_hash=token).exists()
    assert len(token) >= 43


@pytest.mark.parametrize(
    ("reference", "email", "mails"),
    [
        ("{reference}", "bestuur@dorpshuis.example", 1),
        ("{small}", " Bestuur@Dorpshuis.example ", 1),
        ("{reference}", "ander@dorp.example", 0),
        ("AV-7KQ4-MT9X", "bestuur@dorpshuis.example", 0),
    ],
)
def test_asking_a_link_says_the_same_to_everybody(client, application, mailoutbox, reference, email, mails):
    typed = reference.format(
        reference=application.reference, small=application.reference.lower().replace("-", " ")
    )
    response = client.post("/aanvragen/link/", {"reference": typed, "email": email})
    assert (response.status_code, response["Location"]) == (302, "/aanvragen/kijk-in-uw-e-mail/")
    assert len(mailoutbox) == mails


def test_one_address_gets_five_mails_an_hour(application, mailoutbox):
    for _time in range(8):
        data = {"reference": application.reference, "email": application.email}
        assert Client().post("/aanvragen/link/", data).status_code == 302
    assert len(mailoutbox) == 5
    ApplicationEvent.objects.update(at=timezone.now() - timedelta(hours=1, seconds=1))
    Client().post("/aanvragen/link/", {"reference": application.reference, "email": application.email})
    assert len(mailoutbox) == 6


def test_one_session_asks_ten_times_an_hour(client, application, mailoutbox):
    data = {"reference": "AV-7KQ4-MT9X", "email": "a@dorp.example"}
    for _time in range(access.LINKS_PER_SESSION):
        assert client.post("/aanvragen/link/", data).status_code == 302
    assert "Wacht een uur" in client.post("/aanvragen/link/", data).content.decode()
    assert Client().post("/aanvragen/link/", data).status_code == 302


def test_signing_out_leaves_a_member_of_staff_signed_in(client, application, login):
    user = login("subsidie")
    factories.sign_in(client, application)
    client.post("/aanvragen/afsluiten/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(f"/aanvragen/{application.pk}/").status_code == 403


@pytest.mark.parametrize("path", ["{pk}/stap/1/", "{pk}/overzicht/", "afsluiten/"])
def test_forged_requests_are_refused(application, path):
    client = Client(enforce_csrf_checks=True)
    session_client = Client()
    factories.sign_in(session_client, application)
    client.cookies = session_client.cookies
    response = client.post("/aanvragen/" + path.format(pk=application.pk), {"next": "1"})
    assert response.status_code == 403
    assert Application.objects.get(pk=application.pk).status == Application.Status.DRAFT
    assert not application.events.filter(kind=ApplicationEvent.Kind.SAVED).exists()
