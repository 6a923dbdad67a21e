"""Filters of the officers' list."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from core.models import Municipality, Theme
from subsidies.models import Application, Ceiling, LedgerEntry, RegulationPage, Round


def own_regulations(request: HttpRequest | None) -> QuerySet[RegulationPage]:
    """Return the regulations of which somebody may see applications, and that have any."""
    if request is None:
        return RegulationPage.objects.none()
    visible = Application.objects.visible_to(request.user).values("regulation")
    return RegulationPage.objects.filter(pk__in=visible).order_by("title").defer_streamfields()


class TitleChoiceField(django_filters.fields.ModelMultipleChoiceField):
    """Shows a page by its title, without loading the rest of it."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class RegulationFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = TitleChoiceField


class ApplicationFilterSet(WagtailFilterSet):
    """Regulation, status, theme and municipality; several of each may be chosen."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[choice for choice in Application.Status.choices if choice[0] != Application.Status.DRAFT],
        widget=forms.CheckboxSelectMultiple,
    )
    regulation = RegulationFilter(
        label=_("Regeling"), queryset=own_regulations, widget=forms.CheckboxSelectMultiple
    )
    theme = django_filters.ModelMultipleChoiceFilter(
        label=_("Thema"), queryset=Theme.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Gemeente"), queryset=Municipality.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Application
        fields = ["status", "regulation", "theme", "municipality"]


class CeilingChoiceField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: Ceiling) -> str:
        return f"{obj.round.regulation.title} – {obj.round.name}: {obj.label}"


class CeilingChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = CeilingChoiceField


class CeilingFilterSet(WagtailFilterSet):
    """One round."""

    round = django_filters.ModelChoiceFilter(
        label=_("Ronde"), queryset=Round.objects.select_related("regulation"), empty_label=_("Alle rondes")
    )

    class Meta:
        model = Ceiling
        fields = ["round"]


class LedgerFilterSet(WagtailFilterSet):
    """One ceiling, one kind of entry."""

    ceiling = CeilingChoiceFilter(
        label=_("Plafond"),
        queryset=Ceiling.objects.select_related("round__regulation", "theme", "category", "region"),
        empty_label=_("Alle plafonds"),
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Soort"), choices=LedgerEntry.Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = LedgerEntry
        fields = ["ceiling", "kind"]
