"""Rooms where people come together: kitchen, reading room and meeting room."""

from dataclasses import replace

from .canvas import Canvas, bowed, numbers
from .palette import (
    BARK,
    BARK_DEEP,
    BRICK,
    BRICK_DEEP,
    BRICK_LIGHT,
    CREAM,
    HEATH,
    HEATH_LIGHT,
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
from .people import (
    BLOND,
    BOY,
    ELDER,
    FATHER,
    GIRL,
    GRANDPA,
    GRANNY,
    MAN,
    NEIGHBOUR,
    NURSE,
    SCARF,
    STUDENT,
    WOMAN,
    Look,
    person,
)
from .things import WOOD, WOOD_DEEP, book, bowl, bunting, cups, lamp, pane, pot, shelf, table


def _room(c: Canvas, wall: str, floor: str, edge: float) -> None:
    # lamplight keeps a room warm at any hour
    c.mood = replace(c.mood, tint="#e3a56c", strength=min(c.mood.strength, 0.1))
    c.fill("M0 0h1200v800H0z", c.gradient(c.tone(mix(wall, CREAM, 0.3)), c.tone(wall)))
    c.fill(f"M0 {round(edge)}h1200V800H0z", c.gradient(c.tone(floor), c.tone(mix(floor, INK, 0.15))))
    c.fill(f"M0 {round(edge - 12)}h1200v14H0z", c.tone(mix(wall, BARK, 0.25)))


def _plant(c: Canvas, x: float, y: float, size: float) -> None:
    leaves = []
    for dx, dy in ((-0.6, -0.8), (-0.3, -1.15), (0.05, -1.3), (0.4, -1.1), (0.7, -0.7), (-0.75, -0.4)):
        tip = (size * dx, size * dy)
        leaves.append(
            f"M{numbers((x, y))}q{numbers((tip[0] * 0.1, tip[1] * 0.7, *tip))}q"
            f"{numbers((-tip[0] * 0.2 + size * 0.2, -tip[1] * 0.3, -tip[0], -tip[1]))}"
        )
    c.fill("".join(leaves[::2]), c.tone(MOSS))
    c.fill("".join(leaves[1::2]), c.tone(mix(MOSS, CREAM, 0.25)))
    c.fill(
        f"M{numbers((x - size * 0.36, y))}h{round(size * 0.72)}l-{round(size * 0.1)} {round(size * 0.56)}h-"
        f"{round(size * 0.52)}z",
        c.tone(BRICK_LIGHT),
    )


def keuken(c: Canvas) -> None:
    """A community kitchen: cooks at the stove, a long table set for all."""
    _room(c, "#e6d3b1", "#b08a66", 560)
    pane(c, 430, 120, 340, 220)
    tiles = [f"M{x} 372v110" for x in range(0, 1200, 60)] + ["M0 408H1200", "M0 446H1200"]
    c.fill("M0 372h1200v112H0z", c.tone("#cfd8cf"))
    c.strokes(tiles, c.tone(CREAM), 3, 0.7)
    c.strokes(("M110 150H380", "M840 150H1090"), c.tone(WOOD_DEEP), 12)
    c.dabs([(140, 130), (186, 130), (232, 130)], c.tone(BRICK_LIGHT), 34)
    c.fill("M268 146v-44h34v44zM316 146v-56h36v56z", c.tone(WATER_LIGHT))
    c.fill("M866 146q0-40 34-40t34 40zM956 146v-54h30v54zM1000 146v-40h54v40z", c.tone(CREAM))
    c.strokes(
        ("M150 158v34", "M220 158v26", "M300 158v40", "M880 158v30", "M960 158v40", "M1040 158v28"),
        c.tone(INK),
        4,
    )
    c.line("M150 214h0M300 222h0M960 222h0", c.tone("#55505a"), 52)
    c.line("M220 206h0M880 208h0M1040 206h0", c.tone(BRICK_DEEP), 42)
    c.fill("M0 478h1200v20H0z", c.tone(WOOD))
    c.fill("M0 498h1200v72H0z", c.tone("#7f8f86"))
    c.fill("M640 470h260v100H640z", c.tone("#4d4a54"))
    c.strokes(("M0 498H640M900 498H1200M214 504v60M428 504v60M1050 504v60",), c.tone(INK), 3, 0.4)
    pot(c, 706, 474, 62, "#7a8b94")
    pot(c, 822, 474, 82, BRICK)
    c.fill("M330 478l10-52h70l10 52z", c.tone(SAND))
    c.dabs([(352, 424), (374, 416), (396, 424)], c.tone(MOSS), 28)
    person(c, FATHER, 590, 700, 300, hands=((80, -128), None))
    c.line("M708 508l18-72", c.tone(WOOD_DEEP), 8)
    person(c, GRANNY, 960, 690, 270, flip=True, hands=((66, -122), None))
    person(c, SCARF, 270, 690, 272, hands=((44, -96), (30, -92)))
    person(c, BOY, 430, 690, 200, flip=True, hands=((54, -112), (20, -96)))
    bunting(c, (-10, 40), (600, 60), 24, 13)
    bunting(c, (600, 60), (1210, 40), 24, 13)
    lamp(c, 330, 300, 54)
    lamp(c, 900, 296, 54)
    table(c, 600, 590, 1120, 150, 120)
    plates: list[tuple[float, float]] = [
        (230, 628),
        (440, 622),
        (760, 622),
        (980, 628),
        (160, 700),
        (420, 706),
        (790, 706),
        (1050, 700),
    ]
    for x, y in plates:
        c.oval(x, y, 50, 15, c.tone(SAND_DEEP))
        c.oval(x, y - 3, 48, 14, c.tone(CREAM))
    bowl(c, 600, 640, 76, WATER_LIGHT, "#7f9b4f")
    c.dabs([(566, 638), (610, 632), (636, 642)], c.tone(BRICK), 16)
    bowl(c, 300, 668, 44, BRICK, "#d9a24a")
    bowl(c, 910, 668, 44, HEATH_LIGHT, "#e6cf8d")
    c.fill("M530 712q-4-34 70-36t74 34q-70 16-144 2z", c.tone("#b9793f"))
    c.strokes(("M566 684l14 22", "M600 678l12 26", "M634 682l10 22"), c.tone("#e6c48d"), 5)
    cups(c, [(350, 640), (690, 652), (860, 640), (520, 660), (160, 656), (1060, 656)], 13)


def taal(c: Canvas) -> None:
    """A reading table in the library: learning the language together."""
    _room(c, "#e3d2b8", "#a9846a", 590)
    shelf(c, 60, 110, 290, 5, 92)
    shelf(c, 860, 110, 290, 5, 92)
    pane(c, 440, 110, 330, 290)
    _plant(c, 490, 410, 70)
    c.fill("M620 414v-12h74v12zM626 402v-11h62v11zM618 391v-11h70v11z", c.tone(BRICK))
    c.fill("M626 402v-11h62v11z", c.tone(WATER))
    lamp(c, 430, 250, 56, HEATH)
    lamp(c, 780, 250, 56, HEATH)
    person(c, STUDENT, 350, 580, 320, "bust", hands=((58, -28), (30, -22)))
    person(c, GRANDPA, 520, 572, 310, "bust", flip=True, hands=((66, -30), (10, -18)))
    person(c, SCARF, 690, 572, 304, "bust", hands=((60, -34), (20, -16)))
    person(c, NEIGHBOUR, 856, 580, 318, "bust", flip=True, hands=((60, -28), (26, -20)))
    # speech: two clouds with lines of writing, no letters
    for x, y, flip in ((592, 330, False), (262, 306, True)):
        with c.at(x, y, 1, flip):
            c.fill(
                "M-52-34Q-56-74 0-76Q62-78 60-36Q60 0 4 2Q-8 2-18 0Q-26 20-48 24Q-36 8-38-6Q-52-12-52-34z",
                c.tone(CREAM),
            )
            c.strokes(
                ("M-32-52q8-12 14 0t14 0t14 0t14 0t12 0", "M-30-28q8-12 14 0t14 0t14 0"), c.tone(HEATH), 5
            )
    table(c, 600, 560, 1000, 150, 130)
    book(c, 350, 626, 120)
    book(c, 664, 614, 116)
    book(c, 880, 640, 120)
    c.fill("M470 596l96-6l14 62l-112 8z", c.tone(CREAM))
    c.strokes(
        (
            "M488 610q6-8 12 0t12 0t12 0t12 0t12 0",
            "M488 626q6-8 12 0t12 0t12 0t12 0t12 0",
            "M488 642q6-8 12 0t12 0",
        ),
        c.tone(WATER),
        3,
    )
    c.line("M566 634l40-34", c.tone(STRAW), 7)
    c.fill("M200 700v-18h150v18zM214 682v-18h130v18z", c.tone(BRICK))
    c.fill("M214 682v-18h130v18z", c.tone(WATER))
    c.fill("M204 664v-16h120v16z", c.tone(MOSS))
    cups(c, [(780, 620), (450, 690), (250, 626)], 15)
    # letters waiting to be read and answered
    for x, y, turn in ((700, 684, -6), (800, 694, 8)):
        with c.at(x, y, 1, turn=turn):
            c.fill("M-46-22h92v48h-92z", c.tone(CREAM))
            c.line("M-46-22L0 8L46-22", c.tone(STONE), 3)
            c.fill("M26 6h14v14h-14z", c.tone(BRICK))
    person(c, GIRL, 590, 800, 250, "bust", back=True)
    c.fill("M520 800v-60q70-18 140 0v60z", c.tone(WOOD_DEEP))
    c.strokes(("M548 800v-56M590 800v-62M632 800v-56",), c.tone(BARK_DEEP), 5, 0.5)


def _chair(c: Canvas, x: float, y: float, wide: float, colour: str) -> None:
    """A chair seen from behind, before the person on it."""
    half = wide / 2
    c.strokes(
        (f"M{numbers((x - half * 0.8, y))}v70M{numbers((x + half * 0.8, y))}v70",), c.tone(BARK_DEEP), 9
    )
    c.fill(
        f"M{numbers((x - half, y + 20))}q{numbers((-6, -70, half * 0.5, -76))}q"
        f"{numbers((half * 0.5, -8, half, 0))}q{numbers((half * 0.56, 6, half * 0.5, 76))}q"
        f"{numbers((-half, 16, -half * 2, 0))}z",
        c.tone(colour),
    )


def vergadering(c: Canvas) -> None:
    """People of the village around a round table."""
    _room(c, "#e4d5bb", "#b3906d", 540)
    pane(c, 130, 120, 280, 280)
    pane(c, 790, 120, 280, 280)
    c.fill(bowed([(476, 130), (724, 126), (728, 330), (472, 332)]), c.tone(CREAM))
    c.strokes(("M510 340l-26 120M690 340l26 120", "M468 338h264"), c.tone(WOOD_DEEP), 9)
    # a map of the village on the flip-over: paths, green, water
    c.fill("M500 250q40-70 100-60t90-20v120q-90 24-190-4z", c.tone("#b4c08d"))
    c.strokes(("M500 280q70-70 110-40t80-60", "M596 236q10 40 50 60"), c.tone(SAND_DEEP), 7)
    c.line("M512 170q60 30 100 4t70-14", c.tone(WATER_LIGHT), 9)
    c.dabs([(560, 220), (580, 262), (640, 212), (654, 258)], c.tone(BRICK), 13, dash=5)
    c.dabs([(618, 272)], c.tone(HEATH), 15)
    _plant(c, 1110, 470, 96)
    lamp(c, 440, 70, 58, BRICK)
    lamp(c, 760, 70, 58, BRICK)
    behind: tuple[tuple[Look, float, float, bool], ...] = (
        (GRANDPA, 392, 556, False),
        (NURSE, 524, 530, False),
        (BLOND, 672, 530, True),
        (SCARF, 806, 556, True),
    )
    for look, x, y, flip in behind:
        person(c, look, x, y, 272, "bust", flip=flip, hands=((54, -20), (26 + c.rng.uniform(-10, 14), -22)))
    person(c, ELDER, 270, 632, 300, "bust", hands=((64, -70), (44, -20)))
    person(c, FATHER, 930, 632, 304, "bust", flip=True, hands=((60, -20), (30, -24)))
    c.oval(600, 730, 380, 60, c.tone(INK), 0.25)
    c.fill("M560 640h80l20 110h-120z", c.tone(WOOD_DEEP))
    c.oval(600, 612, 372, 104, c.tone(mix(WOOD, INK, 0.3)))
    c.oval(600, 598, 372, 104, c.tone(WOOD))
    c.oval(606, 590, 300, 74, c.tone(mix(WOOD, CREAM, 0.18)), 0.5)
    c.fill(bowed([(520, 566), (640, 558), (668, 612), (528, 622)]), c.tone(CREAM))
    c.strokes(("M546 580q30-16 50 0t44-8", "M552 600q40-10 84-4"), c.tone(MOSS), 5)
    c.dabs([(580, 588), (622, 578)], c.tone(BRICK), 9)
    cups(c, [(440, 560), (730, 556), (372, 606), (826, 606), (470, 640)], 14)
    c.fill("M720 628l74-12l16 32l-78 14z", c.tone(HEATH_LIGHT))
    c.fill("M420 588l60 6l-8 28l-62-8z", c.tone(WATER_LIGHT))
    bowl(c, 690, 596, 26, BRICK_DEEP, "#d9a24a")
    for look, x, colour in ((WOMAN, 440, WATER), (MAN, 612, BRICK_DEEP), (GRANNY, 776, MOSS)):
        person(c, look, x, 762, 290, "bust", back=True)
        _chair(c, x, 760, 130, colour)
    _plant(c, 70, 500, 80)
