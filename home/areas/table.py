"""The figures of an area as rows of tables: everything is worked out here, templates only write it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.models import Theme
from home.areas.comparing import StandingWords, short_name
from stories.figures.areas import Area
from stories.figures.words import observation_words
from stories.models import Indicator, Observation

#: The newest value for each indicator (its key) and area.
Values = Mapping[tuple[int, Area], Observation]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table for one area: the value and its period in words.

    Without a period there is no row of a source behind it; with one, the source may still say "no figure".
    """

    where: str
    text: str
    period: str = ""


@dataclass(frozen=True)
class Row:
    """One indicator: a cell for each column, how the first stands to the others, and the sources."""

    indicator: Indicator
    title: str
    url: str
    cells: tuple[Cell, ...]
    said: str
    sources: str


@dataclass(frozen=True)
class Group:
    """The rows of one theme, or of a topic outside the themes."""

    key: str
    title: str
    theme: Theme | None
    rows: list[Row] = field(default_factory=list)

    @property
    def tone(self) -> int:
        """The number of the tone of the theme; 0 for a topic."""
        return self.theme.order if self.theme else 0


class Rows:
    """Makes the rows for some areas; the first area is compared with the others.

    What is the same in all rows is worked out once: a page has a thousand cells.
    """

    def __init__(self, areas: Sequence[Area], values: Values, key: str = "", *, compare: bool = True) -> None:
        """`key` is the area that the page of a figure opens with: that of this page."""
        self.areas = areas
        self.values = values
        self.query = f"?gebied={key or areas[0].key}"
        self.compare = compare
        self.names = [short_name(area) for area in areas]
        self.words = StandingWords(self.names)
        self._unknown = [Cell(name, _("geen cijfer")) for name in self.names]
        self._periods: dict[str, str] = {}

    def of(self, indicator: Indicator) -> Row:
        """Return the row of an indicator."""
        found = [self.values.get((indicator.pk, area)) for area in self.areas]
        return Row(
            indicator,
            indicator.title,
            f"{indicator.get_absolute_url()}{self.query}",
            tuple(self._cell(indicator, place, o) for place, o in enumerate(found)),
            self.words.say(indicator, found) if self.compare else "",
            sources(found),
        )

    def _cell(self, indicator: Indicator, place: int, observation: Observation | None) -> Cell:
        if observation is None:
            return self._unknown[place]
        return Cell(self.names[place], observation_words(indicator, observation), self._period(observation))

    def _period(self, observation: Observation) -> str:
        """Return the period in words, and with it that a number is an estimate or not final yet.

        Where the source gives no number, what it says instead ("the highest of all") is told.
        """
        text = self._periods.get(observation.period)
        if text is None:
            text = self._periods[observation.period] = observation.period_text
        if observation.nature == Observation.Nature.ESTIMATE:
            text = f"{text}, {Observation.Nature.ESTIMATE.label}"
        if observation.status == Observation.Status.PROVISIONAL:
            text = f"{text}, {Observation.Status.PROVISIONAL.label}"
        if observation.value is None and observation.note:
            text = f"{text}. {_('Opmerking:')} {observation.note}"
        return text


def sources(observations: Iterable[Observation | None]) -> str:
    """Return where the values come from, each source once. The period stands beside the value.

    The place in the source is on the page of the figure: here it would be longer than all that is told.
    """
    names: dict[str, None] = {}
    for o in observations:
        if o is not None:
            names[source_name(o)] = None
    return "; ".join(names)


def source_name(observation: Observation) -> str:
    """Return the source with its edition."""
    source = observation.source
    return f"{source.title}, {source.edition}" if source.edition else source.title


def grouped(rows: Iterable[Row], themes: Iterable[Theme], start: str = "") -> list[Group]:
    """Return the rows below their themes, in the order of the agenda, then by topic; the rest comes last.

    `start` makes the keys of the groups different from those of another list on the same page.
    """
    by_theme = {theme.pk: Group(f"{start}thema-{theme.slug}", theme.name, theme) for theme in themes}
    by_topic: dict[str, Group] = {}
    for one in sorted(rows, key=lambda one: one.title.casefold()):
        if one.indicator.theme_id in by_theme:
            by_theme[one.indicator.theme_id].rows.append(one)
            continue
        topic = one.indicator.topic
        if topic not in by_topic:
            title = topic or _("Andere cijfers")
            by_topic[topic] = Group(f"{start}onderwerp-{slugify(title)}", title, None)
        by_topic[topic].rows.append(one)
    topics = sorted(by_topic, key=lambda topic: (not topic, topic.casefold()))
    return [group for group in (*by_theme.values(), *(by_topic[topic] for topic in topics)) if group.rows]
