"""A page is made of sections: a title and what stands below it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from core.fields import StreamField

from .figures import KeyFigureBlock
from .images import DescribedImageBlock, FigureBlock
from .text import ParagraphBlock, QuoteBlock


class SectionContentBlock(blocks.StreamBlock):
    """What may stand in a section."""

    paragraph = ParagraphBlock()
    image = FigureBlock()
    quote = QuoteBlock()
    key_figure = KeyFigureBlock()

    class Meta:
        template = "blocks/section_content.html"


class SectionBlock(blocks.StructBlock):
    """A titled part of a page. The template decides the heading level, never the editor."""

    title = blocks.CharBlock(
        label=_("Kop"),
        max_length=90,
        help_text=_("Kort en duidelijk. Laat leeg als de tekst meteen na de inleiding begint."),
        required=False,
    )
    content = SectionContentBlock(label=_("Inhoud"))

    def clean(self, value: Any) -> Any:
        """Refuse headings that are hard to read: shouting, or ending in a full stop or a colon."""
        refused = self._refuse_title((value.get("title") or "").strip())
        try:
            cleaned = super().clean(value)
        except StructBlockValidationError as error:
            # All that is wrong at once: an editor should not meet the heading only after mending the rest.
            raise StructBlockValidationError(
                refused | error.block_errors, non_block_errors=error.non_block_errors
            ) from error
        if refused:
            raise StructBlockValidationError(refused)
        return cleaned

    @staticmethod
    def _refuse_title(title: str) -> dict[str, ValidationError]:
        """Return what is wrong with a heading, as errors of this block."""
        if len(title) > 8 and title.isupper():
            return {"title": ValidationError(_("Schrijf de kop in gewone letters, niet in hoofdletters."))}
        if title.endswith((".", ":", ";", ",")):
            return {"title": ValidationError(_("Haal het leesteken aan het eind van de kop weg."))}
        return {}

    class Meta:
        icon = "title"
        label = _("Alinea met kop")
        template = "blocks/section.html"
        preview_value = {
            "title": "Samen koken in de wijk",
            "content": [
                (
                    "paragraph",
                    "<p>Elke week koken buurtbewoners samen. Daarna eten zij aan één lange tafel.</p>",
                ),
            ],
        }
        description = _("Een kop met tekst, beeld, citaat of kerncijfer")


def lead_image_field(**kwargs: Any) -> StreamField:
    """Return a field for at most one image with its alternative text, for the top of a page."""
    return StreamField(
        [("image", DescribedImageBlock(label=_("Beeld")))],
        max_num=1,
        blank=True,
        verbose_name=_("beeld bovenaan"),
        **kwargs,
    )
