"""The catalogue of all open data, in the form that whoever asks understands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core.api.asking import only
from core.api.responses import Refusal, open_data, unless_known


@dataclass(frozen=True)
class Form:
    """One way to write the catalogue down."""

    media_type: str
    extension: str
    #: As the library calls it.
    writer: str
    options: dict[str, Any] = field(default_factory=dict)


#: The first is for whoever does not say what to send.
FORMS = (
    Form("text/turtle", "ttl", "turtle"),
    Form("application/rdf+xml", "rdf", "xml"),
    Form("application/ld+json", "jsonld", "json-ld", {"auto_compact": True}),
)
_BY_EXTENSION = {form.extension: form for form in FORMS}
_PEOPLE = "text/html"


@open_data
def catalog(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as `format` or the Accept header says; a browser is sent to the page for people."""
    only(request, "format")
    asked = request.GET.get("format", "")
    if asked:
        if asked not in _BY_EXTENSION:
            raise Refusal(_("kies uit: %(forms)s.") % {"forms": ", ".join(_BY_EXTENSION)}, "format")
        return _answer(request, _BY_EXTENSION[asked])
    wanted = request.get_preferred_type([*(form.media_type for form in FORMS), _PEOPLE])
    response: HttpResponseBase
    if wanted == _PEOPLE:
        response = HttpResponse(status=303, headers={"Location": reverse("api_page")})
    else:
        response = _answer(request, next((form for form in FORMS if form.media_type == wanted), FORMS[0]))
    patch_vary_headers(response, ["Accept"])
    return response


@open_data
def catalog_as(request: HttpRequest, extension: str) -> HttpResponseBase:
    """The catalogue in one form."""
    only(request)
    if extension not in _BY_EXTENSION:
        raise Refusal(_("In deze vorm hebben wij de catalogus niet."), status=404)
    return _answer(request, _BY_EXTENSION[extension])


def _answer(request: HttpRequest, form: Form) -> HttpResponseBase:
    body, digest = _written(request, form)
    return unless_known(
        request,
        [form.extension, digest],
        lambda: HttpResponse(body, content_type=f"{form.media_type}; charset=utf-8"),
    )


def _written(request: HttpRequest, form: Form) -> tuple[bytes, str]:
    """Return the catalogue in a form and a digest of what it says. Kept until anything public changes."""
    cache = caches[settings.WAGTAIL_CACHE_BACKEND]
    key = f"catalog:{form.extension}:{request.build_absolute_uri('/')}"
    found: tuple[bytes, str] | None = cache.get(key)
    if found is None:
        # Large, and only portals need it: not every process has to have it in memory.
        from core.api.catalog import build

        graph = build(request)
        said = sorted(" ".join(term.n3() for term in triple) for triple in graph)
        digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
        found = graph.serialize(format=form.writer, encoding="utf-8", **form.options), digest
        cache.set(key, found)
    return found
