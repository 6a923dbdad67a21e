"""Where a visitor means: our own villages first, then the service, whatever that one does."""

from __future__ import annotations

import json
import logging
import time

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import geocoding
from core.boundaries import import_outlines
from core.geocoding import Candidate, GeocodingError, find_place
from core.logs import scrub
from core.models import Municipality, Place
from tests.core.outlines import features
from tests.core.test_geocoding import BRINK, DRENTHE, answer, service  # noqa: F401  (a fixture)


class Counting:
    """A service that counts what it is asked."""

    def __init__(self, *found):
        self.found = list(found)
        self.asked = []

    def search(self, text):
        self.asked.append(text)
        return self.found


class Broken:
    def search(self, text):
        raise GeocodingError("test")


STREET = Candidate("Brink 1, 9401HS Assen", 52.9967, 6.5625, "adres", "Assen", "Assen")


@pytest.fixture
def twins(db):
    """Two villages with the same name."""
    for slug, latitude in (("emmen", "52.790000"), ("assen", "52.990000")):
        Place.objects.create(
            name="Dubbeldorp",
            slug=f"dubbeldorp-{slug}",
            municipality=Municipality.objects.get(slug=slug),
            latitude=latitude,
            longitude="6.600000",
        )


# Our own villages


@pytest.mark.parametrize("text", ["Dwingeloo", " dwingeloo ", "DWINGELOO", "Dwingeloo (Westerveld)", "Dwing"])
def test_a_village_needs_no_network(db, text):
    asked = Counting()
    found = find_place(text, DRENTHE, "Drenthe", geocoder=asked)
    assert [(c.label, c.municipality_slug) for c in found.candidates] == [
        ("Dwingeloo (Westerveld)", "westerveld")
    ]
    assert found.message == ""
    assert asked.asked == []


@pytest.mark.parametrize(("text", "name"), [("'t Haantje", "'t Haantje"), ("nieuw roden", "Nieuw-Roden")])
def test_punctuation_in_a_name_does_not_matter(db, text, name):
    Place.objects.get_or_create(
        name=name,
        municipality=Municipality.objects.get(slug="emmen"),
        defaults={"slug": "proef-plaats", "latitude": "52.790000", "longitude": "6.900000"},
    )
    found = find_place(text, DRENTHE, geocoder=Counting())
    assert found.candidates[0].place == name


def test_villages_with_the_same_name_are_told_apart(twins):
    found = find_place("dubbeldorp", DRENTHE, geocoder=Counting())
    assert [c.label for c in found.candidates] == ["Dubbeldorp (Assen)", "Dubbeldorp (Emmen)"]
    assert "Dubbeldorp (Emmen)" in found.message
    one = find_place("Dubbeldorp, Emmen", DRENTHE, geocoder=Counting())
    assert [c.municipality_slug for c in one.candidates] == ["emmen"]
    assert one.message == ""


def test_typing_suggests_villages_by_their_start(db):
    asked = Counting()
    found = find_place("Nieuw", DRENTHE, suggest=True, geocoder=asked)
    assert len(found.candidates) <= 5
    assert all(c.place.startswith("Nieuw") for c in found.candidates)
    assert find_place("de", DRENTHE, suggest=True, geocoder=asked).message == ""
    # Two letters say too little to bother the service with.
    assert "de" not in asked.asked


def test_a_village_stands_once_in_the_suggestions(db):
    same = Candidate("Dwingeloo, Westerveld", 52.83, 6.37, "woonplaats", "Dwingeloo", "Westerveld")
    street = Candidate("Dwingelderdijk, Spier", 52.81, 6.46, "weg", "Spier", "Midden-Drenthe")
    found = find_place("Dwinge", DRENTHE, suggest=True, geocoder=Counting(same, street))
    assert [c.label for c in found.candidates] == ["Dwingeloo (Westerveld)", "Dwingelderdijk, Spier"]


# The service


def test_an_address_comes_from_the_service_with_our_own_municipality(service, db):  # noqa: F811
    [found] = find_place("Brink 1 Assen", DRENTHE, "Drenthe").candidates
    assert (found.label, found.municipality, found.municipality_slug) == (STREET.label, "Assen", "assen")
    [asked] = service.asked
    assert 'provincienaam:"Drenthe"' in asked["fq"]


def test_a_municipality_that_the_service_does_not_name_is_found_by_outline(db):
    import_outlines(features(), 2024)
    nameless = Candidate("Ergens", 53.1, 6.6, "weg", "", "")
    [found] = find_place("Ergens in een veld", DRENTHE, geocoder=Counting(nameless)).candidates
    assert found.municipality_slug == "tynaarlo"


def test_suggestions_without_coordinates_are_asked_again(service, db):  # noqa: F811
    service.body = answer({k: v for k, v in BRINK.items() if k != "centroide_ll"})
    find_place("Brink 1 As", DRENTHE, suggest=True)
    assert len(service.asked) == 2


def test_the_same_question_is_asked_once(service, db):  # noqa: F811
    for _time in range(3):
        find_place("Brink 1 Assen", DRENTHE)
    assert len(service.asked) == 1


