"""The outlines of municipalities for maps: what is loaded, as one GeoJSON document."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse

from core.models import Outline

_CACHE_KEY = "outlines-document"


@dataclass(frozen=True)
class OutlinesDocument:
    """All outlines as GeoJSON; `source` is the line that a map has to show, "" when none are loaded."""

    body: bytes
    digest: str
    source: str


def outlines_document() -> OutlinesDocument:
    """Return the outlines from the cache, which is emptied when one of them changes."""
    cache = caches[settings.WAGTAIL_CACHE_BACKEND]
    found: OutlinesDocument | None = cache.get(_CACHE_KEY)
    if found is None:
        found = _build()
        cache.set(_CACHE_KEY, found)
    return found


def outlines_url() -> str:
    """Return where a map finds the outlines, or "" when none are loaded."""
    return reverse("api_outlines") if outlines_document().source else ""


def outlines_source() -> str:
    """Return who made the outlines, as a map has to say it, or "" when none are loaded."""
    return outlines_document().source


def outlines_shapes() -> list[dict[str, Any]]:
    """Return the outlines as GeoJSON geometries, for a drawing by the server."""
    return [feature["geometry"] for feature in json.loads(outlines_document().body)["features"]]


def _build() -> OutlinesDocument:
    outlines = list(Outline.objects.select_related("municipality").order_by("municipality__name"))
    source = "; ".join(sorted({outline.source for outline in outlines}))
    features = [
        {
            "type": "Feature",
            "id": outline.municipality.code,
            "geometry": outline.geometry,
            "properties": {
                "code": outline.municipality.slug,
                "naam": outline.municipality.name,
                "gemeentecode": outline.municipality.code,
                "jaar": outline.year,
            },
        }
        for outline in outlines
    ]
    document = {"type": "FeatureCollection", "bron": source, "features": features}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return OutlinesDocument(body, hashlib.sha256(body).hexdigest(), source)
