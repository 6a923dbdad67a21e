"""What holds for every public page: it answers, cheaply, with the right headers, whatever one asks."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from core.models import Municipality, Region
from stories.models import Indicator

PUBLIC = [
    "/",
    "/naoberschap/",
    "/gezondheid/",
    "/verhalen/",
    "/verhalen/?thema=gezondheid",
    "/verhalen/interview-odensehuis-meppel/",
    "/initiatieven/",
    "/initiatieven/?q=dorpshuis",
    "/initiatieven/?soort=dorpshuis&gemeente=emmen&thema=naoberschap",
    "/initiatieven/?plek=Rolde&afstand=5&open=di&dagdeel=ochtend&voorziening=keuken",
    "/initiatieven/odensehuis-meppel/",
    "/initiatieven/voorbeeld-odensehuis-assen/",
    "/cijfers/",
    "/cijfers/?q=vrijwilligers&thema=naoberschap",
    "/cijfers/vrijwilligerswerk/",
    "/cijfers/vrijwilligerswerk/?gebied=gemeente-de-wolden",
    "/cijfers/bronnen/",
    "/mijn-gemeente/",
    "/mijn-gemeente/emmen/",
    "/mijn-gemeente/emmen/?naast=gemeente-assen",
    "/mijn-gemeente/regio/zuidoost-drenthe/",
    "/api/",
    "/subsidies/",
    "/subsidies/subsidieregeling-bewonersinitiatieven/",
    "/subsidies/het-compliment-van-drenthe/",
    "/privacy/",
    "/zoeken/",
    "/zoeken/?q=dementie",
    "/aanvragen/subsidieregeling-bewonersinitiatieven/vragen/",
    "/aanvragen/subsidieregeling-bewonersinitiatieven/start/",
]
MOST_QUERIES = 12


@pytest.mark.parametrize("url", PUBLIC)
def test_a_page_answers_within_its_query_budget(client, db, url, django_assert_max_num_queries):
    client.get(url)  # the site's own cache of roots is warm in every worker after one request
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(url)
    assert response.status_code == 200


@pytest.mark.parametrize("url", PUBLIC)
def test_a_page_says_what_it_is(client, db, url):
    html = client.get(url).content.decode()
    assert re.search(r"<title>[^<]{10,}</title>", html)
    assert html.count("<h1") == 1
    assert '<html lang="nl"' in html
    assert 'href="#inhoud"' in html
    if not url.startswith("/aanvragen/"):  # an address there may hold a secret: it is repeated nowhere
        assert 'rel="canonical"' in html
        assert 'property="og:title"' in html
        assert re.search(r'property="og:image" content="http[^"]+"', html)


@pytest.mark.parametrize(
    "url",
    [
        *PUBLIC,
        "/bestaat-niet/",
        "/gezond/",
        "/robots.txt",
        "/sitemap.xml",
        "/verhalen/rss/",
        "/beheer/login/",
        "/initiatieven/kaart.json",
        "/aanvragen/open/geen-echte-link/",
    ],
)
def test_every_response_has_a_strict_policy(client, db, url):
    response = client.get(url)
    policy = dict(
        (part.split(maxsplit=1) + [""])[:2]
        for part in response.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("url", PUBLIC)
def test_nothing_on_a_page_breaks_the_policy(client, db, url):
    html = client.get(url).content.decode()
    assert not re.search(r"<[^>]+\sstyle=", html), "a style attribute"
    assert not re.search(r"<[^>]+\son[a-z]+=", html), "an event attribute"
    for attributes, content in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
        if "src=" not in attributes:
            assert "application/json" in attributes or "application/ld+json" in attributes, content[:80]
    assert "<style" not in html
    outside = re.findall(r'(?:src|srcset|action|data)="(https?://[^"]+)"', html)
    assert not [url for url in outside if not url.startswith("http://localhost")], outside


def test_reading_sets_no_cookie(client, db):
    for url in PUBLIC[:-1]:
        assert not client.get(url).cookies, url


@pytest.mark.parametrize(
    "url",
    [
        "/verhalen/?pagina=999",
        "/verhalen/?pagina=0",
        "/verhalen/?pagina=abc",
        "/initiatieven/?pagina=-1",
        "/zoeken/?q=dorp&pagina=99",
        "/initiatieven/bestaat-niet/",
        "/cijfers/bestaat-niet.csv",
        "/media/../db.sqlite3",
        "/media/%2e%2e/db.sqlite3",
    ],
)
def test_what_does_not_exist_is_a_404(client, db, url):
    assert client.get(url).status_code == 404


def test_a_filtered_list_is_not_for_search_engines(client, db):
    assert "noindex" in client.get("/initiatieven/?soort=dorpshuis").content.decode()
    assert "noindex" not in client.get("/initiatieven/").content.decode()


PARAMETERS = ["q", "soort", "thema", "gemeente", "pagina", "zoom", "west", "south", "east", "north", "x"]
TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "1", "-1", "999999999999", "nan", "inf", "1e999", "\x00", "'; --", "<script>", "%", "a" * 5000]
    ),
)
ROUTES = [
    "/",
    "/verhalen/",
    "/verhalen/rss/",
    "/verhalen/interview-odensehuis-meppel/",
    "/initiatieven/",
    "/initiatieven/kaart.json",
    "/initiatieven/odensehuis-meppel/",
    "/subsidies/",
    "/subsidies/subsidieregeling-bewonersinitiatieven/",
    "/naoberschap/",
    "/zoeken/",
    "/cijfers/vrijwilligerswerk.csv",
    "/aanvragen/subsidieregeling-bewonersinitiatieven/vragen/",
    "/aanvragen/subsidieregeling-bewonersinitiatieven/start/",
    "/aanvragen/link/",
    "/aanvragen/open/geen-echte-link/",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=st.sampled_from(ROUTES), query=st.dictionaries(st.sampled_from(PARAMETERS), TEXTS, max_size=4))
def test_no_query_breaks_a_page(client, db, route, query):
    encoded = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in query.items())
    assert client.get(f"{route}?{encoded}").status_code < 500


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(min_size=1, max_size=80))
def test_no_address_breaks_the_site(client, db, path):
    assert client.get("/" + quote(path, errors="surrogatepass")).status_code < 500


def test_the_sitemap_holds_every_public_page(client, db):
    text = client.get("/sitemap.xml").content.decode()
    pages = Page.objects.live().public().exclude(depth=1).count()
    made_from_data = Indicator.objects.count() + Municipality.objects.count() + Region.objects.count()
    sources = 1
    assert text.count("<loc>") == pages + made_from_data + sources
    assert "/beheer/" not in text
    assert "/aanvragen/" not in text


def test_robots_points_to_the_sitemap(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /aanvragen/" in text
    assert "/sitemap.xml" in text


def test_media_that_could_run_is_served_in_a_sandbox(client, db):
    from core.models import SiteImage

    image = SiteImage.objects.filter(file__endswith=".svg").first()
    response = client.get(image.file.url)
    assert response.status_code == 200
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert b"<script" not in b"".join(response.streaming_content)


def test_the_editors_screens_ask_for_a_login(client, db):
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert "/beheer/login/" in response.headers["Location"]
