"""The officers' list of applications."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.fields import StreamField

from subsidies.desk import words
from subsidies.desk.filters import ApplicationFilterSet
from subsidies.models import Application, RegulationPage

#: The list needs a regulation's title only; its texts are long.
HEAVY_REGULATION_FIELDS = [
    f"regulation__{field.name}"
    for field in RegulationPage._meta.get_fields()
    if isinstance(field, StreamField)
]


def detail_url(application: Application) -> str:
    """Return the address of an application in the desk."""
    return reverse("desk:detail", args=[application.pk])


class DeskColumn(Column):
    """A column whose cells carry its name, for narrow screens, and that brings the desk's style sheet."""

    cell_template_name = "subsidies/desk/cell.html"

    class Media:
        css = {"all": ["css/desk.css"]}  # noqa: RUF012 - Django reads it once


class ApplicationListView(IndexView):
    """What waits for a decision comes first, then the rest; both in order of receipt."""

    model = Application
    page_title = _("Aanvragen")
    any_permission_required = ["view"]
    filterset_class = ApplicationFilterSet
    search_fields = ["reference", "organisation", "title"]
    is_searchable = True
    default_ordering = "waiting"
    columns = [
        TitleColumn("reference", label=_("Kenmerk"), get_url=detail_url, classname="desk-reference"),
        DeskColumn("title", label=_("Plan"), sort_key="title", classname="desk-plan"),
        DeskColumn("organisation", label=_("Organisatie"), sort_key="organisation", classname="desk-plan"),
        DeskColumn("place", label=_("Plaats"), accessor=words.where),
        DeskColumn("regulation", label=_("Regeling"), accessor="regulation.title", classname="desk-plan"),
        DeskColumn(
            "amount",
            label=_("Bedrag"),
            accessor=words.amounts,
            sort_key="requested_amount",
            classname="desk-amount",
        ),
        StatusTagColumn(
            "status",
            label=_("Status"),
            accessor="get_status_display",
            classname="desk-status",
            primary=lambda application: application.status == Application.Status.SUBMITTED,
        ),
        DeskColumn(
            "completed_at",
            label=_("Ontvangen"),
            accessor=lambda application: words.moment(application.completed_at),
            sort_key="completed_at",
            classname="desk-moment",
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_base_queryset(self) -> QuerySet[Application]:
        return (
            Application.objects.visible_to(self.request.user)
            .for_desk()
            .defer("answers", *HEAVY_REGULATION_FIELDS)
        )

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "waiting"]

    def order_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """Sort; the order of receipt decides between equals, so that pages never overlap."""
        if self.ordering == "waiting":
            waiting = When(status=Application.Status.SUBMITTED, then=Value(0))
            return queryset.order_by(Case(waiting, default=Value(1)), "completed_at", "pk")
        descending = self.ordering == "-completed_at"
        return queryset.order_by(self.ordering, "-pk" if descending else "completed_at", "pk")
