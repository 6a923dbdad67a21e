"""Filters of the editors' list of initiatives."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from core.models import Municipality, Theme
from initiatives.contributions.freshness import SINCE, Limits, State, terms_for
from initiatives.models import Facility, InitiativeKind, InitiativePage

_BOXES = forms.CheckboxSelectMultiple


def in_states(queryset: QuerySet[Any], states: list[str], limits: Limits) -> QuerySet[Any]:
    """Return only the initiatives in one of these states; `Limits.state` in terms of the database."""
    since = {
        State.OFF: Q(since__lte=limits.off),
        State.PALE: Q(since__gt=limits.off, since__lte=limits.pale),
        State.DUE: Q(since__gt=limits.pale, since__lte=limits.due) | Q(since=None),
        State.FRESH: Q(since__gt=limits.due),
    }
    chosen = Q(pk__in=[])
    for state in states:
        chosen |= since[State(state)]
    return queryset.alias(since=SINCE).filter(chosen)


class InitiativeFilterSet(WagtailFilterSet):
    """What an editor looks for; several of each may be chosen."""

    kind = django_filters.ModelMultipleChoiceFilter(
        label=_("Soort"), queryset=InitiativeKind.objects.all(), widget=_BOXES
    )
    theme = django_filters.ModelMultipleChoiceFilter(
        label=_("Thema"), queryset=Theme.objects.all(), widget=_BOXES
    )
    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Gemeente"), queryset=Municipality.objects.all(), widget=_BOXES
    )
    scope = django_filters.MultipleChoiceFilter(
        label=_("Hoe precies is de plek?"), choices=InitiativePage.Scope.choices, widget=_BOXES
    )
    facilities = django_filters.ModelMultipleChoiceFilter(
        label=_("Voorziening"), queryset=Facility.objects.all(), widget=_BOXES, conjoined=True
    )
    freshness = django_filters.MultipleChoiceFilter(
        label=_("Controle"), choices=State.choices, widget=_BOXES, method="filter_freshness"
    )
    draft = django_filters.ChoiceFilter(
        label=_("Op de website"),
        choices=[
            ("live", _("Gepubliceerd")),
            ("changed", _("Gepubliceerd, met een nieuwer concept")),
            ("draft", _("Nog niet gepubliceerd")),
        ],
        method="filter_draft",
        widget=forms.RadioSelect,
        empty_label=_("Alles"),
    )
    pin = django_filters.ChoiceFilter(
        label=_("Speld op de kaart"),
        choices=[("no", _("Geen coördinaten")), ("yes", _("Wel coördinaten"))],
        method="filter_pin",
        widget=forms.RadioSelect,
        empty_label=_("Alles"),
    )

    class Meta:
        model = InitiativePage
        fields = ["kind", "theme", "municipality", "scope", "facilities", "freshness", "draft", "pin"]

    def filter_freshness(self, queryset: QuerySet[Any], _name: str, states: list[str]) -> QuerySet[Any]:
        if not states:
            return queryset
        return in_states(queryset, states, Limits.on(timezone.localdate(), terms_for(self.request)))

    def filter_draft(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        wanted = {
            "live": Q(live=True),
            "changed": Q(live=True, has_unpublished_changes=True),
            "draft": Q(live=False),
        }
        return queryset.filter(wanted[value])

    def filter_pin(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(latitude__isnull=value == "no")
