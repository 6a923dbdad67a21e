"""What of all this an editor may see: what is about pages that this editor may change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from initiatives.contributions.moderating import HANDLE
from initiatives.models import InitiativePage, Proposal

View = Callable[..., HttpResponse]


def pages_of(user: Any) -> QuerySet[Page]:
    """Return the keys of the pages that somebody may change, to be used inside another query."""
    found: QuerySet[Page] = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
    return found.order_by().values("pk")


def proposals_of(user: Any) -> QuerySet[Proposal]:
    """Return what somebody may handle. What was not confirmed is for nobody."""
    return Proposal.objects.exclude(status=Proposal.Status.UNCONFIRMED).filter(
        Q(page=None) | Q(page__in=pages_of(user))
    )


def initiatives_of(user: Any) -> QuerySet[InitiativePage]:
    """Return the public initiatives that somebody may change."""
    found: QuerySet[InitiativePage] = InitiativePage.objects.live().filter(pk__in=pages_of(user))
    return found


def for_handlers(view: View) -> View:
    """Let in only who may handle proposals, and keep the answer out of caches."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(HANDLE):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return wrapper
