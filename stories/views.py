"""The figures as data."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stories.models import Indicator


@require_safe
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all observations of an indicator as CSV: comma, decimal point, empty means no figure."""
    indicator = get_object_or_404(Indicator, slug=slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{indicator.slug}.csv"'
    response.write("\ufeff")  # so that spreadsheets read accents right
    writer = csv.writer(response)
    writer.writerow(
        [_("soort gebied"), _("gebied"), _("groep"), _("periode"), _("waarde"), _("opmerking"), _("bron")]
    )
    for o in indicator.observations.select_related("source").order_by(
        "area_type", "area", "subgroup", "period", "pk"
    ):
        value = "" if o.value is None else format(o.value.normalize(), "f")
        writer.writerow([o.area_type, o.area, o.subgroup, o.period, value, o.note, o.source.title])
    return response
