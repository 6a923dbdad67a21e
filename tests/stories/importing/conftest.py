"""Lists of figures, and people who bring them in."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from stories.importing.importing import bring_in, check
from stories.importing.known import Known
from stories.importing.layout import guess
from stories.models import FigureImport, Indicator, Source

HEADER = ["indicator", "gebied", "periode", "waarde", "bron", "plaats in de bron"]


@pytest.fixture
def chief(db):
    """Somebody who may bring in lists."""
    return get_user_model().objects.get(username="eindredactie")


@pytest.fixture
def indicator(db):
    """A figure of our own, without values."""
    return Indicator.objects.create(
        name="Proefcijfer", slug="proefcijfer", unit="%", population="inwoners", decimals=1
    )


@pytest.fixture
def amount(db):
    """A figure in euros, without values."""
    return Indicator.objects.create(name="Begroting", slug="begroting", unit="euro")


@pytest.fixture
def source(db):
    return Source.objects.create(title="Proefbron 2024", slug="proefbron-2024", year=2024)


@pytest.fixture
def make(chief, source):
    """Return a function that makes a checked list. The columns are guessed unless `columns` says them."""

    def _make(rows, header=HEADER, kind="observations", columns=None, **chosen):
        rows = [[str(cell) for cell in row] for row in rows]
        choice = guess(kind, header, rows, Known())
        if columns is not None:
            choice.columns = columns
        for name, value in chosen.items():
            setattr(choice, name, value)
        batch = FigureImport.objects.create(
            kind=kind,
            file_name="proef.csv",
            header=list(header),
            rows=rows,
            row_numbers=list(range(2, len(rows) + 2)),
            mapping=choice.stored,
            created_by=chief,
        )
        check(batch)
        return batch

    return _make


@pytest.fixture
def run(make, chief):
    """Return a function that brings a list in."""

    def _run(rows, *args, reason="", **more):
        batch = make(rows, *args, **more)
        bring_in(batch, chief, reason)
        return batch

    return _run


@pytest.fixture
def row(indicator, source):
    """Return a function that makes a row under HEADER."""

    def _row(area="Assen", value="12,5", period="2024", name="proefcijfer", title=None):
        return [name, area, period, value, source.title if title is None else title, "tabel 1"]

    return _row


def outcomes(batch):
    return [line["outcome"] for line in batch.report["lines"]]


def told(batch, row=None):
    """All that the report says, or says of one row."""
    lines = [line for line in batch.report["lines"] if row in (None, line["row"])]
    return " ".join(f"{m['column']}: {m['text']}" for line in lines for m in line["messages"])
