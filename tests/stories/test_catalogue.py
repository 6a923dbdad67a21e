"""The catalogue of figures: what is found, what each choice gives, and what is shown of a figure."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from core.text import folded
from stories.catalogue.choices import CatalogueForm, suggestion
from stories.catalogue.entries import Catalogue, Entry, Group, words_in
from stories.catalogue.listing import hits
from stories.figures.areas import AreaTree
from stories.models import Indicator, Observation, Source, Target

URL = "/cijfers/"


def html_of(client, query=""):
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def known(db):
    return Catalogue.read("Drenthe")


@pytest.fixture
def form(known):
    """Return a function that asks the form a question."""
    tree = AreaTree.read("Drenthe")
    return lambda query="": CatalogueForm(QueryDict(query), catalogue=known, tree=tree)


def entry(pk, question, name="", description=""):
    title_words = "".join(f" {word}" for word in words_in(f"{question} {name}"))
    return Entry(
        pk=pk, slug=f"cijfer-{pk}", title=question, answer_label="", group=Group("a", "A", 1, (0, "1")),
        goal=None, level="", area_keys=frozenset(), sources=frozenset(), spokesman=None, has_target=False,
        title_words=title_words,
        all_words=title_words + "".join(f" {word}" for word in words_in(description)),
    )  # fmt: skip


WORDS = st.text(alphabet="abcdeëéïAÉ", min_size=3, max_size=8)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=6), st.data())
def test_every_part_of_a_word_finds_its_figure(titles, data):
    known = Catalogue(tuple(entry(n, " ".join(words)) for n, words in enumerate(titles)), ())
    number = data.draw(st.integers(0, len(titles) - 1))
    word = data.draw(st.sampled_from(titles[number]))
    start = data.draw(st.integers(0, len(word) - 2))
    part = word[start:]
    found = known.containing(part.upper())
    assert number in {one.pk for one in found}
    # And nothing is found that does not have it.
    assert all(folded(part) in folded(one.title) for one in found)


def test_a_title_comes_before_an_explanation_and_all_words_count():
    known = Catalogue(
        (entry(1, "Hoe gaat het?", description="met geld"), entry(2, "Hoeveel geld?"), entry(3, "Budgeld")),
        (),
    )
    assert [one.pk for one in known.containing("geld")] == [2, 3, 1]
    assert [one.pk for one in known.containing("geld gaat")] == [1]
    assert known.containing("…!") == []


def test_a_typing_mistake_gets_a_proposal(known):
    assert suggestion(known, "vrijwilligrswerk") == "vrijwilligerswerk"
    assert suggestion(known, "xyzzyxyzzy") == ""


def test_what_is_read_costs_a_fixed_number_of_queries(db, django_assert_num_queries):
    with django_assert_num_queries(4):
        known = Catalogue.read("Drenthe")
    assert {one.pk for one in known.entries} == set(Indicator.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        hits(known.entries)


def test_every_choice_gives_as_many_figures_as_it_says(form):
    for start in ("", "q=mensen", "thema=naoberschap&niveau=omgeving", "gebied=gemeente-assen"):
        asked = form(start)
        for facet in asked.facets:
            for option in (option for group in facet.groups for option in group.options):
                query = QueryDict(start, mutable=True)
                query[facet.name] = option.value
                assert len(form(query.urlencode()).found()) == option.count, (start, facet.name, option)
                assert option.disabled == (not option.count and not option.selected)


def test_an_area_gives_only_figures_with_a_value_there(form):
    for area in form().tree.areas:
        found = {one.pk for one in form(f"gebied={area.key}").found()}
        with_value = Observation.objects.filter(area_type=area.type, area=area.name, value__isnull=False)
        assert found == set(with_value.values_list("indicator_id", flat=True))


def test_the_value_is_that_of_the_area_else_of_the_province_else_the_best_there_is(known):
    tree = AreaTree.read("Drenthe")
    shown = {hit.entry.slug: hit for hit in hits(known.entries)}
    assert (shown["vrijwilligerswerk"].value, shown["vrijwilligerswerk"].where) == ("52,6%", "Drenthe")
    assert shown["tevredenheid-leven"].where == "panel van Drenthe"
    assert shown["trends-in-beeld"].observation is None
    [own] = hits([shown["vrijwilligerswerk"].entry], tree.by_key("gemeente-de-wolden"))
    assert (own.value, own.where) == ("61,3%", "De Wolden")
    # No figure is shown as if it had a value when it has none, and the other way round.
    for hit in shown.values():
        rows = Observation.objects.filter(indicator=hit.entry.pk)
        assert (hit.observation is not None) == rows.exists()
        if rows.filter(value__isnull=False).exists():
            assert hit.observation.value is not None


def test_without_a_question_themes_stand_first_with_some_of_their_figures(client, db):
    response = client.get(URL)
    shelves = response.context["shelves"]
    assert [shelf.group.key for shelf in shelves][:4] == [
        "naoberschap", "bestaanszekerheid", "gezondheid", "inclusie-diversiteit",
    ]  # fmt: skip
    assert sum(shelf.count for shelf in shelves) == Indicator.objects.count() == response.context["count"]
    html = response.content.decode()
    for shelf in shelves:
        assert len(shelf.hits) <= 4
        assert not shelf.has_more or escape(shelf.url) in html
    assert "noindex" not in html


def test_a_result_says_value_area_period_and_source(client, db):
    html = html_of(client, "?q=vrijwilligerswerk&gebied=gemeente-de-wolden")
    first = html.split('class="figure-hit ')[1]
    for part in ("61,3%", "De Wolden", "2023", "Jaarverslag Sociale Agenda 2024"):
        assert part in first
    assert 'href="/cijfers/vrijwilligerswerk/?gebied=gemeente-de-wolden"' in first
    assert "noindex" in html


def test_every_result_of_every_page_has_a_period_and_a_source(client, db):
    html = html_of(client, "?bron=jaarverslag-sociale-agenda-2024&thema=bestaanszekerheid")
    for part in html.split('class="figure-hit ')[1:]:
        assert re.search(r"bron: \S+", part)


@pytest.mark.parametrize("name", ["thema", "niveau", "gebied", "bron"])
def test_an_unknown_choice_is_an_error_and_no_crash(client, db, name):
    html = html_of(client, f"?{name}=bestaat-niet")
    assert "Deze keuze bestaat niet" in html
    assert f'aria-describedby="id_{name}_error"' in html
    assert "noindex" in html
    assert f"{Indicator.objects.count()} cijfers" in html


def test_words_that_are_no_words(client, db):
    assert "te lang" in html_of(client, "?q=" + "a" * 300)
    assert "teken niet lezen" in html_of(client, "?q=%00")
    assert html_of(client, "?q=%3Cscript%3E")


@pytest.mark.parametrize("query", ["?pagina=2", "?q=mensen&pagina=99", "?q=mensen&pagina=x", "?pagina=0"])
def test_a_page_that_does_not_exist(client, db, query):
    assert client.get(f"{URL}{query}").status_code == 404


def test_a_long_list_has_pages_that_together_show_everything_once(client, db):
    found, number = [], 1
    while True:
        response = client.get(f"{URL}?q=mensen&pagina={number}")
        if response.status_code == 404:
            break
        found += [hit.entry.pk for hit in response.context["results"]]
        number += 1
    assert len(found) == len(set(found)) == client.get(f"{URL}?q=mensen").context["count"] > 20


def test_nothing_found_says_what_to_do(client, db):
    html = html_of(client, "?q=vrijwilligrswerk")
    assert "Wij vonden geen cijfer" in html
    assert 'href="/cijfers/?q=vrijwilligerswerk"' in html
    assert "/cijfers/bronnen/#monitors" in html


def queries_for(client, query):
    """Return how many queries an answer costs, once what a process keeps in memory is there."""
    client.get(f"{URL}{query}")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{URL}{query}")
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, db):
    questions = ("", "?q=mensen&gebied=provincie-drenthe")
    few = [queries_for(client, query) for query in questions]
    assert max(few) <= 12
    source = Source.objects.first()
    made = Indicator.objects.bulk_create(
        Indicator(name=f"Proef {n}", slug=f"proef-{n}", question=f"Hoeveel mensen {n}?") for n in range(60)
    )
    Observation.objects.bulk_create(
        Observation(
            indicator=one, area_type="province", area="Drenthe", period=str(year), value=Decimal(year),
            source=source,
        )
        for one in made
        for year in range(2015, 2025)
    )  # fmt: skip
    caches["pages"].clear()
    assert [queries_for(client, query) for query in questions] == few
    assert client.get(f"{URL}{questions[1]}").context["count"] > 60


def test_a_figure_with_only_a_target_says_so(client, db):
    slug = Target.objects.filter(indicator__observations=None).first().indicator.slug
    word = Indicator.objects.get(slug=slug).name.split()[0]
    html = html_of(client, f"?q={word}")
    part = html.split(f'href="/cijfers/{slug}/"')[1].split("</li>")[0]
    assert "Nog geen cijfer" in part
    assert "Er is wel een doel afgesproken" in part


def test_the_site_search_finds_figures(client, db):
    response = client.get("/zoeken/?q=vrijwillig")
    html = response.content.decode()
    assert html.index('id="figures"') < html.index('id="results"')
    assert 'href="/cijfers/vrijwilligerswerk/"' in html
    assert len(response.context["figures"]) == 3 < response.context["figure_count"]
    assert "/cijfers/?q=vrijwillig" in html
    # A word that stands in figures and in no page.
    only = client.get("/zoeken/?q=mbps").content.decode()
    assert "Hierboven staan wel cijfers" in only
    assert 'id="figures"' not in client.get("/zoeken/?q=zwembadglijbaan").content.decode()


def test_search_engines_are_told_about_every_figure(client, db):
    xml = client.get("/sitemap.xml").content.decode()
    assert "/cijfers/</loc>" in xml
    assert "/cijfers/bronnen/</loc>" in xml
    for slug in Indicator.objects.values_list("slug", flat=True):
        assert f"/cijfers/{slug}/</loc>" in xml
