"""The outlines of the municipalities as paths for a small drawing: with as few points as its size asks.

Points are moved to a grid, which is made coarser until the paths are short. A border is moved the same way
for both its neighbours, so no gaps or overlaps arise; and it costs no more than reading the points once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches

from core.models import Municipality
from initiatives.outlines import outlines_document

#: So many cells of the grid the drawing is wide, from fine to coarse.
_WIDTHS = (600, 450, 300, 220, 160, 120)
#: How long all paths together may be, in characters.
_LONGEST_PATHS = 12_000
_A_DAY = 24 * 60 * 60  # seconds

Point = tuple[int, int]


@dataclass(frozen=True)
class Shape:
    """The path of a municipality, and the middle of its largest part (both 0 to 100)."""

    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Shapes:
    """All municipalities of the map, by code, and the size of the drawing. `source`: who made them."""

    shapes: dict[str, Shape]
    width: int
    height: int
    source: str

    @property
    def length(self) -> int:
        return sum(len(shape.path) for shape in self.shapes.values())


def shapes_of(municipalities: Sequence[Municipality]) -> Shapes | None:
    """Return the shapes when the outlines of all these municipalities are loaded, and small; else None."""
    document = outlines_document()
    if not document.source:
        return None
    # Named after what it was made from: other outlines, another name.
    key = f"chart-outlines:{document.digest}"
    found: Shapes | None = caches["default"].get(key)
    if found is None:
        found = build(document.body, document.source)
        caches["default"].set(key, found, timeout=_A_DAY)
    fits = found.length <= _LONGEST_PATHS
    return found if fits and {m.code for m in municipalities} <= set(found.shapes) else None


def build(body: bytes, source: str) -> Shapes:
    """Return the shapes of a GeoJSON document of outlines, on the finest grid on which they are small."""
    areas = {feature["id"]: list(_rings(feature["geometry"])) for feature in json.loads(body)["features"]}
    for width in _WIDTHS:
        found = _on_grid(areas, width, source)
        if found.length <= _LONGEST_PATHS:
            break
    return found


def _on_grid(areas: dict[str, list[list[list[float]]]], width: int, source: str) -> Shapes:
    points = [point for rings in areas.values() for ring in rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    # Degrees of longitude are shorter than those of latitude.
    ratio = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * ratio)
    height = math.ceil((north - south) * scale)
    shapes = {}
    for code, rings in areas.items():
        moved = [
            _simple([(round((p[0] - west) * ratio * scale), round((north - p[1]) * scale)) for p in ring])
            for ring in rings
        ]
        largest = max(moved, key=_size)
        x, y = _inner_point(largest)
        path = "".join(_path(ring) for ring in moved if len(ring) > 2 and _size(ring) > 1 or ring is largest)
        shapes[code] = Shape(path, x / width * 100, y / height * 100)
    return Shapes(shapes, width, height, source)


def _rings(geometry: dict[str, Any]) -> Iterable[list[list[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _simple(ring: Sequence[Point]) -> list[Point]:
    """Return a ring without points that say nothing: the same as the one before, or on a straight line."""
    kept: list[Point] = []
    for point in ring:
        if kept and kept[-1] == point:
            continue
        while len(kept) > 1 and _between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _between(before: Point, point: Point, after: Point) -> bool:
    """Whether a point lies on the line piece from one to the other."""
    ax, ay = point[0] - before[0], point[1] - before[1]
    bx, by = after[0] - point[0], after[1] - point[1]
    return ax * by == ay * bx and ax * bx + ay * by > 0


def _path(ring: Sequence[Point]) -> str:
    """Return a ring as steps from point to point, which are shorter to write than places."""
    (x, y), *others = ring
    steps = []
    for to_x, to_y in others:
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _size(ring: Sequence[tuple[int, int]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def _inner_point(ring: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Return a point well inside a ring: the middle of the widest place among eleven level cuts."""
    low, high = min(p[1] for p in ring), max(p[1] for p in ring)
    best = (0.0, float(ring[0][0]), float(ring[0][1]))
    for part in range(2, 11):
        y = low + (high - low) * part / 12 + 0.01
        crossings = sorted(
            a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
            if (a[1] > y) != (b[1] > y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            # Not at the very top or bottom: a name needs room there too.
            room = min(right - left, 2.5 * (y - low), 2.5 * (high - y))
            best = max(best, (room, (left + right) / 2, y))
    return best[1], best[2]
