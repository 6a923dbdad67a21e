"""The drawings: every scene is a small, safe, well-formed SVG that is the same every time."""

import xml.etree.ElementTree as ET

import pytest

from demo.scenes import SCENES, draw

LARGEST = 14_000
ALLOWED = {
    "svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "defs",
    "linearGradient", "radialGradient", "stop", "clipPath", "use",
}  # fmt: skip


@pytest.mark.parametrize("variant", range(3))
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_a_small_safe_drawing(scene, variant):
    svg = draw(scene, variant)
    assert draw(scene, variant) == svg
    assert len(svg) < LARGEST
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in ALLOWED
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "http" not in value


def test_variants_differ():
    for scene in SCENES:
        assert len({draw(scene, variant) for variant in range(3)}) == 3, scene


def test_an_unknown_scene_is_an_error():
    with pytest.raises(ValueError, match="zwembad"):
        draw("zwembad")
