"""The page of a figure for search engines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.api.registry import CC0
from core.chrome import chrome_for
from stories.figure_page.page import FigurePage
from stories.figures.periods import parse_period
from stories.figures.words import exact_words


def structured_data(request: HttpRequest, page: FigurePage) -> dict[str, Any]:
    """Return schema.org JSON-LD: a data set with its files, and the value that the answer is about."""
    indicator = page.indicator
    url = request.build_absolute_uri(indicator.get_absolute_url())
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "@id": f"{url}#dataset",
        "name": indicator.title,
        "description": indicator.description or page.answer,
        "url": url,
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "license": CC0,
        "creator": {
            "@type": "GovernmentOrganization", "name": chrome_for(request).identity.publisher,
        },
        "variableMeasured": indicator.name,
        "spatialCoverage": [{"@type": "Place", "name": area.words} for area in page.figures.areas],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": request.build_absolute_uri(reverse(name, args=[indicator.slug])),
            }
            for media_type, name in (("text/csv", "indicator_csv"), ("application/json", "api_indicator"))
        ],
        "isBasedOn": [used.source.title for used in page.sources],
    }  # fmt: skip
    if coverage := _coverage(page):
        dataset["temporalCoverage"] = coverage
    graph = [dataset]
    told = page.spokesman
    if told is not None and told.value is not None:
        observation: dict[str, Any] = {
            "@type": "Observation",
            "name": page.answer,
            "observationAbout": {"@type": "Place", "name": told.area_words},
            "measuredProperty": indicator.name,
            "value": exact_words(indicator, told),
            "isPartOf": {"@id": f"{url}#dataset"},
        }
        if told.period:
            observation["observationPeriod" if "/" in told.period else "observationDate"] = told.period
        graph.append(observation)
    return {"@context": "https://schema.org", "@graph": graph}


def _coverage(page: FigurePage) -> str:
    known = []
    for text in page.figures.periods:
        try:
            if period := parse_period(text):
                known.append(period)
        except ValueError:
            continue
    if not known:
        return ""
    first, last = min(period.first for period in known), max(period.last for period in known)
    return f"{first.isoformat()}/{last.isoformat()}"
