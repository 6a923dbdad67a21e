"""Sending an application: checked once more, exactly once, and only while the round is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Municipality, Place, Theme
from initiatives.models import InitiativeKind
from subsidies import mails
from subsidies.answers import files_of, problems_of, role_values
from subsidies.blocks import Role
from subsidies.models import Application, ApplicationEvent, GrantCategory
from subsidies.questions import Choices, steps_of


class SendError(Exception):
    """An application that cannot be sent; the message says in Dutch why and what to do."""


class RoundClosed(SendError):
    """The round is not open at this moment."""


class Incomplete(SendError):
    """Answers are missing or wrong."""


def send(application_id: UUID, now: datetime | None = None) -> Application:
    """Send a draft and return it. One that was sent before is returned as it is: sending twice is harmless.

    Raises RoundClosed or Incomplete; nothing has changed then.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # `of` leaves the joined rows free; the draft alone is locked.
        application = (
            Application.objects.select_for_update(of=("self",))
            .select_related("regulation", "round", "form_version")
            .get(pk=application_id)
        )
        if not application.is_draft:
            return application
        if not application.round.is_open(now):
            raise RoundClosed(_("De ronde is niet open. U kunt uw aanvraag nu niet versturen."))
        steps = steps_of(application.form_version.steps)
        choices = Choices(application.regulation)
        files = files_of(application)
        if problems_of(steps, choices, application.answers, files):
            raise Incomplete(_("Uw aanvraag is nog niet compleet."))
        _copy_roles(application, role_values(steps, choices, application.answers, files))
        application.regulation_revision = (
            application.regulation.live_revision or application.regulation.latest_revision
        )
        application.status = Application.Status.SUBMITTED
        application.submitted_at = application.completed_at = application.last_activity_at = now
        application.save()
        application.log(ApplicationEvent.Kind.SUBMITTED)
        # The application counts also when the mail server is down at this moment.
        transaction.on_commit(lambda: mails.send_confirmation(application), robust=True)
    return application


def _copy_roles(application: Application, values: dict[Role, Any]) -> None:
    """Copy the answers that lists, money and the initiative page need."""
    application.organisation = values.get(Role.ORGANISATION) or ""
    application.organisation_number = values.get(Role.ORGANISATION_NUMBER) or ""
    application.legal_form = values.get(Role.LEGAL_FORM) or ""
    application.title = values.get(Role.TITLE) or ""
    application.public_summary = values.get(Role.PUBLIC_SUMMARY) or ""
    application.requested_amount = values.get(Role.AMOUNT)
    application.place, application.municipality = _where(values.get(Role.PLACE) or "")
    application.theme = Theme.objects.filter(slug=values.get(Role.THEME) or "").first()
    application.kind = InitiativeKind.objects.filter(slug=values.get(Role.KIND) or "").first()
    application.category = GrantCategory.objects.filter(
        regulation=application.regulation, slug=values.get(Role.CATEGORY) or ""
    ).first()


def _where(value: str) -> tuple[Place | None, Municipality | None]:
    """Return the village and municipality of an answer; a whole province has neither."""
    scheme, _colon, slug = value.partition(":")
    if scheme == "place":
        place = Place.objects.select_related("municipality").filter(slug=slug).first()
        return place, place.municipality if place else None
    if scheme == "municipality":
        return None, Municipality.objects.filter(slug=slug).first()
    return None, None
