"""What the editors' screens show of initiatives."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from initiatives.models import InitiativeKind


class InitiativeKindViewSet(SnippetViewSet):
    model = InitiativeKind
    icon = "tag"
    list_display = ["name", "plural", "order"]
    search_fields = ["name"]
    menu_order = 710


register_snippet(InitiativeKindViewSet)
