"""Outlines of municipalities: from the national service or a file into the database, and what lies in which.

No outline is part of the project. Without outlines everything works; the map only has no thin lines.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

from core.models import Municipality, Outline
from core.remote import RemoteError, fetch
from core.simplify import Geometry, Mesh, size_of

#: "CBS Gebiedsindelingen" of PDOK (OGC API Features), generalised, WGS84. `{year}` is filled in.
DEFAULT_URL = (
    "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd/items"
    "?f=json&limit=1000&jaarcode={year}"
)
DEFAULT_SOURCE = "CBS Gebiedsindelingen {year}, CBS/Kadaster (CC BY 4.0)"
SECONDS = 60.0  # for one answer of the service
LARGEST_INPUT = 60_000_000  # bytes
MOST_ANSWERS = 20
#: All outlines together, as JSON: a map on a phone loads them.
LARGEST_OUTPUT = 60_000
#: Degrees that the centre of a municipality may lie outside the box around its outline.
SLACK = 0.1
MOST_PROBLEMS = 20
_CACHE_KEY = "outlines-of-municipalities"


class BoundariesError(Exception):
    """Nothing was imported. The text says what is wrong and what to do."""


@dataclass
class Report:
    """What an import did, or would do."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    #: Municipalities of this site that the source does not know.
    missing: list[str] = field(default_factory=list)
    #: What the source has and this site has not, such as "GM0363 Amsterdam".
    unknown: list[str] = field(default_factory=list)
    size: int = 0  # bytes of all outlines together
    points_before: int = 0
    points_after: int = 0


def from_file(path: Path) -> list[Any]:
    """Return the features of a GeoJSON file. Raises BoundariesError."""
    try:
        if path.stat().st_size > LARGEST_INPUT:
            raise BoundariesError(f"{path.name} is larger than {LARGEST_INPUT // 1_000_000} MB.")
        body = path.read_bytes()
    except OSError as error:
        raise BoundariesError(f"{path.name} cannot be read: {error.strerror}.") from error
    features, _links = _features(body)
    return features


def from_service(year: int, url: str = "", timeout: float = SECONDS) -> list[Any]:
    """Return the features of the national service, page after page. Raises BoundariesError."""
    address = url or settings.BOUNDARIES_URL or DEFAULT_URL
    first: str = str(address).replace("{year}", str(year))
    following: str | None = first
    found: list[Any] = []
    room, answers = LARGEST_INPUT, 0
    while following:
        answers += 1
        if answers > MOST_ANSWERS:
            raise BoundariesError(f"The service sent more than {MOST_ANSWERS} answers. Nothing was imported.")
        try:
            body = fetch(
                following, timeout=timeout, most_bytes=room, accept="application/geo+json, application/json"
            )
        except RemoteError as error:
            raise BoundariesError(
                f"The service gave no usable answer ({error}). Try again later, or import a file."
            ) from error
        room -= len(body)
        features, links = _features(body)
        found += features
        following = _next(links, first)
    return found


def _next(links: Any, first: str) -> str | None:
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            here, there = urlsplit(first), urlsplit(link["href"])
            if (here.scheme, here.netloc, here.path) != (there.scheme, there.netloc, there.path):
                raise BoundariesError("The service refers to another address. Nothing was imported.")
            return str(link["href"])
    return None


