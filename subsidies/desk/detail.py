"""One application: everything an officer needs to decide, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy, page_permission_policy

from subsidies import ledger
from subsidies.answers import sections_of
from subsidies.deciding import same_organisation, year_bounds
from subsidies.desk import words
from subsidies.desk.forms import AwardForm, RefuseForm
from subsidies.desk.listing import HEAVY_REGULATION_FIELDS, detail_url
from subsidies.models import Application, Ceiling, RegulationPage
from subsidies.models.applications import ApplicationQuerySet

DECIDE = "subsidies.decide_application"


@dataclass(frozen=True)
class CeilingLine:
    """What an award of the requested amount does to a ceiling, in euros."""

    ceiling: Ceiling
    requested: Decimal

    @property
    def after(self) -> Decimal:
        return self.ceiling.remaining - self.requested

    @property
    def is_too_low(self) -> bool:
        return self.after < 0

    @property
    def total_text(self) -> str:
        return words.euros(self.ceiling.amount)

    @property
    def before_text(self) -> str:
        return words.euros(self.ceiling.remaining)

    @property
    def after_text(self) -> str:
        return words.euros(self.after)


class ApplicationMixin(PermissionCheckedMixin):
    """A view of one application that the user may see; another one does not exist for this user (404)."""

    permission_policy = ModelPermissionPolicy(Application)
    any_permission_required = ["view"]
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        # Answers of applicants do not stay behind in a browser or a proxy.
        response["Cache-Control"] = "no-store"
        return response

    def get_queryset(self) -> ApplicationQuerySet:
        return Application.objects.visible_to(self.request.user)

    @cached_property
    def application(self) -> Application:
        related = (
            "place__municipality",
            "municipality",
            "theme",
            "category",
            "kind",
            "form_version",
            "round",
        )
        wanted = self.get_queryset().select_related(
            *related, "regulation", "decision__initiative", "decision__decided_by"
        )
        found: Application = get_object_or_404(wanted, pk=self.kwargs["pk"])
        return found

    @property
    def may_decide(self) -> bool:
        return bool(self.request.user.has_perm(DECIDE))


class ApplicationDetailView(ApplicationMixin, WagtailAdminTemplateMixin, TemplateView):
    """Answers, files, ceilings, history, and the two forms to decide."""

    template_name = "subsidies/desk/detail.html"
    header_icon = "form"

    # Set by the views that received a form with errors, so that nothing typed is lost.
    award_form: AwardForm | None = None
    refuse_form: RefuseForm | None = None

    def get_page_title(self) -> str:
        return self.application.reference

    def get_header_title(self) -> str:
        return str(self.application)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk:index"), "label": _("Aanvragen")},
            {"url": "", "label": self.application.reference},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if self.is_waiting and self.may_decide:
            buttons.append(
                HeaderButton(_("Neem een besluit"), url="#besluit-section", icon_name="edit", priority=10)
            )
        following = self.next_waiting
        if following is not None:
            buttons.append(
                HeaderButton(
                    _("Volgende aanvraag"), url=detail_url(following), icon_name="arrow-right", priority=20
                )
            )
        return buttons

    @property
    def is_waiting(self) -> bool:
        return self.application.status == Application.Status.SUBMITTED

    @cached_property
    def next_waiting(self) -> Application | None:
        """The next application that waits for a decision, in order of receipt; after the last the first."""
        waiting = (
            self.get_queryset()
            .filter(status=Application.Status.SUBMITTED)
            .exclude(pk=self.application.pk)
            .only("pk", "reference")
        )
        received = self.application.completed_at
        later = waiting.filter(
            Q(completed_at__gt=received) | Q(completed_at=received, pk__gt=self.application.pk)
        )
        return later.in_order_of_receipt().first() or waiting.in_order_of_receipt().first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            application=application,
            facts=self.get_facts(),
            sections=sections_of(application),
            ceilings=self.get_ceilings(),
            queue=self.get_queue(),
            others=self.get_others(),
            events=application.events.select_related("actor"),
            decision=words.decision_of(application),
            is_waiting=self.is_waiting,
            may_decide=self.may_decide,
        )
        if self.is_waiting and self.may_decide:
            context["award_form"] = self.award_form or AwardForm.for_application(application)
            context["refuse_form"] = self.refuse_form or RefuseForm(prefix="refuse")
        context.update(self.get_page_links())
        return context

    def get_facts(self) -> list[tuple[Any, str]]:
        """The facts that a decision rests on, as label and value."""
        application = self.application
        legal_form = dict(RegulationPage.LegalForm.choices).get(
            application.legal_form, application.legal_form
        )
        facts = [
            (_("Organisatie"), application.organisation),
            (_("Rechtsvorm"), str(legal_form)),
            (_("KVK-nummer"), application.organisation_number),
            (_("Regeling"), f"{application.regulation.title}, {application.round.name}"),
            (_("Gevraagd bedrag"), words.euros(application.requested_amount)),
            (_("Plaats"), words.where(application)),
            (_("Thema"), str(application.theme or "")),
            (_("Categorie"), str(application.category or "")),
            (_("Ontvangen"), words.moment(application.completed_at)),
            (_("E-mailadres"), application.email),
        ]
        return [(label, value) for label, value in facts if value]

    def get_ceilings(self) -> list[CeilingLine]:
        """Every ceiling that applies, with what it leaves before and after this request."""
        requested = self.application.requested_amount or Decimal(0)
        lines = [CeilingLine(ceiling, requested) for ceiling in ledger.applicable_ceilings(self.application)]
        return lines if self.is_waiting else [CeilingLine(line.ceiling, Decimal(0)) for line in lines]

    def get_queue(self) -> dict[str, Any]:
        """How many applications of this round came in earlier and still wait, and what they ask together."""
        if not self.is_waiting:
            return {}
        received = self.application.completed_at
        return Application.objects.filter(
            Q(completed_at__lt=received) | Q(completed_at=received, pk__lt=self.application.pk),
            round=self.application.round_id,
            status=Application.Status.SUBMITTED,
        ).aggregate(count=Count("pk"), amount=Sum("requested_amount"))

    def get_others(self) -> QuerySet[Application]:
        """What else this organisation sent or was awarded this calendar year, if the user may see it."""
        start, end = year_bounds(timezone.now())
        this_year = Q(submitted_at__gte=start, submitted_at__lt=end) | Q(
            decision__decided_at__gte=start, decision__decided_at__lt=end
        )
        return (
            self.get_queryset()
            .filter(this_year, same_organisation(self.application))
            .exclude(pk=self.application.pk)
            .for_desk()
            .defer("answers", *HEAVY_REGULATION_FIELDS)
            .in_order_of_receipt()
        )

    def get_page_links(self) -> dict[str, str]:
        """The addresses of the initiative's page: to finish it, and to read it once it is live."""
        decision = words.decision_of(self.application)
        if decision is None or decision.initiative is None:
            return {}
        page, links = decision.initiative, {}
        if page_permission_policy.user_has_permission_for_instance(self.request.user, "change", page):
            links["page_edit_url"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page.live:
            links["page_live_url"] = page.get_url(self.request) or ""
        return links
