"""Makes Django forms of a form definition: one form per step, one field per question.

An answer is kept as it was typed, under the id of its question. Checking happens again and again on what
is kept: at a step, at the summary and at sending. So nothing typed is lost and nothing unchecked is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subsidies.blocks import Role
from subsidies.form_fields import (
    AmountField,
    DutchDateField,
    LineField,
    OneOfField,
    OrganisationNumberField,
    PhoneField,
    WholeNumberField,
    dotted,
)
from subsidies.questions import Choices, Question, Step

if TYPE_CHECKING:
    from subsidies.models import ApplicationFile, RegulationPage

#: An answer as it is kept: what was typed, or whether a statement was ticked.
Answer = str | bool
Answers = Mapping[str, Answer]
Files = Mapping[str, list["ApplicationFile"]]

#: How long an answer may be because the application keeps a copy of it.
LONGEST_OF_ROLE = {Role.ORGANISATION: 200, Role.TITLE: 160}
FILES_PER_QUESTION = 5


class FilesWidget(forms.FileInput):
    """A file input that takes several files at once; the files are handled by `uploads`."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None


def _text(question: Question, choices: Choices) -> forms.Field:
    longest = question.settings.get("max_length") or 160
    longest = min(longest, LONGEST_OF_ROLE.get(Role(question.role), longest))
    known = {Role.ORGANISATION: "organization", Role.CONTACT_NAME: "name"}
    role = Role(question.role)
    attrs = {"autocomplete": known[role]} if role in known else {}
    widget: forms.Widget = forms.TextInput(attrs=attrs)
    hint = ""
    if question.type == "long_text":
        widget = forms.Textarea(attrs={"rows": 4 if longest <= 600 else 9})
        hint = _("Hooguit %(longest)s tekens.") % {"longest": dotted(longest)}
    return LineField(longest=longest, widget=widget, help_text=hint)


def _amount(question: Question, choices: Choices) -> forms.Field:
    regulation = choices.regulation
    if question.role != Role.AMOUNT or regulation is None:
        return AmountField()
    return AmountField(lowest=regulation.minimum_amount, highest=regulation.maximum_amount)


def _number(question: Question, choices: Choices) -> forms.Field:
    return WholeNumberField(lowest=question.settings.get("minimum"), highest=question.settings.get("maximum"))


def _date(question: Question, choices: Choices) -> forms.Field:
    return DutchDateField(
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-medium"}),
        help_text=_("Bijvoorbeeld: 1-3-2027."),
    )


def _email(question: Question, choices: Choices) -> forms.Field:
    return forms.EmailField(
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Dit e-mailadres klopt niet. Schrijf het zoals in dit voorbeeld: naam@voorbeeld.nl.")
        },
    )


def _phone(question: Question, choices: Choices) -> forms.Field:
    return PhoneField(
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "w-medium"})
    )


def _organisation_number(question: Question, choices: Choices) -> forms.Field:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "w-short"}
    return OrganisationNumberField(widget=forms.TextInput(attrs=attrs))


def _one_of(question: Question, choices: Choices) -> forms.Field:
    options = choices.of(question)
    refuse = _legal_form_rule(choices.regulation) if question.role == Role.LEGAL_FORM else None
    error_messages = {"invalid_choice": _("Dit antwoord staat niet in de lijst. Kies een ander antwoord.")}
    if question.type in ("place", "kind"):
        return OneOfField(
            choices=[("", _("Maak een keuze")), *options], refuse=refuse, error_messages=error_messages
        )
    widget = forms.RadioSelect()
    return OneOfField(choices=options, widget=widget, refuse=refuse, error_messages=error_messages)


def _legal_form_rule(regulation: RegulationPage | None) -> Callable[[str], str | None]:
    allowed = list(regulation.legal_forms) if regulation else []
    names = dict(type(regulation).LegalForm.choices) if regulation else {}

    def refuse(value: str) -> str | None:
        if not allowed or value in allowed:
            return None
        fitting = get_text_list([str(names.get(form, form)).lower() for form in allowed], _("of"))
        return _(
            "Met deze rechtsvorm kunt u deze subsidie niet aanvragen. Dit kan wel met: %(forms)s. "
            "Misschien wil een organisatie bij u in de buurt voor u aanvragen."
        ) % {"forms": fitting}

    return refuse


def _file(question: Question, choices: Choices) -> forms.Field:
    return forms.FileField(
        widget=FilesWidget(
            attrs={"multiple": True, "accept": ".pdf,.docx,.odt,.xlsx,.ods,.jpg,.jpeg,.png,.webp"}
        ),
        help_text=_(
            "Een pdf, Word- of Excel-bestand, OpenDocument of foto (jpg, png, webp). "
            "Hooguit %(count)s bestanden van 10 MB."
        )
        % {"count": FILES_PER_QUESTION},
    )


