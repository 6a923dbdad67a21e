"""What visitors can choose by besides kind and place."""

from __future__ import annotations

from django.utils.text import slugify

from demo.loader.reading import text
from initiatives.models import Facility, Language, TargetGroup

_MODELS: dict[str, type[Facility] | type[TargetGroup] | type[Language]] = {
    "facilities": Facility,
    "target_groups": TargetGroup,
    "languages": Language,
}


def load_traits() -> int:
    """Create the facilities, target groups and languages that are missing; return how many were made."""
    made = 0
    choices = text("keuzes")
    for list_name, model in _MODELS.items():
        for order, (name, explanation) in enumerate(choices[list_name]):
            _trait, new = model._default_manager.get_or_create(
                slug=slugify(name),
                defaults={"name": name, "explanation": explanation, "order": order},
            )
            made += new
    return made
