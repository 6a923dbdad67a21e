"""What editors do with proposals. Each can be handled once; of two editors at once only one counts."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy
from wagtail.signals import page_published, page_unpublished

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
    editor worked on it since. Changes that came after it stay. Raises AlreadyHandled.
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

    Each draft is made on top of the one before, so a version holds the proposals up to itself. Unless an
    editor had the page open all the time and saved over them: then they wait on, on top of what is public.
    """
    if revision is None or not isinstance(instance, InitiativePage):
        return
    with transaction.atomic():
        earlier = list(
            Proposal.objects.select_for_update(of=("self",))
            .filter(page=instance, status=Proposal.Status.OPEN, revision_id__lte=revision.pk)
            .order_by("revision_id")
        )
        if not earlier:
            return
        if earlier[-1].revision_id == revision.pk:
            held = earlier
        else:
            public = content.answers_of(instance)
            held = [proposal for proposal in earlier if _is_in(proposal, public)]
        _put_on_top([proposal for proposal in earlier if proposal not in held])
        if not held:
            return
        for proposal in held:
            _handled(proposal, Proposal.Status.ACCEPTED, None)
        freshness.mark_checked(instance, Freshness.CheckedBy.OWNER)
        for proposal in held:
            if proposal.email:
                transaction.on_commit(partial(_mail, mails.send_published, proposal, instance))


def _is_in(proposal: Proposal, public: content.Answers) -> bool:
    """Whether what is public has anything of a change; an editor may have put it in other words."""
    if proposal.kind != Proposal.Kind.CHANGE or not proposal.answers:
        return True
    before = content.version(_version_before(proposal))
    if before is None:
        return True
    return bool(
        content.changes(content.answers_of(before), {name: public[name] for name in proposal.answers})
    )


def has_other_work(proposal: Proposal) -> bool:
    """Whether the draft of a change also holds work of an editor, or another change, that is not public."""
    if proposal.page is None or proposal.revision is None or proposal.kind != Proposal.Kind.CHANGE:
        return False
    before = _version_before(proposal)
    if before is None or before.pk == proposal.page.live_revision_id:
        return False
    version = content.version(before)
    return version is not None and _words(version) != _words(InitiativePage.objects.get(pk=proposal.page_id))


def _words(page: InitiativePage) -> dict[str, Any]:
    """Return what editors write in a page, without when and how it was saved."""
    kept = {"title", "slug", "seo_title", "search_description"}
    skipped = {field.name for field in Page._meta.get_fields()} - kept | {"pk"}
    words = {name: value for name, value in page.serializable_data().items() if name not in skipped}
    for rows in words.values():
        # Rows of opening times and the like may have another key in every version.
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                row.pop("pk", None)
    return words


def _version_before(proposal: Proposal) -> Revision | None:
    found: Revision | None = (
        Revision.objects.for_instance(proposal.page)
        .filter(pk__lt=proposal.revision_id)
        .order_by("-pk")
        .first()
    )
    return found


def _put_on_top(proposals: list[Proposal]) -> None:
    """Make the drafts of changes again, each on top of the latest version."""
    for proposal in proposals:
        page = InitiativePage.objects.get(pk=proposal.page_id)
        proposal.revision = content.draft_on_top(page, proposal.answers)
        proposal.save(update_fields=["revision"])


def on_unpublished(instance: Any, **_signal: Any) -> None:
    """A page was taken off the site: whoever reported that it has stopped was right."""
    gone = Proposal.objects.filter(
        page=instance, reason=Proposal.Reason.GONE, status=Proposal.Status.OPEN, kind=Proposal.Kind.REPORT
    )
    gone.update(status=Proposal.Status.ACCEPTED, handled_at=timezone.now())


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
    if page is None or revision is None:
        return
    later = list(Revision.objects.for_instance(page).filter(pk__gt=revision.pk).values_list("pk", flat=True))
    waiting = list(
        Proposal.objects.select_for_update(of=("self",))
        .filter(page=page, kind=Proposal.Kind.CHANGE, status=Proposal.Status.OPEN, revision_id__in=later)
        .order_by("revision_id")
    )
    if len(waiting) < len(later):
        return
    before = _version_before(proposal)
    earlier: Any = content.version(before) or InitiativePage.objects.get(pk=page.pk)
    # "Changed" means that there is something that is not public.
    unpublished = before is not None and before.pk != page.live_revision_id
    earlier.save_revision(
        user=user, changed=unpublished, previous_revision=before, clean=False, log_action=True
    )
    if not unpublished:
        InitiativePage.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    # Their drafts were made on top of this one.
    _put_on_top(waiting)


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
    """Start listening to what is published and taken off. Called once, when the app is ready."""
    page_published.connect(on_published, sender=InitiativePage, dispatch_uid="proposals-published")
    page_unpublished.connect(on_unpublished, sender=InitiativePage, dispatch_uid="proposals-unpublished")
