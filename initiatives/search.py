"""Free text search in initiatives, as a part of a larger query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from wagtail.search.backends import get_search_backend

# More words than this make a query slower, not better.
MOST_WORDS = 12
Pages = TypeVar("Pages", bound="QuerySet[Any]")
_WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """Return the words of what somebody typed: letters and digits only, so nothing can be query syntax."""
    return _WORD.findall(text)[:MOST_WORDS]


def _compiled(pages: QuerySet[Any], words: list[str], *, by_relevance: bool) -> tuple[Any, Any]:
    """Return the search backend and the query for pages with all words, the last of which may be a start.

    Dutch joins words, so that "dorp" must find "dorpshuis"; the ordinary search finds whole words only.
    """
    backend = get_search_backend()
    whole_words = backend.query_compiler_class
    compiler = type(f"Prefix{whole_words.__name__}", (whole_words,), {"LAST_TERM_IS_PREFIX": True})
    return backend, compiler(pages, " ".join(words), operator="and", order_by_relevance=by_relevance)


def containing(pages: Pages, text: str) -> Pages:
    """Return those of the pages that contain all words of the text, in their own order.

    The index is a subquery: no list of keys travels between database and site, whatever the number of pages.
    """
    words = words_in(text)
    if not words:
        return pages.none()
    backend, query = _compiled(pages.model.objects.all(), words, by_relevance=False)
    matches = backend.results_class(backend, query).get_queryset()
    return pages.filter(pk__in=matches.order_by().values("pk"))


def by_relevance(pages: QuerySet[Any], text: str) -> QuerySet[Any] | RankedPages:
    """Return those of the pages that contain all words of the text, best first; equals keep a fixed order.

    What comes back can be counted and sliced.
    """
    words = words_in(text)
    if not words:
        return pages.none()
    backend, query = _compiled(pages, words, by_relevance=True)
    if hasattr(query, "FTS_TABLE_FIELDS"):
        return RankedPages(pages, text, query)
    found: QuerySet[Any] = backend.results_class(backend, query).get_queryset()
    return found


class RankedPages:
    """Pages in order of relevance from the index of SQLite.

    The search itself asks for the rank of every page in a query of its own, which takes seconds for some
    hundreds of results. Here the index ranks all matches at once and the pages of one slice are fetched.
    """

    def __init__(self, pages: QuerySet[Any], text: str, query: Any) -> None:
        self.pages = pages
        self.text = text
        self.query = query

    def count(self) -> int:
        """Return the number of pages."""
        return containing(self.pages.order_by(), self.text).count()

    def __getitem__(self, wanted: slice) -> list[Any]:
        keys = list(self._keys()[wanted])
        found = {page.pk: page for page in self.pages.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])

    def _keys(self) -> QuerySet[Any]:
        # These exist on SQLite only.
        from modelsearch.backends.database.sqlite.query import MatchExpression, SQLiteFTSIndexEntry
        from modelsearch.utils import get_descendants_content_types_pks

        words = self.query.build_search_query(self.query.query)
        # Weights of the columns autocomplete, body and title: a word in the title says more.
        rank: RawSQL = RawSQL(f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 1.0, 1.0, 4.0)", ())  # noqa: S608, S611
        keys: QuerySet[Any] = (
            SQLiteFTSIndexEntry.objects.filter(MatchExpression(self.query.FTS_TABLE_FIELDS, words))
            .filter(index_entry__content_type__in=get_descendants_content_types_pks(self.pages.model))
            .annotate(page=Cast("index_entry__object_id", BigIntegerField()))
            .filter(page__in=self.pages.order_by().values("pk"))
            .order_by(rank, "-page")
            .values_list("page", flat=True)
        )
        return keys
