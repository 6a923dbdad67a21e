"""A chart that the server draws: chosen by an editor, described in words, live or frozen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from .choices import AreaBlock, AreasBlock
from .drawing import Drawing, indicator_to_show
from .keeping import Keep, KeptBlock, keep_block, read_kept, write_kept
from .kinds import Kind, Scope
from .proposing import ProposedTextInput

TITLE_LENGTH, DESCRIPTION_LENGTH = 160, 600


class IndicatorChartBlock(blocks.StructBlock):
    """A drawing of an indicator with its words, its table, its source and its data.

    `kept` holds the words that were proposed (so that they follow the figures until somebody writes better
    ones) and, of a frozen chart, the figures of the day.
    """

    indicator = SnippetChooserBlock("stories.Indicator", label=_("Cijfer"))
    kind = blocks.ChoiceBlock(choices=Kind.choices, default=Kind.AUTO, label=_("Soort grafiek"))
    areas = blocks.ChoiceBlock(choices=Scope.choices, default=Scope.ALL, label=_("Welke gebieden?"))
    chosen = AreasBlock(
        required=False,
        label=_("Gebieden"),
        help_text=_("Alleen bij “de gebieden die u aanvinkt”. Houd Ctrl ingedrukt om er meer te kiezen."),
    )
    own = AreaBlock(
        required=False,
        label=_("Eén gebied"),
        help_text=_("Alleen bij “één gebied”. Dit gebied valt op in de grafiek."),
    )
    period = blocks.CharBlock(
        label=_("Jaar of periode"),
        max_length=24,
        required=False,
        help_text=_(
            "Laat leeg voor het nieuwste jaar. Schrijf anders bijvoorbeeld 2023. "
            "Schrijf “zonder jaar” als de bron geen jaar noemt."
        ),
    )
    title = blocks.CharBlock(
        label=_("Titel boven de grafiek"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("Laat leeg, dan maken wij een titel."),
    )
    description = blocks.TextBlock(
        label=_("Beschrijving in woorden"),
        max_length=DESCRIPTION_LENGTH,
        required=False,
        help_text=_(
            "Wat ziet iemand in deze grafiek? Ook voor wie de grafiek niet kan zien. Laat u dit leeg, dan "
            "schrijven wij een beschrijving. Die verandert mee met de cijfers, totdat u zelf iets schrijft."
        ),
    )
    keep = keep_block()
    kept = KeptBlock(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["description"].field.widget = ProposedTextInput("chart")

    def clean(self, value: Any) -> Any:
        """Draw the chart, propose words where there are none, and keep the figures of a frozen chart."""
        cleaned = super().clean(value)
        if cleaned["indicator"] is None:  # a draft may be saved before anything was chosen
            return cleaned
        refused = _refused_areas(cleaned)
        if refused and not self.is_deferred_validation:
            raise StructBlockValidationError(refused)
        drawing = Drawing.of(cleaned)
        if drawing.chart is None:
            if self.is_deferred_validation:
                return cleaned
            raise StructBlockValidationError(drawing.why_not)
        kept = read_kept(cleaned["kept"])
        words = {"title": drawing.chart.title, "description": drawing.chart.sentence}
        old = kept.get("words") or {}
        for name, proposal in words.items():
            written = " ".join((cleaned[name] or "").split())
            if not written or written == old.get(name):
                cleaned[name] = proposal
        kept = {"words": words}
        if cleaned["keep"] == Keep.FROZEN:
            kept["frozen"] = drawing.frozen(timezone.localdate())
        cleaned["kept"] = write_kept(kept)
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Context: chart, or None when there is nothing to draw."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["chart"] = Drawing.of(value, parent_context).worded if value.get("indicator") else None
        return context

    def get_preview_value(self) -> Any:
        """A chart of the first figure with most values: there is always something to see."""
        return self.normalize({"indicator": indicator_to_show(), "kind": Kind.AUTO})

    class Meta:
        icon = "order-up"
        label = _("Grafiek")
        template = "blocks/indicator_chart.html"
        description = _("Cijfers als staven, lijn, kaart of mensen, met een tabel erbij")


def _refused_areas(value: Any) -> dict[str, ValidationError]:
    if value["areas"] == Scope.CHOSEN and not value["chosen"]:
        return {"chosen": ValidationError(_("Kies één of meer gebieden."))}
    if value["areas"] == Scope.AROUND and not value["own"]:
        return {"own": ValidationError(_("Kies een gebied."))}
    return {}
