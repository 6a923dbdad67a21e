"""What the script of the form asks while somebody types. Without it the buttons of the form do the same."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chrome import chrome_for
from core.models import Municipality, Place
from initiatives.contributions import access, likeness, locations
from initiatives.contributions.forms import PROVINCE, Where

_LONGEST = 200


@access.personal
@require_safe
def addresses(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with {results: [{label, value}], message}; always status 200.

    `value` is what the form takes for this address.
    """
    found = locations.search(request, request.GET.get("q", ""), typing=True)
    results = [{"label": option.label, "value": option.value} for option in found.options]
    return _json({"results": results, "message": found.message})


@access.personal
@require_safe
def duplicates(request: HttpRequest) -> JsonResponse:
    """Answer `?title=&where=&location=&place=&wide=` with {results: [{title, where, url}]}.

    Always status 200. Only what everybody may read is among the results.
    """
    if not access.may_look_up(request):
        return _json({"results": []})
    answers = {"title": request.GET.get("title", "")[:_LONGEST], "where": _where(request)}
    # Addresses of pages are looked up from the site, which is in the cache after this.
    chrome_for(request)
    return _json(
        {
            "results": [
                {
                    "title": page.title,
                    "where": page.where or _("Plek niet bekend"),
                    "url": page.get_url(request),
                }
                for page in likeness.duplicates(answers)
            ]
        }
    )


def _where(request: HttpRequest) -> locations.Where | None:
    """Return what is chosen so far, or None."""
    chosen = request.GET.get("where", "")
    if chosen == Where.ADDRESS:
        candidate = locations.read(request.GET.get("location", ""))
        return locations.where_candidate(candidate) if candidate else None
    if chosen == Where.PLACE:
        slug = request.GET.get("place", "").replace("\x00", "")
        place = Place.objects.select_related("municipality").filter(slug=slug).first()
        return locations.where_place(place) if place else None
    if chosen == Where.WIDE and request.GET.get("wide") not in (None, PROVINCE):
        slug = request.GET["wide"].replace("\x00", "")
        municipality = Municipality.objects.filter(slug=slug).first()
        return locations.where_wide(municipality) if municipality else None
    return None


def _json(answer: dict[str, object]) -> JsonResponse:
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
