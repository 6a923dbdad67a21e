"""Rounds and their ceilings. A ledger of entries per ceiling is the only truth about the money."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.fields import EuroField
from core.models import Region, Theme

from .regulations import GrantCategory, RegulationPage


class RoundManager(models.Manager["Round"]):
    """Rounds with the total ceiling in the same query, as `total_amount` and `total_committed`."""

    def get_queryset(self) -> models.QuerySet[Round]:
        total = Ceiling.objects.filter(round=models.OuterRef("pk"), scope=Ceiling.Scope.TOTAL)
        return (
            super()
            .get_queryset()
            .annotate(
                total_amount=models.Subquery(total.values("amount")[:1]),
                total_committed=models.Subquery(total.values("committed")[:1]),
            )
        )


class CeilingManager(models.Manager["Ceiling"]):
    """Ceilings with what they are for, so that a label needs no query."""

    def get_queryset(self) -> models.QuerySet[Ceiling]:
        return super().get_queryset().select_related("theme", "category", "region").order_by("pk")


class Round(models.Model):
    """A period in which one can apply, from opening up to (not including) the closing moment."""

    regulation = models.ForeignKey(
        RegulationPage, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("regeling")
    )
    name = models.CharField(_("naam"), max_length=80, help_text=_("Bijvoorbeeld: 2026"))
    opens_at = models.DateTimeField(_("open vanaf"))
    closes_at = models.DateTimeField(_("gesloten vanaf"))
    example_dates = models.BooleanField(
        _("voorbeelddatums"),
        default=False,
        help_text=_("Zet dit aan als de data niet zijn vastgesteld. De bezoeker ziet dan “voorbeeld”."),
    )

    objects = RoundManager()

    class Meta:
        ordering = ["-opens_at"]
        verbose_name = _("aanvraagronde")
        verbose_name_plural = _("aanvraagrondes")
        constraints = [
            models.CheckConstraint(
                name="round_opens_before_it_closes", condition=models.Q(opens_at__lt=models.F("closes_at"))
            ),
            models.UniqueConstraint(fields=["regulation", "name"], name="round_name_once_per_regulation"),
        ]

    def __str__(self) -> str:
        return f"{self.regulation.title} – {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValidationError({"closes_at": _("De ronde moet later sluiten dan zij opent.")})

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether the round is open at a moment; the closing moment itself is too late."""
        return self.opens_at <= (now or timezone.now()) < self.closes_at

    @cached_property
    def total_ceiling(self) -> Ceiling | None:
        """The ceiling of the whole round, if one is set."""
        amount: Decimal | None = getattr(self, "total_amount", None)
        if amount is None:
            known_to_have_none = hasattr(self, "total_amount")
            return None if known_to_have_none else self.ceilings.filter(scope=Ceiling.Scope.TOTAL).first()
        committed: Decimal = getattr(self, "total_committed", Decimal(0))
        return Ceiling(round=self, scope=Ceiling.Scope.TOTAL, amount=amount, committed=committed)

    @property
    def sub_ceilings(self) -> list[Ceiling]:
        """The ceilings for a part of the round."""
        return [c for c in self.ceilings.all() if c.scope != Ceiling.Scope.TOTAL]


