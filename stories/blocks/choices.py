"""The areas that an editor can choose in a block, as they stand in the data."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from stories.figures.areas import Area
from stories.models.observations import AreaType, Observation


def area_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every area that some figure is about, by its key, below the name of its level. One query."""
    rows = Observation.objects.order_by().values_list("area_type", "area").distinct()
    groups = defaultdict(list)
    for area in sorted((Area(*row) for row in rows), key=lambda area: area.sort_key):
        groups[area.type].append((area.key, area.label))
    return [(str(AreaType(level).label), areas) for level, areas in groups.items()]


def area_or_none() -> list[tuple[str, object]]:
    """Return the same with an empty first choice."""
    return [("", _("Kies een gebied")), *area_choices()]


class _KeysAsTheyAre:
    """Wagtail looks every stored choice up among all choices, block by block; keys are text already."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class AreaBlock(_KeysAsTheyAre, blocks.ChoiceBlock):
    """One area, by its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=area_or_none, search_index=False, **kwargs)


class AreasBlock(_KeysAsTheyAre, blocks.MultipleChoiceBlock):
    """Any number of areas, by their keys."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=area_choices, search_index=False, **kwargs)
