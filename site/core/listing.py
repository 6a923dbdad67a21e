"""Lists of pages: page numbers that exist, or 404."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, QueryDict


def page_of(request: HttpRequest, items: Any, per_page: int) -> Page[Any]:
    """Return the page that `?pagina=` asks for. Raises Http404 for a number that does not exist."""
    paginator: Paginator[Any] = Paginator(items, per_page)
    number = request.GET.get("pagina", "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 7):
        raise Http404
    if int(number) not in paginator.page_range:
        raise Http404
    return paginator.page(int(number))


def query_without_page(request: HttpRequest) -> str:
    """Return the query string without the page number, to build links to other pages."""
    params: QueryDict = request.GET.copy()
    params.pop("pagina", None)
    return params.urlencode()
