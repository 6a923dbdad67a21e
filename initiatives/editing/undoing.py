"""Undoing a list that was brought in: all of it, except what somebody worked on since."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from initiatives.models import Freshness, ImportBatch, ImportedPage, InitiativePage

from .changing import PageChange, change_pages
from .columns import COLUMNS
from .importing import BESIDE, ImportStopped, beside, may_change, may_publish
from .pages_in_bulk import TRAITS
from .relations import pointed_at

#: Pages that are removed together.
CHUNK = 200
#: The fields of a page that a list can change.
_CHANGEABLE = [
    name
    for column in COLUMNS
    if (name := column.name) in {one.name for one in InitiativePage._meta.concrete_fields} and name != "slug"
]


def undo(batch: ImportBatch, user: Any) -> None:
    """Undo an import in one transaction; what happened to each page is kept in `batch.mapping["undo"]`.

    Pages that the import made are removed and pages that it changed get their earlier text back, unless they
    were worked on since: those stay as they are, and are listed with the reason.
    Raises ImportStopped when there is nothing to undo, and PermissionDenied.
    """
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.status != ImportBatch.Status.DONE:
            raise ImportStopped(_("Deze lijst is niet ingelezen, of al teruggedraaid."))
        if not may_change(user) or (locked.mapping.get("publish") and not may_publish(user)):
            raise PermissionDenied
        work = _Undo(locked, user)
        work.remove_created()
        work.restore_changed()
        locked.mapping["undo"] = {
            "removed": work.removed,
            "restored": work.restored,
            "kept": work.kept,
        }
        locked.status, locked.undone_at = ImportBatch.Status.UNDONE, timezone.now()
        locked.save(update_fields=["mapping", "status", "undone_at"])
    batch.refresh_from_db()


class _Undo:
    """One undoing, and what it has done so far."""

    def __init__(self, batch: ImportBatch, user: Any) -> None:
        self._batch, self._user = batch, user
        self._published: bool = batch.mapping.get("publish", False)
        self.removed = self.restored = 0
        self.kept: list[dict[str, Any]] = []

    def _keep(self, item: ImportedPage, reason: str) -> None:
        self.kept.append(
            {"page": item.page_id, "row": item.row_number, "title": item.title, "reason": reason}
        )

    def _items(self, action: str) -> list[ImportedPage]:
        # A page that is gone already needs no undoing.
        found = self._batch.pages.filter(action=action, page__isnull=False)
        return list(found.select_related("page__freshness").defer("page__body", "page__lead_image"))

    def remove_created(self) -> None:
        """Remove the pages that the import made and nobody touched."""
        items = self._items(ImportedPage.Action.CREATED)
        used = pointed_at(item.page_id for item in items if item.page_id)
        later = set(
            ImportedPage.objects.filter(page__in=[item.page_id for item in items])
            .exclude(batch=self._batch)
            .exclude(batch__status=ImportBatch.Status.UNDONE)
            .values_list("page_id", flat=True)
        )
        going = []
        for item in items:
            page = item.page
            if page is None:
                continue
            freshness: Freshness | None = getattr(page, "freshness", None)
            checked_by = freshness.checked_by if freshness else ""
            if page.latest_revision_id != item.made_revision_id or page.live != self._published:
                self._keep(item, _("Deze pagina is daarna bewerkt of gepubliceerd."))
            elif checked_by not in ("", Freshness.CheckedBy.IMPORT):
                self._keep(item, _("Dit initiatief is daarna nagekeken."))
            elif page.pk in later:
                self._keep(item, _("Een latere lijst ging ook over dit initiatief."))
            elif page.pk in used:
                self._keep(item, _("Iets anders op de site verwijst naar deze pagina."))
            elif page.locked:
                self._keep(item, _("Deze pagina is op slot."))
            else:
                going.append(page)
        for start in range(0, len(going), CHUNK):
            self._remove(going[start : start + CHUNK])
        self.removed = len(going)

    def _remove(self, pages: list[InitiativePage]) -> None:
        moment = timezone.now()
        entries = [
            PageLogEntry(
                content_type_id=page.content_type_id,
                page_id=page.pk,
                label=page.get_admin_display_title(),
                action="wagtail.delete",
                timestamp=moment,
                data={},
                user=self._user,
                deleted=True,
            )
            for page in pages
        ]
        Page.objects.filter(pk__in=[page.pk for page in pages]).delete()
        PageLogEntry.objects.bulk_create(entries)

    def restore_changed(self) -> None:
        """Give the pages that the import changed their earlier text back."""
        items = self._items(ImportedPage.Action.UPDATED)
        restorable = []
        for item in items:
            page = item.page
            if page is None:
                continue
            if item.made_revision_id is not None and page.latest_revision_id != item.made_revision_id:
                self._keep(item, _("Deze pagina is daarna bewerkt."))
            elif page.locked:
                self._keep(item, _("Deze pagina is op slot."))
            else:
                restorable.append(item)
        for start in range(0, len(restorable), CHUNK):
            self._restore(restorable[start : start + CHUNK])
        self.restored = len(restorable)

    def _restore(self, items: list[ImportedPage]) -> None:
        models.prefetch_related_objects(items, "previous_revision", "made_revision")
        backs = [(item, back) for item in items if (back := self._way_back(item))]
        change_pages([back for _item, back in backs], self._user)
        clean = set(self._batch.mapping.get("clean", []))
        # Where the text in public never changed, it is the latest again.
        same = [back.page.pk for _item, back in backs if not back.publish and back.page.pk in clean]
        Page.objects.filter(pk__in=same, live=True).update(has_unpublished_changes=False)
        for item, back in backs:
            # For an earlier list the text is again what that list made.
            earlier = ImportedPage.objects.filter(made_revision=item.previous_revision_id)
            earlier.update(made_revision=back.made)
        for item in items:
            if item.page is not None:
                self._restore_beside(item.page)

    def _way_back(self, item: ImportedPage) -> PageChange | None:
        """Return the change that gives a page the text of before the import, or None when it was the same."""
        page, previous = item.page, item.previous_revision
        if page is None or previous is None or item.made_revision_id is None:
            return None
        draft: InitiativePage = page.with_content_json(previous.content)
        after = item.made_revision.content if item.made_revision else {}
        changed = {name for name in previous.content if previous.content[name] != after.get(name)}
        return PageChange(
            draft,
            values={name: getattr(draft, name) for name in _CHANGEABLE if name in changed},
            traits={name: list(getattr(draft, name).all()) for name in TRAITS if name in changed},
            times=list(draft.opening_times.all()) if "opening_times" in changed else None,
            publish=page.live_revision_id == item.made_revision_id,
            reverted_to=previous,
        )

    def _restore_beside(self, page: InitiativePage) -> None:
        kept = self._batch.mapping.get("beside", {}).get(str(page.pk))
        row = Freshness.objects.select_for_update().filter(page_id=page.pk).first()
        if kept is None or row is None or beside(row) != kept["after"]:
            return  # somebody checked it since: that stands
        if kept["before"] is None:
            row.delete()
            return
        for name in BESIDE:
            value = kept["before"][name]
            is_date = name.endswith("_on") and value
            setattr(row, name, parse_date(value) if is_date else value)
        row.save()
