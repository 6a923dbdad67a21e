"""The figures as a part of the open data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.api.page import Example, explained
from core.api.registry import Dataset, Distribution, Part
from core.chrome import chrome_for
from core.models import Theme
from stories.api import openapi
from stories.api.fields import INDICATOR_FIELDS, OBSERVATION_FIELDS
from stories.figures.areas import area_tree
from stories.figures.periods import parse_period
from stories.models import Correction, FigureImport, Observation


def _state(request: HttpRequest) -> list[Any]:
    """Only what can be chosen: the description says nothing about single figures."""
    themes = list(Theme.objects.order_by("order", "name").values_list("slug", flat=True))
    return [themes, [area.key for area in area_tree(request).areas]]


def _context(request: HttpRequest) -> dict[str, Any]:
    return {
        "indicator_parameters": explained(openapi.indicator_parameters()),
        "observation_parameters": explained(openapi.observation_parameters(request)),
        "indicator_fields": INDICATOR_FIELDS,
        "observation_fields": OBSERVATION_FIELDS,
        "examples": _examples(request),
    }


def _examples(request: HttpRequest) -> list[Example]:
    """Return addresses that work on this site, with its own areas."""
    tree = area_tree(request)
    found = [
        Example.of(
            request,
            _("Alle cijfers over %(area)s, voor een spreadsheet") % {"area": tree.province.words},
            "api_observations_csv",
            ("gebied", tree.province.key),
        ),
        Example.of(
            request,
            _("Alle waarden van gemeenten in 2023"),
            "api_observations",
            ("gebied_soort", "gemeente"),
            ("periode", "2023"),
        ),
    ]
    if tree.municipalities:
        first = tree.municipalities[0]
        words = _("Alle cijfers over de gemeente %(name)s") % {"name": first.name}
        found.append(Example.of(request, words, "api_observations", ("gemeente", first.code)))
    return found


def _datasets(request: HttpRequest) -> list[Dataset]:
    """Return the list of figures and their values."""
    province = chrome_for(request).identity.province
    index = chrome_for(request).section("figureindexpage")
    landing_page = (index.get_url(request) if index else None) or reverse("api_page")
    issued = index.first_published_at if index else None
    modified = _modified() or issued
    return [
        Dataset(
            key="indicatoren",
            title=_("Cijfers over %(province)s: wat er geteld wordt") % {"province": province},
            description=_(
                "De lijst van cijfers van de sociale agenda: welke vraag elk cijfer beantwoordt, de eenheid, "
                "wie het telt, hoe vaak, en wat het niet zegt."
            ),
            keywords=(_("indicatoren"), _("sociale agenda"), _("brede welvaart")),
            landing_page=landing_page,
            issued=issued,
            modified=modified,
            distributions=(
                Distribution(
                    _("Indicatoren als JSON"),
                    reverse("api_indicators"),
                    "application/json",
                    "JSON",
                    "Indicatoren",
                    in_parts=True,
                ),
                Distribution(_("Indicatoren als CSV"), reverse("api_indicators_csv"), "text/csv", "CSV"),
            ),
        ),
        Dataset(
            key="waarnemingen",
            title=_("Cijfers over %(province)s: alle waarden") % {"province": province},
            description=_(
                "Alle waarden per gebied, groep en periode, elk met bron, plaats in de bron en de woorden "
                "van de bron. Ook prognoses en schattingen, die zo genoemd zijn."
            ),
            keywords=(_("cijfers"), _("gemeenten"), _("sociale agenda"), _("brede welvaart")),
            landing_page=landing_page,
            issued=issued,
            modified=modified,
            temporal=_temporal(),
            nationwide=True,
            distributions=(
                Distribution(
                    _("Waarden als JSON"),
                    reverse("api_observations"),
                    "application/json",
                    "JSON",
                    "Waarnemingen",
                    in_parts=True,
                ),
                Distribution(_("Waarden als CSV"), reverse("api_observations_csv"), "text/csv", "CSV"),
            ),
        ),
    ]


def _modified() -> datetime | None:
    """Return when a figure was last brought in, taken back or corrected; None when nobody wrote that down."""
    imports = FigureImport.objects.aggregate(done=Max("done_at"), undone=Max("undone_at"))
    corrections = Correction.objects.aggregate(last=Max("corrected_at"))
    moments = [*imports.values(), *corrections.values()]
    return max((moment for moment in moments if moment), default=None)


def _temporal() -> tuple[date, date] | None:
    """Return the first and the last day that values are about."""
    periods = (
        Observation.objects.exclude(last_day=None).order_by().values_list("period", flat=True).distinct()
    )
    found = [period for text in periods if (period := parse_period(text))]
    if not found:
        return None
    return min(period.first for period in found), max(period.last for period in found)


PART = Part(
    key="cijfers",
    title=gettext_lazy("Cijfers"),
    order=2,
    routes="stories.api.urls",
    operations=openapi.operations,
    schemas=openapi.schemas,
    state=_state,
    datasets=_datasets,
    template="components/open_data_figures.html",
    context=_context,
)
