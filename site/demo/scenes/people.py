"""People and animals: warm, simple figures without faces.

An adult is 200 units tall in a frame of its own, feet at the origin, looking to the right.
"""

import math
import re
from dataclasses import dataclass, replace

from .canvas import Canvas, Point, numbers
from .palette import (
    BARK,
    BARK_DEEP,
    BRICK,
    CREAM,
    HEATH,
    HEATH_LIGHT,
    INK,
    MOSS,
    SAND_DEEP,
    STONE,
    STRAW,
    WATER,
    WATER_LIGHT,
    mix,
)

PALE, FAIR, OLIVE, BROWN, DARK = "#f0cdb0", "#e3b592", "#c99570", "#9a6646", "#6b4431"


@dataclass(frozen=True)
class Look:
    """Who somebody is to the eye."""

    skin: str
    hair: str
    style: str
    top: str
    legs: str
    hem: int = 86
    """How far above the ground the coat ends; skirts reach lower."""
    head: float = 1.0
    beard: bool = False

    def child(self) -> "Look":
        """The same look with the proportions of a child."""
        return replace(self, head=1.3, beard=False)


GRANNY = Look(PALE, "#e6e1dc", "bun", HEATH_LIGHT, "#7d6a78", 48)
GRANDPA = Look(FAIR, "#d8d2cc", "bald", WATER_LIGHT, "#8a7a63")
FARMER = Look(FAIR, BARK, "cap", MOSS, WATER, beard=True)
WOMAN = Look(OLIVE, BARK_DEEP, "long", BRICK, WATER)
MAN = Look(DARK, INK, "short", STRAW, "#4a5560")
STUDENT = Look(BROWN, INK, "curly", CREAM, "#5b6b86")
SCARF = Look(OLIVE, "#7a9a99", "scarf", WATER, "#39465a", 48)
NEIGHBOUR = Look(PALE, "#b5713f", "pony", "#d8a24a", "#56637a")
FATHER = Look(OLIVE, INK, "short", HEATH, "#6a6357", beard=True)
NURSE = Look(DARK, INK, "bun", "#8fb0ad", "#48525e")
BLOND = Look(PALE, "#d9b36b", "short", BRICK, "#4d5f6e")
ELDER = Look(BROWN, "#cfc8c4", "curly", "#b98a5a", "#5d4a52", 48)
GIRL = Look(FAIR, "#a8683a", "pony", STRAW, HEATH, 48).child()
BOY = Look(BROWN, INK, "curly", BRICK, "#4d5f6e").child()
KID = Look(PALE, "#d9b36b", "short", WATER_LIGHT, "#7b6a4f").child()

ADULTS = (GRANNY, MAN, SCARF, BLOND, WOMAN, GRANDPA, STUDENT, NEIGHBOUR, FATHER, NURSE, ELDER)
CHILDREN = (GIRL, BOY, KID)

Hand = Point | None


def _recast(look: Look, turn: int) -> Look:
    """Somebody else in the same place: each variant of a scene has its own company."""
    for company in (ADULTS, CHILDREN):
        if look in company:
            return company[(company.index(look) + turn) % len(company)]
    return look


# Shapes around the middle of the head.
_SHORT = "M-12 4C-20-20 14-24 14-5C6-10 2-8-3-8C-6-3-6 2-8 8Q-12 9-12 4z"
_CHILD: dict[str, str] = {
    "face": "M-11-1a12 15 0 1 1 24 0a12 15 0 1 1-24 0M-5 8h11v15q-6 5-11 0z",
    "short": _SHORT,
    "long": "M-12 4C-20-20 14-24 14-5C6-10 2-8-3-8C-6 8-2 22-4 36Q-16 38-19 32C-20 18-14 12-12 4z",
    "bun": _SHORT + "M-3-16a8 7 0 1 0-16 1a8 7 0 1 0 16-1",
    "pony": _SHORT + "M-11-10C-28-14-28 6-22 18Q-13 12-10-2z",
    "curly": "M-13 8C-32-4-20-28-2-24C14-26 22-12 14-4Q4-8-2-6Q-7-2-7 6Q-9 10-13 8z",
    "bald": "M-12-4Q-9-2-8 4Q-8 8-11 9Q-15 2-12-4z",
    "cap": "M-12 4Q-15-4-12-8H-6Q-4 4-8 8Q-12 9-12 4z",
    "scarf": "M-2-19C-22-20-18 4-22 26Q-2 34 16 24C12 14 14 12 13 6Q8 14 2 12Q-6 8-5-2"
    "Q-2-11 6-11Q12-10 14-4Q10-18-2-19z",
    "back long": "M-15 0a15 17 0 1 1 30 0Q15 20 18 34Q0 40-18 34Q-15 20-15 0z",
    "back bun": "M-15 0a15 17 0 1 1 30 0a15 17 0 1 1-30 0M-8-20a8 7 0 1 1 16 0a8 7 0 1 1-16 0",
    "back pony": "M-15 0a15 17 0 1 1 30 0Q15 14 5 16Q8 26-1 36Q-9 26-5 16Q-15 14-15 0z",
    "back": "M-15 0a15 17 0 1 1 30 0a15 17 0 1 1-30 0",
    "beard": "M-8 2Q-6 10 2 8Q10 8 13 1Q15 18 4 19Q-8 18-8 2z",
    "hat": "M-14-4C-16-22 12-24 14-8L22-5Q10-3-14-4z",
}


