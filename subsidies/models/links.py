"""Links by e-mail instead of passwords."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .applications import Application

#: How long a link works. Short, because a mailbox may be shared; an old link offers to send a new one.
LINK_LIFETIME = timedelta(days=3)


class AccessLink(models.Model):
    """A link that opens one application, once. Only the hash of its secret is stored."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="links", verbose_name=_("aanvraag")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("gemaakt"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("geldig tot"))
    used_at = models.DateTimeField(_("gebruikt"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return f"link van {self.created_at:%Y-%m-%d}"

    @staticmethod
    def hash_token(token: str) -> str:
        """Return what is stored of a token."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, application: Application) -> str:
        """Make a link and return its secret token; the token itself is not stored anywhere."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            application=application,
            token_hash=cls.hash_token(token),
            expires_at=timezone.now() + LINK_LIFETIME,
        )
        return token

    @classmethod
    def find(cls, token: str) -> AccessLink | None:
        """Return the link of a token, also when it was used or has expired."""
        return cls.objects.select_related("application").filter(token_hash=cls.hash_token(token)).first()

    @property
    def is_valid(self) -> bool:
        """Whether the link still opens the application."""
        return self.used_at is None and timezone.now() < self.expires_at
