"""Lists of initiatives, and people who bring them in."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from core.models import Place
from initiatives.editing.columns import guess_columns
from initiatives.editing.importing import bring_in, check
from initiatives.models import Facility, ImportBatch, Language, TargetGroup

HEADER = ["sleutel", "naam", "soort", "wat is het", "plaats", "gemeente"]


@pytest.fixture
def chief(db):
    """Somebody who may bring in lists and publish."""
    return get_user_model().objects.get(username="eindredactie")


@pytest.fixture
def place(db):
    """A village of which there is only one."""
    return Place.objects.select_related("municipality").get(name="Grolloo")


@pytest.fixture
def traits(db):
    """Facilities, target groups and languages to choose from."""
    for model in (Facility, TargetGroup, Language):
        for name in ("Proefkeuken", "Proefzaal", "Proef; met puntkomma"):
            model.objects.get_or_create(name=name, defaults={"slug": name.lower().replace("; ", "-")[:50]})


@pytest.fixture
def make_batch(index, chief):
    """Return a function that makes a checked batch of rows under these names."""

    def _make(rows, header=HEADER, user=chief, **mapping):
        columns = {str(place): name for place, name in guess_columns(header).items()}
        batch = ImportBatch.objects.create(
            file_name="lijst.csv",
            header=list(header),
            rows=[list(row) for row in rows],
            mapping={"columns": columns, **mapping},
            created_by=user,
        )
        check(batch, user, lookups=0)
        return batch

    return _make


@pytest.fixture
def run(make_batch, chief):
    """Return a function that brings rows in and returns the batch."""

    def _run(rows, header=HEADER, publish=True, **mapping):
        batch = make_batch(rows, header, **mapping)
        bring_in(batch, chief, publish=publish)
        batch.refresh_from_db()
        return batch

    return _run


@pytest.fixture
def row(place):
    """Return a function that makes a good row for HEADER."""

    def _row(key="", title="Buurtkamer De Lamp", **changes):
        values = {
            "sleutel": key,
            "naam": title,
            "soort": "Dorpshuis",
            "wat is het": "Een huis voor het dorp.",
            "plaats": place.name,
            "gemeente": place.municipality.name,
        } | changes
        return list(values.values())

    return _row


def outcomes(batch):
    """What becomes of the rows, in their own order."""
    return [line["outcome"] for line in batch.report]


def errors(batch):
    """The columns and words of all errors."""
    return [
        (message["column"], message["text"])
        for line in batch.report
        for message in line["messages"]
        if message["level"] == "error"
    ]
