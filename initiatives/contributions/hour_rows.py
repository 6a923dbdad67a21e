"""Opening hours in a form: rows of a day and two times, as many as somebody needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from initiatives.hours import Period, first_overlap
from initiatives.models import Weekday
from initiatives.models.opening import period_error

FIRST_ROWS = 3
MOST_ROWS = 21
#: The name of the hidden field that says how many rows the form has.
COUNT = "rows"

_FORMATS = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


class TimeField(forms.TimeField):
    """A time as the browser's own picker sends it, or as people type it: 9.30, 9:30, 9."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=_FORMATS,
            widget=forms.TimeInput(attrs={"type": "time", "class": "hour-rows__time"}, format="%H:%M"),
            error_messages={"invalid": _("Dit is geen tijd. Schrijf hem zo: 09:30.")},
        )


class RowForm(forms.Form):
    """One row. An empty one means nothing."""

    use_required_attribute = False

    day = forms.TypedChoiceField(
        label=_("Dag"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Kies een dag")), *Weekday.choices],
        error_messages={"invalid_choice": _("Kies een dag uit de lijst.")},
    )
    opens = TimeField(_("Van"))
    closes = TimeField(_("Tot"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or self.is_empty:
            return data
        if data["day"] is None:
            self.add_error("day", _("Kies bij deze tijden een dag."))
        elif problem := period_error(data["opens"], data["closes"]):
            self.add_error("opens" if data["opens"] is None else "closes", problem)
        return data

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in. Call it after the fields were read."""
        return all(self.cleaned_data.get(name) in (None, "") for name in self.fields)


class HourRows:
    """The rows of a form, bound to what was sent or filled with what is known."""

    def __init__(self, data: Mapping[str, Any] | None, known: list[list[Any]], *, more: bool = False) -> None:
        """`known` are rows of [weekday, "09:00", "12:00"]; `more` adds an empty row to what was sent."""
        if data is None:
            number = max(FIRST_ROWS, len(known) + 1)
            self.forms = [RowForm(initial=_initial(known, i), **_names(i)) for i in range(number)]
            return
        sent = str(data.get(COUNT, ""))
        number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 4 else FIRST_ROWS
        number = min(max(number, 1) + more, MOST_ROWS)
        self.forms = [RowForm(data, **_names(i)) for i in range(number)]

    @property
    def can_grow(self) -> bool:
        return len(self.forms) < MOST_ROWS

    def is_valid(self) -> bool:
        """Whether every row is in order and no two overlap."""
        return all(form.is_valid() for form in self.forms) and not self.overlap

    @cached_property
    def overlap(self) -> str:
        """What is wrong between rows, in Dutch, or an empty string."""
        for day in Weekday:
            periods = [
                Period.between(time.fromisoformat(opens), time.fromisoformat(closes))
                for weekday, opens, closes in self.times
                if weekday == day
            ]
            if first_overlap(periods):
                return _now("De tijden op %(day)s lopen door elkaar. Maak er één rij van, of pas ze aan.") % {
                    "day": day.label
                }
        return ""

    @property
    def times(self) -> list[list[Any]]:
        """The rows that say something, in the order of the week: [weekday, "09:00", "12:00"]."""
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and not form.is_empty]
        return sorted([row["day"], f"{row['opens']:%H:%M}", f"{row['closes']:%H:%M}"] for row in rows)

    def forget_errors(self) -> None:
        """Show what was typed without blaming anybody."""
        for form in self.forms:
            form.full_clean()
            form.errors.clear()

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """The id of the control and the message of every error."""
        found = [
            (form[name].auto_id, _now("Rij %(number)s: %(message)s") % {"number": number, "message": message})
            for number, form in enumerate(self.forms, start=1)
            for name in form.fields
            for message in form.errors.get(name, [])
        ]
        return found or ([(self.forms[0]["day"].auto_id, self.overlap)] if self.overlap else [])


def _names(number: int) -> dict[str, Any]:
    return {"prefix": f"row-{number}", "auto_id": "%s", "empty_permitted": False}


def _initial(known: list[list[Any]], number: int) -> dict[str, Any]:
    if number >= len(known):
        return {}
    weekday, opens, closes = known[number]
    return {"day": weekday, "opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}
