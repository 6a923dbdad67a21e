"""Things that tests of the subsidies need. They stand on the demo content, which every test has."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.models import Municipality, Theme
from initiatives.models import InitiativeKind
from subsidies.models import AccessLink, Application, FormVersion, RegulationPage, Round
from subsidies.questions import Question, steps_of


def make_regulation() -> RegulationPage:
    """Return the demo's regulation with a form, with a round that is open now, whatever the year."""
    regulation = RegulationPage.objects.filter(form__isnull=False).first()
    assert regulation is not None
    now = timezone.now()
    make_round(regulation, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    return RegulationPage.objects.get(pk=regulation.pk)


def make_round(regulation: RegulationPage, **values: Any) -> Round:
    """Return a new round of a regulation; give `opens_at` and `closes_at`."""
    return Round.objects.create(regulation=regulation, name=f"Proef {Round.objects.count()}", **values)


def make_draft(regulation: RegulationPage | None = None, **values: Any) -> Application:
    """Return a draft without answers in the open round of a regulation."""
    regulation = regulation or make_regulation()
    round_ = regulation.current_round()
    assert regulation.form is not None
    version = regulation.form.current_version
    defaults = {"email": "bestuur@dorpshuis.example", "round": round_, "form_version": version}
    return Application.objects.create(regulation=regulation, **{**defaults, **values})


def make_complete_draft(regulation: RegulationPage | None = None, **values: Any) -> Application:
    """Return a draft that can be sent: every question answered, every required document there."""
    draft = make_draft(regulation, **values)
    draft.answers = valid_answers(draft.form_version) | values.get("answers", {})
    draft.save()
    for question in questions(draft.form_version):
        if question.type == "file" and question.required:
            add_file(draft, question.id)
    return draft


def add_file(
    application: Application, question_id: str, name: str = "begroting.pdf", content: bytes = b""
) -> Any:
    """Return a document that was added to an application."""
    from subsidies import uploads

    kept, messages = uploads.keep(application, question_id, [upload(name, content or pdf())])
    assert not messages, messages
    return kept[0]


def questions(version: FormVersion) -> list[Question]:
    """Return all questions of a form version."""
    return [question for step in steps_of(version.steps) for question in step.questions]


def question(version: FormVersion, *, role: str = "", type: str = "") -> Question:
    """Return the first question with a role or of a type."""
    return next(q for q in questions(version) if (role and q.role == role) or (type and q.type == type))


def valid_answers(version: FormVersion) -> dict[str, Any]:
    """Return a good answer to every question that is not a document."""
    return {q.id: valid_answer(q) for q in questions(version) if q.type != "file"}


def valid_answer(question: Question) -> Any:
    """Return a good answer to a question."""
    answers = {
        "short_text": "Stichting Dorpshuis Voorbeeld",
        "long_text": "Wij koken elke week samen.\nIedereen kan meedoen.",
        "amount": "12.500,50",
        "number": "25",
        "date": "1-3-2027",
        "email": "bestuur@dorpshuis.example",
        "phone": "0592 12 34 56",
        "organisation_number": "12345678",
        "choice": "stichting",
        "category": "none",
        "statement": True,
    }
    if question.type == "place":
        municipality = Municipality.objects.filter(places__isnull=False).first()
        assert municipality is not None
        return f"place:{municipality.places.all()[0].slug}"
    if question.type == "theme":
        return Theme.objects.all()[0].slug
    if question.type == "kind":
        return InitiativeKind.objects.all()[0].slug
    return answers[question.type]


def make_token(application: Application) -> str:
    """Return the secret of a new link."""
    return AccessLink.issue(application)


def sign_in(client: Any, application: Application) -> None:
    """Open an application in a test client, as its applicant does."""
    response = client.post(f"/aanvragen/open/{make_token(application)}/")
    assert response.status_code == 302, response.status_code


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it; it lies about its type, as anybody can."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def image(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "purple").save(buffer, kind)
    return buffer.getvalue()


def archive(members: dict[str, bytes | str]) -> bytes:
    """Return a zip file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def docx(**more: bytes | str) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>", **more})


def xlsx() -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def open_document(kind: str = "text") -> bytes:
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<document/>"})
