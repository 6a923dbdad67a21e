"""Names at the ends of lines, such that they touch neither each other nor a line more than needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

#: Lines of text closer than this run into each other, in pixels.
_TEXT_HEIGHT = 18.0
#: How far above or below the end of its line a name stands in a narrow drawing, in pixels.
_ABOVE, _BELOW = -12.0, 22.0
#: The narrowest drawing, and how much of its width a letter takes.
_NARROW = 250.0
_LETTER = 7.4


@dataclass(frozen=True)
class Label:
    """A name: `x` (0 to 100) and `y` (pixels) are the end of its line.

    `beside` is where it stands next to a wide drawing; `near` where it stands in a narrow one, ending at `x`.
    """

    text: str
    x: float
    y: float
    beside: str = ""
    near: str = ""

    @property
    def place(self) -> str:
        return f"{self.x:.2f}%"

    @property
    def _is_at_edge(self) -> bool:
        """Whether a narrow drawing has no room for the name before the end of its line."""
        return self.x / 100 * _NARROW < len(self.text) * _LETTER

    @property
    def near_place(self) -> str:
        return "0%" if self._is_at_edge else self.place

    @property
    def anchor(self) -> str:
        return "start" if self._is_at_edge else "end"


def spread(labels: Sequence[Label], top: float, bottom: float) -> list[Label]:
    """Return the labels with a place beside the drawing: as near to their lines as they fit."""
    order = sorted(range(len(labels)), key=lambda number: labels[number].y)
    places: dict[int, float] = {}
    at = top - _TEXT_HEIGHT
    for number in order:
        at = max(labels[number].y, at + _TEXT_HEIGHT)
        places[number] = at
    limit = bottom + _TEXT_HEIGHT / 2
    for number in reversed(order):
        places[number] = min(places[number], limit)
        limit = places[number] - _TEXT_HEIGHT
    return [replace(label, beside=f"{places[number] + 5:.1f}") for number, label in enumerate(labels)]


def placed(labels: Sequence[Label], routes: Sequence[Sequence[tuple[float, float]]]) -> list[Label]:
    """Return the labels with a place in a narrow drawing: above or below, where they hide least."""
    points = [point for route in routes for point in _along(route)]
    best: tuple[float, ...] = ()
    least: float | None = None
    for shifts in product((_ABOVE, _BELOW), repeat=len(labels)):
        boxes = [_box(label, shift) for label, shift in zip(labels, shifts, strict=True)]
        hidden = sum(_inside(box, point) for box in boxes for point in points)
        touching = sum(_touch(a, b) for number, a in enumerate(boxes) for b in boxes[:number])
        cost = hidden + 1000 * touching
        if least is None or cost < least:
            best, least = shifts, cost
    return [replace(label, near=f"{label.y + shift:.1f}") for label, shift in zip(labels, best, strict=True)]


_Box = tuple[float, float, float, float]


def _box(label: Label, shift: float) -> _Box:
    """Return west, east, top and bottom of a name in the narrowest drawing."""
    east = label.x / 100 * _NARROW
    west = east - len(label.text) * _LETTER
    if west < 0:  # it then starts at the edge
        west, east = 0.0, len(label.text) * _LETTER
    base = label.y + shift
    return west, east, base - 12, base + 4


def _along(route: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield places along a line, about ten pixels apart."""
    for (x, y), (to_x, to_y) in pairwise(route):
        steps = max(int(abs(to_x - x) / 100 * _NARROW / 10), 1)
        for step in range(steps + 1):
            part = step / steps
            yield (x + (to_x - x) * part) / 100 * _NARROW, y + (to_y - y) * part


def _inside(box: _Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[1] and box[2] <= point[1] <= box[3]


def _touch(a: _Box, b: _Box) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
