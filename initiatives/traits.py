"""The facilities, target groups and languages of one initiative, fetched together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value

if TYPE_CHECKING:
    from initiatives.models import InitiativePage

_NAMES = ("facilities", "target_groups", "languages")
_COLUMNS = ("order", "name", "slug", "explanation")

#: Facilities with a drawing of their own in templates/components/icons; the others get a tick.
_DRAWN = frozenset(
    {
        "aangepast-toilet",
        "aed",
        "fietsenstalling",
        "hulphond-welkom",
        "keuken",
        "lift",
        "parkeerplaats",
        "ringleiding",
        "rolstoeltoegankelijk",
        "stilteruimte",
        "verschoontafel",
        "wifi",
        "zaal-te-huur",
    }
)


@dataclass(frozen=True, order=True)
class Shown:
    """One trait as a page shows it."""

    order: int
    name: str
    slug: str = field(compare=False)
    explanation: str = field(default="", compare=False)

    @property
    def icon(self) -> str:
        """The template of its drawing."""
        name = f"voorziening-{self.slug}" if self.slug in _DRAWN else "check"
        return f"components/icons/{name}.svg"


@dataclass(frozen=True)
class Traits:
    """All traits of one initiative, each list in the editors' order."""

    facilities: tuple[Shown, ...] = ()
    target_groups: tuple[Shown, ...] = ()
    languages: tuple[Shown, ...] = ()

    @classmethod
    def of(cls, page: InitiativePage) -> Traits:
        """Return the traits of a page: one query, or none when the page is a draft that holds them itself."""
        held = {name: getattr(page, name).all() for name in _NAMES}
        found: dict[str, list[Shown]] = {name: [] for name in _NAMES}
        if all(isinstance(traits, QuerySet) for traits in held.values()):
            for name, *columns in _rows(held):
                found[name].append(Shown(*columns))
        else:
            for name, traits in held.items():
                found[name] = [Shown(*(getattr(trait, column) for column in _COLUMNS)) for trait in traits]
        return cls(**{name: tuple(sorted(shown)) for name, shown in found.items()})


def _rows(held: dict[str, QuerySet[Any]]) -> QuerySet[Any, Any]:
    first, *others = (
        traits.order_by().values_list(Value(name, output_field=CharField()), *_COLUMNS)
        for name, traits in held.items()
    )
    return first.union(*others, all=True)
