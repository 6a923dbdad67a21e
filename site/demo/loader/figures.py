"""The figures of the demo content, through the importer that editors use."""

from __future__ import annotations

from typing import Any

from core.sheets.words import plain
from demo.loader.reading import rows, texts
from stories.importing.columns import SOURCES, Kind, guess_columns
from stories.importing.importing import work_out, write
from stories.importing.known import Known
from stories.importing.layout import Choice
from stories.importing.numbers import Notation
from stories.importing.planning import Outcome
from stories.models import Indicator, Source


def load_figures() -> dict[str, Indicator]:
    """Bring in sources, indicators, values, targets, results and monitors; return the indicators by slug.

    What is there already stays as it is, also when an editor changed it.
    """
    _load(SOURCES, rows("sources"))
    _load(Kind.INDICATORS, _indicators())
    known = Known()
    # An editor may have given a source another title; its address stays.
    by_slug = {source.slug: source for source in Source.objects.all()}
    known.sources |= {plain(row["title"]): by_slug[row["slug"]] for row in rows("sources")}
    _load(Kind.OBSERVATIONS, rows("observations"), known)
    for kind, name in ((Kind.TARGETS, "targets"), (Kind.RESULTS, "results"), (Kind.MONITORS, "monitors")):
        _load(kind, rows(name), known)
    return {indicator.slug: indicator for indicator in known.by_id.values()}


def _indicators() -> list[dict[str, str]]:
    """Return the facts about the indicators with the words for residents beside them."""
    words: dict[str, dict[str, Any]] = {
        entry["slug"]: entry for file in texts("indicators") for entry in file["indicators"]
    }
    return [
        row | {name: str(value) for name, value in words.get(row["slug"], {}).items()}
        for row in rows("indicators")
    ]


def _load(kind: str, entries: list[dict[str, str]], known: Known | None = None) -> None:
    """Bring in a list. Raises ValueError when a row cannot be used: then the facts themselves are wrong."""
    header = list(dict.fromkeys(name for entry in entries for name in entry))
    table = [[entry.get(name, "") for name in header] for entry in entries]
    choice = Choice(guess_columns(kind, header), notation=Notation.ENGLISH)
    work = work_out(kind, header, table, choice, known=known)
    wrong = [plan for plan in work.plans if plan.outcome == Outcome.ERROR]
    if wrong:
        told = "; ".join(f"{plan.record.row}: {plan.messages[-1]['text']}" for plan in wrong[:5])
        raise ValueError(f"{kind}: {told}")
    write(work, only_new=True)
