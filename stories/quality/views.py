"""The report with everything in the figures that deserves a second look."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from initiatives.editing.screens import Screen
from stories.quality.checks import INFORMATION, Concern, find_warnings, warning_counts

ROWS_PER_PAGE = 50
CHANGE_FIGURES = "stories.change_observation"


class ChecksView(Screen):
    """All warnings, to be read by kind."""

    page_title = gettext_lazy("Controle van cijfers")
    permission = CHANGE_FIGURES
    header_icon = "warning"
    template_name = "stories/admin/checks.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = [("", _("Cijfers")), ("", self.get_page_title())]
        return [*self.breadcrumbs_items, *({"url": url, "label": str(label)} for url, label in own)]

    def get(self, request: HttpRequest) -> HttpResponse:
        everything = find_warnings()
        counts = Counter(warning.concern for warning in everything)
        wanted = request.GET.get("soort", "")
        wanted = wanted if wanted in Concern.values else ""
        order = {concern: place for place, concern in enumerate(Concern)}
        shown = sorted(
            (warning for warning in everything if wanted in ("", warning.concern)),
            key=lambda warning: order[warning.concern],
        )
        return self.show(
            rows=Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("p", "1")),
            counts=[
                {
                    "value": concern.value,
                    "label": concern.label,
                    "count": counts[concern],
                    "is_information": concern in INFORMATION,
                }
                for concern in Concern
                if counts[concern]
            ],
            total=len(everything),
            wanted=wanted,
        )


class WarningsPanel(Component):
    """How many figures deserve a second look, on the first screen of the admin."""

    name = "figure_warnings"
    template_name = "stories/admin/home_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        counts = warning_counts()
        return {
            "counts": [
                {"value": concern.value, "label": concern.label, "count": number}
                for concern, number in counts.items()
            ],
            "total": sum(counts.values()),
        }

    @staticmethod
    def is_for(user: Any) -> bool:
        """Whether somebody may change figures."""
        return bool(user.has_perm(CHANGE_FIGURES))
