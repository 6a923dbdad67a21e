"""The e-mail address of an initiative, shown to people and not to programs that collect addresses.

It stands in no page, no data and no export. Who wants it presses a button; that works without JavaScript and
without a cookie. How often is counted, per visitor and in all; the visitor is counted by a fingerprint of the
network address that nobody can turn back and that is different tomorrow.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from initiatives.contributions.access import personal
from initiatives.models import InitiativePage

#: How many addresses one visitor gets in an hour. Generous: a whole village hall may share one connection.
MOST_PER_VISITOR = 30
#: How many addresses the site gives in an hour, however many visitors seem to ask.
MOST_IN_ALL = 1000
WINDOW = 60 * 60  # seconds


# It changes nothing, so a forged request gains nothing; the protection against those would set a cookie.
@csrf_exempt
@personal
@require_http_methods(["GET", "HEAD", "POST"])
def show_email(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a press on the button with a small page that has the address; a link leads to the button."""
    pages = InitiativePage.objects.visible().exclude(email="")
    page = get_object_or_404(pages.select_related("listing_image"), slug=slug)
    if request.method != "POST":
        return redirect(f"{page.get_url(request)}#contact")
    allowed = may_see(request)
    response = render(
        request,
        "pages/initiative_email.html",
        {"page": page, "email": page.email if allowed else ""},
        status=200 if allowed else 429,
    )
    if not allowed:
        response.headers["Retry-After"] = str(WINDOW)
    return response


def may_see(request: HttpRequest) -> bool:
    """Count one address that is asked for; False when there were too many in the last hour."""
    visitor = f"{timezone.localdate()} {_network_address(request)}"
    fingerprint = salted_hmac("initiatives.contact", visitor).hexdigest()[:32]
    # A visitor who is refused does not use up what the others may have.
    return _count(fingerprint, MOST_PER_VISITOR) and _count("all", MOST_IN_ALL)


def _network_address(request: HttpRequest) -> str:
    """Return where a request comes from. Behind our own proxy that is the last address that it noted."""
    noted = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.SECURE_PROXY_SSL_HEADER else ""
    return noted.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _count(name: str, most: int) -> bool:
    key = f"contact:{name}"
    if cache.add(key, 1, WINDOW):
        return most > 0
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # the hour ended between the two questions
        cache.set(key, 1, WINDOW)
        return most > 0
