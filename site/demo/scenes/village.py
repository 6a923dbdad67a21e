"""The village: green, canal, hall, school and a home with a garden."""

from .buildings import barge, church, drawbridge, farmhouse, hall, house
from .buildings import school as schoolhouse
from .canvas import Canvas, band, numbers
from .land import birds, bush, flowers, ground, hill, ridge, ripples, shade, sky, treeline, tufts, water_paint
from .palette import BRICK, BRICK_LIGHT, CREAM, HEATH_LIGHT, SAND, SAND_DEEP, STRAW
from .people import (
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
    wheelchair,
)
from .plants import oak, sunflower, tree
from .things import bench, bicycle, bunting, walker


def brink(c: Canvas) -> None:
    """A village green: oaks, farmhouses, neighbours."""
    sky(c, clouds=3, floor=380)
    far = ridge(c, 386, 8)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.55), tall=50)
    ground(c, far, c.tone(c.mood.grass[0], 0.25))
    church(c, 590, 404, 120, 0.38)
    farmhouse(c, 830, 474, 330, 0.1)
    farmhouse(c, 410, 458, 210, 0.1, flip=True)
    tree(c, 1070, 478, 210, 0.12)
    hill(c, 470, 6, c.tone(c.mood.grass[0], 0.1), to=c.tone(c.mood.grass[1]))
    c.fill(
        band(
            [
                (830, 620, 1060),
                (720, 600, 860),
                (630, 690, 850),
                (570, 790, 890),
                (520, 776, 836),
                (486, 742, 778),
            ]
        ),
        c.gradient(c.tone(SAND, 0.2), c.tone("#dcc598")),
    )
    c.fill("M-10 560Q260 520 560 560Q700 590 620 640Q300 680-10 650z", c.tone(c.mood.leaf[0]), 0.16)
    tufts(c, 28, (0, 500, 600, 640), c.tone(c.mood.leaf[2]), 14)
    bench(c, 540, 590, 150, "back")
    person(c, GRANNY, 512, 565, 112, "sit", hands=(None, (6, -64)))
    person(c, MAN, 566, 565, 118, "sit", flip=True, hands=((40, -66), None))
    bench(c, 540, 590, 150, "seat")
    oak(c, 280, 660, 560)
    person(c, SCARF, 742, 650, 146, "walk", hands=((30, -100), None))
    person(c, KID, 796, 654, 92, "walk", hands=(None, (-22, -122)))
    dog(c, 850, 662, 44)
    person(c, GIRL, 660, 706, 108, "run", flip=True)
    oak(c, 1180, 680, 480)
    tufts(c, 28, (0, 690, 560, 800), c.tone(c.mood.leaf[0]), 28)


def kanaal(c: Canvas) -> None:
    """A peat canal with drawbridge, barge and a row of houses."""
    sky(c, clouds=5, floor=390)
    far = ridge(c, 392, 3)
    treeline(c, far, c.tone(c.mood.leaf[0], 0.6), tall=22)
    ground(c, far, c.tone(c.mood.grass[0], 0.35))
    c.fill("M-10 470L560 404L640 404L1210 500V810H-10z", c.tone(c.mood.grass[0], 0.12))
    for x, y, wide, wall in (
        (80, 476, 190, BRICK),
        (236, 456, 140, "#d9c7a6"),
        (352, 440, 104, BRICK_LIGHT),
        (436, 428, 76, BRICK),
        (500, 419, 54, BRICK_LIGHT),
    ):
        house(
            c,
            x,
            y,
            wide,
            max(0.06, 0.34 - wide / 600),
            wall=wall,
            roof="#6d4a4c" if wall == BRICK_LIGHT else "#8c4a3c",
        )
    for i in range(5):
        t = i / 4
        tree(c, 1150 - 480 * t**0.6, 500 - 92 * t**0.6, 290 - 250 * t**0.6, 0.06 + 0.4 * t)
    c.fill(
        "M594 406h20C700 470 900 600 1210 720V810H-10V640C300 540 540 460 594 406z", c.tone(SAND_DEEP, 0.1)
    )
    c.fill(
        "M596 408h16C690 476 880 612 1170 740L1210 760V810H-10V668C320 560 544 470 596 408z", water_paint(c)
    )
    c.strokes(
        ("M-10 652C310 550 540 466 592 410", "M616 410C700 480 890 606 1210 736"),
        c.tone(c.mood.leaf[1]),
        7,
        0.8,
    )
    shadow = "M330 556Q600 536 860 556L900 590Q600 566 300 590z"
    c.fill(shadow, c.tone("#10242f"), 0.3)
    ripples(c, 18, (340, 570, 880, 790), 0.4)
    c.fill("M-10 560L360 534v20L-10 626zM860 534L1210 552v66L860 556z", c.tone("#c9b595"))
    drawbridge(c, 606, 536, 450)
    person(c, NEIGHBOUR, 548, 534, 82, "walk")
    person(c, BOY, 588, 534, 54, "walk")
    barge(c, 560, 690, 560)
    person(c, GRANDPA, 800, 668, 118, hands=(None, (-16, -100)), flip=True)
    c.strokes(
        [f"M{numbers((x, 732 + i % 3 * 13))}h{60 + i * 9 % 50}" for i, x in enumerate(range(330, 840, 74))],
        c.tone("#c98a6a"),
        4,
        0.35,
    )
    tufts(c, 26, (-10, 690, 230, 800), c.tone(c.mood.leaf[0]), 46)
    tufts(c, 22, (960, 740, 1200, 800), c.tone(c.mood.leaf[0]), 46)
    birds(c, 560, 180, 4)


