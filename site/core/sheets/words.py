"""Names in lists, which people write in many ways, and the names that they probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from core.text import folded


def plain(name: str) -> str:
    """Return a name without capitals, accents and signs; a name that has nothing else stays as it is."""
    return " ".join(re.findall(r"[^\W_]+", folded(name))) or name.casefold().strip()


def near(names: Iterable[str], text: str, most: int = 3) -> list[str]:
    """Return the names that look like a text, the best first."""
    known = {plain(name): name for name in names}
    return [known[name] for name in difflib.get_close_matches(plain(text)[:80], known, n=most, cutoff=0.55)]
