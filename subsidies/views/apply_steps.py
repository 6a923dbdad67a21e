"""Filling in: one page per step, saved at every button."""

from __future__ import annotations

import logging
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from subsidies import access, starting, uploads
from subsidies.answers import files_of, finished, read_post
from subsidies.form_builder import StepForm
from subsidies.models import Application, ApplicationEvent
from subsidies.questions import Choices, Question, Step, steps_of

logger = logging.getLogger(__name__)

Messages = list[tuple[str, str]]


def with_size_limit(view: Any) -> Any:
    """Stop reading a file that is too large while it arrives.

    The handler must be there before anything reads the body, and the protection against forged requests
    does read it. So that check moves from the middleware to here, after the handler; it is not left out.
    """
    checked = csrf_protect(view)

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers.insert(0, uploads.SizeLimitHandler(request))
        response: HttpResponseBase = checked(request, *args, **kwargs)
        return response

    return wrapper


@csrf_exempt
@access.applicant_view
@with_size_limit
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, application: Application, number: int) -> HttpResponse:
    """Show or save one step. Context: application, step, steps, form, done, notice, is_open."""
    steps = steps_of(application.form_version.steps)
    if not 1 <= number <= len(steps):
        raise Http404
    if not application.is_draft:
        return redirect("apply_status", application_id=application.pk)
    current = steps[number - 1]
    if request.method == "POST":
        return _save(request, application, steps, current)
    return _show(request, application, steps, current, check="controle" in request.GET)


def _show(
    request: HttpRequest,
    application: Application,
    steps: list[Step],
    current: Step,
    *,
    check: bool,
    messages: Messages | None = None,
) -> HttpResponse:
    choices = Choices(application.regulation)
    files = files_of(application)
    suggestions = {q.id: application.email for q in current.questions if q.type == "email"}
    form = StepForm(
        current,
        choices,
        application.answers,
        files,
        check=check or bool(messages),
        suggestions=suggestions,
    )
    if messages:
        # After a refused file the other questions are not blamed for being unfinished.
        if not check:
            form.full_clean()
            form.errors.clear()
        form.add_messages(messages)
    return render(
        request,
        "pages/apply/step.html",
        {
            "application": application,
            "regulation": application.regulation,
            "step": current,
            "steps": steps,
            "form": form,
            "done": finished(steps, choices, application.answers, files),
            "notice": access.take_notice(request),
            "is_open": application.round.is_open(),
        },
    )


def _save(request: HttpRequest, application: Application, steps: list[Step], current: Step) -> HttpResponse:
    """Keep everything that was sent, then do what the button says."""
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if not locked.is_draft:
            access.notice(request, _("Uw aanvraag was al verstuurd. Uw laatste wijziging is niet bewaard."))
            return redirect("apply_status", application_id=application.pk)
        # Only this step: another tab may have saved another step a moment ago.
        locked.answers = {**locked.answers, **read_post(current, request.POST)}
        locked.last_activity_at = timezone.now()
        locked.save(update_fields=["answers", "last_activity_at"])
        locked.log(ApplicationEvent.Kind.SAVED, step=current.number)
        removed = _remove_file(request, locked, current)
        added, messages = _add_files(request, locked, current)
    application.answers = locked.answers
    if messages:
        return _show(request, application, steps, current, check=_goes_on(request), messages=messages)
    here = reverse("apply_step", args=[application.pk, current.number])
    if added or removed:
        access.notice(request, _("%(name)s is toegevoegd.") % {"name": added[-1]} if added else removed)
    if "add" in request.POST or "remove" in request.POST:
        anchor = request.POST.get("add") or request.POST.get("remove", "").partition("/")[0]
        known = {question.id: question.field_name for question in current.file_questions}
        return redirect(f"{here}#{known[anchor]}" if anchor in known else here)
    if "stop" in request.POST:
        access.notice(request, _stopped(application))
        return redirect("apply_status", application_id=application.pk)
    if "previous" in request.POST and current.number > 1:
        return redirect("apply_step", application_id=application.pk, number=current.number - 1)
    if "skip" not in request.POST:
        form = StepForm(
            current, Choices(application.regulation), application.answers, files_of(application), check=True
        )
        if not form.is_valid():
            access.take_notice(request)
            return _show(request, application, steps, current, check=True)
    if "to_summary" in request.POST or current.number == len(steps):
        return redirect("apply_summary", application_id=application.pk)
    return redirect("apply_step", application_id=application.pk, number=current.number + 1)


def _stopped(application: Application) -> str:
    """Mail a link to go on later, because the first one is used up; return what to say about it."""
    try:
        mailed = starting.send_new_link(application)
    except OSError as error:
        logger.error("mail with a link was not sent: %s", type(error).__name__)  # noqa: TRY400
        mailed = False
    if mailed:
        return _("Alles is bewaard. Wij mailden u een link om later verder te gaan.")
    return _(
        "Alles is bewaard. Schrijf uw kenmerk op: %(reference)s. Daarmee vraagt u later een nieuwe link."
    ) % {"reference": application.reference}


def _goes_on(request: HttpRequest) -> bool:
    """Whether the button was one that checks the step."""
    return not {"add", "remove", "stop", "previous", "skip"} & set(request.POST)


def _add_files(request: HttpRequest, application: Application, current: Step) -> tuple[list[str], Messages]:
    """Keep the chosen files; return the names that were added and a message for each refusal."""
    handlers = [h for h in request.upload_handlers if isinstance(h, uploads.SizeLimitHandler)]
    too_large = [pair for handler in handlers for pair in handler.too_large]
    added: list[str] = []
    messages: Messages = []
    for question in current.file_questions:
        chosen = request.FILES.getlist(question.field_name)
        kept, refusals = uploads.keep(application, question.id, chosen)
        messages += [(question.id, text) for text in refusals]
        messages += [
            (question.id, f"{uploads.shown_name(name)}: {uploads.too_large_message()}")
            for field_name, name in too_large
            if field_name == question.field_name
        ]
        for file in kept:
            application.log(ApplicationEvent.Kind.FILE_ADDED, question=question.id)
            added.append(file.name)
        if request.POST.get("add") == question.id and not chosen and not messages:
            messages.append((question.id, _("Kies eerst een bestand. Klik daarna op “Voeg toe”.")))
    return added, messages


def _remove_file(request: HttpRequest, application: Application, current: Step) -> str:
    """Remove the document that the pressed button names; return what to say about it."""
    question_id, _slash, key = request.POST.get("remove", "").partition("/")
    ours: list[Question] = [question for question in current.file_questions if question.id == question_id]
    if not ours:
        return ""
    file = next((f for f in application.files.filter(question_id=question_id) if str(f.pk) == key), None)
    if file is None:
        return ""
    file.delete()
    application.log(ApplicationEvent.Kind.FILE_REMOVED, question=question_id)
    return _("%(name)s is verwijderd.") % {"name": file.name}
