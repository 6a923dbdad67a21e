"""Template tags of the application pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from subsidies.form_fields import write_date

register = template.Library()


@register.filter
def until(moment: datetime) -> str:
    """Say up to when something is open. Midnight becomes the day before: nobody misreads that."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) == (0, 0):
        return _("tot en met %(day)s") % {"day": write_date(local - timedelta(minutes=1))}
    return _("tot %(day)s om %(time)s uur") % {"day": write_date(local), "time": f"{local:%H.%M}"}
