"""What a visitor may choose in the catalogue: the form, what each choice would give, and what was chosen."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stories.catalogue.entries import Catalogue, Entry, words_in
from stories.figures import areas
from stories.models.indicators import Indicator

LONGEST_TEXT = 200
#: Letters that a word must have before another is proposed for it.
SHORTEST_WORD = 4


@dataclass(frozen=True)
class Choices:
    """What was chosen; "" means that it does not matter. The names of the fields are those in the address."""

    q: str = ""
    thema: str = ""
    niveau: str = ""
    gebied: str = ""
    bron: str = ""

    @property
    def query(self) -> str:
        """The choices as they stand in an address; empty without any."""
        return urlencode([(f.name, getattr(self, f.name)) for f in fields(self) if getattr(self, f.name)])

    def without(self, name: str) -> Choices:
        return replace(self, **{name: ""})


#: Whether a figure fits one choice. Words are looked for elsewhere, because they also bring an order.
_FITS: dict[str, Callable[[Entry, str], bool]] = {
    "thema": lambda entry, value: entry.group.key == value,
    "niveau": lambda entry, value: entry.level == value,
    "gebied": lambda entry, value: value in entry.area_keys,
    "bron": lambda entry, value: value in entry.sources,
}


class CatalogueForm(forms.Form):
    """The GET form of the catalogue. What is not understood gets an error and does not count."""

    use_required_attribute = False
    not_a_choice = {"invalid_choice": _("Deze keuze bestaat niet. Kies er één uit de lijst.")}

    q = forms.CharField(
        label=_("Waar zoekt u een cijfer over?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": _("Uw zoekvraag is te lang. Gebruik een paar woorden."),
            "null_characters_not_allowed": _("Wij kunnen een teken niet lezen. Typ uw woorden opnieuw."),
        },
    )
    thema = forms.ChoiceField(label=_("Onderwerp"), required=False, error_messages=not_a_choice)
    niveau = forms.ChoiceField(
        label=_("Soort cijfer"),
        required=False,
        choices=[("", _("Alle soorten")), *Indicator.Level.choices],
        error_messages=not_a_choice,
    )
    gebied = forms.ChoiceField(label=_("Gebied"), required=False, error_messages=not_a_choice)
    bron = forms.ChoiceField(label=_("Bron"), required=False, error_messages=not_a_choice)

    def __init__(self, data: QueryDict, *, catalogue: Catalogue, tree: areas.AreaTree) -> None:
        super().__init__(data)
        self.catalogue = catalogue
        self.tree = tree
        themes = [group for group in catalogue.groups if group.tone]
        topics = [group for group in catalogue.groups if not group.tone]
        self._offer(
            "thema",
            ("", _("Alle onderwerpen")),
            (_("Thema’s van de agenda"), [(group.key, group.name) for group in themes]),
            (_("Andere onderwerpen"), [(group.key, group.name) for group in topics]),
        )
        wider = [*map(tree.of_region, tree.regions), tree.province, tree.country]
        self._offer(
            "gebied",
            ("", _("Alle gebieden")),
            (_("Gemeenten"), [(a.key, a.words) for a in map(tree.of_municipality, tree.municipalities)]),
            (_("Groter gebied"), [(area.key, area.label) for area in wider]),
        )
        self._offer("bron", ("", _("Alle bronnen")), *catalogue.sources)

    def _offer(self, name: str, *choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        # A heading without anything below it is no choice.
        field.choices = [choice for choice in choices if choice[1]]

    @cached_property
    def chosen(self) -> Choices:
        """The choices that are valid; the others are left out."""
        self.full_clean()
        return Choices(**{name: self.cleaned_data.get(name) or "" for name in self.fields})

    @property
    def area(self) -> areas.Area | None:
        """The area that was chosen."""
        return self.tree.by_key(self.chosen.gebied) if self.chosen.gebied else None

    @cached_property
    def _with_words(self) -> list[Entry]:
        return (
            self.catalogue.containing(self.chosen.q) if self.chosen.q.strip() else [*self.catalogue.entries]
        )

    def found(self, without: str = "") -> list[Entry]:
        """Return what fits all choices, or all but one of them."""
        wanted = {name: getattr(self.chosen, name) for name in _FITS if name != without}
        tests = [(_FITS[name], value) for name, value in wanted.items() if value]
        return [entry for entry in self._with_words if all(fits(entry, value) for fits, value in tests)]

    @cached_property
    def facets(self) -> list[Facet]:
        """Every list of choices with the number of figures behind each."""
        return [self._facet(name) for name in _FITS]

    def _facet(self, name: str) -> Facet:
        field: Any = self.fields[name]
        numbers = _numbers(name, self.found(without=name))
        value = getattr(self.chosen, name)

        def options(choices: Iterable[tuple[str, Any]]) -> list[Option]:
            return [
                Option(key, str(label), numbers[key], key == value, not numbers[key] and key != value)
                for key, label in choices
            ]

        blank, *rest = field.choices
        groups = []
        for key, inside in rest:
            if isinstance(inside, (list, tuple)):
                groups.append(OptionGroup(str(key), options(inside)))
        if not groups:
            groups = [OptionGroup("", options(rest))]
        return Facet(
            name, str(field.label), str(blank[1]), groups, [str(error) for error in self[name].errors]
        )


@dataclass(frozen=True)
class Option:
    """One choice and how many figures it would give; what gives nothing cannot be chosen."""

    value: str
    label: str
    count: int
    selected: bool
    disabled: bool


@dataclass(frozen=True)
class OptionGroup:
    """Choices that belong together, with a heading or without."""

    label: str
    options: list[Option]


@dataclass(frozen=True)
class Facet:
    """One list of choices. `blank` is the text of "it does not matter"."""

    name: str
    label: str
    blank: str
    groups: list[OptionGroup]
    errors: list[str]

    @property
    def selected(self) -> Option | None:
        """The choice that was made."""
        return next((option for group in self.groups for option in group.options if option.selected), None)


@dataclass(frozen=True)
class Chip:
    """A choice that was made, and the address without it."""

    label: str
    url: str


def _numbers(name: str, entries: Iterable[Entry]) -> Counter[str]:
    numbers: Counter[str] = Counter()
    for entry in entries:
        if name == "thema":
            numbers[entry.group.key] += 1
        elif name == "niveau":
            numbers[entry.level] += 1
        else:
            numbers.update(entry.area_keys if name == "gebied" else entry.sources)
    return numbers


def chips(form: CatalogueForm, url: str) -> list[Chip]:
    """Return what was chosen, each with the address of the catalogue without it."""

    def address(name: str) -> str:
        query = form.chosen.without(name).query
        return f"{url}?{query}" if query else url

    found = []
    if form.chosen.q:
        found.append(Chip(_now("“%(words)s”") % {"words": form.chosen.q}, address("q")))
    chosen = ((facet.name, facet.selected) for facet in form.facets)
    return [*found, *(Chip(option.label, address(name)) for name, option in chosen if option)]


def suggestion(catalogue: Catalogue, text: str) -> str:
    """Return the text with each unknown word replaced by the one most like it; "" when there is none.

    For who makes a mistake in typing: only worth asking when nothing was found.
    """
    known = sorted({word for entry in catalogue.entries for word in entry.title_words.split()})
    words, changed = [], False
    for word in words_in(text):
        if len(word) >= SHORTEST_WORD and not any(word in other for other in known):
            close = [other for other in known if abs(len(other) - len(word)) <= 2]
            best = difflib.get_close_matches(word, close, n=1, cutoff=0.75)
            words.append(best[0] if best else word)
            changed = changed or bool(best)
        else:
            words.append(word)
    return " ".join(words) if changed else ""
