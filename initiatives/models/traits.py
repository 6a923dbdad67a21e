"""What visitors choose by besides kind and place: facilities, target groups, languages. Editors' own data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class Trait(models.Model):
    """A property that an initiative has or has not. What is not ticked is not known to be there."""

    name = models.CharField(_("naam"), max_length=60, unique=True)
    slug = models.SlugField(_("kort webadres"), max_length=60, unique=True)
    explanation = models.CharField(
        _("uitleg"), max_length=200, blank=True, help_text=_("Eén zin voor wie het woord niet kent.")
    )
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("explanation"), FieldPanel("order")]

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Facility(Trait):
    """Something a building or a garden has, such as an adapted toilet."""

    class Meta(Trait.Meta):
        verbose_name = _("voorziening")
        verbose_name_plural = _("voorzieningen")


class TargetGroup(Trait):
    """For whom an initiative is meant, such as people with dementia."""

    class Meta(Trait.Meta):
        verbose_name = _("doelgroep")
        verbose_name_plural = _("doelgroepen")


class Language(Trait):
    """A language that is spoken besides Dutch, such as Drents or Arabic."""

    class Meta(Trait.Meta):
        verbose_name = _("taal")
        verbose_name_plural = _("talen")
