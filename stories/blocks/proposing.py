"""A text field with a button that asks the site for a first version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminAutoHeightTextInput


class ProposedTextInput(AdminAutoHeightTextInput):
    """The field, a button below it and a line that says what happened. Without script it is only a field."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field: SafeString = super().render(name, value, attrs, renderer)
        return format_html(
            '{}<p><button type="button" class="button button-small" hidden data-propose="{}">'
            '{}</button> <span role="status" data-failed="{}" data-incomplete="{}"></span></p>',
            field,
            reverse("propose_words", args=[self.kind]),
            _("Stel een zin voor") if self.kind == "sentence" else _("Stel een beschrijving voor"),
            _("Dat lukt nu niet. Probeer het later nog eens."),
            _("Kies eerst een cijfer."),
        )

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("js/admin-chart.js")])
