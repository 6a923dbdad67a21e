""" "Klopt dit niet?": by anybody, and the link for who belongs to the initiative."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.contributions import access, mails, proposing
from initiatives.contributions.forms import ReportForm
from initiatives.contributions.views import sending
from initiatives.models import InitiativePage

logger = logging.getLogger(__name__)


def _page(slug: str) -> InitiativePage:
    if "\x00" in slug:
        raise Http404
    found: InitiativePage = get_object_or_404(
        InitiativePage.objects.visible().select_related("place", "municipality"), slug=slug
    )
    return found


@access.personal
@sensitive_post_parameters("email", "explanation")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the editors what is wrong. Context: initiative, form."""
    initiative = _page(slug)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (form.is_robot or sending.may_send(request, form)):
        if not form.is_robot:
            data = form.cleaned_data
            proposing.report(initiative, data["reason"], explanation=data["explanation"], email=data["email"])
        return redirect("report_thanks", slug=slug)
    return render(request, "pages/contribute/report.html", {"initiative": initiative, "form": form})


@access.personal
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens next. Context: initiative."""
    return render(request, "pages/contribute/report_thanks.html", {"initiative": _page(slug)})


@access.personal
@require_POST
def ask_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Mail the initiative its own link to change its page.

    It goes to the address that we know, never to one that somebody types, and the answer is always the same.
    """
    initiative = _page(slug)
    if not access.may_send(request):
        words = _("U vroeg heel vaak iets. Wacht een uur en probeer het dan opnieuw.")
        context = {"initiative": initiative, "form": ReportForm(), "refused": words}
        return render(request, "pages/contribute/report.html", context, status=429)
    known = proposing.addresses_of(initiative)
    if known and access.may_link(initiative.pk):
        try:
            mails.send_change_link(initiative, known[0])
        except OSError as error:
            logger.error("mail with a link was not sent: %s", type(error).__name__)  # noqa: TRY400
    return redirect("report_link_sent", slug=slug)


@access.personal
@require_safe
def link_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say where the link went, without the address. Context: initiative, dev_mailbox_url."""
    context = {"initiative": _page(slug), "dev_mailbox_url": sending.dev_mailbox_url()}
    return render(request, "pages/contribute/link_sent.html", context)
