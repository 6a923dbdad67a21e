"""Where figures come from: the documents they are printed in and the monitors that keep counting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Source(models.Model):
    """A document or data set with figures in it. No figure is shown without one."""

    title = models.CharField(_("titel"), max_length=160, unique=True)
    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)
    publisher = models.CharField(_("uitgever"), max_length=160, blank=True)
    edition = models.CharField(
        _("uitgave"), max_length=80, blank=True, help_text=_("Bijvoorbeeld: 2e druk, of: april 2025.")
    )
    year = models.PositiveSmallIntegerField(
        _("jaar"), null=True, blank=True, help_text=_("Over welk jaar, of in welk jaar verschenen.")
    )
    url = models.URLField(_("webadres"), max_length=300, blank=True)
    note = models.TextField(_("toelichting"), max_length=600, blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("publisher"),
        FieldRowPanel([FieldPanel("edition"), FieldPanel("year")]),
        FieldPanel("url"),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["-year", "title"]
        verbose_name = _("bron")
        verbose_name_plural = _("bronnen")

    def __str__(self) -> str:
        return self.title


class Monitor(models.Model):
    """A research that is repeated and published elsewhere, such as a health monitor."""

    name = models.CharField(_("naam"), max_length=160)
    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)
    owner = models.CharField(_("van wie"), max_length=160, blank=True)
    subjects = models.TextField(
        _("onderwerpen"), max_length=600, blank=True, help_text=_("Met een puntkomma ertussen.")
    )
    levels = models.CharField(_("voor welke gebieden"), max_length=200, blank=True)
    frequency = models.CharField(_("hoe vaak"), max_length=120, blank=True)
    website = models.URLField(_("webadres"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="monitors", verbose_name=_("genoemd in")
    )
    place_in_source = models.CharField(_("plaats in de bron"), max_length=120, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("owner"),
        FieldPanel("subjects"),
        FieldPanel("levels"),
        FieldPanel("frequency"),
        FieldPanel("website"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("place_in_source")]),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("monitor")
        verbose_name_plural = _("monitors")

    def __str__(self) -> str:
        return self.name

    @property
    def subject_list(self) -> list[str]:
        """The subjects one by one."""
        return [part.strip() for part in self.subjects.split(";") if part.strip()]
