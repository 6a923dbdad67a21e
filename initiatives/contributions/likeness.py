"""Which public initiatives look like one that somebody signs up."""

from __future__ import annotations

from typing import Any

from core.models import Municipality, Place
from initiatives.contributions.content import Answers
from initiatives.duplicates import likely_duplicates
from initiatives.models import InitiativePage

SHORTEST_NAME = 4


def duplicates(answers: Answers, *, exclude: int | None = None, public: bool = True) -> list[InitiativePage]:
    """Return the initiatives that are probably the same. Drafts count for editors only (`public=False`)."""
    where: dict[str, Any] = answers.get("where") or {}
    title = str(answers.get("title", ""))
    if len(title) < SHORTEST_NAME:
        return []
    has_point = bool(where.get("latitude") and where.get("longitude"))
    place = Place.objects.select_related("municipality").filter(slug=where.get("place") or "").first()
    municipality = Municipality.objects.filter(slug=where.get("municipality") or "").first()
    if not (has_point or place or municipality):
        return []
    return likely_duplicates(
        title,
        latitude=float(where["latitude"]) if has_point else None,
        longitude=float(where["longitude"]) if has_point else None,
        place=place,
        municipality=municipality,
        exclude=[exclude] if exclude else [],
        among=InitiativePage.objects.visible() if public else None,
    )
