from .chart import IndicatorChartBlock
from .section import StorySectionBlock

__all__ = ["IndicatorChartBlock", "StorySectionBlock"]
