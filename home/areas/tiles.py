"""The municipalities as tiles, each about where it lies, with how many initiatives the finder knows there."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Municipality
from home.areas.finding import municipality_url
from initiatives.finder.current import current_snapshot
from initiatives.finder.found import Found
from initiatives.selection import Selection
from stories.figures.areas import AreaTree


@dataclass(frozen=True)
class Tile:
    """A municipality with the address of its page and its number of initiatives."""

    municipality: Municipality
    url: str
    initiative_count: int


def found_initiatives() -> Found:
    """Return all initiatives that the finder shows: what a page counts is what a visitor finds there."""
    return Found.by(current_snapshot(), Selection())


def tiles(tree: AreaTree, found: Found) -> list[Tile]:
    """Return a tile for each municipality, by name."""
    counts = found.counts("gemeente")
    return [Tile(m, municipality_url(m), counts.get(m.slug, 0)) for m in tree.municipalities]


def on_the_map(tiles: list[Tile]) -> list[Tile]:
    """Return tiles in the order of the tile map: row by row."""
    return sorted(tiles, key=lambda tile: (tile.municipality.tile_row, tile.municipality.tile_column))
