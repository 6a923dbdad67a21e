"""Figures in words: what a resident reads before any table or drawing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from stories.figures.numbers import number_words, rounded, value_words
from stories.models.indicators import Indicator
from stories.models.observations import Observation

#: Words of a source that stand well before a number; others follow it between brackets.
_BEFORE = (
    "ongeveer", "bijna", "ruim", "meer dan", "iets meer dan", "minder dan", "circa", "naar schatting",
    "nog geen", "rond", "ruwweg", "hoogstens", "minstens",
)  # fmt: skip
#: Below this percentage people are counted per thousand: "8 van de 1.000" says more than "1 van de 100".
_PER_THOUSAND_BELOW = Decimal(3)


def _qualified(text: str, qualifier: str) -> str:
    """Put the words of the source where they read well; none is left out."""
    parts = [part.strip() for part in qualifier.split(";") if part.strip()]
    before = [part for part in parts if part.lower() in _BEFORE]
    after = [part for part in parts if part.lower() not in _BEFORE]
    # One of them before the number is enough; "ongeveer naar schatting 12" is no language.
    text = " ".join([*before[:1], text])
    after = [*before[1:], *after]
    return f"{text} ({', '.join(after)})" if after else text


def _between(low: str, high: str) -> str:
    return _("%(low)s tot %(high)s") % {"low": low, "high": high}


def is_share(indicator: Indicator) -> bool:
    """Whether values are read as "so many of the hundred people"."""
    return indicator.unit == "%" and bool(indicator.population)


def share_scale(*values: Decimal | None) -> int:
    """Return of how many people a share is told: 100, or 1,000 when it is small and not whole."""
    known = [value for value in values if value is not None]
    small = any(abs(v) < _PER_THOUSAND_BELOW and v != v.to_integral_value() for v in known)
    return 1000 if small else 100


def _people(value: Decimal, scale: int) -> str:
    return number_words(rounded(value * scale / 100, 0), 0)


def share_words(
    indicator: Indicator, value: Decimal | None, high: Decimal | None = None, qualifier: str = "",
    scale: int | None = None,
) -> str:  # fmt: skip
    """Return a value as it stands in a sentence: "61 van de 100 inwoners", "ruim 260.000", "€ 47.000".

    A share of people is rounded to whole people out of 100 (or out of 1,000: `scale`).
    """
    if value is None:
        return _qualified(_("geen cijfer"), qualifier)
    if is_share(indicator):
        scale = scale or share_scale(value, high)
        number = _people(value, scale)
        if high is not None:
            number = _between(number, _people(high, scale))
        text = _("%(number)s van de %(scale)s %(people)s") % {
            "number": number,
            "scale": number_words(Decimal(scale), 0),
            "people": indicator.population,
        }
        return _qualified(text, qualifier)
    return _qualified(_plain(indicator, value, high), qualifier)


def _plain(indicator: Indicator, value: Decimal, high: Decimal | None) -> str:
    if high is None:
        return value_words(value, indicator.unit, indicator.decimals)
    return _between(
        value_words(value, indicator.unit, indicator.decimals),
        value_words(high, indicator.unit, indicator.decimals),
    )


def observation_words(
    indicator: Indicator, observation: Observation, *, without: Collection[str] = ()
) -> str:
    """Return a value as it stands in a table: "61,3%", "ruim 260.000", "70% tot 80%", "geen cijfer".

    The decimals of the source stay, also where they are more than usual, and the words of the source too;
    but not those in `without`, for a sentence that says them itself.
    """
    parts = [part.strip() for part in observation.qualifier.split(";")]
    qualifier = "; ".join(part for part in parts if part.lower() not in without)
    if observation.value is None:
        return _qualified(_("geen cijfer"), qualifier)
    return _qualified(exact_words(indicator, observation), qualifier)


def exact_words(indicator: Indicator, observation: Observation) -> str:
    """Return the number with its unit and nothing else; with all decimals that it has."""
    if observation.value is None:
        return _("geen cijfer")
    decimals = max(indicator.decimals, *(decimals_of(v) for v in (observation.value, observation.value_high)))
    low = value_words(observation.value, indicator.unit, decimals)
    if observation.value_high is None:
        return low
    return _between(low, value_words(observation.value_high, indicator.unit, decimals))


def decimals_of(value: Decimal | None) -> int:
    """Return how many decimals a number really has."""
    if value is None:
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def area_after_in(observation: Observation) -> str:
    """Return the area as it stands after "in" or "voor": "De Wolden", "het panel van Drenthe"."""
    area = observation.area_words
    if observation.area_type == observation.AreaType.PANEL:
        area = _("het %(area)s") % {"area": area}
    elif observation.area_type in (observation.AreaType.RURAL, observation.AreaType.URBAN):
        article = _("het") if observation.area_type == observation.AreaType.RURAL else _("de")
        area = f"{article} {area}"
    elif observation.area_type == observation.AreaType.UNKNOWN:
        area = _("een gebied dat de bron niet noemt")
    return area


def where_words(observation: Observation) -> str:
    """Return the area with the group or answer that a value is about: "Drenthe (65 jaar en ouder)"."""
    area = area_after_in(observation)
    return f"{area} ({observation.subgroup})" if observation.subgroup else area


def answer(indicator: Indicator, own: Observation | None, others: Sequence[Observation] = ()) -> str:
    """Return the answer to the question of an indicator in one sentence, made from the values.

    "In De Wolden doen 61 van de 100 inwoners vrijwilligerswerk; in Nederland 49." The numbers of `others`
    follow. Are they not all of one period, then each that differs says its own, and the first does too.
    Without a figure the sentence says that.
    """
    if own is None:
        return _("Hier is nog geen cijfer over.")
    if own.value is None:
        if own.qualifier:
            return _("Voor %(area)s is er geen precies cijfer. De bron zegt: %(words)s.") % {
                "area": where_words(own),
                "words": own.qualifier,
            }
        return _("Voor %(area)s is er geen cijfer.") % {"area": where_words(own)}
    known = [o for o in others if o.value is not None]
    scale = share_scale(own.value, own.value_high, *(o.value for o in known), *(o.value_high for o in known))
    value = share_words(indicator, own.value, own.value_high, own.qualifier, scale)
    if indicator.sentence:
        text = indicator.sentence.replace("{gebied}", where_words(own)).replace("{waarde}", value)
        text = text.strip().removesuffix(".")
    else:
        text = f"{where_words(own)}: {value} ({indicator.name})"
    text = text[:1].upper() + text[1:]
    if any(o.period != own.period for o in known):
        text = f"{text} ({own.period_text})"
    parts = [_other(indicator, o, own, scale) for o in known]
    return "; ".join([text, *parts]) + "."


def _other(indicator: Indicator, observation: Observation, own: Observation, scale: int) -> str:
    value, high = observation.value, observation.value_high
    assert value is not None  # noqa: S101 - those without a figure are not told
    if is_share(indicator):
        number = _people(value, scale)
        number = _between(number, _people(high, scale)) if high is not None else number
    else:
        number = _plain(indicator, value, high)
    number = _qualified(number, observation.qualifier)
    text = _("in %(area)s %(number)s") % {"area": where_words(observation), "number": number}
    if observation.period != own.period:
        text = f"{text} ({observation.period_text})"
    return text


def answer_of_groups(indicator: Indicator, groups: Sequence[Observation]) -> str:
    """Return the answer for an area of which there are only values of groups or answers, at least one.

    Of one group it is a sentence; of more it names the highest and the lowest. Forecasts do not count.
    """
    known = [(o.value, o) for o in groups if o.value is not None and not o.is_expected]
    if len(known) == 1:
        return answer(indicator, known[0][1])
    told = _("Voor %(area)s zijn er cijfers per groep of per antwoord.") % {"area": area_after_in(groups[0])}
    if not known:
        return told
    ends = [end(known, key=lambda pair: pair[0])[1] for end in (max, min)]
    highest, lowest = (f"{o.subgroup} ({observation_words(indicator, o)})" for o in ends)
    values = {"highest": highest, "lowest": lowest}
    return f"{told} {_('Het hoogst: %(highest)s. Het laagst: %(lowest)s.') % values}"


def source_words(observation: Observation) -> str:
    """Return where and when a value comes from: "Jaarverslag Sociale Agenda 2024, Tabel 1 (2023)".

    Always says something about all three: where the source names no year, that is said.
    """
    source = observation.source
    parts = [source.title]
    if source.edition:
        parts.append(source.edition)
    if observation.place_in_source:
        parts.append(observation.place_in_source)
    return f"{', '.join(parts)} ({observation.period_text})"
