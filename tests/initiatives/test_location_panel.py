"""Setting a location in the editors' screens."""

from __future__ import annotations

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Municipality


@pytest.fixture
def editor(client, django_user_model):
    user = django_user_model.objects.create_superuser("plek", "plek@example.org", "geheim")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_the_address_search_is_for_staff_only(client, db):
    response = client.get(reverse("initiatives_geocode"), {"q": "Dwingeloo"})
    assert response.status_code == 302
    assert "login" in response.url


def test_the_address_search_always_answers(client, editor):
    # The tests' geocoder refuses every connection.
    response = client.get(reverse("initiatives_geocode"), {"q": "Brink 1 Dwingeloo"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    answer = response.json()
    assert answer["results"][0]["label"] == "Dwingeloo (Westerveld)"
    assert "lukt nu niet" in answer["message"]
    assert client.get(reverse("initiatives_geocode")).json()["message"].startswith("Typ eerst")
    assert client.post(reverse("initiatives_geocode"), {"q": "x"}).status_code == 405


def test_the_panel_knows_its_fields_and_needs_no_script(client, editor, add):
    page = add("Dorpshuis")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    config = json.loads(
        re.search(r'<script id="location-config" type="application/json">(.*?)</script>', html)[1]
    )
    for name in ("scope", "place", "municipality", "address", "latitude", "longitude"):
        assert f'id="{config["fields"][name]}"' in html
    assert config["search"] == "/beheer/plek-zoeken/"
    assert re.search(r"data-location-panel[^>]*hidden", html)
    assert "js/location-panel.js" in html
    assert "leaflet/leaflet.js" in html
    # The box to search in is never sent along.
    assert not re.search(r'<input[^>]*id="location-search"[^>]*\sname=', html)


def test_typed_coordinates_are_kept(client, editor, add):
    page = add("Dorpshuis")
    page.latitude, page.longitude = "52.833600", "6.370000"
    page.full_clean()
    page.save_revision().publish()
    page.refresh_from_db()
    assert float(page.latitude) == 52.8336


@pytest.mark.parametrize(
    ("latitude", "longitude", "message"),
    [("6.5", "52.9", "omgewisseld"), ("48.85", "2.35", "buiten ons gebied"), (None, "6.5", "Vul beide")],
)
def test_a_wrong_location_is_refused_next_to_the_field(add, latitude, longitude, message):
    page = add("Dorpshuis")
    page.latitude, page.longitude = latitude, longitude
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert message in caught.value.message_dict["latitude"][0]


def test_a_wider_scope_drops_what_is_more_precise(add, village):
    page = add("Dorpshuis", place=village("Pesse"))
    page.scope = "municipality"
    page.municipality = Municipality.objects.get(slug="hoogeveen")
    page.full_clean()
    assert (page.latitude, page.longitude, page.place) == (None, None, None)
