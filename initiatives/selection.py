"""What a visitor chose to see: one form, one result set for list and map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.fields import LatitudeField
from core.models import Municipality, Theme
from initiatives import search
from initiatives.models.kinds import InitiativeKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from initiatives.models import InitiativeQuerySet

Text: TypeAlias = "str | StrPromise"

#: The value of `gemeente` for what belongs to no municipality but to the whole province.
PROVINCE_WIDE = "heel-de-provincie"
LONGEST_TEXT = 200


#: What has a place of its own comes before what is for everybody.
_NEARNESS = Case(When(scope__in=["point", "place"], then=0), When(scope="municipality", then=1), default=2)


@dataclass(frozen=True)
class Selection:
    """The choices that were understood. An empty one selects everything."""

    text: str = ""
    kind: InitiativeKind | None = None
    theme: Theme | None = None
    municipality: Municipality | None = None
    province_wide: bool = False

    @property
    def is_active(self) -> bool:
        """Whether anything was chosen."""
        return self != Selection()

    @property
    def query(self) -> str:
        """The query string of this selection, without what was not chosen or not understood."""
        area = PROVINCE_WIDE if self.province_wide else self.municipality.slug if self.municipality else ""
        chosen = {
            "q": self.text,
            "soort": self.kind.slug if self.kind else "",
            "thema": self.theme.slug if self.theme else "",
            "gemeente": area,
        }
        return urlencode({name: value for name, value in chosen.items() if value})

    def in_area(self, municipality: Municipality | None, *, province_wide: bool = False) -> Selection:
        """Return the same selection for another area."""
        return replace(self, municipality=municipality, province_wide=province_wide)

    def with_words(self, words: str) -> Selection:
        """Return the same selection with more words to search for."""
        return replace(self, text=f"{self.text} {words}".strip())

    def apply(self, initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
        """Return those of the initiatives that fit, in the order they had."""
        found = self._without_text(initiatives)
        return search.containing(found, self.text) if self.text else found

    @property
    def area(self) -> Q:
        """The condition of the chosen area alone."""
        if self.province_wide:
            return Q(scope="province")
        return Q(municipality=self.municipality) if self.municipality else Q()

    def ordered(self, initiatives: InitiativeQuerySet) -> QuerySet[Any] | search.RankedPages:
        """Return those that fit, to be counted and sliced.

        Best first when there is a text; else what one can go to first, then what is for a whole municipality,
        then what is for the whole province, each by title.
        """
        found = self._without_text(initiatives)
        if self.text:
            return search.by_relevance(found, self.text)
        return found.order_by(_NEARNESS, "title", "pk")

    def _without_text(self, initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
        if self.kind:
            initiatives = initiatives.for_kind(self.kind)
        if self.theme:
            initiatives = initiatives.for_theme(self.theme)
        return initiatives.filter(self.area)


class Choices:
    """What can be chosen: kinds, themes and municipalities. One query, and only when somebody looks."""

    def __init__(self) -> None:
        self._models: dict[str, type[InitiativeKind | Municipality | Theme]] = {
            "soort": InitiativeKind,
            "thema": Theme,
            "gemeente": Municipality,
        }

    def __getitem__(self, name: str) -> dict[str, Any]:
        """Return the objects of a field by slug, in their own order. Other fields of them are not loaded."""
        return self._loaded[name]

    @cached_property
    def _loaded(self) -> dict[str, dict[str, Any]]:
        columns = ("name_of_field", "rank", "id", "name", "slug", "lat", "lng")
        # PostgreSQL wants to know of what type nothing is.
        nowhere = Cast(Value(None), LatitudeField())
        parts = [
            model._default_manager.order_by()
            .annotate(
                name_of_field=Value(field),
                rank=F("order") if field != "gemeente" else Value(0),
                lat=F("latitude") if field == "gemeente" else nowhere,
                lng=F("longitude") if field == "gemeente" else nowhere,
            )
            .values_list(*columns)
            for field, model in self._models.items()
        ]
        rows = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (row[1], row[3].casefold()))
        found: dict[str, dict[str, Any]] = {field: {} for field in self._models}
        for field, _rank, pk, name, slug, latitude, longitude in rows:
            chosen: Any = self._models[field](pk=pk, name=name, slug=slug)
            if field == "gemeente":
                chosen.latitude, chosen.longitude = latitude, longitude
            found[field][slug] = chosen
        return found


class SelectionForm(forms.Form):
    """The GET form of the finder. What is not understood gets an error and does not count."""

    use_required_attribute = False
    not_a_choice = {"invalid_choice": _("Deze keuze bestaat niet. Kies er één uit de lijst.")}

    q = forms.CharField(
        label=_("Waar zoekt u naar?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": _("Uw zoekvraag is te lang. Gebruik een paar woorden."),
            "null_characters_not_allowed": _("Wij kunnen een teken niet lezen. Typ uw woorden opnieuw."),
        },
    )
    soort = forms.ChoiceField(label=_("Soort"), required=False, error_messages=not_a_choice)
    thema = forms.ChoiceField(label=_("Thema"), required=False, error_messages=not_a_choice)
    gemeente = forms.ChoiceField(label=_("Gemeente"), required=False, error_messages=not_a_choice)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = Choices()
        self._offer("soort", _("Alle soorten"))
        self._offer("thema", _("Alle thema's"))
        self._offer("gemeente", _("Alle gemeenten"), (PROVINCE_WIDE, _("Heel de provincie")))

    def _offer(self, name: str, everything: Text, *more: tuple[str, Text]) -> None:
        def choices() -> list[tuple[str, Text]]:
            return [
                ("", everything),
                *((slug, str(item)) for slug, item in self.choices[name].items()),
                *more,
            ]

        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices

    @cached_property
    def selection(self) -> Selection:
        """The choices that are valid; the others are left out."""
        self.full_clean()
        chosen = self.cleaned_data
        area = chosen.get("gemeente", "")
        return Selection(
            text=chosen.get("q", ""),
            kind=self._object("soort", chosen),
            theme=self._object("thema", chosen),
            municipality=None if area == PROVINCE_WIDE else self._object("gemeente", chosen),
            province_wide=area == PROVINCE_WIDE,
        )

    def _object(self, name: str, chosen: dict[str, Any]) -> Any:
        slug = chosen.get(name)
        return self.choices[name][slug] if slug else None
