"""What every chart has: words, a key, a table with all that is drawn, sources and a download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, TypeVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.figures.areas import Area, area_of
from stories.figures.periods import last_day_of
from stories.figures.words import exact_words, observation_words
from stories.models.indicators import Indicator
from stories.models.observations import AreaType, Nature, Observation

#: Values to compare with, and not to be compared among the others.
REFERENCE_TYPES = (AreaType.REGION, AreaType.PROVINCE, AreaType.COUNTRY)
#: So many names are told in a sentence; more are counted.
_MOST_NAMES = 3

AnyChart = TypeVar("AnyChart", bound="Chart")


@dataclass(frozen=True)
class KeyItem:
    """One line of the key: what a shape means. `shape` is the name of a sample in charts/sample.html."""

    shape: str
    text: str


@dataclass(frozen=True)
class Cell:
    """One place in a table. Of two sources that say something else, both are in it."""

    text: str
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A row: what it is about, a smaller line below that, its cells, and what is drawn in the row itself."""

    label: str
    cells: tuple[Cell, ...]
    detail: str = ""
    mark: str = ""
    drawing: Any = None


@dataclass(frozen=True)
class Table:
    """All that is drawn, as words and numbers."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation that the table tells, in its order."""
        return tuple(o for row in self.rows for cell in row.cells for o in cell.observations)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing of one indicator with the words and the table that say the same.

    `drawn` are the observations in the drawing: those of the table, no more and no fewer.
    """

    kind: ClassVar[str]
    template: ClassVar[str]

    indicator: Indicator
    title: str
    sentence: str
    table: Table
    drawn: tuple[Observation, ...]
    key: tuple[KeyItem, ...] = ()
    notes: tuple[str, ...] = ()
    frozen_on: date | None = None

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Where the values come from, with their place in the source and their periods."""
        return sources_in_words(self.table.observations)

    @property
    def csv_url(self) -> str:
        return reverse("indicator_csv", args=[self.indicator.slug])

    @cached_property
    def id(self) -> str:
        """A name for patterns in the drawing: other data, another name."""
        told = repr([self.kind, self.indicator.slug, self.title, self.sentence, self.drawn_values])
        return f"g{sha256(told.encode()).hexdigest()[:8]}"

    @property
    def drawn_values(self) -> list[tuple[str, ...]]:
        return [(o.area_type, o.area, o.subgroup, o.period, str(o.value)) for o in self.drawn]

    def worded(
        self: AnyChart, title: str = "", sentence: str = "", frozen_on: date | None = None
    ) -> AnyChart:
        """Return the same chart with the words of an editor where there are any."""
        return replace(
            self, title=title or self.title, sentence=sentence or self.sentence, frozen_on=frozen_on
        )


def is_amount(indicator: Indicator) -> bool:
    """Whether values count things, so that a larger area has more of them by itself."""
    return indicator.unit.startswith("aantal")


def sources_in_words(observations: Iterable[Observation]) -> tuple[str, ...]:
    """Return each source once, with the places in it that values come from and the periods they tell of."""
    by_source: dict[tuple[str, str], list[Observation]] = {}
    for o in observations:
        by_source.setdefault((o.source.title, o.source.edition), []).append(o)
    return tuple(_source_in_words(found) for found in by_source.values())


def _source_in_words(found: list[Observation]) -> str:
    source = found[0].source
    places = list(dict.fromkeys(o.place_in_source for o in found if o.place_in_source))
    if len(places) > _MOST_NAMES:
        places = [_("op %(number)s plaatsen") % {"number": len(places)}]
    parts = [part for part in (source.title, source.edition, "; ".join(places)) if part]
    return f"{', '.join(parts)} ({_periods_in_words(found)})"


def _periods_in_words(found: Sequence[Observation]) -> str:
    dated = {o.period: o for o in sorted(found, key=_end) if last_day_of(o.period)}
    undated = {o.period: o for o in found if not last_day_of(o.period)}
    texts = [o.period_text for o in dated.values()]
    if len(texts) > _MOST_NAMES:
        stretch = _("%(number)s periodes, van %(first)s tot en met %(last)s")
        texts = [stretch % {"number": len(texts), "first": texts[0], "last": texts[-1]}]
    return ", ".join([*texts, *(o.period_text for o in undated.values())])


def _end(observation: Observation) -> date:
    return last_day_of(observation.period) or date.min


def marks_of(observation: Observation) -> list[str]:
    """Return what a reader must know before the value counts as a measurement."""
    said = observation.qualifier.lower()
    marks = []
    if observation.nature == Nature.FORECAST and "prognose" not in said:
        marks.append(_("prognose"))
    elif observation.nature == Nature.ESTIMATE and "schat" not in said and "raming" not in said:
        marks.append(_("schatting"))
    elif observation.nature == Nature.AIM and "doel" not in said:
        marks.append(_("doel, geen meting"))
    if observation.status == Observation.Status.PROVISIONAL:
        marks.append(_("voorlopig"))
    return marks


def value_in_table(indicator: Indicator, observation: Observation) -> str:
    """Return a value with everything that belongs to it: "ruim 260.000", "20% (prognose)"."""
    text = observation_words(indicator, observation)
    marks = marks_of(observation)
    return f"{text} ({', '.join(marks)})" if marks else text


def short_value(indicator: Indicator, observation: Observation) -> str:
    """Return a value for a small place; a star says that the table has more words."""
    text = exact_words(indicator, observation)
    return f"{text}*" if observation.qualifier or marks_of(observation) else text


def cell_of(indicator: Indicator, found: Sequence[Observation], period: bool = False) -> Cell:
    """Return what all sources say of one place; with more than one, each names its source."""
    texts = []
    for o in found:
        text = value_in_table(indicator, o)
        if period:
            text = f"{text}, {o.period_text}"
        texts.append(f"{text} [{o.source.title}]" if len(found) > 1 else text)
    return Cell("; ".join(texts), tuple(found))


def names_in_words(names: Sequence[str]) -> str:
    """Return "A", "A en B", "A, B en C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def places_in_words(areas: Sequence[Area]) -> str:
    """Return names, or how many areas there are when that is too much to read."""
    if len(areas) <= _MOST_NAMES:
        return names_in_words([area.words for area in areas])
    if all(area.type == AreaType.MUNICIPALITY for area in areas):
        return ngettext("%(number)s gemeente", "%(number)s gemeenten", len(areas)) % {"number": len(areas)}
    return ngettext("%(number)s gebied", "%(number)s gebieden", len(areas)) % {"number": len(areas)}


def notes_on(observations: Iterable[Observation]) -> tuple[str, ...]:
    """Return what has to be said about all these values together."""
    found = list(observations)
    notes = []
    if any(o.nature == Nature.FORECAST for o in found):
        notes.append(_("Een prognose is een verwachting. Niemand heeft dit geteld."))
    cells: dict[tuple[Area, str, str], set[Any]] = {}
    for o in found:
        cells.setdefault((area_of(o), o.period, o.subgroup), set()).add((o.value, o.value_high))
    torn = list(dict.fromkeys(area for (area, _period, _group), values in cells.items() if len(values) > 1))
    if torn:
        notes.append(
            _("Twee bronnen zeggen niet hetzelfde over %(areas)s. U ziet ze allebei.")
            % {"areas": places_in_words(torn)}
        )
    return tuple(notes)


def without_figure(areas: Sequence[Area]) -> str:
    """Return the sentence about areas that have no figure, or ""."""
    if not areas:
        return ""
    return _("Van %(areas)s is er geen cijfer.") % {"areas": places_in_words(areas)}
