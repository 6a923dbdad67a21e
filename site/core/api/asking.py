"""What every question to the open data has in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api.responses import Refusal
from core.chrome import chrome_for

DEFAULT_LIMIT = 100
MOST_AT_ONCE = 500
LARGEST_NUMBER = 2**63 - 1


def only(request: HttpRequest, *names: str) -> None:
    """Raise Refusal for a parameter that means nothing here: a typing error must not go unnoticed."""
    for name in request.GET:
        if name not in names:
            raise Refusal(_("deze naam kennen wij niet. Kijk op /api/ welke er zijn."), name or "?")


def number(request: HttpRequest, name: str, default: int | None, lowest: int, highest: int) -> int:
    """Return a whole number from the address. Raises Refusal; without default it must be there."""
    text = request.GET.get(name, "")
    if not text and default is not None:
        return default
    if text.isascii() and text.isdecimal() and len(text) <= 19 and lowest <= int(text) <= highest:
        return int(text)
    raise Refusal(
        _("geef een heel getal van %(lowest)s tot en met %(highest)s.")
        % {"lowest": lowest, "highest": highest},
        name,
    )


def part_of_list(request: HttpRequest) -> tuple[int, int]:
    """Return which part of a list is asked: `limit` and `offset`. Raises Refusal."""
    limit = number(request, "limit", DEFAULT_LIMIT, 1, MOST_AT_ONCE)
    return limit, number(request, "offset", 0, 0, LARGEST_NUMBER)


def around(
    request: HttpRequest, parameters: Iterable[tuple[str, Any]], count: int, limit: int, offset: int
) -> dict[str, Any]:
    """Return what stands around a part of a list: how many there are, and the addresses of its neighbours."""
    chosen = list(parameters)

    def address(start: int) -> str:
        query = urlencode([*chosen, ("limit", limit), ("offset", start)])
        return request.build_absolute_uri(f"{request.path}?{query}")

    return {
        "aantal": count,
        "limit": limit,
        "offset": offset,
        "volgende": address(offset + limit) if offset + limit < count else None,
        "vorige": address(max(0, offset - limit)) if offset > 0 else None,
    }


def source_of(request: HttpRequest) -> str:
    """Return what whoever uses the data should say about where it comes from."""
    return _("Bron: %(publisher)s") % {"publisher": chrome_for(request).identity.publisher}


def today() -> date:
    """Return today, where the site is."""
    return timezone.localdate()
