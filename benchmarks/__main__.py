"""Fill a database, start gunicorn with the production settings, load each page and print one table.

Warm: from the page cache. Cold: the same server with the page cache off. Hello: a bare WSGI program that
sends as many bytes, in the same gunicorn with the same settings, in the same run; the columns "hello" are
shares of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
for _folder in (ROOT, ROOT / "site"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from tests.server import prepare, production_environment, serving  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "part", nargs="?", choices=["pages", "finder", "figures"], help="what to measure (default: all)"
    )
    parser.add_argument("--initiatives", type=int, default=5000)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--applications", type=int, default=500)
    parser.add_argument("--indicators", type=int, default=200, help="for the figures, each 20 years")
    parser.add_argument("--seconds", type=float, default=1.5, help="time for each measurement (default: 1.5)")
    parser.add_argument("--workers", type=int, default=2, help="gunicorn's processes (default: 2)")
    parser.add_argument(
        "--sizes", default=",".join(map(str, finder_sizes())), help="numbers of initiatives for the finder"
    )
    parser.add_argument(
        "--markercluster", type=Path, help="a folder with Leaflet.markercluster, to measure beside our map"
    )
    parser.add_argument(
        "--database-url",
        default=os.environ.get("DATABASE_URL", ""),
        help="an empty database to fill (default: SQLite in a temporary folder)",
    )
    return parser.parse_args()


def finder_sizes() -> tuple[int, ...]:
    return (100, 5_000, 100_000)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    options = arguments()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="site-bench-") as name:
        folder = Path(name)
        environment = production_environment(
            folder,
            options.database_url or f"sqlite:///{folder}/site.sqlite3",
            WEB_CONCURRENCY=str(options.workers),
            WEB_MAX_REQUESTS="0",
        )
        prepare(
            environment,
            ("migrate", "--verbosity", "0"),
            ("collectstatic", "--noinput", "--verbosity", "0"),
        )
        os.environ.update(environment)
        import django

        django.setup()
        from django.db import connection

        from benchmarks import report

        written: dict[str, Any] = {}

        def also(found: dict[str, Any]) -> None:
            for part, rows in found.items():
                written[part] = [*written.get(part, []), *rows]

        # From small to large: the same database grows, so the pages come when it is small.
        sizes = sorted(int(size) for size in options.sizes.split(","))
        before = [size for size in sizes if size <= options.initiatives]
        if options.part in (None, "finder"):
            also(measure_finder(options, environment, folder, before))
        if options.part in (None, "pages"):
            also(measure_pages(options, environment, folder))
        if options.part in (None, "figures"):
            also(measure_figures(options, environment, folder))
        if options.part in (None, "finder"):
            also(measure_finder(options, environment, folder, [s for s in sizes if s not in before]))
            print_finder(written)
        path = report.write(
            ROOT / "var" / "bench",
            database=connection.vendor,
            workers=options.workers,
            seconds=options.seconds,
            **{key: [row.as_data() for row in rows] for key, rows in written.items()},
        )
        say(f"Written to {path.relative_to(ROOT)} after {time.monotonic() - started:.0f} s.")


def fill(environment: dict[str, str], **amounts: int) -> None:
    """Bring the database to these numbers."""
    words = ", ".join(f"{amount:,} {key}" for key, amount in amounts.items())
    say(f"Filling a database with {words} ...")
    prepare(
        environment,
        ("make_load", "--verbosity", "0", *(f"--{key}={amount}" for key, amount in amounts.items())),
    )


def measure_pages(options: argparse.Namespace, environment: dict[str, str], folder: Path) -> dict[str, Any]:
    """Measure one page of each type, print the table and return the rows."""
    from benchmarks import pages, report
    from benchmarks.client import CONNECTIONS, Measurement, measure

    fill(environment, **{key: getattr(options, key) for key in ("initiatives", "stories", "applications")})
    addresses = pages.addresses()
    warm: dict[str, Measurement] = {}
    cold: dict[str, Measurement] = {}
    hello: dict[str, Measurement] = {}
    with (
        serving(environment, folder) as cached,
        serving({**environment, "PAGE_CACHE": "0"}, folder) as uncached,
        serving(environment, folder, "benchmarks.hello:application") as bare,
    ):
        # One page at a time on all three, so that what else the machine does falls on all three alike.
        for page, path in addresses.items():
            say(f"Measuring {page} ...")
            warm[page] = measure(cached.url, path, options.seconds)
            hello[page] = measure(bare.url, f"/{warm[page].body}", options.seconds)
            cold[page] = measure(uncached.url, path, options.seconds)
    wrong = [
        f"{page} ({warm[page].status})"
        for page in addresses
        if {warm[page].status, cold[page].status} != {200}
    ]
    if wrong:
        sys.exit(f"These pages did not answer with 200: {', '.join(wrong)}")
    rows = [
        report.Row(
            name=page,
            path=path,
            warm=warm[page],
            cold=cold[page],
            hello=hello[page],
            queries_warm=pages.queries(path, page_cache=True),
            queries_cold=pages.queries(path, page_cache=False),
        )
        for page, path in addresses.items()
    ]
    print(report.table(rows))
    print(f"Requests a second over {CONNECTIONS} connections; hello: share of a bare program; p50, p95: ms.")
    return {"pages": rows}


def measure_finder(
    options: argparse.Namespace, environment: dict[str, str], folder: Path, sizes: list[int]
) -> dict[str, Any]:
    """Measure the finder at each size, on the server and in a browser; return the rows."""
    from benchmarks import finder, pages, screen
    from initiatives.models import InitiativeIndexPage, InitiativePage

    found: dict[str, Any] = {"finder": [], "screen": []}
    for size in sizes:
        fill(environment, initiatives=size, stories=0, applications=0)
        index = InitiativeIndexPage.objects.get().get_url()
        on_map = InitiativePage.objects.live().on_map().values_list("latitude", "longitude", "title")
        points = [(float(lat), float(lng), title) for lat, lng, title in on_map]
        with (
            serving({**environment, "PAGE_CACHE": "0"}, folder) as site,
            serving(environment, folder, "benchmarks.hello:application") as bare,
        ):
            found["finder"] += finder.measure(
                size, site.url, bare.url, lambda path: pages.queries(path, page_cache=False), say
            )
            # From here on the database is not asked: a browser that is driven forbids it.
            with screen.browser() as browser:
                if browser is None:
                    say("No Chromium on this machine: the map was not measured on a screen.")
                    continue
                say(f"Looking at the map with {size:,} initiatives ...")
                found["screen"].append(screen.finder(browser, site.url, index, size))
                if options.markercluster:
                    found["screen"].append(screen.markercluster(browser, options.markercluster, points, size))
    return found


def measure_figures(options: argparse.Namespace, environment: dict[str, str], folder: Path) -> dict[str, Any]:
    """Measure the pages and the open data of many figures, print the table and return the rows."""
    from benchmarks import figures, pages

    fill(environment, initiatives=100, stories=0, applications=0, indicators=options.indicators)
    with (
        serving({**environment, "PAGE_CACHE": "0"}, folder) as site,
        serving(environment, folder, "benchmarks.hello:application") as bare,
    ):
        rows = figures.measure(site.url, bare.url, lambda path: pages.queries(path, page_cache=False), say)
    print()
    print(figures.table(rows))
    print("Milliseconds of one visitor, no page cache; x hello: p95 as a multiple of that of as many bytes.")
    return {"figures": rows}


def print_finder(written: dict[str, Any]) -> None:
    from benchmarks import finder, screen

    print()
    print(finder.table(written["finder"]))
    print("Milliseconds of one visitor, no page cache; x hello: p95 as a multiple of that of as many bytes.")
    print()
    print(screen.table(written["screen"]))
    print(f"Milliseconds in Chromium, processor slowed down {screen.SLOWDOWN} times. {screen.PUBLISHED}.")


if __name__ == "__main__":
    main()
