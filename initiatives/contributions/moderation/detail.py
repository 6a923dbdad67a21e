"""One proposal: what was sent beside what is public, and what an editor can do with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy, page_permission_policy

from initiatives.contributions import content, likeness, moderating
from initiatives.contributions.moderation.reach import proposals_of
from initiatives.models import InitiativePage, Proposal

#: The names of the buttons.
PUBLISH, ACCEPT, DECLINE = "publish", "accept", "decline"


class DeclineForm(forms.Form):
    """Why nothing is done with it."""

    reason = forms.CharField(
        label=_("Waarom neemt u het niet over?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Schrijf waarom u het niet overneemt.")},
    )

    def __init__(self, *args: Any, is_mailed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("De melder leest deze tekst in een e-mail. Schrijf in gewone woorden.")
            if is_mailed
            else _("Er is geen e-mailadres van de melder. Alleen de redactie leest dit.")
        )


class ProposalView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Context: proposal, facts, lines, has_changes, duplicates, has_other_work, may_publish, links.

    And decline_form, as long as it is open.
    """

    template_name = "initiatives/admin/contributions/detail.html"
    permission_policy = ModelPermissionPolicy(Proposal)
    any_permission_required = ["change"]
    header_icon = "mail"
    http_method_names = ["get", "post"]
    request: HttpRequest
    kwargs: dict[str, Any]
    decline_form: DeclineForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        # Addresses of senders do not stay behind in a browser or a proxy.
        response["Cache-Control"] = "no-store"
        return response

    @cached_property
    def proposal(self) -> Proposal:
        """The proposal; one about a page that this user may not change does not exist here (404)."""
        related = ("page__kind", "page__place", "page__municipality", "revision", "handled_by")
        return get_object_or_404(
            proposals_of(self.request.user).select_related(*related), pk=self.kwargs["pk"]
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handle it; with an error the screen is shown again and nothing is done."""
        try:
            if PUBLISH in request.POST:
                done = self._publish()
            elif ACCEPT in request.POST:
                moderating.take_over(self.proposal, request.user)
                done = _now("Overgenomen: %(title)s. Op de website is nog niets veranderd.")
            elif DECLINE in request.POST:
                done = self._decline()
            else:
                done = ""
        except moderating.AlreadyHandled:
            messages.error(request, _now("Een collega was u voor: dit is al behandeld."))
            return redirect(request.path)
        if not done:
            return self.render_to_response(self.get_context_data())
        messages.success(request, done % {"title": self.proposal.title})
        return redirect("proposals:index")

    def _publish(self) -> str:
        """Publish the draft; return what to say, or nothing when it did not go."""
        try:
            handled = moderating.publish(self.proposal, self.request.user)
        except PermissionDenied:
            raise
        except moderating.NothingToPublish:
            messages.error(self.request, _now("Er is geen concept om te publiceren."))
            return ""
        except ValidationError as error:
            words = "; ".join(error.messages)
            messages.error(
                self.request,
                _now("Publiceren lukt nog niet: %(words)s Open het concept en maak het af.")
                % {"words": words},
            )
            return ""
        if handled.status == Proposal.Status.OPEN:
            return _now("Ingepland: %(title)s. De pagina komt op het gekozen moment op de website.")
        return _now("Gepubliceerd: %(title)s. De pagina staat op de website.")

    def _decline(self) -> str:
        form = DeclineForm(self.request.POST, is_mailed=bool(self.proposal.email))
        if not form.is_valid():
            self.decline_form = form
            messages.error(self.request, _now("Er is nog niets gedaan. Schrijf eerst een reden."))
            return ""
        mailed = bool(self.proposal.email)
        moderating.decline(self.proposal, self.request.user, form.cleaned_data["reason"])
        if mailed:
            return _now("Niet overgenomen: %(title)s. De melder krijgt een e-mail.")
        return _now("Niet overgenomen: %(title)s.")

    def get_page_title(self) -> str:
        return self.proposal.title

    def get_header_title(self) -> str:
        return str(self.proposal)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("proposals:index"), "label": _("Aanmeldingen")},
            {"url": "", "label": self.proposal.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        context: dict[str, Any] = super().get_context_data(**kwargs)
        lines, new = self._lines()
        is_open = proposal.status == Proposal.Status.OPEN
        context.update(
            proposal=proposal,
            is_open=is_open,
            is_report=proposal.kind == Proposal.Kind.REPORT,
            is_new=proposal.kind == Proposal.Kind.NEW,
            facts=self._facts(),
            lines=lines,
            has_changes=any(line.changed for line in lines),
            duplicates=self._duplicates(new) if is_open and proposal.kind == Proposal.Kind.NEW else [],
            may_publish=self._may("publish") and proposal.revision is not None,
            has_other_work=is_open and moderating.has_other_work(proposal),
            links=self._links(),
            buttons={"publish": PUBLISH, "accept": ACCEPT, "decline": DECLINE},
        )
        if is_open:
            context["decline_form"] = self.decline_form or DeclineForm(is_mailed=bool(proposal.email))
        return context

    def _may(self, action: str) -> bool:
        page = self.proposal.page
        return page is not None and page_permission_policy.user_has_permission_for_instance(
            self.request.user, action, page
        )

    def _facts(self) -> list[tuple[Any, str]]:
        proposal = self.proposal
        by_owner = proposal.kind == Proposal.Kind.CHANGE or proposal.answers.get("by_owner")
        handled_by = proposal.handled_by
        facts = [
            (_("Soort"), proposal.get_kind_display()),
            (_("Wat klopt er niet?"), proposal.get_reason_display()),
            (_("Van"), _now("het initiatief zelf") if by_owner else ""),
            (_("Ontvangen"), _moment(proposal.created_at)),
            (_("Toelichting"), proposal.explanation),
            (_("E-mailadres van de melder"), proposal.email),
            (_("Behandeld"), _moment(proposal.handled_at)),
            (_("Behandeld door"), (handled_by.get_full_name() or str(handled_by)) if handled_by else ""),
            (_("Antwoord aan de melder"), proposal.answer),
        ]
        return [(label, value) for label, value in facts if value]

    def _lines(self) -> tuple[list[content.Line], content.Answers]:
        """Return every answer beside what is public now, and what the draft says."""
        proposal, page = self.proposal, self.proposal.page
        if proposal.kind == Proposal.Kind.REPORT:
            return [], {}
        public = content.answers_of(page) if page is not None and page.live else None
        new = {**(public or {}), **self._draft()}
        return content.compare(public, new), new

    def _draft(self) -> content.Answers:
        """Return what the draft says; without a draft, or one that cannot be read any more, what was sent."""
        if self.proposal.status == Proposal.Status.OPEN:
            draft = content.version(self.proposal.revision)
            if draft is not None:
                return content.answers_of(draft)
        return {name: value for name, value in self.proposal.answers.items() if name in content.LABELS}

    def _duplicates(self, new: content.Answers) -> list[tuple[InitiativePage, str]]:
        """Return what looks like it, drafts included, with where to read it."""
        found = likeness.duplicates(new, exclude=self.proposal.page_id, public=False)
        return [(page, reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in found]

    def _links(self) -> dict[str, str]:
        proposal, page = self.proposal, self.proposal.page
        links: dict[str, str] = {}
        if page is None:
            return links
        links["edit"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page.live:
            links["public"] = page.get_url(self.request) or ""
            if proposal.revision_id:
                links["compare"] = reverse(
                    "wagtailadmin_pages:revisions_compare", args=[page.pk, "live", proposal.revision_id]
                )
            if proposal.reason == Proposal.Reason.GONE and self._may("publish"):
                links["unpublish"] = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        return links


def _moment(value: Any) -> str:
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""
