"""What else in the database points at an initiative, found without knowing who made it.

Stories and grants stand on higher floors, and others may follow; their models are never imported here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page, ReferenceIndex

from initiatives.models import Freshness, ImportedPage, InitiativePage

#: What belongs to one page, and goes where that page goes.
_OWN = (Freshness, ImportedPage)


def incoming_relations() -> list[models.ForeignKey[Any, Any]]:
    """Return the foreign keys by which other records point at an initiative, one-to-one included.

    Left out is what is part of the page itself: opening times, photos, its check date.
    """
    found = []
    for relation in InitiativePage._meta.related_objects:
        key = relation.field
        own = isinstance(key, ParentalKey) and _is_about(key)
        if isinstance(key, models.ForeignKey) and _is_about(key) and not own and key.model not in _OWN:
            found.append(key)
    return sorted(found, key=lambda key: (key.model._meta.label, key.name))


def incoming_lists() -> list[models.ManyToManyField[Any, Any]]:
    """Return the many-to-many fields of other models that hold initiatives."""
    return [
        relation.field
        for relation in InitiativePage._meta.related_objects
        if isinstance(relation.field, models.ManyToManyField) and relation.related_model is not InitiativePage
    ]


def pointed_at(pages: Iterable[int]) -> set[int]:
    """Return which of these initiatives something else points at: a story, a grant, a proposal, a link."""
    wanted = list(pages)
    found: set[int] = set()
    for key in incoming_relations():
        found.update(
            key.model._default_manager.filter(**{f"{key.name}__in": wanted}).values_list(
                key.attname, flat=True
            )
        )
    for field in incoming_lists():
        through: Any = field.remote_field.through
        name = field.m2m_reverse_field_name()
        rows = through._default_manager.filter(**{f"{name}__in": wanted})
        found.update(rows.values_list(f"{name}_id", flat=True))
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Page), to_object_id__in=[str(pk) for pk in wanted]
    )
    found.update(int(pk) for pk in references.values_list("to_object_id", flat=True))
    return found


def _is_about(key: Any) -> bool:
    """Whether a key points at initiatives, and not at any page: those belong to Wagtail itself."""
    return key.remote_field.model is InitiativePage
