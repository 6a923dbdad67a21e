"""Trees and plants, each with a shadow side and a lit side (light comes from the right).

Trees are drawn 400 units tall in a frame of their own and in few forms, so that a wood
costs hardly more than a tree.
"""

import math

from .canvas import Canvas, Point, blob, numbers, smooth, taper
from .palette import BARK, BARK_DEEP, BRICK_LIGHT, CREAM, INK, SAND_DEEP, STRAW, mix


def oak(c: Canvas, x: float, y: float, tall: float, depth: float = 0.0, spread: float = 1.0) -> None:
    """An old oak: a heavy leaning trunk, wide crown in three layers of light; `spread` widens the crown."""
    rng = c.form("oak")
    dark, mid, light = (c.tone(colour, depth) for colour in c.mood.leaf)
    bark = c.tone(BARK_DEEP, depth)
    with c.at(x, y, tall / 400, flip=x < 300):
        c.oval(-30, 4, 190, 18, c.tone(INK), 0.2)
        lean = rng.uniform(-16, 16)
        wide = 200 * spread
        c.fill(taper([(0, 6), (lean * 0.3, -50), (lean, -136), (lean * 1.4, -240)], [68, 38, 34, 16]), bark)
        fork = (lean * 0.9, -120)
        limbs = (
            taper([fork, (side * wide * 0.22, -168), (side * wide * 0.55, -400 * rise)], [24, 18, 4])
            for side, rise in ((-1, 0.52), (1, 0.5))
        )
        c.fill("".join(limbs), bark)
        crown = ((-0.42, 40, 0.55, 88), (0.45, 48, 0.52, 88), (0, -32, 0.78, 120))
        middle = ((-0.3, 12, 0.46, 64), (0.5, 28, 0.4, 60), (0.12, -56, 0.58, 80))
        tops = ((-0.15, -20, 0.26, 24), (0.6, 0, 0.22, 24), (0.26, -92, 0.36, 32))
        for layer, colour, points in ((crown, dark, 8), (middle, mid, 7), (tops, light, 6)):
            leaves = (blob(dx * wide, dy - 264, rx * wide, ry, rng, points, 0.13) for dx, dy, rx, ry in layer)
            c.fill("".join(leaves), colour)
        places: list[Point] = []
        for _ in range(20):
            angle, reach = rng.uniform(0, math.tau), rng.uniform(0.7, 1.0) * 0.8
            places.append((math.cos(angle) * wide * reach, -272 + math.sin(angle) * 136 * reach))
        c.dabs(places[:10], mid, 9, dash=6)
        c.dabs(places[10:], light, 7.5, dash=5)


