"""The indicators that the demo pages show."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import slugify

from core.models import Goal, Municipality, Region, Theme
from demo.loader.reading import rows, text
from stories.models import Indicator, Observation


def load_figures(themes: dict[str, Theme]) -> dict[str, Indicator]:
    """Create the indicators named in the texts, with all their observations; return them by slug."""
    prose = {entry["slug"]: entry for entry in text("indicators")["indicators"]}
    goals = {goal.number: goal for goal in Goal.objects.all()}
    municipalities = {m.name: m for m in Municipality.objects.all()}
    regions = {r.slug: r for r in Region.objects.all()}
    indicators = {}
    for row in rows("indicators"):
        if row["slug"] not in prose:
            continue
        indicator, _created = Indicator.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "name": row["name"],
                "question": prose[row["slug"]]["question"],
                "answer_label": prose[row["slug"]]["answer_label"],
                "theme": themes.get(row["theme_slug"]),
                "goal": goals.get(int(row["goal_number"])) if row["goal_number"] else None,
                "unit": row["unit"],
                "decimals": int(row["decimals"]),
                "direction": row["direction"] or Indicator.Direction.NEUTRAL,
                "description": row["description"],
                "publisher": row["publisher"],
            },
        )
        indicators[indicator.slug] = indicator
    for row in rows("observations"):
        if row["indicator_slug"] not in indicators:
            continue
        Observation.objects.get_or_create(
            indicator=indicators[row["indicator_slug"]],
            area_type=row["area_type"],
            area=row["area"],
            subgroup=row["subgroup"],
            period=row["period"],
            source=row["source"],
            defaults={
                "municipality": municipalities.get(row["area"])
                if row["area_type"] == "municipality"
                else None,
                "region": regions.get(slugify(row["area"])) if row["area_type"] == "region" else None,
                "value": Decimal(row["value"]) if row["value"] else None,
                "note": row["value_note"],
            },
        )
    return indicators