def _features(body: bytes) -> tuple[list[Any], Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BoundariesError("This is no JSON. A GeoJSON file (FeatureCollection) is expected.") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise BoundariesError("This is no GeoJSON FeatureCollection.")
    return features, document.get("links")


@transaction.atomic
def import_outlines(
    features: list[Any],
    year: int,
    source: str = "",
    *,
    dry_run: bool = False,
    most_bytes: int = LARGEST_OUTPUT,
) -> Report:
    """Put the outlines of our municipalities in the database: all of them, or none.

    A feature belongs to the municipality whose code is its `statcode`. Raises BoundariesError when a feature
    of ours makes no sense, or when none is ours.
    """
    source = (source or DEFAULT_SOURCE).replace("{year}", str(year))[:200]
    ours = {municipality.code: municipality for municipality in Municipality.objects.all()}
    report = Report()
    chosen, problems = _chosen(features, year, ours, report)
    if problems:
        shown = problems[:MOST_PROBLEMS]
        if len(problems) > len(shown):
            shown.append(f"... and {len(problems) - len(shown)} more.")
        raise BoundariesError("Nothing was imported.\n" + "\n".join(shown))
    if not chosen:
        raise BoundariesError(
            "None of the features is a municipality of this site. "
            "`statcode` must be its CBS code, such as GM0106."
        )
    report.points_before = sum(map(_points, chosen.values()))
    outlines = Mesh(chosen).fitting(most_bytes)
    report.points_after = sum(map(_points, outlines.values()))
    report.size = size_of(outlines)
    report.missing = sorted(m.name for code, m in ours.items() if code not in chosen)
    known = {outline.municipality_id: outline for outline in Outline.objects.select_for_update()}
    for code, geometry in sorted(outlines.items()):
        municipality = ours[code]
        outline = known.get(municipality.pk)
        if outline and (outline.geometry, outline.source, outline.year) == (geometry, source, year):
            report.same.append(municipality.name)
            continue
        (report.changed if outline else report.created).append(municipality.name)
        if not dry_run:
            outline = outline or Outline(municipality=municipality)
            outline.geometry, outline.source, outline.year = geometry, source, year
            outline.save()
    return report


def _chosen(
    features: list[Any], year: int, ours: dict[str, Municipality], report: Report
) -> tuple[dict[str, Geometry], list[str]]:
    chosen: dict[str, Geometry] = {}
    problems: list[str] = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            problems.append(f"Feature {number} has no properties.")
            continue
        code = str(properties.get("statcode") or "").strip()
        municipality = ours.get(code)
        if municipality is None:
            report.unknown.append(
                f"{code} {properties.get('statnaam') or ''}".strip()[:80] or f"feature {number}"
            )
            continue
        # The service has all years in one collection.
        if str(properties.get("jaarcode", year)) != str(year):
            continue
        geometry = feature.get("geometry")
        if code in chosen:
            problems.append(f"{municipality.name} ({code}) is in it twice.")
        elif problem := geometry_problem(geometry, municipality):
            problems.append(f"{municipality.name} ({code}): {problem}")
        else:
            chosen[code] = geometry
    return chosen, problems


def geometry_problem(geometry: Any, municipality: Municipality) -> str:
    """Return what is wrong with the outline of a municipality, or an empty string."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return "the geometry is no Polygon or MultiPolygon."
    polygons = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    if not isinstance(polygons, list) or not polygons:
        return "the geometry is empty."
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            return "a polygon has no rings."
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < 4:
                return "a ring has fewer than four positions."
            if not all(map(_is_position, ring)):
                return "a position is not two numbers: longitude and latitude."
            if ring[0][:2] != ring[-1][:2]:
                return "a ring is not closed: its last position must repeat the first."
    return _place_problem(geometry, municipality)


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(type(number) in (int, float) and math.isfinite(number) for number in value[:2])
    )


def _place_problem(geometry: Geometry, municipality: Municipality) -> str:
    west, south, east, north = _box(geometry)
    if east > 180 or north > 90 or west < -180 or south < -90:
        if west > -10_000 and east < 300_000 and south > 280_000 and north < 640_000:
            return "these are RD coordinates (EPSG:28992), in metres. Ask for WGS84 (EPSG:4326 or CRS84)."
        if south >= -180 and north <= 180 and west >= -90 and east <= 90:
            return "longitude and latitude are swapped. GeoJSON has longitude first."
        return "positions lie outside the range of WGS84 (longitude -180 to 180, latitude -90 to 90)."
    lng, lat = float(municipality.longitude), float(municipality.latitude)
    if west - SLACK <= lng <= east + SLACK and south - SLACK <= lat <= north + SLACK:
        return ""
    if west - SLACK <= lat <= east + SLACK and south - SLACK <= lng <= north + SLACK:
        return "longitude and latitude are swapped. GeoJSON has longitude first."
    return f"the outline lies elsewhere: not around {lat:.3f}, {lng:.3f}, the centre that this site knows."


def _positions(geometry: Geometry) -> Iterator[list[float]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield from ring


def _points(geometry: Geometry) -> int:
    return sum(1 for _position in _positions(geometry))


def _box(geometry: Geometry) -> tuple[float, float, float, float]:
    """Return west, south, east, north."""
    positions = list(_positions(geometry))
    longitudes, latitudes = [p[0] for p in positions], [p[1] for p in positions]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


# What lies where


def municipality_at(latitude: float, longitude: float) -> Municipality | None:
    """Return the municipality in which a point lies, or None: elsewhere, or no outlines are loaded.

    The outlines are simplified: within some tens of metres of a border the answer may be the neighbour. A
    point exactly on a border between two has one answer, always the same.
    """
    for municipality, (west, south, east, north), geometry in _loaded():
        inside_box = west <= longitude <= east and south <= latitude <= north
        if inside_box and lies_in(geometry, latitude, longitude):
            return municipality
    return None


def _loaded() -> list[tuple[Municipality, tuple[float, float, float, float], Geometry]]:
    # This cache is emptied when an outline or a municipality changes.
    cache = caches[settings.WAGTAIL_CACHE_BACKEND]
    found: list[tuple[Municipality, tuple[float, float, float, float], Geometry]] | None = cache.get(
        _CACHE_KEY
    )
    if found is None:
        found = []
        for outline in Outline.objects.select_related("municipality").order_by("municipality__name"):
            found.append((outline.municipality, _box(outline.geometry), outline.geometry))
        cache.set(_CACHE_KEY, found)
    return found


def lies_in(geometry: Geometry, latitude: float, longitude: float) -> bool:
    """Whether a point lies in a polygon or multipolygon; what lies in a hole does not."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return any(_crossings(polygon, latitude, longitude) % 2 == 1 for polygon in polygons)


def _crossings(rings: Iterable[list[list[float]]], latitude: float, longitude: float) -> int:
    """Return how many sides of the rings a line from the point to the east crosses."""
    number = 0
    for ring in rings:
        x_before, y_before = ring[-1][:2]
        for x, y in ((position[0], position[1]) for position in ring):
            # Half open: a corner counts for one of the two sides that meet there. The side is always looked
            # at from its lower end, so that two neighbours compute the same for the border they share.
            if (y > latitude) != (y_before > latitude):
                (x_low, y_low), (x_high, y_high) = sorted(((x, y), (x_before, y_before)), key=lambda p: p[1])
                crosses_at = x_low + (latitude - y_low) / (y_high - y_low) * (x_high - x_low)
                number += longitude < crosses_at
            x_before, y_before = x, y
    return number
