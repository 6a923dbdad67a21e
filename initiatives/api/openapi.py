"""What the OpenAPI document says about initiatives, made from the tables that the answers use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.api.asking import LARGEST_NUMBER
from core.api.fields import (
    ADDRESS_OR_NULL,
    TEXT,
    WHOLE,
    Schema,
    described,
    list_of,
    or_null,
    record,
    reference,
)
from core.api.openapi import number_parameter, operation, part_parameters
from initiatives.api.fields import FEATURE_FIELDS, FIELDS
from initiatives.selection import NumbersField, SelectionForm

#: What the parameters of the finder do. Names and choices come from its form.
PARAMETERS: dict[str, str | Promise] = {
    "q": gettext_lazy("Woorden die erin staan. Een deel van een woord mag ook."),
    "plek": gettext_lazy(
        "Dorp, postcode of adres: wat daar in de buurt is. Ook wat er voor heel de gemeente is."
    ),
    "afstand": gettext_lazy("Hoe ver van de plek, in kilometers. Zonder keuze 10."),
    "nabij": gettext_lazy("Een plek als breedtegraad,lengtegraad. Wij ronden af op ongeveer een kilometer."),
    "soort": gettext_lazy("Soort initiatief. Meer soorten mag: soort=a&soort=b."),
    "thema": gettext_lazy("Thema. Meer thema’s mag."),
    "gemeente": gettext_lazy("Eén gemeente, of heel-de-provincie voor wat er voor iedereen is."),
    "open": gettext_lazy("Nu open, of open op een dag. Ook wat wij niet weten blijft erbij."),
    "dagdeel": gettext_lazy("Deel van de dag. Alleen samen met een dag."),
    "voorziening": gettext_lazy("Voorziening. Kiest u er meer? Dan moeten ze er allemaal zijn."),
    "doelgroep": gettext_lazy("Voor wie. Kiest u er meer? Dan is één genoeg."),
    "taal": gettext_lazy("Taal naast Nederlands. Kiest u er meer? Dan is één genoeg."),
    "kosten": gettext_lazy("Wat het kost. Kiest u er meer? Dan is één genoeg."),
    "vak": gettext_lazy(
        "Deel van de kaart: west,zuid,oost,noord in graden. Wat geen vaste plek heeft blijft erbij."
    ),
    "kaart": gettext_lazy("Hoe de kaart staat: zoom/breedtegraad/lengtegraad. Kiest niets uit."),
    "volgorde": gettext_lazy("Volgorde van de lijst."),
}
_EXAMPLES = {"nabij": "52.99,6.56", "vak": "6.4,52.9,6.7,53.1", "kaart": "11/52.99/6.56"}

_INITIATIVE = reference("Initiatief")


def schemas() -> dict[str, Schema]:
    """Return the schemas of all answers about initiatives, by name."""
    number = {**WHOLE, "description": _("Nummer van de laatste wijziging.")}
    point = record(
        type={"type": "string", "const": "Point"},
        coordinates={"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    )
    outline = record(
        type={"type": "string", "enum": ["Polygon", "MultiPolygon"]}, coordinates={"type": "array"}
    )
    collection: Schema = {"type": "string", "const": "FeatureCollection"}
    feature: Schema = {"type": "string", "const": "Feature"}
    change = record(
        nummer=WHOLE,
        soort={"type": "string", "enum": ["veranderd", "weg"]},
        id=WHOLE,
        initiatief=or_null(_INITIATIVE),
    )
    municipality = record(code=TEXT, naam=TEXT, gemeentecode=TEXT, jaar=WHOLE)
    return {
        "Initiatief": described(FIELDS),
        "EenInitiatief": record(bron=TEXT, wijziging=number, initiatief=_INITIATIVE),
        "Lijst": record(
            bron=TEXT,
            wijziging=number,
            melding={**TEXT, "description": _("Iets over de plek, bijvoorbeeld dat wij die niet vinden.")},
            aantal={**WHOLE, "description": _("Hoeveel er zijn, in alle delen samen.")},
            limit=WHOLE,
            offset=WHOLE,
            volgende={**ADDRESS_OR_NULL, "description": _("Adres van het volgende deel.")},
            vorige=ADDRESS_OR_NULL,
            initiatieven=list_of(_INITIATIVE),
        ),
        "Kaart": record(
            type=collection,
            bron=TEXT,
            wijziging=number,
            melding=TEXT,
            features={
                "type": "array",
                "items": record(
                    type=feature,
                    id=WHOLE,
                    geometry=or_null(point),
                    properties=described(FEATURE_FIELDS),
                ),
            },
        ),
        "Wijzigingen": record(
            bron=TEXT,
            sinds=WHOLE,
            tot={**WHOLE, "description": _("Vraag de volgende keer wat er sinds dit nummer is.")},
            meer={"type": "boolean", "description": _("Er is nog meer: vraag meteen verder.")},
            volgende={**ADDRESS_OR_NULL, "description": _("Adres van wat hierna komt.")},
            reset={"type": "boolean", "description": _("Haal de hele lijst opnieuw op.")},
            wijzigingen=list_of(change),
        ),
        "Gemeenten": record(
            type=collection,
            bron=TEXT,
            features={
                "type": "array",
                "items": record(type=feature, id=TEXT, geometry=outline, properties=municipality),
            },
        ),
    }


def selection_parameters(form: SelectionForm) -> list[dict[str, Any]]:
    """Return the parameters of the finder; `form` knows what can be chosen now."""
    return [_parameter(name, field) for name, field in form.fields.items()]


def _parameter(name: str, field: forms.Field) -> dict[str, Any]:
    schema: Schema = {"type": "string"}
    parameter: dict[str, Any] = {"name": name, "in": "query", "description": str(PARAMETERS[name])}
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        schema["enum"] = [str(value) for value, _label in choices if value]
    elif isinstance(field, NumbersField):
        one = r"-?[0-9]+(\.[0-9]+)?"
        schema["pattern"] = f"^{field.separator.join([one] * field.amount)}$"
    elif isinstance(field, forms.CharField) and field.max_length:
        schema["maxLength"] = field.max_length
    if isinstance(field, forms.MultipleChoiceField):
        parameter.update(style="form", explode=True)
        schema = {"type": "array", "items": schema}
    if name in _EXAMPLES:
        parameter["example"] = _EXAMPLES[name]
    return {**parameter, "schema": schema}


def operations(request: HttpRequest) -> dict[str, Any]:
    """Return what can be asked about initiatives, by path."""
    selecting = selection_parameters(SelectionForm())
    since = number_parameter(
        "sinds", _("Nummer van de laatste wijziging die u hebt."), 0, LARGEST_NUMBER, required=True
    )
    one = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": _("Vast nummer van het initiatief."),
        "schema": WHOLE,
    }
    geojson = "application/geo+json"
    one_address = reverse("api_initiative", args=[0]).replace("0.json", "{id}.json")
    return {
        reverse("api_initiatives"): operation(
            "initiatieven", _("De lijst, in delen"), "Lijst", [*selecting, *part_parameters()]
        ),
        reverse("api_initiatives_geojson"): operation(
            "initiatievenGeojson", _("De hele lijst voor een kaart"), "Kaart", selecting, geojson
        ),
        reverse("api_initiatives_csv"): operation(
            "initiatievenCsv", _("De hele lijst voor een spreadsheet"), "", selecting, "text/csv"
        ),
        one_address: operation(
            "initiatief",
            _("Eén initiatief"),
            "EenInitiatief",
            [one],
            **{"404": _("Dit initiatief staat niet (meer) op de site.")},
        ),
        reverse("api_changes"): operation(
            "wijzigingen",
            _("Wat er veranderde sinds een nummer"),
            "Wijzigingen",
            [since, part_parameters()[0]],
        ),
        reverse("api_outlines"): operation(
            "gemeenten", _("Grenzen van gemeenten, als die geladen zijn"), "Gemeenten", media=geojson
        ),
    }