def _placed(d: str, dx: int, dy: int) -> str:
    """The path moved: absolute commands shift, relative ones stay."""

    def moved(match: re.Match[str]) -> str:
        values = [int(value) for value in re.findall(r"-?\d+", match[2])]
        return match[1] + numbers(v + (dy if i % 2 else dx) for i, v in enumerate(values))

    return re.sub(r"([MCLQH])([^a-zA-Z]*)", moved, d)


_ADULT = {name: _placed(d, 2, -183) for name, d in _CHILD.items()}


def _sleeve(shoulder: Point, hand: Point, bend: float) -> str:
    mx, my = (shoulder[0] + hand[0]) / 2, (shoulder[1] + hand[1]) / 2
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    # the sleeve stops short of the hand
    cuff = hand[0] - dx * 0.07, hand[1] - dy * 0.07
    return f"M{numbers(shoulder)}Q{numbers((mx - dy * bend, my + dx * bend, *cuff))}"


def _head(c: Canvas, look: Look, back: bool, shapes: dict[str, str]) -> None:
    hair = c.tone(look.hair)
    if back and look.style != "bald":
        c.fill(shapes.get(f"back {look.style}", shapes["back"]), hair)
        return
    c.fill(shapes["face"], c.tone(look.skin))
    c.fill(shapes[look.style] + (shapes["beard"] if look.beard else ""), hair)
    if look.style == "cap":
        c.fill(shapes["hat"], c.tone(STONE))


def _torso(c: Canvas, look: Look, hem: float, detail: bool) -> None:
    top = 170
    flare = 25 if hem > 75 else 33
    waist = (top + hem) / 2 + 8
    side = f"C-25-{top - 2}-27-{top - 22}-24-{waist:.0f}L-{flare}-{hem}"
    front = (
        f"Q0-{hem - 7} {flare}-{hem}L24-{waist:.0f}C27-{top - 22} 25-{top - 2} 9-{top}Q0-{top - 5}-9-{top}z"
    )
    c.fill(f"M-9-{top}{side}{front}", c.tone(look.top))
    if detail:
        c.fill(f"M-9-{top}{side}q8 4 17 5Q-9-{waist:.0f}-9-{top}z", c.tone(mix(look.top, INK, 0.22)))


# Knee and foot of the far and the near leg; seated figures hang from the seat, 86 above the origin.
_LEGS: dict[str, tuple[tuple[Point, Point], ...]] = {
    "stand": (((9, -45), (10, -6)), ((-9, -45), (-9, -5))),
    "walk": (((-2, -52), (-31, -9)), ((17, -52), (24, -5))),
    "run": (((-6, -58), (-46, -32)), ((30, -60), (26, -8))),
    "sit": (((14, -82), (15, -18)), ((-13, -82), (-14, -16))),
    "side": (((46, -90), (54, -20)), ((44, -86), (46, -16))),
    "bust": (),
}
SEAT = 86


def person(
    c: Canvas,
    look: Look,
    x: float,
    y: float,
    tall: float,
    pose: str = "stand",
    *,
    flip: bool = False,
    hands: tuple[Hand, Hand] = (None, None),
    back: bool = False,
    lean: float = 0,
) -> None:
    """Draw a figure with the feet (for `sit`, `side` and `bust`: the seat) at (x, y).

    `tall` is the standing height. Poses: stand, walk, run, sit (seen from the front), side (sitting in
    profile), bust (the upper half). `hands` are the far and the near hand, measured from the place where the
    figure stands or sits; None lets an arm hang. `lean` turns the whole figure, in degrees.
    """
    look = _recast(look, c.cast)
    seat = SEAT if pose in {"sit", "side", "bust"} else 0
    size = tall / 200
    turn = math.radians(lean)
    drop = seat * size
    with c.at(x - math.sin(turn) * drop, y + math.cos(turn) * drop, size, flip, lean):
        trousers = look.legs if look.hem > 60 else mix(look.legs, look.skin, 0.25)
        far, near = ((hand[0], hand[1] - seat) if hand else None for hand in hands)
        left, right = far or (26, -92), near or (-27, -92)
        c.line(_sleeve((17, -154), left, 0.1), c.tone(mix(look.top, INK, 0.28)), 14)
        width = 19 if look.hem > 60 else 12
        legs = [f"M{6 - 12 * i}-98L{numbers((*knee, *foot))}" for i, (knee, foot) in enumerate(_LEGS[pose])]
        if tall > 170 and legs:
            c.line(legs[0], c.tone(mix(trousers, INK, 0.25)), width)
            legs.pop(0)
        if legs:
            c.strokes(legs, c.tone(trousers), width)
            shoes = (f"M{numbers((fx - 8, fy + 6))}v-9h11q12 2 13 9z" for _, (fx, fy) in _LEGS[pose])
            c.fill("".join(shoes), c.tone(INK))
        _torso(c, look, SEAT if seat else look.hem, tall > 140)
        if pose == "sit":
            c.fill("M-24-94Q0-102 24-94L27-74Q0-68-27-74z", c.tone(trousers))
        elif pose == "side":
            c.line("M0-88H42", c.tone(trousers), 22)
        if look.head == 1:
            _head(c, look, back, _ADULT)
        else:
            with c.at(2, -183, look.head):
                _head(c, look, back, _CHILD)
        if tall > 70:
            c.dabs((left, right), c.tone(look.skin), 14)
        c.line(_sleeve((-17, -154), right, 0.14 if near else -0.12), c.tone(mix(look.top, INK, 0.12)), 14)


