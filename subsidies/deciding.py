"""Deciding on an application: award or refusal, money, audit trail and draft page, all at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtailcache.cache import clear_cache

from subsidies import drafting, ledger, mails
from subsidies.amounts import format_euro
from subsidies.models import Application, ApplicationEvent, Decision, RegulationPage


class DecisionError(Exception):
    """A decision that cannot be taken. `str()` of it tells the officer what to do.

    `field` is the form field that the message belongs to: "amount", "reason" or "" for the whole form.
    """

    field = ""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class AlreadyDecided(DecisionError):
    """Somebody decided before."""


class NotDecidable(DecisionError):
    """The application is a draft or was withdrawn."""


class AmountNotAllowed(DecisionError):
    """The amount is outside what was asked or what the regulation allows."""

    field = "amount"


class NoRoom(DecisionError):
    """The amount does not fit under a ceiling."""

    field = "amount"


class OneAwardPerYear(DecisionError):
    """The organisation had its award of this calendar year."""


class ReasonMissing(DecisionError):
    """A refusal without explanation."""

    field = "reason"


class PageImpossible(DecisionError):
    """The draft of the initiative's page has no place or kind to get."""


def same_organisation(application: Application) -> Q:
    """Return a filter for all applications of the organisation: by trade number, without one by name."""
    if application.organisation_number:
        return Q(organisation_number=application.organisation_number)
    if application.organisation:
        return Q(organisation_number="", organisation__iexact=application.organisation)
    return Q(pk=application.pk)


def year_bounds(moment: datetime) -> tuple[datetime, datetime]:
    """Return the first moment of a moment's calendar year in local time, and of the year after."""
    zone = timezone.get_default_timezone()
    year = moment.astimezone(zone).year
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def rules_of(application: Application) -> RegulationPage:
    """Return the regulation as it was when the application was sent: those rules hold until the decision."""
    revision = application.regulation_revision
    return revision.as_object() if revision is not None else application.regulation


def check_open(application: Application) -> None:
    """Raise AlreadyDecided or NotDecidable unless the application waits for a decision."""
    if application.status == Application.Status.SUBMITTED:
        return
    if application.status in (Application.Status.AWARDED, Application.Status.REFUSED):
        raise AlreadyDecided(
            _("Over deze aanvraag is al besloten: %(status)s. Bekijk het besluit hieronder.")
            % {"status": application.get_status_display().lower()}
        )
    raise NotDecidable(
        _("U kunt alleen besluiten over een aanvraag die is ingediend. Deze aanvraag is: %(status)s.")
        % {"status": application.get_status_display().lower()}
    )


def check_award(application: Application, amount: Decimal) -> None:
    """Raise a DecisionError when this award is not possible now. Writes nothing: for a confirmation page."""
    check_open(application)
    _check_amount(application, amount)
    _check_year(application, timezone.now())
    try:
        ledger.check_room(application, amount)
    except ledger.CeilingExceeded as error:
        raise NoRoom(error.message) from error


def award(application: Application, amount: Decimal, officer: Any, reason: str = "") -> Decision:
    """Award an amount, commit it under the ceilings and draft the initiative's page; all or nothing.

    The applicant gets an e-mail once everything is stored. Raises a DecisionError.
    """
    with transaction.atomic():
        locked = _lock(application)
        check_open(locked)
        _check_amount(locked, amount)
        now = timezone.now()
        _check_year(locked, now)
        try:
            ledger.commit_award(locked, amount, officer)
        except ledger.CeilingExceeded as error:
            raise NoRoom(error.message) from error
        decision = Decision(
            application=locked,
            outcome=Decision.Outcome.AWARDED,
            amount=amount,
            reason=reason.strip(),
            decided_at=now,
            decided_by=officer,
        )
        try:
            decision.initiative = drafting.draft_initiative(locked, officer, now)
        except drafting.CannotDraft as error:
            raise PageImpossible(error.message) from error
        decision.save()
        _close(locked, Application.Status.AWARDED)
        locked.log(ApplicationEvent.Kind.AWARDED, actor=officer, amount=str(amount))
        locked.log(ApplicationEvent.Kind.PAGE_DRAFTED, actor=officer, page=decision.initiative.pk)
        # The mail server may be away: the decision stands, and the log tells that the mail was not sent.
        transaction.on_commit(lambda: mails.send_award(decision), robust=True)
        # What remains of the ceiling is on public pages.
        transaction.on_commit(clear_cache, robust=True)
    return decision


