"""Doing things together outside: gardening, sport, music, walking."""

from .buildings import greenhouse
from .canvas import Canvas, band, bowed, numbers, smooth
from .land import birds, bush, flowers, ground, hill, ridge, shades, sky, spread, treeline, tufts
from .palette import (
    BARK,
    BARK_DEEP,
    BRICK,
    CREAM,
    HEATH,
    HEATH_LIGHT,
    INK,
    SAND,
    SAND_DEEP,
    STRAW,
    mix,
)
from .people import (
    BLOND,
    BOY,
    ELDER,
    FATHER,
    GIRL,
    GRANDPA,
    GRANNY,
    KID,
    MAN,
    NEIGHBOUR,
    NURSE,
    SCARF,
    STUDENT,
    WOMAN,
    dog,
    person,
    stick,
    wheelchair,
)
from .plants import heather, juniper, oak, sunflower, tree
from .things import WOOD, WOOD_DEEP, bunting, fence, rider, signpost, wheel_of


def _bed(c: Canvas, x: float, y: float, wide: float, crop: str) -> None:
    """A raised bed with one crop, its nearer left corner at (x, y). Local width 400, depth 74."""
    leaf, deep_leaf = c.tone(c.mood.leaf[1]), c.tone(c.mood.leaf[0])
    plants = [(15.0 + i * 30, float(i * 7 % 5 - 2)) for i in range(12)]
    with c.at(x, y, wide / 400):
        c.fill(bowed([(37, -74), (363, -74), (400, 0), (0, 0)]), c.tone("#5a4438"))
        for left, up in ((36, 58), (24, 35), (12, 11)):
            with c.at(left, -up, (400 - 2 * left) / 360):
                if crop == "cabbage":
                    c.dabs(plants, deep_leaf, 25, dash=6)
                    c.dabs([(px + 3, py - 4) for px, py in plants], c.tone("#a9bf8d"), 14, dash=2)
                elif crop == "leek":
                    c.strokes(
                        [f"M{numbers(p)}q-2-14-10-28m10 28q1-16 8-30" for p in plants], c.tone("#7f9f86"), 5
                    )
                elif crop == "carrot":
                    c.strokes([f"M{numbers(p)}q-4-8-10-18m10 18v-22m0 22q4-8 10-18" for p in plants], leaf, 5)
                    c.dabs(plants, c.tone("#d9813f"), 8)
                else:
                    c.dabs(plants, leaf, 24, dash=8)
                    c.dabs([(px + 2, py - 3) for px, py in plants[::2]], c.tone(BRICK), 10)
        c.fill(bowed([(-4, -6), (404, -6), (404, 18), (-4, 18)], 1), c.tone(WOOD))
        c.line("M-2-4l37-70M402-4l-37-70", c.tone(WOOD_DEEP), 7)


