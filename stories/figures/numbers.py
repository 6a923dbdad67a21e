"""Numbers as Dutch readers write them: a comma before decimals, dots between thousands."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

#: Units whose number says enough by itself.
_SILENT = ("", "aantal", "aantal per jaar", "rang", "rapportcijfer", "ratio", "score")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round as people learn at school: half goes up, away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def digits_of(value: Decimal, decimals: int) -> int:
    """Return how many decimals to show: none for a whole number, which is not more exact than that."""
    return 0 if value == value.to_integral_value() else decimals


def number_words(value: Decimal, decimals: int) -> str:
    """Return a number: "52,6", "3.000", "−4,5"."""
    return _number_words(value, decimals, get_language())


@lru_cache(maxsize=16_384)
def _number_words(value: Decimal, decimals: int, _language: str | None) -> str:
    """Write a number in the language that is active; a page of figures has a thousand of them."""
    exact = rounded(value, digits_of(value, decimals))
    written = formats.number_format(
        abs(exact), decimal_pos=digits_of(exact, decimals), use_l10n=True, force_grouping=True
    )
    return f"−{written}" if exact < 0 else written


def value_words(value: Decimal | None, unit: str, decimals: int) -> str:
    """Return a value with its unit: "52,6%", "€ 3.000", "43", "1,7 km"; "geen cijfer" when there is none."""
    if value is None:
        return _("geen cijfer")
    number = number_words(value, decimals)
    if unit == "%":
        return f"{number}%"
    if unit == "euro":
        return f"€\u00a0{number}"
    if unit in _SILENT:
        return number
    return f"{number}\u00a0{unit}"
