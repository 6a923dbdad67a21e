"""Files of all sorts: good ones are read, bad ones get a clear message and no memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date, datetime, time
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from core.sheets import reading
from core.sheets.reading import UnreadableFile, read_pasted, read_table
from tests.core.sheets.files import csv_bytes, upload

# A cell of a workbook knows no time zone.
MOMENT = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001
ROWS = [["naam", "plaats"], ["Café Één", "Assen"], ["Twee; drie", "Meppel"]]


def workbook(rows, **more):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, sheet_rows in more.items():
        sheet = book.create_sheet(name)
        for row in sheet_rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_the_usual_forms(delimiter, encoding):
    table = read_table(upload(csv_bytes(ROWS, delimiter, encoding)))
    assert table.header == ROWS[0]
    assert table.rows == ROWS[1:]
    assert table.numbers == [2, 3]


def test_rows_keep_their_numbers_when_some_are_empty():
    text = b"sep=;\n\nnaam;plaats;\nA;Assen;extra\n;;\nB\n"
    table = read_table(upload(text))
    assert table.header == ["naam", "plaats", "kolom 3"]
    assert table.rows == [["A", "Assen", "extra"], ["B", "", ""]]
    assert table.numbers == [4, 6]


def test_cells_with_line_ends_and_quotes_stay_whole():
    table = read_table(upload(csv_bytes([["naam", "tekst"], ['De "Brug"', "een\r\ntwee"]])))
    assert table.rows == [['De "Brug"', "een\ntwee"]]


def test_a_workbook():
    rows = [
        ["naam", "open", "datum", "moment", "getal", "breuk", "ja", "tijd"],
        ["A", None, date(2026, 1, 2), MOMENT, 12.0, 52.99, True, time(9, 30)],
    ]
    table = read_table(upload(workbook(rows), "lijst.xlsx"))
    assert table.rows == [["A", "", "2026-01-02", "2026-01-02 03:04", "12", "52.99", "ja", "09:30"]]
    assert table.notices == []


def test_more_sheets_and_formulas_are_told():
    table = read_table(upload(workbook([*ROWS, ["=1+1", "Assen"]], Tweede=ROWS), "lijst.xlsx"))
    assert len(table.notices) == 2
    assert "werkbladen" in table.notices[0]
    assert "formules" in table.notices[1]
    assert table.rows[2] == ["", "Assen"]  # nobody calculated it, so it has no outcome


def lying_size():
    """A workbook that says of itself that it has one cell."""
    content = workbook(ROWS)
    members = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            members[name] = packed.read(name)
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:B3"', b'ref="A1"')
    return archive(members)


def test_a_workbook_that_lies_about_its_size_is_read_whole():
    assert read_table(upload(lying_size(), "lijst.xlsx")).rows == ROWS[1:]


TYPES = {"[Content_Types].xml": "<Types/>"}
BOMB = "<!DOCTYPE x [" + '<!ENTITY a "' + "a" * 1000 + '">' + "]><worksheet>&a;</worksheet>"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "leeg.csv", "leeg"),
        (b"\n\n;;\n", "leeg.csv", "geen rijen"),
        (b"naam;plaats\n", "kop.csv", "geen rijen"),
        (b"\x00\x01\x02\xff" * 100, "foto.csv", "geen tekst"),
        (bytes(range(1, 256)), "rommel.csv", "geen tekst"),
        (b"\xff\xd8\xff\xe0JFIF" * 50, "foto.jpg", "geen CSV"),
        (b"%PDF-1.7 iets", "lijst.pdf", "geen CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "oud.xls", "oud Excel"),
        (archive({"iets.txt": "hallo"}), "lijst.xlsx", "niet openen"),
        (archive({**TYPES, "xl/worksheets/sheet1.xml": "<kapot"}), "lijst.xlsx", "niet openen"),
        (archive({**TYPES, "xl/worksheets/sheet1.xml": BOMB}), "lijst.xlsx", "niet openen"),
        (b"PK\x03\x04" + b"x" * 100, "lijst.xlsx", "niet openen"),
        (workbook(ROWS)[:-200], "lijst.xlsx", "niet openen"),
        ((";".join(["a"] * 61) + "\nx").encode(), "breed.csv", "60 kolommen"),
        (b"naam\n" + b"x" * 10_001, "lang.csv", "10.000 tekens"),
        (b'naam\n"' + b"x" * 200_000 + b'"', "lang.csv", "geen goede CSV"),
        (b'naam;plaats\n"half', "half.csv", "geen goede CSV"),
        (("naam\n" + "x\n" * 20_001).encode(), "veel.csv", "20.000"),
    ],
)
def test_what_cannot_be_read_gets_a_clear_message(content, name, words):
    with pytest.raises(UnreadableFile) as error:
        read_table(upload(content, name))
    assert words in str(error.value)


def test_a_file_of_50_mb_is_not_even_opened():
    class Untouchable:
        def __getattr__(self, name):
            raise AssertionError("the file was read")

    with pytest.raises(UnreadableFile, match="10 MB"):
        read_table(SimpleNamespace(name="groot.csv", size=50 * 1024 * 1024, file=Untouchable()))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = archive({**TYPES, "xl/worksheets/sheet1.xml": b"0" * (reading.LARGEST_CONTENT + 1)})
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="te veel"):
        read_table(upload(bomb, "lijst.xlsx"))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * 1024 * 1024


def test_a_workbook_that_pretends_to_have_a_million_rows():
    content = workbook(ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    )
    assert len(read_table(upload(archive(members), "lijst.xlsx")).rows) == 2


def test_reading_a_large_list_takes_little_memory():
    content = csv_bytes([["naam", "tekst"], *([f"Naam {number}", "x" * 400] for number in range(15_000))])
    tracemalloc.start()
    read_table(upload(content))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * len(content)


def test_another_number_of_rows_may_be_the_most():
    text = ("naam\n" + "x\n" * 31).encode()
    assert len(read_table(upload(text), most_rows=31).rows) == 31
    with pytest.raises(UnreadableFile, match="meer dan 30 rijen"):
        read_table(upload(text), most_rows=30)


def test_a_cell_that_is_shown_as_a_percentage_says_so():
    book = Workbook()
    book.active.append(["gebied", "deel", "getal"])
    book.active.append(["Assen", 0.615, 0.615])
    book.active.append(["Meppel", 1, 1234])
    for cell, kind in (("B2", "0.0%"), ("B3", "0%")):
        book.active[cell].number_format = kind
    file = io.BytesIO()
    book.save(file)
    assert read_table(upload(file.getvalue(), "lijst.xlsx")).rows == [
        # Three decimals become four: nobody takes them for thousands.
        ["Assen", "61.5%", "0.6150"],
        ["Meppel", "100%", "1234"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "naam\tgetal\nAssen\t1.234,5\nMeppel, stad\t2",
        'naam;getal\r\nAssen;1.234,5\r\n"Meppel, stad";2\r\n',
        'naam,getal\nAssen,"1.234,5"\n"Meppel, stad",2',
    ],
)
def test_a_table_that_was_pasted(text):
    table = read_pasted(text)
    assert table.header == ["naam", "getal"]
    assert table.rows == [["Assen", "1.234,5"], ["Meppel, stad", "2"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "geen rijen"), ("naam\tgetal", "geen rijen"), ('naam\n"half', "aanhalingsteken")],
)
def test_what_was_pasted_and_is_no_table(text, words):
    with pytest.raises(UnreadableFile, match=words):
        read_pasted(text)
