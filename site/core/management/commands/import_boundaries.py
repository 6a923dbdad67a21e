"""Load the outlines of the municipalities: `python manage.py import_boundaries`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.boundaries import BoundariesError, Report, from_file, from_service, import_outlines

MOST_NAMES = 12


class Command(BaseCommand):
    """Import outlines from a GeoJSON file, or from the national service. Running it twice is fine."""

    help = (
        "Load the outlines of municipalities (GeoJSON, WGS84, `statcode`) from a file, "
        "or from the national service when no file is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="a GeoJSON file; without it the service is asked"
        )
        parser.add_argument(
            "--year", type=int, default=timezone.localdate().year, help="the year of the outlines"
        )
        parser.add_argument("--source", default="", help="who made them; CBS/Kadaster (CC BY 4.0)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        year: int = options["year"]
        if not 1995 <= year <= 2100:
            raise CommandError("The year must lie between 1995 and 2100.")
        try:
            features = from_file(options["file"]) if options["file"] else from_service(year)
            report = import_outlines(features, year, options["source"], dry_run=options["dry_run"])
        except BoundariesError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self._tell(report, dry_run=options["dry_run"])

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        would = "would be " if dry_run else ""
        for names, what in (
            (report.created, f"{would}new"),
            (report.changed, f"{would}changed"),
            (report.same, "the same already"),
            (report.missing, "not in the source: without outline, or with the one they had"),
            (report.unknown, "in the source and not on this site"),
        ):
            if names:
                self.stdout.write(f"{len(names)} {what}: {_some(names)}")
        self.stdout.write(
            f"{report.points_before} points became {report.points_after}: {report.size} bytes in all."
        )
        if dry_run:
            self.stdout.write("Nothing was written.")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(sorted(names)[:MOST_NAMES]) + more
