"""Model fields that keep migrations small and money exact."""

from typing import Any

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


class LongitudeField(LatitudeField):
    """Degrees east (WGS84) with six decimals."""
