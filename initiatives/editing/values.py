"""From the text of one cell to the value of one field, or to plain words about what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.models import Municipality, Place, Theme
from core.sheets.words import plain
from initiatives.models import Facility, Freshness, InitiativeKind, InitiativePage, Language, TargetGroup

from .opening_words import UnclearError, parse_opening_times

_OLDEST_CHECK = date(2000, 1, 1)
_DATE_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]\d\d:\d\d.*)?"),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
)
#: Other words for choices than those on the screen.
_SYNONYMS: dict[str, dict[str, str]] = {
    "costs": {"nee": "free", "geen": "free", "0": "free", "bijdrage": "small", "ja": "paid"},
    "hours": {"altijd": "always", "afspraak": "appointment", "vaste tijden": "weekly"},
    "holidays": {"gesloten": "closed", "dicht": "closed", "open": "open"},
    "stage": {"lopend": "running", "actief": "running", "klaar": "finished", "gestopt": "finished"},
    "scope": {
        "adres": "point", "plek": "point", "speld": "point", "punt": "point", "dorp": "place",
        "plaats": "place", "wijk": "place", "gemeente": "municipality", "provincie": "province",
        "hele gemeente": "municipality", "hele provincie": "province", "heel de provincie": "province",
    },
}  # fmt: skip


class CellError(ValueError):
    """The cell cannot be used. The message is Dutch and says what to do."""


class Choices:
    """All that a cell can name, looked up once: sorts, themes, facilities, villages, municipalities."""

    def __init__(self) -> None:
        self.kinds = _by_words(InitiativeKind.objects.all(), "name", "plural", "slug")
        self.themes = _by_words(Theme.objects.all(), "name", "slug")
        self.traits: dict[str, dict[str, Any]] = {
            "facilities": _by_words(Facility.objects.all(), "name", "slug"),
            "target_groups": _by_words(TargetGroup.objects.all(), "name", "slug"),
            "languages": _by_words(Language.objects.all(), "name", "slug"),
        }
        self.municipalities = _by_words(Municipality.objects.all(), "name", "slug")
        self.places: dict[str, list[Place]] = {}
        for place in Place.objects.select_related("municipality"):
            self.places.setdefault(plain(place.name), []).append(place)


def read_cell(name: str, text: str, choices: Choices) -> Any:
    """Return the value of a field for the text of a cell that is not empty. Raises CellError.

    A list of names gives a list of objects, opening times a list of `Period`. Columns about the location
    belong together and are read by `initiatives.editing.locations`.
    """
    if name in _READERS:
        return _READERS[name](text)
    if name == "kind":
        return one_of(choices.kinds, text)
    if name == "theme":
        return one_of(choices.themes, text)
    if name in choices.traits:
        return _several(choices.traits[name], text)
    field = _field(name)
    if field.choices:
        return read_choice(name, text)
    return fitting(field, text)


def read_choice(name: str, text: str) -> str:
    """Return the value of a choice by its words on the screen, its value, or a usual other word."""
    field = _field(name)
    known = {plain(str(label)): value for value, label in field.choices}
    known |= {plain(value): value for value, _label in field.choices if value}
    wanted = plain(text)
    if wanted in known:
        return str(known[wanted])
    if wanted in _SYNONYMS.get(name, {}):
        return _SYNONYMS[name][wanted]
    words = ", ".join(f"“{label}”" for value, label in field.choices if value)
    raise CellError(
        _("“%(text)s” kennen wij niet. Kies uit: %(words)s.") % {"text": text[:60], "words": words}
    )


def one_of(known: dict[str, Any], text: str) -> Any:
    """Return the object with this name. Raises CellError with the names that look like it."""
    found = known.get(plain(text))
    if found is not None:
        return found
    if not known:
        raise CellError(
            _("“%(text)s” kennen wij niet. Maak hem eerst bij “Keuzes bij initiatieven”.")
            % {"text": text[:60]}
        )
    names = {plain(str(item)): str(item) for item in known.values()}
    near = difflib.get_close_matches(plain(text)[:60], names, n=3, cutoff=0.5)
    words = (
        _("“%(text)s” kennen wij niet. Bedoelt u: %(names)s?")
        if near
        else _("“%(text)s” kennen wij niet. Kies bijvoorbeeld uit: %(names)s.")
    )
    shown = ", ".join(names[name] for name in near or sorted(names)[:5])
    raise CellError(words % {"text": text[:60], "names": shown})


def fitting(field: models.Field[Any, Any], text: str) -> str:
    """Return a text that fits in a field. Raises CellError."""
    if not isinstance(field, models.TextField):
        text = " ".join(text.split())
    longest = getattr(field, "max_length", None)
    if longest and len(text) > longest:
        raise CellError(
            _("De tekst is te lang: %(number)d tekens. Gebruik er hooguit %(most)d.")
            % {"number": len(text), "most": longest}
        )
    return text


def read_degrees(text: str) -> Decimal:
    """Return degrees, written with a comma or a point. Raises CellError."""
    cleaned = text.replace(" ", "").replace("°", "").replace(",", ".")
    try:
        degrees = Decimal(cleaned)
    except InvalidOperation as error:
        raise CellError(_degrees_words(text)) from error
    if not degrees.is_finite() or abs(degrees) > 180:
        raise CellError(_degrees_words(text))
    return degrees.quantize(Decimal("0.000001"))


def read_pair(text: str) -> tuple[Decimal, Decimal]:
    """Return latitude and longitude from one cell, such as "52,99; 6,56" or "52.99, 6.56"."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", text)
    if len(numbers) != 2:
        numbers = re.findall(r"-?\d+,\d+", text)
    if len(numbers) != 2:
        raise CellError(_degrees_words(text))
    return read_degrees(numbers[0]), read_degrees(numbers[1])


