"""`/gezond/` tells a load balancer the truth, and tells nobody more than that."""

from __future__ import annotations

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db


def test_all_well(client):
    answer = client.get("/gezond/")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok", "migraties": "ok", "status": "gezond"}
    assert "no-store" in answer["Cache-Control"]


def test_migrations_that_still_have_to_run(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("core.0099", False)])
    answer = client.get("/gezond/")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "cache": "ok", "migraties": "achter", "status": "ziek"}


def test_cache_that_does_not_answer(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionError("redis://:geheim@cache:6379 refused")

    monkeypatch.setattr(LocMemCache, "set", refuse)
    answer = client.get("/gezond/")
    assert answer.status_code == 503
    assert answer.json()["cache"] == "fout"
    assert b"geheim" not in answer.content


def test_cache_that_forgets(client, monkeypatch):
    monkeypatch.setattr(LocMemCache, "get", lambda *args, **kwargs: None)
    assert client.get("/gezond/").json()["cache"] == "fout"


def test_database_that_does_not_answer(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("password=geheim")

    monkeypatch.setattr(CursorWrapper, "execute", refuse)
    answer = client.get("/gezond/")
    assert answer.status_code == 503
    assert answer.json()["database"] == "fout"
    assert b"geheim" not in answer.content


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_read(client, method):
    assert getattr(client, method)("/gezond/").status_code == 405
