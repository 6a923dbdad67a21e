"""A real server for tests: gunicorn with the production settings, on a database of its own."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parents[1]
START_SECONDS = 60


@dataclass
class Answer:
    """What the server said: status, headers (names in lower case) and body as sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A running server."""

    url: str
    environment: dict[str, str] = field(repr=False)
    log: Path

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path without following redirects; `accept_encoding="br"` becomes a header."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        try:
            connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def production_environment(folder: Path, database_url: str, **more: str) -> dict[str, str]:
    """Return the variables of an installation whose files are in `folder`."""
    # What the tests themselves run with must not leak into the installation.
    own = ("DJANGO_", "PYTEST_", "SITE_URL", "REDIS_URL", "PAGE_CACHE", "BEHIND_PROXY", "DEMO_LOGINS")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(own)},
        "PYTHONPATH": f"{BASE_DIR}{os.pathsep}{BASE_DIR / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "VAR_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": "http://localhost",
        "DATABASE_URL": database_url,
        "EMAIL_URL": "dummymail://",
        **more,
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a management command; the caller looks at the return code."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR, env=environment, check=False, capture_output=True, text=True, timeout=600,
    )  # fmt: skip


def prepare(environment: dict[str, str], *commands: tuple[str, ...]) -> None:
    """Run management commands in turn. Raises AssertionError with the output of the first that fails."""
    for command in commands:
        done = manage(environment, *command)
        assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stderr[-3000:]}"


@contextmanager
def serving(
    environment: dict[str, str], folder: Path, application: str = "config.wsgi", port: int | None = None
) -> Iterator[Server]:
    """Run gunicorn as the container does, on a port (or any free one), until the block ends."""
    port = port or free_port()
    address = urlsplit(environment["SITE_URL"])
    environment = {
        **environment,
        "BIND": f"127.0.0.1:{port}",
        "SITE_URL": environment["SITE_URL"] if address.scheme == "https" else f"http://localhost:{port}",
    }
    log = folder / f"gunicorn-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "site/config/gunicorn.py", application],
            cwd=BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    server = Server(f"http://localhost:{port}", environment, log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            # Any answer will do: what it says is for the tests to judge.
            with suppress(OSError, http.client.HTTPException):
                server.get("/robots.txt", Host=address.hostname or "localhost")
                break
            stopped = process.poll() is not None or time.monotonic() > deadline
            assert not stopped, f"gunicorn did not start:\n{log.read_text()[-3000:]}"
            time.sleep(0.2)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
