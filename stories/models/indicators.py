"""Tellen: what is counted, and each value with its area, period and source."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.models import Goal, Municipality, Region, Theme


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Chainable selections of indicators, named for their use."""

    def with_latest(self) -> IndicatorQuerySet:
        """Add the newest value for the whole province: `latest_value`, `latest_period`, `latest_source`.

        One query, whatever the number of indicators.
        """
        newest = (
            Observation.objects.filter(
                indicator=models.OuterRef("pk"),
                area_type=Observation.AreaType.PROVINCE,
                subgroup="",
                value__isnull=False,
            )
            .order_by("-period", "-pk")
            .values
        )
        return self.annotate(
            latest_value=models.Subquery(newest("value")[:1]),
            latest_period=models.Subquery(newest("period")[:1]),
            latest_source=models.Subquery(newest("source")[:1]),
        )


class Indicator(index.Indexed, models.Model):
    """A question that is answered by counting, such as "how many people volunteer?"."""

    class Direction(models.TextChoices):
        """Which way is good news."""

        HIGHER = "higher_is_better", _("Hoger is beter")
        LOWER = "lower_is_better", _("Lager is beter")
        NEUTRAL = "neutral", _("Geen van beide")

    name = models.CharField(_("naam"), max_length=160)
    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)
    question = models.CharField(
        _("vraag in gewone taal"),
        max_length=200,
        blank=True,
        help_text=_("Welke vraag beantwoordt dit cijfer?"),
    )
    answer_label = models.CharField(
        _("wat telt het cijfer?"),
        max_length=160,
        blank=True,
        help_text=_("Staat achter het getal, zoals: “van de inwoners doet vrijwilligerswerk”."),
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="indicators",
        verbose_name=_("thema"),
    )  # fmt: skip
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="indicators",
        verbose_name=_("doel"),
    )  # fmt: skip
    unit = models.CharField(_("eenheid"), max_length=40, help_text=_("Bijvoorbeeld: %, aantal of euro"))
    decimals = models.PositiveSmallIntegerField(_("cijfers achter de komma"), default=0)
    direction = models.CharField(
        _("richting"), max_length=20, choices=Direction.choices, default=Direction.NEUTRAL
    )
    description = models.TextField(_("uitleg"), blank=True)
    publisher = models.CharField(_("wie telt?"), max_length=120, blank=True)

    objects = IndicatorQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("question"),
        FieldPanel("answer_label"),
        FieldRowPanel([FieldPanel("theme"), FieldPanel("goal")]),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("decimals"), FieldPanel("direction")]),
        FieldPanel("description"),
        FieldPanel("publisher"),
    ]
    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("description"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")

    def __str__(self) -> str:
        return self.name

    @property
    def latest_text(self) -> str:
        """The newest value of the province in words; needs `with_latest()`."""
        return self.format(getattr(self, "latest_value", None))

    def format(self, value: Decimal | None) -> str:
        """Return a value as Dutch readers write it, with its unit: "52,6%", "€ 3.000", "43"."""
        if value is None:
            return str(_("geen cijfer"))
        digits = self.decimals if value != value.to_integral_value() else 0
        number = formats.number_format(value, decimal_pos=digits, use_l10n=True, force_grouping=True)
        if self.unit == "%":
            return f"{number}%"
        if self.unit == "euro":
            return f"€ {number}"
        return number


class Observation(models.Model):
    """One value of an indicator: for an area, a subgroup and a period, with its source."""

    class AreaType(models.TextChoices):
        """The level of the area."""

        COUNTRY = "country", _("Land")
        PROVINCE = "province", _("Provincie")
        REGION = "region", _("Regio")
        MUNICIPALITY = "municipality", _("Gemeente")
        PANEL = "panel", _("Panel")
        URBAN = "urban", _("Stad")
        RURAL = "rural", _("Platteland")

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="observations", verbose_name=_("indicator")
    )
    area_type = models.CharField(_("soort gebied"), max_length=12, choices=AreaType.choices)
    area = models.CharField(_("gebied"), max_length=80)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="observations",
        verbose_name=_("gemeente"),
    )  # fmt: skip
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="observations",
        verbose_name=_("regio"),
    )  # fmt: skip
    subgroup = models.CharField(_("groep"), max_length=120, blank=True)
    period = models.CharField(
        _("periode"), max_length=20, blank=True, help_text=_("Leeg betekent: de bron noemt geen jaar.")
    )
    value = models.DecimalField(
        _("waarde"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Leeg betekent: er is geen cijfer."),
    )
    note = models.CharField(_("opmerking"), max_length=200, blank=True)
    source = models.CharField(_("bron"), max_length=160)

    panels = [
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("area_type"), FieldPanel("area")]),
        FieldRowPanel([FieldPanel("municipality"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("subgroup"), FieldPanel("period")]),
        FieldPanel("value"),
        FieldPanel("note"),
        FieldPanel("source"),
    ]

    class Meta:
        ordering = ["indicator", "area_type", "area", "period"]
        verbose_name = _("waarneming")
        verbose_name_plural = _("waarnemingen")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_type", "area", "subgroup", "period", "source"],
                name="observation_once_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.area} {self.period}".strip()

    def clean(self) -> None:
        """Keep the level and the area consistent."""
        super().clean()
        if self.area_type == self.AreaType.MUNICIPALITY and not self.municipality:
            raise ValidationError({"municipality": _("Kies de gemeente van dit cijfer.")})
        if self.area_type == self.AreaType.REGION and not self.region:
            raise ValidationError({"region": _("Kies de regio van dit cijfer.")})
