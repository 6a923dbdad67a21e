"""The import of figures in the editors' menu. Loaded by `stories.wagtail_hooks`."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stories.importing.views import import_urls
from stories.quality.viewsets import MENU_HOOK


class ImportMenuItem(MenuItem):
    """Shown to who may bring in lists."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("stories.add_figureimport"))


@hooks.register(MENU_HOOK)
def import_item() -> MenuItem:
    return ImportMenuItem(
        _("Lijst inlezen"), reverse("figures_import"), name="cijfers-inlezen", icon_name="upload", order=700
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Routes below /beheer/; Wagtail lets in only who may use the editors' screens."""
    return import_urls()
