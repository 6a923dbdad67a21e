"""Houses, halls, bridges and boats. Each is drawn large in its own frame and scaled into the scene."""

from collections.abc import Sequence

from .canvas import Canvas, bowed, numbers, polyline
from .palette import (
    BARK_DEEP,
    BRICK,
    BRICK_DEEP,
    BRICK_LIGHT,
    CREAM,
    MOSS_DEEP,
    SAND,
    SAND_DEEP,
    STRAW,
    THATCH,
    WATER,
    mix,
)


def lit(c: Canvas) -> str:
    """The colour of a window: sky by day, lamplight in the evening."""
    return "#f6cf83" if c.mood.strength > 0.1 else c.tone("#3f5b68")


def windows(c: Canvas, places: Sequence[tuple[float, float, float, float]], cross: bool = True) -> None:
    """White-framed windows at (x, y, width, height)."""
    frames = "".join(
        f"M{numbers((x - 3, y - 3))}h{round(w + 6)}v{round(h + 6)}h-{round(w + 6)}z" for x, y, w, h in places
    )
    panes = "".join(f"M{numbers((x, y))}h{round(w)}v{round(h)}h-{round(w)}z" for x, y, w, h in places)
    c.fill(frames, c.tone(CREAM))
    c.fill(panes, lit(c))
    if cross:
        bars = [
            f"M{numbers((x + w / 2, y))}v{round(h)}M{numbers((x, y + h * 0.42))}h{round(w)}"
            for x, y, w, h in places
        ]
        c.strokes(bars, c.tone(CREAM), 2.5)


def farmhouse(c: Canvas, x: float, y: float, wide: float, depth: float = 0.0, flip: bool = False) -> None:
    """A Saxon farmhouse: low brick, great thatched roof, barn doors in the gable. Local width 400."""

    def paint(colour: str, more: float = 0) -> str:
        return c.tone(colour, min(depth + more, 1))

    with c.at(x, y, wide / 400, flip):
        c.oval(10, 2, 230, 14, c.tone("#2b2f3a"), 0.2)
        c.fill(bowed([(-60, 0), (-60, -62), (200, -62), (200, 0)]), paint(BRICK_DEEP))
        c.fill(
            bowed([(-200, 0), (-200, -58), (-130, -176), (-118, -176), (-48, -58), (-48, 0)]), paint(BRICK)
        )
        c.fill("M-48 0v-16h248v16zM-200 0v-12h152v12z", paint("#5f4a48"))
        windows(c, [(-20, -50, 30, 32), (46, -50, 30, 32), (150, -50, 30, 32)])
        windows(c, [(-138, -132, 28, 28)])
        c.fill("M98 0v-52h30v52z", paint(MOSS_DEEP))
        c.fill("M-164 0v-70q40-26 80 0v70z", paint(MOSS_DEEP))
        c.strokes(("M-124 0v-82", "M-164-40h80"), paint(SAND_DEEP), 3)
        roof = [(-138, -214), (150, -220), (222, -52), (-34, -52), (-100, -168)]
        c.fill(bowed(roof, 6), paint(THATCH))
        c.fill(
            bowed([(-138, -216), (-98, -166), (-34, -52), (-22, -52), (-86, -170), (-124, -218)], 2),
            paint("#a8967a"),
        )
        c.fill(bowed([(-138, -216), (-150, -168), (-98, -166), (-122, -214)], 3), paint("#6f5f4d"))
        c.fill(bowed([(-150, -172), (-216, -50), (-198, -50), (-140, -168)], 2), paint("#6f5f4d"))
        c.strokes(
            (
                "M-80-190q30 66 58 126",
                "M-20-200q30 70 58 136",
                "M48-204q30 70 60 138",
                "M110-206q30 70 62 140",
            ),
            paint("#77664f"),
            3,
            0.55,
        )
        c.fill(bowed([(-142, -220), (152, -228), (156, -214), (-140, -208)]), paint(BRICK_LIGHT))
        c.fill("M92-262h26v44h-26z", paint(BRICK))
        c.line("M90-262h30", paint(BRICK_DEEP), 6)


def house(
    c: Canvas,
    x: float,
    y: float,
    wide: float,
    depth: float = 0.0,
    roof: str = "#8c4a3c",
    wall: str = BRICK_LIGHT,
    flip: bool = False,
) -> None:
    """A plain village house, gable to the side. Local width 200."""
    with c.at(x, y, wide / 200, flip):
        c.fill(bowed([(-100, 0), (-100, -72), (-62, -140), (-22, -72), (-22, 0)], 1.5), c.tone(wall, depth))
        c.fill(
            bowed([(-22, 0), (-22, -74), (100, -74), (100, 0)], 1.5),
            c.tone(mix(wall, BRICK_DEEP, 0.35), depth),
        )
        c.fill(bowed([(-64, -146), (70, -148), (110, -68), (-18, -68)], 2.5), c.tone(roof, depth))
        c.line("M-108-66L-63-144L-18-66", c.tone(CREAM, depth), 6)
        c.fill("M44-166h18v22h-18z", c.tone(BRICK_DEEP, depth))
        windows(c, [(-74, -60, 24, 34), (-2, -56, 24, 30), (68, -56, 20, 30)])
        c.fill("M34 0v-50h22v50z", c.tone(WATER, depth))


