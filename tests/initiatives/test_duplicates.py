"""Which names and places belong together."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.models import Municipality, Place
from initiatives.duplicates import (
    ALIKE_AT_SPOT,
    ALIKE_IN_VILLAGE,
    DuplicateIndex,
    Known,
    likely_duplicates,
    similar_name,
)
from initiatives.models import InitiativePage

NAMES = st.text(alphabet="abcdefghij éË-'37", min_size=1, max_size=25)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dorpshuis De Wenning", "De Wenning"),
        ("Stichting Odensehuis Meppel", "odense-huis Meppel"),
        ("Café Zuid", "cafe zuid"),
        ("Coöperatie Eigenwijs", "Eigenwijs U.A."),
        ("MFA 't Hart", "Buurthuis het Hart"),
        ("Voedseltuin  Assen", "VOEDSELTUIN ASSEN"),
    ],
)
def test_the_same_thing_in_other_words(one, other):
    assert similar_name(one, other) >= ALIKE_IN_VILLAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buurtkamer 3", "Buurtkamer 4"),
        ("Voedseltuin Grolloo", "Dorpshuis Grolloo"),
        ("Samen eten", "Repair Café"),
        ("", "Dorpshuis"),
        ("-", "."),
    ],
)
def test_different_things(one, other):
    assert similar_name(one, other, ignore=["Grolloo"]) < ALIKE_AT_SPOT


@given(NAMES, NAMES)
def test_likeness_has_no_direction_and_stays_between_0_and_1(one, other):
    likeness = similar_name(one, other)
    assert 0 <= likeness <= 1
    assert likeness == similar_name(other, one)
    assert likeness == similar_name(one.upper(), f"  {other}  ")


@given(NAMES)
def test_a_name_is_itself(name):
    assume(any(letter.isalnum() for letter in name))
    assert similar_name(name, name) == 1


@st.composite
def knowns(draw):
    spot = draw(st.booleans())
    return Known(
        None,
        draw(st.sampled_from(["De Brug", "Brug", "De Brink", "Voedseltuin", "Tuin van voedsel", "Rolde"])),
        draw(st.sampled_from(["", "Rolde", "Ees"])),
        draw(st.sampled_from(["Aa en Hunze", "Borger-Odoorn"])),
        draw(st.floats(52.99, 52.993)) if spot else None,
        draw(st.floats(6.56, 6.565)) if spot else None,
    )


@given(st.lists(knowns(), max_size=25), knowns())
def test_the_index_finds_what_comparing_with_each_finds(items, wanted):
    from initiatives import duplicates

    keyed = [
        Known(number, i.title, i.place, i.municipality, i.latitude, i.longitude)
        for number, i in enumerate(items)
    ]
    expected = set()
    for item in keyed:
        names = [duplicates._Name.of(known.title, duplicates._area_words(known)) for known in (wanted, item)]
        if duplicates._compare(wanted, names[0], item, names[1]):
            expected.add(item.key)
    found = {match.known.key for match in DuplicateIndex(keyed).matches(wanted)}
    assert found <= expected
    assert len(found) == min(len(expected), duplicates.MOST_MATCHES)


def test_the_index_does_not_compare_each_with_each(monkeypatch):
    from initiatives import duplicates

    compared = 0
    real = duplicates._compare

    def counting(*args):
        nonlocal compared
        compared += 1
        return real(*args)

    monkeypatch.setattr(duplicates, "_compare", counting)
    names = ["brug", "zon", "molen", "hof", "kamp", "eik", "berk", "veld", "tuin", "kas"]
    index = DuplicateIndex(
        Known((a, b, c), f"{a} {b} {c}", "Assen", "Assen", 52.9 + i / 500, 6.2 + i / 500)
        for i, (a, b, c) in enumerate((a, b, c) for a in names for b in names for c in names)
    )
    for name in names:
        assert index.matches(Known(None, f"{name} brug zon", "Assen", "Assen"))
    assert compared < 1000  # of 10,000


def add_page(index, title, **fields):
    return index.add_child(
        instance=InitiativePage(
            title=title,
            introduction="Een huis.",
            kind_id=InitiativePage.objects.values_list("kind", flat=True).first(),
            **fields,
        )
    )


def test_at_the_same_spot_a_similar_name_is_enough(index, add, django_assert_num_queries):
    page = add("Dorpshuis De Wenning")
    latitude, longitude = 52.9967, 6.5625
    with django_assert_num_queries(2):
        (found,) = likely_duplicates("Wenning huis van het dorp", latitude + 0.0008, longitude)
    assert found.pk == page.pk
    assert 80 < found.metres < 100
    assert not likely_duplicates("Wenning huis van het dorp", latitude + 0.001, longitude)
    assert not likely_duplicates("Repair Café", latitude, longitude)
    assert not likely_duplicates("De Wenning", latitude, longitude, exclude=[page.pk])


def test_in_the_same_village_the_names_must_be_nearly_equal(index, add):
    place = Place.objects.select_related("municipality").exclude(name="Assen").first()
    page = add("Odensehuis De Linde", scope="place", place=place, municipality=place.municipality)
    other = Place.objects.exclude(municipality=place.municipality).first()
    assert [found.pk for found in likely_duplicates("Odense-huis de Linde", place=place)] == [page.pk]
    assert not likely_duplicates("De Linde", place=place)
    assert not likely_duplicates("Odensehuis De Linde", place=other)
    # Who does not say the village may mean this one.
    found = likely_duplicates("Odensehuis De Linde", municipality=place.municipality)
    assert [one.pk for one in found] == [page.pk]


def test_what_a_visitor_may_not_see_is_left_out_when_asked(index, add):
    add("Dorpshuis De Wenning", live=False)
    assert likely_duplicates("De Wenning", 52.9967, 6.5625)
    assert not likely_duplicates("De Wenning", 52.9967, 6.5625, among=InitiativePage.objects.visible())


def test_initiatives_for_the_whole_province_are_compared_with_each_other(index, add):
    page = add("Drenthe leest voor", scope="province", municipality=None)
    assert [found.pk for found in likely_duplicates("Drenthe Leest Voor")] == [page.pk]
    assert not likely_duplicates("Drenthe leest voor", municipality=Municipality.objects.first())
