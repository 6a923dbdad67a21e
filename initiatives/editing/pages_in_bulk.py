"""Many new pages at once, complete: tree, lists, revision, history, search and references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from initiatives.models import InitiativePage, OpeningTime

BATCH = 500
_CHILDREN = [relation.get_accessor_name() for relation in get_all_child_relations(InitiativePage)]
TRAITS = [field.name for field in get_all_child_m2m_relations(InitiativePage)]


@dataclass
class NewPage:
    """A page that is not saved yet, with its opening times and its lists (facilities and so on)."""

    page: InitiativePage
    times: list[OpeningTime] = field(default_factory=list)
    traits: dict[str, list[Any]] = field(default_factory=dict)


def add_pages(parent: Page, new: Sequence[NewPage], user: Any, *, live: bool) -> None:
    """Add pages below `parent`, published or as drafts, and set their ids. Call it in a transaction.

    Wagtail's own way takes more than a hundred queries a page. Here the same rows are written many at a
    time: the page with its place in the tree, a revision, the history, the references and the search index.
    `page_published` is not sent; the caller tells who keeps a copy of the public pages.
    Raises IntegrityError when somebody else adds a page at the same moment.
    """
    if not new:
        return
    Page.objects.select_for_update().get(pk=parent.pk)
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    moment = timezone.now()
    rows = iter(new)
    while batch := list(islice(rows, BATCH)):
        _add_batch(parent, batch, step, user, moment, live=live)
        step += len(batch)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(new))


def _add_batch(
    parent: Page, batch: list[NewPage], step: int, user: Any, moment: datetime, *, live: bool
) -> None:
    content_type, locale = ContentType.objects.get_for_model(InitiativePage), Locale.get_default()
    for number, item in enumerate(batch, start=step + 1):
        page = item.page
        page.path = Page._get_path(parent.path, parent.depth + 1, number)
        page.depth, page.numchild = parent.depth + 1, 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.content_type, page.locale, page.owner = content_type, locale, user
        page.live, page.has_unpublished_changes = live, not live
        page.latest_revision_created_at = moment
        if live:
            page.first_published_at = page.last_published_at = moment
    _insert_pages(batch)
    _insert_lists(batch)
    revisions = add_revisions([item.page for item in batch], user, moment)
    for item, revision in zip(batch, revisions, strict=True):
        for row in (item.page, item.page.page_ptr):
            row.latest_revision, row.live_revision = revision, revision if live else None
    Page.objects.bulk_update(
        [item.page.page_ptr for item in batch], ["latest_revision", "live_revision"], batch_size=250
    )
    _write_history(batch, user, moment, live=live)
    index_pages([item.page for item in batch])


def add_revisions(pages: list[InitiativePage], user: Any, moment: datetime) -> list[Revision]:
    """Write what these pages say now as their newest revisions."""
    return Revision.objects.bulk_create(
        Revision(
            content_type=ContentType.objects.get_for_model(InitiativePage),
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=str(page.pk),
            created_at=moment,
            user=user,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )


def _insert_pages(batch: list[NewPage]) -> None:
    names = [column.attname for column in Page._meta.concrete_fields if column.attname != "id"]
    bases = Page.objects.bulk_create(
        Page(**{name: getattr(item.page, name) for name in names}) for item in batch
    )
    for item, base in zip(batch, bases, strict=True):
        item.page.pk = item.page.id = base.pk
        item.page.page_ptr = base
        # Raw, as fixtures do it: only the row of the model itself, and no signal starts work for each page.
        item.page.save_base(raw=True, force_insert=True)


def _insert_lists(batch: list[NewPage]) -> None:
    """Write opening times and lists of names; keep them with the page, so that nothing is read again."""
    times = []
    for item in batch:
        for row in item.times:
            row.page = item.page
        times += item.times
    OpeningTime.objects.bulk_create(times)
    for relation in _CHILDREN:
        for item in batch:
            setattr(item.page, relation, item.times if relation == "opening_times" else [])
    for name in TRAITS:
        add_traits(name, {item.page: item.traits.get(name, []) for item in batch})
        for item in batch:
            setattr(item.page, name, item.traits.get(name, []))


def add_traits(name: str, items: dict[InitiativePage, list[Any]]) -> None:
    """Write which facilities, target groups or languages these pages have; there are no rows for them yet."""
    field: Any = InitiativePage._meta.get_field(name)
    through = field.remote_field.through
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    through.objects.bulk_create(
        through(**{f"{own}_id": page.pk, f"{other}_id": trait.pk})
        for page, traits in items.items()
        for trait in traits
    )


def _write_history(batch: list[NewPage], user: Any, moment: datetime, *, live: bool) -> None:
    actions = ["wagtail.create", "wagtail.publish"] if live else ["wagtail.create"]
    PageLogEntry.objects.bulk_create(
        log_entry(item.page, action, user, moment) for item in batch for action in actions
    )


def log_entry(
    page: InitiativePage, action: str, user: Any, moment: datetime, data: dict[str, Any] | None = None
) -> PageLogEntry:
    """Return an unsaved line of the history of a page."""
    return PageLogEntry(
        content_type_id=page.content_type_id,
        page_id=page.pk,
        label=page.get_admin_display_title(),
        action=action,
        timestamp=moment,
        data=data or {},
        user=user,
        revision=page.latest_revision,
        content_changed=True,
    )


def index_pages(pages: list[InitiativePage]) -> None:
    """Let these pages be found by search, and let Wagtail know what they refer to."""
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(InitiativePage, pages)
