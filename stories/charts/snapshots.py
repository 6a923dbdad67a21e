"""Figures as they were on a day: kept as data, and read back as the same values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.models import Municipality, Region
from stories.figures.areas import AreaTree
from stories.figures.periods import last_day_of
from stories.figures.series import Figures
from stories.models.indicators import Indicator
from stories.models.observations import Observation, Target
from stories.models.sources import Source

_INDICATOR = ("name", "slug", "question", "sentence", "population", "unit", "decimals", "direction", "rhythm")
_OBSERVATION = (
    "area_type", "area", "subgroup", "period", "value", "value_high", "qualifier", "nature", "status", "note",
    "place_in_source",
)  # fmt: skip
_TARGET = ("kind", "value", "year", "baseline", "baseline_year", "note", "place_in_source")
_SOURCE = ("title", "slug", "publisher", "edition", "year", "url")
_MUNICIPALITY = ("name", "slug", "code", "tile_column", "tile_row")
_NUMBERS = {"value", "value_high", "baseline"}


@dataclass(frozen=True)
class Snapshot:
    """What a drawing is made from, on a day. `tree` has the municipalities as they then were."""

    on: date
    figures: Figures
    targets: tuple[Target, ...]
    tree: AreaTree


def take(
    figures: Figures, observations: Iterable[Observation], targets: Iterable[Target], tree: AreaTree, on: date
) -> dict[str, Any]:
    """Return everything that a drawing of these observations needs, as JSON can hold it."""
    # In the order in which they came in: of equal sources the last one speaks.
    kept = sorted({id(o): o for o in observations}.values(), key=lambda o: o.pk or 0)
    aims = list(targets)
    sources = list({s.title: s for s in [*(o.source for o in kept), *(t.source for t in aims)]}.values())
    titles = [s.title for s in sources]
    return {
        "on": on.isoformat(),
        "indicator": _fields(figures.indicator, _INDICATOR),
        "sources": [_fields(s, _SOURCE) for s in sources],
        "observations": [[*_row(o, _OBSERVATION), titles.index(o.source.title)] for o in kept],
        "targets": [[*_row(t, _TARGET), titles.index(t.source.title)] for t in aims],
        "province": tree.province.name,
        "municipalities": [[*_row(m, _MUNICIPALITY), m.region.name] for m in tree.municipalities],
    }


def read(data: dict[str, Any]) -> Snapshot:
    """Return the figures of a day. Raises KeyError, TypeError or ValueError for what is no snapshot."""
    indicator = Indicator(**data["indicator"])
    sources = [Source(pk=-number, **fields) for number, fields in enumerate(data["sources"], start=1)]
    observations = []
    for number, row in enumerate(data["observations"], start=1):
        observation = Observation(pk=number, source=sources[row[-1]], **_values(_OBSERVATION, row))
        observation.last_day = last_day_of(observation.period)
        observation.indicator = indicator
        observations.append(observation)
    targets = tuple(Target(source=sources[row[-1]], **_values(_TARGET, row)) for row in data["targets"])
    regions = {name: Region(name=name) for name in sorted({row[-1] for row in data["municipalities"]})}
    municipalities = [
        Municipality(region=regions[row[-1]], **_values(_MUNICIPALITY, row)) for row in data["municipalities"]
    ]
    return Snapshot(
        date.fromisoformat(data["on"]),
        Figures(indicator, observations),
        targets,
        AreaTree(municipalities, regions.values(), data["province"]),
    )


def _fields(record: Any, names: Sequence[str]) -> dict[str, Any]:
    return dict(zip(names, _row(record, names), strict=True))


def _row(record: Any, names: Sequence[str]) -> list[Any]:
    """Return the fields; numbers as text, so that none of their decimals change."""
    found = (getattr(record, name) for name in names)
    return [str(value) if isinstance(value, Decimal) else value for value in found]


def _values(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {
        name: Decimal(value) if name in _NUMBERS and value is not None else value
        for name, value in zip(names, row, strict=False)
    }
