"""Blocks of words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ParagraphBlock(blocks.RichTextBlock):
    """Running text. Headings are not offered: a section has its title, so levels are always right."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", ["bold", "italic", "ol", "ul", "link", "document-link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>In het dorpshuis staat de koffie klaar. Iedereen is welkom, jong en oud.</p>"
            "<ul><li>Loop binnen.</li><li>Help mee.</li></ul>"
        )
        description = _("Gewone tekst met lijstjes en links")


class QuoteBlock(blocks.StructBlock):
    """A sentence set large. Says whose words they are only when somebody really said them."""

    text = blocks.TextBlock(label=_("Zin"), max_length=240)
    attribution = blocks.CharBlock(
        label=_("Wie zegt dit?"),
        required=False,
        max_length=120,
        help_text=_(
            "Noem een rol, zoals “vrijwilliger in Pesse”. Leeg laten bij een zin uit het verhaal zelf."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Citaat")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Hier kent iedereen je naam, en dat merk je.",
            "attribution": "bestuurslid van een dorpshuis",
        }
        description = _("Een zin die groot op de pagina staat")
