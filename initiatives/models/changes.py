"""What changed in the public initiatives, in the order in which it became visible."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeCounter(models.Model):
    """One row with the number of the last change.

    Whoever writes a change locks this row until the end of the transaction. So numbers become visible in
    their own order, and who has seen number n has missed nothing before it.
    """

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """One change of one initiative, or of something that many of them show (no page)."""

    class Kind(models.TextChoices):
        CHANGED = "changed", _("veranderd")
        REMOVED = "removed", _("weg")
        EVERYTHING = "everything", _("alles opnieuw")

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # No foreign key: what is removed has no row any more, and its number must stay known.
    page_id = models.PositiveBigIntegerField(null=True, db_index=True)
    slug = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("wijziging")
        verbose_name_plural = _("wijzigingen")

    def __str__(self) -> str:
        return f"{self.number}: {self.get_kind_display()} {self.page_id or ''}"
