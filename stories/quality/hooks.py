"""The editors' screens about figures. Loaded by `stories.wagtail_hooks`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from stories.quality.views import CHANGE_FIGURES, ChecksView, WarningsPanel
from stories.quality.viewsets import MENU_HOOK, FiguresGroup

register_snippet(FiguresGroup)


class ChecksMenuItem(MenuItem):
    """Shown to who may change figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE_FIGURES))


@hooks.register(MENU_HOOK)
def checks_item() -> MenuItem:
    return ChecksMenuItem(
        _("Controle"), reverse("figures_checks"), name="cijfers-controle", icon_name="warning", order=800
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Routes below /beheer/; Wagtail lets in only who may use the editors' screens."""
    return [path("cijfers/controle/", ChecksView.as_view(), name="figures_checks")]


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Tell who looks after the figures what deserves a look."""
    if WarningsPanel.is_for(request.user):
        panels.append(WarningsPanel())
