"""The least that a server can do: a body of so many bytes, `/60000` for sixty thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

_BODIES: dict[str, bytes] = {}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with a body of the size that the path asks for."""
    path = environ["PATH_INFO"].strip("/")
    if path not in _BODIES:
        _BODIES[path] = b"x" * (int(path) if path.isdecimal() else 0)
    body = _BODIES[path]
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
