"""Where on a map initiatives are taken together, so that nothing that is drawn lies over something else.

A map is cut in cells, and four cells make a block. What lies in one cell is one spot. Spots of one block that
would touch each other on the screen become one as well, and what stands for several initiatives is drawn
wholly inside its block. So no two clusters ever touch, and because cells and blocks are always at the same
places, a cluster stays what it is while somebody moves the map.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.geo import Bounds

if TYPE_CHECKING:
    from initiatives.finder.snapshot import Numbers

TILE = 256  # pixels
#: Cells on each side of a block. The script asks for boxes on the edges of blocks (`SNAP` in map.js).
CELLS_PER_BLOCK = 2
#: How far the middle of a pin lies above its point, in pixels, and half its width.
PIN_RISE, PIN_RADIUS = 30, 22
#: Half the width of the number of a village.
VILLAGE_RADIUS = 18
#: How many pixels two things may share before they count as touching: round things have empty corners.
SLACK = 4


def cluster_radius(count: int) -> int:
    """Return half the width of a cluster of so many, in pixels, as static/css/map.css draws it."""
    return 22 if count < 10 else 26 if count < 100 else 30


@dataclass(frozen=True)
class Grid:
    """Cells over the map, always at the same places, so that a cluster stays what it is while one pans."""

    width: float  # degrees of longitude
    height: float  # degrees of latitude

    @classmethod
    def at(cls, zoom: int, ratio: float, cells_per_tile: int) -> Grid:
        """Return the grid of a zoom level; see `maps.degrees_ratio` for the ratio."""
        width = 360 / 2**zoom / cells_per_tile
        return cls(width, width * ratio)

    @classmethod
    def fitting(cls, bounds: Bounds, zoom: int, ratio: float, cells_per_tile: int, most: int) -> Grid:
        """Return the finest grid up to this zoom with at most so many cells in the box (or four)."""
        grid = cls.at(zoom, ratio, cells_per_tile)
        while grid.cells_in(bounds) > max(most, 4):
            grid = cls(grid.width * 2, grid.height * 2)
        return grid

    def cells_in(self, bounds: Bounds) -> int:
        """How many cells the box touches."""
        west, south = self.cell(bounds.south, bounds.west)
        east, north = self.cell(bounds.north, bounds.east)
        return (east - west + 1) * (north - south + 1)

    def cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Return the column and row of a point."""
        return math.floor((longitude + 180) / self.width), math.floor((latitude + 180) / self.height)

    def cells(self, latitudes: Numbers, longitudes: Numbers) -> Numbers:
        """Return one number per point, the same for points in the same cell."""
        columns = np.floor((longitudes + 180) / self.width).astype(np.int64)
        rows = np.floor((latitudes + 180) / self.height).astype(np.int64)
        found: Numbers = columns * 2**32 + rows
        return found


@dataclass(frozen=True)
class Spot:
    """What is drawn at one place: so many initiatives with a point, and so many for a whole village."""

    latitude: float  # the mean of all
    longitude: float
    points: int
    villages: int = 0

    @property
    def count(self) -> int:
        """How many initiatives there are in all."""
        return self.points + self.villages

    def __add__(self, other: Spot) -> Spot:
        count = self.count + other.count
        return Spot(
            (self.latitude * self.count + other.latitude * other.count) / count,
            (self.longitude * self.count + other.longitude * other.count) / count,
            self.points + other.points,
            self.villages + other.villages,
        )


@dataclass(frozen=True)
class Screen:
    """How large things are on the screen at a zoom level."""

    grid: Grid
    zoom: int
    ratio: float

    @property
    def _pixels(self) -> float:
        """Pixels in a degree of longitude."""
        return TILE * 2.0**self.zoom / 360

    def merged(self, spots: Sequence[Spot]) -> list[int]:
        """Return for each spot the number of the group that it is drawn in; each is in one block."""
        blocks: dict[tuple[int, int], list[int]] = {}
        for number, spot in enumerate(spots):
            blocks.setdefault(self._block(spot), []).append(number)
        groups = [0] * len(spots)
        fresh = itertools.count()
        for numbers in blocks.values():
            for group in self._apart([([number], spots[number]) for number in numbers]):
                name = next(fresh)
                for number in group:
                    groups[number] = name
        return groups

    def drawn_at(self, spot: Spot) -> tuple[float, float]:
        """Return latitude and longitude of where a spot is drawn: a cluster inside its block."""
        if spot.count == 1 or not spot.points:
            return spot.latitude, spot.longitude
        column, row = self._block(spot)
        width, height = self.grid.width * CELLS_PER_BLOCK, self.grid.height * CELLS_PER_BLOCK
        across = cluster_radius(spot.count) / self._pixels
        up = across * self.ratio
        west, south = column * width - 180, row * height - 180
        return (
            min(max(spot.latitude, south + up), south + height - up),
            min(max(spot.longitude, west + across), west + width - across),
        )

    def _block(self, spot: Spot) -> tuple[int, int]:
        column, row = self.grid.cell(spot.latitude, spot.longitude)
        return column // CELLS_PER_BLOCK, row // CELLS_PER_BLOCK

    def _apart(self, groups: list[tuple[list[int], Spot]]) -> Iterable[list[int]]:
        """Take together what touches, the nearest first, until nothing does. A block has few spots."""
        while len(groups) > 1:
            pairs = (
                (self._room(a[1], b[1]), i, j)
                for (i, a), (j, b) in itertools.combinations(enumerate(groups), 2)
            )
            room, i, j = min(pairs)
            if room >= 0:
                break
            (some, one), (others, other) = groups[i], groups[j]
            groups = [*groups[:i], *groups[i + 1 : j], *groups[j + 1 :], (some + others, one + other)]
        return [numbers for numbers, _spot in groups]

    def _room(self, one: Spot, other: Spot) -> float:
        """Return the pixels between two spots; below zero they touch."""
        (x, y, radius), (other_x, other_y, other_radius) = self._disc(one), self._disc(other)
        return math.hypot(x - other_x, y - other_y) - radius - other_radius + SLACK

    def _disc(self, spot: Spot) -> tuple[float, float, float]:
        latitude, longitude = self.drawn_at(spot)
        x, y = longitude * self._pixels, latitude * self._pixels / self.ratio
        if not spot.points:
            return x, y, VILLAGE_RADIUS
        if spot.count == 1:
            return x, y + PIN_RISE, PIN_RADIUS
        return x, y, cluster_radius(spot.count)
