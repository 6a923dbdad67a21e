"""The fields of the open data: one table per data set, from which JSON, CSV and the description are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
DATE: Schema = {"type": ["string", "null"], "format": "date"}
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
ADDRESS_OR_NULL: Schema = {"type": ["string", "null"], "format": "uri"}


def record(**properties: Schema) -> Schema:
    """Return the schema of an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def or_null(schema: Schema) -> Schema:
    """Return a schema that also allows nothing."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(values: Iterable[str]) -> Schema:
    """Return the schema of one of these words, or nothing."""
    return {"type": ["string", "null"], "enum": [*values, None]}


def list_of(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def reference(name: str) -> Schema:
    """Return a schema that points to one with a name."""
    return {"$ref": f"#/components/schemas/{name}"}


@dataclass(frozen=True)
class Field:
    """One thing that is told: its name, what it means, and how it is read."""

    name: str
    description: str | Promise
    schema: Schema
    value: Callable[..., Any]


def described(fields: Sequence[Field]) -> Schema:
    """Return the schema of a record with these fields, with what each means."""
    return record(**{field.name: {**field.schema, "description": str(field.description)} for field in fields})


def values_of(fields: Sequence[Field], *subject: Any) -> dict[str, Any]:
    """Return what these fields tell of something."""
    return {field.name: field.value(*subject) for field in fields}


def coded(item: Any) -> dict[str, str] | None:
    """Return a thing of a list as its code and its name."""
    return {"code": item.slug, "naam": item.name} if item else None


#: The schema of what `coded` returns.
CODED = record(code=TEXT, naam=TEXT)


def day(value: date | None) -> str | None:
    """Return a day as JSON has it."""
    return None if value is None else value.isoformat()


def moment(value: datetime | None) -> str | None:
    """Return a moment as JSON has it, in the time of the site."""
    return None if value is None else timezone.localtime(value).isoformat(timespec="seconds")
