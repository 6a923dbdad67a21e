"""Bringing in a list of figures: checked first, then written as a whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends

from core.page_cache import clear_soon
from stories.figures.periods import last_day_of
from stories.importing.columns import Kind
from stories.importing.known import Known
from stories.importing.layout import VALUES, Choice, Record, records_of
from stories.importing.numbers import Notation, notation_of_column
from stories.importing.observations import ObservationPlanner
from stories.importing.planning import Outcome, Plan, Planner, planner_for
from stories.importing.totals import check_totals, sums_of
from stories.models import Correction, FigureImport, ImportedRow, Indicator, Observation, Source
from stories.models.observations import VALUE_FIELDS

#: The most values in one list: a wide table has many in a row.
MOST_VALUES = 50_000
#: Unfinished lists are thrown away after so many days.
DAYS_TO_KEEP_UNFINISHED = 14
CHUNK = 500
Status = FigureImport.Status


class ImportStopped(Exception):
    """Nothing was brought in. The message is Dutch and says why."""


class ListChanged(ImportStopped):
    """What the list would do is no longer what the editor saw; the report was made anew."""


@dataclass
class Work:
    """What a whole list would do."""

    planner: Planner
    plans: list[Plan]
    sums: list[dict[str, Any]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many records have which outcome."""
        return Counter(str(plan.outcome) for plan in self.plans)

    @property
    def report(self) -> dict[str, Any]:
        """What an editor is told, to be kept as JSON."""
        return {
            "lines": [plan.report for plan in self.plans],
            "sums": self.sums,
            "totals": self.totals,
            "notices": self.notices,
            "sources": [source.title for source in self.planner.new_sources.values()],
        }


def work_out(
    kind: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    choice: Choice,
    *,
    numbers: Sequence[int] | None = None,
    known: Known | None = None,
) -> Work:
    """Return what a list would do. Changes nothing. Raises ImportStopped when there are too many values."""
    known = known or Known()
    records = list(records_of(header, rows, numbers or range(2, len(rows) + 2), choice))
    if len(records) > MOST_VALUES:
        raise ImportStopped(_("Deze lijst heeft meer dan 50.000 waarden. Deel de lijst in stukken."))
    if kind != Kind.OBSERVATIONS:
        planner: Planner = planner_for(kind)(known, new_sources=choice.new_sources)
        planner.notations = _notations(records, choice, planner, [])
        return Work(planner, planner.plans(records))
    observing = ObservationPlanner(known, new_sources=choice.new_sources)
    notices: list[str] = []
    observing.notations = _notations(records, choice, observing, notices)
    plans = observing.plans(records)
    totals = check_totals(plans)
    _tell_empty(header, rows, choice, plans, notices)
    return Work(observing, plans, sums_of(plans), totals, notices)


def _notations(
    records: list[Record], choice: Choice, planner: Planner, notices: list[str]
) -> dict[int | None, Notation]:
    """Return how the numbers of each column are written.

    What the editor chose holds. Else a column shows it itself, or follows the other columns, or is Dutch.
    """
    if choice.notation:
        return {None: Notation(choice.notation)}
    cells: dict[int | None, list[tuple[int, str]]] = {}
    for record in records:
        cells.setdefault(record.place, []).append((record.row, record.cells.get("value", "")))
    columns = {place: notation_of_column(texts) for place, texts in cells.items()}
    if isinstance(planner, ObservationPlanner):
        planner.mixed = {place: column for place, column in columns.items() if column.is_mixed}
    found = {place: column.found for place, column in columns.items() if column.found}
    usual = next(iter(set(found.values()))) if len(set(found.values())) == 1 else None
    if usual is None and any(column.is_uncertain and not column.found for column in columns.values()):
        notices.append(
            _(
                "Wij lezen een punt als duizend: 1.234 is twaalfhonderdvierendertig. "
                "Klopt dat niet? Kies dan bij de kolommen een andere schrijfwijze."
            )
        )
    return {**found, None: usual or Notation.DUTCH}


