"""Views that belong to no page: health, robots, errors and public files."""

from __future__ import annotations

import logging
import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils._os import safe_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from core.chrome import chrome_for
from core.middleware import database_unavailable

logger = logging.getLogger(__name__)


def _check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _check_cache() -> str:
    cache.set("health", "ok", 10)
    return "ok" if cache.get("health") == "ok" else "fout"


def _check_migrations() -> str:
    executor = MigrationExecutor(connection)
    return "achter" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell a load balancer whether database, cache and migrations are in order: 200, else 503."""
    report: dict[str, str] = {}
    for name, check in (
        ("database", _check_database),
        ("cache", _check_cache),
        ("migraties", _check_migrations),
    ):
        try:
            report[name] = check()
        except Exception as error:  # any failure of a dependency is the answer, not a crash
            logger.warning("health check %s failed: %s", name, type(error).__name__)
            report[name] = "fout"
    healthy = all(value == "ok" for value in report.values())
    report["status"] = "gezond" if healthy else "ziek"
    return JsonResponse(report, status=200 if healthy else 503)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines may read."""
    lines = [
        "User-agent: *",
        "Disallow: /beheer/",
        "Disallow: /aanvragen/",
        "Disallow: /zoeken/",
        "Disallow: /meedoen/",
        "Disallow: /e-mailadres/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a public upload. Names never change their content, so browsers may keep it for a year.

    A drawing opened on its own gets a policy under which no script can run.
    """
    try:
        full_path = Path(safe_join(settings.MEDIA_ROOT, path))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if not full_path.is_file():
        raise Http404
    content_type = mimetypes.guess_type(full_path.name)[0] or "application/octet-stream"
    response = FileResponse(full_path.open("rb"), content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a page of the editors; its surroundings come first, so that the site is looked up once."""
    chrome_for(request)
    return wagtail_serve(request, path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain what to do when a form was open too long or cookies are off."""
    return render(request, "pages/csrf_failure.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the error page, or the calmer one when it is the database that does not answer."""
    try:
        _check_database()
    except (OperationalError, InterfaceError, DatabaseError):
        return database_unavailable()
    return render(request, "500.html", status=500)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show what a visitor can do when an address leads nowhere."""
    return render(request, "404.html", status=404)
