"""The description of the open data as one OpenAPI 3.1 document, put together from the parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.api.asking import DEFAULT_LIMIT, LARGEST_NUMBER, MOST_AT_ONCE, source_of
from core.api.fields import TEXT, TEXT_OR_NULL, Schema, record, reference
from core.api.registry import parts
from core.api.responses import VERSION
from core.chrome import chrome_for


def number_parameter(name: str, description: str, lowest: int, highest: int, **more: Any) -> dict[str, Any]:
    """Return the description of a parameter that is a whole number; `default` and `required` may follow."""
    default = {"default": more.pop("default")} if "default" in more else {}
    schema = {"type": "integer", "minimum": lowest, "maximum": highest, **default}
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


def part_parameters() -> list[dict[str, Any]]:
    """Return the parameters that say which part of a list is asked."""
    return [
        number_parameter("limit", _("Hoeveel in één keer."), 1, MOST_AT_ONCE, default=DEFAULT_LIMIT),
        number_parameter("offset", _("Hoeveel u overslaat."), 0, LARGEST_NUMBER, default=0),
    ]


def operation(
    key: str,
    summary: str,
    schema: str,
    parameters: list[dict[str, Any]] | None = None,
    media: str = "application/json",
    **other: str,
) -> dict[str, Any]:
    """Return the description of one address; `schema` is "" for a text; `other`: more refusals."""

    def words(name: str, description: str) -> dict[str, Any]:
        return {"description": description, "content": {"application/json": {"schema": reference(name)}}}

    return {
        "get": {
            "operationId": key,
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {
                    "description": _("Het antwoord."),
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": {media: {"schema": reference(schema) if schema else TEXT}},
                },
                "304": {"description": _("Er is niets veranderd sinds de ETag die u stuurt.")},
                "400": words("Fout", _("Een parameter klopt niet.")),
                **{status: words("Fout", description) for status, description in other.items()},
            },
        }
    }


def document(request: HttpRequest) -> dict[str, Any]:
    """Return the whole description."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Schema] = {
        "Fout": record(
            fout={**TEXT, "description": _("Wat er niet klopt, in gewone woorden.")}, parameter=TEXT_OR_NULL
        )
    }
    for part in parts():
        paths |= part.operations(request)
        schemas |= part.schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{chrome_for(request).identity.name}: {_('open data')}",
            "version": f"{VERSION}.0.0",
            "description": _("Gebruikt u de gegevens? Zet er dan bij waar ze vandaan komen: “%(source)s”.")
            % {"source": source_of(request)},
        },
        "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
