"""Change over time in words. Nothing is said that the values do not allow."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from stories.figures.areas import Area
from stories.figures.numbers import value_words
from stories.figures.series import Figures
from stories.figures.words import decimals_of, observation_words, where_words
from stories.models import Indicator, Observation
from stories.models.observations import Nature

#: Words of a source that the sentence about an expectation says already.
_EXPECTED = {"prognose", "verwachting", "verwacht", "doel", "doel, geen meting"}
#: Words of a source with which a number still is about that number.
_ABOUT = {"", "ongeveer", "circa", "rond", "ruwweg", "naar schatting", "ruim", "bijna", "schatting", "raming"}


def change_in_words(figures: Figures, area: Area) -> list[str]:
    """Return sentences about what changed for an area and what is expected; none when nothing can be said."""
    known = [o for o in figures.over_time(area) if o.value is not None]
    counted = [o for o in known if not o.is_expected]
    told = [expected_in_words(figures.indicator, o) for o in known if o.is_expected]
    if len(counted) < 2:
        return told
    return [*_between(figures.indicator, counted[0], counted[-1]), *told]


def _between(indicator: Indicator, first: Observation, last: Observation) -> list[str]:
    sentences = [
        _("Voor %(area)s ging dit cijfer van %(first)s (%(then)s) naar %(last)s (%(now)s).")
        % {
            "area": last.area_words,
            "first": observation_words(indicator, first),
            "then": first.period_text,
            "last": observation_words(indicator, last),
            "now": last.period_text,
        }
    ]
    same_source = first.source_id == last.source_id
    if difference := difference_in_words(indicator, first, last):
        sentences.append(difference)
        if same_source and (verdict := _verdict(indicator, first, last)):
            sentences.append(verdict)
    if not same_source:
        sentences.append(
            _("De twee cijfers komen uit verschillende bronnen. Misschien is er anders geteld. Let daarop.")
        )
    return sentences


def _comparable(observation: Observation) -> bool:
    words = {part.strip().lower() for part in observation.qualifier.split(";")}
    return observation.value is not None and observation.value_high is None and words <= _ABOUT


def difference_in_words(indicator: Indicator, first: Observation, last: Observation) -> str:
    """Return how much the second is higher or lower; "" for ranges and for places in a list."""
    if not (_comparable(first) and _comparable(last)) or indicator.unit == "rang":
        return ""
    difference = _number(last) - _number(first)
    if not difference:
        return _("Dat is gelijk gebleven.")
    decimals = max(indicator.decimals, decimals_of(difference))
    if indicator.unit == "%":
        amount = _("%(number)s procentpunt") % {"number": value_words(abs(difference), "", decimals)}
    else:
        amount = value_words(abs(difference), indicator.unit, decimals)
    if first.qualifier or last.qualifier:
        amount = _("ongeveer %(amount)s") % {"amount": amount}
    if difference > 0:
        return _("Dat is %(amount)s hoger.") % {"amount": amount}
    return _("Dat is %(amount)s lager.") % {"amount": amount}


def _number(observation: Observation) -> Decimal:
    assert observation.value is not None  # noqa: S101 - what is comparable has a value
    return observation.value


def _verdict(indicator: Indicator, first: Observation, last: Observation) -> str:
    difference = _number(last) - _number(first)
    if not difference or indicator.direction == Indicator.Direction.NEUTRAL:
        return ""
    if indicator.direction == Indicator.Direction.HIGHER:
        if difference > 0:
            return _("Hoger is hier beter. Het gaat dus de goede kant op.")
        return _("Hoger is hier beter. Het gaat dus niet de goede kant op.")
    if difference < 0:
        return _("Lager is hier beter. Het gaat dus de goede kant op.")
    return _("Lager is hier beter. Het gaat dus niet de goede kant op.")


def expected_in_words(indicator: Indicator, observation: Observation) -> str:
    """Return a forecast or an aim as a sentence that cannot be read as something that was counted."""
    values = {
        "area": where_words(observation),
        "period": observation.period_text,
        "value": observation_words(indicator, observation, without=_EXPECTED),
    }
    if observation.nature == Nature.AIM:
        return _("Het doel voor %(area)s is %(value)s (%(period)s). Dat is niet geteld.") % values
    return _("De verwachting voor %(area)s is %(value)s (%(period)s). Dat is niet geteld.") % values
