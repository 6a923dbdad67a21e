"""What a theme page tells of its goals: the figures, what is aimed for, and what was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from core.models import Goal, Theme
from home.areas.table import source_name
from stories.figures.areas import COUNTRY, Area
from stories.figures.newest import newest_with_groups
from stories.figures.series import how_new
from stories.figures.words import answer, answer_of_groups, observation_words
from stories.models import Indicator, Observation, Result, Target
from stories.models.observations import AreaType

#: What is more than this is folded.
MOST_FIGURES = 2
MOST_RESULTS = 3

_TARGET_FIELDS = ("kind", "value", "year", "baseline", "baseline_year", "note")


@dataclass(frozen=True)
class Aim:
    """What is aimed for with a figure, in words, and which source says so."""

    words: str
    source: str


@dataclass(frozen=True)
class Figure:
    """An indicator with its newest value in a sentence; empty texts where the province has none.

    Where only groups or answers have values there is a sentence, and no single value.
    """

    indicator: Indicator
    value: str = ""
    sentence: str = ""
    source: str = ""
    aims: tuple[Aim, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is a value to show."""
        return bool(self.value)


@dataclass(frozen=True)
class Part:
    """A goal, or what belongs to no goal, with its figures and results."""

    goal: Goal | None
    figures: list[Figure] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    @property
    def first_figures(self) -> list[Figure]:
        return self.figures[:MOST_FIGURES]

    @property
    def more_figures(self) -> list[Figure]:
        return self.figures[MOST_FIGURES:]

    @property
    def first_results(self) -> list[Result]:
        return self.results[:MOST_RESULTS]

    @property
    def more_results(self) -> list[Result]:
        return self.results[MOST_RESULTS:]


@dataclass(frozen=True)
class ThemeFigures:
    """Everything counted for a theme: its key figure, a part per goal, and the rest."""

    key: Figure | None
    goals: list[Part]
    rest: Part

    @classmethod
    def read(cls, theme: Theme, key_indicator: int | None, province: str) -> ThemeFigures:
        """Return them in two queries, and two more when goals and results are not in the cache."""
        goals, results = _agenda(theme)
        wanted = Indicator.objects.filter(Q(theme=theme) | Q(pk=key_indicator))
        listed = sorted(
            _figures(wanted, province),
            key=lambda f: (f.indicator.pk != key_indicator, not f.is_known, f.indicator.title.casefold()),
        )
        figures = {f.indicator.pk: f for f in listed}
        parts = {goal.pk: Part(goal) for goal in goals}
        rest = Part(None)
        for figure in figures.values():
            if figure.indicator.theme_id == theme.pk:
                parts.get(figure.indicator.goal_id or 0, rest).figures.append(figure)
        for result in results:
            parts.get(result.goal_id or 0, rest).results.append(result)
        key = figures.get(key_indicator or 0)
        return cls(key if key and key.is_known else None, list(parts.values()), rest)


def _agenda(theme: Theme) -> tuple[list[Goal], list[Result]]:
    """Return the goals and results of a theme. They change rarely: kept until anything public changes."""
    kept = caches["pages"]
    key = f"agenda-of-theme:{theme.pk}"
    found: tuple[list[Goal], list[Result]] | None = kept.get(key)
    if found is None:
        results = Result.objects.filter(theme=theme).select_related("source")
        found = list(theme.goals.all()), list(results)
        kept.set(key, found)
    return found


def key_figures(keys: Iterable[int], province: str) -> dict[int, Figure]:
    """Return the figures of some indicators, by their keys, as far as there is a value. Two queries."""
    found = _figures(Indicator.objects.filter(pk__in=keys), province)
    return {figure.indicator.pk: figure for figure in found if figure.is_known}


def _figures(wanted: QuerySet[Indicator], province: str) -> list[Figure]:
    """Return indicators with their newest value here and what is aimed for."""
    indicators, aims = _with_aims(wanted.defer("description", "caveat"))
    own = Area(AreaType.PROVINCE, province)
    country = Area(AreaType.COUNTRY, COUNTRY)
    # What is asked of a panel, or printed without an area, is about the people here as well.
    areas = [own, Area(AreaType.PANEL, province), Area(AreaType.UNKNOWN, ""), country]
    values = newest_with_groups([*areas, Area(AreaType.SUBGROUP, province)], indicators)
    found = []
    for indicator in indicators:
        told = [o for area in areas if (o := values.get((indicator.pk, area, ""))) and o.value is not None]
        groups = _groups([o for key, o in values.items() if key[0] == indicator.pk and o.area == province])
        if told or not groups:
            nationwide = values.get((indicator.pk, country, ""))
            found.append(_figure(indicator, told, nationwide, aims[indicator.pk]))
        else:
            found.append(_figure_of_groups(indicator, groups, aims[indicator.pk]))
    return found


def _groups(rows: list[Observation]) -> list[Observation]:
    """Return the values of groups or answers of the newest period among them."""
    groups = sorted((o for o in rows if o.subgroup and o.value is not None), key=how_new, reverse=True)
    return [o for o in groups if o.period == groups[0].period]


def _figure_of_groups(indicator: Indicator, groups: list[Observation], aims: list[Aim]) -> Figure:
    best = groups[0]
    return Figure(
        indicator,
        sentence=answer_of_groups(indicator, groups),
        source=f"{source_name(best)} ({best.period_text})",
        aims=tuple(aims),
    )


def _figure(
    indicator: Indicator, rows: list[Observation], nationwide: Observation | None, aims: list[Aim]
) -> Figure:
    if not rows:
        return Figure(indicator, aims=tuple(aims))
    best = rows[0]
    others = []
    if nationwide and nationwide is not best and best.area_type == AreaType.PROVINCE:
        others = [nationwide] if nationwide.period == best.period and best.period else []
    return Figure(
        indicator,
        observation_words(indicator, best),
        answer(indicator, best, others),
        f"{source_name(best)} ({best.period_text})",
        tuple(aims),
    )


def _with_aims(indicators: Iterable[Indicator]) -> tuple[list[Indicator], dict[int, list[Aim]]]:
    """Return the indicators and what is aimed for with each, in one query: a row for each target."""
    columns = {f"target_{name}": F(f"targets__{name}") for name in (*_TARGET_FIELDS, "source__title")}
    found: dict[int, Indicator] = {}
    aims: dict[int, list[Aim]] = defaultdict(list)
    for row in indicators.annotate(**columns).order_by("name", "targets__year", "targets__pk"):  # type: ignore[attr-defined]
        found.setdefault(row.pk, row)
        if row.target_kind:
            target = Target(**{name: getattr(row, f"target_{name}") for name in _TARGET_FIELDS})
            aims[row.pk].append(Aim(aim_words(target, row), row.target_source__title))
    return list(found.values()), aims


def aim_words(target: Target, indicator: Indicator) -> str:
    """Return a target in words with its year and where it started: "12 in 2027; in 2018 was het 4"."""
    text = target.words(indicator.unit, indicator.decimals)
    if target.year:
        text = _("%(aim)s in %(year)d") % {"aim": text, "year": target.year}
    if target.baseline is not None:
        start = indicator.format(target.baseline)
        if target.baseline_year:
            began = _("in %(year)d was het %(value)s") % {"year": target.baseline_year, "value": start}
        else:
            began = _("eerst was het %(value)s") % {"value": start}
        text = f"{text}; {began}"
    return text
