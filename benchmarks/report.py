"""The result of a run: a table for people, JSON for comparing runs."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import django
import wagtail

from benchmarks.client import Measurement


@dataclass(frozen=True)
class Row:
    """What was measured of one type of page."""

    name: str
    path: str
    warm: Measurement
    cold: Measurement
    hello: Measurement
    queries_warm: int
    queries_cold: int

    @property
    def warm_share(self) -> float:
        """Requests a second from the cache, as a share of those of "hello"."""
        return self.warm.per_second / self.hello.per_second

    @property
    def cold_share(self) -> float:
        """Requests a second without the cache, as a share of those of "hello"."""
        return self.cold.per_second / self.hello.per_second

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "warm_share": self.warm_share, "cold_share": self.cold_share}


def table(rows: list[Row]) -> str:
    """Return the table: times in milliseconds, size as sent (gzip)."""
    head = ("page", "warm/s", "hello", "p50", "p95", "sql", "cold/s", "hello", "p50", "p95", "sql", "kB")
    lines = [
        (
            row.name,
            f"{row.warm.per_second:.0f}",
            f"{row.warm_share:.0%}",
            f"{row.warm.p50:.1f}",
            f"{row.warm.p95:.1f}",
            str(row.queries_warm),
            f"{row.cold.per_second:.0f}",
            f"{row.cold_share:.1%}",
            f"{row.cold.p50:.0f}",
            f"{row.cold.p95:.0f}",
            str(row.queries_cold),
            f"{row.cold.body / 1000:.1f}",
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]

    def laid_out(line: tuple[str, ...]) -> str:
        first, *others = (
            text.rjust(width) if column else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        return "  ".join((first, *others))

    return "\n".join([laid_out(head), "  ".join("-" * width for width in widths), *map(laid_out, lines)])


def write(folder: Path, **measured: Any) -> Path:
    """Write the run as JSON into `folder`; return the path of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now().astimezone()
    path = folder / f"{now:%Y-%m-%dT%H%M%S}.json"
    data = {
        "moment": now.isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.__version__,
        "wagtail": wagtail.__version__,
        **measured,
    }
    path.write_text(json.dumps(data, indent=2) + "\n")
    return path
