"""Bringing in a list that was checked, in one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.page_cache import clear_soon
from initiatives.finder import changes
from initiatives.models import Freshness, ImportBatch, ImportedPage, InitiativeIndexPage, InitiativePage

from .changing import PageChange, change_pages, may_publish_at_once
from .checking import CHUNK, Outcome, Planner, RowPlan, address_book, opening_times
from .pages_in_bulk import NewPage, add_pages

#: Unfinished lists are thrown away after so many days: there may be addresses of people in them.
DAYS_TO_KEEP_UNFINISHED = 14


class ImportStopped(Exception):
    """Nothing was brought in. The message is Dutch and says why."""


class ListChanged(ImportStopped):
    """What the list would do is no longer what the editor saw; the report was made anew."""


def may_change(user: Any) -> bool:
    """Return whether somebody may change every initiative."""
    return bool(_permissions(user) & {"change"})


def may_publish(user: Any) -> bool:
    """Return whether somebody may publish initiatives."""
    return bool(_permissions(user) & {"publish"})


def _permissions(user: Any) -> set[str]:
    permissions = InitiativeIndexPage.objects.get().permissions_for_user(user)
    if user.is_superuser:
        return {"add", "change", "publish"}
    return set(permissions.permissions)


def check(batch: ImportBatch, user: Any, *, lookups: int | None = None) -> None:
    """Work out what the list would do, look up addresses, and keep the report."""
    book = address_book(batch, lookups)
    planner = Planner(batch, may_change=may_change(user), book=book)
    batch.report = [plan.report for chunk in planner.plans() for plan in chunk]
    batch.mapping["addresses"] = book.known
    batch.mapping["waiting"] = len(book.waiting)
    batch.mapping["geocoder_failed"] = book.failed
    batch.status = ImportBatch.Status.CHECKED
    batch.save(update_fields=["report", "mapping", "status"])


def bring_in(batch: ImportBatch, user: Any, *, publish: bool) -> None:
    """Do what the report says. `publish` puts new pages, and changes of public pages, on the site at once.

    Raises ImportStopped when nothing was done, and PermissionDenied.
    """
    if publish and not may_publish(user):
        raise PermissionDenied
    try:
        with transaction.atomic():
            _bring_in(batch.pk, user, publish=publish)
    except ListChanged:
        batch.refresh_from_db()
        check(batch, user, lookups=0)
        raise
    except IntegrityError as error:
        raise ImportStopped(
            _("Iemand anders werkte op hetzelfde moment aan de initiatieven. Probeer het nog een keer.")
        ) from error


def _bring_in(pk: int, user: Any, *, publish: bool) -> None:
    batch = ImportBatch.objects.select_for_update().get(pk=pk)
    if batch.status != ImportBatch.Status.CHECKED:
        raise ImportStopped(_("Deze lijst is al ingelezen, of nog niet nagekeken."))
    planner = Planner(batch, may_change=may_change(user), book=address_book(batch, 0))
    work = _Work(batch, user, publish)
    new: list[RowPlan] = []
    changed: list[RowPlan] = []
    told = iter(batch.report)
    for chunk in planner.plans():
        for plan in chunk:
            if plan.report != next(told, None):
                raise ListChanged(
                    _("De initiatieven zijn intussen veranderd. Kijk het verslag nog een keer na.")
                )
            if plan.outcome == Outcome.NEW:
                new.append(plan)
            elif plan.outcome == Outcome.CHANGED:
                changed.append(plan)
        # The pages themselves are large: no more of them than a chunk stays in memory.
        work.change(changed)
        changed = []
    work.add(planner.index_page, new)
    work.finish()


class _Work:
    """Writes what the plans say, and what is needed to undo it."""

    def __init__(self, batch: ImportBatch, user: Any, publish: bool) -> None:
        self._batch, self._user, self._publish = batch, user, publish
        self._today = timezone.localdate()
        self._beside: dict[str, dict[str, Any]] = {}
        self._clean: list[int] = []
        self._done: list[ImportedPage] = []

    def add(self, parent: InitiativeIndexPage, plans: list[RowPlan]) -> None:
        """Make the new pages."""
        new = [
            NewPage(
                InitiativePage(title=plan.values["title"], slug=plan.slug, **_others(plan.values)),
                opening_times(plan.times or []),
                plan.traits,
            )
            for plan in plans
        ]
        add_pages(parent, new, self._user, live=self._publish)
        for plan, item in zip(plans, new, strict=True):
            self._done.append(
                ImportedPage(
                    batch=self._batch,
                    row_number=plan.number,
                    action=ImportedPage.Action.CREATED,
                    page=item.page,
                    made_revision=item.page.latest_revision,
                    title=item.page.title,
                )
            )
        Freshness.objects.bulk_create(
            [
                Freshness(
                    page=item.page,
                    keeper_email=plan.keeper_email or "",
                    checked_on=plan.checked_on,
                    checked_by=Freshness.CheckedBy.IMPORT if plan.checked_on else "",
                )
                for plan, item in zip(plans, new, strict=True)
                if plan.keeper_email or plan.checked_on
            ],
            batch_size=CHUNK,
        )
        if self._publish and new:
            changes.record([item.page for item in new])
            clear_soon()

    def change(self, plans: list[RowPlan]) -> None:
        """Change pages that are there: the draft, and in public only what nobody was working on."""
        items = {plan.number: self._page_change(plan, plan.page) for plan in plans if plan.page}
        change_pages(
            [item for plan in plans if plan.changes_page and (item := items[plan.number])], self._user
        )
        for plan in plans:
            item = items[plan.number]
            if plan.keeper_email is not None or plan.checked_on is not None:
                self._change_beside(plan, item.page)
            self._done.append(
                ImportedPage(
                    batch=self._batch,
                    row_number=plan.number,
                    action=ImportedPage.Action.UPDATED,
                    page_id=item.page.pk,
                    made_revision=item.made,
                    previous_revision=item.previous,
                    title=item.page.title,
                )
            )

    def _page_change(self, plan: RowPlan, page: InitiativePage) -> PageChange:
        if not page.has_unpublished_changes:
            self._clean.append(page.pk)
        times = None if plan.times is None else opening_times(plan.times)
        publish = self._publish and may_publish_at_once(page)
        return PageChange(page, plan.values, plan.traits, times, publish)

    def _change_beside(self, plan: RowPlan, page: InitiativePage) -> None:
        row = Freshness.objects.select_for_update().filter(page_id=page.pk).first()
        before = beside(row) if row is not None else None
        row = row or Freshness(page_id=page.pk)
        if plan.keeper_email is not None:
            row.keeper_email = plan.keeper_email
        if plan.checked_on is not None:
            row.checked_on, row.checked_by = plan.checked_on, Freshness.CheckedBy.IMPORT
            row.asked_on = row.reminded_on = row.reported_gone_on = None
            row.reminders = 0
        row.save()
        self._beside[str(page.pk)] = {"before": before, "after": beside(row)}

    def finish(self) -> None:
        """Note what was done, and forget the list itself."""
        ImportedPage.objects.bulk_create(self._done, batch_size=CHUNK)
        batch = self._batch
        batch.mapping = {"publish": self._publish, "beside": self._beside, "clean": self._clean}
        batch.rows = []
        batch.status, batch.done_at = ImportBatch.Status.DONE, timezone.now()
        batch.save()


def _others(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("title", "slug")}


#: What is kept beside a page and an import may change.
BESIDE = (
    "keeper_email",
    "checked_on",
    "checked_by",
    "asked_on",
    "reminded_on",
    "reminders",
    "reported_gone_on",
)


def beside(row: Freshness) -> dict[str, Any]:
    """Return what is kept beside a page, to be kept as JSON."""
    values = {name: getattr(row, name) for name in BESIDE}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
