"""Applications for the tests of the desk, on the regulation of the demo that is open."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Municipality, Place
from subsidies.blocks import Role
from subsidies.models import Application, ApplicationFile, Ceiling, RegulationPage, Round

OPEN_REGULATION = "subsidieregeling-bewonersinitiatieven"
PRIVATE = {
    "email": "penningmeester@voorbeeld.example",
    "phone": "0592 11 22 33",
    "contact": "Afdeling Contact",
}

_numbers = count(1)


def open_regulation() -> RegulationPage:
    return RegulationPage.objects.get(slug=OPEN_REGULATION)


def make_application(regulation: RegulationPage | None = None, **values: Any) -> Application:
    """Return an application that was sent; `values` replace its columns."""
    regulation = regulation or open_regulation()
    number = next(_numbers)
    round_ = values.pop("round", None) or regulation.rounds.first()
    version = regulation.form.current_version
    received = timezone.now() - timedelta(days=30) + timedelta(minutes=number)
    place = Place.objects.select_related("municipality").get(name="Rolde") if "place" not in values else None
    data: dict[str, Any] = {
        "regulation": regulation,
        "round": round_,
        "form_version": version,
        "status": Application.Status.SUBMITTED,
        "email": PRIVATE["email"],
        "submitted_at": received,
        "completed_at": received,
        "organisation": f"Stichting Dorpshuis {number}",
        "organisation_number": f"{10000000 + number}",
        "legal_form": "stichting",
        "title": f"Een buurttuin bij het dorpshuis {number}",
        "public_summary": "Wij maken samen een tuin. Iedereen mag komen helpen en oogsten.",
        "requested_amount": Decimal(12500),
        "place": place,
        "municipality": place.municipality if place else None,
    }
    data.update(values)
    data.setdefault("answers", _answers(version, data))
    return Application.objects.create(**data)


def _answers(version: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Answer every question: those with a role from the columns, the others with something private."""
    by_role: dict[str, str] = {
        Role.ORGANISATION: data["organisation"],
        Role.ORGANISATION_NUMBER: data["organisation_number"],
        Role.LEGAL_FORM: data["legal_form"],
        Role.TITLE: data["title"],
        Role.PUBLIC_SUMMARY: data["public_summary"],
        Role.AMOUNT: str(data["requested_amount"]),
        Role.CONTACT_NAME: PRIVATE["contact"],
        Role.PLACE: f"place:{data['place'].slug}" if data["place"] else "province",
    }
    by_type = {
        "email": PRIVATE["email"],
        "phone": PRIVATE["phone"],
        "short_text": PRIVATE["contact"],
        "long_text": "Dit plan is alleen voor de provincie.",
        "amount": "15.000",
        "date": "1-9-2026",
        "statement": True,
    }
    answers = {}
    for question in version.questions:
        role = question.value.get("role") or ""
        value = by_role.get(role) if role else by_type.get(question.block_type)
        if value is not None:
            answers[str(question.id)] = value
    return answers


def add_file(application: Application, name: str = "begroting.pdf") -> ApplicationFile:
    question = next(q for q in application.form_version.questions if q.block_type == "file")
    return ApplicationFile.objects.create(
        application=application,
        question_id=str(question.id),
        file=ContentFile(b"%PDF-1.7 begroting", name="x"),
        name=name,
        content_type="application/pdf",
        size=18,
    )


def make_round(name: str = "Proef", **ceilings: Any) -> Round:
    """Return a round without ceilings; `total=100` gives it a total ceiling of 100 euros."""
    regulation = open_regulation()
    now = timezone.now()
    round_ = Round.objects.create(
        regulation=regulation,
        name=name,
        opens_at=now - timedelta(days=60),
        closes_at=now + timedelta(days=60),
    )
    if "total" in ceilings:
        Ceiling.objects.create(round=round_, amount=Decimal(ceilings["total"]))
    return round_


def make_user(name: str, group: str, *regulations: RegulationPage) -> Any:
    """Return a member of staff with a role, who works on some regulations."""
    user = get_user_model().objects.create_user(username=name, password="geheim-genoeg-1")
    user.groups.add(Group.objects.get(name=group))
    for regulation in regulations:
        regulation.officers.add(user)
        regulation.save()
    return user


def officer() -> Any:
    return get_user_model().objects.get(username="subsidie")


def region_of(place_slug: str) -> Any:
    return Municipality.objects.get(places__slug=place_slug).region
