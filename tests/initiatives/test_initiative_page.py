"""What the page of one initiative tells: hours, place, contact, traits, freshness and surroundings."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.template.loader import get_template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.models import Municipality, SiteImage
from initiatives import contact, nearby
from initiatives.hours import ZONE
from initiatives.models import (
    Facility,
    Freshness,
    InitiativePage,
    InitiativePhoto,
    Language,
    OpeningException,
    OpeningTime,
    TargetGroup,
)
from initiatives.traits import Shown
from tests.factories import image as image_bytes

MOST_QUERIES = 12
SECRET = "info@geheim-adres.example.org"


def html_of(client, page):
    response = client.get(f"/initiatieven/{page.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def text_of(client, page):
    main = re.search(r"<main.*?</main>", html_of(client, page), re.S)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def json_ld(client, page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html_of(client, page), re.S)
    return json.loads(found[1])


@pytest.fixture
def at(monkeypatch):
    """Return a function that stops the clock at a moment in the Netherlands."""

    def _at(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=ZONE))

    return _at


@pytest.fixture
def full(add):
    """Return an initiative of which everything is known: open on Saturday morning."""
    page = add(
        "Dorpshuis De Brink",
        hours="weekly",
        holidays="closed",
        costs="free",
        costs_note="Een gift mag.",
        email=SECRET,
        phone="0123 45 67 89",
        website="https://brink.example.org",
        address="Brink 1",
        for_whom="Voor het dorp.",
        last_published_at=timezone.now(),
    )
    page.opening_times = [
        OpeningTime(weekday=5, opens=time(10), closes=time(12), note="koffie"),
        OpeningTime(weekday=5, opens=time(20), closes=time(0)),
    ]
    page.opening_exceptions = [
        OpeningException(first_date=date(2026, 12, 19), note="verbouwing"),
        OpeningException(first_date=date(2026, 12, 27), last_date=date(2027, 1, 3), note="vakantie"),
    ]
    page.facilities = Facility.objects.filter(slug__in=["lift", "aangepast-toilet"])
    page.target_groups = TargetGroup.objects.filter(slug="ouderen")
    page.languages = Language.objects.filter(slug__in=["drents", "turks"])
    image = SiteImage.objects.filter(file__endswith=".svg")[0]
    page.photos = [InitiativePhoto(image=image, description="Een huis", caption="De voorkant")]
    page.save()
    return page


# Hours


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 11, 21, 11, 0), "Nu open, tot 12.00 uur"),
        ((2026, 11, 21, 13, 0), "Nu dicht Vandaag om 20.00 uur weer open"),
        ((2026, 11, 21, 23, 0), "Nu open, tot middernacht"),
        ((2026, 12, 19, 11, 0), "Nu dicht (verbouwing) Zaterdag 2 januari"),
    ],
)
def test_it_says_whether_it_is_open_now(client, full, at, moment, words):
    at(*moment)
    if moment[1] == 12:
        full.opening_exceptions = full.opening_exceptions.all()[:1]
        full.save()
    assert words in text_of(client, full)


def test_the_week_and_the_days_that_differ_are_told(client, full, at):
    at(2026, 12, 1, 11)
    text = text_of(client, full)
    assert "Zaterdag 10.00 tot 12.00 uur koffie 20.00 uur tot middernacht" in text.replace(
        "20.00 tot", "20.00 uur tot"
    )
    assert "Zondag Dicht" in text
    assert "Zaterdag 19 december gesloten verbouwing" in text
    assert "Zaterdag 26 december gesloten Tweede kerstdag" in text
    assert "Zondag 27 december tot en met zondag 3 januari 2027 gesloten vakantie" in text


def test_unknown_is_said_and_not_guessed(client, add):
    text = text_of(client, add("Koor", scope="municipality"))
    # When, for whom, what it costs, contact.
    assert text.count("Dat weten wij nog niet") == 4
    assert "Nog niet gecontroleerd" in text
    for guess in ("Nu dicht", "Nu open", "Dit vindt u er", "Talen", "Bekijk alle tijden"):
        assert guess not in text


def test_times_in_words_alone_stand_where_one_looks_for_them(client, add):
    text = text_of(client, add("Koor", opening_hours="Elke eerste dinsdag."))
    assert "Wanneer open Elke eerste dinsdag." in text
    assert text.count("Elke eerste dinsdag.") == 1


# Place


def test_a_route_starts_only_from_an_exact_place(client, add, village):
    exact = add("Dorpshuis", address="Brink 1")
    html = html_of(client, exact)
    assert "https://www.openstreetmap.org/directions?to=52.996700,6.562500" in html
    assert "https://9292.nl/" in html
    pesse = village("Pesse")
    vague = add("Koor", scope="place", place=pesse, municipality=pesse.municipality)
    html = html_of(client, vague)
    assert "openstreetmap.org" not in html
    assert "9292" not in html
    assert 'href="/initiatieven/?plek=Pesse"' in html


# Contact


def test_the_address_is_nowhere_but_behind_the_button(client, full):
    for url in (
        f"/initiatieven/{full.slug}/",
        "/initiatieven/",
        "/zoeken/?q=geheim-adres",
        "/initiatieven/?q=geheim",
    ):
        assert SECRET not in client.get(url).content.decode(), url
    assert "@" not in json.dumps(json_ld(client, full), ensure_ascii=False).replace('"@', '"')
    assert f'action="/e-mailadres/{full.slug}/"' in html_of(client, full)
    assert not any(getattr(field, "field_name", "") == "email" for field in InitiativePage.search_fields)
    assert client.get("/initiatieven/?q=geheim-adres").context["count"] == 0


def test_the_button_shows_the_address_on_a_page_that_nobody_keeps(client, full):
    response = client.post(f"/e-mailadres/{full.slug}/")
    assert response.status_code == 200
    assert f'href="mailto:{SECRET}"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert b'name="robots" content="noindex' in response.content
    assert not response.cookies


def test_a_link_to_the_address_shows_only_the_button(client, full):
    response = client.get(f"/e-mailadres/{full.slug}/")
    assert response.status_code == 302
    assert response["Location"] == f"/initiatieven/{full.slug}/#contact"


def test_the_button_works_without_a_cookie(full):
    assert Client(enforce_csrf_checks=True).post(f"/e-mailadres/{full.slug}/").status_code == 200


def test_there_is_no_address_of_what_is_not_public(client, full, add):
    assert client.post(f"/e-mailadres/{add('Zonder').slug}/").status_code == 404
    assert client.post("/e-mailadres/bestaat-niet/").status_code == 404
    full.unpublish()
    response = client.post(f"/e-mailadres/{full.slug}/")
    assert response.status_code == 404
    assert SECRET not in response.content.decode()


def test_who_asks_too_often_waits_and_others_do_not(client, full, monkeypatch):
    monkeypatch.setattr(contact, "MOST_PER_VISITOR", 2)
    url = f"/e-mailadres/{full.slug}/"
    assert [client.post(url, REMOTE_ADDR="10.0.0.1").status_code for _time in range(3)] == [200, 200, 429]
    refused = client.post(url, REMOTE_ADDR="10.0.0.1")
    assert SECRET not in refused.content.decode()
    assert refused["Retry-After"] == "3600"
    assert "tel:0123456789" in refused.content.decode()
    assert client.post(url, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_all_visitors_together_have_a_limit(client, full, monkeypatch):
    monkeypatch.setattr(contact, "MOST_IN_ALL", 3)
    url = f"/e-mailadres/{full.slug}/"
    codes = [client.post(url, REMOTE_ADDR=f"10.0.0.{number}").status_code for number in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_behind_a_proxy_the_last_address_it_noted_counts(client, full, monkeypatch):
    monkeypatch.setattr(contact, "MOST_PER_VISITOR", 1)
    url = f"/e-mailadres/{full.slug}/"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert client.post(url, HTTP_X_FORWARDED_FOR="1.1.1.1, 8.8.8.8").status_code == 200
        # What a visitor writes in front of it helps nothing.
        assert client.post(url, HTTP_X_FORWARDED_FOR="2.2.2.2, 8.8.8.8").status_code == 429
        assert client.post(url, HTTP_X_FORWARDED_FOR="1.1.1.1, 9.9.9.9").status_code == 200


# For search engines


def test_a_place_is_described_with_all_that_is_known(client, full, at):
    at(2026, 12, 1, 11)
    data = json_ld(client, full)
    assert data["@type"] == ["Place", "Organization"]
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 52.9967, "longitude": 6.5625}
    assert data["telephone"] == "0123 45 67 89"
    assert data["isAccessibleForFree"] is True
    assert data["knowsLanguage"] == ["Nederlands", "Drents", "Turks"]
    assert [(f["name"], f["value"]) for f in data["amenityFeature"]] == [
        ("Aangepast toilet", True),
        ("Lift", True),
    ]
    assert datetime.fromisoformat(data["mainEntityOfPage"]["dateModified"])
    assert data["image"][0].startswith("http")
    week = [(o["dayOfWeek"], o["opens"], o["closes"]) for o in data["openingHoursSpecification"]]
    saturday = "https://schema.org/Saturday"
    assert week == [(saturday, "10:00", "12:00"), (saturday, "20:00", "00:00")]
    special = data["specialOpeningHoursSpecification"]
    assert {o["@type"] for o in special} == {"OpeningHoursSpecification"}
    spans = [(o["validFrom"], o["validThrough"], o["opens"], o["closes"]) for o in special]
    assert spans[:3] == [
        ("2026-12-19", "2026-12-19", "00:00", "00:00"),
        ("2026-12-26", "2026-12-26", "00:00", "00:00"),
        ("2026-12-27", "2027-01-03", "00:00", "00:00"),
    ]
    assert set(data) <= {
        "@context", "@type", "@id", "name", "description", "url", "mainEntityOfPage", "telephone", "sameAs",
        "image", "knowsLanguage", "geo", "address", "openingHoursSpecification",
        "specialOpeningHoursSpecification", "amenityFeature", "isAccessibleForFree",
    }  # fmt: skip


def test_what_has_no_exact_place_is_an_organisation(client, add, village):
    pesse = village("Pesse")
    data = json_ld(
        client, add("Koor", scope="place", place=pesse, municipality=pesse.municipality, costs="paid")
    )
    assert data["@type"] == "Organization"
    assert data["location"]["address"]["addressLocality"] == "Pesse"
    assert data["location"]["isAccessibleForFree"] is False
    assert "geo" not in json.dumps(data)
    assert "location" not in json_ld(client, add("Iedereen", scope="province", municipality=None))


def test_always_open_is_every_day(client, add):
    data = json_ld(client, add("Tuin", hours="always"))
    [always] = data["openingHoursSpecification"]
    assert len(always["dayOfWeek"]) == 7
    assert (always["opens"], always["closes"]) == ("00:00", "23:59")


# Traits, photos, freshness


def test_facilities_have_a_drawing_and_words(client, full):
    html = html_of(client, full)
    facilities = re.search(r'<ul class="facilities">.*?</ul>', html, re.S)[0]
    assert facilities.count("<svg") == 2
    assert "Aangepast toilet" in facilities
    text = text_of(client, full)
    assert "Nederlands, Drents, Turks" in text
    assert "Gratis. Een gift mag." in text


def test_a_facility_without_a_drawing_gets_a_tick(client, full):
    Facility.objects.filter(slug="lift").update(slug="zwembad", name="Zwembad")
    assert "Zwembad" in text_of(client, full)


def test_every_facility_of_the_demo_has_its_drawing(db):
    for slug in Facility.objects.values_list("slug", flat=True):
        icon = Shown(0, "", slug).icon
        assert slug in icon
        get_template(icon)


def test_photos_have_a_description_and_wait_until_they_are_needed(client, full):
    gallery = re.search(r'<ul class="photos">.*?</ul>', html_of(client, full), re.S)[0]
    assert 'alt="Een huis"' in gallery
    assert 'loading="lazy"' in gallery
    assert re.search(r'width="[\d.]+"', gallery)
    assert re.search(r'height="[\d.]+"', gallery)
    assert "De voorkant" in gallery


def test_a_photograph_comes_in_the_kind_of_file_that_is_smallest(client, full):
    file = ImageFile(io.BytesIO(image_bytes("JPEG")), "zaal.jpg")
    image = SiteImage.objects.create(title="Zaal", file=file, width=8, height=8)
    full.photos = [InitiativePhoto(image=image, description="De zaal")]
    full.save()
    gallery = re.search(r'<ul class="photos">.*?</ul>', html_of(client, full), re.S)[0]
    assert re.findall(r'type="image/(\w+)"', gallery) == ["avif", "webp"]
    assert 'alt="De zaal"' in gallery
    assert 'loading="lazy"' in gallery


@pytest.mark.parametrize(
    ("days", "words", "warning"),
    [
        (10, "Gecontroleerd op", ""),
        (400, "Gecontroleerd op", ""),
        (430, "Gecontroleerd op", "Deze informatie is misschien verouderd"),
        (600, "Gecontroleerd op", "Dit initiatief staat niet meer op de kaart"),
    ],
)
def test_it_says_when_it_was_checked_and_warns_when_that_is_long_ago(client, add, days, words, warning):
    page = add("Dorpshuis")
    Freshness.objects.create(page=page, checked_on=timezone.localdate() - timedelta(days=days))
    text = text_of(client, page)
    assert words in text
    for sentence in ("misschien verouderd", "niet meer op de kaart"):
        assert (sentence in text) is (sentence in warning)


def test_a_draft_shows_what_was_typed_and_not_what_is_public(client, full, login):
    login("beheer")
    draft = full.get_latest_revision_as_object()
    draft.facilities = Facility.objects.filter(slug="wifi")
    draft.opening_times = [OpeningTime(weekday=0, opens=time(9), closes=time(9, 30))]
    draft.save_revision()
    html = client.get(f"/beheer/pages/{full.pk}/view_draft/").content.decode()
    assert "Wifi" in html
    assert "Aangepast toilet" not in html
    assert "9.00 tot 9.30 uur" in html
    assert "Wifi" not in html_of(client, full)


# What else there is


def titles(neighbours):
    return [(other.page.title, other.distance) for other in neighbours]


def at_metres(north, east=0):
    return {
        "latitude": Decimal(f"{52.9967 + north / 111_195:.6f}"),
        "longitude": Decimal(f"{6.5625 + east / 66_930:.6f}"),
    }


def test_the_nearest_come_first_with_the_distance_in_words(client, add):
    page = add("Hier")
    add("Vier kilometer", **at_metres(4000))
    add("Hetzelfde adres", **at_metres(0))
    add("Om de hoek", **at_metres(0, 300))
    add("Te ver", **at_metres(10_500))
    found = client.get(f"/initiatieven/{page.slug}/").context["nearby"]
    assert titles(found) == [
        ("Hetzelfde adres", "op dezelfde plek"),
        ("Om de hoek", "300 meter"),
        ("Vier kilometer", "4,0 km"),
    ]


def test_there_are_at_most_six_neighbours(client, add):
    page = add("Hier")
    for number in range(9):
        add(f"Buur {number}", **at_metres(100 * number + 100))
    found = client.get(f"/initiatieven/{page.slug}/").context["nearby"]
    assert [other.page.title for other in found] == [f"Buur {number}" for number in range(6)]


def test_what_is_for_the_whole_area_stands_apart(client, add, village):
    pesse, ruinen = village("Pesse"), village("Ruinen")
    hoogeveen = Municipality.objects.get(slug="hoogeveen")
    where = {"latitude": pesse.latitude, "longitude": pesse.longitude}
    page = add("Dorpshuis", place=pesse, municipality=hoogeveen, **where)
    add("Provincie", scope="province", municipality=None)
    add("Gemeente", scope="municipality", municipality=hoogeveen)
    add("Dorp", scope="place", place=pesse, municipality=hoogeveen)
    add("Andere gemeente", scope="municipality")
    add("Ander dorp", scope="place", place=ruinen, municipality=ruinen.municipality)
    context = client.get(f"/initiatieven/{page.slug}/").context
    assert [other.title for other in context["in_area"]] == ["Dorp", "Gemeente", "Provincie"]
    assert titles(context["nearby"]) == [("Ander dorp", "ongeveer 7 km")]


def test_what_is_nowhere_in_particular_has_neighbours_in_its_municipality(client, add, village):
    page = add("Gemeente", scope="municipality")
    add("Pin")
    peelo = village("Peelo")
    add("Wijk", scope="place", place=peelo, municipality=peelo.municipality)
    add("Elders", municipality=Municipality.objects.get(slug="emmen"))
    context = client.get(f"/initiatieven/{page.slug}/").context
    assert titles(context["nearby"]) == [("Pin", ""), ("Wijk", "")]
    province = add("Provincie", scope="province", municipality=None)
    assert client.get(f"/initiatieven/{province.slug}/").context["nearby"] == []


def test_what_is_off_the_map_or_not_public_is_no_neighbour(client, add):
    page = add("Hier")
    old = add("Oud", **at_metres(200))
    Freshness.objects.create(page=old, checked_on=timezone.localdate() - timedelta(days=600))
    add("Weg", **at_metres(300)).unpublish()
    closed = add("Alleen voor leden", **at_metres(350))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    fresh = add("Vers", **at_metres(400))
    Freshness.objects.create(page=fresh, checked_on=timezone.localdate())
    found = client.get(f"/initiatieven/{page.slug}/").context["nearby"]
    assert [other.page.title for other in found] == ["Vers"]


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (0, "op dezelfde plek"),
        (0.03, "50 meter"),
        (0.31, "300 meter"),
        (0.94, "950 meter"),
        (0.96, "1,0 km"),
        (2.44, "2,4 km"),
    ],
)  # fmt: skip
def test_distances_in_words(km, words):
    assert nearby.distance_words(km) == words


# Speed


@pytest.mark.parametrize("metres", [100, 800])
def test_the_fullest_page_stays_within_the_budget(client, full, add, metres):
    from stories.models import StoryInitiative, StoryPage

    for story in StoryPage.objects.live()[:2]:
        StoryInitiative.objects.create(story=story, initiative=full)
    for number in range(10):
        add(f"Buur {number}", **at_metres(metres * number))
        add(f"Koor {number}", scope="municipality")
    Freshness.objects.create(page=full, checked_on=timezone.localdate())
    url = f"/initiatieven/{full.slug}/"
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    assert len(captured) <= MOST_QUERIES, "\n".join(q["sql"][:150] for q in captured)
