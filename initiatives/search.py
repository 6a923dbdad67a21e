"""Free text search in initiatives, as a part of a larger query."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

# More words than this make a query slower, not better.
MOST_WORDS = 12
Pages = TypeVar("Pages", bound="QuerySet[Any]")
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """Return the words of what somebody typed: letters and digits only, so nothing can be query syntax."""
    return _WORD.findall(text)[:MOST_WORDS]


def _search(pages: Pages, text: str, *, by_relevance: bool) -> Pages:
    """Return pages with all words; the last word may be the start of a longer one.

    Dutch joins words, so that "dorp" must find "dorpshuis"; the ordinary search finds whole words only.
    """
    words = words_in(text)
    if not words:
        return pages.none()
    backend = get_search_backend()
    whole_words = backend.query_compiler_class
    compiler = type(f"Prefix{whole_words.__name__}", (whole_words,), {"LAST_TERM_IS_PREFIX": True})
    query = compiler(pages, " ".join(words), operator="and", order_by_relevance=by_relevance)
    found: Pages = backend.results_class(backend, query).get_queryset()
    return found


def containing(pages: Pages, text: str) -> Pages:
    """Return those of the pages that contain all words of the text, in their own order.

    The index is a subquery: no list of keys travels between database and site, whatever the number of pages.
    """
    matches = _search(pages.model.objects.all(), text, by_relevance=False).order_by().values("pk")
    return pages.filter(pk__in=matches)


def by_relevance(pages: Pages, text: str) -> Pages:
    """Return those of the pages that contain all words of the text, best first; equals keep a fixed order."""
    return _search(pages, text, by_relevance=True)