def moestuin(c: Canvas) -> None:
    """A shared food garden with beds and a greenhouse."""
    sky(c, clouds=4, floor=370)
    far = ridge(c, 374, 12)
    treeline(c, far, c.tone(c.mood.leaf[1], 0.55), tall=40)
    ground(c, far, c.tone(c.mood.grass[0], 0.3))
    tree(c, 300, 440, 110, 0.14)
    tree(c, 430, 440, 140, 0.14)
    hill(c, 426, 8, c.tone(c.mood.grass[0], 0.12), to=c.tone(c.mood.grass[1]))
    fence(c, -10, 640, 470, 40)
    greenhouse(c, 810, 500, 330)
    tree(c, 1060, 510, 220, 0.14)
    c.fill("M-10 520Q600 470 1210 520V810H-10z", c.gradient(c.tone("#dcc699", 0.1), c.tone(SAND)))
    _bed(c, 250, 556, 300, "leek")
    _bed(c, 640, 560, 320, "berry")
    poles = (300, 356, 412)
    c.strokes([f"M{x - 18} 506l18-106l20 106" for x in poles], c.tone(WOOD_DEEP), 4)
    c.dabs(
        [(x + c.rng.gauss(0, 10), 500 - step * 14) for x in poles for step in range(6)],
        c.tone(c.mood.leaf[1]),
        18,
    )
    person(c, SCARF, 606, 588, 146, hands=((46, -104), (30, -84)))
    c.fill("M640 506h34l-3 34h-28zM674 514l22-12l2 6l-22 16z", c.tone("#6f8f8c"))
    _bed(c, 120, 668, 380, "cabbage")
    _bed(c, 700, 672, 400, "carrot")
    person(c, GRANDPA, 552, 690, 186, hands=(None, (14, -96)))
    c.line("M566 606l10 92", c.tone(WOOD_DEEP), 7)
    c.line("M562 700h30M564 700v14M577 700v14M590 700v14", c.tone(INK), 4)
    person(c, GIRL, 662, 694, 118, flip=True, hands=((34, -92), (20, -78)))
    c.fill("M624 632h36l-5 26h-26z", c.tone(STRAW))
    c.dabs([(630, 630), (642, 626), (653, 631)], c.tone(BRICK), 13)
    person(c, NEIGHBOUR, 1004, 618, 150, flip=True, hands=((40, -78), (20, -70)))
    _bed(c, -60, 800, 470, "carrot")
    _bed(c, 790, 806, 460, "cabbage")
    c.fill("M482 742L640 742L606 786H516z", c.tone(HEATH_LIGHT))
    c.dabs([(506, 738), (612, 738)], c.tone(c.mood.leaf[1]), 34)
    c.dabs([(540, 734), (578, 736)], c.tone("#d9813f"), 32)
    c.strokes(("M520 784L470 800", "M634 746l74-22"), c.tone(WOOD_DEEP), 7)
    wheel_of(c, 560, 790, 26, 5, SAND_DEEP)
    for x, tall in ((150, 250), (206, 200), (96, 190)):
        sunflower(c, x, 610, tall * 0.9)


def sport(c: Canvas) -> None:
    """A pump track beside the playing field."""
    sky(c, clouds=5, floor=370)
    far = ridge(c, 376, 10)
    treeline(c, far, c.tone(c.mood.leaf[1], 0.55), tall=44)
    ground(c, far, c.tone(c.mood.grass[0], 0.3))
    c.fill("M-10 420Q600 396 1210 424V500H-10z", c.tone(c.mood.grass[0], 0.12))
    c.strokes(("M240 452v-58h96v58", "M240 394l-16 20v38", "M160 460Q500 440 820 456"), c.tone(CREAM), 4)
    person(c, MAN, 386, 456, 66, "run")
    person(c, NEIGHBOUR, 470, 452, 62, "run", flip=True)
    c.line("M428 450h0", c.tone(CREAM), 9)
    for x, y, tall in ((920, 456, 150), (1010, 470, 230), (1100, 480, 270)):
        tree(c, x, y, tall, 0.16)
    hill(c, 470, 8, c.tone(c.mood.grass[0], 0.06), to=c.tone(c.mood.grass[1]))
    hump = [
        (-40, 560.0),
        (120, 566),
        (250, 520),
        (370, 580),
        (500, 530),
        (620, 588),
        (760, 520),
        (890, 580),
        (1030, 530),
        (1240, 572),
    ]
    c.fill(
        f"{smooth([(x, y + 20) for x, y in hump])}V810H-40z",
        c.gradient(c.tone(SAND_DEEP), c.tone(c.mood.grass[1])),
    )
    c.line(smooth([(x, y + 12) for x, y in hump]), c.tone("#6f6a70"), 30)
    c.line(smooth(hump), c.tone("#9b949a"), 8)
    person(c, GRANDPA, 640, 540, 110)
    person(c, SCARF, 690, 540, 106, flip=True, hands=((40, -130), None))
    with c.at(262, 522, 0.86, turn=-8):
        rider(c, 0, 0, 130)
        person(c, KID, -6, -46, 108, "side", hands=((42, -60), (40, -58)), lean=16)
    with c.at(766, 494, 0.92, turn=-14):
        rider(c, 0, 0, 130)
        person(c, BOY, -6, -46, 108, "side", hands=((42, -60), (40, -58)), lean=16)
    near = [
        (-40, 690.0),
        (150, 640),
        (330, 706),
        (520, 640),
        (700, 712),
        (880, 640),
        (1060, 700),
        (1240, 660),
    ]
    c.fill(
        f"{smooth([(x, y + 46) for x, y in near])}V810H-40z",
        c.gradient(c.tone(mix(c.mood.grass[1], c.mood.leaf[0], 0.25)), c.tone(c.mood.leaf[0])),
    )
    c.line(smooth([(x, y + 16) for x, y in near]), c.tone("#5f5b63"), 40)
    c.line(smooth(near), c.tone("#918b92"), 10)
    with c.at(516, 632, 1.24, turn=-3):
        rider(c, 0, 0, 130)
        person(c, GIRL, -6, -46, 112, "side", hands=((42, -60), (40, -58)), lean=14)
    # a child on a scooter, about to go down
    c.strokes(("M836 642l66-10", "M902 632l-12-74h-14"), c.tone(BRICK), 7)
    c.line("M840 650h0M908 640h0", c.tone(INK), 20)
    person(c, BOY, 866, 636, 128, "walk", hands=((26, -116), (28, -112)))
    tufts(c, 60, (0, 730, 1200, 806), c.tone(c.mood.leaf[2]), 28)
    flowers(c, 14, (0, 745, 1200, 796), (CREAM, STRAW), 9)
    bush(c, 1120, 800, 90)
    bush(c, 60, 806, 80)
    birds(c, 620, 170, 4)


