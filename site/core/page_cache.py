"""Which answers of the site are kept in the page cache, and when the cache is emptied.

Only what everybody may read is kept: a request with a session is somebody's own, and an answer that says
`no-store` is kept nowhere. Whatever changes a public page empties the whole cache after the transaction.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtailcache import cache as wagtailcache


class FetchFromCacheMiddleware(wagtailcache.FetchFromCacheMiddleware):
    """Answer from the cache, but never a request that has a session."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request._wagtailcache_skip = True  # type: ignore[attr-defined]
            return None
        kept = super().process_request(request)
        if kept is None or not kept.has_header("ETag"):
            return kept
        # Who has this very answer already gets no more than that it is still good.
        answer = get_conditional_response(request, etag=kept["ETag"], response=kept)
        if answer is not None and answer is not kept and kept.has_header("Access-Control-Allow-Origin"):
            answer["Access-Control-Allow-Origin"] = kept["Access-Control-Allow-Origin"]
        return answer or kept


class UpdateCacheMiddleware(wagtailcache.UpdateCacheMiddleware):
    """Keep an answer, unless it may be kept nowhere or an earlier middleware gave it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        asked = hasattr(request, "_wagtailcache_update") or hasattr(request, "_wagtailcache_error")
        # "You have it already" is an answer to one visitor; the next one has nothing.
        unchanged = response.status_code == HTTPStatus.NOT_MODIFIED
        if not asked or unchanged or "no-store" in response.get("Cache-Control", ""):
            request._wagtailcache_skip = True  # type: ignore[attr-defined]
        return super().process_response(request, response)


def clear_soon(**_signal: Any) -> None:
    """Empty the page cache once the change is really in the database."""
    # robust: a cache that does not answer must not undo or hide the change itself.
    transaction.on_commit(caches[settings.WAGTAIL_CACHE_BACKEND].clear, robust=True)


def _listen_to(model: type[models.Model]) -> bool:
    """Whether a row of this model shows on public pages the moment it is saved.

    Pages do not: saving a draft changes nothing in public, and publishing has signals of its own.
    """
    if issubclass(model, Page) or model._meta.label in settings.PAGE_CACHE_PRIVATE_MODELS:
        return False
    return (
        model._meta.app_label in settings.PAGE_CACHE_APPS or model._meta.label in settings.PAGE_CACHE_MODELS
    )


def connect() -> None:
    """Listen to everything that changes public pages; called once, when all models are known."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(clear_soon, dispatch_uid="page-cache")
    for model in apps.get_models(include_auto_created=True):
        uid = f"page-cache-{model._meta.label}"
        if issubclass(model, Page):
            post_delete.connect(clear_soon, sender=model, dispatch_uid=uid)
        elif _listen_to(model):
            signals = (m2m_changed,) if model._meta.auto_created else (post_save, post_delete)
            for signal in signals:
                signal.connect(clear_soon, sender=model, dispatch_uid=uid)
