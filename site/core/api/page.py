"""What the pieces of the page about the open data have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Example:
    """An address to try, and what it gives."""

    words: str
    url: str

    @classmethod
    def of(cls, request: HttpRequest, words: str, name: str, *query: tuple[str, str]) -> Example:
        """Return the example for a route and what is asked there."""
        return cls(words, request.build_absolute_uri(f"{reverse(name)}?{urlencode(query)}"))

    @property
    def path(self) -> str:
        """The address without the name of the site, to read."""
        return "/" + self.url.split("/", 3)[3]


def explained(parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return parameters of an operation as the page shows them, with what can be chosen."""
    return [{**one, "values": _values(one["schema"])} for one in parameters]


def _values(schema: dict[str, Any]) -> list[str]:
    """Return what can be chosen. In a template `items` of a dictionary would be its method."""
    found: list[str] = schema.get("enum") or schema.get("items", {}).get("enum", [])
    return found
