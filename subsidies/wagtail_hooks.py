"""What the staff's screens show of subsidies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.snippets.models import register_snippet

from subsidies.desk.panels import WaitingApplicationsPanel
from subsidies.desk.viewsets import ApplicationViewSet, FormDefinitionViewSet, SubsidyGroup

register_snippet(FormDefinitionViewSet)


@hooks.register("register_admin_viewset")
def register_desk() -> list[ViewSet | ViewSetGroup]:
    """Add the desk and the screens around it."""
    return [ApplicationViewSet(), SubsidyGroup()]


@hooks.register("construct_homepage_panels")
def add_waiting_applications(request: HttpRequest, panels: list[Any]) -> None:
    """Put the work of the day on the front page of who decides."""
    if WaitingApplicationsPanel.is_for(request.user):
        panels.append(WaitingApplicationsPanel())


@hooks.register("insert_global_admin_js")
def start_widgets() -> SafeString:
    """Start Wagtail's choosers, date pickers and inline panels without inline script."""
    return format_html('<script src="{}" defer></script>', static("js/admin-widgets.js"))
