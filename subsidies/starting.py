"""Beginning an application and sending links to it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from subsidies import mails
from subsidies.models import AccessLink, Application, ApplicationEvent, RegulationPage, Round

#: How many mails with a link one address gets in an hour, so that nobody's mailbox can be filled.
LINKS_PER_ADDRESS = 5
_WINDOW = timedelta(hours=1)
_MOST_OTHERS = 3


def tidy_address(email: str) -> str:
    """Return the address as it is kept: people type capitals that mail servers do not need."""
    return email.strip().lower()


def begin(regulation: RegulationPage, round_: Round, email: str) -> Application | None:
    """Make a draft and mail the link to it; an untouched draft of the same address is used again.

    Returns None, and does nothing, when the address had too many mails. The mail also brings links to
    drafts that the same address left unfinished. Raises OSError when the mail server does not answer.
    """
    address = tidy_address(email)
    with transaction.atomic():
        # The lock makes the count true when many requests come at once.
        Round.objects.select_for_update().get(pk=round_.pk)
        if _had_enough(address):
            return None
        drafts = list(
            Application.objects.filter(email=address, round=round_, status=Application.Status.DRAFT).order_by(
                "-last_activity_at"
            )
        )
        version = regulation.form.current_version if regulation.form else None
        if version is None:
            return None
        application = next(
            (d for d in drafts if not d.answers and d.form_version_id == version.pk and not d.files.exists()),
            None,
        )
        if application is None:
            application = Application.objects.create(
                regulation=regulation, round=round_, form_version=version, email=address
            )
            application.log(ApplicationEvent.Kind.STARTED)
        others = [d for d in drafts if d.pk != application.pk and d.answers][:_MOST_OTHERS]
        token = AccessLink.issue(application)
        other_links = [(other, AccessLink.issue(other)) for other in others]
        application.log(ApplicationEvent.Kind.LINK_SENT)
    mails.send_link(application, token, others=other_links)
    return application


def send_new_link(application: Application) -> bool:
    """Mail a new link to the address of the application. False when that address had too many mails.

    Raises OSError when the mail server does not answer.
    """
    with transaction.atomic():
        Application.objects.select_for_update().only("pk").get(pk=application.pk)
        if _had_enough(application.email):
            return False
        token = AccessLink.issue(application)
        application.log(ApplicationEvent.Kind.LINK_SENT)
    mails.send_link(application, token)
    return True


def find(reference: str, email: str) -> Application | None:
    """Return the application with this reference and address; spaces and small letters are forgiven."""
    letters = "".join(c for c in reference.upper() if c.isalnum())
    if len(letters) != 10:
        return None
    tidy = f"{letters[:2]}-{letters[2:6]}-{letters[6:]}"
    return Application.objects.filter(reference=tidy, email=tidy_address(email)).first()


def open_with(link: AccessLink) -> bool:
    """Use a link. False when it was used or has expired; of two clicks at once only one counts."""
    now = timezone.now()
    with transaction.atomic():
        used = AccessLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now)
        if used:
            Application.objects.filter(pk=link.application_id).update(last_activity_at=now)
            link.application.log(ApplicationEvent.Kind.OPENED)
    return bool(used)


def _had_enough(address: str) -> bool:
    return (
        ApplicationEvent.objects.filter(
            application__email=address,
            kind=ApplicationEvent.Kind.LINK_SENT,
            at__gt=timezone.now() - _WINDOW,
        ).count()
        >= LINKS_PER_ADDRESS
    )
