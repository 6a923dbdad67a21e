"""The form of one value: whoever changes what was saved says why, and the old value stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from stories.models import Correction, Observation
from stories.models.observations import VALUE_FIELDS

AreaType = Observation.AreaType


class ObservationForm(WagtailAdminModelForm):
    """One value. The area follows from the municipality or the region where there is one."""

    reason = forms.CharField(
        label=_("reden van de verandering"),
        required=False,
        max_length=300,
        help_text=_("Verplicht als u een bewaard cijfer verandert. Lezers zien deze reden bij het cijfer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = Observation.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if "area" in self.fields:
            self.fields["area"].required = False

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError next to the reason when a saved value changes without one."""
        values: dict[str, Any] = super().clean() or {}
        area_type = values.get("area_type")
        for kind, name in ((AreaType.MUNICIPALITY, "municipality"), (AreaType.REGION, "region")):
            if area_type == kind and values.get(name):
                values["area"] = values[name].name
            elif area_type in AreaType.values and area_type != kind:
                values[name] = None  # else a value of the province would count as one of a municipality
        if self._corrects(values) and not values.get("reason"):
            self.add_error("reason", _now("Schrijf op waarom dit cijfer verandert."))
        return values

    def _corrects(self, values: dict[str, Any]) -> bool:
        before = self._before
        return before is not None and any(
            name in values and values[name] != getattr(before, name) for name in VALUE_FIELDS
        )

    def save(self, commit: bool = True) -> Any:
        """Save the value, and what it was before."""
        if not commit:
            return super().save(commit=False)
        with transaction.atomic():
            if self._before is not None and self._corrects(self.cleaned_data):
                user = self.for_user if getattr(self.for_user, "pk", None) else None
                Correction.keeping(self._before, self.cleaned_data["reason"], user).save()
            return super().save()