def dorpshuis(c: Canvas) -> None:
    """The village hall on a busy day."""
    sky(c, clouds=4, floor=400)
    far = ridge(c, 410, 8)
    treeline(c, far, c.tone(c.mood.leaf[1], 0.5), tall=56)
    ground(c, far, c.tone(c.mood.grass[0], 0.2))
    tree(c, 236, 520, 280, 0.12)
    tree(c, 980, 530, 320, 0.12)
    hill(c, 500, 6, c.tone(c.mood.grass[0], 0.08), to=c.tone(c.mood.grass[1]))
    hall(c, 600, 560, 760)
    c.fill(
        "M440 566L760 566C860 640 980 720 1000 810H200C240 720 340 640 440 566z",
        c.gradient(c.tone("#d9bfa0"), c.tone(SAND)),
    )
    tiles = [
        f"M{numbers((440 - i * i * 7 - i * 14, 584 + i * i * 9))}H{760 + i * i * 7 + i * 14}"
        for i in range(1, 5)
    ]
    c.strokes(tiles, c.tone(SAND_DEEP), 3, 0.6)
    for flip in (False, True):
        with c.at(600, 236, 1, flip):
            bunting(c, (0, 0), (374, 94), 26)
    person(c, NURSE, 576, 590, 132, hands=(None, (-52, -134)))
    bench(c, 372, 668, 200, "back")
    person(c, ELDER, 336, 634, 142, "sit", hands=((46, -70), (0, -50)))
    person(c, FATHER, 412, 634, 148, "sit", flip=True, hands=((26, -40), (-30, -40)))
    bench(c, 372, 668, 200, "seat")
    wheelchair(c, STUDENT, 700, 684, 150, flip=True)
    person(c, NEIGHBOUR, 590, 690, 168, hands=((48, -112), None))
    person(c, GIRL, 520, 704, 112, "run")
    bicycle(c, 830, 650, 120, HEATH_LIGHT)
    bicycle(c, 896, 662, 124, BRICK, flip=True)
    bicycle(c, 964, 674, 124, BRICK, flip=True)
    tufts(c, 34, (0, 700, 230, 800), c.tone(c.mood.leaf[0]), 30)
    tufts(c, 30, (990, 700, 1200, 800), c.tone(c.mood.leaf[0]), 30)
    flowers(c, 8, (1010, 710, 1200, 790), (CREAM,), 10)