def refuse(application: Application, reason: str, officer: Any) -> Decision:
    """Refuse with a reason that the applicant reads. Raises a DecisionError."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Schrijf waarom u de aanvraag afwijst. De aanvrager leest deze uitleg."))
    with transaction.atomic():
        locked = _lock(application)
        check_open(locked)
        decision = Decision.objects.create(
            application=locked,
            outcome=Decision.Outcome.REFUSED,
            reason=reason,
            decided_at=timezone.now(),
            decided_by=officer,
        )
        _close(locked, Application.Status.REFUSED)
        locked.log(ApplicationEvent.Kind.REFUSED, actor=officer)
        transaction.on_commit(lambda: mails.send_refusal(decision), robust=True)
    return decision


def _lock(application: Application) -> Application:
    """Lock the application and those of the same organisation, and return it as it is now.

    Two officers who award two applications of one organisation wait for each other, so that the rule of one
    award a year holds. All rows are locked in pk order, so that nobody waits for ever.
    """
    rows = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            Q(pk=application.pk) | (Q(regulation=application.regulation_id) & same_organisation(application))
        )
        .order_by("pk")
    )
    found = next((row for row in rows if row.pk == application.pk), None)
    if found is None:
        raise NotDecidable(_("Deze aanvraag bestaat niet meer. Ga terug naar de lijst."))
    return found


def _check_amount(application: Application, amount: Decimal) -> None:
    regulation = rules_of(application)
    if not amount.is_finite() or amount <= 0:
        raise AmountNotAllowed(
            _("Vul een bedrag in dat hoger is dan € 0. Wilt u niets geven? Wijs de aanvraag af.")
        )
    if amount != amount.quantize(Decimal("0.01")):
        raise AmountNotAllowed(_("Vul een bedrag in met hooguit twee cijfers achter de komma."))
    if application.requested_amount is None:
        raise AmountNotAllowed(
            _("In deze aanvraag staat geen bedrag. Wijs de aanvraag af en leg uit waarom.")
        )
    if amount > application.requested_amount:
        raise AmountNotAllowed(
            _("U kunt niet meer geven dan is gevraagd. Vul hooguit %(amount)s in.")
            % {"amount": format_euro(application.requested_amount)}
        )
    if regulation.minimum_amount is not None and amount < regulation.minimum_amount:
        raise AmountNotAllowed(
            _("De regeling geeft ten minste %(amount)s. Vul dat bedrag of meer in, of wijs de aanvraag af.")
            % {"amount": format_euro(regulation.minimum_amount)}
        )
    if regulation.maximum_amount is not None and amount > regulation.maximum_amount:
        raise AmountNotAllowed(
            _("De regeling geeft ten hoogste %(amount)s. Vul dat bedrag of minder in.")
            % {"amount": format_euro(regulation.maximum_amount)}
        )


def _check_year(application: Application, now: datetime) -> None:
    if not rules_of(application).one_award_per_year:
        return
    start, end = year_bounds(now)
    earlier = (
        Decision.objects.filter(
            outcome=Decision.Outcome.AWARDED,
            decided_at__gte=start,
            decided_at__lt=end,
            application__in=Application.objects.filter(
                same_organisation(application), regulation=application.regulation_id
            ),
        )
        .select_related("application")
        .first()
    )
    if earlier is not None:
        raise OneAwardPerYear(
            _(
                "Deze organisatie kreeg dit jaar al subsidie uit deze regeling, met aanvraag %(reference)s. "
                "Wijs deze aanvraag af, of wacht tot volgend jaar."
            )
            % {"reference": earlier.application.reference}
        )


def _close(application: Application, status: Application.Status) -> None:
    application.status = status
    application.save(update_fields=["status"])
