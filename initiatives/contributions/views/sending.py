"""What the forms for an initiative have in common: looking up an address and adding a row send nothing."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.contributions import access, locations
from initiatives.contributions.forms import MORE_ROWS, SEARCH, InitiativeForm, PublicForm, Where

logger = logging.getLogger(__name__)

_MAILED = "contributions_mailed_to"


def is_sent(request: HttpRequest, form: InitiativeForm) -> bool:
    """Whether a form is sent and in order. Else the form is ready to be shown again, with nothing lost."""
    if request.method != "POST":
        return False
    if MORE_ROWS in request.POST:
        form.forget_errors()
        return False
    # Enter in any field of the form presses the first button, which is this one: it searches only when
    # that is what the visitor is doing.
    if SEARCH in request.POST and form["where"].value() == Where.ADDRESS:
        form.forget_errors()
        form.found = locations.search(request, form["address"].value() or "")
        return False
    if form.is_valid():
        return True
    if form.wants_search:
        form.found = locations.search(request, form["address"].value() or "")
    return False


def may_send(request: HttpRequest, form: PublicForm) -> bool:
    """Whether this session may send something now; False puts the reason on the form."""
    if access.may_send(request):
        return True
    form.add_error(None, _("U heeft vaak iets verstuurd. Wacht een uur en probeer het dan opnieuw."))
    return False


def mail_failed(form: PublicForm, error: OSError) -> None:
    """Say on the form that the mail server does not answer, and note it without an address."""
    logger.error("mail to a contributor was not sent: %s", type(error).__name__)
    form.add_error(None, _("Het lukt nu niet om u te mailen. Probeer het over een paar minuten opnieuw."))


def remember_address(request: HttpRequest, email: str) -> None:
    """Keep the typed address for the next page, so that a typing error can be seen."""
    request.session[_MAILED] = email


def remembered_address(request: HttpRequest) -> str:
    return str(request.session.get(_MAILED, ""))


def dev_mailbox_url() -> str:
    """Return where a developer reads the e-mails, or an empty string."""
    return reverse("dev_mailbox") if settings.DEV_MAILBOX else ""
