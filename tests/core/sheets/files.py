"""Files to read in tests."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace


def csv_bytes(rows, delimiter=";", encoding="utf-8"):
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def upload(content, name="lijst.csv"):
    """A file as Django hands it over."""
    return SimpleNamespace(name=name, size=len(content), file=io.BytesIO(content))
