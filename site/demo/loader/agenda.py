"""Themes, goals and places."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import slugify

from core.models import Goal, Municipality, Place, Region, Theme
from demo.loader.reading import rows, text


def load_themes() -> dict[str, Theme]:
    """Create the themes and their goals; return the themes by slug."""
    prose = {theme["slug"]: theme for theme in text("themes")["themes"]}
    themes = {}
    for row in rows("themes"):
        theme, _created = Theme.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "name": row["name"],
                "tagline": prose[row["slug"]]["tagline"],
                "order": int(row["order"]),
            },
        )
        themes[theme.slug] = theme
    plain = {goal["number"]: goal for theme in prose.values() for goal in theme["goals"]}
    for row in rows("goals"):
        number = int(row["number"])
        Goal.objects.get_or_create(
            number=number,
            defaults={
                "theme": themes[row["theme_slug"]],
                "title": plain[number]["title"],
                "plain": plain[number]["plain"],
            },
        )
    return themes


def load_places() -> None:
    """Create regions, municipalities and places."""
    for row in rows("municipalities"):
        region, _created = Region.objects.get_or_create(
            slug=slugify(row["region"]), defaults={"name": row["region"]}
        )
        Municipality.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "slug": slugify(row["name"]),
                "region": region,
                "latitude": Decimal(row["latitude"]),
                "longitude": Decimal(row["longitude"]),
                "tile_column": int(row["tile_column"]),
                "tile_row": int(row["tile_row"]),
            },
        )
    municipalities = {m.name: m for m in Municipality.objects.all()}
    for row in rows("places"):
        Place.objects.get_or_create(
            geonames_id=int(row["geonames_id"]),
            defaults={
                "name": row["name"],
                "slug": slugify(f"{row['name']} {row['municipality']}")
                if row["name"] != row["municipality"]
                else slugify(row["name"]),
                "municipality": municipalities[row["municipality"]],
                "latitude": Decimal(row["latitude"]),
                "longitude": Decimal(row["longitude"]),
                "population": int(row["population"]) if row["population"] else None,
            },
        )
