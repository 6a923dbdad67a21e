from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.fields import LatitudeField, LongitudeField


@register_setting(icon="site", order=10)
class SiteIdentity(BaseSiteSetting):
    """Who publishes this site and where: all that differs from one province to the next."""

    name = models.CharField(_("naam van de site"), max_length=60, default="Voor elkaar")
    tagline = models.CharField(_("ondertitel"), max_length=120, blank=True)
    province = models.CharField(_("provincie"), max_length=60, default="Drenthe")
    publisher = models.CharField(_("uitgever"), max_length=120, default="Provincie Drenthe")
    contact_email = models.EmailField(_("e-mailadres voor vragen"), blank=True)
    about_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("pagina over deze site"),
    )  # fmt: skip
    contact_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("contactpagina"),
    )  # fmt: skip
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("pagina over toegankelijkheid"),
    )  # fmt: skip
    privacy_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("pagina over privacy"),
    )  # fmt: skip
    help_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("pagina met hulp bij aanvragen"),
    )  # fmt: skip
    south = LatitudeField(_("zuidgrens"), default="52.600000")
    north = LatitudeField(_("noordgrens"), default="53.220000")
    west = LongitudeField(_("westgrens"), default="6.100000")
    east = LongitudeField(_("oostgrens"), default="7.110000")
    map_zoom = models.PositiveSmallIntegerField(
        _("zoom van de kaart"), default=9, validators=[MinValueValidator(6), MaxValueValidator(14)]
    )

    select_related = ["about_page", "contact_page", "accessibility_page", "privacy_page", "help_page"]

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("province"),
                FieldPanel("publisher"),
                FieldPanel("contact_email"),
            ],
            heading=_("Wie"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("about_page"),
                FieldPanel("contact_page"),
                FieldPanel("accessibility_page"),
                FieldPanel("privacy_page"),
                FieldPanel("help_page"),
            ],
            heading=_("Vaste pagina's"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("south"), FieldPanel("north")]),
                FieldRowPanel([FieldPanel("west"), FieldPanel("east")]),
                FieldPanel("map_zoom"),
            ],
            heading=_("Gebied op de kaart"),
        ),
    ]

    class Meta:
        verbose_name = _("gegevens van de site")
        verbose_name_plural = _("gegevens van de site")

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east in degrees: the box in which locations of this province lie."""
        return float(self.south), float(self.west), float(self.north), float(self.east)
