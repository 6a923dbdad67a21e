"""The figures of the demo content: sources, indicators, values, targets, results and monitors."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import slugify

from core.models import Goal, Municipality, Region, Theme
from demo.loader.reading import rows, text
from stories.models import Indicator, Observation, Source


def load_figures(themes: dict[str, Theme]) -> dict[str, Indicator]:
    """Create all indicators with their observations; return the indicators by slug."""
    prose = {entry["slug"]: entry for entry in text("indicators")["indicators"]}
    goals = {goal.number: goal for goal in Goal.objects.all()}
    municipalities = {m.name: m for m in Municipality.objects.all()}
    regions = {r.slug: r for r in Region.objects.all()}
    sources = {}
    for row in rows("sources"):
        values = {**row, "year": int(row["year"])}
        sources[row["title"]], _made = Source.objects.get_or_create(title=row["title"], defaults=values)
    indicators = {}
    for row in rows("indicators"):
        words = prose.get(row["slug"], {})
        indicators[row["slug"]], _made = Indicator.objects.get_or_create(
            slug=row["slug"],
            defaults={
                **{key: words.get(key, "") for key in ("question", "answer_label")},
                **{key: row[key] for key in ("name", "topic", "unit", "description", "publisher")},
                "theme": themes.get(row["theme"]),
                "goal": goals.get(int(row["goal"])) if row["goal"] else None,
                "decimals": int(row["decimals"]),
                "direction": row["direction"] or Indicator.Direction.NEUTRAL,
            },
        )
    for row in rows("observations"):
        Observation.objects.get_or_create(
            indicator=indicators[row["indicator_slug"]],
            area_type=row["area_type"],
            area=row["area"],
            subgroup=row["subgroup"],
            period=row["period"],
            source=sources[row["source"]],
            defaults={
                **{key: row[key] for key in ("qualifier", "nature", "status", "note", "place_in_source")},
                "municipality": municipalities.get(row["area"])
                if row["area_type"] == "municipality"
                else None,
                "region": regions.get(slugify(row["area"])) if row["area_type"] == "region" else None,
                "value": Decimal(row["value"]) if row["value"] else None,
                "value_high": Decimal(row["value_high"]) if row["value_high"] else None,
            },
        )
    return indicators
