"""In development only: the e-mails that the site would have sent, readable on the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_SEPARATOR = "-" * 79


@dataclass(frozen=True)
class Mail:
    """An e-mail as the site shows it."""

    name: str
    subject: str
    to: str
    sent: datetime
    text: str


def _read(path: Path) -> list[Mail]:
    """Return the mails of one file: Django writes a file per connection, with a line between mails."""
    mails = []
    parts = [part for part in path.read_text(encoding="utf-8").split(_SEPARATOR) if part.strip()]
    for number, part in enumerate(parts):
        # From bytes: letters with accents go as they are, and a text would lose them here.
        parsed = message_from_bytes(part.lstrip("\n").encode(), policy=policy.default)
        if not isinstance(parsed, EmailMessage):
            continue
        body = parsed.get_body(preferencelist=("plain",))
        mails.append(
            Mail(
                name=f"{path.stem}-{number}",
                subject=str(parsed["Subject"]),
                to=str(parsed["To"]),
                sent=datetime.fromtimestamp(path.stat().st_mtime),  # noqa: DTZ006 - local time of this machine
                text=body.get_content() if body else "",
            )
        )
    return mails


def all_mails() -> list[Mail]:
    """Return every e-mail that was written, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [mail for path in files for mail in reversed(_read(path))]


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the e-mails. Context: mails."""
    return render(request, "pages/dev_mailbox.html", {"mails": all_mails()[:100]})


@never_cache
@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one e-mail. Context: mail, parts (text and links in turn)."""
    found = next((mail for mail in all_mails() if mail.name == name), None)
    if found is None:
        raise Http404
    parts = re.split(r"(https?://\S+)", found.text)
    return render(
        request,
        "pages/dev_mail.html",
        {"mail": found, "parts": [{"text": part, "is_link": i % 2 == 1} for i, part in enumerate(parts)]},
    )
