"""Tellen: each value with its area, group, period and source; what was corrected; what is aimed for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.models import Municipality, Region
from stories.figures.numbers import value_words
from stories.figures.periods import last_day_of, parse_period, period_words
from stories.models.sources import Source


class AreaType(models.TextChoices):
    """The level of the area of a value."""

    COUNTRY = "country", _("Land")
    PROVINCE = "province", _("Provincie")
    REGION = "region", _("Regio")
    MUNICIPALITY = "municipality", _("Gemeente")
    PLACE = "place", _("Dorp of stad")
    PANEL = "panel", _("Panel")
    URBAN = "urban", _("Stad")
    RURAL = "rural", _("Platteland")
    SUBGROUP = "subgroup", _("Deel van de inwoners")
    UNKNOWN = "unknown", _("Gebied niet genoemd")


def area_in_words(area_type: str, name: str) -> str:
    """Return an area as people call it: "Drenthe", "panel van Drenthe", "gebied niet genoemd"."""
    if area_type == AreaType.PANEL:
        return str(_("panel van %(area)s") % {"area": name})
    if area_type == AreaType.RURAL:
        return str(_("landelijk gebied van %(area)s") % {"area": name})
    if area_type == AreaType.URBAN:
        return str(_("steden van %(area)s") % {"area": name})
    return name or str(AreaType.UNKNOWN.label).lower()


class Nature(models.TextChoices):
    """Whether somebody counted it, estimated it, expects it or wants it."""

    MEASURED = "measured", _("meting")
    ESTIMATE = "estimate", _("schatting")
    FORECAST = "forecast", _("prognose")
    AIM = "aim", _("doel")


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Chainable selections of observations, named for their use."""

    def counted(self) -> ObservationQuerySet:
        """Without forecasts and aims: what is or was so."""
        return self.filter(nature__in=[Nature.MEASURED, Nature.ESTIMATE])

    def newest_first(self) -> ObservationQuerySet:
        """The newest period first; values without a period come last, the newest source first."""
        return self.order_by(
            models.F("last_day").desc(nulls_last=True), models.F("source__year").desc(nulls_last=True), "-pk"
        )


#: What a correction may change, and keeps.
VALUE_FIELDS = (
    "value",
    "value_high",
    "qualifier",
    "nature",
    "status",
    "denominator",
    "note",
    "place_in_source",
)