class Ceiling(models.Model):
    """The most that may be awarded in a round, in total or for one theme, category or region."""

    class Scope(models.TextChoices):
        """The awards that count against a ceiling."""

        TOTAL = "total", _("De hele ronde")
        THEME = "theme", _("Eén thema")
        CATEGORY = "category", _("Eén categorie")
        REGION = "region", _("Eén regio")

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="ceilings", verbose_name=_("ronde")
    )
    scope = models.CharField(_("geldt voor"), max_length=8, choices=Scope.choices, default=Scope.TOTAL)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("thema")
    )
    category = models.ForeignKey(
        GrantCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("categorie"),
    )  # fmt: skip
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("regio")
    )
    amount = EuroField(_("bedrag"))
    # The sum of the ledger, kept in the same transaction so that the database itself can refuse to pass
    # the ceiling; the entries stay the truth (`ledger.recount` compares).
    committed = EuroField(_("vastgelegd"), default=Decimal(0), editable=False)

    objects = CeilingManager()

    class Meta:
        ordering = ["round", "pk"]
        verbose_name = _("subsidieplafond")
        verbose_name_plural = _("subsidieplafonds")
        constraints = [
            models.CheckConstraint(
                name="ceiling_never_passed",
                condition=models.Q(committed__gte=0, committed__lte=models.F("amount")),
            ),
            models.CheckConstraint(
                name="ceiling_scope_names_its_part",
                condition=(
                    models.Q(scope="total", theme=None, category=None, region=None)
                    | models.Q(scope="theme", theme__isnull=False, category=None, region=None)
                    | models.Q(scope="category", theme=None, category__isnull=False, region=None)
                    | models.Q(scope="region", theme=None, category=None, region__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(scope="total"), name="ceiling_one_total_per_round"
            ),
            models.UniqueConstraint(
                fields=["round", "theme"], condition=models.Q(scope="theme"), name="ceiling_once_per_theme"
            ),
            models.UniqueConstraint(
                fields=["round", "category"],
                condition=models.Q(scope="category"),
                name="ceiling_once_per_category",
            ),
            models.UniqueConstraint(
                fields=["round", "region"], condition=models.Q(scope="region"), name="ceiling_once_per_region"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.label}"

    @property
    def label(self) -> str:
        """What the ceiling is for, in words."""
        part = self.theme or self.category or self.region
        return str(part) if part else str(_("Totaal"))

    @property
    def remaining(self) -> Decimal:
        """What can still be awarded, in euros."""
        return self.amount - self.committed

    def clean(self) -> None:
        super().clean()
        wanted = {"theme": self.theme, "category": self.category, "region": self.region}
        for name, value in wanted.items():
            if name == self.scope and value is None:
                raise ValidationError({name: _("Kies waarvoor dit plafond geldt.")})
            if name != self.scope and value is not None:
                raise ValidationError({name: _("Laat dit leeg: het plafond geldt voor iets anders.")})
        if self.amount is not None and self.amount < self.committed:
            raise ValidationError(
                {"amount": _("Er is al meer toegekend dan dit bedrag. Kies een hoger bedrag.")}
            )
        if self.category and self.category.regulation_id != self.round.regulation_id:
            raise ValidationError({"category": _("Deze categorie hoort bij een andere regeling.")})


class LedgerEntry(models.Model):
    """One change of what is committed under a ceiling. Written once, never changed or removed."""

    class Kind(models.TextChoices):
        """Why the amount changed."""

        RESERVED = "reserved", _("Gereserveerd")
        RELEASED = "released", _("Vrijgegeven")
        AWARDED = "awarded", _("Toegekend")
        SETTLED = "settled", _("Vastgesteld")

    ceiling = models.ForeignKey(
        Ceiling, on_delete=models.PROTECT, related_name="entries", verbose_name=_("plafond")
    )
    application = models.ForeignKey(
        "subsidies.Application",
        on_delete=models.PROTECT,
        related_name="ledger_entries",
        verbose_name=_("aanvraag"),
    )
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices)
    amount = EuroField(_("bedrag"), help_text=_("Met teken: vrijgeven en lager vaststellen is negatief."))
    created_at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("door"),
    )

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("boeking")
        verbose_name_plural = _("boekingen")
        constraints = [
            models.CheckConstraint(
                name="ledger_sign_fits_kind",
                condition=(
                    models.Q(kind__in=["reserved", "awarded"], amount__gt=0)
                    | models.Q(kind="released", amount__lt=0)
                    | models.Q(kind="settled", amount__lte=0)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} € {self.amount}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry. Raises TypeError for an existing one: the ledger is append-only."""
        if self.pk is not None:
            raise TypeError("A ledger entry is never changed; write a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise TypeError: the ledger is append-only."""
        raise TypeError("A ledger entry is never removed; write a new one.")
