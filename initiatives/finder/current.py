"""The snapshot that this process answers from: always as new as the database."""

from __future__ import annotations

import threading

from initiatives.finder import changes, text
from initiatives.finder.snapshot import Snapshot
from initiatives.models.changes import Change

#: More changed pages than this, and reading everything again is quicker.
MOST_TO_REPLACE = 500

_lock = threading.Lock()
_current: Snapshot | None = None


def current_snapshot() -> Snapshot:
    """Return all public initiatives as they are now: one small query when nothing changed."""
    global _current
    number, found = changes.last_number(), _current
    if found is not None and found.number == number:
        return found
    with _lock:
        # Others may have read it while this thread waited.
        if _current is None or _current.number != number:
            _current = _renewed(_current, number)
        return _current


def forget() -> None:
    """Read everything again at the next question; for tests, which undo their changes."""
    global _current
    with _lock:
        _current = None
        text.forget()


def _renewed(old: Snapshot | None, number: int) -> Snapshot:
    if old is None or old.number > number:
        return Snapshot.load(number)
    rows = list(
        Change.objects.filter(number__gt=old.number, number__lte=number).values_list("kind", "page_id")[
            : MOST_TO_REPLACE + 1
        ]
    )
    pages = {page for _kind, page in rows if page is not None}
    # What was thrown away, or is not about single pages, is no list to go by.
    complete = len(rows) == number - old.number and len(pages) <= MOST_TO_REPLACE
    if not complete or any(kind == Change.Kind.EVERYTHING for kind, _page in rows):
        return Snapshot.load(number)
    return old.replaced(number, pages)
