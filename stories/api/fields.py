"""What other sites get to know of figures: tables, from which JSON, CSV and the documentation are all made.

Numbers are as exact as in the database. No value is ever told without its source and its period: where the
source names no period, that is said. Who corrected a value is known to nobody outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from core.api.fields import (
    ADDRESS,
    CODED,
    DATE,
    MOMENT,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    Field,
    Schema,
    coded,
    day,
    moment,
    one_of,
    or_null,
    record,
)
from core.api.responses import exact
from core.models import Municipality
from core.sheets.cells import safe_cell
from stories.figures.areas import Area
from stories.figures.periods import parse_period, period_words
from stories.models import Correction, Indicator, Observation, Target

AREA_TYPES = {
    "municipality": "gemeente",
    "region": "regio",
    "province": "provincie",
    "country": "land",
    "place": "plaats",
    "panel": "panel",
    "urban": "stad",
    "rural": "platteland",
    "subgroup": "deel",
    "unknown": "onbekend",
}
_NATURES = {"measured": "meting", "estimate": "schatting", "forecast": "prognose", "aim": "doel"}
_STATUSES = {"final": "definitief", "provisional": "voorlopig"}
_DIRECTIONS = {
    "higher_is_better": "hoger_is_beter",
    "lower_is_better": "lager_is_beter",
    "neutral": "geen_van_beide",
}
_TARGETS = {
    "value": "waarde",
    "change": "verandering_in_procent",
    "at_most": "hoogstens",
    "at_least_yearly": "elk_jaar_minstens",
    "words": "in_woorden",
}
LEVELS = tuple(Indicator.Level.values)

_NUMBER: Schema = {"type": ["number", "null"]}
_WHOLE_OR_NULL: Schema = {"type": ["integer", "null"]}
_WORD: Schema = {"type": "string"}


def _word_of(values: Any) -> Schema:
    return {**_WORD, "enum": list(values)}


def _plain(name: str) -> Callable[..., Any]:
    return lambda row, *_more: getattr(row, name)


def _or_none(name: str) -> Callable[..., Any]:
    return lambda row, *_more: getattr(row, name) or None


def _translated(name: str, words: dict[str, str]) -> Callable[..., Any]:
    return lambda row, *_more: words.get(getattr(row, name))


def _goal(indicator: Indicator) -> dict[str, Any] | None:
    goal = indicator.goal
    return {"nummer": goal.number, "naam": goal.title} if goal else None


# --- Indicators

INDICATOR_FIELDS: tuple[Field, ...] = (
    Field("code", _("Vaste korte naam van het cijfer. Verwijs hiermee."), TEXT, _plain("slug")),
    Field("naam", _("Wat er geteld wordt."), TEXT, _plain("name")),
    Field("vraag", _("De vraag waarop het cijfer antwoord geeft."), TEXT, _plain("question")),
    Field(
        "url",
        _("Adres van de pagina over dit cijfer."),
        ADDRESS,
        lambda row, at: at.of(at.page, row.slug),
    ),
    Field("json", _("Adres van alle waarden als JSON."), ADDRESS, lambda row, at: at.of(at.json, row.slug)),
    Field("csv", _("Adres van alle waarden als CSV."), ADDRESS, lambda row, at: at.of(at.csv, row.slug)),
    Field("thema", _("Thema van de agenda."), or_null(CODED), lambda row, at: coded(row.theme)),
    Field(
        "doel",
        _("Doel van de agenda."),
        or_null(record(nummer=WHOLE, naam=TEXT)),
        lambda row, at: _goal(row),
    ),
    Field("onderwerp", _("Onderwerp, als het bij geen thema hoort."), TEXT, _plain("topic")),
    Field(
        "niveau",
        _("Wat er geteld wordt: hoe het ervoor staat, wat er gedaan is, of wat daardoor veranderde."),
        one_of(LEVELS),
        _or_none("level"),
    ),
    Field("eenheid", _("Eenheid van de waarden, zoals % of euro."), TEXT, _plain("unit")),
    Field("decimalen", _("Hoeveel cijfers wij achter de komma tonen."), WHOLE, _plain("decimals")),
    Field(
        "richting",
        _("Welke kant goed nieuws is."),
        _word_of(_DIRECTIONS.values()),
        _translated("direction", _DIRECTIONS),
    ),
    Field("uitleg", _("Wat het cijfer betekent."), TEXT, _plain("description")),
    Field("wat_het_niet_zegt", _("Waar u voor moet oppassen."), TEXT, _plain("caveat")),
    Field("van_wie", _("Over wie een percentage gaat, zoals inwoners."), TEXT, _plain("population")),
    Field("wie_telt", _("Wie het cijfer telt."), TEXT, _plain("publisher")),
    Field(
        "elke_maanden",
        _("Na hoeveel maanden er een nieuw cijfer komt. Leeg: niet bekend."),
        _WHOLE_OR_NULL,
        _plain("rhythm"),
    ),
    Field("aantal_waarnemingen", _("Hoeveel waarden er zijn."), WHOLE, _plain("observation_count")),
    Field(
        "nieuwste_tot_en_met",
        _("Laatste dag van de nieuwste periode. Prognoses tellen mee."),
        DATE,
        lambda row, at: day(row.newest_day),
    ),
)


def indicators() -> QuerySet[Indicator]:
    """Return all indicators, to be narrowed down; give those that are told to `with_counts`."""
    return Indicator.objects.select_related("theme", "goal").order_by("name", "pk")


def with_counts(found: Iterable[Indicator]) -> list[Indicator]:
    """Return these indicators with how many values each has and how new they are; one query.

    Not joined: the database would group by all texts of an indicator.
    """
    listed: list[Any] = list(found)
    rows = Observation.objects.filter(indicator__in=[row.pk for row in listed]).order_by()
    counts = {
        pk: (count, newest)
        for pk, count, newest in rows.values_list("indicator").annotate(Count("pk"), Max("last_day"))
    }
    for indicator in listed:
        indicator.observation_count, indicator.newest_day = counts.get(indicator.pk, (0, None))
    return listed


# --- Observations

_period_words = lru_cache(maxsize=4096)(period_words)


@lru_cache(maxsize=4096)
def _first_day(period: str) -> date | None:
    try:
        found = parse_period(period)
    except ValueError:
        return None
    return found.first if found else None


@lru_cache(maxsize=1024)
def _area_key(area_type: str, name: str) -> str:
    return Area(area_type, name).key


def _municipality_code(row: Observation, _corrected: dict[int, datetime]) -> str | None:
    return row.municipality.code if row.municipality else None


def _source(name: str) -> Callable[..., Any]:
    return lambda row, *_more: getattr(row.source, name)


OBSERVATION_FIELDS: tuple[Field, ...] = (
    Field("id", _("Vast nummer van de waarde."), WHOLE, _plain("pk")),
    Field("indicator", _("Code van het cijfer."), TEXT, lambda row, *_more: row.indicator.slug),
    Field("indicator_naam", _("Naam van het cijfer."), TEXT, lambda row, *_more: row.indicator.name),
    Field(
        "gebied",
        _("Code van het gebied, zoals gemeente-assen of provincie-drenthe."),
        TEXT,
        lambda row, *_more: _area_key(row.area_type, row.area),
    ),
    Field(
        "gebied_soort",
        _("Soort gebied."),
        _word_of(AREA_TYPES.values()),
        _translated("area_type", AREA_TYPES),
    ),
    Field("gebied_naam", _("Naam van het gebied, in woorden."), TEXT, _plain("area_words")),
    Field(
        "gemeentecode", _("Code van de gemeente bij het CBS, zoals GM0106."), TEXT_OR_NULL, _municipality_code
    ),
    Field("groep", _("Groep of antwoord. Leeg: iedereen."), TEXT_OR_NULL, _or_none("subgroup")),
    Field(
        "periode",
        _("Jaar of periode, zoals 2023, 2020-11 of 2022-2024. Leeg: de bron noemt geen jaar."),
        TEXT_OR_NULL,
        _or_none("period"),
    ),
    Field(
        "periode_tekst",
        _("De periode in woorden. Staat er altijd."),
        TEXT,
        lambda row, *_more: _period_words(row.period),
    ),
    Field(
        "eerste_dag", _("Eerste dag van de periode."), DATE, lambda row, *_more: day(_first_day(row.period))
    ),
    Field("laatste_dag", _("Laatste dag van de periode."), DATE, lambda row, *_more: day(row.last_day)),
    Field("waarde", _("De waarde. Leeg: er is geen cijfer."), _NUMBER, _plain("value")),
    Field(
        "waarde_tot", _("De hoogste waarde, als de bron “van … tot …” zegt."), _NUMBER, _plain("value_high")
    ),
    Field("eenheid", _("Eenheid van de waarde."), TEXT, lambda row, *_more: row.indicator.unit),
    Field(
        "woorden_erbij",
        _("Woorden van de bron die bij de waarde horen, zoals ongeveer of PM. Laat ze niet weg."),
        TEXT,
        _plain("qualifier"),
    ),
    Field(
        "aard",
        _("Of het geteld is, geschat, verwacht of gewenst."),
        _word_of(_NATURES.values()),
        _translated("nature", _NATURES),
    ),
    Field(
        "status",
        _("Of de waarde nog kan veranderen."),
        _word_of(_STATUSES.values()),
        _translated("status", _STATUSES),
    ),
    Field(
        "van_hoeveel",
        _("Over hoeveel mensen of huishoudens een percentage gaat."),
        _NUMBER,
        _plain("denominator"),
    ),
    Field("opmerking", _("Opmerking bij de waarde."), TEXT, _plain("note")),
    Field("bron", _("Titel van de bron. Staat er altijd."), TEXT, _source("title")),
    Field("bron_uitgever", _("Wie de bron uitgaf."), TEXT, _source("publisher")),
    Field("bron_uitgave", _("Welke uitgave van de bron."), TEXT, _source("edition")),
    Field("bron_jaar", _("Jaar van de bron."), _WHOLE_OR_NULL, _source("year")),
    Field("bron_url", _("Adres van de bron, als dat bekend is."), TEXT, _source("url")),
    Field("plaats_in_bron", _("Bladzijde, tabel of hoofdstuk."), TEXT, _plain("place_in_source")),
    Field(
        "verbeterd_op",
        _("Wanneer de waarde het laatst verbeterd is. Leeg: nooit."),
        MOMENT,
        lambda row, corrected: moment(corrected.get(row.pk)),
    ),
)


def observations() -> QuerySet[Observation]:
    """Return all values with what the fields need, in a fixed order; four queries, however many values.

    Not joined: thousands of values share some hundreds of indicators and sources.
    """
    return Observation.objects.order_by("pk").prefetch_related(
        Prefetch("indicator", Indicator.objects.only("slug", "name", "unit")),
        Prefetch("municipality", Municipality.objects.only("code")),
        "source",
    )


def corrected(**chosen: Any) -> dict[int, datetime]:
    """Return when values were last corrected, by their number; one query. Most never were."""
    rows = Correction.objects.filter(**chosen).order_by().values_list("observation_id")
    return dict(rows.annotate(last=Max("corrected_at")))


# --- What belongs to one indicator

TARGET_FIELDS: tuple[Field, ...] = (
    Field("soort", _("Wat voor doel het is."), _word_of(_TARGETS.values()), _translated("kind", _TARGETS)),
    Field("waarde", _("Het doel. Leeg: alleen in woorden."), _NUMBER, _plain("value")),
    Field("jaar", _("In welk jaar het doel gehaald moet zijn."), _WHOLE_OR_NULL, _plain("year")),
    Field("beginwaarde", _("De waarde aan het begin."), _NUMBER, _plain("baseline")),
    Field("beginjaar", _("Jaar van de beginwaarde."), _WHOLE_OR_NULL, _plain("baseline_year")),
    Field("in_woorden", _("Het doel in woorden."), TEXT, _plain("note")),
    Field("bron", _("Titel van de bron. Staat er altijd."), TEXT, _source("title")),
    Field("bron_jaar", _("Jaar van de bron."), _WHOLE_OR_NULL, _source("year")),
    Field("plaats_in_bron", _("Bladzijde, tabel of hoofdstuk."), TEXT, _plain("place_in_source")),
)

CORRECTION_FIELDS: tuple[Field, ...] = (
    Field("waarneming", _("Nummer van de waarde die verbeterd is."), WHOLE, _plain("observation_id")),
    Field("verbeterd_op", _("Wanneer dat was."), MOMENT, lambda row: moment(row.corrected_at)),
    Field("reden", _("Waarom het verbeterd is."), TEXT, _plain("reason")),
    Field("was_waarde", _("De waarde van toen."), _NUMBER, _plain("value")),
    Field("was_waarde_tot", _("De hoogste waarde van toen."), _NUMBER, _plain("value_high")),
    Field("was_woorden_erbij", _("De woorden van toen."), TEXT, _plain("qualifier")),
    Field("was_aard", _("De aard van toen."), _word_of(_NATURES.values()), _translated("nature", _NATURES)),
    Field(
        "was_status", _("De status van toen."), _word_of(_STATUSES.values()), _translated("status", _STATUSES)
    ),
    Field("was_van_hoeveel", _("Over hoeveel het toen ging."), _NUMBER, _plain("denominator")),
    Field("was_opmerking", _("De opmerking van toen."), TEXT, _plain("note")),
    Field("was_plaats_in_bron", _("De plaats in de bron van toen."), TEXT, _plain("place_in_source")),
)


def targets(indicator: Indicator) -> QuerySet[Target]:
    """Return the targets of an indicator with their sources."""
    return Target.objects.filter(indicator=indicator).select_related("source").order_by("year", "pk")


def corrections(indicator: Indicator) -> QuerySet[Correction]:
    """Return all that was corrected, the newest first."""
    return Correction.objects.filter(observation__indicator=indicator).order_by("-corrected_at", "-pk")


#: Most cells of a long file say the same as another.
_safe = lru_cache(maxsize=8192)(safe_cell)


def cells(fields: Sequence[Field], *subject: Any) -> list[Any]:
    """Return a row of a table in the order of the fields; safe for spreadsheets, and as exact as can be."""
    return [_cell(field.value(*subject)) for field in fields]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return _safe(value)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, dict):
        return _safe(value["naam"])
    return value
