"""Wipes the addresses and answers of who reported something, some time after it was handled."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from initiatives.contributions import asking


class Command(BaseCommand):
    """Wipe what is about the sender, and remove what was never confirmed. Safe to run every day."""

    help = "Wipe addresses and answers of handled proposals, and remove those that were never confirmed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say how many would be wiped.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = asking.forget(dry_run=options["dry_run"])
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{done.wiped} handled proposals {would}wiped, {done.removed} unconfirmed ones {would}removed."
        )
