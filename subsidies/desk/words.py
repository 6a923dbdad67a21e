"""How the desk writes moments, places and amounts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from subsidies.amounts import format_euro
from subsidies.models import Application, Decision


def moment(value: datetime | None) -> str:
    """Return a moment in local time, such as "3 mrt 2026, 09:12"; empty without a moment."""
    return date_format(timezone.localtime(value), "j b Y, H:i") if value else ""


def euros(value: Decimal | None) -> str:
    """Return an amount, also a negative one, or an empty string."""
    if value is None:
        return ""
    return f"−{format_euro(-value)}" if value < 0 else format_euro(value)


def where(application: Application) -> str:
    """Return where the plan is, as precise as the applicant said."""
    if application.place:
        return application.place.name
    if application.municipality:
        return _("Gemeente %(name)s") % {"name": application.municipality.name}
    return _("Heel de provincie")


def decision_of(application: Application) -> Decision | None:
    """Return the decision, or None when there is none yet."""
    return getattr(application, "decision", None)


def amounts(application: Application) -> str:
    """Return what was asked, or what was awarded of it."""
    asked = euros(application.requested_amount)
    decision = decision_of(application)
    if decision is None or decision.amount is None or decision.amount == application.requested_amount:
        return asked
    return _("%(awarded)s van %(asked)s") % {"awarded": euros(decision.amount), "asked": asked}
