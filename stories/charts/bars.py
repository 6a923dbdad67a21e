"""Bars: areas, groups or answers beside each other. The bars stand in the table itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from stories.charts.chart import (
    REFERENCE_TYPES,
    Cell,
    Chart,
    KeyItem,
    Table,
    TableRow,
    is_amount,
    names_in_words,
    notes_on,
    places_in_words,
    value_in_table,
    without_figure,
)
from stories.charts.scale import Axis, bar_axis, percent
from stories.figures.areas import Area, area_of
from stories.figures.numbers import value_words
from stories.figures.periods import period_words
from stories.figures.words import exact_words
from stories.models.indicators import Indicator
from stories.models.observations import AreaType, Observation

#: Letters of a value that fit beside a bar.
_LONGEST_VALUE = 9
#: In a sentence the highest and the lowest are named from so many areas on.
_ENOUGH_TO_RANK = 3


@dataclass(frozen=True)
class Bar:
    """Where a bar begins and how long it is, as attributes of SVG; `range` is the part up to "tot"."""

    start: str
    length: str
    range_start: str = ""
    range_length: str = ""
    is_expected: bool = False


@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """Bars with an axis that has zero on it; `mean` is the place of the value to compare with, or ""."""

    kind: ClassVar[str] = "bars"
    template: ClassVar[str] = "charts/bars.html"

    axis: Axis
    zero: str
    mean: str
    ends: tuple[str, str]
    wide_labels: bool = False

    @property
    def wide_values(self) -> bool:
        """Whether a value has words with it that need room."""
        return any(len(row.cells[0].text) > _LONGEST_VALUE for row in self.table.rows)

    @property
    def has_negative(self) -> bool:
        return self.axis.low < 0


@dataclass(frozen=True)
class _Entry:
    """A value with its name in the chart."""

    label: str
    observation: Observation
    detail: str = ""
    mark: str = ""


def area_bars(indicator: Indicator, observations: Sequence[Observation], own: Area | None = None) -> BarChart:
    """Return a bar for each value, the highest first; those without a figure come last.

    Values of more than one period or source may be given: each row then says which.
    """
    periods = {o.period for o in observations}
    rivals = Counter((area_of(o), o.period) for o in observations)
    entries = []
    for o in observations:
        area = area_of(o)
        detail = []
        if len(periods) > 1:
            detail.append(o.period_text)
        if rivals[area, o.period] > 1:
            detail.append(o.source.title)
        mark = "is-own" if area == own else "is-reference" if area.type in REFERENCE_TYPES else ""
        entries.append(_Entry(_label(area, observations), o, ", ".join(detail), mark))
    only_references = all(area_of(o).type in REFERENCE_TYPES for o in observations)
    if only_references:  # then they are what the chart is about
        entries = [
            _Entry(e.label, e.observation, e.detail, e.mark if e.mark == "is-own" else "") for e in entries
        ]
    # Equal values stand in alphabetical order.
    entries.sort(key=lambda e: (e.observation.value is None, -(e.observation.value or 0), e.label, e.detail))
    mean = _province(observations) if not only_references else None
    key = _area_key(entries, own, mean, indicator)
    period = next(iter(periods)) if len(periods) == 1 else None
    notes = list(notes_on(observations))
    if len(periods) > 1:
        notes.insert(0, _("Let op: deze cijfers zijn niet allemaal uit hetzelfde jaar."))
    elif period == "" and len({o.source_id for o in observations}) > 1:
        notes.insert(0, _("De bronnen noemen geen jaar. De cijfers kunnen uit verschillende jaren zijn."))
    return _chart(
        indicator,
        entries,
        mean,
        title=_area_title(indicator, observations, period),
        sentence=areas_in_words(indicator, observations, own),
        header=_("Gebied"),
        key=key,
        notes=tuple(notes),
    )


def group_bars(
    indicator: Indicator, observations: Sequence[Observation], everyone: Observation | None = None
) -> BarChart:
    """Return a bar for each group or answer of one area, in the order of the source.

    `everyone` is the value without a group, to compare with.
    """
    rivals = Counter(o.subgroup for o in observations)
    entries = [
        _Entry(
            o.subgroup,
            o,
            o.source.title if rivals[o.subgroup] > 1 else "",
            "is-reference" if _is_total(o) else "",
        )
        for o in observations
    ]
    key = []
    mean = None
    if everyone is not None:
        entries.append(_Entry(_("iedereen"), everyone, mark="is-reference"))
        # A sum is no value to hold its parts against.
        if everyone.value is not None and not is_amount(indicator):
            mean = everyone
    if any(e.mark for e in entries):
        key += [KeyItem("bar", _("groep of antwoord")), KeyItem("reference", _("iedereen samen"))]
    if mean is not None:
        key.append(KeyItem("mean", _mean_words(indicator, _("iedereen"), mean)))
    return _chart(
        indicator,
        entries,
        mean,
        title=_("%(name)s per groep of antwoord: %(place)s")
        % {"name": indicator.name, "place": _place(observations[0])},
        sentence=groups_in_words(indicator, observations),
        header=_("Groep of antwoord"),
        key=tuple(key),
        notes=notes_on([e.observation for e in entries]),
        wide_labels=True,
    )


def _is_total(observation: Observation) -> bool:
    return observation.subgroup.lower() in ("totaal", "iedereen")


def _place(observation: Observation) -> str:
    """Return where and when; nothing of an area that the source does not name."""
    parts = [observation.area_words] if observation.area else []
    return ", ".join([*parts, observation.period_text])


def _chart(
    indicator: Indicator, entries: Sequence[_Entry], mean: Observation | None, *, title: str, sentence: str,
    header: str, key: tuple[KeyItem, ...], notes: tuple[str, ...], wide_labels: bool = False,
) -> BarChart:  # fmt: skip
    shown = [e.observation for e in entries]
    axis = bar_axis([v for o in shown for v in (o.value, o.value_high) if v is not None], indicator.unit)
    rows = tuple(
        TableRow(
            entry.label,
            (Cell(value_in_table(indicator, entry.observation), (entry.observation,)),),
            entry.detail,
            entry.mark,
            bar_of(entry.observation, axis),
        )
        for entry in entries
    )
    if any(o.is_expected for o in shown):
        key = (*key, KeyItem("expected-bar", _("prognose of doel, niet geteld")))
    if any(o.value_high is not None for o in shown):
        key = (*key, KeyItem("range", _("van … tot …: het lichte deel kan erbij komen")))
    return BarChart(
        indicator=indicator,
        title=title,
        sentence=sentence,
        table=Table(title, (header, _("Waarde")), rows),
        drawn=tuple(shown),
        key=key,
        notes=notes,
        axis=axis,
        zero=percent(axis.at(Decimal(0))),
        mean=percent(axis.at(mean.value)) if mean is not None and mean.value is not None else "",
        ends=tuple(value_words(v, indicator.unit, indicator.decimals) for v in (axis.low, axis.high)),  # type: ignore[arg-type]
        wide_labels=wide_labels or max(len(e.label) for e in entries) > 22,
    )


def bar_of(observation: Observation, axis: Axis) -> Bar | None:
    """Return the bar of a value: from zero, to the left when it is negative. None without a figure."""
    value, high = observation.value, observation.value_high
    if value is None:
        return None
    zero, end = axis.at(Decimal(0)), axis.at(value)
    start, stop = sorted((zero, end))
    range_start = range_length = ""
    if high is not None and high > value:
        range_start, range_length = percent(end), percent(axis.at(high) - end)
    return Bar(percent(start), percent(stop - start), range_start, range_length, observation.is_expected)


# Words


def _label(area: Area, observations: Sequence[Observation]) -> str:
    """Return a name; with its level where two areas share one, as a panel and its province do."""
    twins = {area_of(o) for o in observations if o.area_words == area.words}
    return area.label if len(twins) > 1 else area.words


def _province(observations: Sequence[Observation]) -> Observation | None:
    """Return the value that the line shows: of the province; without one of the country."""
    for wanted in (AreaType.PROVINCE, AreaType.COUNTRY):
        found = [
            o for o in observations if o.area_type == wanted and o.value is not None and not o.is_expected
        ]
        if len(found) == 1 and len(observations) > 2:
            return found[0]
    return None


def _mean_words(indicator: Indicator, label: str, mean: Observation) -> str:
    return _("streep: %(label)s, %(value)s") % {"label": label, "value": value_in_table(indicator, mean)}


def _area_key(
    entries: Sequence[_Entry], own: Area | None, mean: Observation | None, indicator: Indicator
) -> tuple[KeyItem, ...]:
    key = []
    marks = {e.mark for e in entries if e.observation.value is not None}
    if "is-own" in marks and own is not None:
        key.append(KeyItem("own", _("gekozen gebied: %(area)s") % {"area": own.words}))
    if "" in marks and len(marks) > 1:
        plain = {e.observation.area_type for e in entries if not e.mark}
        key.append(KeyItem("bar", _("gemeente") if plain == {AreaType.MUNICIPALITY} else _("gebied")))
    if "is-reference" in marks:
        key.append(KeyItem("reference", _("groter gebied, om mee te vergelijken")))
    if mean is not None:
        key.append(KeyItem("mean", _mean_words(indicator, mean.area_words, mean)))
    return tuple(key)


def _area_title(indicator: Indicator, observations: Sequence[Observation], period: str | None) -> str:
    levels = Counter(area.type for area in {area_of(o) for o in observations})
    smaller = {level for level in levels if level not in (AreaType.PROVINCE, AreaType.COUNTRY)}
    if levels[AreaType.MUNICIPALITY] > max(levels[AreaType.REGION], 1):
        text = _("%(name)s per gemeente")
    elif smaller == {AreaType.REGION} and levels[AreaType.REGION] > 1:
        text = _("%(name)s per regio")
    else:
        text = _("%(name)s in verschillende gebieden")
    text = text % {"name": indicator.name}
    return text if period is None else f"{text}, {period_words(period)}"


def areas_in_words(indicator: Indicator, observations: Sequence[Observation], own: Area | None = None) -> str:
    """Return what is to be seen: highest, lowest, the own area, the ones to compare with, and who is missing.

    The highest and lowest are sought among areas of one level and one period; the first source counts.
    """
    firsts: dict[Area, Observation] = {}
    for o in observations:
        firsts.setdefault(area_of(o), o)
    known = {area: o for area, o in firsts.items() if o.value is not None}
    types = Counter(area.type for area in known if area.type not in (AreaType.PROVINCE, AreaType.COUNTRY))
    most = max(types, key=lambda area_type: types[area_type], default="")
    peers = {area: o for area, o in known.items() if area.type == most}
    same_period = len({o.period for o in known.values()}) == 1
    same_nature = len({o.is_expected for o in peers.values()}) == 1
    parts: list[str] = []
    told: set[Area] = set()
    if len(peers) >= _ENOUGH_TO_RANK and same_period and same_nature:
        parts, told = _extremes(indicator, peers)
        if own in known and own is not None and own not in told:
            parts.append(_is_here(indicator, own, known[own]))
            told.add(own)
        others = [
            (a, o)
            for a, o in known.items()
            if a not in told and a.type in (AreaType.PROVINCE, AreaType.COUNTRY)
        ]
    else:
        others = list(known.items())
    parts += [_is_here(indicator, area, o, period=not same_period) for area, o in others[:8]]
    missing = [area for area in firsts if area not in known]
    parts.append(without_figure(missing))
    return " ".join(part for part in parts if part)


def _is_here(indicator: Indicator, area: Area, o: Observation, period: bool = False) -> str:
    text = _("%(area)s: %(value)s") % {
        "area": area.words[:1].upper() + area.words[1:],
        "value": value_in_table(indicator, o),
    }
    return f"{text} ({o.period_text})." if period else f"{text}."


def _extremes(indicator: Indicator, peers: dict[Area, Observation]) -> tuple[list[str], set[Area]]:
    values = [o.value for o in peers.values() if o.value is not None]
    highest, lowest = max(values), min(values)
    top = [area for area, o in peers.items() if o.value == highest]
    bottom = [area for area, o in peers.items() if o.value == lowest]
    if highest == lowest:
        text = _("Het cijfer is in %(areas)s gelijk: %(value)s.")
        return [
            text % {"areas": places_in_words(top), "value": _shared(indicator, [peers[a] for a in top])}
        ], set(top)
    return [
        _("Het hoogst: %(areas)s met %(value)s.")
        % {"areas": places_in_words(top), "value": _shared(indicator, [peers[a] for a in top])},
        _("Het laagst: %(areas)s met %(value)s.")
        % {"areas": places_in_words(bottom), "value": _shared(indicator, [peers[a] for a in bottom])},
    ], {*top, *bottom}


def _shared(indicator: Indicator, equals: Sequence[Observation]) -> str:
    """Return the value that some have in common; words of the source only when they all have them."""
    texts = {value_in_table(indicator, o) for o in equals}
    return texts.pop() if len(texts) == 1 else exact_words(indicator, equals[0])


def groups_in_words(indicator: Indicator, observations: Sequence[Observation]) -> str:
    """Return the largest and the smallest group or answer; all of them when there are few."""
    known = [o for o in observations if o.value is not None]
    place = _place(observations[0])
    place = place[:1].upper() + place[1:]
    if not known:
        return _("%(place)s: er zijn geen cijfers.") % {"place": place}
    if len(known) <= _ENOUGH_TO_RANK:
        told = names_in_words([f"{o.subgroup} {value_in_table(indicator, o)}" for o in known])
        return f"{place}: {told}."
    known = [o for o in known if not _is_total(o)]
    high = max(known, key=lambda o: o.value or 0)
    low = min(known, key=lambda o: o.value or 0)
    return _("%(place)s. Het hoogst: %(high)s met %(high_value)s. Het laagst: %(low)s met %(low_value)s.") % {
        "place": place,
        "high": names_in_words([o.subgroup for o in known if o.value == high.value][:3]),
        "high_value": value_in_table(indicator, high),
        "low": names_in_words([o.subgroup for o in known if o.value == low.value][:3]),
        "low_value": value_in_table(indicator, low),
    }