def _accordion(c: Canvas, x: float, y: float) -> None:
    c.fill(bowed([(x - 30, y - 26), (x - 14, y - 30), (x - 14, y + 30), (x - 30, y + 26)]), c.tone(BRICK))
    c.fill(bowed([(x + 16, y - 32), (x + 34, y - 26), (x + 34, y + 26), (x + 16, y + 30)]), c.tone(BRICK))
    c.fill(bowed([(x - 14, y - 28), (x + 16, y - 30), (x + 16, y + 28), (x - 14, y + 28)]), c.tone(CREAM))
    c.strokes([f"M{numbers((x + dx, y - 27))}v54" for dx in (-6, 2, 10)], c.tone(STRAW), 3)


def _guitar(c: Canvas, x: float, y: float) -> None:
    c.line(f"M{numbers((x, y))}l84-40", c.tone(BARK_DEEP), 8)
    c.fill(
        f"M{numbers((x - 34, y + 4))}q2-28 26-22q14 0 22-12q20-10 26 10q4 20-16 24q-12 2-16 14q-12 24-32 10"
        "q-10-8-10-24z",
        c.tone("#c9853f"),
    )
    c.line(f"M{numbers((x + 2, y))}h0", c.tone(BARK_DEEP), 13)


def muziek(c: Canvas) -> None:
    """Music on a stage under the trees, and people dancing."""
    sky(c, clouds=3, floor=400)
    far = ridge(c, 404, 10)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.5), tall=60)
    ground(c, far, c.tone(c.mood.grass[0], 0.2))
    hill(c, 470, 6, c.tone(c.mood.grass[0], 0.08), to=c.tone(c.mood.grass[1]))
    tree(c, 268, 530, 300, 0.1)
    c.fill("M350 560C350 300 440 190 600 190S850 300 850 560z", c.tone(mix(HEATH, INK, 0.25)))
    c.fill("M392 556C392 330 470 236 600 236S808 330 808 556z", c.gradient("#f4cf8c", c.tone("#d9916a")))
    c.fill(
        "M350 560C350 300 440 190 600 190S850 300 850 560h-34C816 330 730 226 600 226S384 330 384 560z",
        c.tone(CREAM),
    )
    person(c, FATHER, 492, 548, 172, hands=((58, -128), (16, -106)))
    _guitar(c, 500, 454)
    person(c, ELDER, 600, 546, 172, hands=((40, -112), (-38, -112)))
    _accordion(c, 600, 448)
    person(c, STUDENT, 716, 546, 168, flip=True, hands=((26, -98), (-4, -92)))
    c.fill("M664 484h74l-6 62h-62z", c.tone(BRICK))
    c.oval(701, 484, 38, 9, c.tone(CREAM))
    c.fill(bowed([(310, 546), (890, 546), (910, 570), (290, 570)]), c.tone(WOOD))
    c.fill("M290 568h620v34H290z", c.tone(WOOD_DEEP))
    c.strokes([f"M{x} 572v28" for x in range(330, 900, 90)], c.tone(BARK_DEEP), 3, 0.5)
    tree(c, 950, 560, 330, 0.1)
    for flip in (False, True):
        with c.at(600, 300, 1, flip):
            bunting(c, (200, 0), (560, -50), 40, 7, lights=True)
    c.fill("M-10 650Q600 590 1210 650V810H-10z", c.tone(c.mood.leaf[1]), 0.5)
    shades(c, [(362, 740), (572, 743), (748, 746)], 150)
    person(c, WOMAN, 520, 742, 220, lean=-5, hands=((62, -158), (-52, -190)))
    person(c, MAN, 622, 740, 228, flip=True, lean=5, hands=((62, -158), (-48, -120)))
    person(c, GRANNY, 322, 736, 196, hands=((56, -150), None), lean=3)
    person(c, KID, 402, 742, 130, "run", flip=True, hands=((52, -168), (-48, -168)))
    person(c, GIRL, 748, 744, 136, hands=((50, -178), (-50, -178)), lean=-6)
    wheelchair(c, NURSE, 884, 746, 206, flip=True)
    tufts(c, 32, (0, 740, 1200, 806), c.tone(c.mood.leaf[0]), 30)
    bush(c, 60, 790, 100)
    bush(c, 1140, 796, 110)


