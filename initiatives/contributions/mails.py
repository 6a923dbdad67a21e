"""The e-mails to who contributes and to who looks after an initiative: plain text, one clear next step.

A subject holds no secret and nothing that somebody typed but the public name of an initiative. Each function
raises OSError (SMTPException is one) when the mail server does not answer.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.models import SiteIdentity
from initiatives.contributions import tokens
from initiatives.contributions.freshness import terms_for
from initiatives.contributions.tokens import Purpose
from initiatives.models import InitiativePage, Proposal

#: The name of the secret in an address. After the question mark: what stands there is kept out of every log.
KEY = "sleutel"


def address(name: str, token: str) -> str:
    """Return the full web address of a route with its secret."""
    return f"{settings.SITE_URL}{reverse(name)}?{urlencode({KEY: token}, safe=':')}"


def send_confirm(proposal_id: uuid.UUID, title: str, email: str) -> None:
    """Ask somebody to confirm that an initiative may be signed up with this address."""
    link = address("contribute_confirm", tokens.confirm_token(proposal_id))
    _send(email, _("Bevestig uw aanmelding"), "contribute_confirm", {"title": title, "link": link})


def send_change_link(page: InitiativePage, email: str) -> None:
    """Mail the link with which an initiative changes its own page."""
    link = address("contribute_change", tokens.change_token(page.pk, email))
    subject = _("Uw link om %(title)s te wijzigen") % {"title": page.title}
    _send(email, subject, "contribute_link", {"title": page.title, "link": link})


def send_published(proposal: Proposal, page: InitiativePage) -> None:
    """Tell who signed up an initiative, or changed it, that it is public now."""
    subject = _("%(title)s staat op de website") % {"title": page.title}
    context = {"title": page.title, "is_new": proposal.kind == Proposal.Kind.NEW, "link": page.full_url}
    _send(proposal.email, subject, "contribute_published", context)


def send_declined(proposal: Proposal) -> None:
    """Tell who sent something why it was not taken over."""
    subject = _("Uw bericht over %(title)s") % {"title": proposal.title}
    context = {"title": proposal.title, "kind": proposal.kind, "reason": proposal.answer}
    _send(proposal.email, subject, "contribute_declined", context)


def send_question(page: InitiativePage, email: str, asked_on: date, *, again: bool) -> None:
    """Ask an initiative whether everything is still right; `again` is a reminder."""
    subject = (_("Herinnering: klopt %(title)s nog?") if again else _("Klopt alles nog over %(title)s?")) % {
        "title": page.title
    }
    still, gone = Purpose.STILL_RIGHT, Purpose.GONE
    context = {
        "title": page.title,
        "page_link": page.full_url,
        "again": again,
        "still_link": address("contribute_still", tokens.answer_token(still, page.pk, email, asked_on)),
        "change_link": address("contribute_change", tokens.change_token(page.pk, email)),
        "gone_link": address("contribute_gone", tokens.answer_token(gone, page.pk, email, asked_on)),
    }
    _send(email, subject, "freshness_question", context)


def _send(to: str, subject: str, name: str, context: dict[str, Any]) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    body = render_to_string(
        f"emails/{name}.txt",
        {
            "identity": identity,
            "help_email": identity.contact_email,
            "days": terms_for(site).link_days,
            "site_address": settings.SITE_URL,
            **context,
        },
    )
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[to],
        # Keeps holiday answers of other mailboxes away.
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
