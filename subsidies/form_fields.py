"""Form fields that understand what people type. Every message says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from subsidies.amounts import AmountError, format_euro, parse_euro, without_sign

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

_DATE_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DATE_DUTCH = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2}|[a-z]{3,9}\.?)[-/. ]+([0-9]{4})")


class LineField(forms.CharField):
    """One line of text; says how many characters are too many."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        # Not Django's `max_length`: its attribute makes browsers cut off pasted text without a word.
        if len(value) > self.longest:
            raise ValidationError(
                _("Maak deze tekst korter: hooguit %(longest)s tekens. Het zijn er nu %(now)s.")
                % {"longest": dotted(self.longest), "now": dotted(len(value))}
            )


class AmountField(forms.CharField):
    """An amount in euros. Cleans to Decimal, or None when it is empty and may be."""

    def __init__(
        self, *, lowest: Decimal | None = None, highest: Decimal | None = None, **kwargs: Any
    ) -> None:
        self.lowest = lowest
        self.highest = highest
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_euro(text)
        except AmountError as error:
            raise ValidationError(str(error)) from error
        self._check_limits(amount)
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Leave out the sign: the form shows it before the field."""
        return without_sign(value) if isinstance(value, str) else value

    def _check_limits(self, amount: Decimal) -> None:
        too_low = self.lowest is not None and amount < self.lowest
        too_high = self.highest is not None and amount > self.highest
        if not (too_low or too_high):
            return
        if self.lowest is not None and self.highest is not None:
            message = _("Vul een bedrag in van %(lowest)s tot en met %(highest)s.")
        elif too_low:
            message = _("Vul een bedrag in van %(lowest)s of meer.")
        else:
            message = _("Vul een bedrag in van hooguit %(highest)s.")
        raise ValidationError(
            message
            % {
                "lowest": format_euro(self.lowest) if self.lowest is not None else "",
                "highest": format_euro(self.highest) if self.highest is not None else "",
            }
        )


class WholeNumberField(forms.CharField):
    """A whole number; "1.250" is fine. Cleans to int or None."""

    def __init__(self, *, lowest: int | None = None, highest: int | None = None, **kwargs: Any) -> None:
        self.lowest = lowest
        self.highest = highest
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})", text):
            raise ValidationError(_("Vul een heel getal in, met alleen cijfers. Bijvoorbeeld: 25."))
        number = int(text.replace(".", ""))
        if self.lowest is not None and number < self.lowest:
            raise ValidationError(_("Vul een getal in van %(lowest)s of meer.") % {"lowest": self.lowest})
        if self.highest is not None and number > self.highest:
            raise ValidationError(_("Vul een getal in van hooguit %(highest)s.") % {"highest": self.highest})
        return number


class DutchDateField(forms.CharField):
    """A date as "1-3-2027", "01/03/2027", "1 maart 2027" or "2027-03-01". Cleans to date or None."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = read_date(text)
        if found is None:
            raise ValidationError(_("Vul een datum in met dag, maand en jaar. Bijvoorbeeld: 1-3-2027."))
        if not 1900 <= found.year <= 2200:
            raise ValidationError(_("Dit jaar kan niet kloppen. Controleer de datum."))
        return found


class PhoneField(forms.CharField):
    """A telephone number, kept as it was typed."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        digits = re.sub(r"[\s().\-/]", "", text)
        if text and not re.fullmatch(
            r"(?:\+|00)[1-9][0-9]{7,13}|0[1-9][0-9]{8}", digits.replace("+310", "+31")
        ):
            raise ValidationError(_("Vul een telefoonnummer in van 10 cijfers. Bijvoorbeeld: 0592 12 34 56."))
        return text


class OrganisationNumberField(forms.CharField):
    """A number of the trade register (KVK). Cleans to its eight digits."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        digits = re.sub(r"[\s.\-]", "", text)
        if text and not re.fullmatch(r"[0-9]{8}", digits):
            raise ValidationError(
                _("Een KVK-nummer heeft 8 cijfers. Controleer het nummer. U vindt het op kvk.nl.")
            )
        return digits


class OneOfField(forms.ChoiceField):
    """One answer from a list; `allowed` can refuse some with a message of its own."""

    def __init__(self, *, refuse: Callable[[str], str | None] | None = None, **kwargs: Any) -> None:
        self.refuse = refuse
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        message = self.refuse(value) if value and self.refuse else None
        if message:
            raise ValidationError(message)


def read_date(text: str) -> date | None:
    """Return the date that a text names, or None."""
    plain = text.strip().lower()
    if match := _DATE_ISO.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DATE_DUTCH.fullmatch(plain):
        named = match[2].rstrip(".")
        if named.isdigit():
            month = int(named)
        else:
            months = [number for number, name in enumerate(MONTHS, 1) if name.startswith(named)]
            # "mrt" is how everybody shortens March, though the word does not start with it.
            months = [3] if named == "mrt" else months
            if len(months) != 1:
                return None
            month = months[0]
        day, year = int(match[1]), int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_date(value: date | datetime) -> str:
    """Return a date in words: "1 maart 2027"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def dotted(number: int) -> str:
    """Return a number with points between thousands: "1.500"."""
    return f"{number:,}".replace(",", ".")
