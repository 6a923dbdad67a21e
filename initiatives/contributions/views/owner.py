"""What an initiative does with the links in our e-mails. Opening a link changes nothing: a button does.

Mail programs open links to look for danger. So every page here is only read with GET.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.chrome import chrome_for
from initiatives.contributions import access, proposing, tokens
from initiatives.contributions.forms import MORE_ROWS, ChangeForm
from initiatives.contributions.freshness import terms_for
from initiatives.contributions.mails import KEY
from initiatives.contributions.tokens import OwnerLink, Purpose
from initiatives.contributions.views import sending
from initiatives.models import Freshness, InitiativePage, Proposal


class _Refused(Exception):
    """The link opens nothing; `response` says why."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def _open(request: HttpRequest, purpose: Purpose) -> tuple[OwnerLink, InitiativePage]:
    """Return what a link says and its initiative. Raises _Refused."""
    try:
        link = tokens.read_owner(purpose, request.GET.get(KEY, ""), terms_for(request).link_days)
    except tokens.ExpiredLink as error:
        page = _page_of_expired(request, purpose)
        context = {"initiative": page}
        raise _Refused(render(request, "pages/contribute/expired_link.html", context, status=410)) from error
    except tokens.BadLink as error:
        raise _Refused(render(request, "pages/contribute/unknown_link.html", status=404)) from error
    page = (
        InitiativePage.objects.visible()
        .filter(pk=link.page_id)
        .select_related("kind", "place", "municipality")
        .first()
    )
    if page is None:
        raise _Refused(render(request, "pages/contribute/off_site.html", status=410))
    if not link.address(*proposing.addresses_of(page)):
        raise _Refused(
            render(request, "pages/contribute/expired_link.html", {"initiative": page}, status=410)
        )
    return link, page


def _page_of_expired(request: HttpRequest, purpose: Purpose) -> InitiativePage | None:
    """Return the initiative of a link that is too old, so that its page can offer a new one."""
    try:
        link = tokens.read_owner(purpose, request.GET.get(KEY, ""), tokens.FOR_EVER)
    except tokens.BadLink:
        return None
    found: InitiativePage | None = InitiativePage.objects.visible().filter(pk=link.page_id).first()
    return found


@access.personal
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Let an initiative change its own page, for the editors to check. Context: initiative, form, where."""
    try:
        link, page = _open(request, Purpose.CHANGE)
    except _Refused as refused:
        return refused.response
    assert link.proposal_id is not None  # noqa: S101 - a link to change has one
    if Proposal.objects.filter(pk=link.proposal_id).exists():
        return _used(request, page)
    sent = request.POST if request.method == "POST" else None
    base_id = ChangeForm.read_base(page, request.POST.get("base", "")) if sent is not None else None
    base = proposing.base_of(page, base_id)
    form = ChangeForm(
        sent,
        page=page,
        known=base,
        province=chrome_for(request).identity.province,
        more_rows=MORE_ROWS in request.POST,
    )
    nothing_changed = False
    if sending.is_sent(request, form):
        if form.is_robot:
            return redirect("contribute_changed")
        try:
            proposing.change(
                page,
                link.proposal_id,
                base,
                form.answers,
                email=link.address(*proposing.addresses_of(page)),
                explanation=form.cleaned_data["explanation"],
            )
        except proposing.AlreadyUsed:
            return _used(request, page)
        except proposing.NothingChanged:
            nothing_changed = True
        else:
            return redirect("contribute_changed")
    context = {"initiative": page, "form": form, "nothing_changed": nothing_changed}
    return render(request, "pages/contribute/change.html", context)


def _used(request: HttpRequest, page: InitiativePage) -> HttpResponse:
    context = {"initiative": page, "used": True}
    return render(request, "pages/contribute/expired_link.html", context, status=410)


@access.personal
@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "pages/contribute/changed.html")


@access.personal
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest) -> HttpResponse:
    """Ask for the button "Ja, alles klopt nog", and note it when it is pressed."""
    return _answer(request, Purpose.STILL_RIGHT)


@access.personal
@require_http_methods(["GET", "HEAD", "POST"])
def gone(request: HttpRequest) -> HttpResponse:
    """Ask for the button "Ja, het is gestopt", and note it for the editors when it is pressed."""
    return _answer(request, Purpose.GONE)


def _answer(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Context: initiative, gone (whether this answer is "bestaat niet meer")."""
    try:
        link, page = _open(request, purpose)
    except _Refused as refused:
        return refused.response
    context = {"initiative": page, "gone": purpose == Purpose.GONE}
    asked_on = Freshness.objects.filter(page=page).values_list("asked_on", flat=True).first()
    if asked_on is None or asked_on != link.asked_on:
        # Answered before: by this link, by another one, or by an editor.
        return render(request, "pages/contribute/answered_before.html", context)
    if request.method != "POST":
        return render(request, "pages/contribute/answer.html", context)
    if purpose == Purpose.GONE:
        proposing.gone(page)
    else:
        proposing.still_right(page)
    return render(request, "pages/contribute/answered.html", context)