def _statement(question: Question, choices: Choices) -> forms.Field:
    return forms.BooleanField()


_MAKERS: dict[str, Callable[[Question, Choices], forms.Field]] = {
    "short_text": _text,
    "long_text": _text,
    "amount": _amount,
    "number": _number,
    "date": _date,
    "email": _email,
    "phone": _phone,
    "organisation_number": _organisation_number,
    "choice": _one_of,
    "place": _one_of,
    "theme": _one_of,
    "category": _one_of,
    "kind": _one_of,
    "file": _file,
    "statement": _statement,
}

_EMPTY_MESSAGES = {
    "choice": gettext_lazy("Kies een antwoord bij “%(label)s”."),
    "place": gettext_lazy("Kies een antwoord bij “%(label)s”."),
    "theme": gettext_lazy("Kies een antwoord bij “%(label)s”."),
    "category": gettext_lazy("Kies een antwoord bij “%(label)s”."),
    "kind": gettext_lazy("Kies een antwoord bij “%(label)s”."),
    "file": gettext_lazy("Voeg een bestand toe bij “%(label)s”."),
    "statement": gettext_lazy("Zet een vinkje bij “%(label)s”."),
}
_EMPTY_MESSAGE = gettext_lazy("Vul een antwoord in bij “%(label)s”.")


def empty_message(question: Question) -> str:
    """Say what to do about a question without answer."""
    return str(_EMPTY_MESSAGES.get(question.type, _EMPTY_MESSAGE)) % {"label": question.label}


def named(question: Question, message: str) -> str:
    """Return a message that is understood away from its question: with the question when it lacks it."""
    has_context = question.label in message or question.type == "file"
    return message if has_context else f"{question.label}: {message}".replace("?: ", "? ")


def build_field(question: Question, choices: Choices) -> forms.Field:
    """Return the field of a question."""
    field = _MAKERS[question.type](question, choices)
    field.label = question.label
    field.help_text = " ".join(text for text in (question.help_text, str(field.help_text)) if text)
    field.required = question.required and question.type != "file"
    field.widget.is_required = field.required
    field.error_messages["required"] = empty_message(question)
    return field


@dataclass(frozen=True)
class Entry:
    """A field of a form as the template shows it."""

    field: forms.BoundField
    question: Question
    files: list[ApplicationFile]

    @property
    def presentation(self) -> str:
        """Which layout fits: money, files, tick, choices or line."""
        special = {"amount": "money", "file": "files", "statement": "tick"}
        is_radio = isinstance(self.field.field.widget, forms.RadioSelect)
        return special.get(self.question.type, "choices" if is_radio else "line")

    @property
    def target(self) -> str:
        """The id of the control to which an error links."""
        return f"{self.field.name}_0" if self.presentation == "choices" else self.field.name


class StepForm(forms.Form):
    """The fields of one step, filled with the answers that are kept.

    With `check` the answers are validated and the form shows what is wrong; without it they are only shown.
    """

    use_required_attribute = False

    def __init__(
        self,
        step: Step,
        choices: Choices,
        answers: Answers | None = None,
        files: Files | None = None,
        *,
        check: bool = False,
        suggestions: Answers | None = None,
    ) -> None:
        self.step = step
        self.stored_files = files or {}
        answers = answers or {}
        suggested = {**(suggestions or {}), **answers}
        kept = {q.field_name: answers[q.id] for q in step.questions if q.id in answers}
        shown = {q.field_name: suggested[q.id] for q in step.questions if q.id in suggested}
        super().__init__(data=kept if check else None, initial=shown, auto_id="%s")
        for question in step.questions:
            self.fields[question.field_name] = build_field(question, choices)

    def clean(self) -> dict[str, Any]:
        """Ask for the documents that are required and not there yet."""
        cleaned = super().clean() or self.cleaned_data
        for question in self.step.file_questions:
            if question.required and not self.stored_files.get(question.id):
                self.add_error(question.field_name, empty_message(question))
        return cleaned

    def add_messages(self, messages: Iterable[tuple[str, str]]) -> None:
        """Add messages (question id, text) that came up outside the form, such as a refused file."""
        names = {question.id: question.field_name for question in self.step.questions}
        for question_id, text in messages:
            self.add_error(names[question_id], text)

    @property
    def entries(self) -> list[Entry]:
        """The fields with their questions and documents, in the order of the page."""
        return [
            Entry(self[question.field_name], question, self.stored_files.get(question.id, []))
            for question in self.step.questions
        ]

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """The id of the control and the message of every error, in the order of the page."""
        return [
            (entry.target, named(entry.question, str(message)))
            for entry in self.entries
            for message in entry.field.errors
        ]
