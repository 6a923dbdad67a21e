"""What people outside the editorial team propose: a new initiative, a change, or that something is wrong."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Proposal(models.Model):
    """One proposal, from the moment it is sent until an editor has handled it.

    Its number cannot be guessed. Address and answers are for editors only, and are wiped some time after
    handling (`FreshnessSettings.forget_reporters_after`).
    """

    class Kind(models.TextChoices):
        NEW = "new", _("aanmelding")
        CHANGE = "change", _("wijziging door het initiatief")
        REPORT = "report", _("melding")

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mailadres nog niet bevestigd")
        OPEN = "open", _("te behandelen")
        ACCEPTED = "accepted", _("overgenomen")
        DECLINED = "declined", _("niet overgenomen")

    class Reason(models.TextChoices):
        """What is wrong, in the words of the form "Klopt dit niet?"."""

        GONE = "gone", _("Dit bestaat niet meer")
        PLACE = "place", _("De plek of het adres klopt niet")
        HOURS = "hours", _("De openingstijden kloppen niet")
        CONTACT = "contact", _("Telefoon, e-mail of website klopt niet")
        TEXT = "text", _("De tekst klopt niet")
        DUPLICATE = "duplicate", _("Dit staat er dubbel op")
        PRIVACY = "privacy", _("Er staat iets op wat niet openbaar mag zijn")
        OTHER = "other", _("Iets anders")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.OPEN, db_index=True
    )
    page = models.ForeignKey(
        "initiatives.InitiativePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        verbose_name=_("initiatief"),
    )
    title = models.CharField(_("naam van het initiatief"), max_length=255)
    reason = models.CharField(_("wat klopt er niet?"), max_length=10, choices=Reason.choices, blank=True)
    explanation = models.TextField(_("toelichting"), max_length=1000, blank=True)
    answers = models.JSONField(_("antwoorden"), default=dict, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("concept"),
    )
    created_at = models.DateTimeField(_("ontvangen op"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("bevestigd op"), null=True, blank=True)
    handled_at = models.DateTimeField(_("behandeld op"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("behandeld door"),
    )
    answer = models.TextField(_("antwoord aan de melder"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("aanmelding of melding")
        verbose_name_plural = _("aanmeldingen en meldingen")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"
