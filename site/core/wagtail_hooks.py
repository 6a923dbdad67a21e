"""What the editors' screens show of the agenda and of places."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.models import Municipality, Place, Region, Theme


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "tagline", "order"]
    search_fields = ["name"]


class RegionViewSet(SnippetViewSet):
    model = Region
    icon = "globe"
    panels = [FieldPanel("name"), FieldPanel("slug")]


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    icon = "site"
    list_display = ["name", "region", "code"]
    list_filter = ["region"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldRowPanel([FieldPanel("tile_column"), FieldPanel("tile_row")]),
    ]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "home"
    list_display = ["name", "municipality", "population"]
    list_filter = ["municipality"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("municipality"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldRowPanel([FieldPanel("population"), FieldPanel("geonames_id")]),
    ]


class AgendaGroup(SnippetViewSetGroup):
    menu_label = _("Agenda en gebied")
    menu_icon = "folder-open-inverse"
    menu_order = 700
    items = (ThemeViewSet, RegionViewSet, MunicipalityViewSet, PlaceViewSet)


register_snippet(AgendaGroup)