def _tell_empty(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    choice: Choice,
    plans: list[Plan],
    notices: list[str],
) -> None:
    places = [place for place, name in choice.columns.items() if name == VALUES]
    if choice.across and (empty := sum(not row[place] for row in rows for place in places)):
        notices.append(
            ngettext(
                "Eén lege cel slaan wij over. Is er echt “geen cijfer”? Zet dan een streepje (-).",
                "%(number)d lege cellen slaan wij over. Is er echt “geen cijfer”? Zet dan een streepje (-).",
                empty,
            )
            % {"number": empty}
        )
    new = [plan for plan in plans if plan.outcome == Outcome.NEW and not plan.values.get("period")]
    if new:
        notices.append(
            ngettext(
                "Bij één waarde staat geen periode. Op de site komt daar: jaar niet genoemd.",
                "Bij %(number)d waarden staat geen periode. Op de site komt daar: jaar niet genoemd.",
                len(new),
            )
            % {"number": len(new)}
        )


def check(batch: FigureImport) -> None:
    """Work out what the list would do, and keep the report."""
    work = work_out(batch.kind, batch.header, batch.rows, Choice.of(batch.mapping), numbers=batch.row_numbers)
    batch.report = work.report
    batch.status = Status.CHECKED
    batch.save(update_fields=["report", "mapping", "status", "kind"])


def may_import(user: Any) -> bool:
    """Return whether somebody may bring in lists."""
    return bool(user.has_perm("stories.add_figureimport"))


def bring_in(batch: FigureImport, user: Any, reason: str = "") -> None:
    """Do what the report says, all of it. `reason` is told with every value that was corrected.

    Raises ImportStopped when nothing was done, and PermissionDenied.
    """
    if not may_import(user):
        raise PermissionDenied
    try:
        with transaction.atomic():
            _bring_in(batch.pk, user, " ".join(reason.split()))
    except ListChanged:
        batch.refresh_from_db()
        check(batch)
        raise
    except IntegrityError as error:
        raise ImportStopped(
            _("Iemand anders werkte op hetzelfde moment aan de cijfers. Probeer het nog een keer.")
        ) from error
    batch.refresh_from_db()


def _bring_in(pk: int, user: Any, reason: str) -> None:
    batch = FigureImport.objects.select_for_update().get(pk=pk)
    if batch.status != Status.CHECKED:
        raise ImportStopped(_("Deze lijst is al ingelezen, of nog niet nagekeken."))
    work = work_out(batch.kind, batch.header, batch.rows, Choice.of(batch.mapping), numbers=batch.row_numbers)
    if json.loads(json.dumps(work.report)) != batch.report:
        raise ListChanged(_("De cijfers zijn intussen veranderd. Kijk het verslag nog een keer na."))
    if work.counts[Outcome.ERROR]:
        raise ImportStopped(_("Er staan fouten in deze lijst. Er is niets ingelezen."))
    if work.counts[Outcome.CHANGED] and not reason:
        raise ImportStopped(_("Schrijf op waarom er waarden veranderen. Er is nog niets ingelezen."))
    made = write(work, user=user, reason=reason, batch=batch)
    batch.mapping = {**batch.mapping, "made_sources": [source.pk for source in made]}
    batch.rows, batch.row_numbers = [], []
    batch.reason = reason[:300]
    batch.status, batch.done_at = Status.DONE, timezone.now()
    batch.save()