def church(c: Canvas, x: float, y: float, tall: float, depth: float) -> None:
    """A village church with a saddleback tower, far away. Local height 100."""
    with c.at(x, y, tall / 100):
        c.fill("M14 0v-34l10-18h44l12 18v34z", c.tone(BRICK_LIGHT, depth))
        c.fill("M12-32l12-24h44l14 24z", c.tone("#6b5860", depth))
        c.fill("M-18 0v-70h34v70z", c.tone(BRICK, depth))
        c.fill("M-20-68l19-34l19 34z", c.tone("#6b5860", depth))
        c.strokes(("M-7-58v8", "M5-58v8"), c.tone(WATER, depth), 4)


def hall(c: Canvas, x: float, y: float, wide: float) -> None:
    """The village hall: wide brick gable with a glass front and a timber porch. Local width 600."""
    with c.at(x, y, wide / 600):
        c.oval(0, 4, 330, 16, c.tone("#2b2f3a"), 0.2)
        c.fill(bowed([(-300, 0), (-300, -104), (300, -104), (300, 0)]), c.tone(BRICK_DEEP))
        c.fill(bowed([(-296, -206), (296, -206), (324, -94), (-324, -94)], 4), c.tone("#5d4b56"))
        tiles = [f"M-{316 - i * 7}-{116 + i * 30}H{316 - i * 7}" for i in range(3)]
        c.strokes(tiles, c.tone("#7a6570"), 3, 0.6)
        c.fill(bowed([(-150, 0), (-150, -120), (0, -262), (150, -120), (150, 0)]), c.tone(BRICK))
        c.line("M-172-102L0-268L172-102", c.tone(CREAM), 13)
        c.fill(bowed([(-96, 0), (-96, -124), (0, -206), (96, -124), (96, 0)], 1), c.tone(CREAM))
        c.fill(
            "M-86 0v-104h54v104zM32 0v-104h54v104zM-26 0v-104h52v104zM-80-116L-6-178v62zM80-116L6-178v62z",
            lit(c),
        )
        c.fill("M-86 0v-104h54zM32 0v-104h54z", c.tone(CREAM), 0.16)
        c.line("M-3-44h0M8-44h0", c.tone(STRAW), 6)
        windows(c, [(-276, -84, 44, 50), (-212, -84, 44, 50), (172, -84, 44, 50), (236, -84, 44, 50)])
        c.fill("M-300 0v-12h150v12zM150 0v-12h150v12z", c.tone("#5f4048"))
        c.fill("M-120 6h240l16 12h-272z", c.tone(SAND_DEEP))


def school(c: Canvas, x: float, y: float, wide: float) -> None:
    """A village school: tall windows, bell turret. Local width 600."""
    with c.at(x, y, wide / 600):
        c.fill(bowed([(-300, 0), (-300, -140), (300, -140), (300, 0)]), c.tone(BRICK_LIGHT))
        c.fill(bowed([(-280, -236), (280, -236), (322, -130), (-322, -130)], 4), c.tone("#8c4a3c"))
        c.strokes(("M-312-156H312", "M-302-182H302", "M-292-208H292"), c.tone("#a8604c"), 3, 0.6)
        c.fill(bowed([(-84, 0), (-84, -150), (0, -250), (84, -150), (84, 0)]), c.tone(BRICK))
        c.line("M-100-136L0-254L100-136", c.tone(CREAM), 10)
        c.fill("M-26-244v-52h52v52q-26-30-52 0z", c.tone(CREAM))
        c.fill("M-38-294L0-344L38-294z", c.tone("#5d4b56"))
        c.fill("M-11-266q0-22 11-22t11 22l5 6h-32z", c.tone(STRAW))
        windows(
            c,
            [(-270 + i * 62, -112, 44, 74) for i in range(3)]
            + [(104 + i * 62, -112, 44, 74) for i in range(3)],
        )
        windows(c, [(-24, -176, 48, 42)])
        c.fill("M-40 0v-92q40-34 80 0v92z", c.tone(CREAM))
        c.fill("M-32 0v-88q32-26 64 0v88z", c.tone(WATER))
        c.strokes(("M0 0v-98", "M-300-16h260", "M40-16h260"), c.tone(SAND), 4)


