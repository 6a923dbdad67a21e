"""Where the pages and files of figures are, from the outside."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

_ANY = "cijfer"


@dataclass(frozen=True)
class Addresses:
    """The addresses of the page, the JSON and the CSV of a figure, with `{slug}` where its code comes."""

    page: str
    json: str
    csv: str

    def of(self, address: str, slug: str) -> str:
        return address.replace("{slug}", slug)


def addresses(request: HttpRequest) -> Addresses:
    """Return the addresses on the site of a request."""

    def pattern(name: str) -> str:
        path = reverse(name, args=[_ANY])
        before, _found, after = path.rpartition(_ANY)
        return f"{request.build_absolute_uri(before)}{{slug}}{after}"

    return Addresses(pattern("indicator"), pattern("api_indicator"), pattern("indicator_csv"))
