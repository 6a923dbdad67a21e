"""The answers of an application: keeping them, reading them in words, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from subsidies.amounts import AmountError, format_euro, parse_euro
from subsidies.blocks import Role
from subsidies.form_builder import Answer, Answers, Files, StepForm, named
from subsidies.form_fields import read_date, write_date
from subsidies.questions import Choices, Question, Step, steps_of

if TYPE_CHECKING:
    from subsidies.models import Application, ApplicationFile


@dataclass(frozen=True)
class Row:
    """One question with its answer in words."""

    question: Question
    text: str
    files: list[ApplicationFile]
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.files


@dataclass(frozen=True)
class Section:
    """One step with its answers in words."""

    step: Step
    rows: list[Row]

    @property
    def problems(self) -> list[Row]:
        return [row for row in self.rows if row.problem]

    @property
    def is_untouched(self) -> bool:
        return all(row.is_empty for row in self.rows)


def tidy(text: str) -> str:
    """Return a typed text with plain line ends and without control characters.

    A NUL cannot be kept by PostgreSQL; the others come from copying and are never meant.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in plain if c in "\n\t" or (ord(c) >= 0x20 and not 0x7F <= ord(c) <= 0x9F))
    # A lone half of a surrogate pair is no text and cannot be stored.
    return kept.encode("utf-8", "ignore").decode("utf-8").strip()


def read_post(step: Step, data: QueryDict | Mapping[str, str]) -> dict[str, Answer]:
    """Return the answers of one step that a browser sent, by question id, as typed.

    A question that the request does not mention keeps its answer; a tick that is not set is no tick.
    """
    found: dict[str, Answer] = {}
    for question in step.questions:
        if question.type == "file":
            continue
        if question.type == "statement":
            found[question.id] = question.field_name in data
        elif question.field_name in data:
            found[question.id] = tidy(str(data[question.field_name]))
    return found


def files_of(application: Application) -> dict[str, list[ApplicationFile]]:
    """Return the documents of an application by question id, in one query."""
    found: dict[str, list[ApplicationFile]] = defaultdict(list)
    for file in application.files.all():
        found[file.question_id].append(file)
    return dict(found)


def display(question: Question, answer: Answer | None, choices: Choices) -> str:
    """Return an answer in words. What cannot be understood is shown as it was typed."""
    if question.type == "statement":
        return _("Ja") if answer else ""
    text = str(answer or "")
    if not text:
        return ""
    if question.type == "amount":
        try:
            return format_euro(parse_euro(text))
        except AmountError:
            return text
    if question.type == "date":
        found = read_date(text)
        return write_date(found) if found else text
    if question.type in ("choice", "place", "theme", "category", "kind"):
        return choices.label(question, text)
    return text


def sections_of(application: Application, *, check: bool = False) -> list[Section]:
    """Return all answers of an application by step, in words, with the questions of its own form version.

    With `check` each row also tells what is wrong with it. For the applicant and for officers alike.
    """
    choices = Choices(application.regulation)
    files = files_of(application)
    sections = []
    for step in steps_of(application.form_version.steps):
        form = StepForm(step, choices, application.answers, files, check=check)
        rows = [
            Row(
                question=question,
                text=display(question, application.answers.get(question.id), choices),
                files=files.get(question.id, []),
                problem=" ".join(
                    named(question, str(message)) for message in form.errors.get(question.field_name, [])
                ),
            )
            for question in step.questions
        ]
        sections.append(Section(step=step, rows=rows))
    return sections


def problems_of(steps: list[Step], choices: Choices, answers: Answers, files: Files) -> dict[str, list[str]]:
    """Return what stops an application from being sent: messages by question id."""
    found: dict[str, list[str]] = {}
    for step in steps:
        form = StepForm(step, choices, answers, files, check=True)
        for question in step.questions:
            if question.field_name in form.errors:
                found[question.id] = [str(message) for message in form.errors[question.field_name]]
    return found


def finished(steps: list[Step], choices: Choices, answers: Answers, files: Files) -> set[int]:
    """Return the numbers of the steps in which nothing is missing or wrong."""
    wrong = problems_of(steps, choices, answers, files)
    return {step.number for step in steps if not any(question.id in wrong for question in step.questions)}


def role_values(steps: list[Step], choices: Choices, answers: Answers, files: Files) -> dict[Role, Any]:
    """Return the checked answers that have a role. Call it only when `problems_of` found nothing."""
    values: dict[Role, Any] = {}
    for step in steps:
        form = StepForm(step, choices, answers, files, check=True)
        form.full_clean()
        for question in step.questions:
            if question.role:
                values[Role(question.role)] = form.cleaned_data.get(question.field_name)
    return values
