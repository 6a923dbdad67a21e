"""Undoing a list that was brought in: all of it, except what somebody worked on since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.page_cache import clear_soon
from stories.importing.columns import Kind
from stories.importing.importing import CHUNK, ImportStopped, let_it_be_found, stored
from stories.models import (
    Correction,
    FigureImport,
    ImportedRow,
    Indicator,
    Monitor,
    Observation,
    Result,
    Source,
    Target,
)
from stories.models.observations import VALUE_FIELDS

Status = FigureImport.Status
MODELS: dict[str, type[models.Model]] = {
    Kind.OBSERVATIONS: Observation,
    Kind.INDICATORS: Indicator,
    Kind.TARGETS: Target,
    Kind.RESULTS: Result,
    Kind.MONITORS: Monitor,
}


def undo(batch: FigureImport, user: Any) -> None:
    """Undo an import in one transaction; what happened is kept in `batch.report["undo"]`.

    What the list made is removed and what it changed gets its earlier values back, unless somebody worked on
    it since: that stays as it is, and is listed with the reason. A value that goes back is a correction too:
    the list of corrections only grows.
    Raises ImportStopped when there is nothing to undo, and PermissionDenied.
    """
    if not user.has_perm("stories.change_figureimport"):
        raise PermissionDenied
    with transaction.atomic():
        locked = FigureImport.objects.select_for_update().get(pk=batch.pk)
        if locked.status != Status.DONE:
            raise ImportStopped(_("Deze lijst is niet ingelezen, of al teruggedraaid."))
        work = _Undo(locked, user)
        work.run()
        locked.report = {
            **locked.report,
            "undo": {"removed": work.removed, "restored": work.restored, "kept": work.kept},
        }
        locked.status, locked.undone_at = Status.UNDONE, timezone.now()
        locked.save(update_fields=["report", "status", "undone_at"])
        clear_soon()
    batch.refresh_from_db()


class _Undo:
    """One undoing, and what it has done so far."""

    def __init__(self, batch: FigureImport, user: Any) -> None:
        self._batch, self._user = batch, user
        self._model = MODELS[batch.kind]
        self.removed = self.restored = 0
        self.kept: list[dict[str, Any]] = []

    def run(self) -> None:
        rows = list(self._batch.imported.all())
        related = [one.name for one in self._model._meta.concrete_fields if one.is_relation]
        found: dict[int, Any] = {}
        pks = [row.object_pk for row in rows]
        for start in range(0, len(pks), CHUNK):
            chunk = self._model._default_manager.select_related(*related).filter(
                pk__in=pks[start : start + CHUNK]
            )
            found |= {item.pk: item for item in chunk}
        going, changing = [], []
        in_use = self._in_use(pks)
        for row in rows:
            item = found.get(row.object_pk)
            if item is None:
                continue  # what is gone already needs no undoing
            if stored(item) != row.after:
                self._keep(row, item, _("Dit is daarna veranderd."))
            elif row.before is not None:
                changing.append((row, item))
            elif reason := in_use(item):
                self._keep(row, item, reason)
            else:
                going.append(item)
        self._remove(going)
        self._restore(changing)
        self._remove_sources()

    def _keep(self, row: ImportedRow, item: Any, reason: str) -> None:
        self.kept.append({"row": row.row_number, "pk": item.pk, "title": str(item), "reason": reason})

    def _in_use(self, pks: list[int]) -> Callable[[Any], str]:
        """Return a function that says why something new cannot go; "" when it can."""
        if self._model is not Indicator:
            return lambda item: ""
        with_values = set(Observation.objects.order_by().values_list("indicator_id", flat=True).distinct())
        with_values |= set(Target.objects.order_by().values_list("indicator_id", flat=True))
        return lambda item: _("Er horen al waarden of doelen bij.") if item.pk in with_values else ""

    def _remove(self, items: list[Any]) -> None:
        if self._model is Indicator:
            for item in items:  # with signals: search forgets it, and pages that show it keep it
                try:
                    with transaction.atomic():
                        item.delete()
                except models.ProtectedError:
                    self.kept.append(
                        {"row": 0, "pk": item.pk, "title": str(item), "reason": _("Een pagina gebruikt dit.")}
                    )
                    continue
                self.removed += 1
            return
        for start in range(0, len(items), CHUNK):
            pks = [item.pk for item in items[start : start + CHUNK]]
            self._model._default_manager.filter(pk__in=pks).delete()
        self.removed = len(items)

    def _restore(self, pairs: list[tuple[ImportedRow, Any]]) -> None:
        reason = str(_("Lijst “%(name)s” is teruggedraaid.") % {"name": self._batch.file_name[:200]})
        fields = [one for one in self._model._meta.concrete_fields if not one.primary_key]
        corrections = []
        for row, item in pairs:
            before = row.before or {}
            is_value = any(before.get(name) != row.after.get(name) for name in VALUE_FIELDS)
            if isinstance(item, Observation) and is_value:
                corrections.append(Correction.keeping(item, reason, self._user))
            for one in fields:
                setattr(item, one.attname, one.to_python(before[one.attname]))
        Correction.objects.bulk_create(corrections, batch_size=CHUNK)
        items = [item for _row, item in pairs]
        if items:
            names = [one.name for one in fields]
            self._model._default_manager.bulk_update(items, names, batch_size=CHUNK)
            let_it_be_found(items)
        self.restored = len(items)

    def _remove_sources(self) -> None:
        """Remove the sources that came along and that nothing else uses."""
        for source in Source.objects.filter(pk__in=self._batch.mapping.get("made_sources", [])):
            try:
                with transaction.atomic():
                    source.delete()
            except models.ProtectedError:
                continue