def write(
    work: Work,
    *,
    user: Any = None,
    reason: str = "",
    batch: FigureImport | None = None,
    only_new: bool = False,
) -> list[Source]:
    """Write what the plans say, inside a transaction of the caller; return the sources that were made.

    `only_new` leaves what is there as it is: somebody may have changed it on purpose.
    """
    sources = list(work.planner.new_sources.values())
    for source in sources:
        source.save()
    new = [plan for plan in work.plans if plan.outcome == Outcome.NEW]
    changed = [plan for plan in work.plans if plan.outcome == Outcome.CHANGED and not only_new]
    made = _add(work.planner.model, new)
    rows = [
        ImportedRow(batch=batch, row_number=plan.record.row, object_pk=item.pk, after=stored(item))
        for plan, item in zip(new, made, strict=True)
    ]
    before = {plan.found.pk: stored(plan.found) for plan in changed}
    _hold(work.planner.model, before)
    _change(work.planner.model, changed, user, reason)
    rows += [
        ImportedRow(
            batch=batch,
            row_number=plan.record.row,
            object_pk=plan.found.pk,
            before=before[plan.found.pk],
            after=stored(plan.found),
        )
        for plan in changed
    ]
    if batch is not None:
        ImportedRow.objects.bulk_create(rows, batch_size=CHUNK)
    if new or changed:
        clear_soon()  # writing in bulk sends no signals
    return sources


def _hold(model: type[Any], before: dict[int, Any]) -> None:
    """Lock the rows that are about to change. Raises ListChanged when one was changed since it was read."""
    keys = list(before)
    for start in range(0, len(keys), CHUNK):
        rows = model._default_manager.select_for_update().filter(pk__in=keys[start : start + CHUNK])
        found = {item.pk: stored(item) for item in rows}
        if any(found.get(pk) != before[pk] for pk in keys[start : start + CHUNK]):
            raise ListChanged(_("De cijfers zijn intussen veranderd. Kijk het verslag nog een keer na."))


def _add(model: type[Any], plans: list[Plan]) -> list[Any]:
    items = [model(**plan.values) for plan in plans]
    for item in items:
        if isinstance(item, Observation):
            item.last_day = last_day_of(item.period)
    made: list[Any] = model._default_manager.bulk_create(items, batch_size=CHUNK)
    let_it_be_found(made)
    return made


def _change(model: type[Any], plans: list[Plan], user: Any, reason: str) -> None:
    corrections = []
    fields: set[str] = set()
    for plan in plans:
        if model is Observation and any(name in VALUE_FIELDS for name in plan.values):
            corrections.append(Correction.keeping(plan.found, reason[:300], user))
        for name, value in plan.values.items():
            setattr(plan.found, name, value)
            fields.add(name)
    Correction.objects.bulk_create(corrections, batch_size=CHUNK)
    if plans:
        model._default_manager.bulk_update([plan.found for plan in plans], fields, batch_size=CHUNK)
        let_it_be_found([plan.found for plan in plans])


def let_it_be_found(items: list[Any]) -> None:
    """Tell search, and the list of what refers to what, about indicators that were written in bulk.

    Values are not in there: nothing searches for them, and the database itself keeps what they refer to.
    """
    if not items or not isinstance(items[0], Indicator):
        return
    for item in items:
        ReferenceIndex.create_or_update_for_object(item)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Indicator, items)


def stored(item: models.Model) -> dict[str, Any]:
    """Return all values of a record as JSON holds them, with numbers as the database keeps them."""
    values = {}
    for one in item._meta.concrete_fields:
        if one.primary_key:
            continue
        value = getattr(item, one.attname)
        if value is not None and isinstance(one, models.DecimalField):
            value = f"{value:.{one.decimal_places}f}"
        values[one.attname] = value
    found: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return found


def forget_unfinished() -> None:
    """Throw away lists that nobody finished."""
    before = timezone.now() - timedelta(days=DAYS_TO_KEEP_UNFINISHED)
    FigureImport.objects.filter(status__in=[Status.READ, Status.CHECKED], created_at__lt=before).delete()


def counts_of(lines: Iterable[dict[str, Any]]) -> Counter[str]:
    """How many lines of a report have which outcome."""
    return Counter(line["outcome"] for line in lines)
