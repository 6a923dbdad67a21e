"""Municipalities on a map: as tiles, each about where it lies, or with their outlines if those are loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from core.models import Municipality
from stories.charts.chart import (
    Cell,
    Chart,
    KeyItem,
    Table,
    TableRow,
    cell_of,
    notes_on,
    places_in_words,
    short_value,
    without_figure,
)
from stories.charts.classes import Classes
from stories.charts.outlines import Shape, Shapes, shapes_of
from stories.charts.scale import percent
from stories.figures.areas import Area, AreaTree, area_of
from stories.figures.periods import period_words
from stories.models.indicators import Indicator
from stories.models.observations import Observation

#: Height of a tile, in pixels.
TILE_HEIGHT = 78
#: A word longer than this is cut in a narrow tile; the table has it whole.
_LONGEST_WORD = 8
#: Width of one step of the row that shows a class, with the room after it.
_STEP = 9


@dataclass(frozen=True)
class Tile:
    """A municipality on the map. `level` is its class, 0 without a figure."""

    municipality: Municipality
    observation: Observation | None
    value: str
    level: int
    x: str
    y: str
    lines: tuple[str, ...]
    short_lines: tuple[str, ...]
    is_own: bool
    outline: str = ""

    @property
    def value_lines(self) -> list[str]:
        """The value; the words "geen cijfer" below each other, for a tile may be narrow."""
        return [self.value] if self.level else self.value.split(" ", 1)

    @property
    def steps(self) -> str:
        """As many small steps as the number of the class: the same as its shade, to see without colour."""
        start = -(self.level * _STEP - 2) / 2
        return "".join(
            f"M{start + number * _STEP:g} 0h{_STEP - 2}v5h-{_STEP - 2}z" for number in range(self.level)
        )


@dataclass(frozen=True, kw_only=True)
class SurfaceChart(Chart):
    """A map with a class for each municipality."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, kw_only=True)
class TileMap(SurfaceChart):
    kind: ClassVar[str] = "tiles"
    template: ClassVar[str] = "charts/tiles.html"

    tile_width: str
    tile_height: int
    height: int


