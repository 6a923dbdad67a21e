from .agenda import Goal, Theme
from .geography import Municipality, Outline, Place, Region
from .images import SiteImage, SiteRendition
from .pages import BasePage
from .site_settings import SiteIdentity
from .users import User

__all__ = [
    "BasePage",
    "Goal",
    "Municipality",
    "Outline",
    "Place",
    "Region",
    "SiteIdentity",
    "SiteImage",
    "SiteRendition",
    "Theme",
    "User",
]
