"""The list as JSON, GeoJSON and CSV: the same initiatives as the finder shows, and nothing private."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, time

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from core.api.asking import MOST_AT_ONCE
from initiatives.api import questions
from initiatives.api.fields import FIELDS
from initiatives.finder.changes import last_number
from initiatives.models import (
    Change,
    Facility,
    Freshness,
    FreshnessSettings,
    InitiativePage,
    OpeningException,
    OpeningTime,
    Proposal,
)
from initiatives.selection import SelectionForm

LISTS = ["/api/initiatieven.json", "/api/initiatieven.geojson", "/api/initiatieven.csv"]
SELECTIONS = [
    "",
    "q=dorpshuis",
    "soort=dorpshuis&soort=odensehuis",
    "gemeente=emmen&thema=naoberschap",
    "gemeente=heel-de-provincie",
    "plek=Dwingeloo&afstand=20",
    "nabij=52.99,6.56",
    "open=di&dagdeel=middag",
    "open=nu",
    "vak=6.4,52.9,6.7,53.1",
    "volgorde=naam",
    "kaart=11/52.99/6.56",
    "q=bestaatniet",
]


def ids(rows):
    at = rows[0].index("id")
    return [int(row[at]) for row in rows[1:]]


def whole_list(ask, query=""):
    """Read the JSON list to its end, as a program does."""
    address, found = f"/api/initiatieven.json?limit=7&{query}", []
    while address:
        part = ask(address)
        assert len(part["initiatieven"]) <= 7
        found += part["initiatieven"]
        address = part["volgende"]
    assert len(found) == part["aantal"]
    return found


@pytest.mark.parametrize("query", SELECTIONS)
def test_three_forms_say_the_same_as_the_finder(ask, client, query):
    html = client.get(f"/initiatieven/?{query}")
    listed = whole_list(ask, query)
    order = [item["id"] for item in listed]
    assert html.context["count"] == len(order)
    assert [page.pk for page in html.context["results"]] == order[:20]
    assert ids(ask(f"/api/initiatieven.csv?{query}")) == order
    features = ask(f"/api/initiatieven.geojson?{query}")["features"]
    assert [feature["id"] for feature in features] == order
    for item, feature in zip(listed, features, strict=True):
        coordinates = (feature["geometry"] or {"coordinates": [None, None]})["coordinates"]
        assert coordinates == [item["lengtegraad"], item["breedtegraad"]]
        assert feature["properties"].items() <= item.items()


def test_the_demo_has_something_in_every_field(ask):
    seen = {name for item in whole_list(ask) for name, value in item.items() if value not in (None, "", [])}
    never = {field.name for field in FIELDS} - seen
    # These say something about a question, or about days that a demo need not have.
    assert never <= {"afstand_km", "open", "openingstijden_afwijkend", "voor_wie", "kosten_toelichting"}


def test_a_place_gives_distances_and_an_hour_gives_states(ask):
    found = ask("/api/initiatieven.json?plek=Dwingeloo&open=di")
    near = [item for item in found["initiatieven"] if item["afstand_km"] is not None]
    assert near
    assert all(item["afstand_km"] <= 10 for item in near)
    assert {item["open"] for item in found["initiatieven"]} <= {"open", "op_afspraak", "onbekend"}


def test_a_place_that_is_not_found_says_so(ask):
    assert "lukt nu niet" in ask("/api/initiatieven.json?plek=Nergenshuizen")["melding"]


def test_parts_have_addresses_both_ways(ask):
    part = ask("/api/initiatieven.json?limit=2&offset=3&volgorde=naam")
    assert (part["limit"], part["offset"]) == (2, 3)
    assert part["vorige"].endswith("?volgorde=naam&limit=2&offset=1")
    assert part["volgende"].endswith("?volgorde=naam&limit=2&offset=5")
    assert ask(part["vorige"])["vorige"].endswith("offset=0")
    beyond = ask("/api/initiatieven.json?offset=9223372036854775807")
    assert (beyond["initiatieven"], beyond["volgende"]) == ([], None)


# What is told


def test_everything_of_an_initiative_is_told(add, ask):
    page = add("Dorpshuis", introduction="Kom langs.", hours="weekly", holidays="closed", costs="small")
    page.facilities = [Facility.objects.create(name="Ringleiding 2", slug="ringleiding-2")]
    page.opening_times = [
        OpeningTime(weekday=3, opens=time(19, 30), closes=time(0, 0)),
        OpeningTime(weekday=1, opens=time(10), closes=time(12), note="koffie"),
    ]
    page.opening_exceptions = [
        OpeningException(first_date=date(2027, 7, 1), last_date=date(2027, 7, 31), note="vakantie"),
        OpeningException(first_date=date(2027, 9, 1), opens=time(9), closes=time(11)),
    ]
    page.save_revision().publish()
    [item] = whole_list(ask)
    assert item["id"] == page.pk
    assert item["url"] == f"http://testserver/initiatieven/{page.slug}/"
    assert item["soort"] == {"code": "dorpshuis", "naam": "Dorpshuis"}
    assert item["voorzieningen"] == [{"code": "ringleiding-2", "naam": "Ringleiding 2"}]
    assert (item["kosten"], item["openingstijden"], item["openingstijden_feestdagen"]) == (
        "klein", "vaste_tijden", "gesloten",
    )  # fmt: skip
    assert item["openingstijden_week"] == [
        {"dag": "di", "van": "10:00", "tot": "12:00", "toelichting": "koffie"},
        {"dag": "do", "van": "19:30", "tot": "00:00", "toelichting": ""},
    ]
    assert [day["gesloten"] for day in item["openingstijden_afwijkend"]] == [True, False]
    assert item["openingstijden_afwijkend"][1]["laatste_dag"] == "2027-09-01"
    assert (item["breedtegraad"], item["lengtegraad"]) == (52.9967, 6.5625)
    assert item["gemeente"] == {"code": "assen", "naam": "Assen"}
    assert item["gemeentecode"] == "GM0106"

    header, row = ask("/api/initiatieven.csv")
    cells = dict(zip(header, row, strict=True))
    assert cells["openingstijden_week"] == "di 10:00-12:00 (koffie); do 19:30-00:00"
    assert cells["openingstijden_afwijkend"] == (
        "2027-07-01 t/m 2027-07-31 gesloten (vakantie); 2027-09-01 09:00-11:00"
    )
    assert cells["voorzieningen"] == "Ringleiding 2"


def test_a_check_says_how_long_an_initiative_is_shown(add, ask):
    page = add("Dorpshuis")
    terms = FreshnessSettings.objects.first() or FreshnessSettings()
    day = timezone.localdate()
    Freshness.objects.update_or_create(page=page, defaults={"checked_on": day})
    [item] = whole_list(ask)
    assert item["gecontroleerd_op"] == day.isoformat()
    gone = day + timezone.timedelta(days=terms.off_map_after)
    assert date.fromisoformat(item["tonen_tot_en_met"]) == gone - timezone.timedelta(days=1)
    pale = day + timezone.timedelta(days=terms.pale_after)
    assert date.fromisoformat(item["misschien_verouderd_vanaf"]) == pale
    # The last day still counts; the day after it is gone, from the list and on its own.
    last = day - timezone.timedelta(days=terms.off_map_after - 1)
    Freshness.objects.get(page=page).delete()
    Freshness.objects.create(page=page, checked_on=last)
    [item] = whole_list(ask)
    assert item["tonen_tot_en_met"] == day.isoformat()
    Freshness.objects.get(page=page).delete()
    Freshness.objects.create(page=page, checked_on=last - timezone.timedelta(days=1))
    assert whole_list(ask) == []
    ask(f"/api/initiatieven/{page.pk}.json", 404)


PRIVATE = ["geheim@dorp.example", "hoeder@dorp.example", "0592 99 88 77", "voorstel@dorp.example"]


@pytest.mark.parametrize(
    "address", [*LISTS, "/api/wijzigingen.json?sinds={before}", "/api/initiatieven/{pk}.json"]
)
def test_private_things_are_never_told(add, client, address):
    before = last_number()
    page = add("Dorpshuis", email=PRIVATE[0], phone=PRIVATE[2])
    Freshness.objects.update_or_create(
        page=page, defaults={"keeper_email": PRIVATE[1], "checked_on": timezone.localdate()}
    )
    Proposal.objects.create(
        page=page, kind="new", title="Voorstel", email=PRIVATE[3], answers={"email": PRIVATE[0]}
    )
    response = client.get(address.format(before=before, pk=page.pk))
    body = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
    assert "Dorpshuis" in body
    assert not [secret for secret in PRIVATE if secret in body]
    assert not re.search(r"[\w.]+@[\w.]+", body)


@pytest.mark.parametrize("how", ["draft", "restricted", "restricted above"])
def test_what_is_not_public_is_not_in_it(add, ask, how):
    page = add("Dorpshuis", live=how != "draft")
    if how == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    if how == "restricted above":
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert whole_list(ask) == []
    assert ask("/api/initiatieven.geojson")["features"] == []
    assert len(ask("/api/initiatieven.csv")) == 1
    ask(f"/api/initiatieven/{page.pk}.json", 404)


def test_a_formula_is_harmless_in_a_spreadsheet(add, ask, client):
    add('=cmd|"/c calc"!A1', introduction='Regel één\n@SUM(1), met "aanhaling"', organisation="-2+3")
    header, row = ask("/api/initiatieven.csv")
    cells = dict(zip(header, row, strict=True))
    assert cells["titel"].startswith("'=")
    assert "\n'@SUM" in cells["inleiding"]
    assert not [cell for cell in row if re.match(r"\s*[=+\-@]", cell) and not re.fullmatch(r"-?[\d.]+", cell)]
    raw = b"".join(client.get("/api/initiatieven.csv").streaming_content)
    assert raw.startswith(b"\xef\xbb\xbfid,")
    assert raw.count(b"\r\n") == 2


# Quickly, and not again


def test_the_number_of_queries_does_not_grow(add, ask):
    add("Eén")
    counts = []
    for _round in range(2):
        for address in LISTS:
            ask(address)
            with CaptureQueriesContext(connection) as queries:
                ask(address)
            counts.append((address, len(queries)))
        for number in range(25):
            add(f"Meer {number}")
    assert counts[:3] == counts[3:]
    assert max(number for _address, number in counts) <= 8


def test_long_lists_come_in_pieces(add, client, monkeypatch):
    for number in range(7):
        add(f"Nummer {number}")
    monkeypatch.setattr(questions, "MOST_AT_ONCE", 3)
    asked = []
    real = questions.pages_with_all
    monkeypatch.setattr(questions, "pages_with_all", lambda keys: asked.append(len(keys)) or real(keys))
    response = client.get("/api/initiatieven.csv")
    assert response.streaming
    assert not asked  # nothing is read before somebody takes it
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(body)))) == 8
    assert asked == [3, 3, 1]


@pytest.mark.parametrize("address", [*LISTS, "/api/wijzigingen.json?sinds=0", "/api/openapi.json"])
def test_nothing_is_sent_twice(add, client, address):
    add("Dorpshuis")
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    add("Nog een")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_same_number_after_a_return_is_another_answer(add, client):
    add("Dorpshuis")
    first = client.get("/api/initiatieven.json")
    Change.objects.filter(number=last_number()).update(at=timezone.now() - timezone.timedelta(days=1))
    assert client.get("/api/initiatieven.json", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_other_choices_are_another_answer(add, client):
    tags = {client.get(f"/api/initiatieven.json?{query}")["ETag"] for query in SELECTIONS}
    assert len(tags) == len(SELECTIONS)
    # The same choices written differently are the same.
    one, other = (
        client.get(f"/api/initiatieven.json?{query}")["ETag"] for query in ("q=a&limit=5", "limit=5&q=%20a")
    )
    assert one == other


def test_one_initiative_has_a_tag_too(add, client):
    page = add("Dorpshuis")
    address = reverse("api_initiative", args=[page.pk])
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    page.introduction = "Anders."
    page.save_revision().publish()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.json()["initiatief"]["inleiding"] == "Anders."


@pytest.mark.parametrize("address", LISTS)
def test_any_site_may_read_and_nobody_may_write(client, db, address):
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"
    head = client.head(address)
    assert (head.status_code, head.content if not head.streaming else b"") == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        refused = method(address)
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD"
        assert "lezen" in refused.json()["fout"]
        assert not refused.cookies


def test_the_page_cache_keeps_answers_but_never_an_empty_one(add, client, settings):
    settings.WAGTAIL_CACHE = True
    add("Dorpshuis")
    tag = client.get("/api/initiatieven.json")["ETag"]
    caches["pages"].clear()
    # The first to ask after a change may be one who has it already: the next still gets everything.
    assert client.get("/api/initiatieven.json", headers={"If-None-Match": tag}).status_code == 304
    full = client.get("/api/initiatieven.json")
    assert (full.status_code, len(full.json()["initiatieven"])) == (200, 1)
    assert client.get("/api/initiatieven.json")["X-Cache"] == "hit"
    assert client.get("/api/initiatieven.json?foo=1")["X-Cache"] != "hit"


# Wrong questions


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("soort=bestaat-niet", "soort"),
        ("thema=x", "thema"),
        ("gemeente=x", "gemeente"),
        ("afstand=7", "afstand"),
        ("open=soms", "open"),
        ("dagdeel=nacht", "dagdeel"),
        ("kosten=duur", "kosten"),
        ("voorziening=x", "voorziening"),
        ("vak=1,2,3", "vak"),
        ("vak=7,53,6,52", "vak"),
        ("nabij=nan,nan", "nabij"),
        ("kaart=99/1/1", "kaart"),
        ("volgorde=x", "volgorde"),
        (f"q={'x' * 10_000}", "q"),
        ("q=%00", "q"),
        ("limit=0", "limit"),
        (f"limit={MOST_AT_ONCE + 1}", "limit"),
        ("limit=tien", "limit"),
        ("limit=٣", "limit"),
        ("offset=-1", "offset"),
        ("offset=99999999999999999999999", "offset"),
        ("sort=dorpshuis", "sort"),
        ("pagina=2", "pagina"),
        ("=x", "?"),
    ],
)
def test_a_wrong_question_gets_a_sentence_that_names_the_parameter(ask, client, query, name):
    answer = ask(f"/api/initiatieven.json?{query}", 400)
    assert answer["parameter"] == name
    assert f"Parameter {name}: " in answer["fout"]
    assert answer["fout"].endswith(".")
    response = client.get(f"/api/initiatieven.json?{query}")
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", LISTS[1:])
def test_whole_lists_have_no_parts(ask, address):
    assert ask(f"{address}?limit=5", 400)["parameter"] == "limit"


def test_an_initiative_that_is_not_there_is_told(ask):
    for number in ("0", "999999", "99999999999999999999999"):
        assert "niet (meer)" in ask(f"/api/initiatieven/{number}.json", 404)["fout"]


NAMES = st.one_of(
    st.sampled_from([*SelectionForm.base_fields, "limit", "offset", "weergave"]), st.text(max_size=8)
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "ma", "nu", "dorpshuis", "emmen", "10", "-1", "1e9", "nan,inf", "6,52,7,53", "9/9/9"]
    ),
    st.integers().map(str),
    st.floats().map(str),
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=st.sampled_from(LISTS), query=st.lists(st.tuples(NAMES, VALUES), max_size=4).map(tuple))
def test_any_question_gets_an_answer_in_words(db, client, address, query):
    names = {}
    for name, value in query:
        names.setdefault(name, []).append(value)
    response = client.get(address, names)
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        answer = response.json()
        assert answer["parameter"][:8] in {*(name[:8] for name in names), "?"}
        assert answer["parameter"] in answer["fout"]


def test_the_finder_sends_downloads_here(client, db):
    for view, address in zip(("json", "geojson", "csv"), LISTS, strict=True):
        response = client.get(f"/initiatieven/?gemeente=emmen&weergave={view}")
        assert response.status_code == 302
        assert response.url == f"{address}?gemeente=emmen"


def test_a_moved_overview_moves_the_addresses(add, ask):
    page = add("Dorpshuis")
    index = page.get_parent().specific
    index.slug = "op-de-kaart"
    index.save_revision().publish()
    assert whole_list(ask)[0]["url"] == f"http://testserver/op-de-kaart/{page.slug}/"
    assert InitiativePage.objects.get(pk=page.pk).url.endswith(f"/op-de-kaart/{page.slug}/")
