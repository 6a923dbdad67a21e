"""Plain operations on text."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return a text without capitals and accents, to compare and to sort by."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
