"""Who may open an application: the browser session in which its link was used, and nobody else.

Staff have their own desk; being signed in there opens nothing here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from subsidies.models import Application

#: How long a session opens an application after its link was used.
ACCESS_LIFETIME = 60 * 60 * 12  # seconds
#: How often one session may ask for a link; each address has a limit of its own.
LINKS_PER_SESSION = 10
LINK_WINDOW = 60 * 60  # seconds

_OPENED = "applications"
_ASKED = "link_requests"
_NOTICE = "application_notice"
_MAILED = "link_sent_to"
_MOST_OPENED = 5

View = Callable[..., HttpResponseBase]


def _opened(request: HttpRequest) -> dict[str, float]:
    now = time.time()
    kept = request.session.get(_OPENED, {})
    return {key: until for key, until in kept.items() if until > now}


def allow(request: HttpRequest, application: Application) -> None:
    """Let this session open an application. Call it only when its link or its start proved who it is."""
    opened = _opened(request)
    opened[str(application.pk)] = time.time() + ACCESS_LIFETIME
    newest = sorted(opened.items(), key=lambda item: item[1])[-_MOST_OPENED:]
    request.session[_OPENED] = dict(newest)
    # A new session key and form token: whoever planted or saw the old ones has nothing.
    request.session.cycle_key()
    rotate_token(request)


def may_open(request: HttpRequest, application_id: UUID) -> bool:
    """Whether this session may open an application."""
    return str(application_id) in _opened(request)


def sign_out(request: HttpRequest) -> None:
    """Forget every application of this session; a member of staff stays signed in at the desk."""
    if request.user.is_authenticated:
        for key in (_OPENED, _ASKED, _NOTICE, _MAILED):
            request.session.pop(key, None)
    else:
        request.session.flush()


def may_ask_link(request: HttpRequest) -> bool:
    """Count a request for a link; False when this session asked too often in the last hour."""
    now = time.time()
    moments = [moment for moment in request.session.get(_ASKED, []) if moment > now - LINK_WINDOW]
    if len(moments) >= LINKS_PER_SESSION:
        return False
    request.session[_ASKED] = [*moments, now]
    return True


def remember_address(request: HttpRequest, email: str) -> None:
    """Keep the typed address for the next page, so that a typing error can be seen."""
    request.session[_MAILED] = email


def remembered_address(request: HttpRequest) -> str:
    return str(request.session.get(_MAILED, ""))


def notice(request: HttpRequest, text: str) -> None:
    """Say something on the next page. In the session and not in a cookie: it may name a file."""
    request.session[_NOTICE] = text


def take_notice(request: HttpRequest) -> str:
    """Return what the last page wanted to say, once."""
    return str(request.session.pop(_NOTICE, ""))


def personal(view: View) -> View:
    """Keep the answer of a view out of caches, search engines and other sites.

    The referrer policy is "same-origin" and not "no-referrer": under the latter browsers send
    `Origin: null` with our own forms, which the protection against forged requests must refuse.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return wrapper


def applicant_view(view: View) -> View:
    """Give a view its application, or answer with 403 and the way to a new link.

    An application that does not exist gets the same answer as somebody else's.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, application_id: UUID, **kwargs: Any) -> HttpResponseBase:
        application = (
            Application.objects.select_related("regulation", "round", "form_version")
            .filter(pk=application_id)
            .first()
            if may_open(request, application_id)
            else None
        )
        if application is None:
            return render(request, "pages/apply/no_access.html", status=403)
        return view(request, application, **kwargs)

    return personal(wrapper)
