from .chart import IndicatorChartBlock
from .live_figure import LiveFigureBlock
from .section import StorySectionBlock

__all__ = ["IndicatorChartBlock", "LiveFigureBlock", "StorySectionBlock"]
