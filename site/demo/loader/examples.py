"""Invented initiatives that show what a complete page can say; the title and the first sentence say so."""

from __future__ import annotations

import math
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.models import Place, Theme
from demo.loader.images import Drawings, stored_image
from demo.loader.initiatives import KINDS, VARIANTS, load_kinds
from demo.loader.reading import text
from initiatives.models import (
    Facility,
    Freshness,
    InitiativeIndexPage,
    InitiativePage,
    InitiativePhoto,
    Language,
    OpeningException,
    OpeningTime,
    TargetGroup,
    Weekday,
)

SOURCE = "Voorbeeld"
PHONE = "0123 45 67 89"
_METRES_PER_DEGREE = 111_200
_DAYS = {str(day.label): day.value for day in Weekday}


def load_examples(index: InitiativeIndexPage, themes: dict[str, Theme], drawings: Drawings) -> int:
    """Create a page for every example that has none yet; return how many were made."""
    kinds = load_kinds()
    places = {(p.name, p.municipality.name): p for p in Place.objects.select_related("municipality")}
    traits: dict[str, dict[str, Any]] = {
        "facilities": {trait.slug: trait for trait in Facility.objects.all()},
        "target_groups": {trait.slug: trait for trait in TargetGroup.objects.all()},
        "languages": {trait.slug: trait for trait in Language.objects.all()},
    }
    known = set(InitiativePage.objects.values_list("slug", flat=True))
    now = timezone.now()
    today = timezone.localdate(now)
    made = 0
    for number, example in enumerate(text("voorbeelden")["initiatives"]):
        if example["slug"] in known:
            continue
        place = places[example["place"], example["municipality"]]
        image = drawings.get(KINDS[example["kind"]][3], number % VARIANTS)
        page = InitiativePage(
            title=example["title"],
            slug=example["slug"],
            kind=kinds[example["kind"]],
            theme=themes.get(example["theme"]),
            introduction=example["introduction"],
            listing_summary=example["introduction"],
            listing_image=image,
            lead_image=stored_image(image),
            for_whom=example["for_whom"],
            hours=example["hours"],
            holidays=example["holidays"],
            opening_hours=example.get("opening_hours", ""),
            costs=example["costs"],
            costs_note=example.get("costs_note", ""),
            website=f"https://{example['slug']}.example.org",
            phone=PHONE,
            email=_address(example),
            source=SOURCE,
            scope=InitiativePage.Scope.POINT,
            place=place,
            municipality=place.municipality,
            address=example["address"],
            first_published_at=now,
            last_published_at=now,
            **point(place, example["north"], example["east"]),
        )
        page.opening_times = _times(example)
        page.opening_exceptions = _exceptions(example, today)
        page.photos = _photos(example, drawings)
        for name, known_traits in traits.items():
            setattr(page, name, [known_traits[slug] for slug in example.get(name, [])])
        page.full_clean(exclude=["path", "depth", "numchild", "url_path", "content_type", "locale"])
        index.add_child(instance=page)
        if "checked" in example:
            Freshness.objects.create(
                page=page,
                checked_on=today - timedelta(days=example["checked"]),
                checked_by=example["checked_by"],
                keeper_email=_address(example),
            )
        made += 1
    return made


def _address(example: dict[str, Any]) -> str:
    """Return the public e-mail address; nobody can have an address below example.org."""
    return f"info@{example['slug']}.example.org" if example.get("email") else ""


def point(place: Place, north: int, east: int) -> dict[str, Decimal]:
    """Return the coordinates of a spot so many metres from the middle of a village."""
    latitude = float(place.latitude) + north / _METRES_PER_DEGREE
    narrow = math.cos(math.radians(latitude))
    longitude = float(place.longitude) + east / (_METRES_PER_DEGREE * narrow)
    return {"latitude": Decimal(f"{latitude:.6f}"), "longitude": Decimal(f"{longitude:.6f}")}


def _times(example: dict[str, Any]) -> list[OpeningTime]:
    return [
        OpeningTime(
            weekday=_DAYS[day],
            opens=time.fromisoformat(opens),
            closes=time.fromisoformat(closes),
            note=note,
            sort_order=order,
        )
        for order, (day, opens, closes, note) in enumerate(example.get("times", []))
    ]


def _exceptions(example: dict[str, Any], today: date) -> list[OpeningException]:
    found = []
    for order, row in enumerate(example.get("exceptions", [])):
        first, last = coming(row["from"], row.get("to", row["from"]), today)
        found.append(
            OpeningException(
                first_date=first,
                last_date=last if last != first else None,
                opens=time.fromisoformat(row["opens"]) if "opens" in row else None,
                closes=time.fromisoformat(row["closes"]) if "closes" in row else None,
                note=row["note"],
                sort_order=order,
            )
        )
    return found


def coming(start: str, end: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a yearly period ("12-27" to "01-03") that is not over yet."""
    for year in (today.year - 1, today.year, today.year + 1):
        first = date.fromisoformat(f"{year}-{start}")
        last = date.fromisoformat(f"{year + (end < start)}-{end}")
        if last >= today:
            break
    return first, last


def _photos(example: dict[str, Any], drawings: Drawings) -> list[InitiativePhoto]:
    return [
        InitiativePhoto(
            image=drawings.get(scene, variant), description=description, caption=caption, sort_order=order
        )
        for order, (scene, variant, description, caption) in enumerate(example.get("photos", []))
    ]
