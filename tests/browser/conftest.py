"""A real server with its own database and mailbox, and a real browser.

The server runs with the production settings on collected static files, so that a journey meets what a
visitor meets: hashed files, the page cache, the strict content security policy. Nothing leaves this machine:
map tiles and addresses come from a small server of our own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.loader.people import PASSWORD
from tests.prepared import FILLED
from tests.server import free_port, production_environment, serving

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Where the tiles of the map are on their server; each is one grey pixel.
TILES = "/brt/"
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55000000"
    "0a49444154789c63b80b0000df00de297970b60000000049454e44ae426082"
)


# Chromium finds no other machine, whatever a page asks.
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"


def find_chromium() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    wanted = os.environ.get("CHROMIUM", "")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


class _World(BaseHTTPRequestHandler):
    """Answers like the services of PDOK: tiles, and addresses of one street that exists only here."""

    def do_GET(self) -> None:
        if self.path.startswith(TILES):
            self._send("image/png", TILE)
            return
        asked = parse_qs(urlsplit(self.path).query).get("q", [""])[0]
        docs = []
        if "brink" in asked.lower():
            docs = [
                {
                    "type": "adres",
                    "weergavenaam": "Brink 1, 9999AA Voorbeelddorp",
                    "centroide_ll": "POINT(6.56250 52.99667)",
                    "score": 9.5,
                    "id": "adr-1",
                }
            ]
        body = json.dumps({"response": {"numFound": len(docs), "docs": docs}}).encode()
        self._send("application/json", body)

    def _send(self, content_type: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@dataclass
class Mail:
    """An e-mail that the site sent."""

    subject: str
    to: str
    text: str

    @property
    def links(self) -> list[str]:
        return re.findall(r"https?://\S+", self.text)


@dataclass
class Site:
    """The running site and its mailbox."""

    url: str
    mailbox: Path

    def mails(self) -> list[Mail]:
        """Return what was sent, oldest first."""
        found = []
        for path in sorted(self.mailbox.glob("*.log"), key=lambda p: p.stat().st_mtime_ns):
            for part in path.read_text(encoding="utf-8").split("-" * 79):
                if part.strip():
                    parsed = message_from_bytes(part.lstrip("\n").encode(), policy=policy.default)
                    found.append(Mail(str(parsed["Subject"]), str(parsed["To"]), parsed.get_content()))
        return found

    def last_mail_to(self, address: str) -> Mail:
        """Return the newest e-mail to an address; waits a moment for it."""
        for _attempt in range(50):
            found = [mail for mail in self.mails() if address in mail.to]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no e-mail to {address}")


@pytest.fixture(scope="session")
def world():
    """Start what the site needs of others: tiles and addresses; return where it is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _World)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def site(tmp_path_factory, prepared_site, worker_id, world):
    """Start the site on a free port with fresh demo content."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    with prepared_site.database(FILLED, folder, f"browser_{worker_id}") as database_url:
        environment = production_environment(
            folder,
            database_url,
            SITE_URL=f"http://localhost:{port}",
            EMAIL_URL=f"filemail:///{folder}/mail",
            DEMO_LOGINS="1",
            GEOCODER_URL=world,
            TILE_SERVER=world,
        )
        (folder / "mail").mkdir()
        prepared_site.copy_uploads(folder / "media", folder / "private")
        prepared_site.link_static(folder / "static")
        with serving(environment, folder, port=port) as server:
            yield Site(server.url, folder / "mail")


@pytest.fixture(scope="session")
def browser():
    path = find_chromium()
    if path is None:
        reason = "no Chromium found on this machine: install it (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Django refuses its database inside an event loop; Playwright's own loop does no database work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", ONLY_HERE])
        yield started
        started.close()


@dataclass
class Visitor:
    """A person with a browser: opens pages, and collects what a person should never meet."""

    context: BrowserContext
    page: Page
    base_url: str
    problems: list[str] = field(default_factory=list)
    tiles: str = "grey"

    def open(self, path: str) -> Page:
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else f"{self.base_url}{path}")
        return self.page

    def check(self) -> None:
        """Check what is on screen now: no axe violation, nothing wider than the screen."""
        results = Axe().run(self.page)
        found = [
            f"{v['id']} ({v['impact']}): {v['help']}\n    "
            + "\n    ".join(
                n["html"][:200] + " | " + n.get("failureSummary", "")[:300] for n in v["nodes"][:5]
            )
            for v in results.response["violations"]
        ]
        assert not found, f"axe on {self.page.url}:\n" + "\n".join(found)
        width, needed = self.page.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        assert needed <= width, f"{self.page.url} is {needed} px wide on a screen of {width} px"


@pytest.fixture
def visit(browser: Browser, site: Site, world: str):
    """Return a function that makes a visitor: `visit(javascript=False, width=360, dark=True)`."""
    visitors: list[Visitor] = []

    def _visit(
        *,
        javascript: bool = True,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        tiles: str = "grey",
    ) -> Visitor:
        # axe itself needs scripts, so pages without JavaScript are checked with it switched on elsewhere.
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="nl-NL",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        visitor = Visitor(context, page, site.url, tiles=tiles)

        # Listens only. Answering for the network here would make Chromium forget all it has fetched before.
        def on_request(request):
            if not request.url.startswith((site.url, world, "data:", "blob:")):
                visitor.problems.append(f"request to {request.url}")

        context.on("request", on_request)
        if tiles == "none":
            context.route(f"{world}{TILES}**", lambda route: route.abort())

        def on_console(message):
            if "Content Security Policy" in message.text and "/beheer/" in page.url:
                return  # Wagtail's own lines of script: refused, and read as data by admin-widgets.js
            if message.location["url"].endswith("/favicon.ico"):
                return  # asked for by the browser itself where no page names one, as in what others embed
            if message.type == "error" and "ERR_FAILED" not in message.text:
                visitor.problems.append(f"{page.url}: {message.text}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: visitor.problems.append(f"{page.url}: {error}"))
        visitors.append(visitor)
        return visitor

    yield _visit
    problems = [problem for visitor in visitors for problem in visitor.problems]
    for visitor in visitors:
        visitor.context.close()
    assert not problems, "the browser reported:\n" + "\n".join(problems)


@pytest.fixture
def sign_in():
    """Return a function that signs a visitor in to the editors' screens."""

    def _sign_in(visitor: Visitor, username: str) -> None:
        page = visitor.open("/beheer/login/")
        page.get_by_label("Gebruikersnaam").fill(username)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen").click()
        page.wait_for_url(f"{visitor.base_url}/beheer/")

    return _sign_in
