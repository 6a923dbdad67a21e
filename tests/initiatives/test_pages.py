"""The finder and the page of one initiative."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Municipality
from initiatives.models import InitiativeKind, InitiativePage

MOST_QUERIES = 12


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def config(html):
    return json.loads(
        re.search(r'<script id="kaart-gegevens" type="application/json">(.*?)</script>', html)[1]
    )


def test_the_list_names_kind_and_place_and_counts(client, add):
    add("Dorpshuis De Brink")
    add("Voor iedereen", scope="province", municipality=None)
    response = client.get("/initiatieven/")
    html = response.content.decode()
    assert response.context["count"] == 2
    assert "Dorpshuis De Brink" in html
    assert "In heel de provincie" in html
    assert response.context["location_words"] == "in Drenthe"
    assert response.context["map_counts"] == {"points": 1, "areas": 0, "elsewhere": 1}
    assert 'name="robots"' not in html


def test_a_filtered_view_is_for_people_and_not_for_search_engines(client, add):
    add("Dorpshuis")
    for query in ("gemeente=assen", "soort=raket"):
        response = client.get(f"/initiatieven/?{query}")
        assert response.context["filter_active"]
        assert b'content="noindex, follow"' in response.content


def test_a_municipality_points_to_what_is_for_everybody(client, add):
    add("Dorpshuis")
    add("Iedereen", scope="province", municipality=None)
    context = client.get("/initiatieven/?gemeente=assen&soort=dorpshuis").context
    assert context["location_words"] == "in de gemeente Assen"
    assert context["count"] == 1
    assert context["province_wide_count"] == 1
    found = client.get(context["province_wide_url"]).context
    assert [page.title for page in found["results"]] == ["Iedereen"]
    assert found["location_words"] == "voor heel Drenthe"


def test_a_wrong_choice_is_told_next_to_the_field(client, add):
    add("Dorpshuis")
    response = client.get("/initiatieven/?soort=raket")
    assert response.status_code == 200
    assert "Deze keuze bestaat niet" in response.content.decode()
    assert response.context["count"] == 1


def test_pages_of_results_that_do_not_exist_are_not_found(client, add):
    for number in range(21):
        add(f"Plek {number:02}")
    assert len(client.get("/initiatieven/").context["results"]) == 20
    second = client.get("/initiatieven/?pagina=2&gemeente=assen")
    assert [page.title for page in second.context["results"]] == ["Plek 20"]
    assert second.context["base_query"] == "gemeente=assen"
    for wrong in ("3", "0", "-1", "x", "", "1.5", "²", "9" * 5000, "1\x00"):
        assert client.get("/initiatieven/", {"pagina": wrong}).status_code == 404


@pytest.mark.parametrize("query", ["", "?q=plek", "?gemeente=assen&soort=dorpshuis&thema=naoberschap"])
def test_the_list_costs_the_same_for_few_and_many(client, add, query):
    for number in range(2):
        add(f"Plek {number}")
    few = queries(client, f"/initiatieven/{query}")
    for number in range(40):
        add(f"Plek {number}", municipality=Municipality.objects.all()[number % 12])
    assert queries(client, f"/initiatieven/{query}") <= few <= MOST_QUERIES


def test_the_map_waits_hidden_until_there_is_a_script(client, add):
    add("Dorpshuis")
    html = client.get("/initiatieven/?gemeente=assen").content.decode()
    assert '<div class="map-frame is-waiting"' in html
    assert 'href="#lijst"' in html
    assert "Sla de kaart over" in html
    started = config(html)
    assert started["data"] == "/initiatieven/kaart.json"
    assert started["query"] == "gemeente=assen"
    assert started["fit"] is True
    assert len(started["names"]) == 12
    icons = re.findall(r'<span data-icon="([^"]+)">', html)
    assert sorted(icons) == sorted(InitiativeKind.Icon.values)


def test_an_exact_location_has_a_map_with_one_pin(client, add):
    page = add("Dorpshuis", address="Brink 1")
    html = client.get(f"/initiatieven/{page.slug}/").content.decode()
    started = config(html)
    assert started["pin"] == {"title": "Dorpshuis", "icon": "dorpshuis", "lat": 52.9967, "lng": 6.5625}
    assert started["center"] == [52.9967, 6.5625]
    assert "data" not in started


@pytest.mark.parametrize("scope", ["place", "municipality", "province"])
def test_without_an_exact_location_there_is_no_map(client, add, village, scope):
    pesse = village("Pesse")
    where = {
        "place": {"place": pesse, "municipality": pesse.municipality},
        "province": {"municipality": None},
    }
    page = add("Koor", scope=scope, **where.get(scope, {}))
    response = client.get(f"/initiatieven/{page.slug}/")
    assert response.context["map"] is None
    assert b"data-map-frame" not in response.content


def test_only_published_stories_are_shown(client, db):
    from stories.models import StoryPage

    page = InitiativePage.objects.get(slug="odensehuis-meppel")
    story = StoryPage.objects.get(slug="interview-odensehuis-meppel")
    url = f"/initiatieven/{page.slug}/"
    assert [found.pk for found in client.get(url).context["stories"]] == [story.pk]
    story.unpublish()
    assert list(client.get(url).context["stories"]) == []


def test_the_theme_page_is_linked_when_it_is_published(client, add):
    from home.models import ThemePage

    page = add("Dorpshuis")
    url = f"/initiatieven/{page.slug}/"
    assert client.get(url).context["theme_page"].slug == "naoberschap"
    ThemePage.objects.get(slug="naoberschap").unpublish()
    assert client.get(url).context["theme_page"] is None


def test_a_page_without_a_grant_has_none(client, add):
    page = add("Dorpshuis")
    assert client.get(f"/initiatieven/{page.slug}/").context["grant"] is None


def test_the_page_costs_the_same_for_few_and_many(client, add):
    page = add("Dorpshuis")
    add("Buren")
    few = queries(client, f"/initiatieven/{page.slug}/")
    for number in range(30):
        add(f"Plek {number}")
    assert queries(client, f"/initiatieven/{page.slug}/") <= few <= MOST_QUERIES


def test_what_was_taken_offline_has_no_page(client, add):
    page = add("Weg")
    page.unpublish()
    assert client.get(f"/initiatieven/{page.slug}/").status_code == 404
    assert client.get("/initiatieven/bestaat-niet/").status_code == 404
    assert client.get(f"/initiatieven/{page.slug}/nog-dieper/").status_code == 404


@pytest.mark.parametrize(
    ("scope", "place", "municipality", "words"),
    [
        ("province", "", "", "In heel de provincie"),
        ("municipality", "", "Emmen", "In de hele gemeente Emmen"),
        ("place", "Pesse", "Hoogeveen", "Pesse, gemeente Hoogeveen"),
        ("place", "Assen", "Assen", "Assen"),
        ("point", "", "Assen", "In de hele gemeente Assen"),
        ("point", "", "", ""),
    ],
)
def test_where_is_never_more_precise_than_what_is_known(scope, place, municipality, words):
    from initiatives.models.initiative_page import where_words

    assert where_words(scope, place, municipality) == words
