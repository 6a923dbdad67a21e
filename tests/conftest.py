"""What every test may use. The demo content is loaded once per run; each test rolls back what it changes."""

from __future__ import annotations

import gc
import os
import secrets

import pytest
from hypothesis import settings

from tests import prepared

# A slow machine is no failure: no test may depend on how long something takes.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        os.environ[prepared.RUN] = secrets.token_hex(4)


def pytest_collection_finish():
    # What was imported and collected stays until the end: no use in looking for garbage among it.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure(config):
    from django.conf import settings

    if not hasattr(config, "workerinput") and settings.configured and prepared.on_postgresql():
        prepared.forget_templates()


@pytest.fixture(scope="session")
def prepared_site(folder_of_run, django_test_environment):
    """Return the migrated and filled site that all tests of this run begin with."""
    return prepared.prepared(folder_of_run)


@pytest.fixture(scope="session")
def _copy_of_prepared_site(prepared_site, django_db_modify_db_settings, django_db_blocker):
    from django.conf import settings

    prepared_site.copy_uploads(settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT)
    with django_db_blocker.unblock(), prepared_site.as_test_database():
        yield


@pytest.fixture(scope="session")
def django_db_setup(_copy_of_prepared_site, django_db_setup):
    """Make the test database with the demo content in it."""


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory):
    """Return a folder that all workers of this run share, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import caches

    for cache in caches.all(initialized_only=True):
        cache.clear()
    # What a test changed is undone without a word to whom it may concern.
    from initiatives.finder import current

    current.forget()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse every connection that leaves this machine."""
    import socket

    real_connect = socket.socket.connect

    def connect(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def home(db):
    from home.models import HomePage

    return HomePage.objects.get()


@pytest.fixture
def login(client, django_user_model):
    """Return a function that signs in as one of the demo's people: `login("redactie")`."""

    def _login(username):
        user = django_user_model.objects.get(username=username)
        client.force_login(user)
        return user

    return _login
