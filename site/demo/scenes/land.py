"""Sky, ground and water."""

import math
from collections.abc import Callable

from .canvas import HEIGHT, WIDTH, Canvas, Point, blob, numbers, smooth
from .palette import CREAM, WATER, mix

Ridge = Callable[[float], float]


def sky(c: Canvas, clouds: int = 4, sun: bool = True, floor: float = 420) -> None:
    """The wide sky, with a soft sun and long clouds that stay above `floor`."""
    top, middle, low = c.mood.sky
    c.fill(f"M0 0h{WIDTH}v{HEIGHT}H0z", low)
    c.fill(f"M0 0h{WIDTH}v{round(floor + 60)}H0z", c.gradient(top, middle, low))
    x, y = c.mood.sun_at
    y = min(y, floor - 60)
    if sun:
        c.oval(x, y, 330, 300, c.glow(c.mood.sun))
        c.oval(x, y, 44, 44, c.mood.sun)
    for index in range(clouds):
        cx = (index + 0.5) * WIDTH / clouds + c.rng.uniform(-90, 90)
        cy = 80 + (floor - 200) * ((index * 0.618 + 0.15) % 1)
        cloud(c, cx, cy, c.rng.uniform(120, 210) * (1.1 - cy / 900))


def cloud(c: Canvas, x: float, y: float, size: float) -> None:
    """A flat-based summer cloud: a lit heap before a paler, wider one."""
    pale = mix(c.mood.cloud, c.mood.sky[1], 0.45)
    heaps = []
    for dx, dy, wide, colour in ((-30, -16, 84, pale), (10, 0, 100, c.mood.cloud)):
        rng = c.form(f"cloud{wide}")
        top: list[Point] = []
        steps = 6
        for index in range(1, steps):
            t = index / steps
            swell = (
                math.sin(math.pi * t) ** 0.8
                * wide
                * 0.24
                * (1.15 if index % 2 else 0.7)
                * rng.uniform(0.75, 1.15)
            )
            top.append(((t - 0.5) * 2 * wide, -swell))
        points = [(-wide, 0), *top, (wide, -1), (wide * 0.4, 3), (-wide * 0.5, 4)]
        shape = smooth([(px + dx, py + dy) for px, py in points], closed=True, tension=1.15)
        heaps.append((shape, colour))
    with c.at(x, y, size / 100, flip=c.rng.random() < 0.5):
        for shape, colour in heaps:
            c.fill(shape, colour, 0.7)


def ridge(c: Canvas, base: float, swell: float, waves: float = 1.5) -> Ridge:
    """The course of a hill's edge: height y at a given x."""
    first, second = c.rng.uniform(0, math.tau), c.rng.uniform(0, math.tau)

    def height(x: float) -> float:
        turn = x / WIDTH * math.tau * waves
        return base + swell * (0.7 * math.sin(turn * 0.6 + first) + 0.3 * math.sin(turn * 1.3 + second))

    return height


def ground(c: Canvas, edge: Ridge, colour: str, step: int = 250) -> None:
    """Fill everything below an edge."""
    points = [(x, edge(x)) for x in range(-30, WIDTH + step, step)]
    c.fill(f"{smooth(points)}V{HEIGHT + 10}H-30z", colour)


def hill(c: Canvas, base: float, swell: float, colour: str, *, to: str = "", waves: float = 1.5) -> Ridge:
    """A hill, flat or fading to the colour `to` at its foot; returns its edge."""
    edge = ridge(c, base, swell, waves)
    ground(c, edge, c.gradient(colour, to) if to else colour)
    return edge


def treeline(
    c: Canvas, edge: Ridge, colour: str, x0: float = -30, x1: float = 1230, tall: float = 34
) -> None:
    """A far wood: one bumpy silhouette along an edge."""
    points: list[Point] = [(x0, edge(x0) + 6)]
    x = x0 + 10
    while x < x1 - 10:
        points.append((x, edge(x) - tall * c.rng.uniform(0.45, 1.1)))
        x += max(tall, 46) * c.rng.uniform(1.0, 1.8)
    points.append((x1, edge(x1) + 6))
    c.fill(
        f"{smooth(points, tension=1.2)}L{numbers((x1, edge(x1) + 24))}L{numbers((x0, edge(x0) + 24))}z",
        colour,
    )


