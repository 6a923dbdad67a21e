"""From what people send to proposals and drafts. Nothing here changes what is public."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from initiatives.contributions import content, freshness, locations, mails
from initiatives.models import Freshness, InitiativeIndexPage, InitiativePage, Proposal

#: How many reports of one initiative may wait; what comes on top of that tells editors nothing new.
MOST_OPEN_REPORTS = 10


class AlreadyUsed(Exception):
    """The link was used before."""


class NothingChanged(Exception):
    """What was sent is what the page says already."""


def tidy_address(email: str) -> str:
    """Return the address as it is kept: people type capitals that mail servers do not need."""
    return email.strip().lower()


def sign_up(answers: content.Answers, email: str) -> Proposal:
    """Keep a new initiative until its address is confirmed, and mail the link for that.

    Raises OSError when the mail server does not answer; then nothing is kept.
    """
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=Proposal.Kind.NEW,
            status=Proposal.Status.UNCONFIRMED,
            title=answers["title"],
            answers=answers,
            email=tidy_address(email),
        )
        mails.send_confirm(proposal.pk, proposal.title, proposal.email)
    return proposal


def confirm(proposal_id: uuid.UUID) -> Proposal | None:
    """Make the draft of a confirmed initiative and hand it to the editors. Doing it twice changes nothing.

    Returns None when the proposal is gone.
    """
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().filter(pk=proposal_id, kind=Proposal.Kind.NEW).first()
        if proposal is None or proposal.status != Proposal.Status.UNCONFIRMED:
            return proposal
        page = _make_draft(proposal.answers)
        proposal.page, proposal.revision = page, page.latest_revision
        proposal.status = Proposal.Status.OPEN
        proposal.confirmed_at = timezone.now()
        proposal.save()
        row = freshness.row_of(page)
        row.keeper_email = proposal.email
        row.save()
        workflow = page.get_workflow()
        if workflow is not None:
            workflow.start(page, None)
    return proposal


def _make_draft(answers: content.Answers) -> InitiativePage:
    # The lock keeps two that are confirmed at once from getting the same place below the index.
    index = InitiativeIndexPage.objects.select_for_update().order_by("path")[0]
    page = InitiativePage(live=False, has_unpublished_changes=True)
    content.write(page, answers)
    try:
        index.add_child(instance=page)
    except ValidationError:
        # The village or municipality is gone since: the editor finds the whole province, and chooses again.
        content.write(page, {"where": locations.where_wide(None)})
        index.add_child(instance=page)
    page.save_revision(log_action="wagtail.create")
    return page


def change(
    page: InitiativePage,
    proposal_id: uuid.UUID,
    base: content.Answers,
    answers: content.Answers,
    *,
    email: str,
    explanation: str,
) -> Proposal:
    """Put what differs from `base` in a draft on top of the latest version. What is public stays.

    `proposal_id` comes from the link, so that a link works once. Raises AlreadyUsed, or NothingChanged.
    """
    changed = content.changes(base, answers)
    if not changed and not explanation:
        raise NothingChanged
    try:
        with transaction.atomic():
            InitiativePage.objects.select_for_update().only("pk").get(pk=page.pk)
            proposal = Proposal(
                pk=proposal_id,
                kind=Proposal.Kind.CHANGE,
                page=page,
                title=page.title,
                answers=changed,
                explanation=explanation,
                email=email,
                confirmed_at=timezone.now(),
            )
            proposal.save(force_insert=True)
            if changed:
                proposal.revision = content.draft_on_top(page, changed)
                proposal.save(update_fields=["revision"])
    except IntegrityError as error:
        if Proposal.objects.filter(pk=proposal_id).exists():
            raise AlreadyUsed from error
        raise
    return proposal


def base_of(page: InitiativePage, revision_id: int | None) -> content.Answers:
    """Return what a page said in public when a form was filled: its live version, or an earlier one."""
    if revision_id is not None and revision_id != page.live_revision_id:
        earlier = content.version(Revision.objects.for_instance(page).filter(pk=revision_id).first())
        if earlier is not None:
            return content.answers_of(earlier)
    return content.answers_of(page)


def report(
    page: InitiativePage, reason: str, *, explanation: str = "", email: str = "", by_owner: bool = False
) -> Proposal | None:
    """Keep that something is wrong, for the editors. None when enough reports of this page wait already."""
    with transaction.atomic():
        row = freshness.row_of(page)
        waiting = Proposal.objects.filter(
            page=page, kind=Proposal.Kind.REPORT, status=Proposal.Status.OPEN
        ).count()
        if reason == Proposal.Reason.GONE and row.reported_gone_on is None:
            row.reported_gone_on = timezone.localdate()
            row.save()
        if waiting >= MOST_OPEN_REPORTS and not by_owner:
            return None
        return Proposal.objects.create(
            kind=Proposal.Kind.REPORT,
            page=page,
            title=page.title,
            reason=reason,
            explanation=explanation,
            email=tidy_address(email),
            answers={"by_owner": True} if by_owner else {},
        )


def still_right(page: InitiativePage) -> None:
    """Note that the initiative itself says that everything is right."""
    with transaction.atomic():
        freshness.mark_checked(page, Freshness.CheckedBy.OWNER)


def gone(page: InitiativePage) -> None:
    """Note that the initiative itself says that it has stopped; editors take it off the site."""
    with transaction.atomic():
        report(page, Proposal.Reason.GONE, by_owner=True)
        row = freshness.row_of(page)
        row.asked_on = row.reminded_on = None
        row.reminders = 0
        row.save()


def addresses_of(page: InitiativePage) -> list[str]:
    """Return the addresses that belong to an initiative: its keeper's, then the public one."""
    keeper = Freshness.objects.filter(page=page).values_list("keeper_email", flat=True).first() or ""
    return [found for found in (tidy_address(keeper), tidy_address(page.email)) if found]
