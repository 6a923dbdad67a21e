"""What the editors' screens show of initiatives."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from initiatives import admin_views
from initiatives.models import InitiativeKind


class InitiativeKindViewSet(SnippetViewSet):
    model = InitiativeKind
    icon = "tag"
    list_display = ["name", "plural", "order"]
    search_fields = ["name"]
    menu_order = 710


register_snippet(InitiativeKindViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Routes below /beheer/; Wagtail lets in only who may use the editors' screens."""
    return [path("plek-zoeken/", admin_views.geocode, name="initiatives_geocode")]
