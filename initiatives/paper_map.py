"""A map for paper: numbered dots, names and outlines as plain shapes, drawn by the server.

No tiles: it prints sharp, in black and white as well, and works when nothing else does.
Lengths are in units of the drawing, which is `WIDTH` units wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.geo import Bounds

WIDTH = 720.0
#: A tall or wide selection gets a drawing of at most this height, or at least the other.
TALLEST, LOWEST = 900.0, 360.0
RADIUS = 12.0
MARGIN = 28.0
#: The type of the names: the height of a line and the mean width of a letter.
LINE, LETTER = 18.0, 7.5
#: The least that a map shows, in degrees: a village and what lies around it.
SMALLEST = 0.06
#: Dots are pushed aside in rings around their place; after this many they may cover each other.
MOST_RINGS = 14


@dataclass(frozen=True)
class Dot:
    """A number, where it is drawn and the place that it belongs to."""

    number: int
    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def moved(self) -> bool:
        """Whether the number stands beside its place, so that a line has to join the two."""
        return (self.x, self.y) != (self.at_x, self.at_y)


@dataclass(frozen=True)
class Name:
    """A name on the land."""

    text: str
    x: float
    y: float


@dataclass
class Drawing:
    """All that stands on the map."""

    width: float
    height: float
    radius: float = RADIUS
    dots: list[Dot] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def around(points: Iterable[tuple[int, float, float]], most: Bounds) -> Bounds:
    """Return the box of these points (number, latitude, longitude) with some room, within another box."""
    inside = [(lat, lng) for _number, lat, lng in points if most.contains(lat, lng)]
    if not inside:
        return most
    latitudes, longitudes = zip(*inside, strict=True)
    tight = Bounds(min(latitudes), min(longitudes), max(latitudes), max(longitudes)).padded(0.1)
    high = max(SMALLEST - (tight.north - tight.south), 0) / 2
    wide = max(2 * SMALLEST - (tight.east - tight.west), 0) / 2
    return Bounds(
        max(tight.south - high, most.south), max(tight.west - wide, most.west),
        min(tight.north + high, most.north), min(tight.east + wide, most.east),
    )  # fmt: skip


class Projection:
    """From degrees to units of the drawing (Web Mercator, so that shapes look as on the screen)."""

    def __init__(self, bounds: Bounds) -> None:
        west, east = bounds.west, max(bounds.east, bounds.west + 0.01)
        south, north = _mercator(bounds.south), _mercator(max(bounds.north, bounds.south + 0.01))
        wide, high = math.radians(east - west), north - south
        room = WIDTH - 2 * MARGIN
        self.height = min(max(room * high / wide + 2 * MARGIN, LOWEST), TALLEST)
        self.scale = min(room / wide, (self.height - 2 * MARGIN) / high)
        self._middle = math.radians((west + east) / 2), (south + north) / 2

    def __call__(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return x and y, y downwards."""
        x = WIDTH / 2 + (math.radians(longitude) - self._middle[0]) * self.scale
        y = self.height / 2 - (_mercator(latitude) - self._middle[1]) * self.scale
        return round(x, 1), round(y, 1)


def draw(
    bounds: Bounds,
    points: Iterable[tuple[int, float, float]],
    names: Iterable[tuple[str, float, float]] = (),
    geometries: Iterable[dict[str, Any]] = (),
) -> Drawing:
    """Return the map of these points (number, latitude, longitude) in a box, lowest number first.

    `names` are (text, latitude, longitude); `geometries` are GeoJSON polygons. What lies outside is left out.
    """
    project = Projection(bounds)
    drawing = Drawing(WIDTH, round(project.height, 1))
    for number, latitude, longitude in points:
        at = project(float(latitude), float(longitude))
        if _inside(drawing, *at):
            drawing.dots.append(_free_dot(number, at, drawing))
    for text, latitude, longitude in names:
        x, y = project(latitude, longitude)
        if _inside(drawing, x, y):
            drawing.names.append(_free_name(text, x, y, drawing))
    drawing.paths = [path for geometry in geometries if (path := _path(geometry, project))]
    return drawing


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(min(max(latitude, -85), 85)) / 2))


def _inside(drawing: Drawing, x: float, y: float) -> bool:
    return 0 <= x <= drawing.width and 0 <= y <= drawing.height


def _free_dot(number: int, at: tuple[float, float], drawing: Drawing) -> Dot:
    """Return a dot as near to its place as the earlier dots allow."""
    for x, y in _places_around(at):
        fits = RADIUS <= x <= drawing.width - RADIUS and RADIUS <= y <= drawing.height - RADIUS
        if fits and all(math.hypot(x - dot.x, y - dot.y) >= 2 * RADIUS for dot in drawing.dots):
            return Dot(number, x, y, *at)
    return Dot(number, *at, *at)


def _free_name(text: str, x: float, y: float, drawing: Drawing) -> Name:
    """Return a name a little above or below its place when numbers stand there; else on its place."""
    wide = LETTER * len(text) / 2
    x = min(max(x, wide), drawing.width - wide)  # the edge of the paper cuts no names
    half = wide + RADIUS
    for line in (0, 1, -1, 2, -2, 3, -3):
        free = y + line * LINE
        if all(abs(dot.x - x) > half or abs(dot.y - free) > LINE / 2 + RADIUS for dot in drawing.dots):
            return Name(text, x, free)
    return Name(text, x, y)


def _places_around(at: tuple[float, float]) -> Iterator[tuple[float, float]]:
    yield at
    for ring in range(1, MOST_RINGS + 1):
        distance = ring * RADIUS * 1.1
        steps = 6 * ring
        for step in range(steps):
            angle = 2 * math.pi * step / steps
            yield round(at[0] + distance * math.cos(angle), 1), round(at[1] + distance * math.sin(angle), 1)


def _path(geometry: dict[str, Any], project: Projection) -> str:
    """Return a polygon as the data of an SVG path; of what is no polygon nothing is drawn."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
    polygons: Sequence[Any] = coordinates if kind == "MultiPolygon" else [coordinates]
    if kind not in ("Polygon", "MultiPolygon"):
        return ""
    parts = []
    for polygon in polygons:
        for ring in polygon:
            line = _simplified([project(float(point[1]), float(point[0])) for point in ring])
            if len(line) > 2:
                parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in line) + "Z")
    return "".join(parts)


def _simplified(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a line without the points that nobody can tell from the one before."""
    kept: list[tuple[float, float]] = []
    for point in line:
        if not kept or math.hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= 1.5:
            kept.append(point)
    return kept
