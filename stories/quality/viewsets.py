"""The editors' screens for single records, together under "Cijfers" in the menu."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet, SnippetViewSetGroup

from stories.figures.periods import period_words
from stories.figures.words import observation_words
from stories.models import Indicator, Monitor, Observation, Result, Source, Target
from stories.quality.forms import FigureForm
from stories.quality.panels import observation_form

#: Other parts of the site may put their screens about figures in the same menu.
MENU_HOOK = "register_figures_menu_item"


class CarefulDeleteView(DeleteView):
    """Remove what nothing needs any more. What is in use stays, and the editor is told."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _now("Dit is nog in gebruik, bij cijfers of op een pagina. Het blijft staan."),
            )
            return redirect(reverse(self.edit_url_name, args=(quote(self.object.pk),)))
        return response

    #: Filled in by the viewset.
    edit_url_name = ""


class FigureViewSet(SnippetViewSet):
    """Base of the screens: the database keeps what is in use."""

    delete_view_class = CarefulDeleteView
    related: tuple[str, ...] = ()

    def get_delete_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_delete_view_kwargs(), "edit_url_name": self.get_url_name("edit")}

    def get_edit_handler(self) -> Panel:
        """Return the panels of the model, in a form that reads Dutch numbers."""
        if hasattr(self, "edit_handler"):
            return super().get_edit_handler()
        return ObjectList(self.model.panels, base_form_class=FigureForm).bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.select_related(*self.related)


class IndicatorViewSet(FigureViewSet):
    model = Indicator
    icon = "order-up"
    menu_label = _("Indicatoren")
    related = ("theme",)
    list_display = ["name", "theme", "unit", "level"]
    list_filter = ["theme", "level"]


class ObservationFilterSet(WagtailFilterSet):
    """Values by indicator, area, source and period."""

    indicator = django_filters.ModelChoiceFilter(
        label=_("Indicator"), queryset=Indicator.objects.only("name").order_by("name")
    )
    area = django_filters.ChoiceFilter(label=_("Gebied"), choices=lambda: _in_use("area"))
    source = django_filters.ModelChoiceFilter(
        label=_("Bron"), queryset=Source.objects.only("title").order_by("title")
    )
    period = django_filters.ChoiceFilter(
        label=_("Periode"),
        choices=lambda: _in_use("period"),
        null_label=_("jaar niet genoemd"),
        null_value="geen",
        method="by_period",
    )

    class Meta:
        model = Observation
        fields = ["indicator", "area", "source", "period"]

    def by_period(self, queryset: QuerySet[Observation], name: str, value: str) -> QuerySet[Observation]:
        return queryset.filter(period="" if value == "geen" else value)


def _in_use(name: str) -> list[tuple[str, str]]:
    found = Observation.objects.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
    words = period_words if name == "period" else str
    choices = [(value, words(value)) for value in found]
    return choices[::-1] if name == "period" else choices


class ObservationViewSet(FigureViewSet):
    model = Observation
    icon = "table"
    related = ("indicator", "source")
    edit_handler = observation_form
    filterset_class = ObservationFilterSet
    search_fields = ["indicator__name", "area", "subgroup", "source__title"]
    list_display = [
        "indicator",
        Column("area", label=_("Gebied"), accessor="area_words", sort_key="area"),
        Column("subgroup", label=_("Groep"), accessor="subgroup"),
        Column("period", label=_("Periode"), accessor="period_text", sort_key="period"),
        Column("value", label=_("Waarde"), accessor=lambda one: observation_words(one.indicator, one)),
        "source",
    ]


class SourceViewSet(FigureViewSet):
    model = Source
    icon = "doc-full"
    menu_label = _("Bronnen")
    list_display = ["title", "publisher", "year"]
    search_fields = ["title", "publisher"]


class TargetViewSet(FigureViewSet):
    model = Target
    icon = "crosshairs"
    related = ("indicator", "source")
    list_display = [
        "indicator",
        Column(
            "words",
            label=_("Doel"),
            accessor=lambda one: one.words(one.indicator.unit, one.indicator.decimals),
        ),
        "year",
        "source",
    ]
    list_filter = ["kind", "year"]
    search_fields = ["indicator__name", "note"]


class ResultViewSet(FigureViewSet):
    model = Result
    icon = "tick"
    menu_label = _("Resultaten")
    related = ("theme", "source")
    list_display = [
        "label",
        "theme",
        "period",
        Column("value", label=_("Aantal"), accessor="value_text"),
        "source",
    ]
    list_filter = ["theme", "source"]
    search_fields = ["label", "description"]


class MonitorViewSet(FigureViewSet):
    model = Monitor
    icon = "view"
    menu_label = _("Monitors")
    related = ("source",)
    list_display = ["name", "owner", "frequency"]
    search_fields = ["name", "owner", "subjects"]


class FiguresGroup(SnippetViewSetGroup):
    """Everything about figures together."""

    menu_label = _("Cijfers")
    menu_name = "cijfers"
    menu_icon = "order-up"
    menu_order = 300
    items = (
        IndicatorViewSet, ObservationViewSet, SourceViewSet, TargetViewSet, ResultViewSet, MonitorViewSet,
    )  # fmt: skip

    def get_submenu_items(self) -> list[MenuItem]:
        """Add what other modules registered for this menu."""
        return [*super().get_submenu_items(), *(make() for make in hooks.get_hooks(MENU_HOOK))]
