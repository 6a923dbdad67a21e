"""What other sites get to know of an initiative: one table, from which JSON, GeoJSON, CSV and the
documentation are all made.

E-mail addresses and phone numbers are not in it: who wants to get in touch does so on the page itself, where
they are protected against harvesting. Who looks after an initiative is known to nobody outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.api.fields import (
    ADDRESS,
    CODED,
    DATE,
    MOMENT,
    TEXT,
    TEXT_OR_NULL,
    Field,
    Schema,
    coded,
    day,
    list_of,
    moment,
    one_of,
    or_null,
    record,
    values_of,
)
from core.sheets.cells import safe_cell
from initiatives.contributions import freshness
from initiatives.models import InitiativePage, InitiativeQuerySet, OpeningException, OpeningTime
from initiatives.selection import COSTS, DAYS

_SCOPES = {"point": "adres", "place": "dorp", "municipality": "gemeente", "province": "provincie"}
_HOURS = {"weekly": "vaste_tijden", "always": "altijd", "appointment": "op_afspraak"}
_HOLIDAYS = {"closed": "gesloten", "open": "open"}
_STAGES = {"idea": "idee", "pilot": "proef", "running": "loopt", "finished": "afgerond"}
_COSTS = {kind.value: slug for slug, kind in COSTS.items()}
_OPEN_STATES = {"open": "open", "closed": "dicht", "appointment": "op_afspraak", "unknown": "onbekend"}
_DAYS = tuple(DAYS)

_TIME: Schema = {"type": ["string", "null"], "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
_WEEK = record(dag={"type": "string", "enum": list(_DAYS)}, van=_TIME, tot=_TIME, toelichting=TEXT)
_DIFFERENT = record(
    eerste_dag=DATE,
    laatste_dag=DATE,
    gesloten={"type": "boolean"},
    van=_TIME,
    tot=_TIME,
    toelichting=TEXT,
)


@dataclass(frozen=True)
class Site:
    """What a page does not know of itself: where the overview is, and the terms of the check, in days."""

    index_url: str
    pale_after: int
    off_map_after: int


def _related(name: str) -> Callable[[InitiativePage, Site], Any]:
    return lambda page, site: getattr(page, "related_rows")[name]  # noqa: B009


def _plain(name: str) -> Callable[[InitiativePage, Site], Any]:
    return lambda page, site: getattr(page, name)


def _translated(name: str, words: dict[str, str]) -> Callable[[InitiativePage, Site], Any]:
    return lambda page, site: words.get(getattr(page, name))


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)


def _clock(value: time | None) -> str | None:
    return None if value is None else f"{value:%H:%M}"


def _period(weekday: int, opens: time, closes: time, note: str) -> dict[str, Any]:
    return {"dag": _DAYS[weekday], "van": _clock(opens), "tot": _clock(closes), "toelichting": note}


def _different(
    first: date, last: date | None, opens: time | None, closes: time | None, note: str
) -> dict[str, Any]:
    return {
        "eerste_dag": day(first),
        "laatste_dag": day(last or first),
        "gesloten": opens is None,
        "van": _clock(opens),
        "tot": _clock(closes),
        "toelichting": note,
    }


def _since(page: InitiativePage) -> date | None:
    """Return from which day the terms of the check count."""
    checked: date | None = getattr(page, "last_check", None)
    published = page.last_published_at
    return checked or (timezone.localdate(published) if published else None)


def shown_until(page: InitiativePage, site: Site) -> date | None:
    """Return the last day on which the page is on the map, unless somebody checks it before."""
    since = _since(page)
    return freshness.begins(since, site.off_map_after) - timedelta(days=1) if since else None


def _pale_from(page: InitiativePage, site: Site) -> str | None:
    since = _since(page)
    return day(freshness.begins(since, site.pale_after)) if since else None


FIELDS: tuple[Field, ...] = (
    Field("id", _("Vast nummer van het initiatief."), {"type": "integer"}, _plain("pk")),
    Field("titel", _("Naam van het initiatief."), TEXT, _plain("title")),
    Field(
        "url",
        _("Adres van de pagina. Verwijs hierheen."),
        ADDRESS,
        lambda page, site: f"{site.index_url}{page.slug}/",
    ),
    Field("soort", _("Soort initiatief, zoals een dorpshuis."), CODED, lambda page, site: coded(page.kind)),
    Field("thema", _("Thema van de agenda."), or_null(CODED), lambda page, site: coded(page.theme)),
    Field("organisatie", _("Wie het organiseert."), TEXT, _plain("organisation")),
    Field("inleiding", _("Wat het is, in een paar zinnen."), TEXT, _plain("introduction")),
    Field("voor_wie", _("Voor wie het is, in woorden."), TEXT, _plain("for_whom")),
    Field(
        "doelgroepen",
        _("Voor wie het vooral bedoeld is."),
        list_of(CODED),
        _related("target_groups"),
    ),
    Field(
        "talen",
        _("Talen die er gesproken worden, naast Nederlands."),
        list_of(CODED),
        _related("languages"),
    ),
    Field(
        "voorzieningen",
        _("Wat er is. Staat iets er niet bij? Dan weten wij het niet."),
        list_of(CODED),
        _related("facilities"),
    ),
    Field(
        "kosten",
        _("Wat meedoen kost: gratis, een kleine bijdrage, of betaald. Leeg: niet bekend."),
        one_of(_COSTS.values()),
        _translated("costs", _COSTS),
    ),
    Field("kosten_toelichting", _("De kosten in woorden."), TEXT, _plain("costs_note")),
    Field(
        "openingstijden",
        _("Hoe het open is: op vaste tijden, altijd, of op afspraak. Leeg: niet bekend."),
        one_of(_HOURS.values()),
        _translated("hours", _HOURS),
    ),
    Field(
        "openingstijden_week",
        _("De tijden van elke week. Tot 00:00 is tot middernacht."),
        list_of(_WEEK),
        _related("opening_times"),
    ),
    Field(
        "openingstijden_afwijkend",
        _("Dagen waarop het anders is. Gaan voor op de week en op feestdagen."),
        list_of(_DIFFERENT),
        _related("opening_exceptions"),
    ),
    Field(
        "openingstijden_feestdagen",
        _("Of het op feestdagen open is. Leeg: niet bekend."),
        one_of(_HOLIDAYS.values()),
        _translated("holidays", _HOLIDAYS),
    ),
    Field("openingstijden_toelichting", _("De tijden in woorden."), TEXT, _plain("opening_hours")),
    Field(
        "plek",
        _("Hoe precies de plek is: een adres, of voor heel een dorp, een gemeente of de provincie."),
        {"type": "string", "enum": list(_SCOPES.values())},
        _translated("scope", _SCOPES),
    ),
    Field("waar", _("De plek in woorden."), TEXT, _plain("where")),
    Field("adres", _("Straat en huisnummer, als wij die weten."), TEXT, _plain("address")),
    Field("plaats", _("Dorp, stad of buurt."), TEXT, _plain("place_name")),
    Field(
        "gemeente",
        _("Gemeente. Leeg: voor heel de provincie."),
        or_null(CODED),
        lambda page, site: coded(page.municipality),
    ),
    Field(
        "gemeentecode",
        _("Code van de gemeente bij het CBS, zoals GM0106."),
        TEXT_OR_NULL,
        lambda page, site: page.municipality.code if page.municipality else None,
    ),
    Field(
        "breedtegraad",
        _("Alleen bij een adres. Graden, WGS84."),
        {"type": ["number", "null"], "minimum": -90, "maximum": 90},
        lambda page, site: _degrees(page.latitude),
    ),
    Field(
        "lengtegraad",
        _("Alleen bij een adres. Graden, WGS84."),
        {"type": ["number", "null"], "minimum": -180, "maximum": 180},
        lambda page, site: _degrees(page.longitude),
    ),
    Field("website", _("Eigen website van het initiatief."), TEXT, _plain("website")),
    Field(
        "fase",
        _("Hoe ver het is: idee, proef, loopt of afgerond. Leeg: niet bekend."),
        one_of(_STAGES.values()),
        _translated("stage", _STAGES),
    ),
    Field("periode", _("Jaar of periode."), TEXT, _plain("period")),
    Field("steun_van", _("Wie het met geld steunt."), TEXT, _plain("funded_by")),
    Field("herkomst", _("Waar de gegevens vandaan komen."), TEXT, _plain("source")),
    Field(
        "gecontroleerd_op",
        _("Dag waarop iemand keek of alles nog klopt."),
        DATE,
        lambda page, site: day(getattr(page, "last_check", None)),
    ),
    Field(
        "misschien_verouderd_vanaf",
        _("Vanaf deze dag zeggen wij erbij: misschien verouderd."),
        DATE,
        _pale_from,
    ),
    Field(
        "tonen_tot_en_met",
        _("Na deze dag hoort het niet meer in een lijst, behalve als wij een nieuwere dag sturen."),
        DATE,
        lambda page, site: day(shown_until(page, site)),
    ),
    Field(
        "gepubliceerd_op",
        _("Wanneer de pagina voor het eerst op de site stond."),
        MOMENT,
        lambda page, site: moment(page.first_published_at),
    ),
    Field(
        "gewijzigd_op",
        _("Wanneer de tekst het laatst veranderde."),
        MOMENT,
        lambda page, site: moment(page.last_published_at),
    ),
    Field(
        "afstand_km",
        _("Hoe ver het is van de plek waar u zoekt. Leeg als u niet op een plek zoekt."),
        {"type": ["number", "null"], "minimum": 0},
        lambda page, site: _rounded(getattr(page, "distance_km", None)),
    ),
    Field(
        "open",
        _("Of het open is op het moment dat u zoekt. Leeg als u daar niet op zoekt."),
        one_of(_OPEN_STATES.values()),
        lambda page, site: _OPEN_STATES.get(getattr(page, "open_state", "")),
    ),
)
#: In GeoJSON the geometry says it.
_COORDINATES = ("breedtegraad", "lengtegraad")
FEATURE_FIELDS = tuple(field for field in FIELDS if field.name not in _COORDINATES)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def pages_with_all(pks: Iterable[int]) -> list[InitiativePage]:
    """Return the visible ones of these pages with all that the fields need: six queries, however many."""
    pages: InitiativeQuerySet = (
        InitiativePage.objects.visible()
        .filter(pk__in=list(pks))
        .select_related("kind", "theme", "municipality", "place")
        .defer("body", "lead_image", "email", "phone")
        # Only the day: nothing else of that row leaves the database.
        .annotate(last_check=F("freshness__checked_on"))
    )
    found: list[Any] = list(pages)
    # Not prefetched: the managers of a page's children make a query of their own for every page, and
    # throw it away. That is half of the time of a long list.
    rows: dict[int, dict[str, list[Any]]] = {page.pk: {name: [] for name in _RELATED} for page in found}
    for name, read in _RELATED.items():
        for pk, row in read(list(rows)):
            rows[pk][name].append(row)
    for page in found:
        page.related_rows = rows[page.pk]
    return found


def _links(relation: Any) -> Callable[[list[int]], Iterable[tuple[int, Any]]]:
    trait = relation.field.m2m_reverse_field_name()
    links = relation.through._default_manager.order_by(f"{trait}__order", f"{trait}__name")

    def read(pks: list[int]) -> Iterator[tuple[int, Any]]:
        chosen = links.filter(initiativepage__in=pks)
        for pk, slug, name in chosen.values_list("initiativepage_id", f"{trait}__slug", f"{trait}__name"):
            yield pk, {"code": slug, "naam": name}

    return read


def _periods(pks: list[int]) -> Iterator[tuple[int, Any]]:
    periods = OpeningTime.objects.filter(page__in=pks).order_by("weekday", "opens", "closes", "pk")
    for pk, *columns in periods.values_list("page_id", "weekday", "opens", "closes", "note"):
        yield pk, _period(*columns)


def _different_days(pks: list[int]) -> Iterator[tuple[int, Any]]:
    days = OpeningException.objects.filter(page__in=pks).order_by("first_date", "pk")
    columns = ("page_id", "first_date", "last_date", "opens", "closes", "note")
    for pk, *values in days.values_list(*columns):
        yield pk, _different(*values)


_RELATED: dict[str, Callable[[list[int]], Iterable[tuple[int, Any]]]] = {
    "facilities": _links(InitiativePage.facilities),
    "target_groups": _links(InitiativePage.target_groups),
    "languages": _links(InitiativePage.languages),
    "opening_times": _periods,
    "opening_exceptions": _different_days,
}


def as_data(page: InitiativePage, site: Site) -> dict[str, Any]:
    """Return an initiative as JSON data. Give it a page of `pages_with_all`."""
    return values_of(FIELDS, page, site)


def as_feature(page: InitiativePage, site: Site) -> dict[str, Any]:
    """Return an initiative as a GeoJSON feature; without an address it has no geometry."""
    geometry = None
    if page.latitude is not None and page.longitude is not None:
        geometry = {"type": "Point", "coordinates": [float(page.longitude), float(page.latitude)]}
    return {
        "type": "Feature",
        "id": page.pk,
        "geometry": geometry,
        "properties": values_of(FEATURE_FIELDS, page, site),
    }


def as_row(page: InitiativePage, site: Site) -> list[str | int | float]:
    """Return an initiative as cells of a table, in the order of FIELDS; safe for spreadsheets."""
    return [safe_cell(_cell(field.value(page, site))) for field in FIELDS]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(_cell(item)) for item in value)
    if not isinstance(value, dict):
        return value
    if "naam" in value:
        return value["naam"]
    note = f" ({value['toelichting']})" if value["toelichting"] else ""
    if "dag" in value:
        return f"{value['dag']} {value['van']}-{value['tot']}{note}"
    days = value["eerste_dag"]
    if value["laatste_dag"] != days:
        days += f" t/m {value['laatste_dag']}"
    return f"{days} " + ("gesloten" if value["gesloten"] else f"{value['van']}-{value['tot']}") + note
