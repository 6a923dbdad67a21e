"""What the editors' screens show of proposals and of the yearly check. See `initiatives.wagtail_hooks`."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from initiatives.contributions.moderating import HANDLE
from initiatives.contributions.moderation import checks
from initiatives.contributions.moderation.listing import ProposalViewSet


@hooks.register("register_admin_viewset")
def register_proposals() -> ProposalViewSet:
    """Add the list of proposals and its place in the menu."""
    return ProposalViewSet()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Routes below /beheer/ for the yearly check."""
    return [
        path("te-controleren/", checks.to_check, name="initiatives_to_check"),
        path("te-controleren/<int:pk>/adres/", checks.keeper, name="initiatives_keeper"),
    ]


class ChecksMenuItem(MenuItem):
    """Only for who may do something with it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(HANDLE))


@hooks.register("register_admin_menu_item")
def checks_menu_item() -> MenuItem:
    return ChecksMenuItem(
        _("Te controleren"),
        reverse("initiatives_to_check"),
        name="te-controleren",
        icon_name="history",
        order=121,
    )
