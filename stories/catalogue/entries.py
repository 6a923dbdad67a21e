"""Which figures there are, for which areas and from which sources: all that a choice needs to know.

Small enough to keep in memory: four queries, then none until something changes. The values themselves stay in
the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.chrome import chrome_for
from core.text import folded

# The module and not its names: `areas` may be busy importing `stories.models`, which imports this.
from stories.figures import areas
from stories.models.indicators import Indicator
from stories.models.observations import AreaType, Nature, Observation, Target
from stories.models.sources import Source

#: More words than this make a question slower, not better.
MOST_WORDS = 12
TOPIC_PREFIX = "onderwerp-"
OTHER = "overig"
#: Which area speaks for a figure when nobody chose one: the whole province, else what comes nearest to it.
_FIRST = (
    AreaType.PROVINCE, AreaType.PANEL, AreaType.COUNTRY, AreaType.REGION, AreaType.MUNICIPALITY,
    AreaType.URBAN, AreaType.RURAL, AreaType.PLACE, AreaType.SUBGROUP, AreaType.UNKNOWN,
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def speaks_first(
    area: areas.Area, province: str, *, known: bool, expected: bool, grouped: bool
) -> tuple[bool, bool, bool, int, bool, str]:
    """Return a key to sort areas by: what has a value, was counted and is about everybody comes first."""
    rank = _FIRST.index(AreaType(area.type))
    return not known, expected, grouped, rank, area.name != province, area.name


def words_in(text: str) -> list[str]:
    """Return the words of what somebody typed, without capitals and accents."""
    return _WORD.findall(folded(text))[:MOST_WORDS]


@dataclass(frozen=True)
class Group:
    """A theme, or a topic that belongs to no theme. `tone` is the colour of a theme, 0 for a topic."""

    key: str
    name: str
    tone: int
    order: tuple[int, str]


@dataclass(frozen=True)
class Entry:
    """One figure of the catalogue."""

    pk: int
    slug: str
    title: str
    answer_label: str
    group: Group
    #: Number of the goal of the agenda that it belongs to.
    goal: int | None
    level: str
    #: Keys of the areas with a value.
    area_keys: frozenset[str]
    #: Slugs of the sources of its values and targets.
    sources: frozenset[str]
    #: The area that speaks for it; None when there is no value at all.
    spokesman: areas.Area | None
    has_target: bool
    #: Without capitals and accents: the question and the name; and everything that may be looked for.
    title_words: str
    all_words: str

    @property
    def order(self) -> tuple[bool, bool, int, str]:
        """First what is about the whole province and what compares most areas; last what has no value."""
        of_province = self.spokesman is not None and self.spokesman.type == AreaType.PROVINCE
        return not self.area_keys, not of_province, -len(self.area_keys), self.title

    def fit(self, words: Iterable[str]) -> int:
        """Return how well it fits: 0 when a word is missing; more in the title and at the start of a word."""
        total = 1
        for word in words:
            if word not in self.all_words:
                return 0
            total += 4 * (word in self.title_words) + 2 * (f" {word}" in self.title_words)
            total += f" {word}" in self.all_words
        return total


@dataclass(frozen=True)
class Catalogue:
    """All figures, in the order in which they are shown, and the sources they come from."""

    entries: tuple[Entry, ...]
    #: (slug, title) of each source that is used.
    sources: tuple[tuple[str, str], ...]

    @property
    def groups(self) -> list[Group]:
        """Themes in their own order, then topics by name."""
        return sorted({entry.group for entry in self.entries}, key=lambda group: group.order)

    def containing(self, text: str) -> list[Entry]:
        """Return the figures with all words of a text, also as a part of a word; the best first."""
        words = words_in(text)
        if not words:
            return []
        fits = [(entry.fit(words), entry) for entry in self.entries]
        found = [(fit, entry) for fit, entry in fits if fit]
        return [entry for _fit, entry in sorted(found, key=lambda pair: -pair[0])]

    @classmethod
    def read(cls, province: str) -> Catalogue:
        """Return everything, in four queries whatever the number of figures and values."""
        indicators = Indicator.objects.select_related("theme", "goal").annotate(
            has_target=Exists(Target.objects.filter(indicator=OuterRef("pk")))
        )
        sources = {pk: (slug, title) for pk, slug, title in Source.objects.values_list("pk", "slug", "title")}
        rows = _rows()
        entries = [_entry(indicator, rows[indicator.pk], sources, province) for indicator in indicators]
        entries.sort(key=lambda entry: (entry.group.order, entry.order))
        used = {slug for entry in entries for slug in entry.sources}
        listed = [source for source in sources.values() if source[0] in used]
        return cls(tuple(entries), tuple(sorted(listed, key=lambda source: source[1])))


@dataclass(frozen=True)
class _Row:
    """One area of a figure, from one source. `source` is a key; `area` is None for a target."""

    area: areas.Area | None
    source: int
    known: bool = False
    expected: bool = False
    grouped: bool = False


def _yes(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _rows() -> dict[int, list[_Row]]:
    """Return by figure for which areas it has which kind of values, and the sources of its targets."""
    found: dict[int, list[_Row]] = defaultdict(list)
    values = (
        Observation.objects.order_by()
        .annotate(
            known=_yes(Q(value__isnull=False)),
            expected=_yes(Q(nature__in=[Nature.FORECAST, Nature.AIM])),
            grouped=_yes(~Q(subgroup="")),
        )
        .values_list("indicator_id", "area_type", "area", "source_id", "known", "expected", "grouped")
        .distinct()
    )
    for indicator, area_type, name, source, known, expected, grouped in values:
        area = areas.Area(area_type, name)
        found[indicator].append(_Row(area, source, bool(known), bool(expected), bool(grouped)))
    for indicator, source in Target.objects.order_by().values_list("indicator_id", "source_id").distinct():
        found[indicator].append(_Row(None, source))
    return found


def _entry(
    indicator: Any, rows: list[_Row], sources: dict[int, tuple[str, str]], province: str
) -> Entry:  # the indicator has `has_target`
    with_area = [(row, row.area) for row in rows if row.area is not None]
    best = min(
        with_area,
        key=lambda pair: speaks_first(
            pair[1], province, known=pair[0].known, expected=pair[0].expected, grouped=pair[0].grouped
        ),
        default=None,
    )
    group = _group(indicator)
    goal = indicator.goal.title if indicator.goal else ""
    title_words = _searchable(indicator.question, indicator.name)
    return Entry(
        pk=indicator.pk,
        slug=indicator.slug,
        title=indicator.title,
        answer_label=indicator.answer_label,
        group=group,
        goal=indicator.goal.number if indicator.goal else None,
        level=indicator.level,
        area_keys=frozenset(area.key for row, area in with_area if row.known),
        sources=frozenset(sources[row.source][0] for row in rows),
        spokesman=best[1] if best else None,
        has_target=indicator.has_target,
        title_words=title_words,
        all_words=title_words
        + _searchable(
            indicator.description, indicator.answer_label, indicator.caveat, group.name,
            indicator.publisher, goal,
        ),
    )  # fmt: skip


def _searchable(*texts: str) -> str:
    """Return the words of texts, each after a space, so that the start of a word can be found."""
    return "".join(f" {word}" for text in texts for word in _WORD.findall(folded(text)))


def _group(indicator: Indicator) -> Group:
    if indicator.theme:
        theme = indicator.theme
        return Group(theme.slug, theme.name, theme.order, (0, f"{theme.order:05d}"))
    if indicator.topic:
        key = f"{TOPIC_PREFIX}{slugify(indicator.topic)}"
        return Group(key, indicator.topic, 0, (1, folded(indicator.topic)))
    return Group(OTHER, _("Andere onderwerpen"), 0, (2, ""))


def catalogue(request: HttpRequest) -> Catalogue:
    """Return the catalogue of the site of a request; no query when it is in the cache.

    The cache is emptied whenever a figure changes, see `core.page_cache`.
    """
    province = chrome_for(request).identity.province
    key = f"figure-catalogue:{slugify(province)}"
    found: Catalogue | None = caches["pages"].get(key)
    if found is None:
        found = Catalogue.read(province)
        caches["pages"].set(key, found)
    return found
