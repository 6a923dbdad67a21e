"""What an editor can choose of a chart. Apart, because it needs no models, which are made of blocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: What an editor writes to choose the values of which the source names no period.
NO_PERIOD = "zonder jaar"


class Kind(models.TextChoices):
    """The drawings."""

    AUTO = "auto", _("Kies zelf wat past")
    BARS = "bars", _("Staven: gebieden naast elkaar")
    GROUPS = "groups", _("Staven: groepen of antwoorden")
    TREND = "trend", _("Lijn door de jaren")
    MAP = "map", _("Kaart van de gemeenten")
    MOMENTS = "moments", _("Twee momenten naast elkaar")
    WAFFLE = "waffle", _("Mensen: 1 op de 8, of 100 blokjes")


class Scope(models.TextChoices):
    """The areas in a drawing."""

    ALL = "all", _("Alle gebieden met een cijfer")
    CHOSEN = "chosen", _("Alleen de gebieden die u aanvinkt")
    AROUND = "around", _("Eén gebied, met regio, provincie en land")


def chosen_period(text: str | None) -> str | None:
    """Return the period that an editor chose: None for the newest, "" for values without a period."""
    period = (text or "").strip()
    if not period:
        return None
    return "" if period.lower() == NO_PERIOD else period
