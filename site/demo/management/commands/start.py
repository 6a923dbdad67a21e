"""Bring a fresh copy to life and serve it: `python manage.py start`. The second time it only serves."""

from __future__ import annotations

import io
import os
import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as Runserver
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from wagtail.models import Site

from demo.loader.people import LOGINS, PASSWORD
from initiatives.models import InitiativePage
from stories.models import StoryPage

ADDRESS = "127.0.0.1"


class QuietServer(Runserver):
    """Django's own development server, without its words of welcome: `start` has said them already."""

    def check_migrations(self) -> None:
        """`start` has just migrated; asking again would only slow down every reload."""

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve; what the server itself prints is of no use to a reader, unlike its log."""
        self.stdout = OutputWrapper(io.StringIO())
        super().inner_run(*args, **options)


class Command(BaseCommand):
    help = "Prepare the database and the demo content where they are missing, then serve the site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000", help="port on this machine, 1 to 65535 (default: 8000)")
        parser.add_argument("--noreload", action="store_true", help="do not restart when a file changes")
        parser.add_argument("--prepare-only", action="store_true", help="stop before serving")

    def handle(self, *args: Any, **options: Any) -> None:
        port = _port_number(options["port"])
        # The reloader starts this command again at each change of a file: then there is only serving to do.
        if os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
            _refuse_taken_port(port)
            self._prepare()
            if options["prepare_only"]:
                return
            self._welcome()
        call_command(
            QuietServer(), f"{ADDRESS}:{port}", use_reloader=not options["noreload"], skip_checks=False
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database ...")
            call_command("migrate", verbosity=0)
        if not InitiativePage.objects.exists() and not StoryPage.objects.exists():
            self._say("Loading the demo content, some ten seconds ...")
            call_command("load_demo", verbosity=0)
        follow_address()

    def _welcome(self) -> None:
        lines = [
            "",
            f"  The site:      {settings.SITE_URL}/",
            f"  For staff:     {settings.SITE_URL}/beheer/",
            f"  Its e-mails:   {settings.SITE_URL}/ontwikkeling/post/",
            "",
            f"  Logins, all with the password {PASSWORD}:",
            *(f"    {name:<14}{group}" for name, (group, _work) in LOGINS.items()),
            "",
            "  Stop with Ctrl+C. What you change stays; starting again takes seconds.",
            "",
        ]
        self._say("\n".join(lines))


def _port_number(text: str) -> int:
    """Return the port. Raises CommandError with the way out when the text is no usable port."""
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65535:
        raise CommandError(f'"{text}" is not a port. Choose a number, such as: make start PORT=8001')
    return int(text)


def _refuse_taken_port(port: int) -> None:
    """Raise CommandError with the way out when something else listens on the port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError as error:
            raise CommandError(
                f"Port {port} is reserved by this machine. Take a higher one: make start PORT=8001"
            ) from error
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise CommandError(f"Port {port} is in use. Take another: make start PORT={other}") from error


def follow_address() -> None:
    """Let the site know its own address, so that links in mails and feeds lead to the port in use."""
    address = urlsplit(settings.SITE_URL)
    hostname, port = address.hostname or "localhost", address.port or 80
    for site in Site.objects.filter(is_default_site=True).exclude(hostname=hostname, port=port):
        site.hostname, site.port = hostname, port
        site.save()