@pytest.mark.parametrize("mood", ["silent", "slow", "broken", "away"])
@pytest.mark.parametrize("suggest", [False, True])
def test_a_service_that_fails_costs_little_time(service, mood, suggest, db):  # noqa: F811
    service.mood = mood
    started = time.monotonic()
    found = find_place("Brink 1, Dwingeloo", DRENTHE, suggest=suggest)
    assert time.monotonic() - started < 3
    assert [c.label for c in found.candidates] == ["Dwingeloo (Westerveld)"]
    assert "lukt nu niet" in found.message
    asked = len(service.asked)
    assert find_place("Kerkstraat 3", DRENTHE).candidates == []
    assert len(service.asked) == asked  # it is left alone for a while


RUBBISH = [
    b"<html>Onderhoud</html>",
    b"[" * 100_000,
    b'{"response": {"docs": []}}' + b" " * 300_000,
    b'{"response": {"docs": 3}}',
    b"\xff\xfe\x00",
    json.dumps({"response": {"docs": [[], 3, None, "x", {"a": [1] * 50}]}}).encode(),
    answer({**BRINK, "centroide_ll": "POINT(NaN NaN)"}),
    answer({**BRINK, "centroide_ll": "POINT(52.9967 6.5625)"}),
    answer({**BRINK, "centroide_ll": 12, "weergavenaam": {"a": 1}}),
    b'{"response": {"docs": [{"centroide_ll": NaN, "weergavenaam": Infinity}]}}',
]


@pytest.mark.parametrize("body", RUBBISH)
def test_rubbish_gives_a_message_and_no_place(service, body, db, client):  # noqa: F811
    service.body = body
    assert find_place("Kerkstraat 3", DRENTHE).candidates == []
    found = client.get(reverse("api_places"), {"q": "Kerkstraat 3"})
    assert found.status_code == 200
    assert found.json()["results"] == []
    assert found.json()["message"]


def test_texts_of_the_wrong_type_never_become_a_label(service, db):  # noqa: F811
    service.body = answer({**BRINK, "woonplaatsnaam": {"script": 1}, "gemeentenaam": ["Assen"], "type": 3})
    [found] = find_place("Brink 1", DRENTHE).candidates
    assert (found.place, found.municipality, found.kind, found.municipality_slug) == ("", "", "", "")


def test_visitors_together_ask_only_so_much(db, monkeypatch):
    monkeypatch.setattr(geocoding, "MOST_QUESTIONS", 3)
    moment = time.time()
    monkeypatch.setattr(geocoding.time, "time", lambda: moment)
    asked = Counting(STREET)
    for number in range(10):
        found = find_place(f"Brink {number} Pesse", DRENTHE, geocoder=asked)
        assert found.candidates, number
    assert len(asked.asked) == 3
    # Our own list goes on, and what was asked before is still known.
    assert found.candidates[0].label == "Pesse (Hoogeveen)"
    assert find_place("Brink 1 Pesse", DRENTHE, geocoder=asked).candidates[0].kind == "adres"
    # After a while there is room again.
    monkeypatch.setattr(geocoding.time, "time", lambda: moment + geocoding.SECONDS_OF_COUNTING)
    find_place("Brink 11 Pesse", DRENTHE, geocoder=asked)
    assert len(asked.asked) == 4


def test_editors_are_not_counted(db, monkeypatch):
    monkeypatch.setattr(geocoding, "MOST_QUESTIONS", 0)
    assert geocoding.find_locations("Brink 1 Assen", DRENTHE, geocoder=Counting(STREET)).candidates == [
        STREET
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=250), suggest=st.booleans(), broken=st.booleans())
def test_any_text_gets_an_answer(db, text, suggest, broken):
    found = find_place(text, DRENTHE, suggest=suggest, geocoder=Broken() if broken else Counting())
    assert len(found.candidates) <= 5
    assert suggest or found.candidates or found.message


# The address for our scripts


def test_the_route_answers_with_places_for_scripts(client, db):
    response = client.get(reverse("api_places"), {"q": "Nieuw"})
    assert response.status_code == 200
    [first, *others] = response.json()["results"]
    assert set(first) == {
        "label", "latitude", "longitude", "kind", "place", "municipality", "municipality_slug",
    }  # fmt: skip
    assert len(others) <= 4
    assert client.get(reverse("api_places")).json()["message"].startswith("Typ eerst")
    assert client.post(reverse("api_places"), {"q": "x"}).status_code == 405


def test_what_somebody_types_is_kept_by_nobody_else(service, client, db, caplog):  # noqa: F811
    with caplog.at_level(logging.DEBUG):
        response = client.get(reverse("api_places"), {"q": "Geheimlaan 7 Assen"})
        service.mood = "broken"
        client.get(reverse("api_places"), {"q": "Geheimlaan 8 Assen"})
    assert response["Cache-Control"] == "private, max-age=3600"
    assert "Access-Control-Allow-Origin" not in response
    assert not [r for r in caplog.records if "Geheimlaan" in scrub(r.getMessage())]


def test_a_failure_is_not_kept(service, client, db):  # noqa: F811
    service.mood = "broken"
    response = client.get(reverse("api_places"), {"q": "Kerkstraat 3"})
    assert "no-store" in response["Cache-Control"]
