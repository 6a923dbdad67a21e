"""What happens around every request."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


class DatabaseUnavailableMiddleware:
    """Answer with a calm page and status 503 when the database does not answer, instead of a crash."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch only a lost connection: any other error goes on to the error page of the site."""
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("database does not answer", exc_info=exception)
            return database_unavailable()
        return None


def database_unavailable() -> HttpResponse:
    """Return the page for a database that does not answer; it makes no query itself."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response