def stick(c: Canvas, x: float, y: float, tall: float) -> None:
    """A shepherd's crook or walking stick."""
    c.line(f"M{numbers((x, y))}l4-{round(tall)}q4-14 13-8", c.tone(BARK), 4)


def sheep(c: Canvas, x: float, y: float, size: float, flip: bool = False, grazing: bool = True) -> None:
    """A Drenthe heath sheep: long fleece, dark slim head."""
    from_head = (66, 16) if grazing else (64, -34)
    with c.at(x, y, size / 100, flip):
        c.oval(0, 2, 56, 8, c.tone("#2b2533"), 0.25)
        c.strokes(("M-28-30v30", "M-16-30v29", "M22-30v30", "M34-30v29"), c.tone(BARK_DEEP), 8)
        c.fill(
            "M-46-34C-54-62-38-76-20-72C-8-82 14-80 26-72C44-76 54-58 48-42C52-24 40-12 28-18"
            "C16-8 0-10-8-16C-24-6-48-12-46-34z",
            c.tone("#efe6d6"),
        )
        c.fill(
            "M-46-34C-46-22-34-18-24-26C-10-18 8-20 20-28C34-20 46-26 49-42C52-24 40-12 28-18"
            "C16-8 0-10-8-16C-24-6-48-12-46-34z",
            c.tone("#cdbfae"),
        )
        hx, hy = from_head
        c.fill(
            f"M38-58Q52-66 58-54L{hx + 4} {hy - 22}Q{hx + 4} {hy - 12} {hx - 6} {hy - 14}L42-40z",
            c.tone("#4a3d3d"),
        )
        c.line("M50-56q-12 2-14 8", c.tone("#4a3d3d"), 6)


def dog(c: Canvas, x: float, y: float, size: float, flip: bool = False) -> None:
    """A shaggy sheepdog, standing."""
    with c.at(x, y, size / 100, flip):
        c.oval(0, 1, 50, 7, c.tone(INK), 0.25)
        c.strokes(("M-30-34l-4 34", "M-18-34l2 34", "M24-36v36", "M34-36l4 36"), c.tone(BARK_DEEP), 10)
        c.fill(
            "M-38-52C-52-56-60-74-70-70C-66-56-54-42-40-38Q-10-24 30-32C40-38 46-50 46-58Q60-54 66-62"
            "Q66-72 54-76L48-88L38-78Q30-70 24-62Q-10-66-38-52z",
            c.tone(BARK),
        )
        c.fill("M22-34Q40-40 42-58Q30-60 24-56Q14-44 22-34z", c.tone(CREAM))


def crane(c: Canvas, x: float, y: float, size: float, flip: bool = False) -> None:
    """A crane standing in the marsh."""
    with c.at(x, y, size / 100, flip):
        c.strokes(("M-4-40l-2 40", "M6-40l4 40"), c.tone(INK), 3)
        c.fill(
            "M-44-36Q-30-66 4-66Q18-66 20-58C24-72 18-84 20-94Q24-102 32-98L46-94L32-92Q28-90 28-84"
            "C32-66 28-46 8-42Q-10-38-18-44Q-34-30-44-36z",
            c.tone("#a9a7a9"),
        )
        c.fill("M-44-36Q-34-52-16-50Q-18-42-28-38Q-38-30-44-36z", c.tone("#4a4650"))
        c.line("M24-98h4", c.tone(BRICK), 4)


def wheelchair(c: Canvas, look: Look, x: float, y: float, tall: float, flip: bool = False) -> None:
    """Somebody who rolls along in a wheelchair; (x, y) is where the large wheel touches the ground."""
    s = tall / 200
    with c.at(x, y, s, flip):
        c.strokes(("M-34-96v46h44l16 40h20", "M-34-84h-16"), c.tone("#4a4650"), 6)
        c.line("M30-8h0", c.tone(INK), 18)
    person(c, look, x, y - 56 * s, tall, "side", flip=flip, hands=((40, -18), (8, -30)))
    with c.at(x, y, s, flip):
        c.line("M-38-36a34 34 0 1 0 68 0a34 34 0 1 0-68 0z", c.tone("#3a3640"), 6)
        c.strokes(("M-4-36v-30", "M-4-36l28 15", "M-4-36l-28 15"), c.tone(SAND_DEEP), 2)
