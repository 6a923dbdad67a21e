"""What editors do with proposals. Each can be handled once; of two editors at once only one counts."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision
from wagtail.permissions import page_permission_policy
from wagtail.signals import page_published

from initiatives.contributions import content, freshness, mails
from initiatives.models import Freshness, InitiativePage, Proposal

logger = logging.getLogger(__name__)

#: The permission that opens the screens; what one may do with a page comes on top of it.
HANDLE = "initiatives.change_proposal"


class AlreadyHandled(Exception):
    """Somebody else was first."""


class NothingToPublish(Exception):
    """There is no draft, or none that can be read any more: only the words of the sender."""


def publish(proposal: Proposal, user: Any) -> Proposal:
    """Make the draft of a proposal public.

    Raises AlreadyHandled, NothingToPublish, PermissionDenied, or ValidationError when the draft misses
    something.
    """
    with transaction.atomic():
        locked = _open(proposal)
        if locked.page is None or locked.revision is None or content.version(locked.revision) is None:
            raise NothingToPublish
        if not page_permission_policy.user_has_permission_for_instance(user, "publish", locked.page):
            raise PermissionDenied
        locked.revision.publish(user=user)
        # The signal of the publication has noted the rest.
        Proposal.objects.filter(pk=locked.pk).update(handled_by=user)
    locked.refresh_from_db()
    return locked


def take_over(proposal: Proposal, user: Any) -> Proposal:
    """Note that editors do what was asked; they finish and publish the draft themselves, if there is one.

    Raises AlreadyHandled.
    """
    with transaction.atomic():
        locked = _open(proposal)
        _handled(locked, Proposal.Status.ACCEPTED, user)
    return locked


def decline(proposal: Proposal, user: Any, reason: str) -> Proposal:
    """Note that nothing is done with a proposal, and take its draft away. The sender gets the reason by mail.

    A new page that was never public is removed; of a change the version before it comes back, unless an
    editor worked on it since. Raises AlreadyHandled.
    """
    with transaction.atomic():
        locked = _open(proposal)
        locked.answer = reason
        _handled(locked, Proposal.Status.DECLINED, user)
        if locked.kind == Proposal.Kind.NEW:
            _remove_draft(locked, user)
        elif locked.kind == Proposal.Kind.CHANGE:
            _undo_draft(locked, user)
        elif locked.reason == Proposal.Reason.GONE:
            _not_gone(locked)
        if locked.email:
            transaction.on_commit(partial(_mail, mails.send_declined, locked))
    return locked


def on_published(instance: Any, revision: Any = None, **_signal: Any) -> None:
    """A page was published, here or in the editor: what it holds of proposals is taken over.

    Each draft is made on top of the one before, so a version holds the proposals up to itself.
    """
    if revision is None or not isinstance(instance, InitiativePage):
        return
    with transaction.atomic():
        held = list(
            Proposal.objects.select_for_update(of=("self",)).filter(
                page=instance, status=Proposal.Status.OPEN, revision_id__lte=revision.pk
            )
        )
        if not held:
            return
        for proposal in held:
            _handled(proposal, Proposal.Status.ACCEPTED, None)
        freshness.mark_checked(instance, Freshness.CheckedBy.OWNER)
        for proposal in held:
            if proposal.email:
                transaction.on_commit(partial(_mail, mails.send_published, proposal, instance))


def _open(proposal: Proposal) -> Proposal:
    """Return the proposal, locked. Raises AlreadyHandled."""
    locked = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("page", "revision")
        .get(pk=proposal.pk)
    )
    if locked.status != Proposal.Status.OPEN:
        raise AlreadyHandled
    return locked


def _handled(proposal: Proposal, status: str, user: Any) -> None:
    proposal.status = status
    proposal.handled_at = timezone.now()
    proposal.handled_by = user
    proposal.save(update_fields=["status", "handled_at", "handled_by", "answer"])


def _remove_draft(proposal: Proposal, user: Any) -> None:
    page = proposal.page
    if page is None or page.live or page.first_published_at:
        return
    if page.permissions_for_user(user).can_delete():
        page.delete(user=user)
        proposal.page = proposal.revision = None


def _undo_draft(proposal: Proposal, user: Any) -> None:
    page, revision = proposal.page, proposal.revision
    if page is None or revision is None or page.latest_revision_id != revision.pk:
        return
    before = Revision.objects.for_instance(page).filter(pk__lt=revision.pk).order_by("-pk").first()
    earlier: Any = content.version(before) or InitiativePage.objects.get(pk=page.pk)
    # "Changed" means that there is something that is not public.
    unpublished = before is not None and before.pk != page.live_revision_id
    earlier.save_revision(
        user=user, changed=unpublished, previous_revision=before, clean=False, log_action=True
    )
    if not unpublished:
        InitiativePage.objects.filter(pk=page.pk).update(has_unpublished_changes=False)


def _not_gone(proposal: Proposal) -> None:
    """Forget that an initiative was reported as gone, when nobody else says so."""
    others = Proposal.objects.filter(
        page=proposal.page_id, reason=Proposal.Reason.GONE, status=Proposal.Status.OPEN
    )
    if proposal.page is not None and not others.exists():
        row = freshness.row_of(proposal.page)
        row.reported_gone_on = None
        row.save()


def _mail(send: Any, *arguments: Any) -> None:
    """Send after the decision is in the database: a mail server that is down does not undo it."""
    try:
        send(*arguments)
    except OSError as error:
        logger.error("mail about a proposal was not sent: %s", type(error).__name__)  # noqa: TRY400


def connect() -> None:
    """Start listening to what is published. Called once, when the app is ready."""
    page_published.connect(on_published, sender=InitiativePage, dispatch_uid="proposals-published")
