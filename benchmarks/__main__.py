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

ROOT = Path(__file__).resolve().parents[1]
for _folder in (ROOT, ROOT / "site"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from tests.server import prepare, production_environment, serving  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--initiatives", type=int, default=5000)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--applications", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=1.5, help="time for each measurement (default: 1.5)")
    parser.add_argument("--workers", type=int, default=2, help="gunicorn's processes (default: 2)")
    parser.add_argument(
        "--database-url", default="", help="an empty database to fill (default: SQLite in a temporary folder)"
    )
    return parser.parse_args()


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
        amounts = {key: getattr(options, key) for key in ("initiatives", "stories", "applications")}
        words = ", ".join(f"{amount} {key}" for key, amount in amounts.items())
        say(f"Filling a database with {words} ...")
        prepare(
            environment,
            ("migrate", "--verbosity", "0"),
            ("make_load", "--verbosity", "0", *(f"--{key}={amount}" for key, amount in amounts.items())),
            ("collectstatic", "--noinput", "--verbosity", "0"),
        )
        os.environ.update(environment)
        import django

        django.setup()
        from django.db import connection

        from benchmarks import pages, report
        from benchmarks.client import CONNECTIONS, Measurement, measure

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
        print(
            f"Requests a second over {CONNECTIONS} connections; hello: share of a bare program; p50, p95: ms."
        )
        written = report.write(
            ROOT / "var" / "bench",
            rows,
            database=connection.vendor,
            workers=options.workers,
            seconds=options.seconds,
            **amounts,
        )
        say(f"Written to {written.relative_to(ROOT)} after {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
