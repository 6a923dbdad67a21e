"""The decision on an application, and the initiative that grew out of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import EuroField
from initiatives.models import InitiativePage

from .applications import Application


class Decision(models.Model):
    """An award with an amount, or a refusal with a reason."""

    class Outcome(models.TextChoices):
        """What was decided."""

        AWARDED = "awarded", _("Toegekend")
        REFUSED = "refused", _("Afgewezen")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="decision", verbose_name=_("aanvraag")
    )
    outcome = models.CharField(_("besluit"), max_length=8, choices=Outcome.choices)
    amount = EuroField(_("toegekend bedrag"), null=True, blank=True)
    reason = models.TextField(_("uitleg"), blank=True)
    decided_at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("door"),
    )
    initiative = models.OneToOneField(
        InitiativePage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grant",
        verbose_name=_("initiatief"),
    )

    class Meta:
        ordering = ["-decided_at"]
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        constraints = [
            models.CheckConstraint(
                name="decision_award_has_amount_refusal_has_reason",
                condition=(
                    models.Q(outcome="awarded", amount__gt=0)
                    | (models.Q(outcome="refused", amount__isnull=True) & ~models.Q(reason=""))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.application}"
