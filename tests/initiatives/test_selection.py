"""One form, one result set: what a visitor chooses is what list and map show."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.finder.current import current_snapshot
from initiatives.finder.found import Found
from initiatives.finder.text import suggestion, words_in
from initiatives.models import Facility, InitiativeKind, InitiativePage
from initiatives.selection import PARAMETERS, PROVINCE_WIDE, Selection, SelectionForm

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def choose(query: str) -> Selection:
    return SelectionForm(QueryDict(query)).selection


def titles(selection: Selection) -> list[str]:
    found = Found.by(current_snapshot(), selection)
    names = dict(InitiativePage.objects.values_list("pk", "title"))
    return [names[pk] for pk in found.pages(0, found.count)]


def test_nothing_chosen_selects_everything_what_is_near_first_and_then_by_title(add):
    add("Zwembad")
    add("Akker")
    add("Campagne", scope="province", municipality=None)
    assert titles(choose("")) == ["Akker", "Zwembad", "Campagne"]
    assert not choose("").is_active


def test_each_choice_narrows_the_selection(add, village):
    add("Dorpshuis Pesse", scope="place", place=village("Pesse"), municipality=village("Pesse").municipality)
    add("Tuin Assen", kind=InitiativeKind.objects.get(slug="voedseltuin"), theme=None)
    add("Voor iedereen", scope="province", municipality=None)
    assert titles(choose("soort=voedseltuin")) == ["Tuin Assen"]
    assert titles(choose("thema=naoberschap")) == ["Dorpshuis Pesse", "Voor iedereen"]
    assert titles(choose("gemeente=hoogeveen")) == ["Dorpshuis Pesse"]
    assert titles(choose(f"gemeente={PROVINCE_WIDE}")) == ["Voor iedereen"]
    assert titles(choose("soort=voedseltuin&gemeente=hoogeveen")) == []


def test_text_finds_all_words_and_the_start_of_the_last_one(add, village):
    add("Dorpshuis De Brink", organisation="Stichting Ons Genoegen")
    add("Buurtkeuken De Brink", kind=InitiativeKind.objects.get(slug="buurtkeuken"))
    add("Soep in Pesse", scope="place", place=village("Pesse"), municipality=village("Pesse").municipality)
    assert titles(choose("q=brink")) != []
    assert titles(choose("q=dorpshuis+brink")) == ["Dorpshuis De Brink"]
    assert titles(choose("q=brink+dorpsh")) == ["Dorpshuis De Brink"]
    assert titles(choose("q=genoegen")) == ["Dorpshuis De Brink"]
    assert titles(choose("q=pesse")) == ["Soep in Pesse"]
    assert titles(choose("q=brink+pesse")) == []


def test_what_a_place_has_is_found_by_its_name(add, traits):
    page = add("Brinkhuis")
    page.facilities = [Facility.objects.get(slug="keuken")]
    page.save_revision().publish()
    assert titles(choose("q=keuken")) == ["Brinkhuis"]


def test_a_word_is_found_inside_a_longer_one(add):
    add("Voedseltuin Assen")
    add("Tuinclub")
    add("Zwembad")
    assert titles(choose("q=tuin")) == ["Tuinclub", "Voedseltuin Assen"]
    assert titles(choose("q=tuin+assen")) == ["Voedseltuin Assen"]
    # Three letters stand in too many words.
    assert titles(choose("q=bad")) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("odensehuys", "odensehuis"),
        ("zwembat brink", "zwembad brink"),
        ("zwembad", ""),
        ("xqzw", ""),
        ("", ""),
    ],
)
def test_a_mistake_in_typing_gets_a_suggestion(add, typed, meant):
    add("Odensehuis De Brink")
    add("Zwembad")
    assert suggestion(current_snapshot(), typed) == meant


def test_the_best_result_of_a_text_comes_first(add):
    add(
        "Algemene plek", introduction="Hier is soms een moestuin, naast heel veel andere dingen die wij doen."
    )
    add("Moestuin")
    assert titles(choose("q=moestuin")) == ["Moestuin", "Algemene plek"]


def test_a_text_works_together_with_the_other_choices(add):
    add("Tuin een")
    add("Tuin twee", kind=InitiativeKind.objects.get(slug="voedseltuin"))
    assert titles(choose("q=tuin&soort=voedseltuin")) == ["Tuin twee"]


def test_what_was_taken_offline_is_not_found(add):
    page = add("Verborgen plek")
    page.unpublish()
    assert titles(choose("q=verborgen")) == []


@pytest.mark.parametrize("text", ["???", "'", '"', "- -", "*", "\u200b", "AND"])
def test_signs_are_not_a_language(add, text):
    add("Dorpshuis")
    assert titles(Selection(text=text)) == []


def test_a_wrong_choice_has_an_error_and_does_not_count(add):
    add("Dorpshuis")
    form = SelectionForm(QueryDict("soort=raket&gemeente=assen"))
    assert form.selection.kinds == ()
    assert form.selection.municipality == "assen"
    assert form.errors["soort"] == ["Deze keuze bestaat niet. Kies er één uit de lijst."]
    assert form.selection.query == "gemeente=assen"


def test_a_text_that_is_too_long_has_an_error(db):
    form = SelectionForm(QueryDict("q=" + "a" * 10_000))
    assert form.errors["q"] == ["Uw zoekvraag is te lang. Gebruik een paar woorden."]
    assert not form.selection.is_active


EVERYTHING = (
    "q=dorps&soort=dorpshuis&soort=voedseltuin&thema=naoberschap&gemeente=assen&plek=Rolde&afstand=5&open=di"
    "&dagdeel=ochtend&voorziening=keuken&doelgroep=ouderen&taal=drents&kosten=gratis&kosten=klein"
    "&vak=6.5,52.9,6.6,53.0&volgorde=naam&kaart=12/52.99/6.56"
)


def test_the_query_of_a_selection_selects_the_same(traits):
    first = choose(EVERYTHING)
    assert {name for name, _value in first.parameters()} == set(PARAMETERS.values()) - {"nabij"}
    assert choose(first.query) == first


def test_ones_own_location_is_kept_no_more_precisely_than_a_kilometre(db):
    selection = choose("nabij=52.996712,6.562534&plek=Rolde")
    assert selection.near == (53.0, 6.56)
    assert "plek" not in selection.query
    assert "nabij=53%2C6.56" in selection.query


@pytest.mark.parametrize(
    "query",
    [
        "nabij=52.9", "nabij=a,b", "nabij=nan,6", "nabij=91,6", "nabij=1e400,6", "nabij=" + "9," * 100,
        "vak=6.6,52.9,6.5,53.0", "vak=1,2,3", "vak=inf,1,2,3", "kaart=99/52/6", "kaart=9/152/6",
        "open=zondags", "dagdeel=nacht", "kosten=veel", "afstand=3", "volgorde=toeval", "voorziening=zwembad",
        "plek=" + "a" * 300,
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_next_to_its_field(db, query):
    form = SelectionForm(QueryDict(query))
    assert not form.is_valid()
    [messages] = form.errors.values()
    assert messages[0].endswith(".")
    assert not form.selection.is_active


def test_the_choices_cost_no_query(traits, django_assert_num_queries):
    form = SelectionForm(QueryDict(EVERYTHING))
    with django_assert_num_queries(0):
        assert form.is_valid()
        assert str(form["gemeente"])
        assert str(form["soort"])
    names = [label for _value, label in form.fields["gemeente"].choices]
    assert names[0] == "Alle gemeenten"
    assert names[-1] == "Heel de provincie"
    assert len(names) == 14


@QUIET
@given(text=st.text(max_size=60))
def test_any_text_is_a_search_that_does_not_fail(add, text):
    found = Found.by(current_snapshot(), Selection(text=text))
    assert not found.count or words_in(text) or not text


@QUIET
@given(query=st.dictionaries(st.sampled_from(sorted(PARAMETERS.values())), st.text(max_size=30)))
def test_any_choice_is_understood_or_refused(db, query):
    data = QueryDict(mutable=True)
    data.update(query)
    form = SelectionForm(data)
    assert isinstance(form.selection, Selection)
    assert choose(form.selection.query) == form.selection
    Found.by(current_snapshot(), form.selection).pages(0, 5)
