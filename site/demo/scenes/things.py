"""Furniture and the small things of daily life."""

import math

from .canvas import Canvas, Point, bowed, numbers, smooth
from .palette import (
    BARK,
    BARK_DEEP,
    BRICK,
    BRICK_DEEP,
    CREAM,
    HEATH,
    INK,
    MOSS,
    SAND,
    SAND_DEEP,
    STONE,
    STRAW,
    WATER,
    WATER_LIGHT,
    mix,
)

WOOD = "#b98d5e"
WOOD_DEEP = "#8d6642"


def bench(c: Canvas, x: float, y: float, wide: float, part: str = "all") -> None:
    """A wooden bench seen from the front; `part` is back, seat or all, so that people fit in between.

    The seat lies 50 of 300 local units above the ground.
    """
    with c.at(x, y, wide / 300):
        if part in {"back", "all"}:
            c.oval(0, 6, 165, 10, c.tone(INK), 0.22)
            c.strokes(("M-120-50v-66", "M120-50v-66"), c.tone(BARK_DEEP), 8)
            c.strokes(("M-146-110q146-6 292 0", "M-146-86q146-4 292 0"), c.tone(WOOD), 16)
        if part in {"seat", "all"}:
            c.strokes(("M-116-48l-4 52", "M116-48l4 52"), c.tone(BARK_DEEP), 9)
            c.line("M-148-50h296", c.tone(WOOD), 14)
            c.line("M-148-44h296", c.tone(WOOD_DEEP), 5)


def bicycle(c: Canvas, x: float, y: float, size: float, colour: str, flip: bool = False) -> None:
    """A Dutch bicycle with a crate or carrier. Local wheel base 110."""
    with c.at(x, y, size / 170, flip):
        c.line(
            "M-90-34a34 34 0 1 0 68 0a34 34 0 1 0-68 0zM22-34a34 34 0 1 0 68 0a34 34 0 1 0-68 0z",
            c.tone(INK),
            5,
        )
        c.strokes(("M-56-34L-34-84M-56-34L0-34L-32-78M0-34L40-84", "M56-34L38-94"), c.tone(colour), 7)
        c.strokes(("M38-94q-2-14-16-12M-92-64q16-14 42-6", "M-78-74h40"), c.tone(INK), 5)
        c.fill("M-52-96q18-6 34 2q-6 10-18 8q-14 0-16-10z", c.tone(BARK_DEEP))


def rider(c: Canvas, x: float, y: float, size: float) -> None:
    """A small bicycle without carrier, for children on a track."""
    with c.at(x, y, size / 170):
        c.line(
            "M-78-26a26 26 0 1 0 52 0a26 26 0 1 0-52 0zM26-26a26 26 0 1 0 52 0a26 26 0 1 0-52 0z",
            c.tone(INK),
            7,
        )
        c.strokes(("M-52-26L-6-30L34-66L-24-58z", "M52-26L34-76h-12"), c.tone(BRICK), 7)


def walker(c: Canvas, x: float, y: float, size: float, flip: bool = False) -> None:
    """A walking frame on wheels with a little basket. Local height 100."""
    with c.at(x, y, size / 100, flip):
        c.strokes(("M-24-6L-8-92h-16", "M28-6L-2-74", "M-14-52h30"), c.tone("#6d6f7a"), 6)
        c.fill("M-12-48h36l-6 24h-26z", c.tone(HEATH))
        c.line("M-25-8h0M28-8h0", c.tone(INK), 17)


def table(c: Canvas, x: float, y: float, wide: float, deep: float, tall: float, colour: str = WOOD) -> None:
    """A long table seen from slightly above: its far edge at y, `deep` to the near edge."""
    half = wide / 2
    legs = [f"M{numbers((x + side * half * 0.88, y + deep))}l{numbers((side * 6, tall))}" for side in (-1, 1)]
    c.strokes(legs, c.tone(mix(colour, INK, 0.4)), 18)
    slant = deep * 0.7
    c.fill(
        bowed([(x - half + slant, y), (x + half - slant, y), (x + half, y + deep), (x - half, y + deep)]),
        c.tone(colour),
    )
    c.fill(
        f"M{numbers((x - half, y + deep - 1))}h{round(wide)}v18h-{round(wide)}z",
        c.tone(mix(colour, INK, 0.25)),
    )
    grain = [
        f"M{numbers((x - half + slant * (1 - t) + 40, y + deep * t))}h"
        f"{round(wide - slant * 2 * (1 - t) - 80)}"
        for t in (0.35, 0.7)
    ]
    c.strokes(grain, c.tone(mix(colour, INK, 0.15)), 2, 0.5)


def bowl(c: Canvas, x: float, y: float, size: float, colour: str, food: str) -> None:
    """A bowl with something good in it."""
    c.fill(
        f"M{numbers((x - size, y))}q{numbers((size * 0.2, size * 0.75, size, size * 0.75))}t"
        f"{numbers((size, -size * 0.75))}z",
        c.tone(colour),
    )
    c.oval(x, y, size, size * 0.3, c.tone(mix(colour, CREAM, 0.35)))
    c.oval(x, y, size * 0.8, size * 0.2, c.tone(food))


