"""The e-mails to applicants: plain text, no answers in the subject, one clear next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.models import SiteIdentity
from subsidies.amounts import format_euro
from subsidies.models import AccessLink, Application, Decision
from subsidies.models.links import LINK_LIFETIME


def link_address(token: str) -> str:
    """Return the full web address that opens an application."""
    return f"{settings.SITE_URL}{reverse('apply_open', args=[token])}"


def send_link(
    application: Application, token: str, *, others: Sequence[tuple[Application, str]] = ()
) -> None:
    """Mail the link to an application; `others` are unfinished drafts of that address and their tokens."""
    _send(
        application,
        _("Uw link voor %(regulation)s") % {"regulation": application.regulation.title},
        "link",
        {
            "link": link_address(token),
            "days": LINK_LIFETIME.days,
            "others": [(other, link_address(other_token)) for other, other_token in others],
        },
    )


def send_confirmation(application: Application) -> None:
    """Mail that an application was received, with its reference and what happens next."""
    _send(
        application,
        _("Wij hebben uw aanvraag ontvangen (%(reference)s)") % {"reference": application.reference},
        "confirmation",
        {"link": link_address(AccessLink.issue(application))},
    )


def send_award(decision: Decision) -> None:
    """Mail that a grant was awarded, with the amount."""
    _send_decision(decision, "award")


def send_refusal(decision: Decision) -> None:
    """Mail that an application was refused, with the reason."""
    _send_decision(decision, "refusal")


def _send_decision(decision: Decision, name: str) -> None:
    application = decision.application
    _send(
        application,
        _("Er is een besluit over uw aanvraag (%(reference)s)") % {"reference": application.reference},
        name,
        {
            "decision": decision,
            "amount": format_euro(decision.amount) if decision.amount is not None else "",
            "link": link_address(AccessLink.issue(application)),
        },
    )


def _send(application: Application, subject: str, name: str, context: dict[str, Any]) -> None:
    """Send one mail. Raises OSError (SMTPException is one) when the mail server does not answer."""
    site = Site.objects.filter(is_default_site=True).first()
    body = render_to_string(
        f"emails/{name}.txt",
        {
            "application": application,
            "regulation": application.regulation,
            "identity": SiteIdentity.for_site(site) if site else SiteIdentity(),
            "help_email": application.regulation.contact_email,
            "new_link": f"{settings.SITE_URL}{reverse('apply_link')}",
            **context,
        },
    )
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[application.email],
        # Keeps holiday answers of other mailboxes away.
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
