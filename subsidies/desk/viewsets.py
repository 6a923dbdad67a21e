"""What the desk adds to the admin: its screens and its place in the menu."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import IndexView as SnippetListView
from wagtail.snippets.views.snippets import SnippetViewSet

from subsidies.desk.decisions import AwardView, RefuseView
from subsidies.desk.detail import ApplicationDetailView
from subsidies.desk.files import FileDownloadView
from subsidies.desk.listing import ApplicationListView
from subsidies.desk.money import CeilingViewSet, LedgerViewSet, RoundViewSet
from subsidies.desk.readonly import ReadOnlyViewSet
from subsidies.models import Application, FormDefinition, RegulationPage


class ApplicationViewSet(ReadOnlyViewSet):
    """The officers' desk."""

    model = Application
    name = "desk"
    url_prefix = "aanvragen"
    icon = "form"
    menu_label = _("Aanvragen")
    menu_name = "aanvragen"
    menu_order = 150
    add_to_admin_menu = True
    index_view_class = ApplicationListView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/", ApplicationDetailView.as_view(), name="detail"),
            path("<uuid:pk>/toekennen/", AwardView.as_view(), name="award"),
            path("<uuid:pk>/afwijzen/", RefuseView.as_view(), name="refuse"),
            path("<uuid:pk>/bestand/<uuid:file_pk>/", FileDownloadView.as_view(), name="file"),
        ]


class FormListView(SnippetListView):
    """Forms with the version that new applications get."""

    def get_base_queryset(self) -> QuerySet[FormDefinition]:
        queryset: QuerySet[FormDefinition] = super().get_base_queryset()
        return queryset.prefetch_related("versions", "regulations")


def _latest_version(form: FormDefinition) -> str:
    return str(max((version.number for version in form.versions.all()), default="–"))


def _used_by(form: FormDefinition) -> str:
    return ", ".join(regulation.title for regulation in form.regulations.all())


class FormDefinitionViewSet(SnippetViewSet):
    """Application forms: draft, preview, publish. Publishing makes a version."""

    model = FormDefinition
    url_prefix = "subsidies/formulieren"
    icon = "clipboard-list"
    menu_label = _("Aanvraagformulieren")
    index_view_class = FormListView
    copy_view_enabled = True
    search_fields = ["name"]
    # Its place in the menu is in the group below, not under "Snippets".
    menu_item_is_registered = True
    list_display = [
        "name",
        Column("version", label=_("Versie"), accessor=_latest_version),
        Column("regulations", label=_("Regelingen"), accessor=_used_by),
    ]


class RegulationListing(PageListingViewSet):
    """All regulations in one list."""

    model = RegulationPage
    name = "regelingen"
    url_prefix = "subsidies/regelingen"
    icon = "doc-full"
    menu_label = _("Regelingen")


class SubsidyGroup(ModelViewSetGroup):
    """Everything about subsidies besides the applications themselves."""

    menu_label = _("Subsidies")
    menu_name = "subsidies"
    menu_icon = "folder-open-inverse"
    menu_order = 160
    items = (RegulationListing, RoundViewSet, CeilingViewSet, LedgerViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        items: list[MenuItem] = super().get_submenu_items()
        form: Any = FormDefinition
        return [*items, form.snippet_viewset.get_menu_item(order=len(items) + 1)]