def tree(c: Canvas, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """A village tree with an upright, egg-shaped crown."""
    rng = c.form("tree")
    dark, mid, light = (c.tone(colour, depth) for colour in c.mood.leaf)
    with c.at(x, y, tall / 400):
        c.fill(taper([(0, 0), (6, -120), (0, -240)], [30, 18, 12]), c.tone(BARK, depth))
        c.fill(blob(0, -248, 108, 148, rng, 8, 0.08), dark)
        c.fill(blob(16, -264, 80, 116, rng, 7, 0.1), mid)
        if tall > 100:
            c.fill(blob(40, -296, 36, 56, rng, 7, 0.14), light)


def birch(c: Canvas, x: float, y: float, tall: float, depth: float = 0.0, bare: bool = False) -> None:
    """A birch: pale bent stem with dark marks and thin foliage."""
    rng = c.form("bare birch" if bare else "birch")
    dark, mid, light = (c.tone(colour, depth) for colour in c.mood.leaf)
    with c.at(x, y, tall / 400):
        bend = rng.uniform(-28, 28)
        if not bare:
            c.fill(blob(bend - 8, -264, 84, 126, rng, 8, 0.16), dark)
        c.fill(
            taper([(0, 0), (bend, -140), (bend * 0.4, -280), (bend * 1.3, -400)], [16, 12, 8, 3]),
            c.tone(CREAM, depth + 0.08),
        )
        twigs = []
        for index in range(5):
            side = -1 if index % 2 else 1
            foot = numbers((bend * 0.7, -180 - 40 * index))
            twigs.append(f"M{foot}q{numbers((side * 32, -12, side * 52, -48))}")
        c.strokes(twigs, c.tone(BARK, depth + 0.1), 3.4)
        marks = [(bend * min(t / 150, 1) - 3, -t) for t in (32, 68, 116, 160, 208)]
        c.dabs(marks, c.tone(BARK_DEEP, depth), 4, dash=6)
        if not bare:
            c.fill(blob(bend + 24, -304, 54, 76, rng, 8, 0.18), mid, 0.9)
            spots = [(bend + rng.gauss(0, 40), rng.uniform(-390, -180)) for _ in range(16)]
            c.dabs(spots, light, 9, dash=5)


def pine(c: Canvas, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """A Scots pine: bare warm stem, plates of dark needles."""
    rng = c.form("pine")
    dark, light = c.tone("#34503f", depth), c.tone("#58754d", depth)
    with c.at(x, y, tall / 400):
        bend = rng.uniform(-26, 26)
        stem = [(0, 4), (bend * 0.3, -60), (bend, -180), (bend * 0.6, -340)]
        c.fill(taper(stem, [24, 17, 14, 8]), c.tone(mix(BRICK_LIGHT, BARK, 0.55), depth))
        needles, tops = "", ""
        for dx, up, wide in ((-60, 230, 60), (64, 270, 64), (-34, 322, 76), (16, 374, 66)):
            px = bend * 0.7 + dx
            needles += blob(px, -up, wide, 24, rng, 7, 0.16)
            tops += blob(px + 12, -up - 8, wide * 0.6, 10, rng, 6, 0.2)
        c.fill(needles, dark)
        c.fill(tops, light)


def _flame(x: float, height: float, sway: float) -> str:
    wide = height * 0.16
    sides = (
        (-0.7, 0.0, 0.0),
        (-1.1, 0.28, 0.0),
        (-0.75, 0.62, 0.4),
        (0.0, 1.0, 1.0),
        (0.7, 0.66, 0.5),
        (1.15, 0.3, 0.0),
        (0.7, 0.0, 0.0),
    )
    return smooth(
        [(x + across * wide + sway * part, -height * up) for across, up, part in sides], closed=True
    )


def juniper(c: Canvas, x: float, y: float, tall: float, depth: float = 0.0) -> None:
    """A juniper: several flame-shaped columns grown together."""
    rng = c.form("juniper")
    dark, mid, light = c.tone("#2f4a3e", depth), c.tone("#44624b", depth), c.tone("#6d8662", depth)
    with c.at(x, y, tall / 400):
        sway = rng.uniform(-18, 18)
        c.oval(-30, 0, 120, 14, c.tone(INK), 0.2)
        c.fill(_flame(-48, 288, -sway) + _flame(56, 320, sway), dark)
        c.fill(_flame(8, 400, sway) + _flame(68, 224, -sway), mid)
        if tall > 80:
            c.strokes(
                [f"M{numbers((rng.uniform(-40, 88), -rng.uniform(30, 240)))}q8-20 4-48" for _ in range(10)],
                light,
                5.6,
            )


def heather(c: Canvas, x: float, y: float, size: float) -> None:
    """A nearby clump of heath: dark cushion, sprigs, flower dabs."""
    rng = c.form("heather")
    dark, mid, light = (c.tone(colour) for colour in c.mood.bloom)
    with c.at(x, y, size / 100):
        c.fill(blob(0, 0, 100, 42, rng, 8, 0.14), dark)
        c.fill(blob(10, -14, 80, 28, rng, 7, 0.16), mid)
        spots = [(rng.gauss(5, 40), -20 - rng.gauss(0, 17)) for _ in range(20)]
        c.dabs(spots[:12], light, 8.5)
        c.dabs(spots[12:], c.tone("#dcb6d6"), 6)


def _stalks(c: Canvas, kind: str, count: int, lean: tuple[float, float]) -> tuple[list[str], list[Point]]:
    """Bent stalks 100 units tall with their tips."""
    rng = c.form(kind)
    lines: list[str] = []
    tips: list[Point] = []
    for index in range(count):
        x, size = (index - count / 2) * 130 / count + rng.uniform(-12, 12), rng.uniform(60, 110)
        bend = rng.uniform(*lean) * size
        lines.append(f"M{numbers((x, rng.uniform(-6, 8)))}q{numbers((bend * 0.1, -size * 0.6, bend, -size))}")
        tips.append((x + bend, -size))
    return lines, tips


def reeds(c: Canvas, x: float, y: float, tall: float, count: int = 14, heads: bool = True) -> None:
    """A stand of reeds or rushes, some with brown heads."""
    with c.at(x, y, tall / 100):
        lines, tips = _stalks(c, f"reeds{count}", count, (-0.22, 0.3))
        c.strokes(lines, c.tone(c.mood.leaf[0]), 4)
        c.strokes(lines[::4], c.tone(c.mood.leaf[2]), 3)
        if heads:
            c.strokes([f"M{numbers(tip)}v14" for tip in tips[::3]], c.tone(BARK), 8)


def cotton(c: Canvas, x: float, y: float, tall: float, count: int = 12) -> None:
    """Cotton grass: thin stalks with white tufts."""
    with c.at(x, y, tall / 100):
        lines, tips = _stalks(c, f"cotton{count}", count, (0.0, 0.4))
        c.strokes(lines, c.tone(c.mood.leaf[1]), 3)
        c.dabs(tips, c.tone(CREAM), 17, dash=5)


def fern(c: Canvas, x: float, y: float, size: float) -> None:
    """A fern: bent fronds from one foot."""
    with c.at(x, y, size / 100):
        fronds, ribs = "", []
        for angle in (-1.1, -0.55, 0.0, 0.5, 1.05):
            tip = (math.sin(angle) * 100, -math.cos(angle) * 80)
            middle = (math.sin(angle) * 35, -math.cos(angle) * 75)
            fronds += taper([(0, 0), middle, tip], [3, 20, 2])
            ribs.append(f"M0 0Q{numbers((*middle, *tip))}")
        c.fill(fronds, c.tone(c.mood.leaf[1]))
        c.strokes(ribs, c.tone(c.mood.leaf[2]), 2, 0.6)


def sunflower(c: Canvas, x: float, y: float, tall: float) -> None:
    """A tall sunflower with two leaves."""
    green = c.tone(c.mood.leaf[1])
    with c.at(x, y, tall / 200):
        c.line("M0 0q6-100 0-200", green, 5)
        c.fill(
            taper([(2, -70), (-20, -84), (-40, -78)], [3, 15, 2])
            + taper([(2, -110), (20, -124), (40, -118)], [3, 15, 2]),
            green,
        )
        c.dabs(
            [(math.cos(a * 0.785) * 15, -200 + math.sin(a * 0.785) * 15) for a in range(8)], c.tone(STRAW), 13
        )
        c.line("M0-200h0", c.tone(BARK), 23)


def grain(c: Canvas, y: float, tall: float) -> None:
    """A field of ripe ears along the lower edge of the picture, its stalks rooted at y."""
    ripe = c.tone(c.mood.field)
    c.fill(f"M-10 {round(y - tall * 0.62)}q300-26 600 4t620-14V810H-10z", mix(ripe, c.tone(SAND_DEEP), 0.35))
    for row, (shift, lift, shade) in enumerate(((-40, 0.0, 0.25), (-10, -0.32, 0.0))):
        rng = c.form(f"grain{row}")
        stalks, ears = [], []
        for step in range(15):
            x, size, lean = step * 18.5 + rng.uniform(-5, 5), rng.uniform(70, 108), rng.uniform(2, 20)
            stalks.append(f"M{numbers((x, 0))}q{numbers((0, -size * 0.6, lean, -size))}")
            ears.append(f"M{numbers((x + lean, -size))}q4-8 8-16")
        for index in range(3):
            with c.at(index * tall * 2.8 + shift, y + lift * -tall, tall / 100):
                c.strokes(stalks, c.tone(mix(SAND_DEEP, BARK, shade)), 2)
                c.strokes(ears, mix(ripe, c.tone(BARK), shade), 8)
