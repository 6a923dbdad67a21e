"""Blocks that show an image."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """An image with its alternative text and a caption."""

    image = ImageBlock(label=_("Beeld"))
    caption = blocks.CharBlock(label=_("Bijschrift"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Beeld")
        template = "blocks/figure.html"
        description = _("Een foto of tekening met bijschrift")
