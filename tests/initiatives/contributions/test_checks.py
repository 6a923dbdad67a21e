"""The list "Te controleren": what is on it, and what its buttons do."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import Freshness

from .conftest import KEEPER, long_ago

pytestmark = pytest.mark.django_db
CHECKS = "/beheer/te-controleren/"


def listed(client, **query):
    return [row.page.title for row in client.get(CHECKS, query).context["rows"]]


def make(add, title, days, **values):
    page = add(title)
    Freshness.objects.update_or_create(
        page=page, defaults={"keeper_email": KEEPER, "checked_on": long_ago(days), **values}
    )
    return page


def test_every_reason_has_its_list(client, login, add, today):
    make(add, "Vers", 10)
    make(add, "Tijd", 370)
    make(add, "Vaal", 430)
    make(add, "Eraf", 600)
    make(add, "Gemeld", 5, reported_gone_on=today)
    make(add, "Zonder adres", 5, keeper_email="")
    add("Zonder rij")
    add("Concept", live=False)
    login("redactie")
    assert listed(client) == ["Gemeld", "Zonder rij", "Eraf", "Vaal", "Tijd", "Zonder adres"]
    assert listed(client, lijst="tijd") == ["Tijd"]
    assert listed(client, lijst="vaal") == ["Vaal"]
    assert listed(client, lijst="af") == ["Eraf"]
    assert listed(client, lijst="gemeld") == ["Gemeld"]
    assert set(listed(client, lijst="adres")) == {"Zonder adres", "Zonder rij"}
    tabs = {name: count for name, _label, count in client.get(CHECKS).context["tabs"]}
    assert tabs == {"": 6, "gemeld": 1, "af": 1, "vaal": 1, "tijd": 1, "adres": 2}
    assert listed(client, lijst="onzin") == listed(client)
    assert client.get(CHECKS, {"p": "99"}).status_code == 200


def test_checked_by_an_editor(client, login, add, today):
    page = make(add, "Eraf", 600, asked_on=long_ago(200), reminders=2)
    login("redactie")
    client.post(CHECKS, {"checked": str(page.pk)})
    row = Freshness.objects.get(page=page)
    assert (row.checked_on, row.checked_by, row.asked_on) == (today, "editor", None)
    assert listed(client) == []


def test_ask_now_also_when_it_is_early_or_was_asked(client, login, add, today):
    page = make(add, "Vaal", 430, asked_on=long_ago(60), reminders=2, reminded_on=long_ago(30))
    login("redactie")
    client.post(CHECKS, {"ask": str(page.pk)})
    assert mail.outbox[0].to == [KEEPER]
    row = Freshness.objects.get(page=page)
    assert (row.asked_on, row.reminders, row.reminded_on) == (today, 0, None)


def test_several_at_once(client, login, add, today):
    pages = [make(add, f"Huis {n}", 600) for n in range(3)]
    without = make(add, "Zonder adres", 600, keeper_email="")
    login("redactie")
    keys = [str(page.pk) for page in (*pages[:2], without)]
    html = client.post(CHECKS, {"bulk": "ask", "page": keys}, follow=True).content.decode()
    assert len(mail.outbox) == 2
    assert "geen e-mailadres bekend" in html
    client.post(CHECKS, {"bulk": "checked", "page": keys})
    assert listed(client) == ["Huis 2", "Zonder adres"]


@pytest.mark.parametrize("data", [{}, {"bulk": "checked"}, {"checked": "x"}, {"ask": "9" * 40},
                                  {"bulk": "weg", "page": ["1"]}])  # fmt: skip
def test_nonsense_does_nothing(client, login, add, data):
    page = make(add, "Eraf", 600)
    login("redactie")
    assert client.post(CHECKS, data).status_code == 302
    assert Freshness.objects.get(page=page).checked_on == long_ago(600)


def test_a_mail_server_that_is_down(client, login, add, monkeypatch):
    page = make(add, "Eraf", 600)

    def fail(*_arguments, **_options):
        raise OSError("geen verbinding")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    login("redactie")
    html = client.post(CHECKS, {"ask": str(page.pk)}, follow=True).content.decode()
    assert "E-mail versturen lukt nu niet" in html
    assert Freshness.objects.get(page=page).asked_on is None


def test_the_address_of_an_initiative(client, login, add):
    page = add("Zonder rij")
    login("redactie")
    url = f"{CHECKS}{page.pk}/adres/"
    assert client.get(url).status_code == 200
    assert not Freshness.objects.filter(page=page, keeper_email__gt="").exists()
    assert client.post(url, {"keeper_email": "x"}).status_code == 200
    assert client.post(url, {"keeper_email": " Bestuur@Huis.example "}).url == reverse("initiatives_to_check")
    assert Freshness.objects.get(page=page).keeper_email == "bestuur@huis.example"


def test_a_longer_list_costs_no_more_queries(client, login, add):
    login("redactie")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(CHECKS)
        return len(captured)

    make(add, "Een", 600)
    queries()
    few = queries()
    for number in range(60):
        make(add, f"Huis {number}", 600) if number % 2 else add(f"Huis {number}")
    assert queries() == few
    assert len(client.get(CHECKS).context["rows"]) == 50
    assert len(client.get(CHECKS, {"p": "2"}).context["rows"]) == 11
