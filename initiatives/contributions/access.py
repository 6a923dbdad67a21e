"""Limits on what one visitor, one mailbox or one initiative gets, and answers that nobody else may keep.

Never by network address alone: a whole village hall shares one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from initiatives.contributions.tokens import fingerprint

HOUR = 60 * 60  # seconds
DAY = 24 * HOUR
#: How often one session may send something in an hour.
SENT_PER_SESSION = 10
#: How many e-mails one address gets from us in an hour because a visitor asked for them.
MAILS_PER_ADDRESS = 5
#: How many links an initiative gets in a day, whoever asks.
LINKS_PER_PAGE = 3
#: How often one session may look up an address or a name in an hour; those without a session share a limit.
LOOKUPS_PER_SESSION = 200
LOOKUPS_WITHOUT_SESSION = 300

_SENT = "contributions_sent"

View = Callable[..., HttpResponseBase]


def personal(view: View) -> View:
    """Keep the answer of a view out of caches, search engines and other sites.

    The referrer policy is "same-origin": under "no-referrer" browsers send `Origin: null` with our own forms,
    which the protection against forged requests must refuse.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return wrapper


def may_send(request: HttpRequest) -> bool:
    """Count something that is sent; False when this session sent too much in the last hour."""
    now = time.time()
    moments = [moment for moment in request.session.get(_SENT, []) if moment > now - HOUR]
    if len(moments) >= SENT_PER_SESSION:
        return False
    request.session[_SENT] = [*moments, now]
    return True


def may_mail(address: str) -> bool:
    """Count an e-mail that a visitor asked for; False when the address had enough of them for now."""
    return _count(f"mail:{fingerprint(address)}", MAILS_PER_ADDRESS, HOUR)


def may_link(page_id: int) -> bool:
    """Count a link to an initiative; False when it had enough of them today."""
    return _count(f"link:{page_id}", LINKS_PER_PAGE, DAY)


def may_look_up(request: HttpRequest) -> bool:
    """Count a question to the address service or for duplicates."""
    if request.session.session_key:
        return _count(f"look-up:{fingerprint(request.session.session_key)}", LOOKUPS_PER_SESSION, HOUR)
    return _count("look-up:", LOOKUPS_WITHOUT_SESSION, HOUR)


def _count(name: str, most: int, seconds: int) -> bool:
    """Count one more in the window of a name, which starts at the first; False when there were too many."""
    key = f"contributions:{name}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ended just now
        cache.set(key, 1, seconds)
        return True
