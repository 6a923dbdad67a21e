"""What is aimed for, and whether it is reached: said only when the values allow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stories.figures.periods import Period, parse_period
from stories.figures.words import observation_words
from stories.models import Indicator, Observation, Target
from stories.models.observations import Nature


@dataclass(frozen=True)
class Aim:
    """A target as the page tells it. `verdict` says whether it is reached, or why nobody can say."""

    words: str
    year: int | None
    baseline: str
    note: str
    source: str
    source_slug: str
    verdict: str
    is_reached: bool | None


def aims(indicator: Indicator, targets: Iterable[Target], newest: Observation | None) -> list[Aim]:
    """Return all targets beside the newest counted value of the whole province."""
    return [_aim(indicator, target, newest) for target in targets]


def _aim(indicator: Indicator, target: Target, newest: Observation | None) -> Aim:
    is_reached, verdict = reached(indicator, target, newest)
    source = ", ".join(part for part in (target.source.title, target.place_in_source) if part)
    return Aim(
        words=target.words(indicator.unit, indicator.decimals),
        year=target.year,
        baseline=_baseline(indicator, target),
        note="" if target.kind == Target.Kind.WORDS else target.note,
        source=source,
        source_slug=target.source.slug,
        verdict=verdict,
        is_reached=is_reached,
    )


def _baseline(indicator: Indicator, target: Target) -> str:
    if target.baseline is None:
        return ""
    year = str(target.baseline_year) if target.baseline_year else _("jaar niet genoemd")
    return f"{indicator.format(target.baseline)} ({year})"


def reached(indicator: Indicator, target: Target, newest: Observation | None) -> tuple[bool | None, str]:
    """Return whether a target is reached, and the sentence that says so.

    None when the values do not tell: no value, a range, an estimate, a value without a year, one from before
    the target was set, or a target in words.
    """
    if target.kind == Target.Kind.WORDS:
        return None, ""
    period, why = _measured(target, newest)
    if newest is None or newest.value is None or period is None or why:
        return None, _("Of dit is gelukt, weten wij niet: %(why)s.") % {"why": why}
    met = _meets(indicator, target, newest.value, whole_year=period.is_year)
    if met is None:
        return None, _("Of dit is gelukt, weten wij niet: %(why)s.") % {
            "why": _("de bron zegt niet waarmee wij moeten vergelijken")
        }
    values = {"value": observation_words(indicator, newest), "period": newest.period_text}
    if met:
        return True, _("Gehaald: het nieuwste cijfer is %(value)s (%(period)s).") % values
    return False, _("Nog niet gehaald: het nieuwste cijfer is %(value)s (%(period)s).") % values


def _measured(target: Target, newest: Observation | None) -> tuple[Period | None, str]:
    """Return the period of a value to hold a target against, or why there is none."""
    if newest is None or newest.value is None:
        return None, _("er is nog geen cijfer")
    if newest.nature != Nature.MEASURED or newest.qualifier or newest.value_high is not None:
        return None, _("het nieuwste cijfer is niet precies")
    try:
        period = parse_period(newest.period)
    except ValueError:
        period = None
    if period is None:
        return None, _("de bron van het cijfer noemt geen jaar")
    if target.source.year and period.last < date(target.source.year, 1, 1):
        return None, _("het nieuwste cijfer is van voor dit doel")
    return period, ""


def _meets(indicator: Indicator, target: Target, value: Decimal, *, whole_year: bool) -> bool | None:
    wanted = target.value
    if wanted is None:
        return None
    if target.kind == Target.Kind.AT_MOST:
        return value <= wanted
    if target.kind == Target.Kind.AT_LEAST_YEARLY:
        return value >= wanted if whole_year else None
    if target.kind == Target.Kind.CHANGE:
        if not target.baseline:
            return None
        goal = target.baseline * (1 + wanted / 100)
        return value <= goal if wanted < 0 else value >= goal
    if indicator.direction == Indicator.Direction.HIGHER:
        return value >= wanted
    if indicator.direction == Indicator.Direction.LOWER:
        return value <= wanted
    return True if value == wanted else None
