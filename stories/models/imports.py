"""Lists of figures that an editor brought in, and what each row did, so that it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureImport(models.Model):
    """One list: read, checked without changing anything, brought in as a whole, and undone as a whole."""

    class Kind(models.TextChoices):
        """What the rows are."""

        OBSERVATIONS = "observations", _("Waarden")
        INDICATORS = "indicators", _("Indicatoren")
        TARGETS = "targets", _("Doelen")
        RESULTS = "results", _("Resultaten")
        MONITORS = "monitors", _("Monitors")

    class Status(models.TextChoices):
        READ = "read", _("gelezen, kolommen nog te kiezen")
        CHECKED = "checked", _("nagekeken, nog niets veranderd")
        DONE = "done", _("ingelezen")
        UNDONE = "undone", _("teruggedraaid")

    kind = models.CharField(_("soort lijst"), max_length=12, choices=Kind.choices, default=Kind.OBSERVATIONS)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.READ)
    file_name = models.CharField(_("bestand"), max_length=200)
    header = models.JSONField(_("kolommen in het bestand"), default=list)
    rows = models.JSONField(_("rijen"), default=list)
    row_numbers = models.JSONField(_("nummers van de rijen"), default=list)
    mapping = models.JSONField(_("gekozen kolommen en vaste waarden"), default=dict, blank=True)
    report = models.JSONField(_("verslag"), default=dict, blank=True)
    reason = models.CharField(_("reden van verbeteringen"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("gelezen op"), auto_now_add=True)
    done_at = models.DateTimeField(_("ingelezen op"), null=True, blank=True)
    undone_at = models.DateTimeField(_("teruggedraaid op"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("door"),
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("ingelezen lijst met cijfers")
        verbose_name_plural = _("ingelezen lijsten met cijfers")

    def __str__(self) -> str:
        return self.file_name


class ImportedRow(models.Model):
    """What one row of a list did to one record: its values before (none for a new one) and after."""

    batch = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="imported")
    row_number = models.PositiveIntegerField(_("rij"))
    object_pk = models.PositiveBigIntegerField(_("nummer"))
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        ordering = ["row_number"]
        verbose_name = _("ingelezen rij")
        verbose_name_plural = _("ingelezen rijen")

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row_number}"
