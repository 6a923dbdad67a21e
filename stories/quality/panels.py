"""What stands in the form of one value besides its fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from stories.figures.words import observation_words
from stories.models import Observation
from stories.quality.forms import ObservationForm


class CorrectionsPanel(Panel):
    """What this value was before, and why it changed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/admin/corrections_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self._corrections)

        @property
        def _corrections(self) -> list[Any]:
            return list(self.instance.corrections.select_related("corrected_by"))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            indicator = self.instance.indicator
            # A correction has the same fields as the value that it was.
            context["corrections"] = [
                {
                    "old": observation_words(indicator, one),
                    "reason": one.reason,
                    "when": one.corrected_at,
                    "who": one.corrected_by,
                }
                for one in self._corrections
            ]
            return context


observation_form = ObjectList(
    [
        FieldPanel("indicator"),
        MultiFieldPanel(
            [
                FieldPanel("area_type"),
                FieldRowPanel([FieldPanel("municipality"), FieldPanel("region")]),
                FieldPanel("area", help_text=_("Leeg laten mag bij een gemeente of een regio van de site.")),
                FieldPanel("subgroup"),
            ],
            heading=_("Voor wie of waar"),
        ),
        FieldPanel("period"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("value"), FieldPanel("value_high")]),
                FieldPanel("reason"),
                FieldPanel("qualifier"),
                FieldRowPanel([FieldPanel("nature"), FieldPanel("status"), FieldPanel("denominator")]),
                FieldPanel("note"),
            ],
            heading=_("Het cijfer"),
        ),
        CorrectionsPanel(heading=_("Verbeteringen")),
        FieldRowPanel([FieldPanel("source"), FieldPanel("place_in_source")]),
    ],
    base_form_class=ObservationForm,
).bind_to_model(Observation)
