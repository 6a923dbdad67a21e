"""Documents: decided by content, kept in private, given back as a download only."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from hypothesis import given
from hypothesis import strategies as st

from subsidies import uploads
from subsidies.models import ApplicationEvent, ApplicationFile
from tests import factories

BOMB = factories.archive(
    {"[Content_Types].xml": "<Types/>", "word/document.xml": b"\0" * (210 * 1024 * 1024)}
)

GOOD = {
    "plan.pdf": (factories.pdf(), "pdf"),
    "plan.exe": (factories.pdf(), "pdf"),
    "plan.docx": (factories.docx(), "docx"),
    "begroting.xlsx": (factories.xlsx(), "xlsx"),
    "plan.odt": (factories.open_document(), "odt"),
    "begroting.ods": (factories.open_document("spreadsheet"), "ods"),
    "foto.JPG": (factories.image("JPEG"), "jpg"),
    "foto.png": (factories.image("PNG"), "png"),
    "foto.webp": (factories.image("WEBP"), "webp"),
}
BAD = {
    "leeg.pdf": (b"", "leeg"),
    "virus.pdf": (b"MZ\x90\x00" + b"\0" * 500, "soort bestand"),
    "elf.pdf": (b"\x7fELF" + b"\0" * 500, "soort bestand"),
    "script.pdf": (b"#!/bin/sh\nrm -rf /\n", "soort bestand"),
    "tekening.svg": (b"<svg><script>alert(1)</script></svg>", "soort bestand"),
    "pagina.pdf": (b"<html><script>alert(1)</script></html>", "soort bestand"),
    "html-voor-pdf.pdf": (b"<html>%PDF-1.4</html>", "soort bestand"),
    "tekst.txt": (b"Onze begroting is 10.000 euro", "soort bestand"),
    "oud.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "oud Word"),
    "foto.heic": (b"\0\0\0\x18ftypheic" + b"\0" * 500, "jpg"),
    "zip.docx": (factories.archive({"lees.txt": "hallo"}), "zip-bestand"),
    "gekapt.docx": (factories.docx()[:-30], "stuk"),
    "macro.docx": (factories.docx(**{"word/vbaProject.bin": b"x"}), "macro"),
    "macro2.docx": (
        factories.archive({"[Content_Types].xml": "macroEnabled", "word/document.xml": "<d/>"}), "macro",
    ),
    "macro.odt": (
        factories.archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "<d/>",
                "Basic/Standard/Module1.xml": "x",
            }
        ),
        "macro",
    ),
    "programma.docx": (factories.docx(**{"word/embeddings/kijk.exe": b"MZ"}), "programma"),
    "bom.docx": (BOMB, "uitgepakt te groot"),
    "stukke-foto.png": (factories.image()[:20], "stuk"),
    "nep.jpg": (b"\xff\xd8\xff\xe0 geen foto", "stuk"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_allowed_documents(name):
    content, extension = GOOD[name]
    found = uploads.check(factories.upload(name, content))
    assert found.extension == extension
    assert uploads.safe_name(name, found.extension).lower().endswith(f".{extension}")


@pytest.mark.parametrize("name", BAD)
def test_refused_documents_get_a_clear_sentence(name):
    content, words = BAD[name]
    with pytest.raises(uploads.UploadRefused, match=words) as refusal:
        uploads.check(factories.upload(name, content))
    assert str(refusal.value).endswith(".")


def test_a_document_that_is_too_large_is_refused():
    with pytest.raises(uploads.UploadRefused, match="10 MB"):
        uploads.check(factories.upload("groot.pdf", b"%PDF-" + b"x" * uploads.LARGEST_FILE))


@given(st.binary(max_size=200))
def test_no_bytes_break_the_look_at_a_document(content):
    for start in (b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP"):
        try:
            uploads.detect(io.BytesIO(start + content))
        except uploads.UploadRefused:
            continue  # refusing is fine, any other error is not


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\buur\\Begroting 2027.PDF", "Begroting 2027.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe.pdf"),
        ("\x00\n", "bestand.pdf"),
        ("...", "bestand.pdf"),
        ('plan"; x=".pdf', "plan; x=.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe(given_name, shown):
    assert uploads.safe_name(given_name, "pdf") == shown


@given(st.text(max_size=300))
def test_no_name_is_unsafe(name):
    shown = uploads.safe_name(name, "pdf")
    assert shown.endswith(".pdf")
    assert len(shown) <= 125
    assert not set(shown) & set('/\\<>:"|?*\0\n\r')


@pytest.fixture
def draft(db):
    return factories.make_draft()


@pytest.fixture
def question(draft):
    return factories.question(draft.form_version, type="file")


@pytest.fixture
def address(draft):
    return f"/aanvragen/{draft.pk}/stap/3/"


def test_documents_are_stored_in_private_under_random_names(client, draft, question):
    file = factories.add_file(draft, question.id, "onze begroting.pdf")
    assert "begroting" not in file.file.name
    path = Path(storages["private"].path(file.file.name))
    assert path.is_file()
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    assert client.get(f"/media/{file.file.name}").status_code == 404


def test_at_most_five_documents_and_a_double_click_adds_one(draft, question):
    for number in range(5):
        factories.add_file(draft, question.id, f"{number}.pdf")
    kept, messages = uploads.keep(draft, question.id, [factories.upload("6.pdf", factories.pdf())])
    assert not kept
    assert "hooguit 5" in messages[0]
    assert messages[0].startswith("6.pdf:")
    factories.add_file(draft, question.id, "4.pdf")
    assert draft.files.count() == 5


def test_adding_keeps_the_typed_answers_and_removing_removes_the_bytes(
    client, draft, question, address, django_capture_on_commit_callbacks
):
    factories.sign_in(client, draft)
    amount = factories.question(draft.form_version, role="amount")
    data = {
        amount.field_name: "veel",
        question.field_name: [
            factories.upload("a.pdf", factories.pdf()), factories.upload("b.png", factories.image()),
        ],
        "add": question.id,
    }  # fmt: skip
    response = client.post(address, data)
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.answers[amount.id] == "veel"
    assert [file.name for file in draft.files.all()] == ["a.pdf", "b.png"]
    page = client.get(address).content.decode()
    assert "b.png" in page
    assert "is toegevoegd" in page
    file = draft.files.first()
    path = Path(storages["private"].path(file.file.name))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {amount.field_name: "veel", "remove": f"{question.id}/{file.pk}"})
    assert not path.exists()
    assert [file.name for file in draft.files.all()] == ["b.png"]
    kinds = list(draft.events.values_list("kind", flat=True))
    assert kinds.count(ApplicationEvent.Kind.FILE_ADDED) == 2
    assert kinds.count(ApplicationEvent.Kind.FILE_REMOVED) == 1


def test_a_refused_document_is_explained_and_loses_nothing(client, draft, question, address):
    factories.sign_in(client, draft)
    amount = factories.question(draft.form_version, role="amount")
    data = {
        amount.field_name: "9.000",
        question.field_name: [
            factories.upload("virus.exe", BAD["virus.pdf"][0]), factories.upload("goed.pdf", factories.pdf()),
        ],
        "next": "1",
    }  # fmt: skip
    page = client.post(address, data).content.decode()
    assert "virus.exe: Deze soort bestand" in page
    assert 'value="9.000"' in page
    assert "goed.pdf" in page
    draft.refresh_from_db()
    assert draft.answers[amount.id] == "9.000"
    assert draft.files.count() == 1


def test_reading_stops_at_a_document_that_is_too_large_and_goes_on_with_the_form(
    client, draft, question, address
):
    factories.sign_in(client, draft)
    amount = factories.question(draft.form_version, role="amount")
    big = factories.upload("groot.pdf", b"%PDF-" + b"x" * (uploads.LARGEST_FILE + 1))
    page = client.post(address, {question.field_name: big, amount.field_name: "9.000", "add": question.id})
    assert "groot.pdf: Dit bestand is groter dan 10 MB" in page.content.decode()
    draft.refresh_from_db()
    assert draft.answers[amount.id] == "9.000"
    assert not draft.files.exists()


def test_adding_without_a_document_says_so(client, draft, question, address):
    factories.sign_in(client, draft)
    assert "Kies eerst een bestand" in client.post(address, {"add": question.id}).content.decode()


def test_a_document_comes_back_as_a_download_only(client, draft, question):
    file = factories.add_file(draft, question.id, "kosten & baten “2027”.pdf")
    factories.sign_in(client, draft)
    response = client.get(f"/aanvragen/{draft.pk}/bestand/{file.pk}/")
    assert b"".join(response) == factories.pdf()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_nobody_removes_the_document_of_another_question_or_application(client, draft, question, address):
    other = factories.make_draft(draft.regulation, email="ander@dorp.example")
    theirs = factories.add_file(other, question.id)
    factories.sign_in(client, draft)
    client.post(address, {"remove": f"{question.id}/{theirs.pk}"})
    client.post(address, {"remove": "onzin"})
    client.post(address, {"remove": f"{question.id}/onzin"})
    assert ApplicationFile.objects.filter(pk=theirs.pk).exists()
