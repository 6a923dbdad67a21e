"""Amounts in euros, as Dutch people write and read them."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

#: The largest amount that fits the columns of the database.
LARGEST = Decimal("9999999999.99")

_GROUPS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?:\D|$))")
_CURRENCY = re.compile(r"^(?:€|eur\b|euro\b)\s*|\s*(?:€|eur|euro)$", re.IGNORECASE)
_DUTCH = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]{1,2})?")
_POINT = re.compile(r"[0-9]+\.[0-9]{1,2}")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}")


class AmountError(ValueError):
    """A text is no amount; the message tells the reader in Dutch how to write it."""


def without_sign(text: str) -> str:
    """Return the text without a euro sign or the word "euro" around it."""
    return _CURRENCY.sub("", text.strip()).strip()


def parse_euro(text: str) -> Decimal:
    """Return the amount that somebody typed: "12.500,50", "€ 12500", "12500.50" and "12.500,-" are all fine.

    A point with three digits after it groups thousands, as in Dutch: "1.250" is twelve hundred and fifty.
    Raises AmountError when the text can be read in two ways or in none.
    """
    plain = without_sign(text)
    plain = re.sub(r",?-$|,-{1,2}$", "", plain) if re.fullmatch(r"[^-]+,?-{1,2}", plain) else plain
    plain = _GROUPS.sub("", plain)
    if plain.startswith(("-", "−")):
        raise AmountError(_("Vul een bedrag in dat niet onder nul is."))
    if _DUTCH.fullmatch(plain):
        number = plain.replace(".", "").replace(",", ".")
    elif _POINT.fullmatch(plain):
        number = plain
    elif _ENGLISH.fullmatch(plain):
        number = plain.replace(",", "")
    else:
        raise AmountError(_("Vul een bedrag in met cijfers. Bijvoorbeeld: 12.500 of 12.500,50."))
    amount = Decimal(number)
    if amount > LARGEST:
        raise AmountError(_("Dit bedrag is te hoog. Controleer de cijfers."))
    return amount


def format_euro(amount: Decimal, *, sign: bool = True) -> str:
    """Return the amount as "€ 12.500" or "€ 12.500,50"; without sign it can be typed in a form again."""
    exact = amount.quantize(Decimal("0.01"))
    text = f"{exact:,.2f}".translate(str.maketrans(",.", ".,")).removesuffix(",00")
    # A space that does not break, so that sign and number stay on one line.
    return f"€\u00a0{text}" if sign else text
