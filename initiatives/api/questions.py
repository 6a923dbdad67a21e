"""What the open data can be asked: the selection of the finder, and which part of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from core.api.asking import MOST_AT_ONCE, only, source_of
from core.api.responses import Refusal
from core.chrome import chrome_for
from initiatives.api.fields import Site, pages_with_all
from initiatives.finder.found import Found
from initiatives.finder.places import centre_of
from initiatives.finder.snapshot import Snapshot
from initiatives.models import Change, InitiativePage
from initiatives.selection import NOW, SelectionForm


@dataclass(frozen=True)
class Question:
    """What was asked, understood; `message` is a sentence about the place when there is something to say."""

    found: Found
    message: str
    source: str

    @classmethod
    def read(cls, request: HttpRequest, *more: str) -> Question:
        """Understand the address; `more` are parameters besides those of the finder. Raises Refusal."""
        form = SelectionForm(request.GET)
        only(request, *form.fields, *more)
        for name, errors in form.errors.items():
            raise Refusal(str(errors[0]), name)
        identity = chrome_for(request).identity
        vocabulary = form.snapshot.vocabulary
        centre, message = centre_of(form.selection, vocabulary, identity.bounds, identity.province)
        return cls(Found.by(form.snapshot, form.selection, centre), message, source_of(request))

    @property
    def state(self) -> list[Any]:
        """All that the answer depends on, besides its form."""
        found = self.found
        moment = found.moment.strftime("%Y-%m-%d %H:%M" if found.selection.opening == NOW else "%Y-%m-%d")
        parameters = found.selection.parameters()
        return [
            state_of(found.snapshot.number), parameters, str(found.centre), self.message, moment, self.source,
        ]  # fmt: skip

    def pages(self, start: int = 0, end: int | None = None) -> Iterator[InitiativePage]:
        """Return the initiatives in the order of the list, some hundreds in memory at a time."""
        end = self.found.count if end is None else min(end, self.found.count)
        for first in range(start, end, MOST_AT_ONCE):
            yield from self.found.listed(first, min(first + MOST_AT_ONCE, end), pages_with_all)


def site_of(request: HttpRequest, snapshot: Snapshot) -> Site:
    """Return what the fields need to know of the site."""
    index = chrome_for(request).section("initiativeindexpage")
    address = (index.get_url(request) if index else None) or "/"
    vocabulary = snapshot.vocabulary
    return Site(request.build_absolute_uri(address), vocabulary.pale_after, vocabulary.off_map_after)


def state_of(change: int) -> str:
    """Return in what state the data is: the number of the last change, and when that was.

    A site that was put back to an older state gives out the same numbers again.
    """
    at = Change.objects.filter(number=change).values_list("at", flat=True).first()
    return f"{change} {at}"
