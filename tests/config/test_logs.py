"""Logs say what happened and never who asked what."""

from __future__ import annotations

import io
import json
import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import base
from core.logs import JsonFormatter, scrub


@pytest.fixture
def lines():
    """Log as in production, into memory; return a function that gives what was logged."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    names = ("", "django.request", "django.security", "axes")
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).disabled) for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).disabled = False
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    for name, (level, disabled) in before.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).disabled = disabled


@pytest.mark.django_db
def test_a_question_and_an_address_never_appear(client, lines):
    client.get("/bestaat-niet/?q=secret&mail=iemand@example.org")
    client.get("/bestaat-niet/iemand@example.org/")
    client.post("/beheer/login/?next=/secret/", {"username": "iemand@example.org", "password": "secret"})
    logged = lines()
    assert any(line["message"].startswith("Not Found: /bestaat-niet/") for line in logged)
    text = json.dumps(logged)
    assert "secret" not in text
    assert "example.org" not in text


def test_what_a_person_typed_is_not_told_by_an_error(lines):
    try:
        int("mijn telefoonnummer is 0612345678")
    except ValueError:
        logging.getLogger("subsidies").exception("could not read an amount")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert line["trace"][0].startswith("test_logs.py:")
    assert "0612345678" not in json.dumps(line)


def test_a_line_break_cannot_forge_a_second_line(lines):
    logging.getLogger("core").warning("path %s", '/a\n{"level": "ERROR"}')
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /zoeken/?q=geheim 200", "GET /zoeken/ 200"),
        ("mail to jan.de-vries@dorp.example failed", "mail to [e-mail] failed"),
        ("Not Found: /x/jan%40dorp.example/", "Not Found: /x/[e-mail]/"),
        ("GET /aanvragen/open/eyJhb-Gci_Oi.x:1/ 200", "GET /aanvragen/open/[link]/ 200"),
        ("12 pages published", "12 pages published"),
        ("budget 50% used", "budget 50% used"),
    ],
)
def test_scrub(text, expected):
    assert scrub(text) == expected


@given(st.text(), st.emails(), st.text())
def test_no_ordinary_address_survives(before, address, after):
    assert "jan@dorp.example" not in scrub(f"{before} jan@dorp.example {after}")
    scrub(f"{before}{address}{after}")


def test_a_long_path_costs_no_time():
    started = time.perf_counter()
    scrub("/" + "a" * 100_000)
    scrub("a@" * 20_000)
    assert time.perf_counter() - started < 5  # seconds; without bounds this takes minutes


def test_production_uses_this_format():
    assert base.LOGGING["formatters"]["json"] == {"()": "core.logs.JsonFormatter"}
    assert base.LOGGING["root"]["handlers"] == ["console"]
    formatter = JsonFormatter()
    record = logging.LogRecord("core", logging.INFO, __file__, 1, "started", None, None)
    assert set(json.loads(formatter.format(record))) == {"time", "level", "logger", "message"}


def test_gunicorn_logs_no_addresses_of_visitors():
    from config import gunicorn

    for part in ("%(h)s", "%(q)s", "%(r)s", "%(f)s", "%(a)s"):
        assert part not in gunicorn.access_log_format
    assert gunicorn.logconfig_dict["formatters"]["json"] == {"()": "core.logs.JsonFormatter"}
