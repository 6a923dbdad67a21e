"""What a block keeps beside what the editor wrote: the words that were proposed, and frozen figures.

It is one hidden field with JSON. Nobody has to fill it in, and what cannot be read counts as empty.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static


class Keep(models.TextChoices):
    """Whether figures on a page follow the data."""

    LIVE = "live", _("Levend: de cijfers veranderen mee")
    FROZEN = "frozen", _("Vast: de cijfers blijven zoals ze nu zijn")


class KeptInput(forms.HiddenInput):
    """A hidden field, of which the label is hidden too."""

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": [versioned_static("css/admin-chart.css")]})


class KeptBlock(blocks.FieldBlock):
    """What nobody fills in."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=KeptInput())
        super().__init__(**kwargs)

    class Meta:
        default = ""
        label = _("Wat de site onthoudt")


def keep_block() -> blocks.ChoiceBlock:
    """Return the choice between live and frozen."""
    return blocks.ChoiceBlock(
        choices=Keep.choices,
        default=Keep.LIVE,
        label=_("Levend of vast"),
        help_text=_(
            "Levend: wordt een cijfer verbeterd of komt er een nieuw jaar bij, dan verandert deze plek mee. "
            "Vast: dit blijft staan, met de datum van vandaag erbij. Kies vast voor een jaarverslag."
        ),
    )


def read_kept(text: Any) -> dict[str, Any]:
    """Return what was kept; empty when there is nothing or when it cannot be read."""
    try:
        kept = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def write_kept(kept: dict[str, Any]) -> str:
    """Return it as text; nothing at all when there is nothing to keep."""
    found = {name: value for name, value in kept.items() if value}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else ""
