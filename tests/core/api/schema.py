"""Whether data is as a JSON schema says: the part of the standard that our description uses.

A keyword that is not known here is an error, so that nothing goes unchecked.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}
_SAID_ONLY = {"description", "default", "example"}


def problems(value: Any, schema: dict[str, Any], document: dict[str, Any], path: str = "$") -> list[str]:
    """Return what is wrong, each with where it is; an empty list when all is right."""
    found: list[str] = []
    for keyword, wanted in schema.items():
        check = _CHECKS.get(keyword)
        if check is None:
            assert keyword in _SAID_ONLY, f"the schema at {path} uses {keyword}, which is not checked"
            continue
        found += check(value, wanted, schema, document, path)
    return found


def _type(value, wanted, _schema, _document, path):
    names = [wanted] if isinstance(wanted, str) else wanted
    right = any(
        isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
        for name in names
    )
    return [] if right else [f"{path} is {value!r}, not {names}"]


def _reference(value, wanted, _schema, document, path):
    target = document
    for part in wanted.removeprefix("#/").split("/"):
        target = target[part]
    return problems(value, target, document, path)


def _properties(value, wanted, schema, document, path):
    if not isinstance(value, dict):
        return []
    found = []
    for name, inner in wanted.items():
        if name in value:
            found += problems(value[name], inner, document, f"{path}.{name}")
    if schema.get("additionalProperties") is False:
        found += [f"{path}.{name} is not described" for name in value if name not in wanted]
    return found


def _items(value, wanted, _schema, document, path):
    if not isinstance(value, list):
        return []
    return [
        problem
        for number, item in enumerate(value)
        for problem in problems(item, wanted, document, f"{path}[{number}]")
    ]


def _any_of(value, wanted, _schema, document, path):
    tries = [problems(value, one, document, path) for one in wanted]
    return [] if not all(tries) else min(tries, key=len)


def _format(value, wanted, _schema, _document, path):
    if not isinstance(value, str):
        return []
    try:
        if wanted == "date":
            date.fromisoformat(value)
        elif wanted == "date-time":
            assert datetime.fromisoformat(value).tzinfo
        elif wanted == "uri":
            parts = urlsplit(value)
            assert parts.scheme in ("http", "https")
            assert parts.netloc
        else:
            raise AssertionError(f"format {wanted} is not checked")
    except (ValueError, AssertionError):
        return [f"{path} is {value!r}, no {wanted}"]
    return []


def _if(condition, words):
    return lambda value, wanted, _s, _d, path: (
        [] if condition(value, wanted) else [f"{path} is {value!r}: {words} {wanted}"]
    )


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


_CHECKS = {
    "type": _type,
    "$ref": _reference,
    "properties": _properties,
    "additionalProperties": lambda *_arguments: [],  # see _properties
    "items": _items,
    "anyOf": _any_of,
    "format": _format,
    "enum": _if(lambda value, wanted: value in wanted, "not one of"),
    "const": _if(lambda value, wanted: value == wanted, "not"),
    "required": _if(lambda v, wanted: not isinstance(v, dict) or set(wanted) <= set(v), "misses one of"),
    "pattern": _if(lambda v, wanted: not isinstance(v, str) or re.search(wanted, v), "does not match"),
    "minimum": _if(lambda v, wanted: not _is_number(v) or v >= wanted, "less than"),
    "maximum": _if(lambda v, wanted: not _is_number(v) or v <= wanted, "more than"),
    "minItems": _if(lambda v, wanted: not isinstance(v, list) or len(v) >= wanted, "fewer than"),
    "maxItems": _if(lambda v, wanted: not isinstance(v, list) or len(v) <= wanted, "more than"),
    "maxLength": _if(lambda v, wanted: not isinstance(v, str) or len(v) <= wanted, "longer than"),
}
