"""Where all figures come from: the documents, and the research of others that keeps counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.text import folded
from stories.catalogue.choices import LONGEST_TEXT
from stories.catalogue.entries import words_in
from stories.models import Monitor, Observation, Result, Source, Target

#: How documents write the levels of a monitor, and how we say it.
_LEVELS = {
    "landelijk": _("Nederland"),
    "provincie": _("provincie"),
    "regio": _("regio"),
    "gemeente": _("gemeente"),
}


def sources_with_counts() -> QuerySet[Source]:
    """Return the sources, the newest first, with how many values, figures, targets and results each has."""

    def number(model: type[Any], of: str = "pk") -> Coalesce:
        counted = (
            model.objects.filter(source=OuterRef("pk")).order_by().values("source")
            .annotate(number=Count(of, distinct=of != "pk")).values("number")
        )  # fmt: skip
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return Source.objects.annotate(
        value_count=number(Observation),
        indicator_count=number(Observation, "indicator"),
        target_count=number(Target),
        result_count=number(Result),
    )


@dataclass(frozen=True)
class Research:
    """A monitor of somebody else. `levels` are the areas that it is about, one by one."""

    monitor: Monitor
    levels: tuple[str, ...]

    @property
    def website(self) -> str:
        """The address with which a link works; some documents leave out how it starts."""
        address = self.monitor.website
        return address if not address or "://" in address else f"https://{address}"

    @property
    def words(self) -> str:
        monitor = self.monitor
        texts = (monitor.name, monitor.owner, monitor.subjects, monitor.levels)
        return " ".join(f" {folded(text)}" for text in texts)


def research() -> list[Research]:
    """Return all monitors by name. One query."""
    return [Research(monitor, _parts(monitor.levels)) for monitor in Monitor.objects.select_related("source")]


def _parts(levels: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in levels.replace(",", ";").split(";") if part.strip())


class ResearchForm(forms.Form):
    """The GET form of the list of monitors. What is not understood gets an error and does not count."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Onderwerp of naam"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": _("Uw zoekvraag is te lang. Gebruik een paar woorden."),
            "null_characters_not_allowed": _("Wij kunnen een teken niet lezen. Typ uw woorden opnieuw."),
        },
    )
    niveau = forms.ChoiceField(
        label=_("Voor welk gebied"),
        required=False,
        error_messages={"invalid_choice": _("Deze keuze bestaat niet. Kies er één uit de lijst.")},
    )

    def __init__(self, data: QueryDict, everything: list[Research]) -> None:
        super().__init__(data)
        self.everything = everything
        used = sorted({level for one in everything for level in one.levels}, key=_level_order)
        field = self.fields["niveau"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            ("", _("Alle gebieden")),
            *((level, _LEVELS.get(level, level)) for level in used),
        ]

    @property
    def found(self) -> list[Research]:
        """Return what fits the choices that are valid."""
        self.full_clean()
        words = words_in(self.cleaned_data.get("q") or "")
        level = self.cleaned_data.get("niveau") or ""
        return [
            one
            for one in self.everything
            if (not level or level in one.levels) and all(word in one.words for word in words)
        ]

    @property
    def is_active(self) -> bool:
        """Whether anything was asked, rightly or wrongly."""
        return bool(urlencode({key: value for key, value in self.data.items() if value}))


def _level_order(level: str) -> tuple[int, str]:
    known = list(_LEVELS)
    return (known.index(level) if level in known else len(known)), level
