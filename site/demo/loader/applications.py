"""Example applications for the officers' desk, sent and decided as a real one is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Place
from demo.loader.reading import text
from subsidies import deciding, sending
from subsidies.blocks import Role
from subsidies.models import Application, ApplicationEvent, ApplicationFile, FormVersion, RegulationPage
from subsidies.questions import NONE_OF_THESE

_BUDGET = "begroting.pdf"


def small_pdf(line: str) -> bytes:
    """Return a page of PDF with one line of text."""
    stream = f"BT /F1 18 Tf 72 760 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(body),
        )
    )


def _answers(version: FormVersion, example: dict[str, Any], email: str) -> dict[str, Any]:
    place = Place.objects.get(name=example["place"])
    by_role = {
        Role.ORGANISATION: example["organisation"],
        Role.LEGAL_FORM: example["legal_form"],
        Role.ORGANISATION_NUMBER: example["organisation_number"],
        Role.TITLE: example["title"],
        Role.PUBLIC_SUMMARY: example["public_summary"],
        Role.PLACE: f"place:{place.slug}",
        Role.THEME: example["theme"],
        Role.CATEGORY: example.get("category", NONE_OF_THESE),
        Role.KIND: example["kind"],
        Role.AMOUNT: example["amount"],
        Role.CONTACT_NAME: "De penningmeester (voorbeeld)",
    }
    by_type = {
        "email": email,
        "long_text": example["plan"],
        "amount": example["total"],
        "date": (timezone.localdate() + timedelta(days=90)).strftime("%-d-%-m-%Y"),
        "statement": True,
    }
    answers = {}
    for question in version.questions:
        role = question.value.get("role")
        value = by_role[Role(role)] if role else by_type.get(question.block_type)
        if value is not None:
            answers[str(question.id)] = value
    return answers


def load_applications(regulation: RegulationPage) -> int:
    """Send the example applications that are missing, and award one; return how many were made."""
    officer = get_user_model().objects.get(username="subsidie")
    form, current = regulation.form, regulation.current_round()
    version = form.current_version if form else None
    if version is None or current is None:
        return 0
    made = 0
    for number, example in enumerate(text("applications")["applications"], 1):
        if Application.objects.filter(organisation_number=example["organisation_number"]).exists():
            continue
        email = f"groep{number}@voorbeeld.example"
        moment = max(timezone.now() - timedelta(days=example["days_ago"]), current.opens_at)
        application = Application.objects.create(
            regulation=regulation,
            round=current,
            form_version=version,
            email=email,
            answers=_answers(version, example, email),
            created_at=moment,
        )
        application.log(ApplicationEvent.Kind.STARTED)
        content = small_pdf(f"Begroting (voorbeeld): {example['total']} euro")
        question = next(q for q in version.questions if q.block_type == "file")
        ApplicationFile.objects.create(
            application=application,
            question_id=str(question.id),
            file=ContentFile(content, _BUDGET),
            name=_BUDGET,
            content_type="application/pdf",
            size=len(content),
        )
        sent = sending.send(application.pk, now=moment)
        if "award" in example:
            deciding.award(sent, Decimal(example["award"]), officer)
        made += 1
    return made
