"""The editors' screens: the way through an import, who may enter, and how many queries they take."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.models import Municipality, Place
from initiatives.contributions.freshness import Limits, terms_for
from initiatives.editing.coverage import coverage, probable_pairs
from initiatives.models import Facility, Freshness, ImportBatch, InitiativeKind, InitiativePage
from tests.core.sheets.files import csv_bytes
from tests.initiatives.editing.conftest import HEADER

LIST = "/beheer/initiatieven/lijst/"
START = "/beheer/initiatieven/inlezen/"


def send(client, content, name="lijst.csv"):
    return client.post(START, {"file": SimpleUploadedFile(name, content)})


def choose_columns(client, batch):
    names = ["slug", "title", "kind", "introduction", "place", "municipality"]
    data = {f"column_{place}": name for place, name in enumerate(names)}
    return client.post(f"{START}{batch.pk}/kolommen/", data)


def test_the_way_through_an_import(client, login, index, row):
    login("eindredactie")
    response = send(client, csv_bytes([HEADER, row("lamp"), row("fout", soort="Onzin")]))
    batch = ImportBatch.objects.get()
    assert response.url == f"{START}{batch.pk}/kolommen/"
    page = client.get(response.url).content.decode()
    assert "Buurtkamer De Lamp" in page
    assert '<option value="title" selected>' in page

    response = choose_columns(client, batch)
    assert response.url == f"{START}{batch.pk}/"
    page = client.get(response.url).content.decode()
    assert "Kies bijvoorbeeld uit" in page
    assert not InitiativePage.objects.filter(slug="lamp").exists()
    only_errors = client.get(f"{response.url}?toon=error").content.decode()
    assert "Buurtkamer De Lamp</a>" not in only_errors

    client.post(response.url, {"inlezen": "1", "publish": "on"})
    made = InitiativePage.objects.get(slug="lamp")
    assert made.live
    assert "Deze lijst is ingelezen" in client.get(response.url).content.decode()
    # Sending it again, or going back to the columns, does nothing.
    client.post(response.url, {"inlezen": "1", "publish": "on"})
    assert client.get(f"{response.url}kolommen/").status_code == 302
    assert InitiativePage.objects.filter(title=made.title).count() == 1

    undo = f"{response.url}terugdraaien/"
    asked = client.get(undo).content.decode()
    assert "Eén nieuwe pagina verdwijnt" in asked
    assert "0 pagina's" not in asked
    assert InitiativePage.objects.filter(slug="lamp").exists()
    client.post(undo)
    assert not InitiativePage.objects.filter(slug="lamp").exists()
    assert "teruggedraaid" in client.get(response.url).content.decode()


def test_answers_for_doubtful_rows_are_kept_and_only_what_was_offered(client, login, index, row, add, place):
    login("eindredactie")
    page = add("Buurtkamer De Lamp", scope="place", place=place, municipality=place.municipality)
    send(client, csv_bytes([HEADER, row()]))
    batch = ImportBatch.objects.get()
    choose_columns(client, batch)
    url = f"{START}{batch.pk}/"
    assert f'<option value="{page.pk}"' in client.get(url).content.decode()
    client.post(url, {"row_2": "999999"})
    batch.refresh_from_db()
    assert batch.report[0]["outcome"] == "doubtful"
    # An answer that was not checked yet is looked at first, whatever button was used.
    client.post(url, {"row_2": "new", "inlezen": "1"})
    batch.refresh_from_db()
    assert (batch.status, batch.report[0]["outcome"]) == ("checked", "new")
    client.post(url, {"row_2": "new", "inlezen": "1"})
    assert InitiativePage.objects.filter(title="Buurtkamer De Lamp").count() == 2
    assert not InitiativePage.objects.get(slug="buurtkamer-de-lamp").live


def test_a_bad_file_gets_a_message_and_leaves_nothing(client, login, index):
    login("eindredactie")
    for content in (b"", b"\x00" * 50, b"naam\n"):
        page = send(client, content).content.decode()
        assert "editing-form" in page
        assert 'aria-invalid="true"' in page
    assert not ImportBatch.objects.exists()


def test_a_column_twice_and_no_name_are_told(client, login, index, row):
    login("eindredactie")
    send(client, csv_bytes([HEADER, row()]))
    url = f"{START}{ImportBatch.objects.get().pk}/kolommen/"
    page = client.post(url, {"column_0": "kind", "column_1": "kind"}).content.decode()
    assert "koos u al bij" in page
    assert "Kies in elk geval een kolom voor de naam" in page


def test_script_in_a_list_stays_text(client, login, index, row):
    login("eindredactie")
    script = "<script>alert(1)</script>"
    send(client, csv_bytes([[script, *HEADER], [script, *row("lamp", f"Lamp {script}")]]), f"{script}.csv")
    batch = ImportBatch.objects.get()
    url = f"{START}{batch.pk}/"
    assert script not in client.get(f"{url}kolommen/").content.decode()
    names = ["", "slug", "title", "kind", "introduction", "place", "municipality"]
    client.post(f"{url}kolommen/", {f"column_{place}": name for place, name in enumerate(names)})
    assert script not in client.get(url).content.decode()
    assert script not in client.get(START).content.decode()


def test_a_list_can_be_thrown_away_until_it_is_brought_in(client, login, run, row):
    login("eindredactie")
    send(client, csv_bytes([HEADER, row()]))
    batch = ImportBatch.objects.get()
    client.post(f"{START}{batch.pk}/weggooien/")
    assert not ImportBatch.objects.exists()
    done = run([row("lamp")])
    client.post(f"{START}{done.pk}/weggooien/")
    assert ImportBatch.objects.exists()


def test_unfinished_lists_are_forgotten(client, login, make_batch, row):
    login("eindredactie")
    old = make_batch([row()])
    ImportBatch.objects.filter(pk=old.pk).update(created_at="2026-01-01T00:00Z")
    send(client, csv_bytes([HEADER, row()]))
    assert old.pk not in ImportBatch.objects.values_list("pk", flat=True)


@pytest.mark.parametrize(
    ("username", "importing", "reports"),
    [
        ("eindredactie", True, True),
        ("beheer", True, True),
        ("redactie", False, True),
        ("subsidie", False, False),
        ("budget", False, False),
        (None, False, False),
    ],
)
def test_who_may_enter(client, login, make_batch, row, add, username, importing, reports):
    batch = make_batch([row("lamp")])
    left, right = add("De Es"), add("De Brink")
    if username:
        login(username)
    own = f"{START}{batch.pk}/"
    for url in (START, own, f"{own}kolommen/", f"{own}terugdraaien/"):
        assert client.get(url).headers.get("location", "") in (("", own) if importing else ("/beheer/",) if
            username else (f"/beheer/login/?next={url}",)), url  # fmt: skip
    if not importing:
        client.post(own, {"inlezen": "1", "publish": "on"})
        client.post(f"{own}weggooien/")
        assert ImportBatch.objects.get().status == "checked"
    merge = f"/beheer/initiatieven/samenvoegen/{left.pk}/{right.pk}/"
    for url in ("/beheer/initiatieven/dekking/", "/beheer/initiatieven/dubbel/"):
        assert (client.get(url).status_code == 200) is reports, url
    may_publish = username in ("eindredactie", "beheer")
    assert (client.get(merge).status_code == 200) is may_publish
    client.post(merge, {"keep": "left"})
    assert InitiativePage.objects.get(pk=right.pk).live is not may_publish


def fill(add, number):
    kinds = list(InitiativeKind.objects.all()[:2])
    place = Place.objects.select_related("municipality").first()
    for _step in range(number):
        page = add("Proef", kind=kinds[0], scope="place", place=place, municipality=place.municipality)
        Freshness.objects.create(page=page, checked_on="2026-01-02", checked_by="editor")


def test_the_list_takes_the_same_queries_for_few_and_for_many(
    client, login, add, django_assert_max_num_queries
):
    login("eindredactie")
    fill(add, 3)
    client.get(LIST)  # what is kept in the session and in caches is there now
    counts = []
    for _step in range(2):
        with django_assert_max_num_queries(60) as asked:
            assert client.get(LIST).status_code == 200
        counts.append(len(asked))
        fill(add, 30)
    assert counts[0] == counts[1], counts


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind={kind}", {"Anders"}),
        ("municipality={municipality}", {"Ver weg"}),
        ("scope=province", {"Overal"}),
        ("facilities={facility}", {"Keuken"}),
        ("freshness=off", {"Oud"}),
        ("freshness=off&freshness=pale", {"Oud", "Vaal"}),
        ("draft=draft", {"Concept"}),
        ("draft=changed", {"Keuken"}),
        ("pin=no", {"Overal", "Ver weg"}),
        ("q=Overal", {"Overal"}),
        ("freshness=rommel", None),
        ("kind=abc&ordering=rommel&p=999", None),
    ],
)
def test_filters_of_the_list(client, login, add, traits, query, found):
    chief = login("eindredactie")
    InitiativePage.objects.all().delete()
    other = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    facility = Facility.objects.get(name="Proefkeuken")
    far = Municipality.objects.get(slug="emmen")
    pages = {name: add(name) for name in ("Keuken", "Oud", "Vaal", "Concept")}
    pages["Anders"] = add("Anders", kind=other)
    pages["Overal"] = add("Overal", scope="province", municipality=None)
    pages["Ver weg"] = add("Ver weg", scope="municipality", municipality=far)
    pages["Keuken"].facilities.add(facility)
    pages["Keuken"].save()
    pages["Keuken"].save_revision(user=chief)
    pages["Concept"].unpublish()
    Freshness.objects.create(page=pages["Oud"], checked_on="2020-01-01")
    terms = terms_for()
    pale = Limits.on(timezone.localdate(), terms).pale
    Freshness.objects.create(page=pages["Vaal"], checked_on=pale)
    url = LIST + "?" + query.format(kind=other.pk, municipality=far.pk, facility=facility.pk)
    shown = {page.title for page in client.get(url).context["object_list"]}
    assert shown == (set(pages) if found is None else found)


def test_the_list_never_says_checked_of_what_nobody_checked(client, login, add):
    InitiativePage.objects.all().delete()
    checked, unchecked = add("Nagekeken"), add("Niet nagekeken")
    for page in (checked, unchecked):
        page.save_revision().publish()
    Freshness.objects.update_or_create(page=checked, defaults={"checked_on": timezone.localdate()})
    login("eindredactie")
    context = client.get(LIST).context
    state = context["table"].columns["state"]
    said = {page.title: str(state.get_value(page)) for page in context["object_list"]}
    assert (said["Nagekeken"], said["Niet nagekeken"]) == ("gecontroleerd", "nog niet gecontroleerd")


def test_the_list_can_be_sorted_and_exported_safely(client, login, add):
    login("eindredactie")
    InitiativePage.objects.all().delete()
    for title in ("=2+3", "B", "A"):
        add(title, municipality=Municipality.objects.get(slug="emmen") if title == "B" else None)
    titles = [page.title for page in client.get(f"{LIST}?ordering=-title").context["object_list"]]
    assert titles == ["B", "A", "=2+3"]
    response = client.get(f"{LIST}?export=csv&ordering=title")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [line["naam"] for line in rows] == ["'=2+3", "A", "B"]
    assert rows[0]["status"] == "gepubliceerd"
    sheet = load_workbook(io.BytesIO(b"".join(client.get(f"{LIST}?export=xlsx").streaming_content))).active
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
    assert "keeper" not in text
    login("budget")
    assert client.get(f"{LIST}?export=csv").status_code == 302


def test_export_takes_the_same_queries_for_few_and_for_many(
    client, login, add, django_assert_max_num_queries
):
    login("eindredactie")
    fill(add, 3)
    b"".join(client.get(f"{LIST}?export=csv").streaming_content)
    counts = []
    for _step in range(2):
        with django_assert_max_num_queries(40) as asked:
            b"".join(client.get(f"{LIST}?export=csv").streaming_content)
        counts.append(len(asked))
        fill(add, 30)
    assert counts[0] == counts[1], counts


def test_coverage_counts_what_is_public(index, add, django_assert_num_queries):
    other = InitiativeKind.objects.exclude(slug="dorpshuis").first()
    assen, emmen = (Municipality.objects.get(slug=slug) for slug in ("assen", "emmen"))
    Place.objects.filter(municipality__in=[assen, emmen]).update(population=None)
    Place.objects.filter(pk=assen.places.first().pk).update(population=20_000)
    for _number in range(3):
        add("A", municipality=assen)
    add("B", municipality=emmen, kind=other)
    add("C", scope="province", municipality=None)
    add("Weg", municipality=emmen).unpublish()
    Freshness.objects.create(page=add("Oud", municipality=emmen), checked_on="2020-01-01")
    limits = Limits.on(timezone.localdate(), terms_for())
    with django_assert_num_queries(5):
        found = coverage(limits)
    rows = {row.name: row for row in found.everything}
    hall = found.kinds.index("Dorpshuis")
    assert rows["Assen"].counts[hall] == rows["Assen"].total == 3
    assert rows["Assen"].per_inhabitants == 1.5
    assert rows["Emmen"].per_inhabitants is None
    assert rows["Emmen"].states == {"due": 1, "off": 1}
    assert rows["heel de provincie"].total == 1
    assert found.total == sum(found.kind_totals) == sum(row.total for row in found.everything) == 6
    assert "Assen" not in dict(found.white_spots)["Dorpshuis"]
    assert "Assen" in dict(found.white_spots)[other.name]
    lines = list(found.lines())
    assert {len(line) for line in lines} == {len(lines[0])}


def test_the_coverage_screen_says_white_spots_in_words(client, login, index, add):
    login("redactie")
    add("A")
    page = client.get("/beheer/initiatieven/dekking/").content.decode()
    assert "editing-white" in page
    assert ">geen<" in page
    text = b"".join(client.get("/beheer/initiatieven/dekking/?export=csv").streaming_content).decode()
    assert "Assen" in text


def test_probable_pairs_are_found_once_and_merged_ones_no_more(index, add, client, login):
    InitiativePage.objects.all().delete()
    one, other = add("Dorpshuis De Lamp"), add("De Lamp")
    add("Repair Café")
    (pair,) = probable_pairs()
    assert (pair.one.pk, pair.other.pk) == (one.pk, other.pk)
    login("eindredactie")
    assert "De Lamp" in client.get("/beheer/initiatieven/dubbel/").content.decode()
    client.post(reverse("initiatives_merge", args=[one.pk, other.pk]), {"keep": "left"})
    assert probable_pairs() == []


def test_the_menu_shows_what_somebody_may_do(client, login):
    seen = {}
    for username in ("eindredactie", "redactie", "budget"):
        login(username)
        page = client.get("/beheer/").content.decode()
        seen[username] = [word for word in ("Lijst inlezen", "Dekking", "Alle initiatieven") if word in page]
    assert seen == {
        "eindredactie": ["Lijst inlezen", "Dekking", "Alle initiatieven"],
        "redactie": ["Dekking", "Alle initiatieven"],
        "budget": [],
    }
