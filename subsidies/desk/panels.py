"""The officers' corner of the admin's front page."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from subsidies.desk.detail import DECIDE
from subsidies.desk.listing import HEAVY_REGULATION_FIELDS
from subsidies.models import Application

SHOWN = 5


class WaitingApplicationsPanel(Component):
    """How many applications wait for a decision, and the ones that wait longest."""

    name = "waiting_applications"
    template_name = "subsidies/desk/home_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = Application.objects.visible_to(user).filter(status=Application.Status.SUBMITTED)
        oldest = waiting.for_desk().defer("answers", *HEAVY_REGULATION_FIELDS).in_order_of_receipt()[:SHOWN]
        return {
            "applications": list(oldest),
            "count": waiting.count(),
            "status": Application.Status.SUBMITTED,
        }

    @staticmethod
    def is_for(user: Any) -> bool:
        """Whether somebody decides on applications."""
        return bool(user.has_perm(DECIDE) and user.has_perm("subsidies.view_application"))
