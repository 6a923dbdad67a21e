"""Which parts of the site have open data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from core.api.fields import Schema

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
CC_BY = "http://creativecommons.org/licenses/by/4.0/deed.nl"


@dataclass(frozen=True)
class Distribution:
    """A data set in one form. `path` is where it is on this site."""

    title: str
    path: str
    #: As IANA writes it: "text/csv".
    media_type: str
    #: As the list of file types of the European Union has it: "CSV".
    file_type: str
    #: Its name among the schemas of the OpenAPI document, "" when there is none.
    schema: str = ""
    #: Whether an answer is a part of it, with the address of the next.
    in_parts: bool = False


@dataclass(frozen=True)
class Dataset:
    """A data set as the catalogue describes it. `key` stays the same for ever: portals know it by that."""

    key: str
    title: str
    description: str
    keywords: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    #: Where people look at it on this site.
    landing_page: str
    #: Codes of the European list of data themes.
    themes: tuple[str, ...] = ("SOCI", "REGI")
    #: Code of the European list of frequencies.
    frequency: str = "IRREG"
    licence: str = CC0
    #: What whoever uses it has to know besides the licence, such as a line to show.
    rights: str = ""
    issued: datetime | None = None
    modified: datetime | None = None
    #: First and last day that the data are about.
    temporal: tuple[date, date] | None = None
    #: Whether some of it is about the whole country, besides the province.
    nationwide: bool = False


@dataclass(frozen=True)
class Part:
    """The open data of one app."""

    key: str
    title: str | Promise
    #: Place on the page, and of its routes among the others.
    order: int
    #: The module with the routes below /api/.
    routes: str
    #: Return what can be asked: OpenAPI's operations by path.
    operations: Callable[[HttpRequest], dict[str, Any]]
    schemas: Callable[[], dict[str, Schema]]
    #: Return all that the description depends on, so that nobody gets it twice.
    state: Callable[[HttpRequest], list[Any]]
    datasets: Callable[[HttpRequest], list[Dataset]]
    #: The piece of the page for people, and what it shows.
    template: str
    context: Callable[[HttpRequest], dict[str, Any]]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Tell what an app has; called once, when the app is ready. The same key again replaces it."""
    _parts[part.key] = part


def parts() -> list[Part]:
    """Return all parts in their order."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.key))
