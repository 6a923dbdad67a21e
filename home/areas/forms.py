"""The choice of a second area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stories.figures.areas import Area, AreaTree


class BesideForm(forms.Form):
    """Which area to put beside the one of the page: `?naast=` with the key of an area."""

    use_required_attribute = False

    naast = forms.ChoiceField(
        label=_("Vergelijk met"),
        required=False,
        error_messages={"invalid_choice": _("Dit gebied kennen wij niet. Kies een gebied uit de lijst.")},
    )

    def __init__(self, data: Any, tree: AreaTree, own: Area) -> None:
        super().__init__(data)
        self.tree = tree
        self.own = own
        around = [tree.province, tree.country]
        self.fields["naast"].choices = [  # type: ignore[attr-defined]
            ("", _("Kies een gebied")),
            (_("Gemeenten"), self._options([tree.of_municipality(m) for m in tree.municipalities])),
            (_("Regio’s"), self._options([tree.of_region(r) for r in tree.regions])),
            (_("Provincie en land"), self._options(around)),
        ]

    def _options(self, areas: list[Area]) -> list[tuple[str, str]]:
        return [(area.key, area.words) for area in areas if area != self.own]

    def clean(self) -> dict[str, Any]:
        """Explain why an area cannot stand beside itself."""
        if self.data.get("naast") == self.own.key:
            self.errors.pop("naast", None)
            words = _now("Dit is %(area)s zelf. Kies een ander gebied.") % {"area": self.own.words}
            self.add_error("naast", words)
        return self.cleaned_data

    @property
    def beside(self) -> Area | None:
        """The chosen area; None when none was chosen or it was not understood."""
        return self.tree.by_key(self.cleaned_data.get("naast", "")) if self.is_valid() else None
