"""What the editors' screens ask of the charts: a first version of the words in a block."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks

from stories.blocks.drawing import Drawing
from stories.blocks.telling import Telling
from stories.models.indicators import Indicator


@require_safe
def propose_words(request: HttpRequest, kind: str) -> JsonResponse:
    """Return {"words": …} for what is filled in so far, or {"problem": …} with what to do. Writes nothing.

    Only for who may work in the editors' screens: Wagtail guards every address that a hook registers.
    """
    value = _value(request)
    if value["indicator"] is None:
        return JsonResponse({"problem": _("Kies eerst een cijfer.")})
    context = {"request": request}
    if kind == "chart":
        drawing = Drawing.of(value, context)
        if drawing.chart is not None:
            return JsonResponse({"words": drawing.chart.sentence})
        problems = drawing.why_not
    else:
        telling = Telling.of(value, context)
        if telling.observation is not None:
            return JsonResponse({"words": telling.proposal})
        problems = telling.why_not
    return JsonResponse({"problem": " ".join(str(problem.message) for problem in problems.values())})


def _value(request: HttpRequest) -> dict[str, Any]:
    """Return the fields of the form as a block would have them; always of today's figures."""
    asked = request.GET
    pk = asked.get("indicator", "")
    fields = ("kind", "areas", "own", "period", "area", "subgroup")
    return {
        **{name: asked.get(name, "") for name in fields},
        "chosen": asked.getlist("chosen"),
        "keep": "live",
        "indicator": Indicator.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None,
    }


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The address behind the button "Stel een beschrijving voor"."""
    return [path("grafieken/woorden/<slug:kind>/", propose_words, name="propose_words")]
