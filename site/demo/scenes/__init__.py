"""Illustrations of the province's landscape and village life, drawn by code.

Every scene is one self-contained SVG document: no scripts, no text, no references to anything outside itself.
The same scene and variant always give the same bytes. The subject stands in the middle, so that 16:9 and
square crops work.
"""

from collections.abc import Callable

from . import countryside, indoors, outdoors, village, waterland
from .canvas import Canvas
from .palette import MOODS

_DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "heide": countryside.heide,
    "brink": village.brink,
    "es": countryside.es,
    "hunebed": countryside.hunebed,
    "veen": waterland.veen,
    "kanaal": village.kanaal,
    "beekdal": waterland.beekdal,
    "bos": countryside.bos,
    "dorpshuis": village.dorpshuis,
    "moestuin": outdoors.moestuin,
    "keuken": indoors.keuken,
    "school": village.school,
    "zorg": village.zorg,
    "sport": outdoors.sport,
    "muziek": outdoors.muziek,
    "taal": indoors.taal,
    "wandelen": outdoors.wandelen,
    "vergadering": indoors.vergadering,
}

SCENES: tuple[str, ...] = tuple(_DRAWINGS)


def draw(scene: str, variant: int = 0) -> str:
    """Return the SVG document of a scene, 1200 by 800 units.

    `variant` (0 or more) chooses one of four times of day and season in turn, chooses who appears in the
    picture and shuffles the arrangement; odd variants are seen from the other side. Raises `ValueError` for a
    scene that is not in `SCENES`.
    """
    try:
        drawing = _DRAWINGS[scene]
    except KeyError:
        raise ValueError(f"unknown scene {scene!r}; choose one of {', '.join(SCENES)}") from None
    letter = chr(ord("a") + SCENES.index(scene))
    canvas = Canvas(f"d{letter}{variant}-", MOODS[variant % len(MOODS)], variant)
    drawing(canvas)
    return canvas.svg(mirrored=variant % 2 == 1)
