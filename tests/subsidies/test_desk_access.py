"""Who may see and do what in the desk: every address for every role."""

from __future__ import annotations

import re

import pytest

from subsidies.models import (
    Application,
    ApplicationEvent,
    Ceiling,
    Decision,
    FormDefinition,
    RegulationPage,
    Round,
)
from tests.subsidies.desk_data import add_file, make_application, make_user, open_regulation

pytestmark = pytest.mark.django_db

SIGN_IN, DENIED, MISSING, OK = "sign in", "denied", "404", "ok"
ROLES = ("anonymous", "editor", "other officer", "officer", "budget holder", "manager")

#: For each address what happens to each of ROLES, in that order.
MATRIX = {
    "aanvragen/": (SIGN_IN, DENIED, OK, OK, OK, OK),
    "aanvragen/results/": (SIGN_IN, DENIED, OK, OK, OK, OK),
    "aanvragen/{application}/": (SIGN_IN, DENIED, MISSING, OK, OK, OK),
    "aanvragen/{application}/bestand/{file}/": (SIGN_IN, DENIED, MISSING, OK, OK, OK),
    "POST aanvragen/{application}/toekennen/": (SIGN_IN, DENIED, MISSING, OK, DENIED, OK),
    "POST aanvragen/{application}/afwijzen/": (SIGN_IN, DENIED, MISSING, OK, DENIED, OK),
    "subsidies/rondes/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/rondes/new/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/rondes/edit/{round}/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/rondes/delete/{round}/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/plafonds/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/plafonds/new/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/plafonds/edit/{ceiling}/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/plafonds/delete/{ceiling}/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/boekingen/": (SIGN_IN, DENIED, DENIED, DENIED, OK, OK),
    "subsidies/formulieren/": (SIGN_IN, DENIED, OK, OK, DENIED, OK),
    "subsidies/formulieren/edit/{form}/": (SIGN_IN, DENIED, OK, OK, DENIED, OK),
}


@pytest.fixture
def people(django_user_model):
    other = RegulationPage.objects.exclude(pk=open_regulation().pk).first()
    return {
        "anonymous": None,
        "editor": django_user_model.objects.get(username="redactie"),
        "other officer": make_user("elders", "subsidiemedewerker", other),
        "officer": django_user_model.objects.get(username="subsidie"),
        "budget holder": django_user_model.objects.get(username="budget"),
        "manager": make_user("beheerder-zonder-alles", "beheerder"),
    }


def _outcome(response) -> str:
    if response.status_code == 404:
        return MISSING
    if response.status_code == 302:
        if response["Location"].startswith("/beheer/login/"):
            return SIGN_IN
        return DENIED if response["Location"] == "/beheer/" else f"redirect to {response['Location']}"
    return OK if response.status_code == 200 else str(response.status_code)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", MATRIX)
def test_access(client, people, address, role):
    application = make_application()
    stored = add_file(application)
    method, _space, path = address.rpartition(" ")
    path = "/beheer/" + path.format(
        application=application.pk,
        file=stored.pk,
        round=Round.objects.first().pk,
        ceiling=Ceiling.objects.first().pk,
        form=FormDefinition.objects.first().pk,
    )
    if people[role] is not None:
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
    if method == "POST":
        response = client.post(path, {"award-amount": "5000", "refuse-reason": "Past niet bij de regeling."})
    else:
        response = client.get(path)
    assert _outcome(response) == MATRIX[address][ROLES.index(role)]
    if _outcome(response) != OK:
        assert not ApplicationEvent.objects.filter(application=application).exists()
    assert not Decision.objects.filter(application=application).exists()


@pytest.mark.parametrize("role", ["anonymous", "editor", "other officer", "budget holder"])
def test_nobody_else_decides_not_even_with_a_confirmation(client, people, role):
    application = make_application()
    if people[role] is not None:
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
    data = {"award-amount": "5000", "refuse-reason": "Nee", "bevestigd": "1"}
    for decision in ("toekennen", "afwijzen"):
        client.post(f"/beheer/aanvragen/{application.pk}/{decision}/", data)
    application.refresh_from_db()
    assert application.status == Application.Status.SUBMITTED


def test_another_officers_list_and_filters_show_nothing_of_it(client, people):
    application = make_application()
    client.force_login(people["other officer"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/beheer/aanvragen/").content.decode()
    assert application.reference not in page
    assert open_regulation().title not in page
    found = client.get("/beheer/aanvragen/", {"q": application.reference, "regulation": open_regulation().pk})
    assert list(found.context["object_list"]) == []


def test_the_budget_holder_reads_and_sees_no_forms_to_decide(client, login):
    application = make_application()
    login("budget")
    page = client.get(f"/beheer/aanvragen/{application.pk}/").content.decode()
    assert application.title in page
    assert "Verder naar toekennen" not in page
    assert "Een behandelaar van deze regeling neemt het besluit" in page


def test_an_officer_who_lost_the_regulation_lost_its_applications(client, login):
    application = make_application()
    user = login("subsidie")
    regulation = open_regulation()
    regulation.officers.remove(user)
    regulation.save()
    assert client.get(f"/beheer/aanvragen/{application.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("subsidie", "/beheer/"),
        ("subsidie", "/beheer/aanvragen/"),
        ("subsidie", "/beheer/aanvragen/{application}/"),
        ("budget", "/beheer/subsidies/rondes/new/"),
        ("budget", "/beheer/subsidies/plafonds/new/"),
        ("budget", "/beheer/subsidies/boekingen/"),
    ],
)
def test_screens_work_under_the_strict_policy_and_in_dutch(client, login, username, address):
    login(username)
    response = client.get(address.format(application=make_application().pk))
    page = response.content.decode()
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert 'lang="nl"' in page
    inline = [
        code
        for attributes, code in re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
        if "src=" not in attributes and "json" not in attributes and code.strip()
    ]
    assert not inline
    assert not re.search(r'<[^>]+\s(?:style|on[a-z]+)="', page)
