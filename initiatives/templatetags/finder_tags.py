"""Template tags of the finder: its choices, and the map on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms, template

from core.geo import Bounds
from initiatives import paper_map

register = template.Library()


@register.filter
def reasons(options: Iterable[Any]) -> list[str]:
    """Return why options cannot be chosen: each reason once, in the order of the options."""
    return list(dict.fromkeys(str(option.reason) for option in options if option.disabled and option.reason))


@register.filter
def bound_field(form: forms.Form, name: str) -> forms.BoundField | None:
    """Return the field of a form by a name that the template has in a variable, or None."""
    return form[name] if name in form.fields else None


@register.inclusion_tag("components/map_paper.html")
def map_on_paper(print_map: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """Draw numbered points as an image that needs no tiles.

    `print_map` has `bounds` ([[south, west], [north, east]] in degrees), `points` of (number, latitude,
    longitude) and, when they are loaded, `outlines`: GeoJSON polygons. `config` is that of the map: its
    `names` are drawn as well.
    """
    (south, west), (north, east) = print_map["bounds"]
    bounds = paper_map.around(print_map["points"], Bounds(south, west, north, east))
    outlines = print_map.get("outlines", ())
    return {"drawing": paper_map.draw(bounds, print_map["points"], config.get("names", ()), outlines)}
