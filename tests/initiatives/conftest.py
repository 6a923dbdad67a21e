"""A finder without initiatives, and a quick way to add some."""

from __future__ import annotations

from itertools import count

import pytest

from core.models import Municipality, Place, Theme
from initiatives.models import InitiativeIndexPage, InitiativeKind, InitiativePage


@pytest.fixture
def index(db):
    """The index page, without the initiatives of the demo."""
    InitiativePage.objects.update(live=False)
    return InitiativeIndexPage.objects.get()


@pytest.fixture
def add(index):
    """Return a function that adds a live initiative: a pin in Assen, unless told otherwise."""
    numbers = count(1)
    kind = InitiativeKind.objects.get(slug="dorpshuis")
    theme = Theme.objects.get(slug="naoberschap")

    def _add(title="Dorpshuis", **fields):
        number = next(numbers)
        values = {
            "kind": kind,
            "theme": theme,
            "introduction": "Een huis voor het dorp.",
            "scope": "point",
            "municipality": Municipality.objects.get(slug="assen"),
            "latitude": "52.996700",
            "longitude": "6.562500",
            **fields,
        }
        if values["scope"] != "point":
            values["latitude"] = values["longitude"] = None
        return index.add_child(instance=InitiativePage(title=title, slug=f"proef-{number}", **values))

    return _add


@pytest.fixture
def village(db):
    """Return a function that finds a place by name."""

    def _village(name):
        return Place.objects.select_related("municipality").get(name=name)

    return _village
