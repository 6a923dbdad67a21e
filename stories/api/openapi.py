"""What the OpenAPI document says about figures, made from the tables that the answers use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.api.fields import ADDRESS_OR_NULL, TEXT, WHOLE, Schema, described, list_of, record, reference
from core.api.openapi import operation, part_parameters
from core.models import Theme
from stories.api.fields import (
    AREA_TYPES,
    CORRECTION_FIELDS,
    INDICATOR_FIELDS,
    LEVELS,
    OBSERVATION_FIELDS,
    TARGET_FIELDS,
)
from stories.api.questions import LONGEST_TEXT, NO_PERIOD
from stories.figures.areas import area_tree


def schemas() -> dict[str, Schema]:
    """Return the schemas of all answers about figures, by name."""
    part: dict[str, Schema] = {
        "bron": TEXT,
        "aantal": {**WHOLE, "description": _("Hoeveel er zijn, in alle delen samen.")},
        "limit": WHOLE,
        "offset": WHOLE,
        "volgende": {**ADDRESS_OR_NULL, "description": _("Adres van het volgende deel.")},
        "vorige": ADDRESS_OR_NULL,
    }
    return {
        "Indicator": described(INDICATOR_FIELDS),
        "Waarneming": described(OBSERVATION_FIELDS),
        "Doel": described(TARGET_FIELDS),
        "Verbetering": described(CORRECTION_FIELDS),
        "Indicatoren": record(**part, indicatoren=list_of(reference("Indicator"))),
        "EenIndicator": record(
            bron=TEXT,
            indicator=reference("Indicator"),
            doelen=list_of(reference("Doel")),
            waarnemingen=list_of(reference("Waarneming")),
            verbeteringen=list_of(reference("Verbetering")),
        ),
        "Waarnemingen": record(**part, waarnemingen=list_of(reference("Waarneming"))),
    }


def _parameter(name: str, description: str, example: str = "", **schema: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "description": description}
    if example:
        found["example"] = example
    return {**found, "schema": {"type": "string", **schema}}


def indicator_parameters() -> list[dict[str, Any]]:
    """Return what the list of figures can be narrowed down by."""
    themes = list(Theme.objects.order_by("order", "name").values_list("slug", flat=True))
    return [
        _parameter("q", _("Woorden die erin staan. Een deel van een woord mag ook."), maxLength=LONGEST_TEXT),
        _parameter("thema", _("Thema van de agenda."), enum=themes),
        _parameter("niveau", _("Wat er geteld wordt."), enum=list(LEVELS)),
    ]


def observation_parameters(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the values can be narrowed down by."""
    tree = area_tree(request)
    municipality = tree.municipalities[0] if tree.municipalities else None
    return [
        _parameter("indicator", _("Code van het cijfer, zoals in de lijst van cijfers.")),
        _parameter(
            "gebied",
            _("Code van het gebied: gemeente-, regio-, provincie- of land- met de naam erachter."),
            tree.province.key,
        ),
        _parameter("gebied_soort", _("Soort gebied."), enum=list(AREA_TYPES.values())),
        _parameter(
            "gemeente",
            _("Gemeente: de code van het CBS, of de korte naam."),
            municipality.code if municipality else "",
        ),
        _parameter(
            "periode",
            _("Jaar of periode. Of %(none)s, voor waarden zonder jaar.") % {"none": NO_PERIOD},
            "2023",
        ),
    ]


def operations(request: HttpRequest) -> dict[str, Any]:
    """Return what can be asked about figures, by path."""
    about, values = indicator_parameters(), observation_parameters(request)
    one = {
        "name": "code",
        "in": "path",
        "required": True,
        "description": _("Code van het cijfer."),
        "schema": TEXT,
    }
    one_address = reverse("api_indicator", args=["code"]).replace("code.json", "{code}.json")
    return {
        reverse("api_indicators"): operation(
            "indicatoren", _("Alle cijfers, in delen"), "Indicatoren", [*about, *part_parameters()]
        ),
        reverse("api_indicators_csv"): operation(
            "indicatorenCsv", _("Alle cijfers voor een spreadsheet"), "", about, "text/csv"
        ),
        one_address: operation(
            "indicator",
            _("Eén cijfer met al zijn waarden, doelen en verbeteringen"),
            "EenIndicator",
            [one],
            **{"404": _("Dit cijfer staat niet (meer) op de site.")},
        ),
        reverse("api_observations"): operation(
            "waarnemingen", _("Alle waarden, in delen"), "Waarnemingen", [*values, *part_parameters()]
        ),
        reverse("api_observations_csv"): operation(
            "waarnemingenCsv", _("Alle waarden voor een spreadsheet"), "", values, "text/csv"
        ),
    }
