"""What the editors' screens show of initiatives."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from initiatives import admin_views
from initiatives.contributions import hooks as contributions_hooks
from initiatives.editing import hooks as editing_hooks
from initiatives.models import Facility, InitiativeKind, Language, TargetGroup

# Wagtail looks for this module only; the hooks of these two register themselves when they are read.
__all__ = ["contributions_hooks", "editing_hooks"]


class InitiativeKindViewSet(SnippetViewSet):
    model = InitiativeKind
    icon = "tag"
    list_display = ["name", "plural", "order"]
    search_fields = ["name"]


class FacilityViewSet(SnippetViewSet):
    model = Facility
    icon = "clipboard-list"
    list_display = ["name", "explanation", "order"]
    search_fields = ["name"]


class TargetGroupViewSet(SnippetViewSet):
    model = TargetGroup
    icon = "group"
    list_display = ["name", "explanation", "order"]
    search_fields = ["name"]


class LanguageViewSet(SnippetViewSet):
    model = Language
    icon = "language"
    list_display = ["name", "order"]
    search_fields = ["name"]


class InitiativeChoicesGroup(SnippetViewSetGroup):
    """Everything that visitors can choose by."""

    menu_label = _("Keuzelijsten")
    menu_icon = "tag"
    menu_order = 710
    items = (InitiativeKindViewSet, FacilityViewSet, TargetGroupViewSet, LanguageViewSet)


register_snippet(InitiativeChoicesGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Routes below /beheer/; Wagtail lets in only who may use the editors' screens."""
    return [path("plek-zoeken/", admin_views.geocode, name="initiatives_geocode")]
