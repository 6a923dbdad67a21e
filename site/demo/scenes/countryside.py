"""The dry land: heath, fields, forest and the dolmens."""

from .buildings import church, house
from .canvas import Canvas, band, blob, numbers, taper
from .land import (
    birds,
    bush,
    flowers,
    ground,
    hill,
    ridge,
    shade,
    sky,
    spread,
    treeline,
    tufts,
)
from .palette import BARK, BARK_DEEP, BRICK, CREAM, MOSS, SAND, SAND_DEEP, mix
from .people import BLOND, FARMER, GIRL, KID, WOMAN, dog, person, sheep, stick
from .plants import fern, grain, heather, juniper, oak, pine
from .things import boulder, fence


def heide(c: Canvas) -> None:
    """Heath in bloom with junipers, a shepherd and a flock."""
    dark, mid, light = c.mood.bloom
    sky(c, clouds=4, floor=360)
    far = ridge(c, 352, 10)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.62), tall=26)
    ground(c, far, c.tone(mix(light, SAND, 0.35), 0.45))
    second = hill(c, 392, 16, c.tone(light, 0.3), to=c.tone(mid, 0.1))
    for x, size in ((330, 40), (372, 54), (905, 46), (1010, 60), (1060, 44)):
        juniper(c, x, second(x) + 14, size, 0.4)
    third = hill(c, 452, 22, c.tone(mid, 0.14), to=c.tone(dark, 0.05))
    c.dabs(spread(c, 54, (0, 470, 1200, 600), 1.3), c.tone(light, 0.1), 7, 0.7, dash=20)
    c.fill(
        band(
            [
                (830, 300, 760),
                (720, 420, 690),
                (640, 600, 760),
                (570, 640, 738),
                (515, 560, 616),
                (470, 536, 566),
                (440, 570, 588),
                (412, 604, 612),
            ]
        ),
        c.gradient(c.tone(SAND, 0.25), c.tone("#dfc699")),
    )
    c.strokes(("M470 780Q520 700 640 640T690 560", "M590 790Q610 710 690 640"), c.tone(SAND_DEEP), 3, 0.5)
    for x, size in ((915, 150), (985, 215), (1052, 165)):
        juniper(c, x, third(x) + 70, size, 0.08)
    for x, y, size in ((770, 556, 44), (828, 570, 48), (800, 592, 52), (872, 600, 54), (742, 606, 58)):
        sheep(
            c, x + c.rng.uniform(-10, 10), y, size, flip=c.rng.random() < 0.4, grazing=c.rng.random() < 0.75
        )
    person(c, FARMER, 646, 612, 128, hands=((24, -110), None))
    stick(c, 660, 613, 116)
    dog(c, 588, 622, 42)
    juniper(c, 236, 700, 330)
    juniper(c, 322, 690, 190)
    for x, y, size in (
        (60, 720, 90),
        (200, 750, 96),
        (890, 716, 86),
        (1010, 690, 76),
        (1130, 730, 104),
        (800, 778, 84),
        (960, 800, 110),
    ):
        heather(c, x, y, size)
    tufts(c, 18, (700, 720, 1180, 796), c.tone(SAND_DEEP), 30)
    birds(c, 520, 200)


def es(c: Canvas) -> None:
    """Rolling fields around a village with a tower."""
    sky(c, clouds=5, floor=370)
    far = ridge(c, 366, 8)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.6), tall=24)
    ground(c, far, c.tone(c.mood.grass[0], 0.4))
    for x, size in ((560, 80), (632, 66), (806, 76)):
        house(c, x, 380, size * 0.7, 0.4)
    church(c, 706, 378, 78, 0.3)
    treeline(c, lambda x: 384, c.tone(c.mood.leaf[0], 0.45), 830, 980, 34)
    second = hill(c, 404, 18, c.tone(c.mood.field, 0.25), to=c.tone(c.mood.field, 0.05))
    treeline(c, second, c.tone(c.mood.leaf[1], 0.3), -30, 400, 30)
    # three strips of the old open field, each with its own crop
    c.fill("M-10 500C220 440 420 430 620 452C500 520 330 620 240 810H-10z", c.tone(c.mood.grass[0], 0.08))
    c.fill(
        "M620 452C760 440 1000 460 1210 500V600C1000 560 800 540 470 560C520 520 570 480 620 452z",
        c.tone(mix(c.mood.grass[1], MOSS, 0.3)),
    )
    c.fill("M240 810C300 640 420 580 470 560C800 540 1000 560 1210 600V810z", c.tone("#a98a63"))
    rows = []
    for i in range(7):
        x = 320 + i * 150
        rows.append(
            f"M{numbers((x, 810))}C"
            f"{numbers((x * 0.7 + 190, 700, 500 + i * 84, 620, 520 + i * 100, 562 + i * 4.5))}"
        )
    c.strokes(rows, c.tone("#8a6a4c"), 6, 0.6)
    c.strokes(rows[1::2], c.tone(c.mood.leaf[2]), 4, 0.7)
    lines = [
        f"M{numbers((30 + i * 46, 800))}C{numbers((80 + i * 44, 650, 250 + i * 50, 520, 420 + i * 36, 462))}"
        for i in range(5)
    ]
    c.strokes(lines, c.tone(c.mood.grass[1]), 5, 0.45)
    tops = [f"M{numbers((640 + i * 90, 456 + i * 3))}q{numbers((-30, 40, -110, 92))}" for i in range(6)]
    c.strokes(tops, c.tone(c.mood.leaf[0]), 5, 0.3)
    oak(c, 846, 590, 250, 0.04)
    fence(c, 900, 1210, 622, 36)
    person(c, WOMAN, 480, 640, 92, "walk", hands=(None, (14, -92)))
    dog(c, 424, 644, 34)
    grain(c, 836, 150)
    flowers(c, 10, (20, 730, 1180, 790), (BRICK, "#5f7fa6"), 11)
    birds(c, 400, 180, 6)


