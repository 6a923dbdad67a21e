"""The yearly chain: ask initiatives whether everything is right, remind them, forget who reported what."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from initiatives.contributions import mails
from initiatives.contributions.freshness import SINCE, Limits, row_of, terms_for
from initiatives.models import Freshness, FreshnessSettings, InitiativePage, Proposal

logger = logging.getLogger(__name__)

#: How many e-mails one run sends: a mail server takes a whole province at once for spam.
MOST_MAILS = 200


@dataclass
class Report:
    """What a run did, or would do."""

    asked: int = 0
    reminded: int = 0
    failed: int = 0

    @property
    def sent(self) -> int:
        return self.asked + self.reminded


def to_ask(terms: FreshnessSettings, today: date) -> QuerySet[InitiativePage]:
    """Return the public initiatives that get a question today: whose check is due, oldest first."""
    found: QuerySet[InitiativePage] = _due(terms, today).filter(freshness__asked_on=None)
    return found


def to_remind(terms: FreshnessSettings, today: date) -> QuerySet[InitiativePage]:
    """Return the public initiatives that get a reminder today: they were asked and did not answer."""
    before = today - timedelta(days=terms.remind_every)
    last_mail = Q(freshness__reminded_on=None, freshness__asked_on__lte=before) | Q(
        freshness__reminded_on__lte=before
    )
    found: QuerySet[InitiativePage] = _due(terms, today).filter(
        last_mail, freshness__asked_on__isnull=False, freshness__reminders__lt=terms.most_reminders
    )
    return found


def _due(terms: FreshnessSettings, today: date) -> QuerySet[InitiativePage]:
    answered = Proposal.objects.filter(page=OuterRef("pk"), status=Proposal.Status.OPEN).filter(
        # The initiative answered, and now it is the editors' turn.
        Q(kind=Proposal.Kind.CHANGE) | Q(reason=Proposal.Reason.GONE, answers__by_owner=True)
    )
    due: QuerySet[InitiativePage] = (
        InitiativePage.objects.live()
        .filter(~Exists(answered), freshness__keeper_email__gt="")
        .annotate(since=SINCE)
        .filter(since__lte=Limits.on(today, terms).due)
        .order_by(F("since").asc(), "pk")
    )
    return due


def run(*, today: date | None = None, dry_run: bool = False, most: int = MOST_MAILS) -> Report:
    """Ask and remind everybody whose turn it is. Running it twice on a day sends nothing twice."""
    today = today or timezone.localdate()
    terms = terms_for()
    report = Report()
    if dry_run:
        report.asked = to_ask(terms, today).count()
        report.reminded = to_remind(terms, today).count()
        return report
    for pk, again in _turns(terms, today, most):
        try:
            sent = _send(pk, terms, today, again=again)
        except OSError as error:
            # The next run tries again. The address is nobody's business in a log.
            logger.error("question to initiative %s was not sent: %s", pk, type(error).__name__)  # noqa: TRY400
            report.failed += 1
            continue
        if sent and again:
            report.reminded += 1
        elif sent:
            report.asked += 1
    return report


def _turns(terms: FreshnessSettings, today: date, most: int) -> Iterator[tuple[int, bool]]:
    reminders = list(to_remind(terms, today).values_list("pk", flat=True)[:most])
    questions = to_ask(terms, today).values_list("pk", flat=True)[: max(most - len(reminders), 0)]
    yield from [(pk, True) for pk in reminders]
    yield from [(pk, False) for pk in list(questions)]


def _send(pk: int, terms: FreshnessSettings, today: date, *, again: bool) -> bool:
    """Note and send one e-mail; when it cannot be sent nothing is noted. Raises OSError."""
    with transaction.atomic():
        # Two runs at once: the second waits here, and then finds that it is no longer this one's turn.
        Freshness.objects.select_for_update().filter(page_id=pk).first()
        turn = to_remind(terms, today) if again else to_ask(terms, today)
        page = turn.filter(pk=pk).first()
        if page is None:
            return False
        note_and_send(page, today, again=again)
        return True


def note_and_send(page: InitiativePage, today: date, *, again: bool = False) -> None:
    """Send the question to the keeper of an initiative and note it. Call it in a transaction.

    Raises OSError when the mail server does not answer: let it end the transaction.
    """
    row = row_of(page)
    if again:
        row.reminded_on = today
        row.reminders += 1
    else:
        row.asked_on, row.reminded_on, row.reminders = today, None, 0
    row.save()
    assert row.asked_on is not None  # noqa: S101 - a reminder follows a question
    mails.send_question(page, row.keeper_email, row.asked_on, again=again)


@dataclass
class Forgotten:
    """What was wiped, or would be."""

    wiped: int
    removed: int


def forget(*, today: date | None = None, dry_run: bool = False) -> Forgotten:
    """Wipe who sent what once it was handled long enough ago; remove what was never confirmed.

    What stays is what was reported, when, and what became of it.
    """
    today = today or timezone.localdate()
    terms = terms_for()
    handled = Proposal.objects.filter(
        status__in=[Proposal.Status.ACCEPTED, Proposal.Status.DECLINED],
        handled_at__date__lte=today - timedelta(days=terms.forget_reporters_after),
    ).exclude(email="", explanation="", answer="", answers={})
    unconfirmed = Proposal.objects.filter(
        status=Proposal.Status.UNCONFIRMED, created_at__date__lt=today - timedelta(days=terms.link_days)
    )
    if dry_run:
        return Forgotten(handled.count(), unconfirmed.count())
    wiped = handled.update(email="", explanation="", answer="", answers={})
    removed, _per_model = unconfirmed.delete()
    return Forgotten(wiped, removed)
