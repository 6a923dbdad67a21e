"""What follows by itself from publishing a form and from removing a document."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import published

from subsidies.models import ApplicationFile, FormDefinition, FormVersion
from subsidies.uploads import drop_content


def make_version(sender: type[FormDefinition], instance: FormDefinition, **kwargs: Any) -> None:
    """Pin what was published as a new version, unless it is the same as the last one."""
    with transaction.atomic():
        FormDefinition.objects.select_for_update().only("pk").get(pk=instance.pk)
        last = FormVersion.objects.filter(definition=instance).order_by("-number").first()
        steps = instance.steps.get_prep_value()
        if last is None or last.steps.get_prep_value() != steps:
            FormVersion.objects.create(
                definition=instance, number=last.number + 1 if last else 1, steps=instance.steps
            )
    instance.__dict__.pop("current_version", None)


def remove_content(sender: type[ApplicationFile], instance: ApplicationFile, **kwargs: Any) -> None:
    """Remove the stored document of a row that is gone, also when its application was removed."""
    drop_content(instance)


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    published.connect(make_version, sender=FormDefinition, dispatch_uid="subsidies.make_version")
    post_delete.connect(remove_content, sender=ApplicationFile, dispatch_uid="subsidies.remove_content")
