"""Signing up an initiative: the form, the e-mail, and the button that confirms it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.chrome import chrome_for
from initiatives.contributions import access, likeness, proposing, tokens
from initiatives.contributions.forms import MORE_ROWS, ProposeForm
from initiatives.contributions.freshness import terms_for
from initiatives.contributions.mails import KEY
from initiatives.contributions.views import sending
from initiatives.models import InitiativePage, Proposal

#: The button that sends a form although it looks like something that is there already.
ANYWAY = "anyway"


@access.personal
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep what was sent and mail a link. Context: form, duplicates, anyway."""
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        province=chrome_for(request).identity.province,
        more_rows=MORE_ROWS in request.POST,
    )
    duplicates: list[InitiativePage] = []
    if sending.is_sent(request, form):
        if form.is_robot:
            return _sent(request, form)
        duplicates = [] if ANYWAY in request.POST else likeness.duplicates(form.answers)
        if not duplicates and _sign_up(request, form):
            return _sent(request, form)
    context = {"form": form, "duplicates": duplicates, "anyway": ANYWAY}
    return render(request, "pages/contribute/propose.html", context)


def _sign_up(request: HttpRequest, form: ProposeForm) -> bool:
    """Keep what was sent and mail the link; False with an error on the form when that cannot be now."""
    if not sending.may_send(request, form):
        return False
    email = proposing.tidy_address(form.cleaned_data["email"])
    if not access.may_mail(email):
        form.add_error("email", _("Dit adres kreeg net al een paar e-mails van ons. Wacht een uur."))
        return False
    try:
        proposing.sign_up(form.answers, email)
    except OSError as error:
        sending.mail_failed(form, error)
        return False
    return True


def _sent(request: HttpRequest, form: ProposeForm) -> HttpResponse:
    sending.remember_address(request, form.cleaned_data["email"])
    return redirect("contribute_mail_sent")


@access.personal
@require_safe
def mail_sent(request: HttpRequest) -> HttpResponse:
    """Say to look in the mailbox. Context: address (typed in this session), days, dev_mailbox_url."""
    context = {
        "address": sending.remembered_address(request),
        "days": terms_for(request).link_days,
        "dev_mailbox_url": sending.dev_mailbox_url(),
    }
    return render(request, "pages/contribute/mail_sent.html", context)


@access.personal
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm with the link from the e-mail. Mail programs fetch links: only the button does something."""
    try:
        proposal_id = tokens.read_confirm(request.GET.get(KEY, ""), terms_for(request).link_days)
    except tokens.ExpiredLink:
        return render(request, "pages/contribute/expired_sign_up.html", status=410)
    except tokens.BadLink:
        return render(request, "pages/contribute/unknown_link.html", status=404)
    if request.method == "POST":
        if proposing.confirm(proposal_id) is None:
            return render(request, "pages/contribute/expired_sign_up.html", status=410)
        return redirect("contribute_confirmed")
    proposal = Proposal.objects.filter(pk=proposal_id, kind=Proposal.Kind.NEW).first()
    if proposal is None:
        return render(request, "pages/contribute/expired_sign_up.html", status=410)
    if proposal.status != Proposal.Status.UNCONFIRMED:
        return redirect("contribute_confirmed")
    return render(request, "pages/contribute/confirm.html", {"title": proposal.title})


@access.personal
@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "pages/contribute/confirmed.html")
