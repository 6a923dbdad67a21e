"""The site that the tests begin with: migrated and filled once per run, and copied after that.

Migrating, loading the demo content and collecting static files take half a minute; copying takes none. Who
needs it first makes it, in a process of its own with the settings of production, and the other processes of
the run wait for that. The servers that tests start and the database of the tests themselves are copies.
"""

from __future__ import annotations

import fcntl
import functools
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
from django.conf import settings

from tests.server import BASE_DIR, production_environment

#: What can be copied: the tables with what the migrations put in them, or the whole demo.
MIGRATED, FILLED = "migrated", "filled"
#: The variable with what is unique of this run, for the names of its databases on a PostgreSQL server.
RUN = "SITE_TEST_RUN"


def on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def administer(*statements: str) -> None:
    """Run statements that belong to no database of PostgreSQL, such as making one."""
    import psycopg2

    database = settings.DATABASES["default"]
    connect = {key.lower(): database[key] or None for key in ("HOST", "PORT", "USER", "PASSWORD")}
    with closing(psycopg2.connect(dbname="postgres", **connect)) as connection:
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)


def template(stage: str) -> str:
    """Return the name of the database of this run that others are copies of; only on PostgreSQL."""
    return f"prepared_{os.environ[RUN]}_{stage}"


def postgresql_url(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def forget_templates() -> None:
    """Drop what a run left on a PostgreSQL."""
    administer(*(f'DROP DATABASE IF EXISTS "{template(stage)}" WITH (FORCE)' for stage in (MIGRATED, FILLED)))


@dataclass(frozen=True)
class Prepared:
    """The finished site; its files and, on SQLite, its databases are in `folder`."""

    folder: Path

    def sqlite(self, stage: str) -> Path:
        return self.folder / f"{stage}.sqlite3"

    def copy_uploads(self, media: Path, private: Path) -> None:
        """Give an installation the files that belong to the demo content."""
        shutil.copytree(self.folder / "media", media, dirs_exist_ok=True)
        shutil.copytree(self.folder / "private", private, dirs_exist_ok=True)

    def link_static(self, target: Path) -> None:
        """Give an installation its collected files, which nobody changes."""
        shutil.copytree(self.folder / "static", target, copy_function=os.link)

    @contextmanager
    def database(self, stage: str, folder: Path, name: str) -> Iterator[str]:
        """Give the URL of a copy, of the kind that the tests run on; it is gone afterwards."""
        if not on_postgresql():
            path = folder / f"{name}.sqlite3"
            shutil.copyfile(self.sqlite(stage), path)
            yield f"sqlite:///{path}"
            return
        name = f"{template(stage)}_{name}"
        administer(f'CREATE DATABASE "{name}" TEMPLATE "{template(stage)}"')
        try:
            yield postgresql_url(name)
        finally:
            administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def as_test_database(self) -> Iterator[None]:
        """Within the block Django makes its test database from a copy, and has nothing left to migrate."""
        from django.db import connection

        if on_postgresql():
            connection.settings_dict["TEST"]["TEMPLATE"] = template(FILLED)
            yield
            return
        # A database in memory exists as long as somebody is connected to it: here, until Django is.
        creation: Any = connection.creation  # its type does not know what every kind has
        name = creation._get_test_db_name()
        with closing(sqlite3.connect(name, uri=True)) as memory:
            with closing(sqlite3.connect(self.sqlite(FILLED))) as file:
                file.backup(memory)
            yield


def prepared(shared: Path) -> Prepared:
    """Return the site of this run. `shared` is a folder that all processes of the run see."""
    folder = shared / "prepared"
    done, failed = folder / "done", folder / "failed"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir()
            url = f"sqlite:///{folder}/working.sqlite3"
            if on_postgresql():
                administer(f'CREATE DATABASE "{template(FILLED)}"')
                url = postgresql_url(template(FILLED))
            # The address is the one of the tests' own settings.
            environment = production_environment(folder, url, SITE_URL=settings.SITE_URL, DEMO_LOGINS="1")
            made = subprocess.run(
                [sys.executable, "-m", "tests.prepared", str(folder)],
                cwd=BASE_DIR, env=environment, check=False, capture_output=True, text=True, timeout=600,
            )  # fmt: skip
            if made.returncode == 0:
                done.touch()
            else:
                failed.write_text(made.stderr)
    assert done.exists(), f"the site could not be prepared:\n{failed.read_text()[-3000:]}"
    return Prepared(folder)


def make(folder: Path) -> None:
    """Make the site, in the database and the folder of the environment."""
    # Migrating makes millions of objects that stay; looking for garbage among them is a quarter of the time.
    gc.set_threshold(50_000, 20, 100)
    # As small as it gets takes 16 seconds more, and shows no better that what is sent is packed.
    brotli.compress = functools.partial(brotli.compress, quality=4)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    keep(folder, MIGRATED)
    call_command("load_demo", verbosity=0)
    keep(folder, FILLED)


def keep(folder: Path, stage: str) -> None:
    """Keep the database as it is now."""
    from django.db import connection

    if connection.vendor == "sqlite":
        # Not a plain copy: it would miss what is still in the log beside the file.
        connection.cursor().execute("VACUUM INTO %s", [str(folder / f"{stage}.sqlite3")])
        return
    connection.close()
    if stage != FILLED:
        administer(f'CREATE DATABASE "{template(stage)}" TEMPLATE "{template(FILLED)}"')


if __name__ == "__main__":
    make(Path(sys.argv[1]))
