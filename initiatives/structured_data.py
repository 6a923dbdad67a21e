"""What a page of an initiative says to search engines, as schema.org JSON-LD. Never an e-mail address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

from initiatives.hours import (
    ALWAYS,
    DAYS_AHEAD,
    HOLIDAYS_CLOSED,
    MIDNIGHT,
    Period,
    Schedule,
    public_holidays,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from initiatives.models import InitiativePage

_SCHEMA = "https://schema.org"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def describe(page: InitiativePage, request: HttpRequest, today: date) -> dict[str, Any]:
    """Return the description: a place that is an organisation too, or an organisation that has a place.

    Only an exact location is a Place of its own; what is for a village or a province is an Organization, and
    what there is to know about where and when hangs below its location.
    """
    url = page.get_full_url(request)
    data: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": ["Place", "Organization"] if page.is_exact else "Organization",
        "@id": f"{url}#initiatief",
        "name": page.title,
        "description": page.introduction,
        "url": url,
        "mainEntityOfPage": _without_empty(
            {
                "@type": "WebPage",
                "@id": url,
                "inLanguage": "nl",
                "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
            }
        ),
        "telephone": page.phone,
        "sameAs": page.website,
        "image": list(_images(page)),
        "knowsLanguage": ["Nederlands", *(language.name for language in page.traits.languages)]
        if page.traits.languages
        else None,
    }
    place = _place(page, today)
    if page.is_exact:
        data |= place
    elif place:
        data["location"] = {"@type": "Place", **place}
    return _without_empty(data)


def _place(page: InitiativePage, today: date) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if page.latitude is not None and page.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(page.latitude),
            "longitude": float(page.longitude),
        }
    if page.place_name or page.address:
        place["address"] = _without_empty(
            {
                "@type": "PostalAddress",
                "streetAddress": page.address,
                "addressLocality": page.place_name,
                "addressCountry": "NL",
            }
        )
    place["openingHoursSpecification"] = weekly(page.schedule)
    place["specialOpeningHoursSpecification"] = special(page.schedule, today)
    place["amenityFeature"] = [
        {"@type": "LocationFeatureSpecification", "name": facility.name, "value": True}
        for facility in page.traits.facilities
    ]
    if page.costs:
        place["isAccessibleForFree"] = page.costs == page.Costs.FREE
    return _without_empty(place)


def weekly(schedule: Schedule) -> list[dict[str, Any]]:
    """Return the opening hours of every week."""
    if schedule.hours == ALWAYS:
        return [_specification(Period(0, MIDNIGHT)) | {"dayOfWeek": [f"{_SCHEMA}/{name}" for name in _DAYS]}]
    return [
        _specification(period) | {"dayOfWeek": f"{_SCHEMA}/{_DAYS[number]}"}
        for number, periods in enumerate(schedule.week)
        for period in periods
    ]


def special(schedule: Schedule, today: date) -> list[dict[str, Any]]:
    """Return the days of the coming year that differ: exceptions, and holidays on which it is closed."""
    last = today + timedelta(days=DAYS_AHEAD)
    found = [
        _days(exception.first, exception.last, exception.period)
        for exception in schedule.exceptions
        if exception.last >= today and exception.first <= last
    ]
    if schedule.holidays == HOLIDAYS_CLOSED:
        coming = (day for year in (today.year, today.year + 1) for day in public_holidays(year))
        found += [
            _days(day, day, None)
            for day in coming
            if today <= day <= last and schedule.usually_on(day) and not schedule.exceptions_on(day)
        ]
    return sorted(found, key=lambda specification: (specification["validFrom"], specification["opens"]))


def _days(first: date, last: date, period: Period | None) -> dict[str, Any]:
    # Opening and closing at the same time means closed all day.
    specification = _specification(period) if period else _specification(Period(0, 0))
    return specification | {"validFrom": first.isoformat(), "validThrough": last.isoformat()}


def _specification(period: Period) -> dict[str, Any]:
    whole_day = (period.start, period.end) == (0, MIDNIGHT)
    return {
        "@type": "OpeningHoursSpecification",
        "opens": _time(period.start),
        "closes": "23:59" if whole_day else _time(period.end % MIDNIGHT),
    }


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _images(page: InitiativePage) -> Iterable[str]:
    shown = [photo.image for photo in page.photos_shown]
    for image in [page.listing_image, *shown] if page.listing_image else shown:
        yield f"{settings.SITE_URL}{image.file.url}"


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
