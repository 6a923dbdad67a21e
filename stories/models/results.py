"""What was done: counts of awards, projects and participants."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.models import Goal, Theme
from stories.figures.numbers import value_words
from stories.figures.periods import period_words
from stories.models.sources import Source


class Result(models.Model):
    """One thing that was done in a year, with a number where the source gives one."""

    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)
    theme = models.ForeignKey(
        Theme,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="results",
        verbose_name=_("thema"),
    )
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="results", verbose_name=_("doel")
    )
    label = models.CharField(_("wat is er gedaan?"), max_length=160)
    period = models.CharField(
        _("jaar"), max_length=24, blank=True, help_text=_("Leeg betekent: de bron noemt geen jaar.")
    )
    value = models.DecimalField(_("aantal"), max_digits=15, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("eenheid"), max_length=40, blank=True)
    description = models.TextField(_("uitleg"), max_length=600, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="results", verbose_name=_("bron")
    )
    place_in_source = models.CharField(_("plaats in de bron"), max_length=120, blank=True)

    panels = [
        FieldPanel("label"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("theme"), FieldPanel("goal"), FieldPanel("period")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("place_in_source")]),
    ]

    class Meta:
        ordering = ["theme", "-period", "label"]
        verbose_name = _("resultaat")
        verbose_name_plural = _("resultaten")

    def __str__(self) -> str:
        return self.label

    @property
    def value_text(self) -> str:
        """The number with its unit, or nothing when there is none."""
        return "" if self.value is None else value_words(self.value, self.unit, 1)

    @property
    def period_text(self) -> str:
        return period_words(self.period)
