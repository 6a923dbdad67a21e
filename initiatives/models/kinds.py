"""The sorts of initiatives."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class InitiativeKind(models.Model):
    """What sort of initiative it is, such as dorpshuis or Odensehuis. Editors' own data."""

    class Icon(models.TextChoices):
        """The drawings that exist; each has its own shape, so that colour never carries meaning alone."""

        MEETING_PLACE = "ontmoetingsplek", _("Ontmoetingsplek")
        KITCHEN = "buurtkeuken", _("Buurtkeuken")
        COOPERATIVE = "dorpscooperatie", _("Dorpscoöperatie")
        VILLAGE_HALL = "dorpshuis", _("Dorpshuis")
        CULTURE = "cultuurproject", _("Cultuur")
        YOUTH = "jongeren", _("Jongeren")
        GARDEN = "voedseltuin", _("Voedseltuin")
        LANGUAGE = "taal", _("Taal")
        CARE = "zorginitiatief", _("Zorg")
        SPORT = "beweegplek", _("Beweegplek")
        ODENSEHUIS = "odensehuis", _("Odensehuis")
        INCLUSION = "inclusie", _("Inclusie")
        TRANSPORT = "vervoer", _("Vervoer")
        OTHER = "overig", _("Overig")

    name = models.CharField(_("naam"), max_length=60, unique=True)
    plural = models.CharField(_("meervoud"), max_length=60)
    slug = models.SlugField(_("kort webadres"), max_length=60, unique=True)
    icon = models.CharField(_("tekening"), max_length=20, choices=Icon.choices, default=Icon.OTHER)
    explanation = models.CharField(
        _("uitleg"), max_length=200, blank=True, help_text=_("Eén zin voor wie het woord niet kent.")
    )
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("plural")]),
        FieldPanel("slug"),
        FieldPanel("icon"),
        FieldPanel("explanation"),
        FieldPanel("order"),
    ]

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("soort initiatief")
        verbose_name_plural = _("soorten initiatieven")

    def __str__(self) -> str:
        return self.name
