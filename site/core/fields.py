"""Model fields that keep migrations small and money exact."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from wagtail import fields as wagtail_fields


class StreamField(wagtail_fields.StreamField):
    """A StreamField whose block definitions stay out of migrations.

    The database column is the same whatever the blocks are, so a change of blocks needs no migration.
    Consequence: a data migration that must read block values has to import the blocks itself.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [[]], kwargs


class EuroField(models.DecimalField):
    """An amount in euros with two decimals, up to 9,999,999,999.99."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = 12
        kwargs["decimal_places"] = 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, list(args), kwargs


class DegreesFormField(forms.DecimalField):
    """Degrees as people type or paste them: with a point or a comma, and with any number of decimals."""

    # Not a number field of the browser: that one drops a comma or the whole number without a word.
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", ".")
        degrees: Any = super().to_python(value)
        # Maps hand out fifteen decimals; more than we keep is less than the width of a hand.
        if degrees is not None and degrees.is_finite() and abs(degrees) < 1000:
            return degrees.quantize(Decimal(1).scaleb(-(self.decimal_places or 0)))
        return degrees


class LatitudeField(models.DecimalField):
    """Degrees north (WGS84) with six decimals, about ten centimetres."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = 9
        kwargs["decimal_places"] = 6
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, list(args), kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DegreesFormField, **kwargs})


class LongitudeField(LatitudeField):
    """Degrees east (WGS84) with six decimals."""
