"""Figures for tests of the pages that bring them together: many indicators, quickly made."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.models import Municipality, Region, Theme
from stories.figures.periods import last_day_of
from stories.models import Indicator, Observation, Source

COMMON = {"unit": "%", "decimals": 1, "population": "inwoners", "sentence": "In {gebied} doen {waarde} dit."}


def make_indicator(name: str, **values: Any) -> Indicator:
    """Return a new indicator: a share of the people, unless told otherwise."""
    return Indicator.objects.create(name=name, slug=name.lower().replace(" ", "-"), **{**COMMON, **values})


def make_value(indicator: Indicator, area_type: str, area: str, period: str, value: str | None, **more: Any):
    """Return a new value of an indicator."""
    source = more.pop("source", None) or Source.objects.order_by("pk")[0]
    return Observation.objects.create(
        indicator=indicator,
        area_type=area_type,
        area=area,
        period=period,
        value=None if value is None else Decimal(value),
        municipality=Municipality.objects.filter(name=area).first() if area_type == "municipality" else None,
        region=Region.objects.filter(name=area).first() if area_type == "region" else None,
        source=source,
        **more,
    )


def make_many(number: int, years: range, theme: Theme | None = None) -> list[Indicator]:
    """Return so many indicators with a value for each area in each year."""
    source = Source.objects.order_by("pk")[0]
    themes = [theme] if theme else list(Theme.objects.all())
    indicators = Indicator.objects.bulk_create(
        Indicator(
            name=f"Proefcijfer {n}",
            slug=f"proefcijfer-{n}",
            question=f"Hoeveel mensen doen aan ding nummer {n}?",
            theme=themes[n % len(themes)],
            goal=themes[n % len(themes)].goals.first(),
            direction=Indicator.Direction.values[n % 3],
            **COMMON,
        )
        for n in range(number)
    )
    areas: list[tuple[str, str, Any, Any]] = [
        *(("municipality", m.name, m, None) for m in Municipality.objects.all()),
        *(("region", r.name, None, r) for r in Region.objects.all()),
        ("province", "Drenthe", None, None),
        ("country", "Nederland", None, None),
    ]
    Observation.objects.bulk_create(
        Observation(
            indicator=indicator,
            area_type=area_type,
            area=area,
            municipality=municipality,
            region=region,
            period=str(year),
            last_day=last_day_of(str(year)),
            value=Decimal(100 + (indicator.pk * 37 + year * 11 + place * 53) % 800) / 10,
            source=source,
        )
        for indicator in indicators
        for place, (area_type, area, municipality, region) in enumerate(areas)
        for year in years
    )
    return indicators
