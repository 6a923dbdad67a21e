"""The finder's page: one address, one view, whatever form it takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Municipality
from initiatives.models import Facility, InitiativeKind, OpeningTime

URL = "/initiatieven/"


def context(client, query=""):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return response.context


def facet(client, name, query=""):
    found = next(facet for facet in context(client, query)["facets"] if facet.name == name)
    return {option.value: option for option in found.options}


def test_every_choice_says_how_many_it_would_give(client, add):
    add("Dorpshuis")
    add("Tuin een", kind=InitiativeKind.objects.get(slug="voedseltuin"))
    add("Tuin twee", kind=InitiativeKind.objects.get(slug="voedseltuin"), theme=None)
    kinds = facet(client, "soort")
    assert (kinds["dorpshuis"].count, kinds["voedseltuin"].count) == (1, 2)
    assert not kinds["voedseltuin"].disabled
    assert kinds["taal"].disabled
    assert kinds["taal"].reason == "Nog niets"
    # Of a field in which several may be chosen, the other choices stay open.
    kinds = facet(client, "soort", "soort=voedseltuin&thema=naoberschap")
    assert (kinds["dorpshuis"].count, kinds["voedseltuin"].count) == (1, 1)
    assert kinds["voedseltuin"].selected
    assert kinds["taal"].reason == "Niets met uw andere keuzes"


def test_what_was_chosen_stays_choosable_when_nothing_is_left(client, add):
    add("Dorpshuis")
    option = facet(client, "soort", "soort=voedseltuin&q=dorpshuis")["voedseltuin"]
    assert (option.count, option.selected, option.disabled) == (0, True, False)


def test_facilities_must_all_be_there(client, add, traits):
    kitchen = Facility.objects.get(slug="keuken")
    lift, _created = Facility.objects.get_or_create(slug="lift", defaults={"name": "Lift"})
    both, one = add("Beide"), add("Een")
    both.facilities, one.facilities = [kitchen, lift], [kitchen]
    both.save()
    one.save()
    assert facet(client, "voorziening")["keuken"].count == 2
    assert facet(client, "voorziening", "voorziening=lift")["keuken"].count == 1
    assert context(client, "voorziening=lift&voorziening=keuken")["count"] == 1


def test_each_choice_can_be_taken_back_by_itself(client, add):
    add("Dorpshuis")
    chips = context(client, "q=huis&soort=dorpshuis&soort=voedseltuin&open=di&dagdeel=ochtend&volgorde=naam")[
        "chips"
    ]
    assert [chip.label for chip in chips] == ["“huis”", "Dorpshuis", "Voedseltuin", "dinsdagochtend open"]
    assert chips[1].remove_url == (f"{URL}?q=huis&soort=voedseltuin&open=di&dagdeel=ochtend&volgorde=naam")
    assert chips[3].remove_url == f"{URL}?q=huis&soort=dorpshuis&soort=voedseltuin&volgorde=naam"


def test_a_place_is_found_and_said(client, add, village):
    rolde = village("Rolde")
    add("Vlakbij", latitude=str(rolde.latitude), longitude=str(rolde.longitude))
    add("Ver weg", latitude="52.700000", longitude="6.200000")
    add("Voor de gemeente", scope="municipality", municipality=rolde.municipality)
    found = context(client, "plek=rolde&afstand=5")
    assert [(page.title, page.distance_km) for page in found["results"]] == [
        ("Vlakbij", pytest.approx(0, abs=0.01)),
        ("Voor de gemeente", None),
    ]
    assert found["place"].label == "Rolde (Aa en Hunze)"
    assert "binnen 5 km van Rolde" in found["location_words"]
    assert found["map"]["config"]["place"]["km"] == 5


def test_a_place_that_nobody_knows_leaves_nothing_out_and_says_so(client, add):
    add("Dorpshuis")
    found = context(client, "plek=Nergenshuizen")
    assert found["place"] is None
    assert found["place_message"].endswith(".")
    assert found["count"] == 1
    assert "Nergenshuizen" in client.get(f"{URL}?plek=Nergenshuizen").content.decode()


def test_ones_own_location_needs_no_service(client, add, django_assert_max_num_queries):
    add("Hier")
    found = context(client, "nabij=52.996,6.562")
    assert found["place"].label == "uw plek"
    assert [page.title for page in found["results"]] == ["Hier"]


@pytest.mark.parametrize("far", ["52.37,4.90", "6.56,53.00"], ids=["Amsterdam", "swapped"])
def test_a_location_far_away_is_no_place_to_search_around(client, add, far):
    add("Hier")
    found = context(client, f"nabij={far}")
    assert found["place"] is None
    assert found["count"] == 1
    assert found["place_message"] == (
        "Uw plek ligt niet in de buurt van Drenthe. Typ een dorp, postcode of adres."
    )
    assert found["chips"] == []
    assert found["place_message"] in client.get(f"{URL}?nabij={far}").content.decode()


def test_unknown_hours_stay_and_are_counted(client, add):
    add("Onbekend")
    always = add("Altijd", hours="always")
    found = context(client, "open=nu")
    assert [(page.title, page.open_state) for page in found["results"]] == [
        ("Altijd", "open"),
        ("Onbekend", "unknown"),
    ]
    assert found["count_unknown_hours"] == 1
    assert OpeningTime.objects.filter(page=always).count() == 0


@pytest.mark.parametrize(
    ("view", "path"),
    [
        ("csv", "/api/initiatieven.csv"),
        ("geojson", "/api/initiatieven.geojson"),
        ("json", "/api/initiatieven.json"),
    ],
)
def test_a_download_is_the_same_selection(client, add, view, path):
    add("Dorpshuis")
    add("Tuin", kind=InitiativeKind.objects.get(slug="voedseltuin"))
    response = client.get(f"{URL}?soort=voedseltuin&weergave={view}", follow=True)
    assert response.redirect_chain == [(f"{path}?soort=voedseltuin", 302)]
    body = b"".join(response) if response.streaming else response.content
    assert b"Tuin" in body
    assert b"Dorpshuis De" not in body


def test_only_the_embedded_view_may_stand_on_another_site(client, add):
    add("Dorpshuis")
    embedded = client.get(f"{URL}?weergave=inbedden")
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    assert "pages/initiative_embed.html" in [template.name for template in embedded.templates]
    for query in ("", "weergave=afdrukken", "weergave=raket"):
        ordinary = client.get(f"{URL}?{query}")
        assert "frame-ancestors 'self'" in ordinary["Content-Security-Policy"]
        assert ordinary["X-Frame-Options"] == "SAMEORIGIN"


def test_the_embedded_view_may_still_be_shown_elsewhere_when_it_comes_from_the_cache(client, add, settings):
    settings.WAGTAIL_CACHE = True
    add("Dorpshuis")
    first, second = (client.get(f"{URL}?weergave=inbedden") for _ in range(2))
    assert second["X-Cache"] == "hit"
    for answer in (first, second):
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer


def test_on_paper_list_and_map_have_the_same_numbers(client, add, village):
    for number in range(25):
        add(f"Plek {number:02}", latitude=f"{52.7 + number / 100:.6f}")
    rolde = village("Rolde")
    add("Voor Rolde", scope="place", place=rolde, municipality=rolde.municipality)
    add("Voor iedereen", scope="province", municipality=None)
    found = context(client, "weergave=afdrukken")
    items, points = found["print_items"], found["print_map"]["points"]
    assert [item.number for item in items] == list(range(1, 28))
    assert [number for number, _lat, _lng in points] == list(range(1, 27))
    assert points[25][1:] == (float(rolde.latitude), float(rolde.longitude))
    assert points[0][1:] == (float(items[0].latitude), float(items[0].longitude))


def test_the_numbers_of_the_list_go_on_after_a_page(client, add):
    for number in range(25):
        add(f"Plek {number:02}")
    assert [page.number for page in context(client, "pagina=2")["results"]] == list(range(21, 26))
    assert client.get(f"{URL}?pagina=3").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["", "q=plek", "soort=dorpshuis&gemeente=assen&open=nu", "nabij=52.99,6.56", "weergave=afdrukken"],
)
def test_queries_are_few_and_the_same_for_two_and_for_many(client, add, query):
    def queries():
        client.get(f"{URL}?{query}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{URL}?{query}")
        return len(captured)

    add("Plek")
    add("Nog een plek")
    few = queries()
    assen = Municipality.objects.get(slug="assen")
    for number in range(18):
        add(f"Plek {number}", municipality=assen)
    assert queries() <= few <= 9


def test_a_filtered_view_is_not_for_search_engines(client, add):
    add("Dorpshuis")
    assert b"noindex" not in client.get(URL).content
    for query in ("soort=dorpshuis", "plek=Rolde", "vak=6,52,7,53", "soort=raket", "open=nu"):
        assert b"noindex" in client.get(f"{URL}?{query}").content


def test_a_town_that_names_its_municipality_is_named_once(client, add):
    add("Dorpshuis")
    assert context(client, "plek=assen")["place"].label == "Assen"
