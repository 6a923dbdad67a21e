"""Signing up an initiative: the form, the e-mail, the confirmation, and what comes of it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Revision

from core.geocoding import Candidate
from initiatives.contributions import access, asking, locations, tokens
from initiatives.models import Freshness, InitiativePage, Proposal

from .conftest import BRINK, PUBLIC, VISITOR, link_in

pytestmark = pytest.mark.django_db
FORM = "/meedoen/aanmelden/"
SENT = "/meedoen/aanmelden/kijk-in-uw-e-mail/"
CONFIRMED = "/meedoen/aanmelden/bevestigd/"


def send(client, data):
    return client.post(FORM, data)


def errors(response):
    return dict(response.context["form"].error_links)


def test_from_form_to_a_draft_that_waits(client, proposed, index):
    response = send(client, proposed(phone="0592 12 34 56", facilities=[]))
    assert response.url == SENT
    assert VISITOR in client.get(SENT).content.decode()
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.status, proposal.page) == ("new", "unconfirmed", None)
    assert not InitiativePage.objects.filter(title=proposal.title).exists()

    (message,) = mail.outbox
    assert message.to == [VISITOR]
    assert message.subject == "Bevestig uw aanmelding"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "Het Groene Hart" in message.body
    link = link_in(message, "aanmelden/bevestigen")

    # A mail scanner opens the link, more than once.
    for _time in range(2):
        page = client.get(link)
        assert page.status_code == 200
        assert "Bevestig mijn aanmelding" in page.content.decode()
    proposal.refresh_from_db()
    assert proposal.status == "unconfirmed"

    assert client.post(link).url == CONFIRMED
    proposal.refresh_from_db()
    assert proposal.status == "open"
    assert proposal.confirmed_at is not None
    draft = InitiativePage.objects.get(pk=proposal.page_id)
    assert not draft.live
    assert draft.get_parent().specific == index
    assert proposal.revision == draft.latest_revision
    assert (draft.title, draft.scope, draft.municipality.slug) == (proposal.title, "municipality", "assen")
    assert draft.phone == "0592 12 34 56"
    assert Freshness.objects.get(page=draft).keeper_email == VISITOR
    assert draft.current_workflow_state is not None
    assert "Groene Hart" not in client.get("/initiatieven/?q=groene").content.decode()


def test_confirming_twice_makes_one_page(client, proposed):
    send(client, proposed())
    link = link_in(mail.outbox[0], "aanmelden/bevestigen")
    for _time in range(3):
        assert client.post(link).url == CONFIRMED
    assert client.get(link).url == CONFIRMED
    assert InitiativePage.objects.filter(title="Voedseltuin Het Groene Hart").count() == 1


def test_the_address_of_the_sender_is_in_no_version_of_the_page(client, proposed):
    send(client, proposed(public_email=PUBLIC))
    client.post(link_in(mail.outbox[0], "aanmelden/bevestigen"))
    draft = InitiativePage.objects.get(title="Voedseltuin Het Groene Hart")
    for revision in Revision.objects.for_instance(draft):
        assert VISITOR not in str(revision.content)
    draft.latest_revision.publish()
    assert VISITOR not in client.get(draft.full_url.replace("http://localhost", "")).content.decode()


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "%00", "é"])
def test_a_link_that_is_not_ours(client, db, token):
    response = client.get("/meedoen/aanmelden/bevestigen/", {"sleutel": token})
    assert response.status_code == 404
    assert "hele link" in response.content.decode()


def test_a_link_that_is_too_old(client, proposed, monkeypatch):
    send(client, proposed())
    link = link_in(mail.outbox[0], "aanmelden/bevestigen")
    Proposal.objects.update(created_at=timezone.now() - timezone.timedelta(days=40))
    monkeypatch.setattr(tokens.signing.time, "time", lambda: timezone.now().timestamp() + 40 * 86400)
    assert client.post(link).status_code == 410
    monkeypatch.undo()
    asking.forget()
    assert not Proposal.objects.exists()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


class TestForm:
    @pytest.mark.parametrize(
        ("answers", "control", "words"),
        [
            ({"title": ""}, "title", "Vul de naam"),
            ({"title": "!!"}, "title", "mensen kunnen lezen"),
            ({"title": "a" * 121}, "title", "120 tekens"),
            ({"title": "a" * 10_000}, "title", "120 tekens"),
            ({"kind": "zwembad"}, "kind", "uit de lijst"),
            ({"introduction": "a" * 601}, "introduction", "600 tekens"),
            ({"introduction": "Kijk op www.spam.example"}, "introduction", "geen webadres"),
            ({"where": ""}, "where_0", "Kies waar"),
            ({"where": "maan"}, "where_0", "Kies waar"),
            ({"where": "address"}, "address", "Typ het adres"),
            ({"where": "place"}, "place", "Kies een dorp"),
            ({"where": "place", "place": "atlantis"}, "place", "Kies een dorp"),
            ({"where": "wide", "wide": ""}, "wide", "Kies een gebied"),
            ({"where": "wide", "wide": "x"}, "wide", "Kies een gebied"),
            ({"hours": "weekly"}, "hours_0", "minstens één dag"),
            ({"website": "javascript:alert(1)"}, "website", "webadres klopt niet"),
            ({"phone": "bel mij"}, "phone", "nummer klopt niet"),
            ({"public_email": "x"}, "public_email", "e-mailadres klopt niet"),
            ({"email": ""}, "email", "Vul uw e-mailadres in"),
            ({"email": "x@"}, "email", "e-mailadres klopt niet"),
            ({"statement": ""}, "statement", "privépersonen"),
            ({"facilities": ["vliegveld"]}, "facilities_0", "uit de lijst"),
        ],
    )
    def test_an_error_stands_with_its_field_and_nothing_is_lost(
        self, client, proposed, answers, control, words
    ):
        data = proposed(**answers)
        response = send(client, data)
        html = response.content.decode()
        assert response.status_code == 200
        assert any(target == control and words in text for target, text in errors(response).items())
        assert f'href="#{control}"' in html
        assert "Er klopt nog iets niet" in html
        assert "<title>\n      Fout:" in html or re.search(r"<title>\s*Fout:", html)
        assert not mail.outbox
        assert not Proposal.objects.exists()
        for name in ("title", "introduction", "email", "website", "phone"):
            assert response.context["form"][name].value() == data.get(name)

    def test_everything_wrong_at_once(self, client, proposed):
        response = send(client, {})
        assert set(errors(response)) >= {"title", "kind", "introduction", "where_0", "email", "statement"}

    def test_times(self, client, proposed):
        data = proposed(hours="weekly", **{
            "row-0-day": "1", "row-0-opens": "10.00", "row-0-closes": "12:00",
            "row-2-day": "0", "row-2-opens": "9", "row-2-closes": "00:00",
        })  # fmt: skip
        assert send(client, data).status_code == 302
        assert Proposal.objects.get().answers["times"] == [[0, "09:00", "00:00"], [1, "10:00", "12:00"]]

    @pytest.mark.parametrize(
        ("row", "control"),
        [
            ({"row-0-day": "1"}, "row-0-opens"),
            ({"row-0-day": "1", "row-0-opens": "10:00"}, "row-0-closes"),
            ({"row-0-opens": "10:00", "row-0-closes": "12:00"}, "row-0-day"),
            ({"row-0-day": "1", "row-0-opens": "12:00", "row-0-closes": "10:00"}, "row-0-closes"),
            ({"row-0-day": "1", "row-0-opens": "25:00", "row-0-closes": "26:00"}, "row-0-opens"),
            ({"row-0-day": "9", "row-0-opens": "10:00", "row-0-closes": "12:00"}, "row-0-day"),
        ],
    )
    def test_impossible_times(self, client, proposed, row, control):
        response = send(client, proposed(hours="weekly", **row))
        assert control in errors(response)

    def test_times_that_overlap(self, client, proposed):
        rows = {
            "row-0-day": "1", "row-0-opens": "10:00", "row-0-closes": "12:00",
            "row-1-day": "1", "row-1-opens": "11:00", "row-1-closes": "13:00",
        }  # fmt: skip
        response = send(client, proposed(hours="weekly", **rows))
        assert "lopen door elkaar" in response.content.decode()

    @pytest.mark.parametrize(
        ("sent", "shown"), [("3", 4), ("0", 2), ("x", 4), ("-1", 4), ("999", 21), ("21", 21)]
    )
    def test_another_row_sends_nothing_and_blames_nobody(self, client, proposed, sent, shown):
        data = proposed(title="", hours="weekly", rows=sent, more_rows="1", **{"row-0-opens": "10:00"})
        response = send(client, data)
        assert len(response.context["form"].rows.forms) == shown
        html = response.content.decode()
        assert 'class="error"' not in html
        assert "aria-invalid" not in html
        assert 'value="10:00"' in html
        assert not mail.outbox

    def test_letters_that_nobody_sees_are_left_out(self, client, proposed):
        send(client, proposed(title="Dorps\u202ehuis \u200bNieuw\x07"))
        assert Proposal.objects.get().title == "Dorpshuis Nieuw"

    def test_script_stays_text(self, client, proposed, index):
        send(client, proposed(title="<script>alert(1)</script>", introduction="<img src=x onerror=alert(1)>"))
        client.post(link_in(mail.outbox[0], "aanmelden/bevestigen"))
        draft = InitiativePage.objects.get(title="<script>alert(1)</script>")
        draft.latest_revision.publish()
        html = client.get(f"/initiatieven/{draft.slug}/").content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


class TestAddress:
    def test_without_a_script_the_button_brings_a_list_to_choose_from(self, client, proposed, geocoder):
        data = proposed(where="address", address="Brink 1 Assen", search="1", title="")
        response = send(client, data)
        html = response.content.decode()
        assert geocoder.asked == ["Brink 1 Assen"]
        assert BRINK.label in html
        assert 'class="error"' not in html
        ((option, chosen),) = response.context["form"].location_options
        assert not chosen
        data = proposed(where="address", address="Brink 1 Assen", location=option.value)
        assert send(client, data).status_code == 302
        client.post(link_in(mail.outbox[0], "aanmelden/bevestigen"))
        page = InitiativePage.objects.get(title=data["title"])
        assert (page.scope, page.address) == ("point", BRINK.label)
        assert (float(page.latitude), float(page.longitude)) == (52.9967, 6.5625)
        assert (page.place.name, page.municipality.name) == ("Assen", "Assen")
        assert len(geocoder.asked) == 1  # nobody waits for the service again

    def test_sending_without_a_choice_searches_by_itself(self, client, proposed, geocoder):
        response = send(client, proposed(where="address", address="Brink 1 Assen"))
        assert "Kies uw adres uit de lijst" in errors(response)["address"]
        assert BRINK.label in response.content.decode()

    def test_what_was_chosen_is_still_chosen_after_an_error(self, client, proposed, geocoder):
        value = locations.sign(BRINK)
        response = send(client, proposed(where="address", address="Brink 1", location=value, title=""))
        assert [(o.value, c) for o, c in response.context["form"].location_options] == [(value, True)]
        assert not geocoder.asked

    @pytest.mark.parametrize("value", ["x", "52.9,6.5", locations.sign(BRINK)[:-2], "\x00", "é" * 3000])
    def test_a_place_that_we_did_not_find_ourselves_is_refused(self, client, proposed, geocoder, value):
        response = send(client, proposed(where="address", address="Brink 1", location=value))
        assert "address" in errors(response)
        assert not Proposal.objects.exists()

    def test_a_whole_village_gets_no_pin(self, client, proposed, geocoder):
        rolde = Candidate("Rolde, Aa en Hunze", 52.98, 6.64, "woonplaats", "Rolde", "Aa en Hunze")
        send(client, proposed(where="address", address="Rolde", location=locations.sign(rolde)))
        where = Proposal.objects.get().answers["where"]
        assert (where["scope"], where["latitude"], where["place"] != "") == ("place", "", True)

    def test_nothing_found_says_what_to_do(self, client, proposed, geocoder):
        geocoder.candidates, geocoder.message = [], "Niets gevonden in ons gebied."
        response = send(client, proposed(where="address", address="Nergens 1", search="1"))
        assert "Niets gevonden in ons gebied." in response.content.decode()

    def test_the_script_gets_the_same_values(self, client, index, geocoder):
        answer = client.get("/meedoen/aanmelden/adres.json", {"q": "brink 1"}).json()
        assert [result["label"] for result in answer["results"]] == [BRINK.label]
        assert locations.read(answer["results"][0]["value"]) == BRINK

    def test_there_is_a_limit(self, client, index, geocoder, monkeypatch):
        monkeypatch.setattr(access, "LOOKUPS_WITHOUT_SESSION", 2)
        for _time in range(4):
            answer = client.get("/meedoen/aanmelden/adres.json", {"q": "brink 1"})
        assert answer.status_code == 200
        assert answer.json()["results"] == []
        assert "heel vaak" in answer.json()["message"]
        assert len(geocoder.asked) == 2

    def test_a_village_and_the_province(self, client, proposed, village):
        grolloo = village("Grolloo")
        send(client, proposed(where="place", place=grolloo.slug))
        assert Proposal.objects.get().answers["where"]["municipality"] == grolloo.municipality.slug
        Proposal.objects.all().delete()
        send(client, proposed(where="wide", wide="provincie"))
        assert Proposal.objects.get().answers["where"]["scope"] == "province"


class TestDuplicates:
    def test_sending_shows_what_looks_like_it(self, client, proposed, add):
        there = add("Voedseltuin 't Groene Hart", latitude="52.996750", longitude="6.562550")
        data = proposed(title="Voedseltuin Groene Hart", where="address", location=locations.sign(BRINK))
        response = send(client, data)
        html = response.content.decode()
        assert response.context["duplicates"] == [there]
        assert f'href="/initiatieven/{there.slug}/"' in html
        assert "Het is een ander initiatief, toch aanmelden" in html
        assert not Proposal.objects.exists()
        assert send(client, data | {"anyway": "1"}).status_code == 302
        assert Proposal.objects.count() == 1

    def test_capitals_accents_and_legal_form_are_forgiven(self, client, proposed, add, village):
        grolloo = village("Grolloo")
        there = add("Dorpshuis De Börg", scope="place", place=grolloo, municipality=grolloo.municipality)
        data = proposed(title="STICHTING de borg", where="place", place=grolloo.slug)
        assert send(client, data).context["duplicates"] == [there]

    def test_a_draft_is_not_shown_to_visitors(self, client, proposed, add, village):
        grolloo = village("Grolloo")
        add("De Borg", scope="place", place=grolloo, municipality=grolloo.municipality, live=False)
        assert send(client, proposed(title="De Borg", where="place", place=grolloo.slug)).status_code == 302

    def test_the_script_asks_while_typing(self, client, add, village):
        grolloo = village("Grolloo")
        add("Dorpshuis De Borg", scope="place", place=grolloo, municipality=grolloo.municipality)
        url = "/meedoen/aanmelden/lijkt-op.json"
        answer = client.get(url, {"title": "de borg", "where": "place", "place": grolloo.slug}).json()
        assert [result["title"] for result in answer["results"]] == ["Dorpshuis De Borg"]
        assert answer["results"][0]["url"].startswith("/initiatieven/")
        for query in ({}, {"title": "de"}, {"title": "de borg"}, {"title": "x" * 9000, "where": "address"},
                      {"title": "de borg", "where": "place", "place": "\x00"},
                      {"title": "de borg", "where": "wide", "wide": "provincie"}):  # fmt: skip
            assert client.get(url, query).json() == {"results": []}


class TestLimits:
    def test_a_robot_gets_the_usual_answer_and_nothing_happens(self, client, proposed):
        assert send(client, proposed(subject="kopen!")).url == SENT
        assert not mail.outbox
        assert not Proposal.objects.exists()

    def test_one_mailbox_gets_no_more_than_a_few(self, client, proposed):
        for number in range(access.MAILS_PER_ADDRESS):
            client.cookies.clear()
            assert send(client, proposed(title=f"Tuin nummer {number}a")).status_code == 302
        client.cookies.clear()
        response = send(client, proposed(title="Nog een tuin", email=f" {VISITOR.upper()} "))
        assert "Wacht een uur" in errors(response)["email"]
        assert len(mail.outbox) == access.MAILS_PER_ADDRESS
        assert send(client, proposed(email="ander@voorbeeld.example")).status_code == 302

    def test_one_session_sends_no_more_than_a_few(self, client, proposed):
        client.get(FORM)
        for number in range(access.SENT_PER_SESSION):
            assert send(client, proposed(email=f"mail{number}@voorbeeld.example")).status_code == 302
        response = send(client, proposed(email="nog-een@voorbeeld.example"))
        assert "vaak iets verstuurd" in response.content.decode()
        client.cookies.clear()  # a neighbour behind the same network address
        assert send(client, proposed(email="buur@voorbeeld.example")).status_code == 302

    def test_a_mail_server_that_is_down_keeps_what_was_typed(self, client, proposed, monkeypatch):
        def fail(*_arguments, **_options):
            raise OSError("geen verbinding")

        monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
        response = send(client, proposed())
        assert "Het lukt nu niet om u te mailen" in response.content.decode()
        assert response.context["form"]["title"].value() == "Voedseltuin Het Groene Hart"
        assert not Proposal.objects.exists()


@pytest.mark.parametrize("url", [FORM, SENT, CONFIRMED, "/meedoen/aanmelden/adres.json?q="])
def test_nobody_else_keeps_these_pages(client, index, url):
    response = client.get(url)
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in response["Content-Security-Policy"]


def test_the_form_costs_few_queries(client, index, django_assert_max_num_queries):
    client.get(FORM)
    # the session, the kinds, the villages, the municipalities and the facilities
    with django_assert_max_num_queries(12):
        client.get(FORM)
