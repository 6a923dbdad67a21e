"""Figures on the pages of the demo content: as a chart or in a sentence, as an editor would save them."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from stories.blocks import IndicatorChartBlock, LiveFigureBlock
from stories.models import Indicator

_BLOCKS: dict[str, type[blocks.StructBlock]] = {"chart": IndicatorChartBlock, "live_figure": LiveFigureBlock}


def figure_block(kind: str, indicator: Indicator, choices: dict[str, Any]) -> dict[str, Any]:
    """Return the stored form of a block with figures: "chart" or "live_figure".

    The block itself cleans the choices. So what was left open is filled in, and the figures of a frozen
    one are kept. Raises ValidationError when there is no figure for the choices.
    """
    block = _BLOCKS[kind]()
    chosen = {**block.get_default(), **choices, "indicator": indicator}
    value = block.clean(block.normalize(chosen))
    return {"type": kind, "value": block.get_prep_value(value)}
