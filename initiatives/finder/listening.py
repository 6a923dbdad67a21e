"""What makes a change: everything that visitors can see of initiatives, wherever it is changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import PageViewRestriction
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.models import Municipality, Place, Theme
from initiatives.finder.changes import record, record_everything
from initiatives.models import (
    Change,
    Facility,
    Freshness,
    FreshnessSettings,
    InitiativeIndexPage,
    InitiativeKind,
    InitiativePage,
    Language,
    TargetGroup,
)

#: Saved for the editors' screens; a visitor sees none of it.
_NOT_PUBLIC = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "locked",
    "locked_at", "locked_by", "go_live_at", "expire_at", "expired", "owner", "numchild", "live_revision",
}  # fmt: skip


def _saved(instance: InitiativePage, created: bool, update_fields: Any, raw: bool, **_signal: Any) -> None:
    """A page saved by code, without a revision; publishing has a signal of its own."""
    if raw or not instance.live:
        return
    if update_fields is None or set(update_fields) - _NOT_PUBLIC:
        record([instance])


def _published(instance: InitiativePage, **_signal: Any) -> None:
    # Its facilities were saved after the page itself, when Wagtail had put it in the search index already.
    insert_or_update_object(instance)
    record([instance])


def _removed(instance: InitiativePage, **_signal: Any) -> None:
    record([instance], Change.Kind.REMOVED)


def _checked(instance: Freshness, **_signal: Any) -> None:
    """How old a check is decides whether a page is on the map at all."""
    page = InitiativePage.objects.filter(pk=instance.page_id, live=True).only("pk", "slug").first()
    if page is not None:
        record([page])


def _everything(instance: Any = None, raw: bool = False, **_signal: Any) -> None:
    if not raw:
        record_everything()


def _index_saved(instance: InitiativeIndexPage, update_fields: Any, **_signal: Any) -> None:
    # A new address of the overview is a new address of all; the number of children is not.
    if update_fields is None or set(update_fields) - _NOT_PUBLIC:
        record_everything()


def connect() -> None:
    """Start listening. Called once, when the app is ready."""
    post_save.connect(_saved, sender=InitiativePage, dispatch_uid="finder-saved")
    pre_delete.connect(_removed, sender=InitiativePage, dispatch_uid="finder-deleted")
    page_published.connect(_published, sender=InitiativePage, dispatch_uid="finder-published")
    page_unpublished.connect(_removed, sender=InitiativePage, dispatch_uid="finder-unpublished")
    page_slug_changed.connect(_published, sender=InitiativePage, dispatch_uid="finder-slug")
    post_page_move.connect(_everything, dispatch_uid="finder-moved")
    post_save.connect(_checked, sender=Freshness, dispatch_uid="finder-checked")
    post_delete.connect(_checked, sender=Freshness, dispatch_uid="finder-unchecked")
    shown: list[type[models.Model]] = [
        Facility, FreshnessSettings, InitiativeKind, Language, Municipality, PageViewRestriction, Place,
        TargetGroup, Theme,
    ]  # fmt: skip
    for model in shown:
        post_save.connect(_everything, sender=model, dispatch_uid=f"finder-{model._meta.label}")
        post_delete.connect(_everything, sender=model, dispatch_uid=f"finder-gone-{model._meta.label}")
    post_save.connect(_index_saved, sender=InitiativeIndexPage, dispatch_uid="finder-index")
    m2m_changed.connect(_everything, sender=PageViewRestriction.groups.through, dispatch_uid="finder-groups")