def _degrees_words(text: str) -> str:
    return _("“%(text)s” is geen getal van een plek. Voorbeeld: 52,9967 of 6,5625.") % {"text": text[:60]}


def _title(text: str) -> str:
    title = fitting(_field("title"), text)
    if not slugify(title):
        raise CellError(_("De naam heeft geen letters. Schrijf de naam van het initiatief."))
    return title


def _slug(text: str) -> str:
    slug = slugify(text)
    if not slug:
        raise CellError(_("Deze sleutel heeft geen letters of cijfers. Laat de cel leeg, of pas hem aan."))
    return fitting(_field("slug"), slug)


def _website(text: str) -> str:
    address = text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise CellError(
            _("“%(text)s” is geen webadres. Schrijf het zo: https://www.voorbeeld.nl") % {"text": text[:60]}
        ) from error
    return fitting(_field("website"), address)


def _email(text: str, model: type[models.Model] = InitiativePage, name: str = "email") -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise CellError(_("Dit is geen e-mailadres. Schrijf het zo: info@voorbeeld.nl")) from error
    field: Any = model._meta.get_field(name)
    return fitting(field, text)


def _keeper(text: str) -> str:
    return _email(text, Freshness, "keeper_email")


def _date(text: str) -> date:
    for form in _DATE_FORMS:
        if found := form.fullmatch(text.strip()):
            try:
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
            if day > timezone.localdate():
                raise CellError(_("Deze datum ligt in de toekomst. Vul de dag in waarop het is nagekeken."))
            if day < _OLDEST_CHECK:
                break
            return day
    raise CellError(_("“%(text)s” is geen datum. Schrijf het zo: 31-12-2025") % {"text": text[:60]})


def _opening_times(text: str) -> list[Any]:
    try:
        return list(parse_opening_times(text))
    except UnclearError as error:
        raise CellError(str(error)) from error


def _several(known: dict[str, Any], text: str) -> list[Any]:
    """Return the objects with these names, each once. A comma separates too, unless a name has one."""
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    if len(parts) == 1 and plain(parts[0]) not in known:
        parts = [part.strip() for part in parts[0].split(",") if part.strip()]
    return list({item.pk: item for item in (one_of(known, part) for part in parts)}.values())


def _by_words(items: Iterable[Any], *names: str) -> dict[str, Any]:
    """Return objects by their words; the first that has a word keeps it."""
    found: dict[str, Any] = {}
    everything = list(items)
    for name in names:
        for item in everything:
            found.setdefault(plain(str(getattr(item, name))), item)
    return found


def _field(name: str) -> Any:
    return InitiativePage._meta.get_field(name)


_READERS: dict[str, Callable[[str], Any]] = {
    "title": _title,
    "slug": _slug,
    "website": _website,
    "email": _email,
    "keeper_email": _keeper,
    "checked_on": _date,
    "opening_times": _opening_times,
}
