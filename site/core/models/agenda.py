"""The social agenda: themes and the goals below them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Page


class Theme(ClusterableModel):
    """A theme of the agenda, such as "Naoberschap"."""

    name = models.CharField(_("naam"), max_length=60, unique=True)
    slug = models.SlugField(_("kort webadres"), max_length=60, unique=True)
    tagline = models.CharField(_("ondertitel"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("tagline"),
        FieldPanel("order"),
        InlinePanel("goals", heading=_("Doelen"), label=_("Doel")),
    ]

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("thema")
        verbose_name_plural = _("thema's")

    def __str__(self) -> str:
        return self.name

    @property
    def public_page(self) -> Page | None:
        """The published page about this theme, or None. A higher floor made the relation `page`."""
        page: Page | None = getattr(self, "page", None)
        return page if page and page.live else None


class Goal(models.Model):
    """A numbered goal below a theme."""

    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="goals", verbose_name=_("thema"))
    number = models.PositiveSmallIntegerField(_("nummer"), unique=True)
    title = models.CharField(_("doel"), max_length=200)
    plain = models.CharField(
        _("in gewone taal"),
        max_length=300,
        blank=True,
        help_text=_("Eén zin: wat merkt een inwoner van dit doel?"),
    )

    panels = [FieldPanel("number"), FieldPanel("title"), FieldPanel("plain")]

    class Meta:
        ordering = ["number"]
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
