"""Outlines with fewer points, such that neighbours keep the same border.

Rings are cut into arcs where borders meet. Each arc is simplified once, for all the areas it bounds, so no
gaps or overlaps can arise between neighbours (Douglas and Peucker, 1973). Points are whole numbers of
1/100,000 degree, about a metre: what lies within that is the same point.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

UNITS = 100_000  # per degree
LARGEST_TOLERANCE = 5000.0  # units
#: How often the range in which the tolerance lies is halved.
HALVINGS = 14
#: How often arcs that got in each other's way are given points back.
MOST_REPAIRS = 16

Point: TypeAlias = tuple[int, int]  # longitude, latitude
Ring: TypeAlias = list[Point]  # without the last point, which repeats the first
Geometry: TypeAlias = dict[str, Any]


@dataclass
class Arc:
    """A piece of border. `importance` tells per point up to which tolerance it stays, in units."""

    points: Ring
    importance: list[float]

    def kept(self, tolerance: float) -> Ring:
        """Return the points that stay; first and last always do."""
        return [p for p, value in zip(self.points, self.importance, strict=True) if value > tolerance]

    @property
    def is_closed(self) -> bool:
        return self.points[0] == self.points[-1]


@dataclass
class Cut:
    """A ring as arcs: the number of each and whether it runs backwards."""

    arcs: list[tuple[int, bool]]


class Mesh:
    """Areas that share their borders."""

    def __init__(self, areas: dict[str, Geometry]) -> None:
        """`areas` are GeoJSON polygons and multipolygons (degrees, longitude first), each ring closed."""
        self.rings: dict[str, list[list[Ring]]] = {key: _rings(area) for key, area in areas.items()}
        latitudes = [y for ring in self._all_rings() for _x, y in ring]
        middle = (min(latitudes) + max(latitudes)) / 2 / UNITS if latitudes else 0.0
        # Degrees of longitude are shorter than those of latitude; distances count as on the ground.
        self.ratio = max(math.cos(math.radians(middle)), 0.01)
        self.arcs: list[Arc] = []
        self._numbers: dict[tuple[Point, ...], int] = {}
        junctions = self._junctions()
        self.cuts = {
            key: [[self._cut(ring, junctions) for ring in polygon] for polygon in polygons]
            for key, polygons in self.rings.items()
        }

    def fitting(self, most_bytes: int) -> dict[str, Geometry]:
        """Return the areas with as many points as fit in so many bytes of JSON, or as few as possible.

        What is small enough keeps every point.
        """
        whole = self._assembled([arc.points for arc in self.arcs])
        if size_of(whole) <= most_bytes:
            return whole
        low, high = 0.0, LARGEST_TOLERANCE
        for _halving in range(HALVINGS):
            middle = (low + high) / 2
            fits = size_of(self._assembled([arc.kept(middle) for arc in self.arcs])) <= most_bytes
            low, high = (low, middle) if fits else (middle, high)
        # Giving points back where lines got in each other's way takes room too.
        while size_of(found := self.simplified(high)) > most_bytes and high < LARGEST_TOLERANCE:
            high *= 1.2
        return found

    def simplified(self, tolerance: float) -> dict[str, Geometry]:
        """Return the areas without the points that lie nearer to the simpler line than the tolerance."""
        limits = [tolerance] * len(self.arcs)
        for _round in range(MOST_REPAIRS):
            lines = [arc.kept(limit) for arc, limit in zip(self.arcs, limits, strict=True)]
            wrong = {number for number in self._spoilt(lines) if limits[number] > 0}
            if not wrong:
                break
            for number in wrong:
                limits[number] = limits[number] / 2 if limits[number] > 1 else 0.0
        return self._assembled(lines)

    def _assembled(self, lines: list[Ring]) -> dict[str, Geometry]:
        return {
            key: _geometry([[_joined(cut, lines) for cut in polygon] for polygon in polygons])
            for key, polygons in self.cuts.items()
        }

    def _all_rings(self) -> Iterator[Ring]:
        for polygons in self.rings.values():
            for polygon in polygons:
                yield from polygon

    def _junctions(self) -> set[Point]:
        """Return the points where not every ring comes from and goes to the same two points."""
        sides: dict[Point, frozenset[Point]] = {}
        junctions: set[Point] = set()
        for ring in self._all_rings():
            for before, point, after in zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True):
                pair = frozenset((before, after))
                if sides.setdefault(point, pair) != pair:
                    junctions.add(point)
        return junctions

    def _cut(self, ring: Ring, junctions: set[Point]) -> Cut:
        at = [number for number, point in enumerate(ring) if point in junctions]
        # A ring that meets no other starts at its smallest point, so that an enclave and the hole it lies
        # in are the same arc.
        start = at[0] if at else ring.index(min(ring))
        turned = [*ring[start:], *ring[:start], ring[start]]
        ends = [number - start for number in at[1:]] + [len(turned) - 1]
        begins = [0, *ends[:-1]]
        return Cut([self._number(turned[begin : end + 1]) for begin, end in zip(begins, ends, strict=True)])

    def _number(self, points: Ring) -> tuple[int, bool]:
        forward, backward = tuple(points), tuple(reversed(points))
        key = min(forward, backward)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.arcs)
            self.arcs.append(Arc(list(key), _importance(list(key), self.ratio)))
        return number, key != forward

    def _spoilt(self, lines: list[Ring]) -> set[int]:
        """Return the arcs that lost too much: of rings without area, the same as another arc, or crossing."""
        spoilt = _crossing(lines)
        ends: Counter[tuple[Point, ...]] = Counter()
        for line in lines:
            ends[min(tuple(line), tuple(reversed(line)))] += 1
        spoilt.update(
            number for number, line in enumerate(lines) if ends[min(tuple(line), tuple(reversed(line)))] > 1
        )
        for polygons in self.cuts.values():
            for polygon in polygons:
                for cut in polygon:
                    if len(_joined(cut, lines)) < 3:
                        spoilt.update(number for number, _backward in cut.arcs)
        return spoilt


def size_of(areas: dict[str, Geometry]) -> int:
    """Return how many bytes the areas take as compact JSON."""
    return len(json.dumps(list(areas.values()), separators=(",", ":")))


def _rings(area: Geometry) -> list[list[Ring]]:
    polygons = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    found = []
    for polygon in polygons:
        rings = list(map(_ring, polygon))
        if len(rings[0]) >= 3:  # an island smaller than a few metres is no island any more
            found.append([rings[0], *(ring for ring in rings[1:] if len(ring) >= 3)])
    return found


def _ring(positions: list[list[float]]) -> Ring:
    points = [(round(p[0] * UNITS), round(p[1] * UNITS)) for p in positions]
    ring = points[:1] + [point for before, point in pairwise(points) if point != before]
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def _importance(points: Ring, ratio: float) -> list[float]:
    """Return per point the largest tolerance at which it stays."""
    values = [0.0] * len(points)
    values[0] = values[-1] = math.inf
    flat = np.array(points, dtype=float) * (ratio, 1.0)
    waiting = [(0, len(points) - 1, math.inf)]
    if points[0] == points[-1]:
        # Nothing lies off a line without length: a ring is cut at its farthest point, and keeps a third.
        far = int(np.argmax(((flat - flat[0]) ** 2).sum(axis=1)))
        values[far] = math.inf
        distances = _distances(flat, 0, far, 0, len(points) - 1)
        third = int(np.argmax(distances))
        if distances[third] > 0:
            values[third] = math.inf
        waiting = []
        stops = sorted({0, far, third, len(points) - 1})
        waiting += [(begin, end, math.inf) for begin, end in pairwise(stops)]
    while waiting:
        begin, end, most = waiting.pop()
        if end - begin < 2:
            continue
        distances = _distances(flat, begin, end, begin, end)
        split = int(np.argmax(distances[1:-1])) + 1
        # A point never outlives the one that it was measured from.
        value = min(float(distances[split]), most)
        values[begin + split] = value
        waiting += [(begin, begin + split, value), (begin + split, end, value)]
    # At tolerance 0 every point stays, also those that lie exactly on a line.
    return [max(value, 1e-9) for value in values]


def _distances(flat: Any, first: int, last: int, begin: int, end: int) -> Any:
    """Return how far the points from begin to end lie from the line piece first-last."""
    origin, along = flat[first], flat[last] - flat[first]
    offsets = flat[begin : end + 1] - origin
    length = float(along @ along)
    share = np.clip(offsets @ along / length, 0, 1) if length else np.zeros(len(offsets))
    return np.sqrt(((offsets - share[:, None] * along) ** 2).sum(axis=1))


def _joined(cut: Cut, lines: list[Ring]) -> Ring:
    ring: Ring = []
    for number, backward in cut.arcs:
        line = lines[number]
        ring += (line[::-1] if backward else line)[:-1]
    return ring


def _crossing(lines: list[Ring]) -> set[int]:
    """Return the lines of which a piece crosses a piece of a line; touching at an end is no crossing."""
    pieces = [(*a, *b, number) for number, line in enumerate(lines) for a, b in pairwise(line)]
    if not pieces:
        return set()
    table = np.array(pieces, dtype=np.int64)
    owner = table[:, 4]
    west, east = np.minimum(table[:, 0], table[:, 2]), np.maximum(table[:, 0], table[:, 2])
    south, north = np.minimum(table[:, 1], table[:, 3]), np.maximum(table[:, 1], table[:, 3])
    # From west to east, so that a piece is only compared with those that begin before it ends.
    order = np.argsort(west, kind="stable")
    ends = np.searchsorted(west[order], east[order], side="right")
    found: set[int] = set()
    for place, (piece, end) in enumerate(zip(order, ends, strict=True)):
        others = order[place + 1 : end]
        others = others[(south[others] <= north[piece]) & (north[others] >= south[piece])]
        if len(others):
            crossed = others[_cross(table[piece], table[others])]
            if len(crossed):
                found.add(int(owner[piece]))
                found.update(owner[crossed].tolist())
    return found


def _cross(piece: Any, others: Any) -> Any:
    """Return which of the others one piece crosses."""
    ax, ay, bx, by, _owner = piece
    cx, cy, dx, dy = others[:, 0], others[:, 1], others[:, 2], others[:, 3]
    side_a = np.sign((dx - cx) * (ay - cy) - (dy - cy) * (ax - cx))
    side_b = np.sign((dx - cx) * (by - cy) - (dy - cy) * (bx - cx))
    side_c = np.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
    side_d = np.sign((bx - ax) * (dy - ay) - (by - ay) * (dx - ax))
    return (side_a * side_b < 0) & (side_c * side_d < 0)


def _geometry(polygons: list[list[Ring]]) -> Geometry:
    coordinates = []
    for rings in polygons:
        # As GeoJSON wants it: outer rings run against the clock, holes with it.
        turned = [
            ring if (_area(ring) > 0) == (number == 0) else ring[::-1] for number, ring in enumerate(rings)
        ]
        coordinates.append([[[x / UNITS, y / UNITS] for x, y in [*ring, ring[0]]] for ring in turned])
    if len(coordinates) == 1:
        return {"type": "Polygon", "coordinates": coordinates[0]}
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _area(ring: Ring) -> int:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))
