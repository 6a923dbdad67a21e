from .imports import FigureImport, ImportedRow
from .index import FigureIndexPage
from .indicators import Indicator
from .observations import Correction, Observation, Target
from .pages import StoryIndexPage, StoryInitiative, StoryPage
from .results import Result
from .sources import Monitor, Source

__all__ = [
    "Correction",
    "FigureImport",
    "FigureIndexPage",
    "ImportedRow",
    "Indicator",
    "Monitor",
    "Observation",
    "Result",
    "Source",
    "StoryIndexPage",
    "StoryInitiative",
    "StoryPage",
    "Target",
]
