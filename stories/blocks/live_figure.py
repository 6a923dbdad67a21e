"""One figure of the data in a sentence of the editor."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from .choices import AreaBlock
from .keeping import Keep, KeptBlock, keep_block, write_kept
from .proposing import ProposedTextInput
from .telling import Telling, preview

#: What a sentence may hold, and what is put in its place; the first one or the second has to be there.
PLACES = ("{cijfer}", "{aandeel}", "{gebied}", "{jaar}")


class LiveFigureBlock(blocks.StructBlock):
    """A sentence such as "Al {cijfer} van de inwoners helpt": the value and its source come from the data."""

    indicator = SnippetChooserBlock("stories.Indicator", label=_("Cijfer"))
    area = AreaBlock(label=_("Gebied"))
    period = blocks.CharBlock(
        label=_("Jaar of periode"),
        max_length=24,
        required=False,
        help_text=_(
            "Laat leeg voor het nieuwste jaar. Schrijf anders bijvoorbeeld 2023. "
            "Schrijf “zonder jaar” als de bron geen jaar noemt."
        ),
    )
    subgroup = blocks.CharBlock(
        label=_("Groep of antwoord"),
        max_length=120,
        required=False,
        help_text=_("Laat leeg voor iedereen. Schrijf anders de groep precies zoals bij het cijfer staat."),
    )
    sentence = blocks.TextBlock(
        label=_("Zin"),
        max_length=300,
        required=False,
        help_text=_(
            "Zet {cijfer} op de plek van het getal: “Al {cijfer} van de inwoners doet vrijwilligerswerk.” Of "
            "zet {aandeel}: dat wordt “53 van de 100 inwoners”. Ook {gebied} en {jaar} kunnen. Laat u dit "
            "leeg, dan schrijven wij een zin."
        ),
    )
    keep = keep_block()
    kept = KeptBlock(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["sentence"].field.widget = ProposedTextInput("sentence")

    def clean(self, value: Any) -> Any:
        """Find the value, propose a sentence where there is none, and keep the value of a frozen sentence."""
        cleaned = super().clean(value)
        if cleaned["indicator"] is None:  # a draft may be saved before anything was chosen
            return cleaned
        telling = Telling.of(cleaned)
        if telling.observation is None:
            if self.is_deferred_validation:
                return cleaned
            raise StructBlockValidationError(telling.why_not)
        sentence = " ".join((cleaned["sentence"] or "").split())
        if not sentence:
            sentence = telling.proposal
        elif not any(place in sentence for place in PLACES[:2]) and not self.is_deferred_validation:
            refused = ValidationError(_("Zet {cijfer} of {aandeel} in de zin, op de plek van het getal."))
            raise StructBlockValidationError({"sentence": refused})
        cleaned["sentence"] = sentence
        frozen = telling.frozen(timezone.localdate()) if cleaned["keep"] == Keep.FROZEN else {}
        cleaned["kept"] = write_kept({"frozen": frozen})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Context: telling, or None when no figure was chosen."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["telling"] = Telling.of(value, parent_context) if value.get("indicator") else None
        return context

    def get_preview_value(self) -> Any:
        """The figure with most values, for the first of its areas."""
        return self.normalize(preview())

    class Meta:
        icon = "order"
        label = _("Cijfer in een zin")
        template = "blocks/live_figure.html"
        description = _("Een zin van u, met een getal uit de cijfers en de bron erbij")