@dataclass(frozen=True, kw_only=True)
class OutlineMap(SurfaceChart):
    kind: ClassVar[str] = "map"
    template: ClassVar[str] = "charts/map.html"

    width: int
    height: int
    outline_source: str

    @property
    def hatch(self) -> int:
        """The distance between the lines of the hatching, in the units of the drawing."""
        return max(self.width // 45, 2)

    @property
    def shapes(self) -> list[Tile]:
        """The tiles in the order to draw them: the chosen one last, so that its line is whole."""
        return sorted(self.tiles, key=lambda tile: tile.is_own)


def surface(
    indicator: Indicator, observations: Sequence[Observation], own: Area | None, tree: AreaTree
) -> TileMap | OutlineMap | None:
    """Return a map of the values of municipalities in one period.

    None when there is nothing to map, or when the municipalities have no place in the grid of tiles.
    """
    found: dict[Area, list[Observation]] = {}
    for o in observations:
        found.setdefault(area_of(o), []).append(o)
    places = {tree.of_municipality(m): m for m in tree.municipalities}
    rows = {area: found.get(area, []) for area in places}
    known = [o for found_here in rows.values() for o in found_here if o.value is not None]
    if not known or len({o.period for o in known}) > 1:
        return None
    # The newest source speaks in the drawing; what another says stands in the table.
    firsts = [found_here[0].value for found_here in rows.values() if found_here]
    classes = Classes.of([value for value in firsts if value is not None] or [Decimal(0)])
    shapes = shapes_of(tree.municipalities)
    if shapes is None and not _has_grid(tree.municipalities):
        return None
    columns = sorted({m.tile_column for m in tree.municipalities})
    first_row = min(m.tile_row for m in tree.municipalities)
    width = 100 / (columns[-1] - columns[0] + 1)
    tiles = []
    for area, municipality in places.items():
        first = rows[area][0] if rows[area] else None
        if shapes is None:
            x, y = (
                (municipality.tile_column - columns[0]) * width,
                (municipality.tile_row - first_row) * TILE_HEIGHT,
            )
            left, top, outline = percent(x), str(y), ""
        else:
            shape: Shape = shapes.shapes[municipality.code]
            left, top, outline = percent(shape.x), percent(shape.y), shape.path
        tiles.append(
            Tile(
                municipality,
                first,
                short_value(indicator, first) if first and first.value is not None else _("geen cijfer"),
                classes.number(first.value) if first and first.value is not None else 0,
                left,
                top,
                _two_lines(municipality.name),
                _short_lines(municipality.name),
                area == own,
                outline,
            )
        )
    period = known[0].period
    title = _("%(name)s op de kaart, %(period)s") % {"name": indicator.name, "period": period_words(period)}
    shown = [o for found_here in rows.values() for o in found_here]
    notes = list(notes_on(shown))
    if any(tile.value.endswith("*") for tile in tiles):
        notes.append(_("* De bron zegt er iets bij. Dat staat in de tabel."))
    words = Words(
        title=title,
        sentence=surface_in_words(indicator, rows, classes),
        table=Table(title, (_("Gemeente"), _("Waarde")), _rows(indicator, rows, own)),
        drawn=tuple(shown),
        key=_key(indicator, classes, tiles),
        notes=tuple(notes),
    )
    return _drawn(indicator, words, tuple(tiles), shapes, width, first_row)


@dataclass(frozen=True)
class Words:
    """What both kinds of map have."""

    title: str
    sentence: str
    table: Table
    drawn: tuple[Observation, ...]
    key: tuple[KeyItem, ...]
    notes: tuple[str, ...]


def _drawn(
    indicator: Indicator, words: Words, tiles: tuple[Tile, ...], shapes: Shapes | None, width: float,
    first_row: int,
) -> TileMap | OutlineMap:  # fmt: skip
    if shapes is not None:
        return OutlineMap(
            indicator=indicator,
            **vars(words),
            tiles=tiles,
            width=shapes.width,
            height=shapes.height,
            outline_source=shapes.source,
        )
    last_row = max(tile.municipality.tile_row for tile in tiles)
    return TileMap(
        indicator=indicator,
        **vars(words),
        tiles=tiles,
        tile_width=percent(width),
        tile_height=TILE_HEIGHT,
        height=(last_row - first_row + 1) * TILE_HEIGHT,
    )


def _has_grid(municipalities: Sequence[Municipality]) -> bool:
    cells = {(m.tile_column, m.tile_row) for m in municipalities}
    return len(cells) == len(municipalities) and len(cells) > 1


def _rows(
    indicator: Indicator, rows: dict[Area, list[Observation]], own: Area | None
) -> tuple[TableRow, ...]:
    """Return a row for each municipality, the highest first; those without a figure come last."""

    def order(area: Area) -> tuple[bool, Decimal, str]:
        value = rows[area][0].value if rows[area] else None
        return value is None, -(value or Decimal(0)), area.name

    return tuple(
        TableRow(
            area.words,
            (cell_of(indicator, rows[area]) if rows[area] else Cell(_("geen cijfer")),),
            mark="is-own" if area == own else "",
        )
        for area in sorted(rows, key=order)
    )


def _two_lines(name: str) -> tuple[str, ...]:
    """Return a name on at most two lines, broken after a hyphen or at a space."""
    parts = [part for part in re.split(r"(?<=-)|\s+", name) if part]
    if len(parts) < 2 or len(name) <= _LONGEST_WORD + 1:
        return (name,)
    # As even as can be: "Aa en" above "Hunze".
    cuts = [(parts[:n], parts[n:]) for n in range(1, len(parts))]
    before, after = min(cuts, key=lambda cut: abs(len(" ".join(cut[0])) - len(" ".join(cut[1]))))
    return _joined(before), _joined(after)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(parts).replace("- ", "-")


def _short_lines(name: str) -> tuple[str, ...]:
    return tuple(
        line if len(line) <= _LONGEST_WORD else f"{line[: _LONGEST_WORD - 1]}." for line in _two_lines(name)
    )


def _key(indicator: Indicator, classes: Classes, tiles: Sequence[Tile]) -> tuple[KeyItem, ...]:
    key = [KeyItem(f"level-{n}", classes.words(n, indicator)) for n in range(1, classes.count + 1)]
    if any(not tile.level for tile in tiles):
        key.append(KeyItem("level-0", _("geen cijfer")))
    key += [
        KeyItem("tile-own", _("gekozen gebied: %(area)s") % {"area": tile.municipality.name})
        for tile in tiles
        if tile.is_own
    ]
    return tuple(key)


def surface_in_words(indicator: Indicator, rows: dict[Area, list[Observation]], classes: Classes) -> str:
    """Return where it is highest and where lowest, by class, and who is missing."""
    firsts = {area: found[0] for area, found in rows.items() if found}
    known = {area: o for area, o in firsts.items() if o.value is not None}
    numbers = {area: classes.number(o.value) for area, o in known.items() if o.value is not None}
    missing = without_figure([area for area in rows if area not in known])
    if not numbers:
        return missing
    high, low = max(numbers.values()), min(numbers.values())
    top = [area for area, number in numbers.items() if number == high]
    if high == low:
        text = _("In %(areas)s is het %(class)s.") % {
            "areas": places_in_words(top),
            "class": classes.words(high, indicator),
        }
    else:
        bottom = [area for area, number in numbers.items() if number == low]
        text = _("De hoogste cijfers (%(high)s): %(top)s. De laagste (%(low)s): %(bottom)s.") % {
            "high": classes.words(high, indicator),
            "top": places_in_words(top),
            "low": classes.words(low, indicator),
            "bottom": places_in_words(bottom),
        }
    return f"{text} {missing}".strip()
