"""Photos of an initiative, besides the image at the top of its page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

MOST_PHOTOS = 8


class InitiativePhoto(Orderable):
    """A photo with a description for who cannot see it."""

    page = ParentalKey("initiatives.InitiativePage", on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "core.SiteImage", on_delete=models.CASCADE, related_name="+", verbose_name=_("foto")
    )
    description = models.CharField(
        _("beschrijving"), max_length=200, help_text=_("Wat is er te zien? Voor wie de foto niet ziet.")
    )
    caption = models.CharField(_("bijschrift"), max_length=200, blank=True)

    panels = [FieldPanel("image"), FieldPanel("description"), FieldPanel("caption")]

    class Meta(Orderable.Meta):
        verbose_name = _("foto")
        verbose_name_plural = _("foto's")

    def __str__(self) -> str:
        return self.description
