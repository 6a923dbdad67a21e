"""What the settings make of the environment; each case in a process of its own, as in production."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from config.settings import base
from tests.server import BASE_DIR, production_environment

SHOW = (
    "import json, sys; from django.conf import settings; "
    "print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))"
)


@pytest.fixture
def settings_with(tmp_path):
    """Return a function that gives the named settings for these variables."""

    def _settings(*names: str, **variables: str) -> list:
        environment = production_environment(tmp_path, "sqlite://:memory:", **variables)
        done = subprocess.run(
            [sys.executable, "-c", SHOW, *names],
            cwd=BASE_DIR, env=environment, check=False, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout).values())

    return _settings


def test_plain_http_asks_for_no_https(settings_with):
    names = (
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "DEBUG",
    )
    assert settings_with(*names, SITE_URL="http://intranet.example.org") == [False, 0, False, False, False]


def test_https_address_gives_secure_cookies_and_hsts(settings_with):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS")
    assert settings_with(*names, SITE_URL="https://www.example.org/") == [
        True,
        True,
        31536000,
        ["www.example.org"],
    ]


def test_only_a_proxy_that_is_said_to_be_there_is_believed(settings_with):
    names = ("SECURE_PROXY_SSL_HEADER", "SECURE_SSL_REDIRECT")
    assert settings_with(*names, SITE_URL="https://www.example.org") == [None, False]
    believed = settings_with(*names, SITE_URL="https://www.example.org", BEHIND_PROXY="1")
    assert believed == [["HTTP_X_FORWARDED_PROTO", "https"], True]


def test_every_process_shares_the_caches(settings_with):
    (caches,) = settings_with("CACHES")
    assert {cache["BACKEND"].rpartition(".")[2] for cache in caches.values()} == {"FileBasedCache"}
    assert len({cache["LOCATION"] for cache in caches.values()}) == len(caches)
    assert {"default", "pages"} <= set(caches)


def test_emptying_the_page_cache_leaves_the_other_redis_database_alone(settings_with):
    (caches,) = settings_with("CACHES", REDIS_URL="redis://:geheim@cache:6379/3")
    assert caches["default"]["LOCATION"] == "redis://:geheim@cache:6379/3"
    assert caches["pages"]["LOCATION"] == "redis://:geheim@cache:6379/4"
    assert caches["pages"]["TIMEOUT"] == base.CACHES["pages"]["TIMEOUT"]


def test_mail_server_comes_from_one_address(settings_with):
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_USER", "DEFAULT_FROM_EMAIL")
    found = settings_with(
        *names, EMAIL_URL="smtp+tls://site:geheim@mail.example.org:587", SITE_URL="https://www.example.org"
    )
    assert found == ["mail.example.org", 587, True, "site", "niet-beantwoorden@www.example.org"]
    assert settings_with("DEFAULT_FROM_EMAIL", DEFAULT_FROM_EMAIL="a@example.org") == ["a@example.org"]


def test_postgresql_connections_are_kept_and_checked(settings_with):
    (databases,) = settings_with("DATABASES", DATABASE_URL="postgres://site:geheim@db:5432/site")
    database = databases["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["CONN_MAX_AGE"] > 0
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["connect_timeout"] <= 5


def test_demo_logins_are_a_choice(settings_with):
    assert settings_with("DEMO_LOGINS") == [False]


def test_deployment_check_is_clean(tmp_path):
    environment = production_environment(
        tmp_path, "postgres://site@localhost/site", SITE_URL="https://www.example.org", BEHIND_PROXY="1"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR, env=environment, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
