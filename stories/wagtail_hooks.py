"""What the editors' screens show of figures."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from stories.models import Indicator, Observation


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "order-up"
    list_display = ["name", "theme", "unit"]
    list_filter = ["theme"]


class ObservationViewSet(SnippetViewSet):
    model = Observation
    icon = "table"
    list_display = ["indicator", "area", "period", "value", "source"]
    list_filter = ["indicator", "area_type"]


class FiguresGroup(SnippetViewSetGroup):
    menu_label = _("Cijfers")
    menu_icon = "order-up"
    menu_order = 300
    items = (IndicatorViewSet, ObservationViewSet)


register_snippet(FiguresGroup)
