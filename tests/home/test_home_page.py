"""The front page: it leads to figures and to the own municipality, and counts what the finder shows."""

from __future__ import annotations

import re
from html import unescape

from core.models import Municipality
from home.models import AreaIndexPage
from initiatives.models import InitiativePage
from stories.models import FigureIndexPage

MOST_QUERIES = 12


def test_it_leads_to_the_own_municipality_and_to_the_figures(client, db):
    html = client.get("/").content.decode()
    form = re.search(r'<form class="area-search" method="get" action="(.*?)">.*?</form>', html, re.S)
    assert form[1] == "/mijn-gemeente/"
    assert 'name="plek"' in form[0]
    main = html.split("<main")[1].split("</main>")[0]
    assert 'href="/mijn-gemeente/"' in main
    assert 'href="/cijfers/"' in main


def test_without_those_pages_there_is_no_door_to_them(client, db):
    for page in (AreaIndexPage.objects.get(), FigureIndexPage.objects.get()):
        page.unpublish()
    html = client.get("/").content.decode()
    assert "/mijn-gemeente/" not in html
    assert 'href="/cijfers/"' not in html


def test_the_numbers_on_the_tiles_are_those_of_the_finder(client, db):
    html = unescape(client.get("/").content.decode())
    tiles = dict(re.findall(r'\?gemeente=([\w-]+)"><strong>(\d+)</strong>', html))
    assert set(tiles) == set(Municipality.objects.values_list("slug", flat=True))
    for slug in ("meppel", "de-wolden"):
        finder = client.get(f"/initiatieven/?gemeente={slug}").content.decode()
        assert re.search(rf"\s{tiles[slug]} initiatieven\s", re.sub(r"<[^>]+>", " ", finder))
    total = int(re.search(r"Er staan (\d+) initiatieven", html)[1])
    assert 0 < total <= InitiativePage.objects.live().count()


def test_a_theme_shows_its_figure(client, db):
    html = client.get("/").content.decode()
    cards = re.findall(r'<article class="card theme-card.*?</article>', html, re.S)
    assert len(cards) == 4
    assert all(re.search(r"<strong>\d+(,\d)?%</strong>", card) for card in cards)


def test_the_number_of_queries_is_small(client, db, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(MOST_QUERIES - 3):
        client.get("/")
