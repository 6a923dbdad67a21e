"""The list of what others sent, with the number of open ones in the menu."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from initiatives.contributions.moderating import HANDLE
from initiatives.contributions.moderation.detail import ProposalView
from initiatives.contributions.moderation.reach import proposals_of
from initiatives.models import Proposal

#: The screens that do not exist: nobody adds, edits or removes a proposal by hand.
_ABSENT = ("add", "edit", "delete", "history", "usage", "inspect")


class ProposalFilterSet(WagtailFilterSet):
    """Kind, status and reason; several of each may be chosen."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[c for c in Proposal.Status.choices if c[0] != Proposal.Status.UNCONFIRMED],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Soort"), choices=Proposal.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = django_filters.MultipleChoiceFilter(
        label=_("Wat klopt er niet?"), choices=Proposal.Reason.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Proposal
        fields = ["status", "kind", "reason"]


def detail_url(proposal: Proposal) -> str:
    """Return the address of a proposal in the editors' screens."""
    return reverse("proposals:detail", args=[proposal.pk])


class ProposalListView(IndexView):
    """What waits comes first, the oldest on top; then the rest, the newest on top."""

    model = Proposal
    page_title = _("Aanmeldingen")
    any_permission_required = ["change"]
    filterset_class = ProposalFilterSet
    search_fields = ["title"]
    is_searchable = True
    default_ordering = "waiting"
    columns = [
        TitleColumn("title", label=_("Initiatief"), get_url=detail_url, sort_key="title"),
        Column("kind", label=_("Soort"), accessor="get_kind_display"),
        Column("reason", label=_("Wat klopt er niet?"), accessor="get_reason_display"),
        StatusTagColumn(
            "status",
            label=_("Status"),
            accessor="get_status_display",
            primary=lambda proposal: proposal.status == Proposal.Status.OPEN,
        ),
        Column(
            "created_at",
            label=_("Ontvangen"),
            accessor=lambda proposal: date_format(timezone.localtime(proposal.created_at), "j b Y, H:i"),
            sort_key="created_at",
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_base_queryset(self) -> QuerySet[Proposal]:
        return proposals_of(self.request.user).defer("answers", "explanation", "email", "answer")

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "waiting"]

    def order_queryset(self, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        if self.ordering == "waiting":
            is_open = When(status=Proposal.Status.OPEN, then=Value(0))
            oldest = When(status=Proposal.Status.OPEN, then="created_at")
            return queryset.order_by(
                Case(is_open, default=Value(1)), Case(oldest, default=Value(None)), "-created_at", "pk"
            )
        return queryset.order_by(self.ordering, "pk")


class CountedMenuItem(MenuItem):
    """Says in the menu how many proposals wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(HANDLE))

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        count = proposals_of(request.user).filter(status=Proposal.Status.OPEN).count()
        if count:
            component.label = _now("%(label)s (%(count)s)") % {"label": self.label, "count": count}
        return component


class ProposalViewSet(ModelViewSet):
    """What others sent: a list, and a screen for each."""

    model = Proposal
    name = "proposals"
    url_prefix = "aanmeldingen"
    icon = "mail"
    menu_label = _("Aanmeldingen")
    menu_name = "aanmeldingen"
    menu_order = 120
    menu_item_class = CountedMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True  # makes the "view" permission available where groups are edited
    form_fields: list[str] = []
    list_per_page = 50
    index_view_class = ProposalListView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        for name in _ABSENT:
            common.pop(f"{name}_url_name", None)
        return common

    def register_admin_url_finder(self) -> None:
        """Nothing to find: there is no screen to edit one."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", ProposalView.as_view(), name="detail"),
        ]
