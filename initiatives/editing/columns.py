"""The columns of a list of initiatives: their names, and what an initiative says in each of them.

One table for both directions, so that what is written can always be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.sheets.words import plain
from initiatives.models import InitiativePage

from .opening_words import words_of_opening_times


@dataclass(frozen=True)
class Column:
    """A column of a list. `words` is what an initiative says in it; without it the column is only read."""

    name: str
    label: str | Promise
    others: tuple[str, ...] = ()
    words: Callable[[InitiativePage], str] | None = None
    hint: str | Promise = ""


def _text(name: str) -> Callable[[InitiativePage], str]:
    return lambda page: str(getattr(page, name) or "")


def _choice(name: str) -> Callable[[InitiativePage], str]:
    """Return the words of a choice; nothing for what is not known."""

    def words(page: InitiativePage) -> str:
        return str(getattr(page, f"get_{name}_display")()) if getattr(page, name) else ""

    return words


def _named(name: str) -> Callable[[InitiativePage], str]:
    def words(page: InitiativePage) -> str:
        found = getattr(page, name)
        return found.name if found else ""

    return words


def _names(name: str) -> Callable[[InitiativePage], str]:
    return lambda page: "; ".join(sorted(item.name for item in getattr(page, name).all()))


def _degrees(name: str) -> Callable[[InitiativePage], str]:
    def words(page: InitiativePage) -> str:
        degrees = getattr(page, name)
        return "" if degrees is None else f"{degrees:.6f}"

    return words


def _checked_on(page: InitiativePage) -> str:
    """Return the day of the last check; the row beside the page may not be there."""
    found: date | None = getattr(getattr(page, "freshness", None), "checked_on", None)
    return found.isoformat() if found else ""


COLUMNS: tuple[Column, ...] = (
    Column(
        "slug", _("sleutel"), ("slug", "key"), _text("slug"),
        hint=_("Hieraan herkent de site een initiatief dat er al is."),
    ),
    Column(
        "title", _("naam"),
        ("titel", "title", "name", "initiatief", "naam initiatief", "naam van het initiatief"),
        _text("title"),
    ),
    Column("kind", _("soort"), ("kind", "type", "categorie", "category", "soort initiatief"), _named("kind")),
    Column("theme", _("thema"), ("theme",), _named("theme")),
    Column("organisation", _("organisatie"), ("organisation", "organization"), _text("organisation")),
    Column(
        "introduction", _("wat is het"),
        ("omschrijving", "beschrijving", "inleiding", "introductie", "description", "introduction", "tekst"),
        _text("introduction"),
    ),
    Column(
        "listing_summary", _("samenvatting"), ("summary", "korte omschrijving"), _text("listing_summary")
    ),
    Column("for_whom", _("voor wie"), ("for whom", "audience"), _text("for_whom")),
    Column(
        "target_groups", _("doelgroepen"), ("doelgroep", "target groups", "target group"),
        _names("target_groups"), hint=_("Meer dan één? Zet er een puntkomma tussen."),
    ),
    Column("languages", _("talen"), ("taal", "languages", "language"), _names("languages")),
    Column(
        "facilities", _("voorzieningen"), ("voorziening", "faciliteiten", "facilities", "facility"),
        _names("facilities"),
    ),
    Column("costs", _("kosten"), ("wat kost het", "costs", "prijs"), _choice("costs")),
    Column(
        "costs_note", _("toelichting bij de kosten"), ("toelichting kosten", "costs note"),
        _text("costs_note"),
    ),
    Column("hours", _("wanneer open"), ("hours kind", "open"), _choice("hours")),
    Column(
        "opening_times", _("openingstijden"), ("openingstijd", "opening times", "opening hours", "tijden"),
        lambda page: words_of_opening_times(page.opening_times.all()),
        hint=_("Bijvoorbeeld: di 10:00-12:00; do 13:30-16:00 (koffie)"),
    ),
    Column(
        "opening_hours", _("toelichting bij de tijden"), ("toelichting tijden", "toelichting openingstijden"),
        _text("opening_hours"),
    ),
    Column("holidays", _("op feestdagen"), ("feestdagen", "holidays"), _choice("holidays")),
    Column("website", _("website"), ("site", "url", "web", "webadres", "homepage"), _text("website")),
    Column("email", _("e-mailadres"), ("email", "e mail", "mail", "emailadres"), _text("email")),
    Column("phone", _("telefoonnummer"), ("telefoon", "tel", "phone", "telephone"), _text("phone")),
    Column("stage", _("hoe ver is het"), ("fase", "stage"), _choice("stage")),
    Column("period", _("jaar of periode"), ("periode", "jaar", "period", "year"), _text("period")),
    Column("funded_by", _("steun van"), ("financiering", "funded by"), _text("funded_by")),
    Column("source", _("bron"), ("source",), _text("source")),
    Column(
        "scope", _("hoe precies is de plek"), ("hoe precies", "scope"), _choice("scope"),
        hint=_("Leeg? Dan kiest de site zelf: met getallen een speld, met een dorp het dorp."),
    ),
    Column("municipality", _("gemeente"), ("municipality",), _named("municipality")),
    Column(
        "place", _("plaats"),
        ("dorp", "woonplaats", "dorp of stad", "stad", "place", "town", "city", "village"),
        _named("place"),
    ),
    Column("locality", _("naam van dorp of buurt"), ("buurt", "wijk", "locality"), _text("locality")),
    Column("address", _("adres"), ("address", "straat en huisnummer", "bezoekadres"), _text("address")),
    Column("street", _("straat"), ("straatnaam", "street")),
    Column("house_number", _("huisnummer"), ("huisnr", "nr", "house number")),
    Column(
        "postcode", _("postcode"), ("post code", "zip", "zipcode", "postal code"),
        hint=_("Alleen om de plek te zoeken. De site bewaart hem niet."),
    ),
    Column("latitude", _("breedtegraad"), ("latitude", "lat", "y"), _degrees("latitude")),
    Column("longitude", _("lengtegraad"), ("longitude", "lon", "lng", "long", "x"), _degrees("longitude")),
    Column(
        "coordinates", _("coördinaten"), ("coordinaten", "coordinates", "locatie", "latlng", "lat lon"),
        hint=_("Twee getallen in één cel, bijvoorbeeld: 52.9967, 6.5625")
    ),
    Column("checked_on", _("gecontroleerd op"), ("checked on", "nagekeken op", "controledatum"), _checked_on),
    Column(
        "keeper_email", _("e-mailadres voor de controle"),
        ("controle e mail", "keeper email", "contact e mail", "e mail beheerder"),
        hint=_("Komt niet op de website. Hierheen gaat elk jaar de vraag of alles nog klopt."),
    ),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
#: Together these say where an initiative is.
LOCATION = frozenset(
    [
        "scope", "municipality", "place", "locality", "address", "street", "house_number", "postcode",
        "latitude", "longitude", "coordinates",
    ]
)  # fmt: skip
EXPORTED = tuple(column for column in COLUMNS if column.words)


def words_of(page: InitiativePage) -> dict[str, str]:
    """Return what an initiative says in every column that can be written.

    No queries when `kind`, `theme`, `municipality`, `place`, `freshness` and the lists are there already.
    """
    return {column.name: column.words(page) for column in EXPORTED if column.words}


def guess_columns(header: Iterable[str]) -> dict[int, str]:
    """Return which column of a file (counted from 0) is probably which of ours; each of ours at most once."""
    known = {plain(alias): column.name for column in COLUMNS for alias in (str(column.label), *column.others)}
    known |= {plain(column.name): column.name for column in COLUMNS}
    guessed: dict[int, str] = {}
    for place, name in enumerate(header):
        found = known.get(plain(name))
        if found and found not in guessed.values():
            guessed[place] = found
    return guessed