def school(c: Canvas) -> None:
    """A village school and children in the yard."""
    sky(c, clouds=4, floor=400)
    far = ridge(c, 410, 8)
    treeline(c, far, c.tone(c.mood.leaf[1], 0.5), tall=50)
    ground(c, far, c.tone(c.mood.grass[0], 0.2))
    tree(c, 180, 520, 260, 0.14)
    hill(c, 500, 6, c.tone(c.mood.grass[0], 0.08), to=c.tone(c.mood.grass[1]))
    schoolhouse(c, 600, 540, 720)
    c.fill(
        "M-10 600C200 552 400 542 600 542C800 542 1000 552 1210 600V810H-10z",
        c.gradient(c.tone("#dcc4a4"), c.tone(SAND)),
    )
    bush(c, 258, 552, 36)
    bush(c, 946, 552, 40)
    # a hopscotch of paving stones
    boxes = [(560 + i * 8, 620 + i * 22 + i * i * 3.2, 44 + i * 6, 18 + i * 3.5) for i in range(6)]
    shape = ""
    for i, (x, y, w, h) in enumerate(boxes):
        for dx in (-w / 2 - 3, w / 2 + 3) if i % 2 else (0,):
            shape += f"M{numbers((x + dx - w / 2, y))}h{round(w)}l4 {round(h)}h-{round(w + 6)}z"
    c.fill(shape, c.tone(BRICK_LIGHT), 0.75)
    person(c, WOMAN, 690, 606, 140, hands=((44, -120), None))
    person(c, GIRL, 572, 660, 106, "run", hands=((46, -150), (-46, -140)))
    person(c, BOY, 400, 640, 98, "run", flip=True)
    person(c, KID, 330, 646, 96, "run", flip=True, hands=((40, -130), None))
    c.line("M270 640h0", c.tone(STRAW), 24)
    person(c, GIRL, 856, 656, 104, hands=((46, -110), None))
    person(c, FATHER, 470, 596, 132, "walk", flip=True, hands=((-14, -92), None))
    oak(c, 1150, 680, 520)
    bicycle(c, 1000, 740, 130, BRICK)
    bicycle(c, 930, 756, 126, "#5f8494", flip=True)
    tufts(c, 20, (1010, 740, 1200, 800), c.tone(c.mood.leaf[0]), 30)


def zorg(c: Canvas) -> None:
    """Two people on a bench before a home, a walking frame beside them."""
    sky(c, clouds=4, floor=380)
    far = ridge(c, 392, 10)
    treeline(c, far, c.tone(c.mood.leaf[1], 0.55), tall=44)
    ground(c, far, c.tone(c.mood.grass[0], 0.25))
    tree(c, 370, 470, 170, 0.22)
    hill(c, 470, 8, c.tone(c.mood.grass[0], 0.1), to=c.tone(c.mood.grass[1]))
    house(c, 800, 574, 560, 0.02, roof="#7b4a44", wall="#d8c3a0")
    c.strokes(("M556 560q-14-70 20-130t4-110", "M590 470q20-30 10-60"), c.tone(c.mood.leaf[0]), 6)
    c.dabs(
        [(556 + c.rng.gauss(20, 22), c.rng.uniform(330, 560)) for _ in range(26)], c.tone(c.mood.leaf[1]), 22
    )
    c.dabs([(560 + c.rng.gauss(18, 24), c.rng.uniform(330, 550)) for _ in range(14)], c.tone(BRICK_LIGHT), 13)
    c.fill(
        "M520 578C640 560 900 566 1210 590V690C900 660 640 660 420 700C300 730 100 780-10 800V720"
        "C180 690 420 610 520 578z",
        c.gradient(c.tone("#dcc5a1"), c.tone(SAND)),
    )
    bush(c, 690, 590, 46)
    bush(c, 1100, 610, 66)
    flowers(c, 9, (650, 552, 740, 590), (HEATH_LIGHT, CREAM), 9)
    shade(c, 600, 712, 220, 16)
    bench(c, 560, 706, 300, "back")
    # always an older person and somebody who comes along
    pairs = ((GRANNY, MAN), (GRANDPA, SCARF), (ELDER, NURSE), (GRANNY, NEIGHBOUR))
    older, visitor = pairs[c.cast % len(pairs)]
    c.cast = 0
    person(c, older, 500, 656, 226, "sit", hands=((56, -26), (-4, -32)))
    person(c, visitor, 616, 656, 240, "sit", flip=True, hands=((52, -24), (-30, -30)))
    bench(c, 560, 706, 300, "seat")
    walker(c, 786, 722, 148, flip=True)
    c.fill("M352 716q-12-34 4-50l2-16l10 10h10l8-10l2 18q6 12 2 22q16 6 14 26z", c.tone("#c98a55"))
    c.line("M400 714q30 2 26-22", c.tone("#c98a55"), 8)
    oak(c, 110, 740, 600)
    for x, tall in ((1010, 190), (1064, 230), (1120, 176)):
        sunflower(c, x, 780, tall)
    tufts(c, 50, (0, 730, 1200, 806), c.tone(c.mood.leaf[0]), 32)
    flowers(c, 16, (220, 736, 1200, 796), (HEATH_LIGHT, CREAM), 10)
