"""An application, its files and everything that happened to it."""

from __future__ import annotations

import secrets
import uuid
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import EuroField
from core.models import Municipality, Place, Theme
from initiatives.models import InitiativeKind

from .forms import FormVersion
from .regulations import GrantCategory, RegulationPage
from .rounds import Round

# No vowels, so that no words appear; no 0/O, 1/I/L, 5/S, 2/Z or 8/B, which are misread on paper.
REFERENCE_ALPHABET = "3467CDFGHJKMNPQRTVWX9"


def new_reference() -> str:
    """Return a public reference such as "AV-7KQ4-MT9X": it can be read out, not guessed or counted."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(8))
    return f"AV-{letters[:4]}-{letters[4:]}"


def private_storage() -> Storage:
    """The storage of applicants' files: no URL, outside the public media."""
    return storages["private"]


def private_path(instance: ApplicationFile, filename: str) -> str:
    """Return a random name; the applicant's file name is kept in the database only."""
    return str(PurePosixPath("applications") / str(instance.application_id) / uuid.uuid4().hex)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Chainable selections of applications, named for their use."""

    def sent(self) -> ApplicationQuerySet:
        """Those that the officers may read: drafts belong to the applicant alone."""
        return self.exclude(status=Application.Status.DRAFT)

    def in_order_of_receipt(self) -> ApplicationQuerySet:
        """The order that counts when money is divided: total and stable."""
        return self.order_by("completed_at", "pk")

    def visible_to(self, user: Any) -> ApplicationQuerySet:
        """Those of the regulations that an officer works on; budget holders and managers see all."""
        if not user.is_active or not user.has_perm("subsidies.view_application"):
            return self.none()
        if user.is_superuser or user.has_perm("subsidies.view_all_applications"):
            return self.sent()
        return self.sent().filter(regulation__officers=user)

    def for_desk(self) -> ApplicationQuerySet:
        """With all a row of the officers' list shows, in one query."""
        return self.select_related("regulation", "round", "theme", "place", "municipality", "decision").defer(
            "answers"
        )


class Application(models.Model):
    """A request for a grant. Keeps the versions of regulation and form under which it was sent."""

    class Status(models.TextChoices):
        """Where the application stands."""

        DRAFT = "draft", _("Concept")
        SUBMITTED = "submitted", _("Ingediend")
        AWARDED = "awarded", _("Toegekend")
        REFUSED = "refused", _("Afgewezen")
        WITHDRAWN = "withdrawn", _("Ingetrokken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("kenmerk"), max_length=16, unique=True, default=new_reference, editable=False
    )
    regulation = models.ForeignKey(
        RegulationPage, on_delete=models.PROTECT, related_name="applications", verbose_name=_("regeling")
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="applications", verbose_name=_("ronde")
    )
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="applications", verbose_name=_("formulier")
    )
    regulation_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("versie van de regeling"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    email = models.EmailField(_("e-mailadres"))
    answers = models.JSONField(_("antwoorden"), default=dict, blank=True)
    created_at = models.DateTimeField(_("begonnen"), default=timezone.now, editable=False)
    last_activity_at = models.DateTimeField(_("laatst gewijzigd"), default=timezone.now)
    submitted_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)
    completed_at = models.DateTimeField(
        _("compleet"), null=True, blank=True, help_text=_("Dit moment telt voor de volgorde van binnenkomst.")
    )

    # Copied from the answers at sending, by the role of each question: what lists, money and the page need.
    organisation = models.CharField(_("organisatie"), max_length=200, blank=True)
    organisation_number = models.CharField(_("KVK-nummer"), max_length=8, blank=True)
    legal_form = models.CharField(_("rechtsvorm"), max_length=40, blank=True)
    title = models.CharField(_("naam van het plan"), max_length=160, blank=True)
    public_summary = models.TextField(_("korte uitleg voor iedereen"), blank=True)
    requested_amount = EuroField(_("gevraagd bedrag"), null=True, blank=True)
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("dorp of stad"),
    )
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("gemeente"),
    )  # fmt: skip
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("thema")
    )
    category = models.ForeignKey(
        GrantCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("categorie"),
    )  # fmt: skip
    kind = models.ForeignKey(
        InitiativeKind, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("soort initiatief"),
    )  # fmt: skip

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-created_at"]
        verbose_name = _("aanvraag")
        verbose_name_plural = _("aanvragen")
        permissions = [
            ("decide_application", _("Mag een aanvraag toekennen of afwijzen")),
            ("view_all_applications", _("Mag de aanvragen van alle regelingen zien")),
        ]
        indexes = [
            models.Index(fields=["regulation", "status", "completed_at"], name="application_desk"),
            models.Index(fields=["email", "created_at"], name="application_email"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_sent_has_moment",
                condition=models.Q(status="draft") | models.Q(submitted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    @property
    def is_draft(self) -> bool:
        """Whether the applicant is still writing."""
        return self.status == self.Status.DRAFT

    def log(self, kind: ApplicationEvent.Kind, *, actor: Any = None, **data: Any) -> ApplicationEvent:
        """Write an event of the audit trail; call it inside the transaction of what it tells."""
        return ApplicationEvent.objects.create(application=self, kind=kind, actor=actor, data=data)


class ApplicationFile(models.Model):
    """A document that the applicant sent along. Only served after a permission check on the object."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="files", verbose_name=_("aanvraag")
    )
    question_id = models.CharField(_("vraag"), max_length=40)
    file = models.FileField(_("bestand"), storage=private_storage, upload_to=private_path, max_length=160)
    name = models.CharField(_("naam"), max_length=160)
    content_type = models.CharField(_("soort"), max_length=120)
    size = models.PositiveIntegerField(_("grootte in bytes"))
    uploaded_at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("bestand")
        verbose_name_plural = _("bestanden")

    def __str__(self) -> str:
        return self.name


class ApplicationEvent(models.Model):
    """One line of the audit trail. Append-only; holds no answers and no addresses."""

    class Kind(models.TextChoices):
        """What happened."""

        STARTED = "started", _("Begonnen")
        LINK_SENT = "link_sent", _("Link gestuurd")
        OPENED = "opened", _("Geopend met de link")
        SAVED = "saved", _("Stap bewaard")
        FILE_ADDED = "file_added", _("Bestand toegevoegd")
        FILE_REMOVED = "file_removed", _("Bestand verwijderd")
        SUBMITTED = "submitted", _("Ingediend")
        FILE_DOWNLOADED = "file_downloaded", _("Bestand gedownload")
        AWARDED = "awarded", _("Toegekend")
        REFUSED = "refused", _("Afgewezen")
        PAGE_DRAFTED = "page_drafted", _("Concept van de initiatiefpagina gemaakt")
        WITHDRAWN = "withdrawn", _("Ingetrokken")

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="events", verbose_name=_("aanvraag")
    )
    kind = models.CharField(_("gebeurtenis"), max_length=16, choices=Kind.choices)
    at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("medewerker"),
    )  # fmt: skip
    data = models.JSONField(_("gegevens"), default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event. Raises TypeError for an existing one: the trail is append-only."""
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)
