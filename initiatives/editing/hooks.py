"""What the editors' screens offer for many initiatives at once. Loaded by `initiatives.wagtail_hooks`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.log_actions import LogFormatter
from wagtail.permissions import page_permission_policy

from .bulk_actions import ACTIONS
from .import_views import import_urls
from .listing import InitiativeListing, InitiativeListView
from .merge_views import MergeView
from .merging import LOG_ACTION
from .report_views import CoverageView, DuplicatesView
from .screens import may_edit_initiatives

#: Other parts of the site may put their screens about initiatives in the same menu.
MENU_HOOK = "register_initiatives_menu_item"


class EditorsMenuItem(MenuItem):
    """Shown to who may change initiatives."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_initiatives(request.user)


class ListMenuItem(MenuItem):
    """Shown to who may work on any page."""

    def is_shown(self, request: HttpRequest) -> bool:
        needed = InitiativeListView.any_permission_required
        return bool(page_permission_policy.user_has_any_permission(request.user, needed))


class ImportMenuItem(MenuItem):
    """Shown to who may bring in lists."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("initiatives.add_importbatch"))


initiatives_menu = Menu(register_hook_name=MENU_HOOK)


@hooks.register("register_admin_menu_item")
def add_menu() -> MenuItem:
    """Put everything about initiatives together."""
    return SubmenuMenuItem(
        _("Initiatieven"), initiatives_menu, name="initiatieven", icon_name="site", order=140
    )


@hooks.register("register_admin_viewset")
def add_listing() -> InitiativeListing:
    """The list; its menu item stands in our own menu."""
    return listing


listing = InitiativeListing()


@hooks.register(MENU_HOOK)
def list_item() -> MenuItem:
    url = reverse(listing.get_url_name("index"))
    return ListMenuItem(listing.menu_label, url, name="alle-initiatieven", icon_name="list-ul", order=100)


@hooks.register(MENU_HOOK)
def import_item() -> MenuItem:
    return ImportMenuItem(
        _("Lijst inlezen"), reverse("initiatives_import"), name="inlezen", icon_name="upload", order=200
    )


@hooks.register(MENU_HOOK)
def coverage_item() -> MenuItem:
    return EditorsMenuItem(
        _("Dekking"), reverse("initiatives_coverage"), name="dekking", icon_name="table", order=800
    )


@hooks.register(MENU_HOOK)
def duplicates_item() -> MenuItem:
    return EditorsMenuItem(
        _("Mogelijk dubbel"), reverse("initiatives_duplicates"), name="dubbel", icon_name="copy", order=810
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Routes below /beheer/; Wagtail lets in only who may use the editors' screens."""
    return [
        *import_urls(),
        path("initiatieven/dekking/", CoverageView.as_view(), name="initiatives_coverage"),
        path("initiatieven/dubbel/", DuplicatesView.as_view(), name="initiatives_duplicates"),
        path(
            "initiatieven/samenvoegen/<int:left>/<int:right>/", MergeView.as_view(), name="initiatives_merge"
        ),
    ]


for _action in ACTIONS:
    hooks.register("register_bulk_action", _action)


@hooks.register("register_log_actions")
def add_log_action(actions: Any) -> None:
    """Name merging in the history of a page."""

    @actions.register_action(LOG_ACTION)
    class MergeLogFormatter(LogFormatter):
        label = _("Samenvoegen")

        def format_message(self, entry: Any) -> str:
            return _now("Samengevoegd met “%(title)s”") % {"title": entry.data["other"]["title"]}
