"""The wet land: bog and stream valley."""

from .canvas import Canvas, band, blob, numbers
from .land import (
    birds,
    flowers,
    ground,
    hill,
    ridge,
    ripples,
    sky,
    spread,
    treeline,
    tufts,
    water_paint,
)
from .palette import BARK_DEEP, CREAM, SAND, SAND_DEEP, WATER, mix
from .people import FARMER, KID, WOMAN, crane, person
from .plants import birch, cotton, oak, reeds, tree


def veen(c: Canvas) -> None:
    """A bog: dark pools, dead birches, cotton grass and a boardwalk."""
    sky(c, clouds=4, floor=360)
    far = ridge(c, 358, 6)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.6), tall=20)
    ground(c, far, c.tone("#b9a77c", 0.3))
    c.dabs(spread(c, 60, (0, 372, 1200, 410)), c.tone(c.mood.bloom[1], 0.3), 6, dash=26)
    c.fill(
        "M-10 430C200 396 420 404 560 412C760 396 980 408 1210 424V480C1000 500 860 470 700 486"
        "C500 500 300 470-10 500z",
        c.gradient(mix(c.mood.sky[1], WATER, 0.3), c.tone(WATER, 0.1)),
    )
    c.fill(
        "M-10 470C120 456 260 486 420 480C560 476 640 510 560 540C380 560 160 540-10 560z",
        c.tone("#94824f", 0.1),
    )
    c.fill(
        "M1210 456C1060 452 980 474 860 482C760 490 740 520 860 536C980 550 1100 540 1210 548z",
        c.tone("#8a7a4d", 0.1),
    )
    for x, y, tall in ((262, 500, 190), (318, 508, 130), (1010, 506, 220), (938, 500, 140)):
        birch(c, x, y, tall, 0.2, bare=x != 1010)
    pool = "M120 640C200 560 420 548 600 552C800 540 1040 560 1100 640C1180 720 1000 790 760 786T120 640z"
    c.fill("M-10 540C300 520 900 520 1210 536V810H-10z", c.tone("#77693f"))
    c.dabs(spread(c, 60, (0, 536, 1200, 580)), c.tone(c.mood.bloom[1], 0.05), 9, 0.8, dash=18)
    c.fill(pool, water_paint(c))
    sun_x, _ = c.mood.sun_at
    c.strokes(
        [
            f"M{numbers((sun_x - 60 + i * 9 + c.rng.uniform(-12, 12), 566 + i * 13))}h{round(96 - i * 11)}"
            for i in range(7)
        ],
        c.mood.sun,
        5,
        0.55,
    )
    ripples(c, 14, (240, 570, 1000, 760))
    c.strokes(
        [f"M{numbers((rx, 575))}q{numbers((4, 50, -6, 110))}" for rx in (300, 960, 1010)],
        c.tone("#10242f"),
        7,
        0.3,
    )
    for hx, hy, size in ((420, 610, 44), (860, 640, 58), (560, 716, 46)):
        c.fill(blob(hx, hy, size * 1.4, size * 0.3, c.rng), c.tone("#6a6a3c"))
        tufts(c, 10, (hx - size, hy - 6, hx + size, hy + 4), c.tone("#a39a58"), 32)
    # boardwalk
    planks = [(632 - i * 14 - i * i * 0.9, 556 + i * 6 + i * i * 0.62, 46 + i * 8.4) for i in range(16)]
    c.fill(band([(y + 16, x - w * 0.46, x + w * 0.5) for x, y, w in planks[::-3]]), c.tone("#10242f"), 0.45)
    c.fill(band([(y + 5, x - w * 0.46, x + w * 0.46) for x, y, w in planks[::-3]]), c.tone(BARK_DEEP))
    for start, width in ((0, 7), (4, 9), (8, 12), (12, 15)):
        steps = [f"M{numbers((x - w / 2, y))}l{numbers((w, -3))}" for x, y, w in planks[start : start + 4]]
        c.strokes(steps, c.tone(mix("#b8966a", SAND, start * 0.03)), width)
    person(c, WOMAN, 614, 570, 88, "walk")
    crane(c, 806, 640, 110, flip=True)
    cotton(c, 960, 770, 88)
    cotton(c, 760, 800, 70)
    reeds(c, 90, 800, 170, heads=False)
    cotton(c, 210, 806, 96)
    reeds(c, 1140, 806, 150, heads=False)
    birds(c, 560, 170, 7)


def beekdal(c: Canvas) -> None:
    """A winding stream through wet meadows."""
    sky(c, clouds=5, floor=350)
    far = ridge(c, 350, 16)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.62), tall=32)
    ground(c, far, c.tone(c.mood.grass[0], 0.45))
    second = hill(c, 384, 20, c.tone(mix(c.mood.grass[0], c.mood.field, 0.3), 0.28))
    treeline(c, second, c.tone(c.mood.leaf[0], 0.36), 880, 1230, 46)
    hill(c, 430, 14, c.tone(c.mood.grass[0], 0.16), to=c.tone(c.mood.grass[1]))
    c.dabs(spread(c, 26, (0, 450, 1200, 560), 1.2), c.tone("#e9cf6a"), 5, 0.8, dash=10)
    bank = [
        (830, 130, 700),
        (750, 250, 740),
        (690, 470, 890),
        (640, 600, 930),
        (592, 590, 850),
        (552, 470, 690),
        (518, 400, 570),
        (490, 450, 580),
        (466, 560, 650),
        (446, 620, 684),
        (430, 622, 664),
        (416, 606, 630),
    ]
    c.line(band(bank), c.tone(mix(c.mood.leaf[0], SAND_DEEP, 0.5), 0.05), 12)
    c.fill(band([(y + 5, a, b) for y, a, b in bank]), water_paint(c))
    ripples(c, 12, (420, 640, 720, 790), 0.5)
    ripples(c, 6, (660, 600, 850, 660), 0.5)
    tree(c, 300, 500, 150, 0.2)
    tree(c, 362, 510, 190, 0.16)
    tree(c, 780, 476, 130, 0.24)
    tree(c, 826, 484, 170, 0.2)
    # a plank bridge over the far bend
    c.strokes(
        (
            "M392 498Q480 470 590 492",
            "M392 470Q480 440 590 464",
            "M400 496v-28",
            "M484 482v-30",
            "M580 490v-28",
        ),
        c.tone("#8d6642"),
        6,
    )
    person(c, FARMER, 470, 482, 74, "walk")
    person(c, KID, 512, 482, 46, "walk")
    oak(c, 1030, 640, 380, 0.02)
    crane(c, 420, 660, 120)
    reeds(c, 890, 700, 110)
    reeds(c, 130, 760, 190)
    tufts(c, 50, (700, 640, 1200, 800), c.tone(c.mood.leaf[1]), 30)
    tufts(c, 20, (0, 600, 330, 720), c.tone(c.mood.leaf[1]), 24)
    flowers(c, 12, (720, 690, 1200, 790), ("#e7c84f", CREAM, c.mood.bloom[2]), 11)
    flowers(c, 8, (10, 590, 320, 690), (CREAM, c.mood.bloom[2]), 8)
