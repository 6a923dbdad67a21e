"""Checking, sending and following an application."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from subsidies import access, sending
from subsidies.amounts import format_euro
from subsidies.answers import Section, sections_of
from subsidies.models import Application, Decision, RegulationPage
from subsidies.retention import kept_until
from subsidies.uploads import file_response

_STATUS_TEXTS = {
    Application.Status.DRAFT: _("Nog niet verstuurd"),
    Application.Status.SUBMITTED: _("In behandeling"),
    Application.Status.AWARDED: _("Toegekend"),
    Application.Status.REFUSED: _("Afgewezen"),
    Application.Status.WITHDRAWN: _("Ingetrokken"),
}


@access.applicant_view
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, application: Application) -> HttpResponse:
    """Show all answers and what is missing; send. Context: sections, problems, is_open, closed_message."""
    if request.method == "POST":
        try:
            sending.send(application.pk)
        except sending.RoundClosed:
            pass  # the page itself explains it
        except sending.Incomplete:
            return _summary(request, application, tried=True)
        else:
            return redirect("apply_received", application_id=application.pk)
    elif not application.is_draft:
        return redirect("apply_status", application_id=application.pk)
    return _summary(request, application)


def _summary(request: HttpRequest, application: Application, *, tried: bool = False) -> HttpResponse:
    sections = sections_of(application, check=True)
    regulation = application.regulation
    return render(
        request,
        "pages/apply/summary.html",
        {
            "application": application,
            "regulation": regulation,
            "round": application.round,
            "sections": sections,
            "problems": [(section.step, row) for section in sections for row in section.problems],
            "tried": tried,
            "is_open": application.round.is_open(),
            "is_exhausted": regulation.status() == RegulationPage.Status.EXHAUSTED,
            "notice": access.take_notice(request),
        },
    )


@access.applicant_view
@require_safe
def received(request: HttpRequest, application: Application) -> HttpResponse:
    """Confirm that the application was received. Context: application, regulation."""
    if application.is_draft:
        return redirect("apply_summary", application_id=application.pk)
    context = {"application": application, "regulation": application.regulation}
    return render(request, "pages/apply/received.html", context)


@access.applicant_view
@require_safe
def status(request: HttpRequest, application: Application) -> HttpResponse:
    """Tell in plain words where the application stands; a draft shows how to go on."""
    sections = sections_of(application, check=application.is_draft)
    context = {
        "application": application,
        "regulation": application.regulation,
        "round": application.round,
        "sections": sections,
        "notice": access.take_notice(request),
    }
    if application.is_draft:
        context |= {
            "next_step": _next_step(sections),
            "kept_until": kept_until(application),
            "is_open": application.round.is_open(),
        }
        return render(request, "pages/apply/draft.html", context)
    decision = Decision.objects.select_related("initiative").filter(application=application).first()
    context |= {
        "decision": decision,
        "amount": format_euro(decision.amount) if decision and decision.amount is not None else "",
        "status_text": _STATUS_TEXTS[Application.Status(application.status)],
        "initiative": decision.initiative
        if decision and decision.initiative and decision.initiative.live
        else None,
    }
    return render(request, "pages/apply/status.html", context)


def _next_step(sections: list[Section]) -> int | None:
    """Return the number of the first step that is not finished, or None when all are."""
    return next((section.step.number for section in sections if section.problems), None)


@access.applicant_view
@require_safe
def download(request: HttpRequest, application: Application, file_id: UUID) -> HttpResponseBase:
    """Give a document back to the applicant, as a download."""
    file = application.files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file_response(file)
