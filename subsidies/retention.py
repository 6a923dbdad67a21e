"""How long drafts are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from subsidies.models import Application

#: Counted from the last activity, never from the start.
DRAFT_LIFETIME = timedelta(days=30)


def kept_until(application: Application) -> datetime:
    """Return the moment at which a draft may be removed."""
    return application.last_activity_at + DRAFT_LIFETIME


def expired_drafts(now: datetime | None = None) -> models.QuerySet[Application]:
    """Return the drafts that nobody touched for too long."""
    limit = (now or timezone.now()) - DRAFT_LIFETIME
    return Application.objects.filter(status=Application.Status.DRAFT, last_activity_at__lt=limit)


def purge(now: datetime | None = None) -> int:
    """Remove expired drafts with their documents, links and events; return how many."""
    removed = 0
    for key in list(expired_drafts(now).values_list("pk", flat=True)):
        with transaction.atomic():
            # Once more under the lock: somebody may have come back or sent it just now.
            draft = expired_drafts(now).select_for_update().filter(pk=key).first()
            if draft is not None:
                draft.delete()
                removed += 1
    return removed
