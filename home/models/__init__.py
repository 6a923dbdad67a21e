from .areas import AreaIndexPage
from .pages import ContentPage, HomePage, ThemePage

__all__ = ["AreaIndexPage", "ContentPage", "HomePage", "ThemePage"]
