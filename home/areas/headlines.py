"""The few figures that say most about an area, each in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from home.areas.comparing import Standing, short_name, standing
from home.areas.table import Values, source_name
from stories.figures.areas import Area, area_of
from stories.figures.words import answer, observation_words
from stories.models import Indicator, Observation

MOST = 4
#: With fewer than this of its own, figures of the area around it are shown as well.
FEWEST = 3
#: A source of this many years before the newest one counts for one point less; never more than two.
_YEARS_PER_POINT = 4


@dataclass(frozen=True)
class Headline:
    """A figure in one sentence. `elsewhere` names the larger area when it is not about the area itself."""

    title: str
    value: str
    sentence: str
    source: str
    url: str
    elsewhere: str = ""


def headlines(
    area: Area,
    around: Sequence[Area],
    indicators: Iterable[Indicator],
    values: Values,
    key_ids: Collection[int],
) -> list[Headline]:
    """Return at most four figures, of different themes where that is possible.

    The figures that the editors chose for their themes come first, then what differs most from the province.
    """
    given = list(indicators)
    # A number that is neither good nor bad says little about how it goes: only when there is nothing else.
    indicators = [i for i in given if i.direction != Indicator.Direction.NEUTRAL or i.pk in key_ids]
    found = [_headline(i, area, around, values) for i in _chosen(area, around, indicators, values, key_ids)]
    for place, wider in enumerate(around):
        missing = FEWEST - len(found)
        if missing <= 0:
            break
        known = {headline.title for headline in found}
        rest = [i for i in indicators if i.title not in known and (i.pk, area) not in values]
        chosen = _chosen(wider, around[place + 1 :], rest, values, key_ids)[:missing]
        found += [
            _headline(i, wider, around[place + 1 :], values, elsewhere=short_name(wider)) for i in chosen
        ]
    return found or [
        _headline(i, area, around, values) for i in _chosen(area, around, given, values, key_ids)
    ]


def _chosen(
    area: Area, around: Sequence[Area], indicators: list[Indicator], values: Values, key_ids: Collection[int]
) -> list[Indicator]:
    known = [i for i in indicators if (o := values.get((i.pk, area))) and o.value is not None]
    known.sort(key=lambda i: i.title.casefold())
    newest = max((values[i.pk, area].source.year or 0 for i in known), default=0)
    known.sort(key=lambda i: _weight(i, area, around, values, key_ids, newest), reverse=True)
    # The best of each theme or topic first, then the rest.
    seen: set[tuple[int | None, str]] = set()
    first: list[Indicator] = []
    rest: list[Indicator] = []
    for indicator in known:
        subject = (indicator.theme_id, indicator.topic)
        (rest if subject in seen else first).append(indicator)
        seen.add(subject)
    return [*first, *rest][:MOST]


def _weight(
    indicator: Indicator, area: Area, around: Sequence[Area], values: Values, key_ids: Collection[int],
    newest: int,
) -> float:  # fmt: skip
    own = values[indicator.pk, area]
    # How it was ten years ago is no answer to "how is it going here".
    age = min(2.0, (newest - (own.source.year or newest)) / _YEARS_PER_POINT)
    weight = 4.0 * (indicator.pk in key_ids) + 2.0 * bool(indicator.sentence) + bool(own.period)
    return (
        weight
        - age
        + max((_difference(indicator, own, o) for o in _others(indicator, around, values)), default=0)
    )


def _difference(indicator: Indicator, own: Observation, other: Observation) -> float:
    """Return from 0 to 2 how much two values differ; more when it is a difference that matters."""
    found = standing(indicator, own, other)
    if (
        found in (None, Standing.SAME, Standing.CLOSE)
        or own.value is None
        or other.value is None
        or not other.value
    ):
        return 0
    share = min(1.0, abs(float((own.value - other.value) / other.value)))
    return share + (found in (Standing.BETTER, Standing.WORSE))


def _others(indicator: Indicator, around: Sequence[Area], values: Values) -> list[Observation]:
    return [o for area in around if (o := values.get((indicator.pk, area)))]


def _headline(
    indicator: Indicator, area: Area, around: Sequence[Area], values: Values, elsewhere: str = ""
) -> Headline:
    own = values[indicator.pk, area]
    # One sentence is about one period, and two numbers beside the own one are enough.
    others = [o for o in _others(indicator, around[-2:], values) if o.period == own.period and own.period]
    return Headline(
        indicator.title,
        observation_words(indicator, own),
        answer(indicator, own, others),
        f"{source_name(own)} ({own.period_text})",
        f"{indicator.get_absolute_url()}?gebied={area_of(own).key}",
        elsewhere,
    )
