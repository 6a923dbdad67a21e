"""Lists to start from: the right columns, with rows that show how to fill them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Municipality
from stories.importing.columns import COLUMNS, Column, Kind


@dataclass(frozen=True)
class Example:
    """A list to download; `kind` is what it is read as."""

    name: str
    kind: str
    label: str | Promise


EXAMPLES = (
    Example("waarden", Kind.OBSERVATIONS, _("Waarden: elke rij één waarde")),
    Example("waarden-breed", Kind.OBSERVATIONS, _("Waarden: elke gemeente een rij, elk jaar een kolom")),
    Example("indicatoren", Kind.INDICATORS, _("Indicatoren")),
    Example("doelen", Kind.TARGETS, _("Doelen")),
    Example("resultaten", Kind.RESULTS, _("Resultaten")),
    Example("monitors", Kind.MONITORS, _("Monitors")),
)
BY_NAME = {example.name: example for example in EXAMPLES}
_WIDE_YEARS = ("2022", "2023", "2024")
#: No area of the site, for the same reason as the source of the examples.
EXAMPLE_AREA = "Voorbeeldgemeente"


def rows_of(example: Example) -> Iterator[list[str]]:
    """Yield the names of the columns and the example rows."""
    if example.name == "waarden-breed":
        yield [str(_("gemeente")), *_WIDE_YEARS]
        yield [EXAMPLE_AREA, "61", "-", "ca. 62,5"]
        for name in Municipality.objects.values_list("name", flat=True):
            yield [name, *("" for _year in _WIDE_YEARS)]
        return
    columns = COLUMNS[example.kind]
    yield [str(column.label) for column in columns]
    for number in range(2):
        yield [_example(column, number) for column in columns]


def _example(column: Column, number: int) -> str:
    return column.examples[number] if number < len(column.examples) else ""
