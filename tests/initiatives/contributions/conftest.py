"""A village hall that looks after itself, and forms filled in as people do."""

from __future__ import annotations

import re
from datetime import date, time
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from core.geocoding import Candidate, Found
from core.models import Municipality
from initiatives.contributions import locations
from initiatives.models import Freshness, InitiativePage, OpeningTime

KEEPER = "bestuur@dorpshuis.example"
PUBLIC = "info@dorpshuis.example"
VISITOR = "bezoeker@voorbeeld.example"

BRINK = Candidate("Brink 1, 9401HS Assen", 52.9967, 6.5625, "adres", "Assen", "Assen")


@pytest.fixture
def hall(add):
    """A published initiative with a revision, an address for the yearly check and a public one."""
    page = add(
        "Dorpshuis De Proef", address="Brink 1, Assen", email=PUBLIC, website="https://proef.example",
        hours="weekly",
    )  # fmt: skip
    page.opening_times = [OpeningTime(weekday=1, opens=time(10), closes=time(12), note="koffie")]
    page.save_revision().publish()
    page = InitiativePage.objects.get(pk=page.pk)
    Freshness.objects.update_or_create(page=page, defaults={"keeper_email": KEEPER})
    mail.outbox.clear()
    return page


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def geocoder(monkeypatch):
    """The address service, as a list of what it finds; `asked` is what it was asked."""

    service = SimpleNamespace(candidates=[BRINK], message="", asked=[])

    def find(text, bounds=None, province="", *, suggest=False, geocoder=None):
        service.asked.append(text)
        return Found(list(service.candidates), service.message)

    monkeypatch.setattr(locations, "find_place", find)
    return service


@pytest.fixture
def proposed(index):
    """Return a function with what a browser sends for a new initiative; arguments change answers."""

    def _proposed(**answers):
        return {
            "title": "Voedseltuin Het Groene Hart",
            "kind": "voedseltuin",
            "introduction": "Buren kweken samen groente. Iedereen mag meedoen.",
            "where": "wide",
            "wide": "assen",
            "hours": "",
            "email": VISITOR,
            "statement": "on",
            "rows": "3",
            **answers,
        }

    return _proposed


def filled(form):
    """Return what a browser sends for a form that nobody touched."""
    data = {"rows": str(len(form.rows.forms)), "statement": "on"}
    for bound in [*form, *(field for row in form.rows.forms for field in row)]:
        value = bound.value()
        if bound.name in ("statement", "location"):
            continue
        if bound.name == "facilities":
            data["facilities"] = list(value or [])
            continue
        if hasattr(value, "strftime"):
            value = f"{value:%H:%M}"
        data[bound.html_name] = "" if value is None else str(value)
    return data


def link_in(message, route):
    """Return the path and query of the link to a route in an e-mail."""
    found = re.search(rf"http\S+(/meedoen/{route}/\S+)", message.body)
    assert found, message.body
    return found[1]


def municipality(slug="assen"):
    return Municipality.objects.get(slug=slug)


def long_ago(days):
    return date.fromordinal(timezone.localdate().toordinal() - days)
