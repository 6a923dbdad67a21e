"""Application forms: what officers edit, and the versions that applications are pinned to."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from core.fields import StreamField
from subsidies.blocks import Role, StepBlock, iter_questions
from subsidies.form_builder import StepForm
from subsidies.questions import Choices, steps_of

#: Without these answers an award cannot become a page: a form that lacks one cannot be published.
REQUIRED_ROLES = (
    Role.ORGANISATION,
    Role.ORGANISATION_NUMBER,
    Role.TITLE,
    Role.PUBLIC_SUMMARY,
    Role.PLACE,
    Role.AMOUNT,
)


class FormDefinition(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A form as officers edit it. Publishing makes a new `FormVersion`."""

    name = models.CharField(_("naam"), max_length=120, unique=True)
    steps = StreamField([("step", StepBlock())], verbose_name=_("stappen"), min_num=1)
    _revisions = GenericRelation(Revision, related_query_name="form_definition")

    panels = [FieldPanel("name"), FieldPanel("steps"), PublishingPanel()]

    class Meta:
        ordering = ["name"]
        verbose_name = _("aanvraagformulier")
        verbose_name_plural = _("aanvraagformulieren")

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> Any:
        return self._revisions

    def clean(self) -> None:
        """Refuse a form whose answers cannot be used; the message says which question is missing or double.

        Raises ValidationError on `steps`.
        """
        super().clean()
        roles = [
            question.value.get("role")
            for question in iter_questions(self.steps)
            if question.value.get("role")
        ]
        double = sorted({str(Role(role).label) for role in roles if roles.count(role) > 1})
        if double:
            raise ValidationError(
                {"steps": _("Deze vraag staat er twee keer in: %(names)s.") % {"names": ", ".join(double)}}
            )
        missing = [str(role.label) for role in REQUIRED_ROLES if role.value not in roles]
        if missing:
            raise ValidationError(
                {"steps": _("Er ontbreekt een vraag voor: %(names)s.") % {"names": ", ".join(missing)}}
            )

    @cached_property
    def current_version(self) -> FormVersion | None:
        """The version that a new application gets, or None before the first publication."""
        return self.versions.order_by("-number").first()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/apply/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        choices = Choices()
        forms = [StepForm(step, choices) for step in steps_of(self.steps)]
        return {**context, "form_definition": self, "forms": forms}


class FormVersion(models.Model):
    """A published form. It never changes: applications are read with the questions they answered."""

    definition = models.ForeignKey(
        FormDefinition, on_delete=models.PROTECT, related_name="versions", verbose_name=_("formulier")
    )
    number = models.PositiveIntegerField(_("versie"))
    steps = StreamField([("step", StepBlock())], verbose_name=_("stappen"))
    published_at = models.DateTimeField(_("gepubliceerd op"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["definition", "-number"]
        verbose_name = _("versie van een formulier")
        verbose_name_plural = _("versies van formulieren")
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="form_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.definition}, versie {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version. Raises TypeError for an existing one: versions never change."""
        if not self._state.adding:
            raise TypeError("A published form version never changes; publish a new one.")
        super().save(*args, **kwargs)

    @property
    def questions(self) -> list[Any]:
        """All questions in order, as stream children with `id`, `block_type` and `value`."""
        return list(iter_questions(self.steps))