def greenhouse(c: Canvas, x: float, y: float, wide: float) -> None:
    """A small glasshouse full of green. Local width 300."""
    with c.at(x, y, wide / 300):
        c.fill("M-150 0v-96l64-62h172l64 62V0z", c.tone("#b9d0c9"))
        leaf = c.tone(c.mood.leaf[1])
        c.fill(
            "M-140-4v-40q20-30 40-4q16-36 44-6q20-30 44 0q22-30 44-2q30-30 50 4q20-24 36 6v42z", leaf, 0.75
        )
        c.dabs([(-104, -44), (-60, -36), (10, -44), (52, -34), (100, -46)], c.tone(BRICK), 11)
        c.fill("M-86-158h172l64 62h-172z", c.tone("#d8e6df"), 0.85)
        c.fill("M-150-96l64-62l64 62V0h-128z", c.tone(CREAM), 0.32)
        frame = "M-150 0v-96l64-62h172l64 62V0zM-22 0v-96l-64-62M-150-96h300"
        c.line(frame + "M-86 0v-158M36 0v-96l-60-62M94 0v-96l-62-62", c.tone(CREAM), 5)
        c.fill("M-154 0v-18h308v18z", c.tone(BRICK_LIGHT))


def drawbridge(c: Canvas, x: float, y: float, wide: float) -> None:
    """A white drawbridge seen from the water, deck from bank to bank. Local width 400."""
    white, grey = c.tone(CREAM), c.tone("#c9c3bb")
    with c.at(x, y, wide / 400):
        c.fill("M-230 60V8h86v52zM118 60V8h112v52z", c.tone(BRICK_DEEP))
        c.fill("M-230 12V2h460v10z", c.tone(BARK_DEEP))
        c.fill("M-160 4q150-14 300 0v7h-300z", c.tone("#6a5a52"))
        c.strokes(
            (
                "M-228 2v-26h70",
                "M-200 2v-26",
                "M130 2v-26h98",
                "M196 2v-26",
                "M-140-2q140-12 268 0",
                "M-110-4v-22",
                "M-40-7v-22",
                "M40-7v-22",
                "M-140-24q140-14 268 0",
            ),
            white,
            5,
        )
        c.strokes(("M148 6L140-168", "M176 6L168-168"), white, 12)
        c.strokes(("M154-60l24 4", "M150-112l24 4"), grey, 6)
        c.strokes(("M-96-186L262-150", "M-96-176L252-138"), white, 9)
        c.fill(polyline([(226, -172), (276, -166), (272, -122), (222, -128)]), grey)
        c.strokes(("M-92-182L-118-4", "M-92-182L-106-4"), c.tone("#55505a"), 3)


def barge(c: Canvas, x: float, y: float, wide: float, flip: bool = False) -> None:
    """A Dutch sailing barge at rest, mast down, geraniums on the cabin. Local width 500."""
    with c.at(x, y, wide / 500, flip):
        c.fill("M-262 26Q0 54 262 22L252 46Q0 70-252 46z", c.tone("#14252f"), 0.45)
        c.fill(
            "M-262-44C-270 0-250 30-206 34H190C240 32 262-4 270-56Q220-26 120-24H-120Q-220-24-262-44z",
            c.tone("#2c3f4a"),
        )
        c.fill(
            "M-262-44Q-220-24-120-24H120Q220-26 270-56L268-42Q220-13 120-11H-120Q-214-12-264-32z",
            c.tone(BRICK),
        )
        c.fill("M-232-22h420v-4h-420z", c.tone(SAND))
        c.fill("M-96-24v-26q110-18 226-2v28z", c.tone(MOSS_DEEP))
        c.fill("M-98-48q112-20 230-2v-8q-112-18-230 2z", c.tone(SAND_DEEP))
        c.fill("M-206-28v-54h78v57z", c.tone(CREAM))
        c.fill("M-214-80q44-12 94 0v-7q-44-12-94 0z", c.tone(BRICK_DEEP))
        windows(c, [(-196, -72, 24, 22), (-162, -72, 24, 22)], cross=False)
        c.strokes(("M-150-92L214-122", "M200-30v-92"), c.tone("#9a7650"), 8)
        c.line("M-130-98Q40-146 206-124L-128-95z", c.tone("#c77b52"), 9)
        c.dabs([(-80, -60), (-66, -64), (-52, -62), (-38, -66)], c.tone("#cf5f4c"), 12)
        c.dabs([(-86, -54), (-72, -55), (-58, -56), (-44, -57)], c.tone(MOSS_DEEP), 11)
        c.line("M-264-36q-24-8-22-44l18 2", c.tone("#8a6a48"), 7)