def _dolmen(c: Canvas) -> None:
    dark = c.tone("#3b3438")
    c.fill("M300 596V500Q600 450 900 500V600z", dark)
    stones: tuple[tuple[float, float, float, float], ...] = (
        (326, 612, 52, 120),
        (424, 620, 56, 132),
        (548, 624, 58, 140),
        (676, 622, 54, 136),
        (786, 616, 58, 128),
        (884, 608, 46, 112),
    )
    for x, y, wide, tall in stones:
        jog = c.rng.uniform(-8, 8)
        boulder(
            c,
            [
                (x - wide, y),
                (x - wide * 0.9, y - tall * 0.6),
                (x - wide * 0.4 + jog, y - tall),
                (x + wide * 0.5, y - tall * 0.96),
                (x + wide * 0.95, y - tall * 0.5),
                (x + wide, y),
            ],
            [
                (x - wide * 0.3 + jog, y - tall * 0.5),
                (x - wide * 0.1, y - tall * 0.9),
                (x + wide * 0.5, y - tall * 0.88),
                (x + wide * 0.84, y - tall * 0.4),
                (x + wide * 0.5, y - tall * 0.16),
            ],
        )
    caps: tuple[tuple[float, float, float, float], ...] = (
        (350, 504, 118, 84),
        (840, 500, 124, 86),
        (486, 488, 128, 104),
        (668, 486, 142, 112),
    )
    for x, y, wide, tall in caps:
        jog = c.rng.uniform(-14, 14)
        boulder(
            c,
            [
                (x - wide, y - tall * 0.2),
                (x - wide * 0.72, y - tall * 0.78),
                (x - wide * 0.1 + jog, y - tall),
                (x + wide * 0.62, y - tall * 0.84),
                (x + wide, y - tall * 0.3),
                (x + wide * 0.76, y + tall * 0.06),
                (x, y + tall * 0.14),
                (x - wide * 0.8, y + tall * 0.06),
            ],
            [
                (x - wide * 0.6, y - tall * 0.52),
                (x - wide * 0.5, y - tall * 0.8),
                (x + jog, y - tall * 0.95),
                (x + wide * 0.58, y - tall * 0.8),
                (x + wide * 0.9, y - tall * 0.34),
                (x + wide * 0.3, y - tall * 0.42),
            ],
        )


def hunebed(c: Canvas) -> None:
    """A dolmen under old oaks, with visitors for scale."""
    sky(c, clouds=3, floor=400)
    far = ridge(c, 402, 10)
    treeline(c, far, c.tone(c.mood.leaf[1], 0.6), tall=44)
    hill(c, 430, 14, c.tone(c.mood.grass[0], 0.3))
    c.dabs(spread(c, 24, (0, 452, 1200, 482)), c.tone(c.mood.bloom[2], 0.3), 9, dash=40)
    hill(c, 520, 16, c.tone(c.mood.grass[0], 0.1), to=c.tone(c.mood.grass[1]))
    oak(c, 178, 600, 450, 0.1)
    shade(c, 600, 622, 400, 30, 0.3)
    _dolmen(c)
    tufts(c, 34, (270, 606, 950, 640), c.tone(c.mood.leaf[1]), 20)
    c.fill(
        band(
            [
                (830, 560, 980),
                (740, 640, 900),
                (690, 740, 910),
                (660, 840, 980),
                (640, 980, 1100),
                (632, 1150, 1260),
            ]
        ),
        c.tone(SAND, 0.1),
    )
    person(c, BLOND, 948, 656, 150, hands=(None, (-46, -126)), flip=True)
    person(c, GIRL, 884, 660, 96, hands=((40, -150), None), flip=True)
    oak(c, 1160, 720, 600)
    tufts(c, 34, (0, 670, 560, 800), c.tone(c.mood.leaf[0]), 30)
    tufts(c, 14, (980, 740, 1200, 800), c.tone(c.mood.leaf[0]), 30)
    flowers(c, 12, (0, 690, 560, 790), (CREAM, c.mood.bloom[2]), 9)


