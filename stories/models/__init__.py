from .indicators import Indicator, Observation
from .pages import StoryIndexPage, StoryInitiative, StoryPage

__all__ = ["Indicator", "Observation", "StoryIndexPage", "StoryInitiative", "StoryPage"]
