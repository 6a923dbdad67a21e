"""From an award to the draft of the initiative's page: only what was meant for everybody."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page

from initiatives.models import InitiativeIndexPage, InitiativeKind, InitiativePage
from subsidies.blocks import Role
from subsidies.models import Application

ELLIPSIS = "…"
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# Ten digits as Dutch people write a telephone number; a year, an amount or a postal code is shorter.
_PHONE = re.compile(r"(?<![\w,.])\(?(?:(?:\+|00)31[\s().-]*(?:0[\s().-]*)?|0)[1-9](?:[\s().-]*\d){8}(?!\d)")


class CannotDraft(Exception):
    """The page cannot be made; `message` tells the officer what to do."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)


def cut_at_word(text: str, limit: int) -> str:
    """Return the text within a number of characters; cut at the end of a word and marked with "…"."""
    text = text.strip()
    if len(text) <= limit:
        return text
    short = text[: limit - len(ELLIPSIS)]
    if not text[len(short)].isspace():
        # The last word was cut in two; a text that is one long word stays cut.
        short = re.sub(r"\s\S*$", "", short)
    return short.rstrip(" \t\r\n,;:-–") + ELLIPSIS


def without_contact_details(text: str, name: str = "") -> str:
    """Return a public text without the e-mail addresses and telephone numbers that somebody put in it.

    `name` is the contact's name; it is left out as well, however it is capitalised.
    """
    gap = gettext("[weggelaten]")
    text = _PHONE.sub(gap, _EMAIL.sub(gap, text))
    if name.strip():
        text = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", gap, text, flags=re.IGNORECASE)
    return text


def contact_name(application: Application) -> str:
    """Return the answer that names a person, or an empty string. It never becomes public."""
    for question in application.form_version.questions:
        if question.value.get("role") == Role.CONTACT_NAME:
            return str(application.answers.get(str(question.id)) or "")
    return ""


def draft_initiative(application: Application, owner: Any, now: datetime) -> InitiativePage:
    """Create the draft page of an awarded application. Call it inside the transaction of the award.

    It holds what the applicant wrote for everybody and what the regulation says; no contact details and none
    of the other answers. Raises CannotDraft.
    """
    index = _locked_index()
    name = contact_name(application)
    title = (
        without_contact_details(application.title, name) or application.organisation or application.reference
    )
    summary = without_contact_details(application.public_summary, name).strip() or title
    page = InitiativePage(
        title=title,
        slug=find_available_slug(index, slugify(title)[:200] or "initiatief"),
        introduction=cut_at_word(summary, _max_length("introduction")),
        listing_summary=cut_at_word(" ".join(summary.split()), _max_length("listing_summary")),
        organisation=application.organisation,
        kind=application.kind or _default_kind(),
        theme=application.theme,
        funded_by=cut_at_word(application.regulation.title, _max_length("funded_by")),
        period=str(timezone.localtime(now, timezone.get_default_timezone()).year),
        live=False,
        has_unpublished_changes=True,
        owner=owner,
        **_location(application),
    )
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=owner, content_changed=True)
    page.save_revision(user=owner)
    return page


def _location(application: Application) -> dict[str, Any]:
    """Return the fields of the location: as precise as the application, never more."""
    scope = InitiativePage.Scope
    if application.place:
        return {
            "scope": scope.PLACE,
            "place": application.place,
            "municipality": application.place.municipality,
        }
    if application.municipality:
        return {"scope": scope.MUNICIPALITY, "municipality": application.municipality}
    return {"scope": scope.PROVINCE}


def _locked_index() -> InitiativeIndexPage:
    """Return the overview of initiatives, locked: two pages at once would get the same place in the tree."""
    found = InitiativeIndexPage.objects.live().first()
    if found is None:
        raise CannotDraft(
            _(
                "De website heeft nog geen overzicht van initiatieven. "
                "Vraag de beheerder om dat te publiceren."
            )
        )
    Page.objects.select_for_update(no_key=True).get(pk=found.pk)
    # Read again under the lock: the number of children may have changed while waiting.
    return InitiativeIndexPage.objects.get(pk=found.pk)


def _default_kind() -> InitiativeKind:
    kind = InitiativeKind.objects.filter(slug="overig").first() or InitiativeKind.objects.first()
    if kind is None:
        raise CannotDraft(
            _("Er zijn nog geen soorten initiatieven. Vraag de beheerder om er ten minste één te maken.")
        )
    return kind


def _max_length(field: str) -> int:
    return int(InitiativePage._meta.get_field(field).max_length)
