"""The site as in production, proved without Docker: gunicorn, collected files, a database of its own."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time

import brotli
import pytest

from tests.prepared import MIGRATED
from tests.server import (
    BASE_DIR,
    manage,
    production_environment,
    serving,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def environment(folder, prepared_site):
    with prepared_site.database(MIGRATED, folder, "production") as url:
        environment = production_environment(folder, url)
        prepared_site.link_static(folder / "static")
        yield environment


@pytest.fixture(scope="module")
def server(environment, folder):
    with serving(environment, folder) as server:
        yield server


def stylesheet(server) -> str:
    match = re.search(rb'href="(/static/css/[^"]+\.css)"', server.get("/").body)
    assert match, "the home page has no style sheet of ours"
    return match[1].decode()


def test_home_page(server):
    answer = server.get("/", Accept_Encoding="gzip")
    assert answer.status == 200
    assert b"<h1" in gzip.decompress(answer.body)
    assert "set-cookie" not in answer.headers


def test_second_reader_gets_the_page_from_the_cache(server):
    path = "/?van=cache"
    first, second = server.get(path), server.get(path)
    assert [first.headers["x-cache"], second.headers["x-cache"]] == ["miss", "hit"]
    assert first.body == second.body


def test_static_files_have_hashed_names_and_stay_in_the_browser(server):
    path = stylesheet(server)
    assert re.search(r"\.[0-9a-f]{12}\.css$", path)
    answer = server.get(path)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(("encoding", "open_up"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_static_files_are_sent_compressed(server, encoding, open_up):
    path = stylesheet(server)
    answer = server.get(path, Accept_Encoding=encoding)
    assert answer.headers["content-encoding"] == encoding
    assert open_up(answer.body) == server.get(path).body


def test_health(server):
    answer = server.get("/gezond/")
    assert answer.status == 200
    assert json.loads(answer.body)["status"] == "gezond"
    check = subprocess.run(
        [sys.executable, "-m", "config.healthcheck"],
        cwd=BASE_DIR,
        env=server.environment,
        check=False,
        timeout=60,
    )
    assert check.returncode == 0


def test_unknown_address_is_a_page_of_our_own(server):
    answer = server.get("/bestaat-niet/")
    assert answer.status == 404
    assert b"<h1" in answer.body


def test_editors_screens_find_all_their_files(server):
    answer = server.get("/beheer/login/")
    assert answer.status == 200
    for path in set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', answer.body)):
        assert server.get(path.decode()).status == 200, path


def test_log_tells_neither_questions_nor_addresses(server):
    server.get("/zoeken/?q=geheimvraag", Referer="http://localhost/?q=geheimbron", User_Agent="geheimbrowser")
    server.get("/iemand%40example.org/?q=geheimvraag")
    server.get("/aanvragen/open/geheimelink/")
    # A line is written after its answer has left, so the last one may take a moment.
    for _attempt in range(100):
        text = server.log.read_text()
        if "/zoeken/" in text and "/aanvragen/open/" in text and text.endswith("\n"):
            break
        time.sleep(0.1)
    lines = [json.loads(line) for line in text.splitlines()]
    assert any("/zoeken/" in line["message"] for line in lines)
    assert any("/aanvragen/open/[link]" in line["message"] for line in lines)
    text = json.dumps(lines)
    for secret in ("geheim", "example.org", "127.0.0.1 -"):
        assert secret not in text


def test_https_is_required_when_the_address_says_so(environment, folder):
    secure = {**environment, "SITE_URL": "https://www.example.org", "BEHIND_PROXY": "1"}
    with serving(secure, folder) as server:
        plain = server.get("/", Host="www.example.org")
        assert plain.status == 301
        assert plain.headers["location"] == "https://www.example.org/"
        behind_proxy = server.get("/", Host="www.example.org", X_Forwarded_Proto="https")
        assert behind_proxy.status == 200
        assert "max-age=31536000" in behind_proxy.headers["strict-transport-security"]
        # The health check of the container speaks plain HTTP to the process itself.
        assert server.get("/gezond/", Host="www.example.org").status == 200
        assert server.get("/", Host="elders.example.org", X_Forwarded_Proto="https").status == 400


def test_without_database_readers_get_a_calm_page(environment, folder):
    # Port 1 is refused at once on any machine.
    away = {**environment, "DATABASE_URL": "postgres://site:secret@127.0.0.1:1/site", "PAGE_CACHE": "0"}
    with serving(away, folder) as server:
        for path in ("/", "/initiatieven/", "/zoeken/?q=dorpshuis", "/beheer/login/"):
            answer = server.get(path)
            assert answer.status == 503, path
            assert answer.headers["retry-after"] == "60"
            assert "no-store" in answer.headers["cache-control"]
            assert b"<h1" in answer.body
        health = server.get("/gezond/")
        assert health.status == 503
        assert json.loads(health.body)["database"] == "fout"
        assert server.get("/robots.txt").status == 200
        assert "secret" not in server.log.read_text()


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set: at least 50 random characters"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("DATABASE_URL", "", "DATABASE_URL is not set"),
        ("EMAIL_URL", "", "EMAIL_URL is not set"),
        ("SITE_URL", "", "SITE_URL is not set"),
        ("SITE_URL", "www.example.org", "SITE_URL does not start with https://"),
    ],
)
def test_a_forgotten_variable_is_one_clear_line(tmp_path, variable, value, message):
    environment = production_environment(tmp_path, "sqlite://:memory:", BIND="127.0.0.1:0")
    environment[variable] = value
    command = [sys.executable, "-m", "gunicorn", "--config", "site/config/gunicorn.py", "config.wsgi"]
    for done in (
        subprocess.run(
            command, cwd=BASE_DIR, env=environment, check=False, capture_output=True, text=True, timeout=60
        ),
        manage(environment, "check"),
    ):
        assert done.returncode != 0
        assert message in done.stderr
        assert "Traceback" not in done.stderr
        assert len([line for line in done.stderr.splitlines() if variable in line]) == 1


def test_all_forgotten_variables_are_named_at_once(tmp_path):
    environment = production_environment(tmp_path, "")
    environment["SECRET_KEY"] = environment["EMAIL_URL"] = ""
    done = manage(environment, "check")
    assert [line.split()[0] for line in done.stderr.splitlines()] == [
        "SECRET_KEY",
        "DATABASE_URL",
        "EMAIL_URL",
    ]
