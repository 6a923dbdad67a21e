"""What the staff's screens show of subsidies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
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
