"""The choices beside the list: how many each would give, and what was chosen already."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from core.geo import Bounds
from initiatives.finder.found import Found
from initiatives.selection import DAYS, NOW, PARAMETERS, PROVINCE_WIDE, Selection, SelectionForm

#: Of these several can be chosen at once; of the others one.
SEVERAL = ("soort", "thema", "voorziening", "doelgroep", "taal", "kosten")
ORDER = ("soort", "thema", "gemeente", "voorziening", "doelgroep", "taal", "kosten", "open")


@dataclass(frozen=True)
class Option:
    """One choice. `reason` says why it cannot be chosen now."""

    value: str
    label: str
    count: int
    selected: bool
    disabled: bool
    reason: str
    explanation: str = ""


@dataclass(frozen=True)
class Facet:
    """All choices of one field; `hint` says how several of them work together."""

    name: str
    label: str
    hint: str
    multiple: bool
    options: list[Option]

    @property
    def kind(self) -> str:
        """How it is drawn."""
        return "checkboxes" if self.multiple else "select"

    @property
    def number_selected(self) -> int:
        """How many of them are chosen."""
        return sum(option.selected for option in self.options if option.value)


@dataclass(frozen=True)
class Chip:
    """A choice that was made, and the address without it."""

    label: str
    remove_url: str


def facets(form: SelectionForm, found: Found) -> list[Facet]:
    """Return every field with the number of initiatives behind each of its choices."""
    return [_facet(form, found, name) for name in ORDER]


def _facet(form: SelectionForm, found: Found, name: str) -> Facet:
    numbers = found.counts(name)
    explanations = {
        choice.slug: choice.explanation for choice in found.snapshot.vocabulary.choices.get(name, {}).values()
    }
    multiple = name in SEVERAL
    chosen = set(_chosen(found.selection, name))
    options = []
    field: Any = form.fields[name]
    for value, label in field.choices:
        number = numbers.get(value, 0)
        selected = value in chosen
        empty = bool(value) and not number and not selected
        options.append(
            Option(
                value=str(value),
                label=str(label),
                count=number,
                selected=selected or (not value and not chosen),
                disabled=empty,
                reason=_reason(found, name) if empty else "",
                explanation=explanations.get(value, ""),
            )
        )
    hint = _("Alles wat u aanvinkt, moet er zijn.") if name == "voorziening" else ""
    return Facet(name, str(field.label), hint, multiple, options)


def _chosen(selection: Selection, name: str) -> tuple[str, ...]:
    attribute = next(field for field, parameter in PARAMETERS.items() if parameter == name)
    value = getattr(selection, attribute)
    return value if isinstance(value, tuple) else ((value,) if value else ())


def _reason(found: Found, name: str) -> str:
    others = any(
        getattr(found.selection, attribute)
        for attribute, parameter in PARAMETERS.items()
        if parameter not in (name, "volgorde", "kaart")
    )
    if name == "open":
        return _("Hiervan weten wij geen openingstijden")
    return _("Niets met uw andere keuzes") if others else _("Nog niets")


def chips(form: SelectionForm, selection: Selection, base_url: str, *, place_found: bool) -> list[Chip]:
    """Return what was chosen, each with the address without that one choice.

    A place that was not found leaves nothing out, so it is no choice.
    """
    found = []
    for field in fields(selection):
        value = getattr(selection, field.name)
        if not value or field.name in ("order", "stand", "distance", "part"):
            continue
        if field.name in ("place", "near") and not place_found:
            continue
        several = value if isinstance(value, tuple) and field.name != "near" else (value,)
        for one in several:
            rest: Any = tuple(other for other in value if other != one) if isinstance(value, tuple) else ""
            found.append(
                Chip(
                    _chip_label(form, selection, field.name, one),
                    _without(selection, field.name, rest, base_url),
                )
            )
    return found


def _without(selection: Selection, name: str, rest: Any, base_url: str) -> str:
    empty: dict[str, Any] = {"near": None, "box": None}
    changed = {name: empty.get(name, rest)}
    if name in ("place", "near"):
        changed["distance"] = 0
    if name == "opening":
        changed["part"] = ""
    query = replace(selection, **changed).query
    return f"{base_url}?{query}" if query else base_url


def _chip_label(form: SelectionForm, selection: Selection, name: str, value: Any) -> str:
    if name == "text":
        return f"“{value}”"
    if name == "place":
        return _("binnen %(km)d km van %(place)s") % {"km": selection.kilometres, "place": value}
    if name == "near":
        return _("binnen %(km)d km van uw plek") % {"km": selection.kilometres}
    if isinstance(value, Bounds):
        return _("op dit deel van de kaart")
    if name == "opening":
        return _opening_label(form, selection)
    if value == PROVINCE_WIDE:
        return _("voor heel de provincie")
    field: Any = form.fields[PARAMETERS[name]]
    return str(dict(field.choices).get(value, value))


def _opening_label(form: SelectionForm, selection: Selection) -> str:
    if selection.opening == NOW:
        return _("nu open")
    days: Any = form.fields["open"]
    parts: Any = form.fields["dagdeel"]
    day = str(dict(days.choices)[selection.opening]) if selection.opening in DAYS else ""
    part = str(dict(parts.choices)[selection.part]) if selection.part else ""
    return _("%(when)s open") % {"when": f"{day}{part}"}
