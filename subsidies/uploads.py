"""Documents that applicants send along: what they are, keeping them, and giving them back.

The bytes decide what a document is, never its name or what the browser says about it.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from subsidies.form_builder import FILES_PER_QUESTION

if TYPE_CHECKING:
    from subsidies.models import Application, ApplicationFile

LARGEST_FILE = 10 * 1024 * 1024  # bytes
_LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes
_MOST_MEMBERS = 5_000
_MOST_PIXELS = 100_000_000
_LONGEST_NAME = 120

_PROGRAMS = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|sh)$", re.IGNORECASE
)
_IMAGES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
_OFFICE = {
    "word/document.xml": (
        "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}  # fmt: skip
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OTHER_NAMES = {"jpg": ("jpg", "jpeg", "jpe")}


class UploadRefused(ValueError):
    """A document that is not kept; the message says in Dutch why and what to do."""


@dataclass(frozen=True)
class FileType:
    """What a document is."""

    extension: str
    content_type: str


def detect(content: IO[bytes]) -> FileType:
    """Return what a document is. Raises UploadRefused for all that is not allowed."""
    content.seek(0)
    head = content.read(16)
    if head.startswith(b"%PDF-"):
        return FileType("pdf", "application/pdf")
    if head.startswith(b"PK\x03\x04"):
        return _detect_archive(content)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4], head[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return _detect_image(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UploadRefused(
            _("Dit is een oud Word- of Excel-bestand. Open het en sla het op als pdf, docx of xlsx.")
        )
    if head[4:8] == b"ftyp":
        raise UploadRefused(_("Deze soort foto of film kunnen wij niet openen. Sla een foto op als jpg."))
    raise UploadRefused(
        _("Deze soort bestand kunnen wij niet aannemen. Kies een pdf, docx, odt, xlsx, ods of foto.")
    )


def _detect_image(content: IO[bytes]) -> FileType:
    broken = UploadRefused(_("Deze foto is stuk. Maak de foto opnieuw of kies een andere."))
    content.seek(0)
    try:
        with Image.open(content, formats=list(_IMAGES)) as image:
            extension, content_type = _IMAGES[str(image.format)]
            width, height = image.size
            if width * height > _MOST_PIXELS:
                raise UploadRefused(_("Deze foto heeft te veel beeldpunten. Sla de foto kleiner op."))
            image.verify()
    except UploadRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise broken from error
    return FileType(extension, content_type)


def _detect_archive(content: IO[bytes]) -> FileType:
    """Tell office documents from other archives by their members, without unpacking them."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            _check_members(members)
            names = {member.filename for member in members}
            for name, (extension, content_type) in _OFFICE.items():
                if name in names and "[Content_Types].xml" in names:
                    if b"macroEnabled" in _read(archive, "[Content_Types].xml"):
                        raise UploadRefused(_macro_message())
                    return FileType(extension, content_type)
            if "mimetype" in names and "content.xml" in names:
                declared = _read(archive, "mimetype").strip()
                if declared in _OPEN_DOCUMENT:
                    return FileType(_OPEN_DOCUMENT[declared], declared.decode("ascii"))
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused(_("Dit bestand is stuk. Sla het opnieuw op en probeer het nog eens.")) from error
    raise UploadRefused(
        _("Een zip-bestand kunnen wij niet aannemen. Stuur de bestanden los, bijvoorbeeld als pdf.")
    )


def _macro_message() -> str:
    return _("In dit bestand zit een macro: een klein programma. Sla het op zonder macro of als pdf.")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise UploadRefused(_("Dit bestand heeft een wachtwoord. Sla het op zonder wachtwoord."))
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _LARGEST_UNPACKED:
        raise UploadRefused(_("Dit bestand is uitgepakt te groot. Sla het op als pdf."))
    for member in members:
        name = member.filename.lower()
        if (
            name.endswith("vbaproject.bin")
            or name.startswith(("basic/", "scripts/"))
            or "/macrosheets/" in name
        ):
            raise UploadRefused(_macro_message())
        if _PROGRAMS.search(name):
            raise UploadRefused(_("In dit bestand zit een programma. Haal het eruit of sla het op als pdf."))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the first megabyte of a member: enough to look, too little to hurt."""
    with archive.open(name) as member:
        return member.read(1024 * 1024)


def safe_name(name: str, extension: str) -> str:
    """Return a file name to show: no folders, no invisible or turning characters, the true extension."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and ending.lower() in _OTHER_NAMES.get(extension, (extension,)):
        plain, extension = stem, ending.lower()
    return f"{plain[:_LONGEST_NAME].strip(' .') or _('bestand')}.{extension}"


def check(upload: UploadedFile) -> FileType:
    """Return what an upload is. Raises UploadRefused when it is empty, too large or not allowed."""
    if not upload.size:
        raise UploadRefused(_("Dit bestand is leeg. Kies een ander bestand."))
    if upload.size > LARGEST_FILE:
        raise UploadRefused(too_large_message())
    return detect(upload.file or io.BytesIO())


def too_large_message() -> str:
    """Say what to do about a document that is too large."""
    return _("Dit bestand is groter dan 10 MB. Maak het kleiner of deel het op.")


def shown_name(name: str) -> str:
    """Return the name of a refused file, fit to show."""
    return safe_name(name, "").rstrip(".")


def keep(
    application: Application, question_id: str, uploads: Iterable[UploadedFile]
) -> tuple[list[ApplicationFile], list[str]]:
    """Keep the uploads of one question; return what is kept and a message for each that is refused.

    Call it inside a transaction that holds the lock on the application, so that the count is true.
    A file of the same name and size takes the place of the earlier one: that is a double click.
    """
    kept: list[ApplicationFile] = []
    messages: list[str] = []
    present = list(application.files.filter(question_id=question_id))
    for upload in uploads:
        try:
            file_type = check(upload)
            name = safe_name(upload.name or "", file_type.extension)
            same = [file for file in present if (file.name, file.size) == (name, upload.size)]
            if not same and len(present) >= FILES_PER_QUESTION:
                raise UploadRefused(
                    _("U kunt hier hooguit %(count)s bestanden toevoegen. Verwijder er eerst een.")
                    % {"count": FILES_PER_QUESTION}
                )
        except UploadRefused as refusal:
            messages.append(f"{shown_name(upload.name or '')}: {refusal}")
            continue
        for file in same:
            present.remove(file)
            file.delete()
        stored = _store(application, question_id, upload, name, file_type)
        present.append(stored)
        kept.append(stored)
    return kept, messages


def _store(
    application: Application, question_id: str, upload: UploadedFile, name: str, file_type: FileType
) -> ApplicationFile:
    upload.seek(0)
    stored = application.files.model(
        application=application,
        question_id=question_id,
        name=name,
        content_type=file_type.content_type,
        size=upload.size or 0,
    )
    stored.file.save(name, upload, save=False)
    try:
        stored.save()
    except Exception:
        stored.file.delete(save=False)
        raise
    return stored


def drop_content(file: ApplicationFile) -> None:
    """Remove the bytes of a document once its removal from the database is certain."""
    storage, name = file.file.storage, file.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def file_response(file: ApplicationFile) -> FileResponse:
    """Return a document as a download: never shown by the browser, never kept by a cache."""
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


class SizeLimitHandler(FileUploadHandler):
    """Stops reading a file beyond the limit but goes on with the form, so that typed answers are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large: list[tuple[str, str]] = []
        self._received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._received += len(raw_data)
        if self._received > LARGEST_FILE:
            self.too_large.append((str(self.field_name), str(self.file_name)))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
