"""What the editors' screens ask the server about locations."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.geocoding import find_locations
from core.models import SiteIdentity


@never_cache
@require_safe
def geocode(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with {results: [{label, latitude, longitude, kind, place, municipality}], message}.

    Always status 200: when nothing is found or the service does not answer, `message` says what to do.
    """
    identity = SiteIdentity.for_request(request)
    found = find_locations(request.GET.get("q", ""), bounds=identity.bounds, province=identity.province)
    return JsonResponse(
        {"results": [asdict(candidate) for candidate in found.candidates], "message": found.message},
        json_dumps_params={"ensure_ascii": False},
    )
