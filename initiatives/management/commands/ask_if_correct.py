"""Asks initiatives once a year whether everything is still right."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from initiatives.contributions import asking


class Command(BaseCommand):
    """Ask those whose check is due, and remind those who did not answer. Safe to run every day."""

    help = "Mail initiatives whose yearly check is due, and remind those that did not answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say how many mails would go out.")
        parser.add_argument(
            "--most",
            type=int,
            default=asking.MOST_MAILS,
            help="Send at most so many mails; the rest waits for the next run. Default: %(default)s.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["most"] < 1:
            raise CommandError("--most must be at least 1.")
        report = asking.run(dry_run=options["dry_run"], most=options["most"])
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(f"{report.asked} initiatives {would}asked, {report.reminded} {would}reminded.")
        if report.failed:
            raise CommandError(f"{report.failed} mails could not be sent; the next run tries again.")
