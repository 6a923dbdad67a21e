"""How the open data is sent: as JSON or in a stream, for any site, and not again when nothing changed."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

#: Raise it when the same data is written down differently.
VERSION = 1
SECONDS_TO_KEEP = 60


class Refusal(Exception):
    """A question that cannot be answered: a parameter and a Dutch sentence, or no parameter."""

    def __init__(self, sentence: str, parameter: str = "", status: int = 400) -> None:
        super().__init__(sentence)
        self.parameter = parameter[:60]
        self.status = status
        self.sentence = (
            _("Parameter %(name)s: %(sentence)s") % {"name": self.parameter, "sentence": sentence}
            if parameter
            else sentence
        )


def open_data(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let other sites read the answers of a view, and answer a refusal in words."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Refusal(_("Hier kunt u alleen lezen. Gebruik GET."), status=405)
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            response = as_json(
                {"fout": refusal.sentence, "parameter": refusal.parameter or None}, status=refusal.status
            )
            response["Cache-Control"] = "no-store"
            if refusal.status == 405:
                response["Allow"] = "GET, HEAD"
        # No cookie is read here, so every site may show these answers to its visitors.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        # Who searches the web should find the pages, not the data about them.
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def unless_known(
    request: HttpRequest,
    state: Iterable[Any],
    make: Callable[[], HttpResponseBase],
    seconds: int = SECONDS_TO_KEEP,
) -> HttpResponseBase:
    """Return what `make` gives, or 304 when whoever asks has it already.

    `state` is all that the answer depends on, besides the address. `seconds` is how long it may be kept.
    """
    parts = [VERSION, request.get_host(), request.path, *state]
    digest = hashlib.sha256(json.dumps(parts, default=str).encode(errors="replace")).hexdigest()
    etag = f'"{digest[:32]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
    else:
        # "Nothing new" is an answer to this one question: kept for all, it would be an empty page.
        request._wagtailcache_skip = True  # type: ignore[attr-defined]
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response


def unless_same(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Return an answer, or 304 when whoever asks has this very one already.

    For data that keeps no count of its changes: the answer itself says whether anything changed.
    """
    digest = hashlib.sha256(response.content).hexdigest()
    return unless_known(request, [digest], lambda: response)


def as_json(
    data: Any, status: int = 200, content_type: str = "application/json; charset=utf-8"
) -> HttpResponse:
    """Return data as compact JSON."""
    return HttpResponse(_compact(data), status=status, content_type=content_type)


def as_geojson(head: dict[str, Any], features: Iterable[dict[str, Any]]) -> StreamingHttpResponse:
    """Return features one after the other, however many; `head` stands beside them."""

    def parts() -> Iterator[str]:
        yield _compact({"type": "FeatureCollection", **head})[:-1] + ',"features":['
        for number, feature in enumerate(features):
            yield f"{',' if number else ''}\n{_compact(feature)}"
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/geo+json; charset=utf-8")


def as_csv(columns: Iterable[str], rows: Iterable[list[Any]], name: str) -> StreamingHttpResponse:
    """Return rows as CSV: comma, UTF-8 with a byte order mark so that spreadsheets read accents right."""
    writer = csv.writer(_Echo())

    def parts() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(columns)
        for row in rows:
            yield writer.writerow(row)

    response = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file that gives back each line that is written to it."""

    def write(self, line: str) -> str:
        return line


def exact(value: Decimal) -> str:
    """Return a number as it is in the database, without the zeros that only fill up a column: "61.3"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


#: A decimal on its way into JSON. Python's own writer would make it a binary fraction, which is another
#: number when it is long; no text of ours can hold these signs.
_MARK = "\x00"
_MARKED = re.compile(r'"\\u0000(-?[0-9.]+)\\u0000"')


def _marked(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{exact(value)}{_MARK}"
    raise TypeError(f"no JSON for {type(value).__name__}")


def _compact(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_marked)
    return _MARKED.sub(r"\1", text)
