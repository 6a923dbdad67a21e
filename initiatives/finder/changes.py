"""Numbering what changes in the public initiatives, so that every process and every other site can follow.

A change is written in the transaction of what it tells, under a lock that is held until the end: see
`initiatives.models.changes`. Who listens to what: `initiatives.finder.listening`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from initiatives.models.changes import Change, ChangeCounter
from initiatives.models.initiative_page import InitiativePage

_COUNTER = 1


def last_number() -> int:
    """Return the number of the last change; 0 before the first."""
    return ChangeCounter.objects.filter(pk=_COUNTER).values_list("number", flat=True).first() or 0


def record(pages: Iterable[InitiativePage], kind: Change.Kind = Change.Kind.CHANGED) -> None:
    """Write down that these pages changed in public, or are gone from it."""
    _write([(kind, page.pk, page.slug) for page in pages])


def record_everything() -> None:
    """Write down that so much may have changed that everything has to be read again."""
    _write([(Change.Kind.EVERYTHING, None, "")])


def _write(changes: list[tuple[Change.Kind, int | None, str]]) -> None:
    if not changes:
        return
    with transaction.atomic():
        counter, _created = ChangeCounter.objects.select_for_update().get_or_create(pk=_COUNTER)
        Change.objects.bulk_create(
            Change(number=counter.number + offset, kind=kind, page_id=page, slug=slug)
            for offset, (kind, page, slug) in enumerate(changes, start=1)
        )
        counter.number += len(changes)
        counter.save(update_fields=["number"])
