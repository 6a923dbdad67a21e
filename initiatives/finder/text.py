"""Which initiatives contain a text: the full-text index of the database answers with numbers, nothing more.

The order of what is found is the same on both databases: first where all words stand in the title.
"""

from __future__ import annotations

import difflib
import re
import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from initiatives.finder.snapshot import Mask, Numbers, Snapshot, title_key
from initiatives.models.initiative_page import InitiativePage

# More words than this make a query slower, not better.
MOST_WORDS = 12
#: Letters that a word must have to be looked for inside other words, and how many of those at most.
SHORTEST_PART = 4
MOST_COMPOUNDS = 30
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """Return the words of what somebody typed: letters and digits only, so nothing can be query syntax."""
    return _WORD.findall(text)[:MOST_WORDS]


def containing(snapshot: Snapshot, text: str, *, title_only: bool = False) -> Mask:
    """Return the rows that contain all words of the text, anywhere or in the title.

    The last word may be the start of a word: Dutch joins words, so that "dorp" must find "dorpshuis". A text
    without a word matches nothing.
    """
    words = [word.casefold() for word in words_in(text)]
    if not words:
        return np.zeros(len(snapshot), dtype=np.bool_)

    def search() -> Mask:
        ways = [[word, *_compounds(snapshot, word)] for word in words]
        return snapshot.mask_of(_entries.pages(_found(ways, title_only=title_only)))

    found: Mask = snapshot.remember(("text", title_only, *words), search)
    return found


def _compounds(snapshot: Snapshot, word: str) -> list[str]:
    """Return words of titles that end in this word or hold it: Dutch joins "voedsel" and "tuin"."""
    if len(word) < SHORTEST_PART:
        return []
    plain = title_key(word)
    found = [known for known in snapshot.words if plain in known and not known.startswith(plain)]
    return sorted(found, key=lambda known: (len(known), known))[:MOST_COMPOUNDS]


def suggestion(snapshot: Snapshot, text: str) -> str:
    """Return the text with each word that no title knows replaced by the one most like it; "" if none is.

    For who makes a mistake in typing: only worth asking when nothing was found.
    """
    words, changed = [], False
    for word in words_in(text):
        plain = title_key(word)
        if len(plain) >= SHORTEST_PART and not any(plain in known for known in snapshot.words):
            close = [known for known in snapshot.words if abs(len(known) - len(plain)) <= 2]
            best = difflib.get_close_matches(plain, close, n=1, cutoff=0.75)
            words.append(best[0] if best else word)
            changed = changed or bool(best)
        else:
            words.append(word)
    return " ".join(words) if changed else ""


def forget() -> None:
    """Forget which row of the index belongs to which page."""
    _entries.clear()


def _found(ways: list[list[str]], *, title_only: bool) -> Numbers:
    """Return the keys of the rows of the index that contain one way to write of each word.

    The first way of the last word may be the start of a longer word.
    """
    table = IndexEntry._meta.db_table
    parameters: list[str] = []
    if connection.vendor == "postgresql":
        columns = ["title"] if title_only else ["title", "body"]
        conditions = []
        for number, (word, *others) in enumerate(ways, start=1):
            first = f"{word}:*" if number == len(ways) else word
            query = "to_tsquery(%s::regconfig, %s)"
            # Of a word that says nothing, such as "de", no query is left: then it need not be there.
            # Each column by itself, because each has an index.
            conditions_of = [f"numnode({query}) = 0", *(f"{column} @@ {query}" for column in columns)]
            conditions.append(f"({' OR '.join(conditions_of)})")
            parameters += [get_search_backend().config, " | ".join([first, *others])] * len(conditions_of)
        sql = f"SELECT id FROM {table} WHERE {' AND '.join(conditions)}"  # noqa: S608
    else:
        # The index of SQLite has the same keys as the table that it stands beside.
        sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s"  # noqa: S608
        scope = "title" if title_only else "title body"
        parts = []
        for number, (word, *others) in enumerate(ways, start=1):
            first = f'"{word}"*' if number == len(ways) else f'"{word}"'
            spelled = [first, *(f'"{other}"' for other in others)]
            parts.append(f"({' OR '.join(spelled)})")
        quoted = " AND ".join(parts)
        parameters = [f"{{{scope}}} : ({quoted})"]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return np.fromiter((row[0] for row in cursor.fetchall()), dtype=np.int64)


@dataclass
class _Entries:
    """Which page a row of the index is about. A row keeps its key as long as its page is there."""

    keys: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    about: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    lock: Any = field(default_factory=threading.Lock)

    def clear(self) -> None:
        with self.lock:
            self.keys = self.about = np.empty(0, dtype=np.int64)

    def pages(self, keys: Numbers) -> Numbers:
        """Return the initiatives that these rows of the index are about; other pages are left out."""
        known, about = self.keys, self.about
        if len(keys) and not np.isin(keys, known).all():
            with self.lock:
                known, about = self._learn()
        if not len(known):
            return known
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        found: Numbers = about[at[known[at] == keys]]
        return found[found > 0]

    def _learn(self) -> tuple[Numbers, Numbers]:
        """Read what came after the last row that is known; zero is for what is no initiative."""
        newest = int(self.keys[-1]) if len(self.keys) else 0
        initiatives = ContentType.objects.get_for_model(InitiativePage).pk
        rows = list(
            IndexEntry.objects.filter(pk__gt=newest)
            .order_by("pk")
            .values_list("pk", "content_type_id", "object_id")
        )
        keys = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
        about = np.fromiter(
            (int(page) if kind == initiatives else 0 for _key, kind, page in rows),
            dtype=np.int64,
            count=len(rows),
        )
        keys, about = np.concatenate([self.keys, keys]), np.concatenate([self.about, about])
        # Together, so that no other thread sees keys without what they are about.
        self.keys, self.about = keys, about
        return keys, about


_entries = _Entries()
