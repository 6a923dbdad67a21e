"""Removes drafts that nobody touched for a month."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from subsidies.retention import DRAFT_LIFETIME, expired_drafts, purge


class Command(BaseCommand):
    """Remove drafts with their documents, 30 days after the last activity. Safe to run every night."""

    help = "Remove drafts, with their documents, that were not touched for 30 days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say how many drafts would go.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"{expired_drafts().count()} drafts would be removed.")
            return
        self.stdout.write(f"{purge()} drafts older than {DRAFT_LIFETIME.days} days were removed.")
