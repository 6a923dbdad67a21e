"""The steps and questions of a form, and the lists that questions offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.models import Municipality, Theme
from initiatives.models import InitiativeKind

if TYPE_CHECKING:
    from subsidies.models import RegulationPage

#: The answer of who finds no theme or category in the list.
NONE_OF_THESE = "none"


@dataclass(frozen=True)
class Question:
    """One question of a form."""

    id: str
    type: str
    label: str
    help_text: str
    required: bool
    role: str
    settings: Mapping[str, Any]

    @property
    def field_name(self) -> str:
        """The name and id of the field: an id that starts with a digit breaks style sheets and labels."""
        return f"v-{self.id}"


@dataclass(frozen=True)
class Step:
    """One page of a form; the first has number 1."""

    number: int
    title: str
    introduction: str
    questions: tuple[Question, ...]

    @property
    def file_questions(self) -> list[Question]:
        """The questions that ask for documents."""
        return [question for question in self.questions if question.type == "file"]


def steps_of(stream: Any) -> list[Step]:
    """Return the steps of a form definition or form version, read from its `steps`."""
    return [
        Step(
            number=number,
            title=child.value["title"],
            introduction=child.value.get("introduction") or "",
            questions=tuple(_question(question) for question in child.value["questions"]),
        )
        for number, child in enumerate(stream, 1)
    ]


def _question(child: Any) -> Question:
    return Question(
        id=str(child.id),
        type=child.block_type,
        label=child.value["label"],
        help_text=child.value.get("help_text") or "",
        required=bool(child.value.get("required")),
        role=child.value.get("role") or "",
        settings=child.value,
    )


class Choices:
    """The lists to choose from, each read at most once. Without a regulation there are no categories."""

    def __init__(self, regulation: RegulationPage | None = None) -> None:
        self.regulation = regulation

    @cached_property
    def themes(self) -> list[tuple[str, str]]:
        return [(theme.slug, theme.name) for theme in Theme.objects.all()]

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.slug, kind.name) for kind in InitiativeKind.objects.all()]

    @cached_property
    def categories(self) -> list[tuple[str, str]]:
        found = self.regulation.categories.all() if self.regulation else []
        return [(category.slug, category.name) for category in found]

    @cached_property
    def places(self) -> list[tuple[str, Any]]:
        """The whole province, then per municipality the whole of it and its villages."""
        groups: list[tuple[str, Any]] = [("province", _("Heel de provincie"))]
        for municipality in Municipality.objects.prefetch_related("places"):
            whole = _("Heel de gemeente %(name)s") % {"name": municipality.name}
            villages = [(f"place:{place.slug}", place.name) for place in municipality.places.all()]
            groups.append((municipality.name, [(f"municipality:{municipality.slug}", whole), *villages]))
        return groups

    def of(self, question: Question) -> list[tuple[str, Any]]:
        """Return the answers that a question offers; municipalities are groups of answers."""
        nothing = [(NONE_OF_THESE, _("Geen van deze"))]
        if question.type == "choice":
            return [(option["value"], option["label"]) for option in question.settings["options"]]
        if question.type == "place":
            return self.places
        if question.type == "theme":
            return self.themes if question.required else [*self.themes, *nothing]
        if question.type == "category":
            return [*self.categories, *nothing]
        if question.type == "kind":
            return self.kinds
        return []

    def label(self, question: Question, value: str) -> str:
        """Return the words of a chosen answer; the value itself when it is no longer in the list."""
        for key, text in self.of(question):
            if key == value:
                return str(text)
            if isinstance(text, list):
                for inner_key, inner_text in text:
                    if inner_key == value:
                        return f"{inner_text} ({key})" if value.startswith("place:") else str(inner_text)
        return value
