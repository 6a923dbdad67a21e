from .pages import ContentPage, HomePage, ThemePage

__all__ = ["ContentPage", "HomePage", "ThemePage"]
