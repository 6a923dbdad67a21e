"""How two values of one indicator stand to each other, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories.figures.areas import Area
from stories.figures.numbers import rounded
from stories.figures.words import is_share, share_scale
from stories.models import Indicator, Observation
from stories.models.observations import AreaType

#: Units that say the same of a small area as of a large one. Amounts and counts grow with the area.
_COMPARABLE_UNITS = ("%", "rapportcijfer", "score", "ratio", "km", "minuten")
_COMPARABLE_START = "per "


class Standing(models.TextChoices):
    """How a value stands to another one."""

    BETTER = "better", gettext_lazy("beter dan")
    WORSE = "worse", gettext_lazy("minder goed dan")
    HIGHER = "higher", gettext_lazy("hoger dan")
    LOWER = "lower", gettext_lazy("lager dan")
    CLOSE = "close", gettext_lazy("bijna gelijk aan")
    SAME = "same", gettext_lazy("gelijk aan")


#: Less than this share of the larger value is no difference to speak of.
_SMALLEST_DIFFERENCE = Decimal("0.01")


def is_comparable(indicator: Indicator) -> bool:
    """Whether values of areas of different sizes can be put next to each other."""
    return indicator.unit in _COMPARABLE_UNITS or indicator.unit.startswith(_COMPARABLE_START)


def standing(indicator: Indicator, own: Observation | None, other: Observation | None) -> Standing | None:
    """Return how a value stands to another; None when that cannot be said.

    It can only be said of two exact numbers of one known period, in a unit that does not grow with the area:
    "ruim 40%" may well be as much as 41%.
    """
    if own is None or other is None or own.value is None or other.value is None:
        return None
    if not own.period or own.period != other.period or not is_comparable(indicator):
        return None
    if any(o.value_high is not None or o.qualifier for o in (own, other)):
        return None
    if own.value == other.value:
        return Standing.SAME
    if _is_close(indicator, own.value, other.value):
        return Standing.CLOSE
    higher = own.value > other.value
    if indicator.direction == Indicator.Direction.NEUTRAL:
        return Standing.HIGHER if higher else Standing.LOWER
    good = higher == (indicator.direction == Indicator.Direction.HIGHER)
    return Standing.BETTER if good else Standing.WORSE


def _is_close(indicator: Indicator, own: Decimal, other: Decimal) -> bool:
    """Whether a sentence would say the same of both: "53 van de 100 inwoners" is 52,5% as well as 52,6%."""
    if abs(own - other) < max(abs(own), abs(other)) * _SMALLEST_DIFFERENCE:
        return True
    if not is_share(indicator):
        return False
    scale = share_scale(own, other)
    return rounded(own * scale / 100, 0) == rounded(other * scale / 100, 0)


class StandingWords:
    """Says how the value of one area stands to those of others. `names` are the areas, the own one first."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._labels = {one: str(one.label) for one in Standing}

    def say(self, indicator: Indicator, observations: Sequence[Observation | None]) -> str:
        """Return it in words: "beter dan Drenthe en Nederland; minder goed dan regio Noord-Drenthe"."""
        names: dict[Standing, list[str]] = {}
        for name, other in zip(self.names[1:], observations[1:], strict=True):
            found = standing(indicator, observations[0], other)
            if found is not None:
                names.setdefault(found, []).append(name)
        return "; ".join(f"{self._labels[found]} {listed(areas)}" for found, areas in names.items())


def short_name(area: Area) -> str:
    """Return the name of an area; a region is called one, as it often has the name of the province in it."""
    return area.label if area.type == AreaType.REGION else area.words


def listed(names: Sequence[str]) -> str:
    """Return names as they are read: "Assen, Emmen en Meppel"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s en %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
