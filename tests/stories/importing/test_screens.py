"""The screens of the import: the way through, who may enter, and bad files."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from core.sheets.reading import read_table
from stories.importing.examples import EXAMPLES, rows_of
from stories.importing.importing import work_out
from stories.importing.known import Known
from stories.importing.layout import guess
from stories.models import Correction, FigureImport, Observation
from tests.core.sheets.files import csv_bytes, upload
from tests.stories.importing.conftest import HEADER

START = "/beheer/cijfers/inlezen/"


def send(client, content=None, name="lijst.csv", kind="observations", text=""):
    data = {"kind": kind, "text": text}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    return client.post(START, data)


def columns(batch, **more):
    """What the columns form sends when an editor changes nothing."""
    choice = guess(batch.kind, batch.header, batch.rows, Known())
    data = {f"column_{place}": name for place, name in choice.columns.items()}
    return {"across": choice.across, **data, **more}


def test_the_way_through_an_import(client, login, row):
    login("eindredactie")
    response = send(client, csv_bytes([HEADER, row(), row("Meppel", "9")]))
    batch = FigureImport.objects.get()
    assert response.url == f"{START}{batch.pk}/kolommen/"
    page = client.get(response.url).content.decode()
    assert '<option value="value" selected>' in page
    response = client.post(response.url, columns(batch))
    assert response.url == f"{START}{batch.pk}/"
    page = client.get(response.url).content.decode()
    assert "Dit gaat er gebeuren" in page
    assert "21,5%" in page  # the sum of both
    assert not Observation.objects.filter(indicator__slug="proefcijfer").exists()
    client.post(response.url, {"inlezen": "1"})
    assert Observation.objects.filter(indicator__slug="proefcijfer").count() == 2
    assert "Deze lijst is ingelezen" in client.get(response.url).content.decode()
    # Sending it again, or going back to the columns, does nothing.
    client.post(response.url, {"inlezen": "1"})
    assert client.get(f"{response.url}kolommen/").status_code == 302
    undo = f"{response.url}terugdraaien/"
    assert "2 nieuwe regels verdwijnen" in client.get(undo).content.decode()
    client.post(undo)
    assert not Observation.objects.filter(indicator__slug="proefcijfer").exists()
    assert "teruggedraaid" in client.get(response.url).content.decode()


def test_a_pasted_wide_table_with_a_new_source(client, login, indicator):
    login("eindredactie")
    send(client, text="Gemeente\t2022\t2023\nAssen\t10,5\t11\nEmmen\t-\tca. 12\n")
    batch = FigureImport.objects.get()
    assert batch.file_name == "geplakte tabel"
    url = f"{START}{batch.pk}/kolommen/"
    page = client.post(url, columns(batch)).content.decode()
    assert "Kies een kolom voor “indicator”" in page
    assert "Kies een kolom voor “bron”" in page
    fixed = {"fixed_indicator": "proefcijfer", "new_source": "Geplakte bron", "new_source_year": "2024"}
    client.post(url, columns(batch, **fixed))
    client.post(f"{START}{batch.pk}/", {"inlezen": "1"})
    found = {(o.area, o.period): o for o in Observation.objects.filter(source__title="Geplakte bron")}
    assert len(found) == 4
    assert found["Emmen", "2023"].qualifier == "circa"
    assert found["Emmen", "2022"].value is None
    assert found["Assen", "2022"].source.year == 2024


def test_a_correction_asks_for_a_reason_next_to_the_field(client, login, run, row):
    run([row()])
    login("eindredactie")
    send(client, csv_bytes([HEADER, row(value="13")]))
    batch = FigureImport.objects.exclude(status="done").get()
    client.post(f"{START}{batch.pk}/kolommen/", columns(batch))
    page = client.get(f"{START}{batch.pk}/").content.decode()
    assert "<del>12,5%</del>" in page
    page = client.post(f"{START}{batch.pk}/", {"inlezen": "1", "reason": " "}).content.decode()
    assert "Schrijf op waarom er waarden veranderen" in page
    assert not Correction.objects.exists()
    client.post(f"{START}{batch.pk}/", {"inlezen": "1", "reason": "Bijgesteld door het bureau."})
    assert Correction.objects.get().reason == "Bijgesteld door het bureau."


def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("foto.jpg", b"x" * 100)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "leeg.csv", "leeg"),
        (archive(), "cijfers.xlsx", "niet openen als Excel-bestand"),
        (("waarde\n" + "1\n" * 100_000).encode(), "veel.csv", "meer dan 20.000 rijen"),
        (b"\x00\x01" * 50, "rommel.csv", "geen tekst horen"),
        (b"%PDF-1.7", "tabel.pdf", "geen CSV- of XLSX-bestand"),
        (None, "", "Kies een bestand, of plak"),
    ],
)
def test_a_bad_file_gets_a_message_and_leaves_nothing(client, login, content, name, words):
    login("eindredactie")
    page = send(client, content, name).content.decode()
    assert words in page
    assert 'aria-invalid="true"' in page
    assert not FigureImport.objects.exists()


def test_a_file_and_a_table_are_too_much(client, login, row):
    login("eindredactie")
    page = send(client, csv_bytes([HEADER, row()]), text="a\tb\n1\t2").content.decode()
    assert "niet allebei" in page


def test_errors_keep_the_list_out_and_say_what_to_do(client, login, make, row):
    batch = make([row("Asen"), row("Emmen", "veel")])
    login("eindredactie")
    page = client.get(f"{START}{batch.pk}/").content.decode()
    assert "Er staan fouten in deze lijst" in page
    assert "Bedoelt u: Assen" in page
    assert 'name="inlezen"' not in page
    client.post(f"{START}{batch.pk}/", {"inlezen": "1"})
    batch.refresh_from_db()
    assert batch.status == FigureImport.Status.CHECKED


def test_columns_that_do_not_fit_are_told(client, login, make, row):
    batch = make([row()])
    login("eindredactie")
    url = f"{START}{batch.pk}/kolommen/"
    page = client.post(
        url, {"column_0": "indicator", "column_1": "indicator", "across": "period"}
    ).content.decode()
    assert "koos u al bij “indicator”" in page
    assert "Kies hieronder “waarden”" in page
    page = client.post(url, {"column_3": "values", "fixed_period": "ooit"}).content.decode()
    assert "Kies wat de kolommen" in page
    assert "is geen periode" in page


def test_script_in_a_list_stays_text(client, login, make, row):
    script = "<script>alert(1)</script>"
    batch = make([row(script, script)], [script, *HEADER[1:]], columns={1: "area", 3: "value"},
                 fixed={"indicator": "proefcijfer", "source": script})  # fmt: skip
    login("eindredactie")
    for path in ("", "kolommen/"):
        assert script not in client.get(f"{START}{batch.pk}/{path}").content.decode()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_can_be_read_back(client, login, example):
    login("eindredactie")
    response = client.get(f"{START}voorbeeld/{example.name}.csv")
    table = read_table(upload(b"".join(response.streaming_content)))
    choice = guess(example.kind, table.header, table.rows, Known())
    if example.name == "waarden-breed":
        choice.fixed = {"indicator": "vrijwilligerswerk", "source": "Jaarverslag Sociale Agenda 2024"}
    work = work_out(example.kind, table.header, table.rows, choice)
    assert work.plans
    # Nobody brings in what was made up: the source and the area of the examples do not exist.
    told = [one["text"] for plan in work.plans for one in plan.messages if one["level"] == "error"]
    assert all("Voorbeeld" in text for text in told)
    assert bool(told) == (example.kind != "indicators")
    response = client.get(f"{START}voorbeeld/{example.name}.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == next(rows_of(example))


@pytest.mark.parametrize(
    ("username", "allowed"),
    [("eindredactie", True), ("beheer", True), ("redactie", False), ("subsidie", False), (None, False)],
)
def test_who_may_enter(client, login, make, row, username, allowed):
    batch = make([row()])
    if username:
        login(username)
    for path in ("", f"{batch.pk}/", f"{batch.pk}/kolommen/", "voorbeeld/waarden.csv"):
        assert (client.get(f"{START}{path}").status_code == 200) == allowed
    for path in ("", f"{batch.pk}/", f"{batch.pk}/terugdraaien/", f"{batch.pk}/weggooien/"):
        if not allowed:
            client.post(f"{START}{path}", {"inlezen": "1"})
    batch.refresh_from_db()
    assert batch.status == FigureImport.Status.CHECKED


def test_a_list_can_be_thrown_away_until_it_is_brought_in(client, login, make, run, row):
    login("eindredactie")
    batch = make([row()])
    client.post(f"{START}{batch.pk}/weggooien/")
    assert not FigureImport.objects.exists()
    done = run([row()])
    client.post(f"{START}{done.pk}/weggooien/")
    assert FigureImport.objects.exists()


def test_the_report_takes_as_many_queries_for_many_rows(
    client, login, make, row, django_assert_max_num_queries
):
    login("eindredactie")
    names = ["Assen", "Emmen", "Meppel", "Hoogeveen"]
    batch = make([row(name, "5", str(year)) for name in names for year in range(1990, 2020)])
    client.get(f"{START}{batch.pk}/")
    with django_assert_max_num_queries(18):
        assert "Blad 1 van 3" in client.get(f"{START}{batch.pk}/").content.decode()
