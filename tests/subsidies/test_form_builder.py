"""Reading what people type, building forms from definitions, and versions of forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidies.amounts import LARGEST, AmountError, format_euro, parse_euro
from subsidies.answers import display, tidy
from subsidies.blocks import QuestionStreamBlock
from subsidies.form_builder import _MAKERS, StepForm
from subsidies.form_fields import OrganisationNumberField, PhoneField, WholeNumberField, read_date
from subsidies.form_import import steps_from_definition
from subsidies.models import FormDefinition, FormVersion, RegulationPage
from subsidies.questions import Choices, steps_of
from tests import factories

CENTS = st.integers(min_value=0, max_value=int(LARGEST * 100)).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12.500,50", "12500.50"),
        ("€ 12500", "12500"),
        ("€12.500", "12500"),
        ("12500.50", "12500.50"),
        ("12 500,50", "12500.50"),
        ("12\u00a0500", "12500"),
        ("12.500,-", "12500"),
        ("12.500,--", "12500"),
        ("12500 euro", "12500"),
        ("EUR 1.250", "1250"),
        ("1.250", "1250"),
        ("12,5", "12.5"),
        ("1,234.50", "1234.50"),
        ("0", "0"),
        ("  7  ", "7"),
    ],
)
def test_amounts_as_people_type_them(typed, amount):
    assert parse_euro(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["veel", "1.25.000", "12.50.00", "1,250", "-5", "1e5", "12 50", "€", "", "99999999999", "١٢", "1..2"],
)
def test_texts_that_are_no_amount(typed):
    with pytest.raises(AmountError, match=r"\w+"):
        parse_euro(typed)


@given(CENTS)
def test_every_amount_that_is_shown_can_be_typed_again(amount):
    assert parse_euro(format_euro(amount)) == amount
    assert parse_euro(format_euro(amount, sign=False)) == amount
    assert parse_euro(f"{amount:.2f}") == amount


@given(st.text())
def test_no_text_breaks_the_reading_of_amounts(text):
    try:
        amount = parse_euro(text)
    except AmountError:
        return  # refusing is fine, any other error is not
    assert 0 <= amount <= LARGEST


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1-3-2027", date(2027, 3, 1)),
        ("01/03/2027", date(2027, 3, 1)),
        ("1 maart 2027", date(2027, 3, 1)),
        ("1 mrt. 2027", date(2027, 3, 1)),
        ("2027-03-01", date(2027, 3, 1)),
        ("31-2-2027", None),
        ("maart", None),
        ("1 ma 2027", None),
        ("1-3-27", None),
    ],
)
def test_dates_as_people_type_them(typed, expected):
    assert read_date(typed) == expected


@pytest.mark.parametrize(
    ("field", "typed", "good"),
    [
        (PhoneField(), "0592-12 34 56", True),
        (PhoneField(), "+31 (0)6 12345678", True),
        (PhoneField(), "0031612345678", True),
        (PhoneField(), "12", False),
        (PhoneField(), "bel maar", False),
        (OrganisationNumberField(), "12 34 56 78", True),
        (OrganisationNumberField(), "1234567", False),
        (OrganisationNumberField(), "١٢٣٤٥٦٧٨", False),
        (WholeNumberField(highest=100), "25", True),
        (WholeNumberField(), "1.250", True),
        (WholeNumberField(highest=100), "101", False),
        (WholeNumberField(lowest=1), "0", False),
        (WholeNumberField(), "2,5", False),
    ],
)
def test_numbers_as_people_type_them(field, typed, good):
    from django.core.exceptions import ValidationError

    try:
        field.clean(typed)
    except ValidationError:
        assert not good
    else:
        assert good


def test_every_type_of_question_has_a_field():
    assert set(QuestionStreamBlock().child_blocks) == set(_MAKERS)


@pytest.fixture
def version(db):
    return RegulationPage.objects.filter(form__isnull=False).first().form.current_version


@pytest.fixture
def choices(db):
    return Choices(RegulationPage.objects.filter(form__isnull=False).first())


def form_of(version, choices, changes, *, role):
    question = factories.question(version, role=role)
    step = next(step for step in steps_of(version.steps) if question in step.questions)
    answers = {**factories.valid_answers(version), question.id: changes}
    return question, StepForm(step, choices, answers, check=True)


def errors(version, choices, value, *, role):
    question, form = form_of(version, choices, value, role=role)
    return " ".join(form.errors.get(question.field_name, []))


def test_an_empty_required_answer_says_which_question(version, choices):
    question, form = form_of(version, choices, "", role="title")
    assert question.label in form.errors[question.field_name][0]
    assert (question.field_name, form.errors[question.field_name][0]) in form.error_links


def test_a_legal_form_that_does_not_fit_names_those_that_do(version, choices):
    message = errors(version, choices, "anders", role="legal_form")
    assert "stichting" in message
    assert "coöperatie" in message
    assert not errors(version, choices, "vereniging", role="legal_form")


@pytest.mark.parametrize("typed", ["4.999,99", "25.000,01", "0"])
def test_an_amount_outside_the_regulation_names_the_limits(version, choices, typed):
    message = errors(version, choices, typed, role="amount")
    assert "5.000" in message
    assert "25.000" in message


@pytest.mark.parametrize("typed", ["5000", "25.000"])
def test_the_limits_themselves_are_fine(version, choices, typed):
    assert not errors(version, choices, typed, role="amount")


def test_a_text_that_is_too_long_says_by_how_much_and_is_shown_again(version, choices):
    question, form = form_of(version, choices, "x" * 900, role="public_summary")
    assert "600" in form.errors[question.field_name][0]
    assert "900" in form.errors[question.field_name][0]
    assert "x" * 900 in str(form[question.field_name])
    assert "maxlength" not in str(form[question.field_name])


def test_places_are_grouped_by_municipality(version, choices, django_assert_num_queries):
    with django_assert_num_queries(2):
        groups = choices.places
    assert groups[0][0] == "province"
    for _name, options in groups[1:]:
        assert options[0][0].startswith("municipality:")


@pytest.mark.parametrize("value", ["place:nergens", "municipality:nergens", "overal", "<script>"])
def test_a_place_that_is_not_in_the_list_is_refused(version, choices, value):
    assert errors(version, choices, value, role="place")


def test_errors_are_tied_to_their_fields(version, choices):
    question, form = form_of(version, choices, "1234", role="organisation_number")
    html = str(form[question.field_name])
    assert 'aria-invalid="true"' in html
    assert f"{question.field_name}_error" in html
    assert 'inputmode="numeric"' in html


def test_answers_in_words(version, choices):
    place = factories.question(version, role="place")
    amount = factories.question(version, role="amount")
    assert display(amount, "12500,5", choices) == "€\u00a012.500,50"
    assert display(amount, "veel", choices) == "veel"
    assert display(place, "province", choices) == "Heel de provincie"
    assert display(place, "place:verdwenen", choices) == "place:verdwenen"
    assert display(factories.question(version, type="date"), "1-3-2027", choices) == "1 maart 2027"
    assert display(factories.question(version, type="statement"), True, choices) == "Ja"


@given(st.text())
def test_tidied_text_can_be_stored_and_stays_the_same(text):
    tidied = tidy(text)
    assert "\x00" not in tidied
    assert "\r" not in tidied
    assert tidy(tidied) == tidied
    tidied.encode("utf-8")


# Versions


def test_publishing_a_changed_form_makes_a_version_and_the_same_form_does_not(db):
    definition = FormDefinition.objects.get()
    before = definition.current_version
    assert before is not None
    definition.save_revision().publish()
    assert definition.versions.count() == before.number
    definition.steps[0].value["title"] = "Wie bent u?"
    definition.save_revision().publish()
    after = FormDefinition.objects.get().current_version
    assert after is not None
    assert after.number == before.number + 1
    assert steps_of(after.steps)[0].title == "Wie bent u?"
    assert steps_of(FormVersion.objects.get(pk=before.pk).steps)[0].title == "Uw organisatie"


def test_the_preview_shows_every_step(rf, db):
    definition = FormDefinition.objects.get()
    request = rf.get("/")
    response = definition.make_preview_request(original_request=request)
    html = response.rendered_content if hasattr(response, "rendered_content") else response.content.decode()
    for step in steps_of(definition.steps):
        assert step.title in html
        for question in step.questions:
            assert question.id in html


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"type": "iban", "id": "4b58f08a-61aa-49e8-8158-64e3d16f8cb6", "label": "IBAN"}, "iban"),
        ({"type": "date", "id": "4b58f08a-61aa-49e8-8158-64e3d16f8cb6", "lable": "Datum"}, "lable"),
        ({"type": "date", "id": "geen-id", "label": "Datum"}, "badly formed"),
    ],
)
def test_a_typing_error_in_a_written_form_is_found(question, message):
    with pytest.raises(ValueError, match=message):
        steps_from_definition({"steps": [{"title": "Stap", "questions": [question]}]})


def test_two_questions_never_share_an_id():
    question = {"type": "date", "id": "4b58f08a-61aa-49e8-8158-64e3d16f8cb6", "label": "Datum"}
    with pytest.raises(ValueError, match="twice"):
        steps_from_definition({"steps": [{"title": "Stap", "questions": [question, question]}]})
