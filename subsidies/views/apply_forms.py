"""The short forms around an application: begin, and ask for a new link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """An e-mail address, and a field that only robots fill in."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        help_text=_("Bijvoorbeeld: naam@voorbeeld.nl. Wij gebruiken het alleen voor deze aanvraag."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Vul uw e-mailadres in."),
            "invalid": _(
                "Dit e-mailadres klopt niet. Schrijf het zoals in dit voorbeeld: naam@voorbeeld.nl."
            ),
        },
    )
    subject = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    @property
    def is_robot(self) -> bool:
        """Whether the hidden field was filled in. Call it on a valid form."""
        return bool(self.cleaned_data["subject"])

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """The id of the control and the message of every error."""
        return [(name, str(message)) for name in self.fields for message in self.errors.get(name, [])] + [
            ("email", str(message)) for message in self.non_field_errors()
        ]


class LinkForm(AddressForm):
    """Reference and e-mail address of an application that was started before."""

    field_order = ["reference", "email"]

    reference = forms.CharField(
        label=_("Uw kenmerk"),
        max_length=40,
        help_text=_("Het staat in onze e-mails aan u. Het begint met AV."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "w-medium"}),
        error_messages={
            "required": _("Vul uw kenmerk in. Het staat in onze e-mails aan u."),
            "max_length": _("Een kenmerk is korter. Het ziet eruit als AV-7KQ4-MT9X."),
        },
    )
