"""The forms of single records: numbers are written as Dutch readers do.

Of one value: whoever changes what was saved says why, and the old value stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.staticfiles import versioned_static

from stories.importing.numbers import CellError, Notation, notation_of_column, read_number
from stories.models import Correction, Observation
from stories.models.observations import VALUE_FIELDS

AreaType = Observation.AreaType


class DutchNumberField(forms.DecimalField):
    """A number with a comma. What a list may hold, such as "1.234,5" or "61.5", is understood here too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError for what is no number, and for a number with words or a range."""
        if isinstance(value, str):
            try:
                reading = read_number(value, notation_of_column([(0, value)]).found or Notation.DUTCH)
            except CellError as error:
                raise ValidationError(str(error)) from error
            if reading.qualifier or reading.high is not None:
                raise ValidationError(_now("Schrijf hier alleen een getal, zonder woorden erbij."))
            value = reading.value
        return super().to_python(value)


class FigureForm(WagtailAdminModelForm):
    """A form of which the numbers are written as Dutch readers do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if type(field) is forms.DecimalField:
                self.fields[name] = DutchNumberField(
                    label=field.label,
                    help_text=field.help_text,
                    required=field.required,
                    max_digits=field.max_digits,
                    decimal_places=field.decimal_places,
                )

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": [versioned_static("css/admin-figures.css")]})


class ObservationForm(FigureForm):
    """One value. The area follows from the municipality or the region where there is one."""

    reason = forms.CharField(
        label=_("Reden van de verandering"),
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
