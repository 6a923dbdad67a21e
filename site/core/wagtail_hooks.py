"""What the editors' screens show of the agenda and of places."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.userbar import ContentCheckerItem
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
    menu_label = _("Basisgegevens")
    menu_icon = "folder-open-inverse"
    menu_order = 700
    items = (ThemeViewSet, RegionViewSet, MunicipalityViewSet, PlaceViewSet)


register_snippet(AgendaGroup)


class PageChecker(ContentCheckerItem):
    """Warns the editor while writing. Looks at what editors make, not at the frame around it."""

    axe_include = ["main"]
    axe_run_only = [*ContentCheckerItem.axe_run_only, "image-alt"]
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        # Only what an editor wrote: a card of the site has a short line of its own above its heading.
        {"id": "p-as-heading", "selector": ".prose p", "enabled": True},
    ]
    axe_custom_checks = [
        *ContentCheckerItem.axe_custom_checks,
        # A line in bold above a paragraph is a heading to who sees it, and none to who hears it. By itself
        # axe minds only bold that is also slanted or larger.
        {
            "id": "p-as-heading",
            "options": {
                "margins": [{"weight": 150}, {"italic": True, "size": 1.15}, {"size": 1.4}],
                "passLength": 1,
                "failLength": 0.5,
            },
        },
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "p-as-heading": {
            "error_name": _("Vette tekst die een kop lijkt"),
            "help_text": _("Maak er een echte kop van: begin een nieuwe “Alinea met kop”."),
        },
        "image-alt": {
            "error_name": _("Beeld zonder beschrijving"),
            "help_text": _("Beschrijf wat er te zien is, of kies “alleen versiering”."),
        },
    }


@hooks.register("construct_wagtail_userbar")
def use_page_checker(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Put our own checks in the place of Wagtail's."""
    items[:] = [PageChecker() if isinstance(item, ContentCheckerItem) else item for item in items]


@hooks.register("insert_global_admin_js")
def start_widgets() -> SafeString:
    """Start Wagtail's choosers, date pickers and inline panels without inline script."""
    return format_html('<script src="{}" defer></script>', static("js/admin-widgets.js"))


@hooks.register("insert_global_admin_css")
def brand() -> SafeString:
    """Show the mark of the site in the editors' screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-brand.css"))
