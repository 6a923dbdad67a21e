"""What the editors' own screens about many initiatives share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from initiatives.models import InitiativeIndexPage


class Screen(WagtailAdminTemplateMixin, View):
    """A screen of the admin, for who has one permission. Never kept by a browser or proxy."""

    permission = ""
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_enter():
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def may_enter(self) -> bool:
        """Return whether this person may use the screen."""
        return bool(self.request.user.has_perm(self.permission))

    def trail(self) -> list[tuple[str, str]]:
        """Return the way to this screen: addresses and names, without the list of initiatives itself."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = [(reverse("initiatieven:index"), _("Initiatieven")), *self.trail(), ("", self.get_page_title())]
        return [
            *self.breadcrumbs_items,
            *({"url": url, "label": str(label)} for url, label in own),
        ]

    def show(self, **context: Any) -> HttpResponse:
        """Return the screen with this context."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return response


def may_edit_initiatives(user: Any) -> bool:
    """Return whether somebody may change every initiative: who reads the reports and merges."""
    index = InitiativeIndexPage.objects.first()
    return index is not None and bool(index.permissions_for_user(user).can_edit())
