"""What a visitor sees when something is broken."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory, override_settings

from core import views
from core.middleware import DatabaseUnavailableMiddleware


@pytest.fixture
def request_():
    return RequestFactory().get("/")


def test_a_lost_database_is_said_calmly(request_):
    middleware = DatabaseUnavailableMiddleware(lambda request: None)
    response = middleware.process_exception(request_, OperationalError("connection refused"))
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.headers["Cache-Control"] == "no-store"
    text = response.content.decode()
    assert "<h1" in text
    assert "connection refused" not in text


def test_another_error_is_not_hidden(request_):
    middleware = DatabaseUnavailableMiddleware(lambda request: None)
    assert middleware.process_exception(request_, ValueError("x")) is None


def test_the_error_page_needs_no_database(request_, db, django_assert_num_queries):
    response = views.server_error(request_)
    assert response.status_code == 500
    with django_assert_num_queries(1):
        views.server_error(request_)


def test_the_health_report_names_what_is_wrong(client, db, monkeypatch):
    response = client.get("/gezond/")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "migraties": "ok", "status": "gezond"}

    def broken(*args):
        raise ConnectionError("redis is away")

    monkeypatch.setattr("core.views.cache.set", broken)
    response = client.get("/gezond/")
    assert response.status_code == 503
    assert response.json()["cache"] == "fout"
    assert "redis" not in response.content.decode()


@override_settings(DEBUG=False)
def test_an_unknown_address_helps_the_visitor(client, db):
    response = client.get("/dit/bestaat/niet/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "/zoeken/" in text
    assert "<h1" in text
