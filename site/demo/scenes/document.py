"""Shapes as data, and writing them as SVG: whatever occurs more than once is written once and reused."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """One element; a group has parts."""

    tag: str
    attributes: str
    d: str = ""
    transform: str = ""
    parts: tuple["Shape", ...] = ()


def shorter(value: float) -> str:
    """A factor without its leading zero."""
    return f"{value:.2g}".replace("0.", ".", 1)


def _count(shape: Shape, groups: Counter[Shape], paths: Counter[str]) -> None:
    """Count what is drawn; the inside of a repeated group counts once."""
    if shape.d:
        paths[shape.d] += 1
    if shape.parts:
        key = _bare(shape)
        groups[key] += 1
        if groups[key] == 1:
            for part in shape.parts:
                _count(part, groups, paths)


def _bare(shape: Shape) -> Shape:
    """The group without its place."""
    return Shape("g", shape.attributes, parts=shape.parts)


def write(root: Shape, prefix: str, first: int) -> tuple[str, str]:
    """Return the shared definitions and the body; ids are `prefix` and a number from `first` on."""
    groups: Counter[Shape] = Counter()
    paths: Counter[str] = Counter()
    _count(root, groups, paths)
    names: dict[Shape | str, str] = {}
    shared: list[str] = []

    def name(key: Shape | str) -> str:
        names[key] = f"{prefix}{first + len(names)}"
        return names[key]

    def element(shape: Shape) -> str:
        place = f' transform="{shape.transform}"' if shape.transform else ""
        if shape.parts:
            key = _bare(shape)
            if groups[key] == 1:
                return f"<g{shape.attributes}{place}>{''.join(map(element, shape.parts))}</g>"
            if key not in names:
                inner = "".join(map(element, shape.parts))
                shared.append(f'<g id="{name(key)}"{shape.attributes}>{inner}</g>')
            return f'<use href="#{names[key]}"{place}/>'
        count = paths[shape.d] if shape.d else 0
        if count > 1 and (count - 1) * len(shape.d) > 34 + 12 * count:
            if shape.d not in names:
                shared.append(f'<path id="{name(shape.d)}" d="{shape.d}"/>')
            return f'<use href="#{names[shape.d]}"{shape.attributes}{place}/>'
        d = f' d="{shape.d}"' if shape.d else ""
        return f"<{shape.tag}{shape.attributes}{place}{d}/>"

    body = element(root)
    return "".join(shared), body
