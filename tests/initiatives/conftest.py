"""A finder without initiatives, and a quick way to add some."""

from __future__ import annotations

from itertools import count

import pytest

from core.models import Municipality, Place, Theme
from initiatives.editing.pages_in_bulk import NewPage, add_pages
from initiatives.finder.changes import record, record_everything
from initiatives.models import (
    Facility,
    InitiativeIndexPage,
    InitiativeKind,
    InitiativePage,
    Language,
    TargetGroup,
)


@pytest.fixture
def index(db):
    """The index page, without the initiatives of the demo."""
    InitiativePage.objects.update(live=False)
    record_everything()
    return InitiativeIndexPage.objects.get()


@pytest.fixture
def new_page(index):
    """Return a function that makes an unsaved initiative: a pin in Assen, unless told otherwise."""
    numbers = count(1)
    kind = InitiativeKind.objects.get(slug="dorpshuis")
    theme = Theme.objects.get(slug="naoberschap")

    assen = Municipality.objects.get(slug="assen")

    def _new_page(title="Dorpshuis", **fields):
        number = next(numbers)
        values = {
            "kind": kind,
            "theme": theme,
            "introduction": "Een huis voor het dorp.",
            "scope": "point",
            "municipality": assen,
            "latitude": "52.996700",
            "longitude": "6.562500",
            **fields,
        }
        if values["scope"] != "point":
            values["latitude"] = values["longitude"] = None
        return InitiativePage(title=title, slug=f"proef-{number}", **values)

    return _new_page


@pytest.fixture
def add(index, new_page):
    """Return a function that adds a live initiative, as `new_page` makes it."""
    return lambda *title, **fields: index.add_child(instance=new_page(*title, **fields))


@pytest.fixture
def add_at_once(index):
    """Return a function that adds many new initiatives, as an import does: one by one takes seconds."""

    def _add_at_once(pages):
        add_pages(index, [NewPage(page) for page in pages], None, live=True)
        record(pages)
        index.refresh_from_db()
        return pages

    return _add_at_once


@pytest.fixture
def traits(db):
    """One facility, target group and language, if the demo does not have them."""
    for model, slug in ((Facility, "keuken"), (TargetGroup, "ouderen"), (Language, "drents")):
        model.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})


@pytest.fixture
def village(db):
    """Return a function that finds a place by name."""

    def _village(name):
        return Place.objects.select_related("municipality").get(name=name)

    return _village
