"""The editors' form of an initiative: opening hours that contradict each other are told where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from initiatives.hours import WEEKLY, Period


class InitiativePageForm(WagtailAdminPageForm):
    """A form whose rows of times are compared with each other. What was typed always stays."""

    def clean(self) -> dict[str, Any]:
        """Add an error to each row that cannot be true beside an earlier one."""
        cleaned: dict[str, Any] = super().clean()
        times = list(self._rows("opening_times"))
        _tell_double(times, "weekday", "opens")
        _tell_double_exceptions(list(self._rows("opening_exceptions")))
        if times and cleaned.get("hours") != WEEKLY and "hours" in self.fields:
            self.add_error(
                "hours",
                _("Bij 'Elke week' staan tijden. Kies hier 'Op vaste tijden', of haal die tijden weg."),
            )
        return cleaned

    def _rows(self, name: str) -> Iterator[forms.ModelForm[Any]]:
        """Yield the rows that are filled in, stay, and are possible on their own."""
        formset = self.formsets.get(name)
        for form in formset.forms if formset else ():
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE"):
                yield form


def _period(form: forms.ModelForm[Any]) -> Period | None:
    opens, closes = form.cleaned_data.get("opens"), form.cleaned_data.get("closes")
    return None if opens is None or closes is None else Period.between(opens, closes)


def _tell_double(rows: list[forms.ModelForm[Any]], same: str, field: str) -> None:
    seen: dict[Any, list[Period]] = {}
    for form in rows:
        period = _period(form)
        if period is None:
            continue
        others = seen.setdefault(form.cleaned_data.get(same), [])
        if any(period.overlaps(other) for other in others):
            form.add_error(
                field, _("Deze tijd valt samen met een andere tijd op dezelfde dag. Pas er één aan.")
            )
        others.append(period)


def _tell_double_exceptions(rows: list[forms.ModelForm[Any]]) -> None:
    seen: list[tuple[Any, Any, Period | None]] = []
    for form in rows:
        first = form.cleaned_data["first_date"]
        last = form.cleaned_data.get("last_date") or first
        period = _period(form)
        for other_first, other_last, other in seen:
            if first > other_last or other_first > last:
                continue
            if period and other and period.overlaps(other):
                message = _("Deze tijd valt samen met een andere rij voor dezelfde dag. Pas er één aan.")
                form.add_error("opens", message)
                break
            # A day that opens among days that are closed is clear; the other way round nobody can tell.
            if (period is None) != (other is None):
                days = [(other_first, other_last), (first, last)]
                closed, opened = days if other is None else reversed(days)
                if closed == opened or not closed[0] <= opened[0] <= opened[1] <= closed[1]:
                    message = _(
                        "Op een van deze dagen is het volgens een andere rij %(state)s. Pas er één aan."
                    )
                    state = _("open") if period is None else _("gesloten")
                    form.add_error("first_date", message % {"state": state})
                    break
        seen.append((first, last, period))
