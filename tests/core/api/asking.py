"""Asking the open data, as another site does."""

from __future__ import annotations

import csv
import io
import json

import pytest


@pytest.fixture
def ask(client, db):
    """Return a function that asks and reads: JSON as data, CSV as rows."""

    def _ask(address, status=200, **headers):
        response = client.get(address, headers=headers)
        assert response.status_code == status, (address, response.status_code)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if "csv" in response["Content-Type"]:
            return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        return json.loads(body)

    return _ask


@pytest.fixture
def described(ask):
    """The OpenAPI document."""
    return ask("/api/openapi.json")


def answer_of(described, path, status="200"):
    """Return in which form an address answers, and the schema of it."""
    [(media, content)] = described["paths"][path]["get"]["responses"][status]["content"].items()
    return media, content["schema"]
