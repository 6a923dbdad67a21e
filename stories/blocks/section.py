from django.utils.translation import gettext_lazy as _

from core.blocks import SectionBlock, SectionContentBlock

from .chart import IndicatorChartBlock
from .live_figure import LiveFigureBlock


class StorySectionContentBlock(SectionContentBlock):
    """What may stand in a section of a page that tells and counts."""

    chart = IndicatorChartBlock()
    live_figure = LiveFigureBlock()


class StorySectionBlock(SectionBlock):
    """A section that may also hold figures: as a chart or in a sentence."""

    content = StorySectionContentBlock(label=_("Inhoud"))
