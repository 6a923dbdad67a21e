"""The drawing surface: hand-drawn curves in few bytes, collected into one SVG document.

Units are those of the view box (1200 wide, 800 high). Coordinates are rounded to whole units, which keeps a
scene small; things that need finer lines are drawn large in a scaled frame (see `Canvas.at`).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random

from .document import Shape, shorter, write
from .palette import Mood, mix

WIDTH = 1200
HEIGHT = 800
USUAL = 14
"""The stroke width that needs no saying: that of sleeves and hands."""

Point = tuple[float, float]


def numbers(values: Iterable[float]) -> str:
    """Join rounded numbers the short way: a minus sign is separator enough."""
    out = ""
    for value in values:
        text = str(round(value))
        out += text if not out or text.startswith("-") else f" {text}"
    return out


def polyline(points: Sequence[Point], closed: bool = True) -> str:
    """Straight lines through all points."""
    rounded = [(round(x), round(y)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(rounded, rounded[1:], strict=False)]
    return f"M{numbers(rounded[0])}l{numbers(v for step in steps for v in step)}{'z' if closed else ''}"


def smooth(points: Sequence[Point], closed: bool = False, tension: float = 1.0) -> str:
    """A flowing curve through all points (Catmull-Rom, written as smooth cubics)."""
    count = len(points)

    def tangent(index: int) -> Point:
        if closed:
            before, after = points[(index - 1) % count], points[(index + 1) % count]
        else:
            before, after = points[max(index - 1, 0)], points[min(index + 1, count - 1)]
        return (after[0] - before[0]) * tension / 6, (after[1] - before[1]) * tension / 6

    order = list(range(1, count)) + ([0] if closed else [])
    x, y = round(points[0][0]), round(points[0][1])
    leave = tangent(0)
    out = f"M{numbers((x, y))}"
    for position, index in enumerate(order):
        end, arrive = points[index], tangent(index)
        control = end[0] - arrive[0] - x, end[1] - arrive[1] - y
        target = round(end[0]), round(end[1])
        step = target[0] - x, target[1] - y
        if position == 0:
            out += "c" + numbers((*leave, *control, *step)) + ("s" if len(order) > 1 else "")
        else:
            values = numbers((*control, *step))
            out += values if position == 1 or values.startswith("-") else f" {values}"
        x, y = target
    return out + ("z" if closed else "")


def bowed(points: Sequence[Point], bow: float = 2.0) -> str:
    """A closed shape whose edges bend a little, as a hand draws them; the same points bend the same way."""
    rng = Random(len(points))  # noqa: S311 - repeatable drawing, not a secret
    x, y = round(points[0][0]), round(points[0][1])
    out = f"M{numbers((x, y))}"
    for end in [*points[1:], points[0]]:
        dx, dy = round(end[0]) - x, round(end[1]) - y
        length = math.hypot(dx, dy) or 1
        off = rng.uniform(-bow, bow)
        out += "q" + numbers((dx / 2 - dy / length * off, dy / 2 + dx / length * off, dx, dy))
        x, y = x + dx, y + dy
    return out + "z"


def blob(cx: float, cy: float, rx: float, ry: float, rng: Random, n: int = 10, rough: float = 0.12) -> str:
    """A soft closed form around a centre: foliage, boulders, bushes."""
    turn = rng.uniform(0, math.tau)
    points = []
    for index in range(n):
        angle = turn + index * math.tau / n
        reach = 1 + rng.uniform(-rough, rough)
        points.append((cx + math.cos(angle) * rx * reach, cy + math.sin(angle) * ry * reach))
    return smooth(points, closed=True)


def taper(points: Sequence[Point], widths: Sequence[float]) -> str:
    """A stroke whose width changes along its course: trunks, branches, streams and paths."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(points) - 1
    for index, (x, y) in enumerate(points):
        before, after = points[max(index - 1, 0)], points[min(index + 1, last)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1
        half = widths[index] / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return smooth([*left, *reversed(right)], closed=True)


def band(points: Sequence[tuple[float, float, float]]) -> str:
    """A ribbon lying on the ground, given as (y, left edge, right edge) from near to far."""
    left = smooth([(a, y) for y, a, _ in points])
    right = smooth([(b, y) for y, _, b in reversed(points)])
    return f"{left}L{right[1:]}z"


class Canvas:
    """Collects the shapes of one scene and writes the document."""

    def __init__(self, name: str, mood: Mood, cast: int = 0) -> None:
        """Start a drawing.

        `name` is a short word, unique to the drawing: it starts all ids and decides every throw of the dice.
        `cast` chooses who appears in the picture.
        """
        self.rng = Random(name)  # noqa: S311 - repeatable drawing, not a secret
        self.mood = mood
        self.cast = cast
        self._prefix = name
        self._defs: list[str] = []
        self._shapes: list[Shape] = []
        self._forms: Counter[str] = Counter()

    def form(self, kind: str, forms: int = 1) -> Random:
        """The hand for the next thing of a kind; forms repeat, so that shapes can be shared."""
        self._forms[kind] += 1
        return Random(f"{kind}/{self._prefix}/{self._forms[kind] % forms}")  # noqa: S311 - repeatable drawing

    def tone(self, colour: str, depth: float = 0.0) -> str:
        """The colour in the light of this scene; `depth` 0 is near, 1 dissolves in the haze."""
        return mix(mix(colour, self.mood.tint, self.mood.strength), self.mood.haze, depth)

    def fill(self, d: str, colour: str, opacity: float = 1.0) -> None:
        """Fill a path."""
        self._shapes.append(Shape("path", f' fill="{colour}"{_opacity(opacity)}', d))

    def line(self, d: str, colour: str, width: float, opacity: float = 1.0) -> None:
        """Draw along a path with round ends."""
        size = "" if round(width) == USUAL else f' stroke-width="{_width(width)}"'
        attributes = f' stroke="{colour}"{size}{_opacity(opacity)}'
        self._shapes.append(Shape("path", attributes, d))

    def trace(self, d: str) -> None:
        """A path that takes its colour from the pen around it."""
        self._shapes.append(Shape("path", "", d))

    @contextmanager
    def pen(self, colour: str, width: float) -> Iterator[None]:
        """One stroke colour for all that is traced inside."""
        with self._group(f' stroke="{colour}" stroke-width="{_width(width)}"', ""):
            yield

    def oval(self, cx: float, cy: float, rx: float, ry: float, colour: str, opacity: float = 1.0) -> None:
        """Fill an ellipse."""
        size = f' cx="{round(cx)}" cy="{round(cy)}" rx="{round(rx)}" ry="{round(ry)}"'
        self._shapes.append(Shape("ellipse", f'{size} fill="{colour}"{_opacity(opacity)}'))

    def dabs(
        self, points: Iterable[Point], colour: str, size: float, opacity: float = 1.0, dash: float = 0
    ) -> None:
        """Many brush dabs of one colour as one path; `dash` stretches them sideways."""
        out, x, y = "", 0, 0
        for px, py in points:
            step = round(px) - x, round(py) - y
            out += f"{'m' if out else 'M'}{numbers(step)}h{round(dash)}"
            x, y = round(px) + round(dash), round(py)
        if out:
            self.line(out, colour, size, opacity)

    def strokes(self, lines: Iterable[str], colour: str, width: float, opacity: float = 1.0) -> None:
        """Many lines of one colour as one path."""
        self.line("".join(lines), colour, width, opacity)

    def gradient(self, *stops: str) -> str:
        """A linear gradient from the top of the shape that uses it to its foot."""
        name = f"{self._prefix}{len(self._defs)}"
        last = len(stops) - 1
        marks = "".join(
            f'<stop offset="{shorter(index / last)}" stop-color="{stop}"/>'
            for index, stop in enumerate(stops)
        )
        self._defs.append(f'<linearGradient id="{name}" x2="0" y2="1">{marks}</linearGradient>')
        return f"url(#{name})"

    def glow(self, colour: str, strength: float = 0.8) -> str:
        """A radial gradient that fades out: the air around the sun or a lamp."""
        name = f"{self._prefix}{len(self._defs)}"
        self._defs.append(
            f'<radialGradient id="{name}"><stop stop-color="{colour}" stop-opacity="{shorter(strength)}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        )
        return f"url(#{name})"

    @contextmanager
    def at(
        self, x: float, y: float, scale: float = 1.0, flip: bool = False, turn: float = 0
    ) -> Iterator[None]:
        """Draw in a frame of its own: moved, scaled, turned (degrees) and, with `flip`, mirrored."""
        transform = f"translate({numbers((x, y))})" if round(x) or round(y) else ""
        if turn:
            transform += f"rotate({turn:.3g})"
        size = f"{scale:.3g}".removeprefix("0")
        if flip:
            transform += f"scale(-{size} {size})"
        elif scale != 1:
            transform += f"scale({size})"
        if not transform:
            yield
            return
        with self._group("", transform):
            yield

    @contextmanager
    def _group(self, attributes: str, transform: str) -> Iterator[None]:
        outer, self._shapes = self._shapes, []
        yield
        inner, self._shapes = self._shapes, outer
        if len(inner) == 1 and transform and not inner[0].transform:
            # a frame around one shape is an attribute of that shape
            outer.append(replace(inner[0], transform=transform))
        elif inner:
            outer.append(Shape("g", attributes, transform=transform, parts=tuple(inner)))

    def svg(self, mirrored: bool = False) -> str:
        """The finished document."""
        mirror = f"matrix(-1 0 0 1 {WIDTH} 0)" if mirrored else ""
        pen = f' fill="none" stroke-width="{USUAL}" stroke-linecap="round" stroke-linejoin="round"'
        root = Shape("g", pen, "", mirror, tuple(self._shapes))
        shared, body = write(root, self._prefix, len(self._defs))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
            f' viewBox="0 0 {WIDTH} {HEIGHT}">'
            f"<defs>{''.join(self._defs)}{shared}</defs>{body}</svg>\n"
        )


def _width(value: float) -> str:
    return str(round(value)) if value >= 8 else f"{value:.1f}".removesuffix(".0")


def _opacity(value: float) -> str:
    return f' opacity="{shorter(value)}"' if value < 1 else ""
