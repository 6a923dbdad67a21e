"""Blocks that show one number."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class KeyFigureBlock(blocks.StructBlock):
    """One number with what it means, its period and its source. Never without a source."""

    value = blocks.CharBlock(label=_("Getal"), max_length=20, help_text=_("Bijvoorbeeld: 43, 12% of € 3.000"))
    label = blocks.CharBlock(label=_("Wat telt dit getal?"), max_length=160)
    period = blocks.CharBlock(label=_("Jaar of periode"), max_length=40, required=False)
    source = blocks.CharBlock(label=_("Bron"), max_length=160)

    class Meta:
        icon = "order"
        label = _("Kerncijfer")
        template = "blocks/key_figure.html"
        preview_value = {
            "value": "43",
            "label": "plannen van bewoners kregen subsidie",
            "period": "2024",
            "source": "Jaarverslag Sociale Agenda 2024",
        }
        description = _("Eén getal, groot, met uitleg en bron")
