from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """An image of the site, with who made it."""

    credit = models.CharField(
        _("maker"),
        max_length=120,
        blank=True,
        help_text=_("Wie maakte deze foto of tekening? Dit staat onder het beeld."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("afbeelding")
        verbose_name_plural = _("afbeeldingen")

    @property
    def default_alt_text(self) -> str:
        """The text that an editor starts with: not the title, which names the file."""
        return str(self.description)


class SiteRendition(AbstractRendition):
    """A size of an image, made once and kept."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_filter"
            )
        ]