def cups(c: Canvas, places: list[Point], size: float = 11) -> None:
    """Coffee cups on a table."""
    body = "".join(
        f"M{numbers((x - size, y - size))}h{round(size * 2)}l-3 {round(size * 1.5)}h-{round(size * 2 - 6)}z"
        for x, y in places
    )
    c.fill(body, c.tone(CREAM))
    c.dabs([(x - size * 0.5, y - size) for x, y in places], c.tone(BARK), size * 0.5, dash=size)


def pot(c: Canvas, x: float, y: float, size: float, colour: str, steam: bool = True) -> None:
    """A big cooking pot; (x, y) is the middle of its bottom."""
    with c.at(x, y, size / 100):
        c.fill("M-52-2V-66Q0-78 52-66V-2Q0 8-52-2z", c.tone(colour))
        c.fill("M-52-2V-66q12-3 20-4V4q-12-2-20-6z", c.tone(mix(colour, INK, 0.25)))
        c.oval(0, -66, 54, 9, c.tone(mix(colour, CREAM, 0.3)))
        c.oval(0, -66, 46, 6, c.tone(mix(colour, BRICK, 0.45)))
        c.strokes(("M-52-46q-16 0-16 10", "M52-46q16 0 16 10"), c.tone(INK), 7)
        if steam:
            c.strokes(("M-20-84q-14-22 0-40t0-36", "M16-86q16-20 2-42t4-30"), c.tone(CREAM), 8, 0.6)


def book(c: Canvas, x: float, y: float, size: float) -> None:
    """An open book lying on a table. Local width 100."""
    with c.at(x, y, size / 100):
        c.fill("M-54 4L-44-24Q-20-34 0-24Q20-34 44-24L54 4Q26-4 0 6Q-26-4-54 4z", c.tone(BRICK_DEEP))
        c.fill("M-49 0L-40-26Q-18-34 0-25V2Q-24-6-49 0zM49 0L40-26Q18-34 0-25V2Q24-6 49 0z", c.tone(CREAM))
        c.strokes(("M-36-18q16-6 30 0M-40-10q18-6 34 0M36-18q-16-6-30 0M40-10q-18-6-34 0",), c.tone(STONE), 2)


def shelf(c: Canvas, x: float, y: float, wide: float, rows: int, tall: float) -> None:
    """Book shelves; books are strokes of five colours, one path each."""
    colours = (BRICK, WATER, MOSS, STRAW, HEATH)
    c.fill(
        f"M{numbers((x - 10, y - 12))}h{round(wide + 20)}v{round(rows * tall + 24)}h-{round(wide + 20)}z",
        c.tone(WOOD_DEEP),
    )
    c.fill(
        "".join(
            f"M{numbers((x, y + row * tall))}h{round(wide)}v{round(tall - 10)}h-{round(wide)}z"
            for row in range(rows)
        ),
        c.tone("#5c4434"),
    )
    books: dict[str, list[str]] = {colour: [] for colour in colours}
    for row in range(rows):
        px, floor = x + 10.0, y + (row + 1) * tall - 12
        while px < x + wide - 10:
            if c.rng.random() < 0.12:
                px += 26
                continue
            size = (tall - 22) * c.rng.uniform(0.68, 0.95)
            tip = 6 if c.rng.random() < 0.14 else 0
            books[c.rng.choice(colours)].append(f"M{numbers((px + tip, floor))}l{numbers((-tip, -size))}")
            px += 15
    for colour, lines in books.items():
        c.line("".join(lines), c.tone(mix(colour, CREAM, 0.12)), 11)


def pane(c: Canvas, x: float, y: float, wide: float, tall: float, hills: bool = True) -> None:
    """A large window with the land outside."""
    top, _, low = c.mood.sky
    c.fill(
        f"M{numbers((x - 14, y - 14))}h{round(wide + 28)}v{round(tall + 28)}h-{round(wide + 28)}z",
        c.tone(CREAM),
    )
    box = f"M{numbers((x, y))}h{round(wide)}v{round(tall)}h-{round(wide)}z"
    c.fill(box, c.gradient(top, low))
    if hills:
        foot = y + tall
        far, near = c.tone(c.mood.leaf[1], 0.55), c.tone(c.mood.grass[1], 0.2)
        c.fill(
            f"M{numbers((x, foot))}v-{round(tall * 0.34)}q{numbers((wide * 0.12, -26, wide * 0.25, -8))}t"
            f"{numbers((wide * 0.25, -6))}t{numbers((wide * 0.25, 0))}t{numbers((wide * 0.25, -2))}V"
            f"{round(foot)}z",
            far,
        )
        c.fill(
            f"M{numbers((x, foot))}v-{round(tall * 0.2)}q{numbers((wide * 0.3, -34, wide * 0.55, -8))}t"
            f"{numbers((wide * 0.45, 0))}V{round(foot)}z",
            near,
        )
        c.fill(
            f"M{numbers((x, foot))}v-{round(tall * 0.08)}q{numbers((wide * 0.4, 12, wide, -24))}V"
            f"{round(foot)}z",
            c.tone(c.mood.bloom[1], 0.15),
        )
    c.strokes((f"M{numbers((x + wide / 2, y))}v{round(tall)}",), c.tone(CREAM), 9)
    c.line(f"M{numbers((x - 22, y + tall + 16))}h{round(wide + 44)}", c.tone(SAND_DEEP), 12)


