"""What the editors' screens show of proposals and of the yearly check. See `initiatives.wagtail_hooks`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from initiatives.contributions.moderating import HANDLE
from initiatives.contributions.moderation import checks
from initiatives.contributions.moderation.listing import ProposalViewSet, detail_url
from initiatives.models import InitiativePage, Proposal

#: What the screen of a page says of what waits about it.
_WAITING = {
    Proposal.Kind.NEW: _("Deze pagina is een aanmelding. Die wacht nog op een antwoord."),
    Proposal.Kind.CHANGE: _("Het initiatief stuurde zelf een wijziging. Die wacht nog op een antwoord."),
    Proposal.Kind.REPORT: _("Over deze pagina wacht nog een melding."),
}


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


@hooks.register("before_edit_page")
def tell_what_waits(request: HttpRequest, page: Any) -> None:
    """Tell who opens a page where a part of its draft comes from, or that somebody says it is wrong."""
    if request.method != "GET" or not isinstance(page, InitiativePage) or not request.user.has_perm(HANDLE):
        return
    waiting = Proposal.objects.filter(page=page, status=Proposal.Status.OPEN).order_by("-created_at")
    oldest = {proposal.kind: proposal for proposal in waiting.only("kind")}
    for kind, proposal in oldest.items():
        button = messages.button(detail_url(proposal), _now("Bekijk"))
        messages.warning(request, _WAITING[Proposal.Kind(kind)], buttons=[button])


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
