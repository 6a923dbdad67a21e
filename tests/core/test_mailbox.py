"""The mailbox of a developer shows an e-mail as a reader would get it."""

from __future__ import annotations

from django.core import mail
from django.core.mail.backends.filebased import EmailBackend

from core.mailbox.views import all_mails


def test_letters_with_accents_stay_whole(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    words = "Handwerkcafé De Draad; € 2 per keer"
    message = mail.EmailMessage(subject="Eén vraag", body=words, to=["voorbeeld@voorbeeld.example"])
    EmailBackend(file_path=str(tmp_path)).send_messages([message])
    (shown,) = all_mails()
    assert shown.text.strip() == words
    assert shown.subject == "Eén vraag"
