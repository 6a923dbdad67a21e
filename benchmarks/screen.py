"""The map in a real browser with a slow processor: from asking for the data to pins on the screen.

Beside it, when its files are given, the usual way: all points sent to the browser and put together there by
Leaflet.markercluster. It is no part of the site and is not brought along; `npm pack leaflet.markercluster`
gives the folder.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

SLOWDOWN = 4  # times, as phones are compared with the machine of a developer
ROUNDS = 3  # the middle one counts
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: What others say of markercluster: 100,000 markers, on a desktop, not slowed down.
PUBLISHED = "markercluster at 100,000 by its authors' and others' demos: 2.0 s at best, processor not slowed"

HERE = Path(__file__).parent
_READY = "window.bench.ready > 0"
_TIMES = "[window.bench.ready - window.bench.asked, window.bench.longest]"


@dataclass(frozen=True)
class Shown:
    """How long the pins of one way took, in milliseconds; bytes that came over the line for the data."""

    name: str
    size: int
    to_pins: float
    longest_task: float
    data: int

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


@contextmanager
def browser() -> Iterator[Any]:
    """Give a browser, or None with the reason printed by the caller."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-quic"])
        yield running
        running.close()


def finder(running: Any, site_url: str, path: str, size: int) -> Shown:
    """Measure the site's own map."""

    def look(page: Any) -> tuple[float, float, int]:
        page.add_init_script(path=HERE / "watch.js")
        page.route("**/*.png", lambda route: route.abort())
        page.goto(f"{site_url}{path}", wait_until="load")
        page.wait_for_function(_READY, timeout=120_000)
        spent, longest = page.evaluate(_TIMES)
        return spent, longest, page.evaluate("window.bench.bytes")

    return _middle(running, look, "finder", size)


def markercluster(running: Any, folder: Path, points: list[tuple[float, float, str]], size: int) -> Shown:
    """Measure the usual way on the same points. Raises FileNotFoundError when the folder is another one."""
    script = next(folder.rglob("leaflet.markercluster.js"), None)
    if script is None:
        raise FileNotFoundError(f"no leaflet.markercluster.js in {folder}")
    body = json.dumps(points, separators=(",", ":"))
    files = {
        "/": ("text/html", (HERE / "markercluster.html").read_text()),
        "/points.json": ("application/json", body),
        "/markercluster.js": ("text/javascript", script.read_text()),
        "/leaflet.js": ("text/javascript", _static("leaflet/leaflet.js")),
        "/leaflet.css": ("text/css", _static("leaflet/leaflet.css")),
    }

    def look(page: Any) -> tuple[float, float, int]:
        page.add_init_script(path=HERE / "watch.js")
        for path, (kind, content) in files.items():
            page.route(
                f"http://localhost:1{path}",
                lambda route, kind=kind, content=content: route.fulfill(body=content, content_type=kind),
            )
        page.goto("http://localhost:1/", wait_until="load")
        page.wait_for_function(_READY, timeout=300_000)
        spent, longest = page.evaluate(_TIMES)
        return spent, longest, len(body)

    return _middle(running, look, "markercluster", size)


def _static(name: str) -> str:
    return Path(str(finders.find(name))).read_text()


def _middle(running: Any, look: Any, name: str, size: int) -> Shown:
    seen = []
    for _round in range(ROUNDS):
        # What watches the page is no script of the site: its policy would refuse it.
        context = running.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        seen.append(look(page))
        context.close()
    spent, longest, data = sorted(seen)[ROUNDS // 2]
    return Shown(name, size, spent, longest, data)


def table(rows: Iterable[Shown]) -> str:
    """Return the table: milliseconds with the processor slowed down, kB of data."""
    lines = [f"{'on screen':15}{'initiatives':>12}{'to pins':>10}{'longest task':>14}{'kB':>9}"]
    lines += [
        f"{row.name:15}{row.size:>12,}{row.to_pins:>10.0f}{row.longest_task:>14.0f}{row.data / 1000:>9.1f}"
        for row in rows
    ]
    return "\n".join(lines)
