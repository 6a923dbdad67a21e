"""Who looks after what an initiative says, and when it was last checked. Never part of a public answer."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


class Freshness(models.Model):
    """One row per initiative, beside the page: publishing an older draft never brings an old date back.

    No row means: never checked and nobody to ask.
    """

    class CheckedBy(models.TextChoices):
        OWNER = "owner", _("het initiatief zelf")
        EDITOR = "editor", _("de redactie")
        IMPORT = "import", _("een ingelezen lijst")

    page = models.OneToOneField(
        "initiatives.InitiativePage",
        on_delete=models.CASCADE,
        related_name="freshness",
        verbose_name=_("initiatief"),
    )
    keeper_email = models.EmailField(
        _("e-mailadres van het initiatief"),
        blank=True,
        help_text=_("Hierheen gaat elk jaar de vraag of alles nog klopt. Dit adres komt niet op de website."),
    )
    checked_on = models.DateField(_("gecontroleerd op"), null=True, blank=True, db_index=True)
    checked_by = models.CharField(
        _("gecontroleerd door"), max_length=10, choices=CheckedBy.choices, blank=True
    )
    asked_on = models.DateField(_("gevraagd op"), null=True, blank=True)
    reminded_on = models.DateField(_("laatst herinnerd op"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("aantal herinneringen"), default=0)
    reported_gone_on = models.DateField(_("gemeld als gestopt op"), null=True, blank=True)

    class Meta:
        verbose_name = _("controle van een initiatief")
        verbose_name_plural = _("controles van initiatieven")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.checked_on or '-'}"


@register_setting(icon="history", order=40)
class FreshnessSettings(BaseSiteSetting):
    """The terms of the yearly check, in days. Each counts from the day of the last check."""

    ask_after = models.PositiveSmallIntegerField(
        _("vragen na (dagen)"),
        default=365,
        validators=[MinValueValidator(1)],
        help_text=_("Zo lang na de laatste controle krijgt het initiatief een e-mail."),
    )
    remind_every = models.PositiveSmallIntegerField(
        _("herinneren om de (dagen)"), default=14, validators=[MinValueValidator(1)]
    )
    most_reminders = models.PositiveSmallIntegerField(_("hoogste aantal herinneringen"), default=2)
    pale_after = models.PositiveSmallIntegerField(
        _("speld wordt vaal na (dagen)"), default=425, validators=[MinValueValidator(1)]
    )
    off_map_after = models.PositiveSmallIntegerField(
        _("van de kaart na (dagen)"), default=545, validators=[MinValueValidator(1)]
    )
    link_days = models.PositiveSmallIntegerField(
        _("links in e-mails werken (dagen)"), default=30, validators=[MinValueValidator(1)]
    )
    forget_reporters_after = models.PositiveSmallIntegerField(
        _("e-mailadressen van melders wissen na (dagen)"), default=90, validators=[MinValueValidator(1)]
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("ask_after"), FieldPanel("remind_every"), FieldPanel("most_reminders")],
            heading=_("Vragen of alles nog klopt"),
        ),
        MultiFieldPanel(
            [FieldPanel("pale_after"), FieldPanel("off_map_after")], heading=_("Als niemand antwoordt")
        ),
        MultiFieldPanel(
            [FieldPanel("link_days"), FieldPanel("forget_reporters_after")], heading=_("E-mail en privacy")
        ),
    ]

    class Meta:
        verbose_name = _("controle van initiatieven")
        verbose_name_plural = _("controle van initiatieven")

    def clean(self) -> None:
        """Raises ValidationError when the terms do not follow each other."""
        super().clean()
        if not (self.ask_after or 0) < (self.pale_after or 0) < (self.off_map_after or 0):
            raise ValidationError(
                {"off_map_after": _("De volgorde moet zijn: eerst vragen, dan vaal, dan van de kaart.")}
            )
