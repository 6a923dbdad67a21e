"""Lists of initiatives that an editor brought in from a file, and what became of each row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """One file: read, checked without changing anything, brought in as a whole, and undone as a whole."""

    class Status(models.TextChoices):
        READ = "read", _("gelezen, kolommen nog te kiezen")
        CHECKED = "checked", _("nagekeken, nog niets veranderd")
        DONE = "done", _("ingelezen")
        UNDONE = "undone", _("teruggedraaid")

    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.READ)
    file_name = models.CharField(_("bestand"), max_length=200)
    header = models.JSONField(_("kolommen in het bestand"), default=list)
    rows = models.JSONField(_("rijen"), default=list)
    mapping = models.JSONField(_("gekozen kolommen"), default=dict, blank=True)
    report = models.JSONField(_("verslag per rij"), default=list, blank=True)
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
        verbose_name = _("ingelezen lijst")
        verbose_name_plural = _("ingelezen lijsten")

    def __str__(self) -> str:
        return self.file_name


class ImportedPage(models.Model):
    """What one row did, so that it can be undone: a page made, or a page changed and its revision before."""

    class Action(models.TextChoices):
        CREATED = "created", _("nieuw")
        UPDATED = "updated", _("bijgewerkt")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="pages")
    row_number = models.PositiveIntegerField(_("rij"))
    action = models.CharField(_("wat"), max_length=8, choices=Action.choices)
    page = models.ForeignKey(
        "initiatives.InitiativePage", null=True, on_delete=models.SET_NULL, related_name="imports"
    )
    made_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    previous_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=255)

    class Meta:
        ordering = ["row_number"]
        verbose_name = _("ingelezen initiatief")
        verbose_name_plural = _("ingelezen initiatieven")

    def __str__(self) -> str:
        return f"{self.row_number}: {self.title}"