def lamp(c: Canvas, x: float, y: float, size: float, colour: str = BRICK) -> None:
    """A hanging lamp with a warm glow; its shade hangs at y."""
    c.oval(x, y + size * 0.7, size * 2.6, size * 2.2, c.glow("#ffe2a0", 0.55))
    c.line(f"M{numbers((x, -10))}V{round(y - size * 0.5)}", c.tone(INK), 3)
    c.oval(x, y + size * 0.42, size * 0.35, size * 0.2, "#fff3cf")
    c.fill(
        f"M{numbers((x - size, y + size * 0.4))}Q"
        f"{numbers((x - size * 0.8, y - size * 0.5, x, y - size * 0.55))}T"
        f"{numbers((x + size, y + size * 0.4))}Q{numbers((x, y + size * 0.65, x - size, y + size * 0.4))}z",
        c.tone(colour),
    )


def bunting(c: Canvas, start: Point, end: Point, sag: float, count: int = 11, lights: bool = False) -> None:
    """A garland of little flags, or of lights, between two points."""
    flags: dict[str, list[str]] = {}
    bulbs: list[Point] = []
    colours = (BRICK, STRAW, HEATH, CREAM, WATER_LIGHT)
    for index in range(1, count):
        t = index / count
        x = start[0] + (end[0] - start[0]) * t
        y = start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t)
        bulbs.append((x, y + 6))
        flags.setdefault(colours[index % len(colours)], []).append(f"M{numbers((x - 10, y))}h20l-10 24z")
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag * 2
    c.line(f"M{numbers(start)}Q{numbers((*middle, *end))}", c.tone(BARK_DEEP), 2.5)
    if lights:
        c.dabs(bulbs, "#fff1c2", 11)
        c.dabs(bulbs, "#ffe2a0", 24, 0.3)
        return
    for colour, shapes in flags.items():
        c.fill("".join(shapes), c.tone(colour))


def boulder(c: Canvas, points: list[Point], light: list[Point]) -> None:
    """A boulder with a lit upper face and flecks of lichen."""
    c.fill(smooth(points, closed=True, tension=0.75), c.tone("#77716f"))
    c.fill(smooth(light, closed=True, tension=0.8), c.tone("#a8a199"))
    xs, ys = [p[0] for p in light], [p[1] for p in light]
    cx, cy = sum(xs) / len(xs), sum(ys) / len(ys)
    spots = [
        (cx + c.rng.gauss(0, 0.26) * (max(xs) - min(xs)), cy + c.rng.gauss(0.1, 0.3) * (max(ys) - min(ys)))
        for _ in range(9)
    ]
    c.dabs(spots[:5], c.tone("#c3bba9"), 6, 0.8, dash=7)
    c.dabs(spots[5:], c.tone(MOSS), 6, 0.7, dash=9)


def fence(c: Canvas, x0: float, x1: float, y: float, tall: float, colour: str = WOOD_DEEP) -> None:
    """A field fence of posts and two rails."""
    count = max(2, round((x1 - x0) / (tall * 1.7)))
    lines = [
        f"M{numbers((x0 + (x1 - x0) * i / count, y + c.rng.uniform(-2, 3)))}v-{round(tall)}"
        for i in range(count + 1)
    ]
    c.strokes(lines, c.tone(colour), max(4, tall / 8))
    rails = [
        f"M{numbers((x0, y - tall * t))}Q{numbers(((x0 + x1) / 2, y - tall * t + 6, x1, y - tall * t))}"
        for t in (0.4, 0.8)
    ]
    c.strokes(rails, c.tone(colour), max(3, tall / 11))


def signpost(c: Canvas, x: float, y: float, tall: float) -> None:
    """A wooden mushroom-like signpost with two arms."""
    c.line(f"M{numbers((x, y))}v-{round(tall)}", c.tone(BARK), 9)
    t = round(y - tall)
    c.fill(
        f"M{round(x - 6)} {t + 8}h52l14 11l-14 11h-52zM{round(x + 6)} {t + 38}h-46l-14 11l14 11h46z",
        c.tone(SAND),
    )


def wheel_of(c: Canvas, x: float, y: float, radius: float, spokes: int, colour: str) -> None:
    """A spoked wheel, for barrows and carts."""
    c.line(
        f"M{numbers((x - radius, y))}a{numbers((radius, radius))} 0 1 0 {round(radius * 2)} 0a"
        f"{numbers((radius, radius))} 0 1 0-{round(radius * 2)} 0z",
        c.tone(INK),
        5,
    )
    lines = []
    for i in range(spokes):
        turn = i * math.tau / spokes
        lines.append(f"M{numbers((x, y))}l{numbers((math.cos(turn) * radius, math.sin(turn) * radius))}")
    c.strokes(lines, c.tone(colour), 3)
