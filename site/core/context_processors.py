"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from core.models import SiteIdentity


def _menu(request: HttpRequest) -> list[Page]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    return list(
        site.root_page.get_children().live().public().in_menu().order_by("path").defer_streamfields()
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """Add `identity` (who publishes the site), `main_menu` and `dev_mailbox`; all lazy, so errors pages stay safe."""
    return {
        "identity": SimpleLazyObject(lambda: SiteIdentity.for_request(request)),
        "main_menu": SimpleLazyObject(lambda: _menu(request)),
        "dev_mailbox": settings.DEV_MAILBOX,
        "site_url": settings.SITE_URL,
    }
