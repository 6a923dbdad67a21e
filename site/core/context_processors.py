"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.chrome import chrome_for


def site(request: HttpRequest) -> dict[str, Any]:
    """Add `identity` (who publishes the site), `main_menu`, `dev_mailbox` and `site_url`.

    What needs the database is lazy, so that pages about errors do without it.
    """
    return {
        "identity": SimpleLazyObject(lambda: chrome_for(request).identity),
        "main_menu": SimpleLazyObject(lambda: chrome_for(request).menu),
        "dev_mailbox": settings.DEV_MAILBOX,
        "site_url": settings.SITE_URL,
    }
