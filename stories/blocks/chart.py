"""A chart that the server writes as a table with bars: read by everyone, also in print."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from stories.charts import build_area_chart


class IndicatorChartBlock(blocks.StructBlock):
    """An indicator per municipality, beside the province and the country."""

    indicator = SnippetChooserBlock("stories.Indicator", label=_("Indicator"))
    title = blocks.CharBlock(label=_("Titel boven de grafiek"), max_length=120)
    description = blocks.TextBlock(
        label=_("Beschrijving in woorden"),
        max_length=400,
        help_text=_("Wat ziet iemand in deze grafiek? Ook voor wie de grafiek niet kan zien."),
    )
    period = blocks.CharBlock(label=_("Jaar of periode"), max_length=20)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        indicator = value.get("indicator")
        context["chart"] = build_area_chart(indicator, value.get("period") or "") if indicator else None
        return context

    class Meta:
        icon = "order-up"
        label = _("Grafiek")
        template = "blocks/indicator_chart.html"
        description = _("Een tabel met staven: alle gemeenten naast elkaar")
