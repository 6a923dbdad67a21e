"""`make start` on machines where something is missing: one clear line with the way out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.server import BASE_DIR

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")


@pytest.fixture
def copy(tmp_path) -> Path:
    """A folder with only what `make` looks at before it installs anything."""
    folder = tmp_path / "copy"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(BASE_DIR / "Makefile", folder)
    (folder / "requirements" / "base.txt").touch()
    (folder / "requirements" / "dev.txt").write_text("-r base.txt\n")
    return folder


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "VAR_DIR")
    }
    return subprocess.run(
        ["make", *arguments], cwd=folder, env={**own, **environment},
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a person reads; make's own closing line does not count."""
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert len(lines) == 1, done.stderr
    return lines[0]


@needs_make
def test_help_lists_every_task_that_people_use():
    done = make(BASE_DIR, "help")
    assert done.returncode == 0
    for task in ("start", "test", "test-postgres", "lint", "format", "bench", "demo", "clean"):
        assert f"  make {task} " in done.stdout
    assert make(BASE_DIR).stdout == done.stdout


@needs_make
def test_no_python(copy):
    line = complaint(make(copy, "start", "PYTHON=/does/not/exist"))
    assert "No Python found" in line
    assert "3.11" in line


@needs_make
def test_python_too_old(copy, tmp_path):
    # It runs, but says no to the question whether it is new enough.
    old = script(tmp_path / "python3", 'case "$2" in *version_info*) exit 1;; *) exit 0;; esac')
    line = complaint(make(copy, "start", f"PYTHON={old}"))
    assert f"{old} is too old" in line
    assert "make start PYTHON=" in line


@needs_make
def test_python_without_venv(copy, tmp_path):
    bare = script(tmp_path / "python3", 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    line = complaint(make(copy, "start", f"PYTHON={bare}"))
    assert "apt-get install python3-venv" in line


@needs_make
def test_environment_that_cannot_be_made(copy, tmp_path):
    broken = script(
        tmp_path / "python3", 'case "$1" in -m) exit 1;; --version) echo Python 3.11;; *) exit 0;; esac'
    )
    line = complaint(make(copy, "start", f"PYTHON={broken}"))
    assert "var/venv.log" in line
    assert not (copy / ".venv").exists()


@needs_make
def test_packages_that_cannot_be_installed(copy, tmp_path):
    pip_fails = (
        'case "$1 $2" in "-m venv") mkdir -p "$4/bin"; cp "$0" "$4/bin/python";; "-m pip") exit 1;; '
        '"--version "*) echo Python 3.11;; *) exit 0;; esac'
    )
    line = complaint(make(copy, "start", f"PYTHON={script(tmp_path / 'python3', pip_fails)}"))
    assert "could not be installed" in line


@needs_make
def test_folder_that_cannot_be_written_to(copy):
    # A file where the folder should come stops even root.
    (copy / "var").touch()
    line = complaint(make(copy, "start"))
    assert "cannot be written to" in line
    assert str(copy) in line


def test_taken_port_names_a_free_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"Port {port} is in use. Take another: make start PORT={port + 1}"
        ):
            call_command("start", port=str(port))


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "80.0", "٨٠٠٠"])
def test_port_that_is_none(port):
    with pytest.raises(CommandError, match="make start PORT=8001"):
        call_command("start", port=port)


@pytest.mark.django_db
def test_second_start_loads_nothing_and_loses_nothing(capsys, monkeypatch):
    from demo.management.commands import start
    from initiatives.models import InitiativePage

    page = InitiativePage.objects.live().first()
    page.title = "Door een redacteur gewijzigd"
    page.save()
    called = []
    monkeypatch.setattr(start, "call_command", lambda name, *args, **kwargs: called.append(name))
    call_command("start", prepare_only=True, port="65001")
    assert called == []
    page.refresh_from_db()
    assert page.title == "Door een redacteur gewijzigd"


@pytest.mark.django_db
def test_site_knows_the_port_it_is_served_on(settings):
    from wagtail.models import Site

    from demo.management.commands.start import follow_address

    settings.SITE_URL = "http://localhost:8123"
    follow_address()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("localhost", 8123)