class Observation(models.Model):
    """One value of an indicator: for an area, a subgroup and a period, with its source."""

    AreaType = AreaType
    Nature = Nature

    class Status(models.TextChoices):
        FINAL = "final", _("definitief")
        PROVISIONAL = "provisional", _("voorlopig")

    indicator = models.ForeignKey(
        "stories.Indicator",
        on_delete=models.CASCADE,
        related_name="observations",
        verbose_name=_("indicator"),
    )
    area_type = models.CharField(_("soort gebied"), max_length=12, choices=AreaType.choices)
    area = models.CharField(_("gebied"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="observations",
        verbose_name=_("gemeente"),
    )  # fmt: skip
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="observations",
        verbose_name=_("regio"),
    )  # fmt: skip
    subgroup = models.CharField(
        _("groep of antwoord"), max_length=120, blank=True, help_text=_("Leeg betekent: iedereen.")
    )
    period = models.CharField(
        _("periode"),
        max_length=24,
        blank=True,
        help_text=_("Bijvoorbeeld 2023, 2020-11 of 2022-2024. Leeg betekent: de bron noemt geen jaar."),
    )
    last_day = models.DateField(_("laatste dag van de periode"), null=True, blank=True, editable=False)
    value = models.DecimalField(
        _("waarde"),
        max_digits=15,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Leeg betekent: er is geen cijfer."),
    )
    value_high = models.DecimalField(
        _("tot"),
        max_digits=15,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Alleen als de bron “van … tot …” zegt."),
    )
    qualifier = models.CharField(
        _("woorden erbij"),
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text=_("Zoals de bron het zegt: ongeveer, bijna, meer dan, PM."),
    )
    nature = models.CharField(
        _("aard"), max_length=8, choices=Nature.choices, default=Nature.MEASURED, db_default="measured"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.FINAL, db_default="final"
    )
    denominator = models.DecimalField(
        _("van hoeveel"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Over hoeveel mensen of huishoudens gaat het percentage?"),
    )
    note = models.CharField(_("opmerking"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="observations", verbose_name=_("bron")
    )
    place_in_source = models.CharField(
        _("plaats in de bron"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Bladzijde, tabel of hoofdstuk."),
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "area_type", "area", "period"]
        verbose_name = _("waarde")
        verbose_name_plural = _("waarden")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_type", "area", "subgroup", "period", "source"],
                name="observation_once_per_source",
            ),
            models.CheckConstraint(
                condition=models.Q(value_high=None) | models.Q(value_high__gte=models.F("value")),
                name="observation_range_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["area_type", "area", "subgroup", "indicator", "-last_day"], name="observation_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.area_words} {self.period}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.last_day = last_day_of(self.period)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Keep level and area consistent and the period readable."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.area_type == AreaType.MUNICIPALITY and not self.municipality:
            errors["municipality"] = _("Kies de gemeente van dit cijfer.")
        if self.area_type != AreaType.UNKNOWN and not self.area:
            errors["area"] = _("Schrijf op voor welk gebied dit cijfer is.")
        try:
            parse_period(self.period)
        except ValueError:
            errors["period"] = _("Deze periode begrijpen wij niet. Schrijf bijvoorbeeld 2023 of 2020-11.")
        if self.value_high is not None and (self.value is None or self.value_high < self.value):
            errors["value_high"] = _("“Tot” is lager dan de waarde. Draai ze om.")
        if errors:
            raise ValidationError(errors)

    @property
    def area_words(self) -> str:
        """The area as people call it."""
        return area_in_words(self.area_type, self.area)

    @property
    def period_text(self) -> str:
        """The period in words, never empty."""
        return period_words(self.period)

    @property
    def is_expected(self) -> bool:
        """Whether it is a forecast or an aim: nothing that was counted."""
        return self.nature in (Nature.FORECAST, Nature.AIM)


class Correction(models.Model):
    """What a value was before it was corrected, and why. Nothing is ever removed from this list."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField(_("reden"), max_length=300)
    value = models.DecimalField(_("waarde"), max_digits=15, decimal_places=4, null=True)
    value_high = models.DecimalField(_("tot"), max_digits=15, decimal_places=4, null=True)
    qualifier = models.CharField(_("woorden erbij"), max_length=80, blank=True)
    nature = models.CharField(_("aard"), max_length=8, choices=Nature.choices)
    status = models.CharField(_("status"), max_length=12, choices=Observation.Status.choices)
    denominator = models.DecimalField(_("van hoeveel"), max_digits=15, decimal_places=2, null=True)
    note = models.CharField(_("opmerking"), max_length=300, blank=True)
    place_in_source = models.CharField(_("plaats in de bron"), max_length=120, blank=True)
    corrected_at = models.DateTimeField(_("verbeterd op"), auto_now_add=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("door"),
    )

    class Meta:
        ordering = ["-corrected_at", "-pk"]
        verbose_name = _("verbetering")
        verbose_name_plural = _("verbeteringen")

    def __str__(self) -> str:
        return f"{self.observation_id}: {self.reason}"

    @classmethod
    def keeping(cls, before: Observation, reason: str, user: Any = None) -> Correction:
        """Return the (unsaved) record of what an observation was; `before` has the values of before."""
        kept = {name: getattr(before, name) for name in VALUE_FIELDS}
        return cls(observation_id=before.pk, reason=reason, corrected_by=user, **kept)


class Target(models.Model):
    """What is aimed for with an indicator, and where it started."""

    class Kind(models.TextChoices):
        VALUE = "value", _("de waarde moet dit worden")
        CHANGE = "change", _("de waarde moet zoveel procent veranderen")
        AT_MOST = "at_most", _("de waarde mag hoogstens dit zijn")
        AT_LEAST_YEARLY = "at_least_yearly", _("elk jaar minstens zoveel")
        WORDS = "words", _("alleen in woorden")

    indicator = models.ForeignKey(
        "stories.Indicator", on_delete=models.CASCADE, related_name="targets", verbose_name=_("indicator")
    )
    kind = models.CharField(_("soort doel"), max_length=16, choices=Kind.choices, default=Kind.VALUE)
    value = models.DecimalField(_("doel"), max_digits=15, decimal_places=4, null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("in welk jaar"), null=True, blank=True)
    baseline = models.DecimalField(_("beginwaarde"), max_digits=15, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("jaar van de beginwaarde"), null=True, blank=True)
    note = models.CharField(_("in woorden"), max_length=300, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="targets", verbose_name=_("bron")
    )
    place_in_source = models.CharField(_("plaats in de bron"), max_length=120, blank=True)

    panels = [
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("value"), FieldPanel("year")]),
        FieldRowPanel([FieldPanel("baseline"), FieldPanel("baseline_year")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("place_in_source")]),
    ]

    class Meta:
        ordering = ["indicator", "year", "pk"]
        verbose_name = _("doel van een cijfer")
        verbose_name_plural = _("doelen van cijfers")

    def __str__(self) -> str:
        return f"{self.indicator}: {self.get_kind_display()}"

    def clean(self) -> None:
        """A target is a number or words."""
        super().clean()
        if self.kind != self.Kind.WORDS and self.value is None:
            raise ValidationError({"value": _("Vul het doel in, of kies “alleen in woorden”.")})
        if self.kind == self.Kind.WORDS and not self.note:
            raise ValidationError({"note": _("Schrijf het doel op in woorden.")})

    def words(self, unit: str, decimals: int) -> str:
        """Return what is aimed for, as a reader says it: "hoogstens 6 minuten", "10% minder dan …"."""
        if self.value is None:
            return self.note
        value: Decimal = self.value
        if self.kind == self.Kind.CHANGE:
            share = value_words(abs(value), "%", 1)
            return str((_("%(share)s minder") if value < 0 else _("%(share)s meer")) % {"share": share})
        text = value_words(value, unit, decimals)
        if self.kind == self.Kind.AT_MOST:
            return str(_("hoogstens %(value)s") % {"value": text})
        if self.kind == self.Kind.AT_LEAST_YEARLY:
            return str(_("elk jaar minstens %(value)s") % {"value": text})
        return text
