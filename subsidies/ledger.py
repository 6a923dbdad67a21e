"""The money: what may still be awarded, and the only way to commit it.

Every award writes one entry under each ceiling that applies to it. `Ceiling.committed` is the sum of those
entries, kept in the same transaction, so that the database itself refuses to pass a ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from subsidies.amounts import format_euro
from subsidies.models import Application, Ceiling, LedgerEntry, Round


class CeilingExceeded(Exception):
    """An award does not fit under a ceiling. `str()` of it is a sentence for the officer.

    `ceiling` is the one that has least room and `remaining` that room, in euros.
    """

    def __init__(self, ceiling: Ceiling, remaining: Decimal) -> None:
        self.ceiling = ceiling
        self.remaining = remaining
        super().__init__(ceiling, remaining)

    @property
    def message(self) -> str | Promise:
        """What is wrong and what the officer can do."""
        if self.remaining <= 0:
            return _(
                "Het plafond “%(ceiling)s” is op. Wijs de aanvraag af, of vraag de budgethouder "
                "om het plafond te verhogen."
            ) % {"ceiling": self.ceiling.label}
        return _(
            "Dit bedrag past niet onder het plafond “%(ceiling)s”. Er is nog %(remaining)s. Ken hooguit dat "
            "bedrag toe, of vraag de budgethouder om het plafond te verhogen."
        ) % {"ceiling": self.ceiling.label, "remaining": format_euro(self.remaining)}

    def __str__(self) -> str:
        return str(self.message)


class LedgerConflict(Exception):
    """A ceiling changed in the middle of an award, against the locks. Nothing was written."""


@dataclass(frozen=True)
class Difference:
    """A ceiling whose `committed` is not the sum of its entries."""

    ceiling: Ceiling
    committed: Decimal
    entries: Decimal


def applicable_ceilings(application: Application) -> models.QuerySet[Ceiling]:
    """Return the ceilings of the application's round that an award would count against, in pk order."""
    applies = Q(scope=Ceiling.Scope.TOTAL)
    if application.theme_id:
        applies |= Q(scope=Ceiling.Scope.THEME, theme=application.theme_id)
    if application.category_id:
        applies |= Q(scope=Ceiling.Scope.CATEGORY, category=application.category_id)
    municipality = application.municipality or (application.place and application.place.municipality)
    if municipality:
        applies |= Q(scope=Ceiling.Scope.REGION, region=municipality.region_id)
    return (
        Ceiling.objects.filter(applies, round=application.round_id)
        .select_related("theme", "category", "region")
        .order_by("pk")
    )


def tightest_ceiling(application: Application) -> Ceiling | None:
    """Return the ceiling that leaves least for this application, or None when no ceiling applies."""
    return min(applicable_ceilings(application), key=lambda ceiling: ceiling.remaining, default=None)


def remaining_for(application: Application) -> Decimal | None:
    """Return what can at most be awarded to this application, in euros; None without ceilings.

    `tightest_ceiling` tells which ceiling limits it.
    """
    ceiling = tightest_ceiling(application)
    return None if ceiling is None else ceiling.remaining


def check_room(application: Application, amount: Decimal) -> None:
    """Raise CeilingExceeded when the amount does not fit at this moment. Locks and writes nothing."""
    _check_fits(list(applicable_ceilings(application)), amount)


def commit_award(application: Application, amount: Decimal, actor: Any) -> list[LedgerEntry]:
    """Write an award under every ceiling that applies, all or none, and return the entries.

    Officers who award at the same moment wait for each other: the round is locked first, then its ceilings
    in pk order. Raises CeilingExceeded, and ValueError for an amount that is not positive.
    """
    if amount <= 0:
        raise ValueError("An award is more than nothing.")
    with transaction.atomic():
        lock_round(application.round_id)
        ceilings = list(applicable_ceilings(application).select_for_update(of=("self",), no_key=True))
        _check_fits(ceilings, amount)
        return [_write(ceiling, application, amount, actor) for ceiling in ceilings]


def lock_round(round_id: int) -> Round:
    """Lock a round until the end of the transaction, so that nobody else awards or changes its ceilings."""
    return Round.objects.select_for_update(no_key=True).get(pk=round_id)


def adopt_awards(ceiling: Ceiling, actor: Any) -> list[LedgerEntry]:
    """Count the awards that the round already gave against a ceiling that is new, and return the entries.

    Raises CeilingExceeded when the new ceiling is lower than what was awarded; `remaining` is negative then.
    """
    with transaction.atomic():
        lock_round(ceiling.round_id)
        awarded = (
            Application.objects.filter(round=ceiling.round_id, decision__amount__isnull=False)
            .exclude(ledger_entries__ceiling=ceiling)
            .select_related("decision", "municipality", "place__municipality")
            .in_order_of_receipt()
        )
        counting = [item for item in awarded if applicable_ceilings(item).filter(pk=ceiling.pk).exists()]
        amounts = [item.decision.amount or Decimal(0) for item in counting]
        total = sum(amounts, Decimal(0))
        ceiling.refresh_from_db(fields=["committed", "amount"])
        if total > ceiling.remaining:
            raise CeilingExceeded(ceiling, ceiling.remaining - total)
        return [_write(ceiling, item, amount, actor) for item, amount in zip(counting, amounts, strict=True)]


def recount(round_: Round) -> list[Difference]:
    """Compare what each ceiling of a round says is committed with its entries; an empty list is good."""
    ceilings = round_.ceilings.annotate(entered=Sum("entries__amount")).order_by("pk")
    return [
        Difference(ceiling, ceiling.committed, entered)
        for ceiling in ceilings
        if (entered := cents(ceiling.entered)) != ceiling.committed
    ]


def _check_fits(ceilings: list[Ceiling], amount: Decimal) -> None:
    tightest = min(ceilings, key=lambda ceiling: ceiling.remaining, default=None)
    if tightest is not None and amount > tightest.remaining:
        raise CeilingExceeded(tightest, tightest.remaining)


def _write(ceiling: Ceiling, application: Application, amount: Decimal, actor: Any) -> LedgerEntry:
    # The sum is made here in exact decimals, not by the database: SQLite adds in floating point, and
    # 0.10 + 0.20 would be refused under a ceiling of 0.30. The filter on the old value keeps it safe
    # should the lock ever be missing.
    committed = ceiling.committed + amount
    changed = Ceiling.objects.filter(pk=ceiling.pk, committed=ceiling.committed).update(committed=committed)
    if not changed:
        raise LedgerConflict(f"ceiling {ceiling.pk} changed during an award")
    ceiling.committed = committed
    return LedgerEntry.objects.create(
        ceiling=ceiling,
        application=application,
        kind=LedgerEntry.Kind.AWARDED,
        amount=amount,
        created_by=actor,
    )


def cents(value: Decimal | None) -> Decimal:
    """Return a sum of the database in whole cents: SQLite sums in floating point."""
    return (value or Decimal(0)).quantize(Decimal("0.01"))
