"""The open land: heath, fields, bog, stream valley, forest and the dolmens."""

from .buildings import church, house
from .canvas import Canvas, band, blob, numbers, taper
from .land import birds, bush, flowers, ground, hill, ridge, ripples, shade, sky, spread, treeline, tufts, water_paint
from .palette import BARK, BARK_DEEP, BRICK, CREAM, MOSS, SAND, SAND_DEEP, WATER, mix
from .people import BLOND, FARMER, GIRL, KID, WOMAN, crane, dog, person, sheep, stick
from .plants import birch, cotton, fern, grain, heather, juniper, oak, pine, reeds, tree
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
        sheep(c, x + c.rng.uniform(-10, 10), y, size, flip=c.rng.random() < 0.4, grazing=c.rng.random() < 0.75)
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
    tufts(c, 18, (80, 740, 1150, 800), c.tone(SAND_DEEP), 34)
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
            f"M{numbers((x, 810))}C{numbers((x * 0.7 + 190, 700, 500 + i * 84, 620, 520 + i * 100, 562 + i * 4.5))}"
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
    second = hill(c, 430, 14, c.tone(c.mood.grass[0], 0.3))
    c.dabs(spread(c, 24, (0, 452, 1200, 482)), c.tone(c.mood.bloom[2], 0.3), 9, dash=40)
    hill(c, 520, 16, c.tone(c.mood.grass[0], 0.1), to=c.tone(c.mood.grass[1]))
    oak(c, 178, 600, 450, 0.1)
    shade(c, 600, 622, 400, 30, 0.3)
    _dolmen(c)
    tufts(c, 34, (270, 606, 950, 640), c.tone(c.mood.leaf[1]), 20)
    c.fill(
        band([(830, 560, 980), (740, 640, 900), (690, 740, 910), (660, 840, 980), (640, 980, 1100), (632, 1150, 1260)]),
        c.tone(SAND, 0.1),
    )
    person(c, BLOND, 948, 656, 150, hands=(None, (-46, -126)), flip=True)
    person(c, GIRL, 884, 660, 96, hands=((40, -150), None), flip=True)
    oak(c, 1160, 720, 600)
    tufts(c, 46, (0, 690, 1200, 800), c.tone(c.mood.leaf[0]), 34)
    flowers(c, 12, (0, 690, 560, 790), (CREAM, c.mood.bloom[2]), 9)


def veen(c: Canvas) -> None:
    """A bog: dark pools, dead birches, cotton grass and a boardwalk."""
    sky(c, clouds=4, floor=360)
    far = ridge(c, 358, 6)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.6), tall=20)
    ground(c, far, c.tone("#b9a77c", 0.3))
    c.dabs(spread(c, 60, (0, 372, 1200, 410)), c.tone(c.mood.bloom[1], 0.3), 6, dash=26)
    c.fill(
        "M-10 430C200 396 420 404 560 412C760 396 980 408 1210 424V480C1000 500 860 470 700 486C500 500 300 470-10 500z",
        c.gradient(mix(c.mood.sky[1], WATER, 0.3), c.tone(WATER, 0.1)),
    )
    c.fill("M-10 470C120 456 260 486 420 480C560 476 640 510 560 540C380 560 160 540-10 560z", c.tone("#94824f", 0.1))
    c.fill(
        "M1210 456C1060 452 980 474 860 482C760 490 740 520 860 536C980 550 1100 540 1210 548z", c.tone("#8a7a4d", 0.1)
    )
    for x, y, tall in ((262, 500, 190), (318, 508, 130), (1010, 506, 220), (938, 500, 140)):
        birch(c, x, y, tall, 0.2, bare=x != 1010)
    pool = (
        "M120 640C200 560 420 548 600 552C800 540 1040 560 1100 640C1180 720 1000 790 760 786C500 800 60 770 120 640z"
    )
    c.fill("M-10 540C300 520 900 520 1210 536V810H-10z", c.tone("#77693f"))
    c.dabs(spread(c, 60, (0, 536, 1200, 580)), c.tone(c.mood.bloom[1], 0.05), 9, 0.8, dash=18)
    c.fill(pool, water_paint(c))
    x, _ = c.mood.sun_at
    c.strokes(
        [f"M{numbers((x - 60 + i * 9 + c.rng.uniform(-12, 12), 566 + i * 13))}h{round(96 - i * 11)}" for i in range(7)],
        c.mood.sun,
        5,
        0.55,
    )
    ripples(c, 14, (240, 570, 1000, 760))
    c.strokes(
        [f"M{numbers((rx, 575))}q{numbers((4, 50, -6, 110))}" for rx in (300, 960, 1010)], c.tone("#10242f"), 7, 0.3
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
        ("M392 498Q480 470 590 492", "M392 470Q480 440 590 464", "M400 496v-28", "M484 482v-30", "M580 490v-28"),
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


def bos(c: Canvas) -> None:
    """A forest with light between the stems."""
    low = mix(c.mood.sky[2], c.mood.leaf[2], 0.25)
    c.fill("M0 0h1200v800H0z", c.gradient(mix(c.mood.sky[1], c.mood.leaf[2], 0.35), low, c.tone(c.mood.grass[0], 0.2)))
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
                [(x + 14, -30), (x - 4, 300), (x + 4, foot - 40), (x, foot)], [wide * 0.7, wide * 0.8, wide, wide * 1.5]
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
        [(c.rng.uniform(0, 1200), c.rng.uniform(30, 190)) for _ in range(28)], c.tone(c.mood.leaf[2]), 10, 0.8, dash=6
    )
    for x, y, size in ((40, 800, 120), (230, 770, 86), (930, 806, 92), (1030, 770, 80), (1160, 806, 124)):
        fern(c, x, y, size)
    c.line("M290 700v-16M866 690v-14M300 706v-22", c.tone(CREAM), 7)
    c.line("M284 682q16-12 26 0zM858 676q8-9 16 0z", c.tone(BRICK), 7)
    bush(c, 150, 690, 60, 0.05)
