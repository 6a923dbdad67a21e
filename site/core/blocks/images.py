"""Blocks that show an image."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class DescribedImageBlock(ImageBlock):
    """An image with its alternative text, in the words of our editors."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        labels = {
            "image": _("Afbeelding"),
            "decorative": _("Dit beeld is alleen versiering"),
            "alt_text": _("Beschrijving voor wie het beeld niet ziet"),
        }
        for name, label in labels.items():
            self.child_blocks[name].label = label


class FigureBlock(blocks.StructBlock):
    """An image with its alternative text and a caption."""

    image = DescribedImageBlock(label=_("Beeld"))
    caption = blocks.CharBlock(label=_("Bijschrift"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Beeld")
        template = "blocks/figure.html"
        description = _("Een foto of tekening met bijschrift")
