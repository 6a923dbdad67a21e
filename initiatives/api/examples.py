"""Examples for who reads about the open data."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.selection import SelectionForm


@dataclass(frozen=True)
class Example:
    """An address to try, and what it gives."""

    words: str
    url: str

    @property
    def path(self) -> str:
        """The address without the name of the site, to read."""
        return "/" + self.url.split("/", 3)[3]


def examples(request: HttpRequest, form: SelectionForm) -> list[Example]:
    """Return addresses that work on this site, with its own kinds and municipalities."""
    kind = next(iter(form.choices("soort")), None)
    municipality = next(iter(form.choices("gemeente")), None)
    places = form.snapshot.vocabulary.places.values()
    village = max(places, key=lambda place: place[0], default=None)
    wanted: list[tuple[str, str, list[tuple[str, str]]]] = []
    if kind:
        words = _("Alles van de soort “%(kind)s”, voor een spreadsheet") % {"kind": kind.name}
        wanted.append((words, "api_initiatives_csv", [("soort", kind.slug)]))
    if municipality:
        words = _("Alles in de gemeente %(name)s, voor een kaart") % {"name": municipality.name}
        wanted.append((words, "api_initiatives_geojson", [("gemeente", municipality.slug)]))
    if village:
        words = _("Wat er binnen 5 kilometer van %(name)s is") % {"name": village[0]}
        wanted.append((words, "api_initiatives", [("plek", village[0]), ("afstand", "5")]))
    words = _("Wat er veranderde sinds nummer %(number)s") % {"number": form.snapshot.number}
    wanted.append((words, "api_changes", [("sinds", str(form.snapshot.number))]))
    return [
        Example(words, request.build_absolute_uri(f"{reverse(name)}?{urlencode(query)}"))
        for words, name, query in wanted
    ]
