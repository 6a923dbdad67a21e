"""Blocks of a regulation's page and of an application form."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ConditionBlock(blocks.StructBlock):
    """One short condition of a regulation."""

    text = blocks.RichTextBlock(label=_("Voorwaarde"), features=["bold", "link", "document-link"])
    example = blocks.BooleanBlock(
        label=_("Voorbeeldvoorwaarde"),
        required=False,
        help_text=_("Zet dit aan als geen vastgestelde tekst dit zegt. De bezoeker ziet dan “voorbeeld”."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Voorwaarde")
        template = "blocks/condition.html"
        preview_value = {
            "text": "<p>Uw stichting, vereniging of coöperatie werkt voor uw eigen dorp of wijk.</p>",
            "example": False,
        }
        description = _("Eén voorwaarde in gewone taal")


class Role(TextChoices):
    """What an answer is used for besides being read. Each role occurs at most once in a form."""

    NONE = "", _("Alleen lezen")
    ORGANISATION = "organisation", _("Naam van de organisatie")
    LEGAL_FORM = "legal_form", _("Rechtsvorm")
    ORGANISATION_NUMBER = "organisation_number", _("KVK-nummer")
    TITLE = "title", _("Naam van het plan (openbaar)")
    PUBLIC_SUMMARY = "public_summary", _("Korte uitleg voor iedereen (openbaar)")
    PLACE = "place", _("Dorp of stad")
    THEME = "theme", _("Thema")
    CATEGORY = "category", _("Categorie van de regeling")
    KIND = "kind", _("Soort initiatief")
    AMOUNT = "amount", _("Gevraagd bedrag")
    CONTACT_NAME = "contact_name", _("Naam van de contactpersoon (nooit openbaar)")


class QuestionBlock(blocks.StructBlock):
    """What every question has. The block's own id is the key of the answer, so a question may be
    reworded without losing answers.
    """

    label = blocks.CharBlock(label=_("Vraag"), max_length=160)
    help_text = blocks.TextBlock(
        label=_("Uitleg"), required=False, max_length=400, help_text=_("Staat onder de vraag.")
    )
    required = blocks.BooleanBlock(label=_("Moet worden ingevuld"), required=False, default=True)

    #: The roles that an answer of this type can have.
    roles: tuple[Role, ...] = ()

    class Meta:
        icon = "help"


def _role_block(*roles: Role) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=_("Waarvoor gebruiken wij het antwoord?"),
        choices=[(role.value, role.label) for role in roles],
        required=False,
    )


class ShortTextBlock(QuestionBlock):
    """One line of text."""

    max_length = blocks.IntegerBlock(
        label=_("Hooguit zoveel tekens"), min_value=1, max_value=500, default=160
    )
    role = _role_block(Role.ORGANISATION, Role.TITLE, Role.CONTACT_NAME)

    class Meta:
        label = _("Korte tekst")


class LongTextBlock(QuestionBlock):
    """Several lines of text."""

    max_length = blocks.IntegerBlock(
        label=_("Hooguit zoveel tekens"), min_value=50, max_value=10000, default=1500
    )
    role = _role_block(Role.PUBLIC_SUMMARY)

    class Meta:
        label = _("Lange tekst")


class AmountBlock(QuestionBlock):
    """An amount in euros."""

    role = _role_block(Role.AMOUNT)

    class Meta:
        label = _("Bedrag in euro")


class NumberBlock(QuestionBlock):
    """A whole number."""

    minimum = blocks.IntegerBlock(label=_("Minimaal"), required=False)
    maximum = blocks.IntegerBlock(label=_("Maximaal"), required=False)

    class Meta:
        label = _("Getal")


class DateBlock(QuestionBlock):
    """A date."""

    class Meta:
        label = _("Datum")


class EmailBlock(QuestionBlock):
    """An e-mail address."""

    class Meta:
        label = _("E-mailadres")


class PhoneBlock(QuestionBlock):
    """A telephone number."""

    class Meta:
        label = _("Telefoonnummer")


class OrganisationNumberBlock(QuestionBlock):
    """The eight digits of the trade register (KVK): the identity of a legal person."""

    role = _role_block(Role.ORGANISATION_NUMBER)

    class Meta:
        label = _("KVK-nummer")


class ChoiceQuestionBlock(QuestionBlock):
    """One of a few answers that the officer writes."""

    options = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("value", blocks.RegexBlock(r"^[a-z0-9-]+$", label=_("Code"), max_length=40)),
                ("label", blocks.CharBlock(label=_("Antwoord"), max_length=120)),
            ]
        ),
        label=_("Antwoorden"),
        min_num=2,
    )
    role = _role_block(Role.LEGAL_FORM)

    class Meta:
        label = _("Keuze")


class PlaceBlock(QuestionBlock):
    """A village, a whole municipality or the whole province, from the site's own list."""

    role = _role_block(Role.PLACE)

    class Meta:
        label = _("Dorp, gemeente of provincie")


class ThemeBlock(QuestionBlock):
    """A theme of the agenda."""

    role = _role_block(Role.THEME)

    class Meta:
        label = _("Thema")


class CategoryBlock(QuestionBlock):
    """A category of this regulation."""

    role = _role_block(Role.CATEGORY)

    class Meta:
        label = _("Categorie van de regeling")


class KindBlock(QuestionBlock):
    """A kind of initiative."""

    role = _role_block(Role.KIND)

    class Meta:
        label = _("Soort initiatief")


class FileBlock(QuestionBlock):
    """A document to send along."""

    class Meta:
        label = _("Bestand")


class StatementBlock(QuestionBlock):
    """A sentence that the applicant confirms with a tick."""

    class Meta:
        label = _("Verklaring")


class QuestionStreamBlock(blocks.StreamBlock):
    """The questions of one step."""

    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    amount = AmountBlock()
    number = NumberBlock()
    date = DateBlock()
    email = EmailBlock()
    phone = PhoneBlock()
    organisation_number = OrganisationNumberBlock()
    choice = ChoiceQuestionBlock()
    place = PlaceBlock()
    theme = ThemeBlock()
    category = CategoryBlock()
    kind = KindBlock()
    file = FileBlock()
    statement = StatementBlock()

    class Meta:
        required = True


class StepBlock(blocks.StructBlock):
    """One page of the form."""

    title = blocks.CharBlock(label=_("Titel van de stap"), max_length=80)
    introduction = blocks.TextBlock(label=_("Inleiding"), required=False, max_length=400)
    questions = QuestionStreamBlock(label=_("Vragen"))

    class Meta:
        icon = "form"
        label = _("Stap")


def iter_questions(steps: Any) -> Any:
    """Yield every question of a form's steps as a stream child with `id`, `block_type` and `value`."""
    for step in steps:
        yield from step.value["questions"]
