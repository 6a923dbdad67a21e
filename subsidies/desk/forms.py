"""Forms of the desk: the two decisions, and a ceiling that never goes below what is committed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from subsidies.amounts import format_euro
from subsidies.form_fields import AmountField
from subsidies.models import Application, Ceiling, Round

#: Long enough for a careful explanation, short enough for an e-mail.
LONGEST_REASON = 4000


def _text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Select(forms.Select):
    """A plain list of choices that stays within its column."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "desk-select", **(attrs or {})}, choices)

    class Media:
        css = {"all": ["css/desk.css"]}


class MomentInput(forms.DateTimeInput):
    """The browser's own picker: it needs no script at all and reads the same to everybody."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"type": "datetime-local", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class AwardForm(forms.Form):
    """How much is awarded, and what the applicant should know about it."""

    amount = AmountField(
        label=_("Toe te kennen bedrag in euro"),
        error_messages={"required": _("Vul in hoeveel u toekent.")},
    )
    reason = forms.CharField(
        label=_("Toelichting voor de aanvrager"),
        help_text=_("Mag leeg blijven. De aanvrager leest deze tekst in de e-mail."),
        required=False,
        max_length=LONGEST_REASON,
        widget=_text_area(3),
    )

    @classmethod
    def for_application(cls, application: Application) -> AwardForm:
        """Return an empty form that starts with the requested amount."""
        amount = application.requested_amount
        return cls(
            initial={"amount": format_euro(amount, sign=False) if amount is not None else ""}, prefix="award"
        )


class RefuseForm(forms.Form):
    """Why the application is refused."""

    reason = forms.CharField(
        label=_("Waarom wijst u de aanvraag af?"),
        help_text=_("De aanvrager leest deze tekst in de e-mail. Schrijf in gewone woorden."),
        error_messages={
            "required": _("Schrijf waarom u de aanvraag afwijst. De aanvrager leest deze uitleg.")
        },
        max_length=LONGEST_REASON,
        widget=_text_area(5),
    )


class CeilingForm(WagtailAdminModelForm):
    """A ceiling of a round. What it is for is fixed once money was committed under it."""

    amount = AmountField(label=_("Bedrag"), error_messages={"required": _("Vul in hoe hoog het plafond is.")})

    #: The fields that say which awards count against the ceiling.
    meaning = ("round", "scope", "theme", "category", "region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.select_related("regulation")
        if not self.instance.pk:
            return
        self.initial["amount"] = format_euro(self.instance.amount, sign=False)
        self.fields["amount"].help_text = _("Al vastgelegd: %(amount)s. Lager kan niet.") % {
            "amount": format_euro(self.instance.committed)
        }
        if self.instance.entries.exists():
            for name in self.meaning:
                self.fields[name].disabled = True
            self.fields["scope"].help_text = _("Dit ligt vast: onder dit plafond is al geld toegekend.")

    def clean(self) -> dict[str, Any]:
        """Refuse a second ceiling for the same part of a round, in words that say what to do."""
        cleaned: dict[str, Any] = super().clean()
        scope, round_ = cleaned.get("scope"), cleaned.get("round")
        if scope and round_:
            same = Ceiling.objects.filter(round=round_, scope=scope).exclude(pk=self.instance.pk)
            if scope != Ceiling.Scope.TOTAL:
                same = same.filter(**{scope: cleaned.get(scope)})
            if same.exists():
                self.add_error(
                    "scope", _("Dit plafond bestaat al in deze ronde. Pas het bestaande plafond aan.")
                )
        return cleaned
