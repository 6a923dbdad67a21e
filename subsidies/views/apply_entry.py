"""The way in: all questions beforehand, the first e-mail, and the links."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from subsidies import access, starting
from subsidies.form_builder import StepForm
from subsidies.models import AccessLink, Application, RegulationPage
from subsidies.questions import Choices, steps_of
from subsidies.views.apply_forms import AddressForm, LinkForm

logger = logging.getLogger(__name__)


def _regulation(slug: str) -> RegulationPage:
    return get_object_or_404(RegulationPage.objects.visible().select_related("form"), slug=slug)


@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every question beforehand, also when it is closed. Context: regulation, forms, can_apply."""
    regulation = _regulation(slug)
    version = regulation.form.current_version if regulation.form else None
    choices = Choices(regulation)
    return render(
        request,
        "pages/apply/questions.html",
        {
            "regulation": regulation,
            "forms": [StepForm(step, choices) for step in steps_of(version.steps)] if version else [],
            "can_apply": bool(version) and regulation.status() == RegulationPage.Status.OPEN,
        },
    )


@access.personal
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an e-mail address and mail the link. The answer is the same whatever the address."""
    regulation = _regulation(slug)
    if not regulation.accepts_applications():
        return render(
            request,
            "pages/apply/closed.html",
            {
                "regulation": regulation,
                "status": regulation.status(),
                "round": regulation.current_round(),
                "has_form": bool(regulation.form and regulation.form.current_version),
            },
        )
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (form.is_robot or _begin(request, regulation, form)):
        access.remember_address(request, form.cleaned_data["email"])
        return redirect("apply_mail_sent")
    context = {"regulation": regulation, "round": regulation.current_round(), "form": form}
    return render(request, "pages/apply/start.html", context)


def _begin(request: HttpRequest, regulation: RegulationPage, form: AddressForm) -> bool:
    """Begin and mail; False with an error on the form when this session or the mail server had enough."""
    round_ = regulation.current_round()
    if round_ is None or not access.may_ask_link(request):
        form.add_error(None, _("U heeft vaak een link gevraagd. Wacht een uur en probeer het dan opnieuw."))
        return False
    try:
        starting.begin(regulation, round_, form.cleaned_data["email"])
    except OSError as error:
        logger.error("mail with a link was not sent: %s", type(error).__name__)  # noqa: TRY400
        form.add_error(None, _("Het lukt nu niet om u te mailen. Probeer het over een paar minuten opnieuw."))
        return False
    return True


@access.personal
@require_safe
def mail_sent(request: HttpRequest) -> HttpResponse:
    """Say to look in the mailbox. Context: address (typed in this session, or empty), dev_mailbox_url."""
    return render(
        request,
        "pages/apply/mail_sent.html",
        {
            "address": access.remembered_address(request),
            "dev_mailbox_url": reverse("dev_mailbox") if settings.DEV_MAILBOX else "",
        },
    )


@access.personal
@sensitive_post_parameters("email", "reference")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Ask a new link by reference and address. The answer is the same whether they exist or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if access.may_ask_link(request):
            application = starting.find(form.cleaned_data["reference"], form.cleaned_data["email"])
            if application is not None and not form.is_robot:
                _mail_again(application)
            access.remember_address(request, form.cleaned_data["email"])
            return redirect("apply_mail_sent")
        form.add_error(None, _("U heeft vaak een link gevraagd. Wacht een uur en probeer het dan opnieuw."))
    return render(request, "pages/apply/ask_link.html", {"form": form})


def _mail_again(application: Application) -> None:
    try:
        starting.send_new_link(application)
    except OSError as error:
        logger.error("mail with a link was not sent: %s", type(error).__name__)  # noqa: TRY400


@access.personal
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open an application with the link from a mail.

    Mail programs fetch links to look for danger, so a GET uses nothing up: the button does.
    """
    link = AccessLink.find(token)
    if link is None:
        return render(request, "pages/apply/unknown_link.html", status=404)
    application = link.application
    if access.may_open(request, application.pk):
        return redirect("apply_status", application_id=application.pk)
    if not link.is_valid:
        return _expired(request, application)
    if request.method != "POST":
        return render(request, "pages/apply/open_link.html", {"application": application})
    if not starting.open_with(link):
        return _expired(request, application)
    access.allow(request, application)
    if application.is_draft and not application.answers:
        return redirect("apply_step", application_id=application.pk, number=1)
    return redirect("apply_status", application_id=application.pk)


def _expired(request: HttpRequest, application: Application) -> HttpResponse:
    """Explain that a link works once, and mail a new one to the address that is known already."""
    if request.method == "POST" and "new" in request.POST:
        if access.may_ask_link(request):
            _mail_again(application)
        return redirect("apply_mail_sent")
    return render(request, "pages/apply/expired_link.html", status=410)


@access.personal
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the applications of this session, for a computer that others use too."""
    access.sign_out(request)
    return render(request, "pages/apply/signed_out.html")