def tufts(
    c: Canvas, count: int, area: tuple[float, float, float, float], colour: str, tall: float = 16
) -> None:
    """Grass blades spread over an area (x0, y0, x1, y1) in small groups, larger towards the viewer."""
    x0, y0, x1, y1 = area
    groups = max(2, round(count / 7))
    with c.pen(colour, 3):
        for index in range(groups):
            rng = c.form("tufts")
            lines = []
            for _ in range(5):
                size, lean = rng.uniform(14, 24), rng.uniform(-8, 8)
                foot = rng.uniform(-60, 60), rng.uniform(-26, 6)
                lines.append(f"M{numbers(foot)}q{numbers((-1, -size * 0.6, lean - 6, -size))}")
                lines.append(
                    f"m{numbers((9 - lean, size))}q{numbers((1, -size * 0.6, lean + 7, -size * 0.9))}"
                )
            x = x0 + (x1 - x0) * (index + c.rng.uniform(0.15, 0.85)) / groups
            y = c.rng.uniform(y0, y1)
            near = 0.6 + 0.6 * (y - y0) / max(y1 - y0, 1)
            with c.at(x, y, tall / 20 * near, flip=c.rng.random() < 0.5):
                c.trace("".join(lines))


def spread(c: Canvas, count: int, area: tuple[float, float, float, float], lean: float = 1.0) -> list[Point]:
    """Places spread over an area, denser at the far side when `lean` is above 1; sorted from far to near."""
    x0, y0, x1, y1 = area
    places = [(c.rng.uniform(x0, x1), y0 + (y1 - y0) * c.rng.random() ** lean) for _ in range(count)]
    return sorted(places, key=lambda place: place[1])


def ripples(c: Canvas, count: int, area: tuple[float, float, float, float], opacity: float = 0.35) -> None:
    """Short lines of light on water."""
    lines = []
    for x, y in spread(c, count, area):
        length = c.rng.uniform(30, 110)
        lines.append(
            f"M{numbers((x - length / 2, y))}q{numbers((length / 2, c.rng.choice((-3, 3)), length, 0))}"
        )
    c.strokes(lines, mix(c.mood.sky[2], CREAM, 0.3), 2.5, opacity)


def water_paint(c: Canvas) -> str:
    """Dark water that carries the light of the sky at its far side."""
    far = mix(c.mood.sky[1], WATER, 0.35)
    return c.gradient(far, c.tone("#365a6b"), c.tone(WATER))


def shade(c: Canvas, x: float, y: float, rx: float, ry: float, strength: float = 0.22) -> None:
    """The soft shadow under something that stands on the ground."""
    c.oval(x, y, rx, ry, c.tone("#2b2f3a"), strength)


def shades(c: Canvas, places: list[Point], wide: float = 90) -> None:
    """Small shadows under a row of people, as one path."""
    c.dabs([(x - wide / 2, y) for x, y in places], c.tone("#2b2f3a"), 14, 0.2, dash=wide)


def birds(c: Canvas, x: float, y: float, count: int = 5, size: float = 11) -> None:
    """A loose skein of birds."""
    lines = []
    for index in range(count):
        bx = x + (index - count / 2) * size * 2.6 + c.rng.uniform(-6, 6)
        by = y + abs(index - count / 2) * size * 0.9 + c.rng.uniform(-5, 5)
        lines.append(f"M{numbers((bx, by))}q7-2 11 6q4-7 11-6")
    c.strokes(lines, c.tone("#3c3a4a", 0.2), 2.6)


def flowers(
    c: Canvas, count: int, area: tuple[float, float, float, float], colours: tuple[str, ...], size: float = 7
) -> None:
    """Flower dabs over an area, one path per colour."""
    for colour in colours:
        c.dabs(spread(c, count, area), c.tone(colour), size)


def bush(c: Canvas, x: float, y: float, size: float, depth: float = 0.0) -> None:
    """A low round shrub."""
    rng = c.form("bush", 1)
    dark, mid, light = (c.tone(colour, depth) for colour in c.mood.leaf)
    with c.at(x, y, size / 100):
        c.fill(blob(0, -45, 100, 55, rng, 9), dark)
        c.fill(blob(12, -55, 75, 40, rng, 8), mid)
        c.fill(blob(25, -68, 40, 20, rng, 7), light)
