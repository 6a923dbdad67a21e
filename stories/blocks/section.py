from django.utils.translation import gettext_lazy as _

from core.blocks import SectionBlock, SectionContentBlock

from .chart import IndicatorChartBlock


class StorySectionContentBlock(SectionContentBlock):
    """What may stand in a section of a page that tells and counts."""

    chart = IndicatorChartBlock()


class StorySectionBlock(SectionBlock):
    """A section that may also hold a chart."""

    content = StorySectionContentBlock(label=_("Inhoud"))
