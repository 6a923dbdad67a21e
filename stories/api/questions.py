"""What the open data of the figures can be asked. Everything that is not understood is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.api.responses import Refusal
from core.models import Theme
from core.text import folded
from stories.api.fields import AREA_TYPES, LEVELS, indicators, observations
from stories.figures.areas import Area, area_tree
from stories.figures.periods import parse_period
from stories.models import Indicator, Observation

#: For values of which the source names no year.
NO_PERIOD = "geen"
LONGEST_TEXT = 100
INDICATOR_PARAMETERS = ("q", "thema", "niveau")
OBSERVATION_PARAMETERS = ("indicator", "gebied", "gebied_soort", "gemeente", "periode")

_TYPES = {word: area_type for area_type, word in AREA_TYPES.items()}


def chosen(request: HttpRequest, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what was chosen of these parameters, in their order. Raises Refusal for what is no text."""
    found = [(name, request.GET.get(name, "").strip()) for name in names]
    for name, text in found:
        try:
            ProhibitNullCharactersValidator()(text)
        except ValidationError:
            raise Refusal(_("hier staat een teken in dat niet mag."), name) from None
        if len(text) > LONGEST_TEXT:
            raise Refusal(
                _("dit is te lang. Gebruik hoogstens %(most)s tekens.") % {"most": LONGEST_TEXT}, name
            )
    return [(name, text) for name, text in found if text]


def find_indicators(choices: list[tuple[str, str]]) -> list[Indicator]:
    """Return the indicators that were asked for, by name. Raises Refusal."""
    asked = dict(choices)
    found = indicators()
    if "thema" in asked:
        theme = Theme.objects.filter(slug=asked["thema"]).first()
        if theme is None:
            raise Refusal(_("dit thema kennen wij niet. Kijk op /api/ welke er zijn."), "thema")
        found = found.filter(theme=theme)
    if "niveau" in asked:
        if asked["niveau"] not in LEVELS:
            raise Refusal(_("kies uit: %(levels)s.") % {"levels": ", ".join(LEVELS)}, "niveau")
        found = found.filter(level=asked["niveau"])
    words = folded(asked.get("q", "")).split()
    return [indicator for indicator in found if _mentions(indicator, words)]


def _mentions(indicator: Indicator, words: list[str]) -> bool:
    """Whether all words, or parts of words, are in what is written about an indicator."""
    if not words:
        return True
    theme = indicator.theme.name if indicator.theme else ""
    text = folded(
        " ".join([indicator.name, indicator.question, indicator.description, indicator.topic, theme])
    )
    return all(word in text for word in words)


def find_observations(request: HttpRequest, choices: list[tuple[str, str]]) -> QuerySet[Observation]:
    """Return the values that were asked for. Raises Refusal."""
    found = observations()
    for name, text in choices:
        found = found.filter(**_FILTERS[name](request, text))
    return found


def _indicator(_request: HttpRequest, text: str) -> dict[str, Any]:
    pk = Indicator.objects.filter(slug=text).values_list("pk", flat=True).first()
    if pk is None:
        raise Refusal(
            _("dit cijfer kennen wij niet. Kijk in /api/indicatoren.json welke er zijn."), "indicator"
        )
    return {"indicator_id": pk}


def _area(request: HttpRequest, text: str) -> dict[str, Any]:
    area = area_tree(request).by_key(text)
    if area is None:
        # Villages, panels and other areas that figures are about, and that no list names.
        rows = Observation.objects.order_by().values_list("area_type", "area").distinct()
        area = next((area for row in rows if (area := Area(*row)).key == text), None)
    if area is None:
        raise Refusal(_("dit gebied kennen wij niet. Schrijf bijvoorbeeld gemeente-assen."), "gebied")
    return {"area_type": area.type, "area": area.name}


def _area_type(_request: HttpRequest, text: str) -> dict[str, Any]:
    if text not in _TYPES:
        raise Refusal(_("kies uit: %(types)s.") % {"types": ", ".join(_TYPES)}, "gebied_soort")
    return {"area_type": _TYPES[text]}


def _municipality(request: HttpRequest, text: str) -> dict[str, Any]:
    """Find a municipality by the code of the CBS, or by its short name as in the list of initiatives."""
    for municipality in area_tree(request).municipalities:
        if text.upper() == municipality.code or text == municipality.slug:
            return {"municipality_id": municipality.pk}
    raise Refusal(_("deze gemeente kennen wij niet. Geef een code van het CBS, zoals GM0106."), "gemeente")


def _period(_request: HttpRequest, text: str) -> dict[str, Any]:
    if text == NO_PERIOD:
        return {"period": ""}
    try:
        parse_period(text)
    except ValueError:
        raise Refusal(
            _("deze periode begrijpen wij niet. Schrijf bijvoorbeeld 2023, 2020-11 of geen."), "periode"
        ) from None
    return {"period": text}


_FILTERS: dict[str, Callable[[HttpRequest, str], dict[str, Any]]] = {
    "indicator": _indicator,
    "gebied": _area,
    "gebied_soort": _area_type,
    "gemeente": _municipality,
    "periode": _period,
}
