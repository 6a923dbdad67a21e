"""What deserves a second look in the figures: old, unlikely, missing, or said differently by two sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.core.cache import caches
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.models import Municipality
from stories.figures.numbers import number_words
from stories.figures.periods import period_words
from stories.models import Indicator, Observation
from stories.models.observations import AreaType, Nature, area_in_words

#: A larger change than this is worth a look, in %, when an indicator says nothing about it.
USUAL_JUMP = 50
#: From so many municipalities a value on, that of another is missing; fewer is a study of its own.
_SHARE_OF_MUNICIPALITIES = Decimal("0.5")


class Concern(models.TextChoices):
    """What may be wrong."""

    OLD = "oud", _("Te oud")
    RANGE = "grens", _("Buiten de grenzen")
    JUMP = "sprong", _("Grote sprong")
    MISSING = "gemeente", _("Gemeente mist")
    ORIGIN = "bron", _("Bron of periode mist")
    CONTRADICTION = "tegenspraak", _("Bronnen zeggen iets anders")


#: No fault of ours: sources contradict each other, or name no year. What they say is shown, and so is this.
INFORMATION = frozenset([Concern.CONTRADICTION, Concern.ORIGIN])


@dataclass(frozen=True)
class Warning:
    """One thing to look at. `observation` is the value that it is about, where it is about one."""

    concern: Concern
    indicator: Indicator
    text: str
    observation: int | None = None


@dataclass(frozen=True)
class _Row:
    """A value, as light as possible: there may be tens of thousands."""

    pk: int
    area_type: str
    area: str
    municipality: int | None
    subgroup: str
    period: str
    last_day: date | None
    value: Decimal | None
    high: Decimal | None
    nature: str
    source: str
    year: int | None
    place: str

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.area_type, self.area, self.subgroup

    @property
    def words(self) -> str:
        area = area_in_words(self.area_type, self.area)
        return f"{area} ({self.subgroup})" if self.subgroup else area

    @property
    def is_counted(self) -> bool:
        return self.nature in (Nature.MEASURED, Nature.ESTIMATE)


_FIELDS = (
    "indicator_id", "pk", "area_type", "area", "municipality_id", "subgroup", "period", "last_day", "value",
    "value_high", "nature", "source__title", "source__year", "place_in_source",
)  # fmt: skip


def find_warnings(today: date | None = None) -> list[Warning]:
    """Return all that deserves a second look, by indicator. Three queries, however many figures there are."""
    today = today or timezone.localdate()
    indicators = {indicator.pk: indicator for indicator in Indicator.objects.order_by("name")}
    municipalities = dict(Municipality.objects.values_list("pk", "name"))
    values: Any = Observation.objects.order_by("indicator_id").values_list(*_FIELDS)
    by_indicator = {
        pk: [_Row(*row[1:]) for row in rows]
        for pk, rows in groupby(values.iterator(chunk_size=2000), key=lambda row: row[0])
    }
    found = []
    for pk, indicator in indicators.items():
        rows = by_indicator.get(pk, [])
        found += [
            *_old(indicator, rows, today),
            *_out_of_range(indicator, rows),
            *_jumps(indicator, rows),
            *_missing(indicator, rows, municipalities),
            *_origin(indicator, rows),
            *_contradictions(indicator, rows),
        ]
    return found


def _old(indicator: Indicator, rows: Iterable[_Row], today: date) -> Iterator[Warning]:
    """The next period ends a rhythm later; its publication may take as long again, at most a year."""
    days = [row.last_day for row in rows if row.last_day and row.is_counted]
    if not indicator.rhythm or not days:
        return
    newest = max(days)
    months = indicator.rhythm + min(indicator.rhythm, 12)
    if today > _later(newest, months):
        yield Warning(
            Concern.OLD,
            indicator,
            _now("Het nieuwste cijfer gaat tot %(day)s. Er komt een nieuw cijfer %(rhythm)s.")
            % {"day": date_format(newest, "j F Y"), "rhythm": indicator.get_rhythm_display()},
        )


def _later(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def _out_of_range(indicator: Indicator, rows: Iterable[_Row]) -> Iterator[Warning]:
    least, most = indicator.minimum, indicator.maximum
    if most is None and indicator.unit == "%" and indicator.population:
        most = Decimal(100)
    for row in rows:
        for value in (row.value, row.high):
            if value is None:
                continue
            if most is not None and value > most:
                limit, text = most, _now("%(where)s, %(when)s: %(value)s. Hoger dan %(limit)s kan niet.")
            elif least is not None and value < least:
                limit, text = least, _now("%(where)s, %(when)s: %(value)s. Lager dan %(limit)s kan niet.")
            else:
                continue
            words = {
                "where": row.words,
                "when": period_words(row.period),
                "value": indicator.format(value),
                "limit": indicator.format(limit),
            }
            yield Warning(Concern.RANGE, indicator, text % words, row.pk)


def _jumps(indicator: Indicator, rows: Iterable[_Row]) -> Iterator[Warning]:
    """The newest two periods of each area and group, each by its newest source."""
    largest = indicator.largest_jump or USUAL_JUMP
    series: dict[tuple[str, str, str], dict[date, _Row]] = defaultdict(dict)
    for row in rows:
        if row.last_day and row.value is not None and row.is_counted:
            known = series[row.cell].get(row.last_day)
            if known is None or (row.year or 0, row.pk) > (known.year or 0, known.pk):
                series[row.cell][row.last_day] = row
    for by_day in series.values():
        if len(by_day) < 2:
            continue
        before, after = (by_day[day] for day in sorted(by_day)[-2:])
        if not before.value or after.value is None:
            continue  # from nothing every change is endless
        change = (after.value - before.value) / abs(before.value) * 100
        if abs(change) > largest:
            yield Warning(
                Concern.JUMP,
                indicator,
                _now("%(where)s: van %(old)s (%(before)s) naar %(new)s (%(after)s). Dat is %(change)s%%.")
                % {
                    "where": after.words,
                    "old": indicator.format(before.value),
                    "before": period_words(before.period),
                    "new": indicator.format(after.value),
                    "after": period_words(after.period),
                    "change": f"{'+' if change > 0 else ''}{number_words(change, 0)}",
                },
                after.pk,
            )


def _missing(indicator: Indicator, rows: Iterable[_Row], municipalities: dict[int, str]) -> Iterator[Warning]:
    """The newest period for which at least half of the municipalities have a value."""
    periods: dict[str, set[int]] = defaultdict(set)
    days: dict[str, date] = {}
    for row in rows:
        if row.area_type == AreaType.MUNICIPALITY and row.municipality and not row.subgroup:
            periods[row.period].add(row.municipality)
            days[row.period] = row.last_day or date.min
    enough = [
        p for p, found in periods.items() if len(found) >= len(municipalities) * _SHARE_OF_MUNICIPALITIES
    ]
    if not enough:
        return
    newest = max(enough, key=lambda period: days[period])
    missing = sorted(name for pk, name in municipalities.items() if pk not in periods[newest])
    if missing:
        yield Warning(
            Concern.MISSING,
            indicator,
            _now("%(when)s: er is geen cijfer voor %(names)s.")
            % {"when": period_words(newest), "names": ", ".join(missing)},
        )


def _origin(indicator: Indicator, rows: Iterable[_Row]) -> Iterator[Warning]:
    lacking = Counter[str]()
    for row in rows:
        lacking["place"] += not row.place
        lacking["period"] += not row.period
    if number := lacking["place"]:
        yield Warning(
            Concern.ORIGIN,
            indicator,
            ngettext(
                "Bij één waarde staat niet waar die in de bron staat.",
                "Bij %(number)d waarden staat niet waar die in de bron staan.",
                number,
            )
            % {"number": number},
        )
    if number := lacking["period"]:
        yield Warning(
            Concern.ORIGIN,
            indicator,
            ngettext(
                "Bij één waarde staat geen periode. Noemt de bron echt geen jaar?",
                "Bij %(number)d waarden staat geen periode. Noemt de bron echt geen jaar?",
                number,
            )
            % {"number": number},
        )


def _contradictions(indicator: Indicator, rows: Iterable[_Row]) -> Iterator[Warning]:
    cells: dict[tuple[Any, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        cells[(*row.cell, row.period)].append(row)
    for cell in cells.values():
        if len({(row.value, row.high) for row in cell}) > 1:
            said = "; ".join(f"{row.source}: {indicator.format(row.value)}" for row in cell)
            yield Warning(
                Concern.CONTRADICTION,
                indicator,
                _now("%(where)s, %(when)s. %(said)s. Beide blijven staan.")
                % {"where": cell[0].words, "when": period_words(cell[0].period), "said": said},
                cell[0].pk,
            )


def warning_counts() -> dict[Concern, int]:
    """Return how many warnings there are of each kind; information is not among them.

    Kept for the day in the cache that every change of a figure empties, see `core.page_cache`.
    """
    key = f"figure-warnings:{timezone.localdate().isoformat()}"
    found: dict[Concern, int] | None = caches["pages"].get(key)
    if found is None:
        counted = Counter(warning.concern for warning in find_warnings())
        found = {
            concern: counted[concern]
            for concern in Concern
            if concern not in INFORMATION and counted[concern]
        }
        caches["pages"].set(key, found)
    return found