def wandelen(c: Canvas) -> None:
    """A walking group on a sandy path along the heath."""
    dark, mid, light = c.mood.bloom
    sky(c, clouds=4, floor=370)
    far = ridge(c, 368, 12)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.6), tall=30)
    ground(c, far, c.tone(c.mood.field, 0.4))
    hill(c, 400, 24, c.tone(c.mood.grass[0], 0.28))
    hill(c, 450, 20, c.tone(light, 0.2), to=c.tone(mid, 0.05))
    c.dabs(spread(c, 26, (0, 470, 1200, 560)), c.tone(mid), 8, 0.7, dash=20)
    oak(c, 930, 560, 300, 0.12)
    oak(c, 350, 556, 200, 0.12)
    c.fill(
        band(
            [
                (830, -200, 1400),
                (740, -100, 1300),
                (690, -60, 1180),
                (640, 60, 1010),
                (596, 420, 960),
                (560, 700, 1000),
                (532, 860, 1040),
                (512, 980, 1100),
                (500, 1130, 1240),
            ]
        ),
        c.gradient(c.tone(SAND, 0.2), c.tone("#dcc497")),
    )
    signpost(c, 262, 640, 150)
    shades(c, [(x - 12, 702) for x in (350, 450, 560, 670, 744, 830)])
    person(c, GRANNY, 352, 700, 198, "walk", hands=((38, -104), None))
    stick(c, 376, 702, 118)
    person(c, MAN, 452, 696, 226, "walk", hands=((28, -112), (-30, -100)))
    wheelchair(c, STUDENT, 570, 706, 206)
    person(c, SCARF, 674, 698, 208, "walk", hands=((36, -102), None))
    person(c, KID, 748, 706, 126, "walk", hands=((40, -132), (-36, -112)))
    person(c, BLOND, 832, 692, 216, "walk")
    dog(c, 918, 706, 72)
    heather(c, 90, 742, 92)
    heather(c, 210, 786, 100)
    heather(c, 1120, 720, 96)
    juniper(c, 1090, 690, 240)
    juniper(c, 96, 690, 330)
    tufts(c, 14, (200, 750, 1040, 804), c.tone(BARK), 22)
