"""The initiatives and the outlines of municipalities, as a part of the open data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.api.openapi import part_parameters
from core.api.page import Example, explained
from core.api.registry import CC0, CC_BY, Dataset, Distribution, Part
from core.chrome import chrome_for
from core.models import Outline
from initiatives.api import openapi
from initiatives.api.fields import FIELDS
from initiatives.api.questions import state_of
from initiatives.finder.current import current_snapshot
from initiatives.models import Change
from initiatives.outlines import outlines_source
from initiatives.selection import SelectionForm


def _state(request: HttpRequest) -> list[Any]:
    return [state_of(current_snapshot().number)]


def _context(request: HttpRequest) -> dict[str, Any]:
    form = SelectionForm()
    return {
        "parameters": [
            *explained(openapi.selection_parameters(form)), *explained(part_parameters())
        ],
        "fields": FIELDS,
        "examples": _examples(request, form),
        "number": form.snapshot.number,
    }  # fmt: skip


def _examples(request: HttpRequest, form: SelectionForm) -> list[Example]:
    """Return addresses that work on this site, with its own kinds and municipalities."""
    found = []
    kind = next(iter(form.choices("soort")), None)
    municipality = next(iter(form.choices("gemeente")), None)
    places = form.snapshot.vocabulary.places.values()
    village = max(places, key=lambda place: place[0], default=None)
    if kind:
        words = _("Alles van de soort “%(kind)s”, voor een spreadsheet") % {"kind": kind.name}
        found.append(Example.of(request, words, "api_initiatives_csv", ("soort", kind.slug)))
    if municipality:
        words = _("Alles in de gemeente %(name)s, voor een kaart") % {"name": municipality.name}
        found.append(Example.of(request, words, "api_initiatives_geojson", ("gemeente", municipality.slug)))
    if village:
        words = _("Wat er binnen 5 kilometer van %(name)s is") % {"name": village[0]}
        found.append(Example.of(request, words, "api_initiatives", ("plek", village[0]), ("afstand", "5")))
    words = _("Wat er veranderde sinds nummer %(number)s") % {"number": form.snapshot.number}
    found.append(Example.of(request, words, "api_changes", ("sinds", str(form.snapshot.number))))
    return found


def _datasets(request: HttpRequest) -> list[Dataset]:
    """Return the initiatives, and the outlines when there are any."""
    identity = chrome_for(request).identity
    index = chrome_for(request).section("initiativeindexpage")
    changed = Change.objects.order_by("-number").values_list("at", flat=True).first()
    found = [
        Dataset(
            key="initiatieven",
            title=_("Initiatieven in %(province)s") % {"province": identity.province},
            description=_(
                "Plekken en groepen waar inwoners elkaar helpen en ontmoeten: wat het is, waar, voor wie en "
                "wanneer het open is. Zonder gegevens van personen."
            ),
            keywords=(_("initiatieven"), _("dorpshuizen"), _("ontmoeten"), _("vrijwilligers")),
            frequency="CONT",
            landing_page=(index.get_url(request) if index else None) or reverse("api_page"),
            issued=index.first_published_at if index else None,
            modified=changed,
            distributions=(
                Distribution(
                    _("Initiatieven als JSON"),
                    reverse("api_initiatives"),
                    "application/json",
                    "JSON",
                    "Lijst",
                    in_parts=True,
                ),
                Distribution(
                    _("Initiatieven als GeoJSON"), reverse("api_initiatives_geojson"),
                    "application/geo+json", "GEOJSON", "Kaart",
                ),
                Distribution(_("Initiatieven als CSV"), reverse("api_initiatives_csv"), "text/csv", "CSV"),
            ),
        )
    ]  # fmt: skip
    source = outlines_source()
    if source:
        latest = Outline.objects.order_by("-loaded_at").first()
        found.append(
            Dataset(
                key="gemeentegrenzen",
                title=_("Grenzen van de gemeenten in %(province)s") % {"province": identity.province},
                description=_(
                    "De grenzen van de gemeenten, eenvoudig getekend voor een kaart op een scherm. "
                    "Niet geschikt om te meten."
                ),
                keywords=(_("gemeenten"), _("grenzen"), _("kaart")),
                themes=("REGI",),
                frequency="ANNUAL",
                # As those of the national service; who asks for nothing says so in the line itself.
                licence=CC0 if "CC0" in source else CC_BY,
                rights=_("Zet bij een kaart: %(source)s") % {"source": source},
                landing_page=reverse("api_page"),
                modified=latest.loaded_at if latest else None,
                distributions=(
                    Distribution(
                        _("Gemeentegrenzen als GeoJSON"), reverse("api_outlines"), "application/geo+json",
                        "GEOJSON", "Gemeenten",
                    ),
                ),
            )
        )  # fmt: skip
    return found


PART = Part(
    key="initiatieven",
    title=gettext_lazy("Initiatieven"),
    order=1,
    routes="initiatives.api.urls",
    operations=openapi.operations,
    schemas=openapi.schemas,
    state=_state,
    datasets=_datasets,
    template="components/open_data_initiatives.html",
    context=_context,
)
