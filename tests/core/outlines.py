"""Small outlines of our own around the centres of three municipalities of the demo; nothing here is real."""

from __future__ import annotations

import random
from typing import Any

#: Code, then the corners of a box; neighbours share a side or a part of one.
BOXES = {
    "GM0106": (6.45, 52.93, 6.65, 53.05),  # Assen
    "GM1680": (6.65, 52.93, 6.9, 53.05),  # Aa en Hunze, east of it
    "GM1730": (6.45, 53.05, 6.9, 53.2),  # Tynaarlo, north of both
}
NAMES = {"GM0106": "Assen", "GM1680": "Aa en Hunze", "GM1730": "Tynaarlo"}


def geometry(code: str, points: int = 1, wobble: float = 0.0) -> dict[str, Any]:
    """Return the box of a municipality, each side in so many pieces that wobble (degrees).

    A side wobbles the same way for both neighbours.
    """
    west, south, east, north = BOXES[code]
    corners = [(west, south), (east, south), (east, north), (west, north)]
    if code == "GM1730":
        corners.insert(1, (6.65, 53.05))  # where the three meet
    ring: list[list[float]] = []
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        ring += _side(start, end, points, wobble)
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _side(
    start: tuple[float, float], end: tuple[float, float], points: int, wobble: float
) -> list[list[float]]:
    low, high = sorted((start, end))
    numbers = random.Random(str((low, high)))
    line = [
        [
            low[0] + (high[0] - low[0]) * step / points + (numbers.uniform(-wobble, wobble) if step else 0),
            low[1] + (high[1] - low[1]) * step / points + (numbers.uniform(-wobble, wobble) if step else 0),
        ]
        for step in range(points)
    ] + [list(high)]
    return line[:-1] if start == low else line[:0:-1]


def feature(code: str, **more: Any) -> dict[str, Any]:
    """Return a feature as the national service sends it."""
    found = {
        "type": "Feature",
        "id": 1,
        "properties": {"statcode": code, "statnaam": NAMES.get(code, "Elders"), "rubriek": "gemeente"},
        "geometry": geometry(code) if code in BOXES else geometry("GM0106"),
    }
    return {**found, **more}


def features(points: int = 1, wobble: float = 0.0) -> list[dict[str, Any]]:
    """Return all three."""
    return [feature(code, geometry=geometry(code, points, wobble)) for code in BOXES]
