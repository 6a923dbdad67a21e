"""The bench measures what it says, and every public page type has a row."""

from __future__ import annotations

import json
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.management import get_commands
from wagtail.models import Page, get_page_models

from benchmarks import figures, hello, pages, report
from benchmarks.client import Measurement, measure


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server():
    """The "hello" of the bench on a free port."""
    running = make_server("127.0.0.1", 0, hello.application, handler_class=SilentHandler)
    # One answer a connection is all that this server does; the client must notice and not hang.
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()
    running.server_close()


def answer(size):
    found = {}

    def start_response(status, headers):
        found.update(status=status, headers=dict(headers))

    body = b"".join(hello.application({"PATH_INFO": f"/{size}"}, start_response))
    return found, body


@pytest.mark.parametrize("size", [0, 1, 7300, 70_000])
def test_hello_sends_as_many_bytes_as_asked(size):
    found, body = answer(size)
    assert len(body) == size
    assert found["headers"]["Content-Length"] == str(size)
    assert found["status"] == "200 OK"


def test_a_server_that_hangs_up_is_an_error_and_not_a_figure(server):
    with pytest.raises((RuntimeError, ConnectionError)):
        measure(server, "/100", 0.2)


def measurement(per_second, body=6000):
    return Measurement(per_second=per_second, p50=1.0, p95=2.5, body=body, status=200, cached=False)


def row(**changes):
    values = {
        "name": "home",
        "path": "/",
        "warm": measurement(2000),
        "cold": measurement(50),
        "hello": measurement(8000),
        "queries_warm": 0,
        "queries_cold": 9,
    }
    return report.Row(**{**values, **changes})


def test_percentiles_are_milliseconds():
    found = Measurement.of([0.001] * 90 + [0.1] * 10, 2.0, b"HTTP/1.1 200 OK\r\nX-Cache: hit", 10)
    assert found.per_second == 50
    assert found.p50 == pytest.approx(1)
    assert found.p95 == pytest.approx(100)
    assert found.status == 200
    assert found.cached


def test_figures_are_shares_of_hello():
    assert row().warm_share == 0.25
    assert row().cold_share == 0.00625
    lines = report.table([row(), row(name="story")]).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert "25%" in lines[2]
    assert "0.6%" in lines[2]


def test_run_is_written_as_json(tmp_path):
    path = report.write(tmp_path / "bench", pages=[row().as_data()], workers=2)
    data = json.loads(path.read_text())
    assert data["workers"] == 2
    assert data["pages"][0]["cold"]["per_second"] == 50
    assert data["pages"][0]["warm_share"] == 0.25


@pytest.mark.django_db
def test_every_type_of_page_is_measured():
    assert "make_load" in get_commands()
    from django.test import RequestFactory
    from wagtail.models import Site

    request = RequestFactory(SERVER_NAME="localhost").get("/")
    root = Site.objects.get(is_default_site=True).root_page
    measured = set()
    for name, path in pages.addresses().items():
        parts = [part for part in path.partition("?")[0].split("/") if part]
        if name in ("search", "application start", "figure", "area"):
            continue  # addresses of the site itself, no pages of editors
        measured.add(type(root.specific.route(request, parts).page))
    ours = {model for model in get_page_models() if model is not Page and model.objects.exists()}
    assert measured == ours


@pytest.mark.django_db
def test_every_question_about_figures_has_an_answer(client):
    """With one question of each group: whether pages are quick is for the bench to say."""
    for name, asked in figures.questions().items():
        assert len(asked) > 2, name
        response = client.get(asked[-1])
        assert response.status_code == 200, asked[-1]


def test_charts_are_found_in_a_page():
    inner = '<div class="chart__plot"><figure>x</figure></div>'
    one = f'<figure class="wide chart" id="a">{inner}</figure>'
    other = '<div class="chart">kort</div>'
    assert figures.charts(f'<p class="chart-note">…</p>{one}<div>{other}</div><figure>no</figure>') == [
        one,
        other,
    ]


def test_the_times_of_figures_are_told_as_multiples_of_hello():
    group = figures.Group(
        name="figure page", indicators=200, observations=68_000, p50=40, p95=60, slowest=80, hello_p95=2,
        largest=30_000, largest_chart=9_000, queries=(9, 11),
    )  # fmt: skip
    assert group.as_data()["ratio"] == 30
    head, line = figures.table([group]).splitlines()
    assert len(head) == len(line)
    assert line.split()[-1] == "9-11"


@pytest.mark.django_db
def test_queries_are_counted():
    assert pages.queries("/robots.txt", page_cache=False) == 0
    assert pages.queries("/", page_cache=False) > 0
