"""The description of the open data as an OpenAPI 3.1 document, made from the tables that the answers use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.chrome import chrome_for
from initiatives.api.fields import FEATURE_FIELDS, FIELDS, Field, Schema
from initiatives.api.questions import DEFAULT_LIMIT, LARGEST_NUMBER, MOST_AT_ONCE, source_of
from initiatives.api.responses import VERSION
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

_INTEGER: Schema = {"type": "integer", "minimum": 0}
_TEXT: Schema = {"type": "string"}
_ADDRESS: Schema = {"type": ["string", "null"], "format": "uri"}
_INITIATIVE: Schema = {"$ref": "#/components/schemas/Initiatief"}


def _record(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _described(fields: tuple[Field, ...]) -> Schema:
    return _record(
        **{field.name: {**field.schema, "description": str(field.description)} for field in fields}
    )


def _schemas() -> dict[str, Schema]:
    number = {**_INTEGER, "description": _("Nummer van de laatste wijziging.")}
    point = _record(
        type={"type": "string", "const": "Point"},
        coordinates={"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    )
    outline = _record(
        type={"type": "string", "enum": ["Polygon", "MultiPolygon"]}, coordinates={"type": "array"}
    )
    collection: Schema = {"type": "string", "const": "FeatureCollection"}
    feature: Schema = {"type": "string", "const": "Feature"}
    change = _record(
        nummer=_INTEGER,
        soort={"type": "string", "enum": ["veranderd", "weg"]},
        id=_INTEGER,
        initiatief={"anyOf": [_INITIATIVE, {"type": "null"}]},
    )
    municipality = _record(code=_TEXT, naam=_TEXT, gemeentecode=_TEXT, jaar=_INTEGER)
    return {
        "Initiatief": _described(FIELDS),
        "EenInitiatief": _record(bron=_TEXT, wijziging=number, initiatief=_INITIATIVE),
        "Lijst": _record(
            bron=_TEXT,
            wijziging=number,
            melding={**_TEXT, "description": _("Iets over de plek, bijvoorbeeld dat wij die niet vinden.")},
            aantal={**_INTEGER, "description": _("Hoeveel er zijn, in alle delen samen.")},
            limit=_INTEGER,
            offset=_INTEGER,
            volgende={**_ADDRESS, "description": _("Adres van het volgende deel.")},
            vorige=_ADDRESS,
            initiatieven={"type": "array", "items": _INITIATIVE},
        ),
        "Kaart": _record(
            type=collection,
            bron=_TEXT,
            wijziging=number,
            melding=_TEXT,
            features={
                "type": "array",
                "items": _record(
                    type=feature,
                    id=_INTEGER,
                    geometry={"anyOf": [point, {"type": "null"}]},
                    properties=_described(FEATURE_FIELDS),
                ),
            },
        ),
        "Wijzigingen": _record(
            bron=_TEXT,
            sinds=_INTEGER,
            tot={**_INTEGER, "description": _("Vraag de volgende keer wat er sinds dit nummer is.")},
            meer={"type": "boolean", "description": _("Er is nog meer: vraag meteen verder.")},
            volgende={**_ADDRESS, "description": _("Adres van wat hierna komt.")},
            reset={"type": "boolean", "description": _("Haal de hele lijst opnieuw op.")},
            wijzigingen={"type": "array", "items": change},
        ),
        "Gemeenten": _record(
            type=collection,
            bron=_TEXT,
            features={
                "type": "array",
                "items": _record(type=feature, id=_TEXT, geometry=outline, properties=municipality),
            },
        ),
        "Fout": _record(
            fout={**_TEXT, "description": _("Wat er niet klopt, in gewone woorden.")},
            parameter={"type": ["string", "null"]},
        ),
    }


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


def _number(name: str, description: str, lowest: int, highest: int, **more: Any) -> dict[str, Any]:
    default = {"default": more.pop("default")} if "default" in more else {}
    schema = {"type": "integer", "minimum": lowest, "maximum": highest, **default}
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


def _operation(
    key: str,
    summary: str,
    schema: str,
    parameters: list[dict[str, Any]] | None = None,
    media: str = "application/json",
    **other: str,
) -> dict[str, Any]:
    def words(name: str, description: str) -> dict[str, Any]:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return {"description": description, "content": content}

    body: Schema = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "string"}
    return {
        "get": {
            "operationId": key,
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {
                    "description": _("Het antwoord."),
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": {media: {"schema": body}},
                },
                "304": {"description": _("Er is niets veranderd sinds de ETag die u stuurt.")},
                "400": words("Fout", _("Een parameter klopt niet.")),
                **{status: words("Fout", description) for status, description in other.items()},
            },
        }
    }


def document(request: HttpRequest, form: SelectionForm) -> dict[str, Any]:
    """Return the whole description; `form` knows what can be chosen now."""
    identity = chrome_for(request).identity
    selecting = [_parameter(name, field) for name, field in form.fields.items()]
    limit = _number("limit", _("Hoeveel in één keer."), 1, MOST_AT_ONCE, default=DEFAULT_LIMIT)
    offset = _number("offset", _("Hoeveel u overslaat."), 0, LARGEST_NUMBER, default=0)
    since = _number(
        "sinds", _("Nummer van de laatste wijziging die u hebt."), 0, LARGEST_NUMBER, required=True
    )
    one = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": _("Vast nummer van het initiatief."),
        "schema": {"type": "integer", "minimum": 0},
    }
    geojson = "application/geo+json"
    one_address = reverse("api_initiative", args=[0]).replace("0.json", "{id}.json")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{identity.name}: {_('open data over initiatieven')}",
            "version": f"{VERSION}.0.0",
            "description": _("Gebruikt u de gegevens? Zet er dan bij waar ze vandaan komen: “%(source)s”.")
            % {"source": source_of(request)},
        },
        "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}],
        "paths": {
            reverse("api_initiatives"): _operation(
                "initiatieven", _("De lijst, in delen"), "Lijst", [*selecting, limit, offset]
            ),
            reverse("api_initiatives_geojson"): _operation(
                "initiatievenGeojson", _("De hele lijst voor een kaart"), "Kaart", selecting, geojson
            ),
            reverse("api_initiatives_csv"): _operation(
                "initiatievenCsv", _("De hele lijst voor een spreadsheet"), "", selecting, "text/csv"
            ),
            one_address: _operation(
                "initiatief",
                _("Eén initiatief"),
                "EenInitiatief",
                [one],
                **{"404": _("Dit initiatief staat niet (meer) op de site.")},
            ),
            reverse("api_changes"): _operation(
                "wijzigingen", _("Wat er veranderde sinds een nummer"), "Wijzigingen", [since, limit]
            ),
            reverse("api_outlines"): _operation(
                "gemeenten", _("Grenzen van gemeenten, als die geladen zijn"), "Gemeenten", media=geojson
            ),
        },
        "components": {"schemas": _schemas()},
    }
