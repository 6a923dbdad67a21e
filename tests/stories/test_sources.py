"""The page about sources and the research of others."""

import pytest

from stories.models import Monitor, Observation, Source

pytestmark = pytest.mark.django_db
URL = "/cijfers/bronnen/"


def test_every_source_says_how_much_comes_from_it(client):
    response = client.get(URL)
    html = response.content.decode()
    assert len(response.context["sources"]) == Source.objects.count()
    for source in response.context["sources"]:
        assert source.value_count == Observation.objects.filter(source=source).count()
        assert source.target_count == source.targets.count()
        assert source.result_count == source.results.count()
        assert f'id="bron-{source.slug}"' in html
        if source.value_count:
            assert f"/cijfers/?bron={source.slug}" in html
            found = client.get(f"/cijfers/?bron={source.slug}").context["count"]
            assert found >= source.indicator_count > 0


def test_all_monitors_are_listed_and_can_be_found_by_subject_and_level(client):
    response = client.get(URL)
    assert response.context["count"] == Monitor.objects.count()
    assert "noindex" not in response.content.decode()
    response = client.get(URL, {"q": "CORONA", "niveau": "gemeente"})
    names = {one.monitor.slug for one in response.context["monitors"]}
    assert "coronadashboard" in names
    assert "panelonderzoek-corona" not in names  # of the province only
    assert "noindex" in response.content.decode()


def test_a_wrong_choice_is_an_error_and_shows_all(client):
    response = client.get(URL, {"niveau": "maan"})
    assert "Deze keuze bestaat niet" in response.content.decode()
    assert response.context["count"] == Monitor.objects.count()
    assert "te lang" in client.get(URL, {"q": "a" * 300}).content.decode()


def test_nothing_found_says_what_to_do(client):
    assert "Wij vonden geen onderzoek" in client.get(URL, {"q": "zwembadglijbaan"}).content.decode()


def test_an_address_without_a_beginning_still_leads_outside(client):
    Monitor.objects.create(
        name="Proef", slug="proef", website="www.voorbeeld.example", source=Source.objects.first()
    )
    assert 'href="https://www.voorbeeld.example"' in client.get(URL).content.decode()


def test_the_number_of_queries_is_small_and_fixed(client, django_assert_max_num_queries):
    client.get(URL)
    with django_assert_max_num_queries(4):
        client.get(URL)