def bos(c: Canvas) -> None:
    """A forest with light between the stems."""
    low = mix(c.mood.sky[2], c.mood.leaf[2], 0.25)
    c.fill(
        "M0 0h1200v800H0z",
        c.gradient(mix(c.mood.sky[1], c.mood.leaf[2], 0.35), low, c.tone(c.mood.grass[0], 0.2)),
    )
    c.oval(620, 300, 420, 400, c.glow(c.mood.sun, 0.95))
    for depth, count, wide, foot in ((0.72, 13, 14, 470), (0.52, 9, 22, 500)):
        colour = c.tone(mix(BARK, c.mood.leaf[0], 0.4), depth)
        stems = []
        for i in range(count):
            x = (i + c.rng.uniform(0.1, 0.9)) * 1200 / count
            stems.append(taper([(x + c.rng.uniform(-16, 16), -20), (x, foot)], [wide * 0.6, wide * 1.3]))
        c.fill("".join(stems), colour)
        edge = ridge(c, foot - 6, 10)
        treeline(c, edge, c.tone(c.mood.leaf[1], depth), tall=26)
        ground(c, edge, c.tone(mix(c.mood.grass[0], c.mood.leaf[1], 0.2), depth - 0.15))
    for x, y, rx, ry in ((120, 60, 260, 110), (470, 6, 300, 90), (860, 20, 280, 100), (1130, 90, 220, 130)):
        c.fill(blob(x, y, rx, ry, c.rng, 14, 0.1), c.tone(c.mood.leaf[2], 0.35), 0.9)
    hill(c, 520, 10, c.tone(c.mood.grass[0], 0.15), to=c.tone(c.mood.leaf[0]))
    c.fill(
        band(
            [
                (830, 330, 820),
                (730, 460, 760),
                (660, 560, 764),
                (606, 590, 724),
                (566, 560, 650),
                (536, 566, 620),
                (510, 590, 622),
            ]
        ),
        c.gradient(c.tone(mix(SAND, c.mood.sun, 0.4)), c.tone(SAND_DEEP)),
    )
    c.strokes(
        ("M520 640Q760 610 980 640", "M480 716Q700 690 860 712", "M540 590Q640 574 760 590"),
        c.tone(c.mood.leaf[0]),
        12,
        0.22,
    )
    person(c, WOMAN, 640, 622, 118, "walk")
    person(c, KID, 694, 624, 74, "run")
    dog(c, 742, 630, 34)
    pine(c, 392, 600, 520, 0.12)
    pine(c, 838, 604, 560, 0.14)
    for x, wide in ((206, 56), (972, 66), (1092, 84), (84, 90)):
        foot = 640 + wide
        c.fill(
            taper(
                [(x + 14, -30), (x - 4, 300), (x + 4, foot - 40), (x, foot)],
                [wide * 0.7, wide * 0.8, wide, wide * 1.5],
            ),
            c.tone(BARK_DEEP),
        )
        c.fill(
            taper(
                [(x + 14 + wide * 0.2, -30), (x + wide * 0.2, 300), (x + wide * 0.26, foot - 30)],
                [wide * 0.14, wide * 0.22, wide * 0.16],
            ),
            c.tone(BARK, 0.08),
        )
    for x, y, rx, ry in ((60, 20, 240, 120), (300, -20, 220, 90), (960, -10, 260, 96), (1170, 60, 200, 150)):
        c.fill(blob(x, y, rx, ry, c.rng, 14, 0.12), c.tone(c.mood.leaf[0]))
        c.fill(blob(x + 40, y - 16, rx * 0.7, ry * 0.6, c.rng, 12, 0.14), c.tone(c.mood.leaf[1]))
    c.dabs(
        [(c.rng.uniform(0, 1200), c.rng.uniform(30, 190)) for _ in range(28)],
        c.tone(c.mood.leaf[2]),
        10,
        0.8,
        dash=6,
    )
    for x, y, size in ((40, 800, 120), (230, 770, 86), (930, 806, 92), (1030, 770, 80), (1160, 806, 124)):
        fern(c, x, y, size)
    c.line("M290 700v-16M866 690v-14M300 706v-22", c.tone(CREAM), 7)
    c.line("M284 682q16-12 26 0zM858 676q8-9 16 0z", c.tone(BRICK), 7)
    bush(c, 150, 690, 60, 0.05)
