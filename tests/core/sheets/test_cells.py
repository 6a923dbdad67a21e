"""Nothing in an export is ever taken for a formula, and everything can be read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.sheets.cells import plain_cell, safe_cell, stream_csv, write_xlsx

CELLS = st.text(alphabet="=+-@|'\t\r\n a1é\x00", max_size=12)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "=cmd|' /C calc'!A0",
        "a\n=1",
        "＝1+1",
        "'=1",
    ],
)
def test_a_formula_gets_an_apostrophe(formula):
    safe = safe_cell(formula)
    assert safe != formula
    for line in safe.replace("\r", "\n").replace("\t", "\n").split("\n"):
        assert not line.strip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("value", ["-0.5", "52,99", "+3", "gewoon", "06-12345678", "", None, 3, 2.5])
def test_what_calculates_nothing_stays_as_it_is(value):
    assert safe_cell(value) == value


@given(CELLS | TEXTS)
def test_what_was_made_safe_can_be_read_back(text):
    assert plain_cell(safe_cell(text)) == text.replace("\x00", "")


@given(CELLS)
def test_no_line_of_a_cell_starts_a_formula(text):
    safe = safe_cell(text)
    if not safe.strip("+-").replace(".", "").replace(",", "").isdigit():
        for line in safe.replace("\r", "\n").split("\n"):
            assert not line.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


def test_files_open_in_a_spreadsheet():
    rows = [["naam", "getal"], ["=1+1", 3], ["één;twee", None], ["a\x0bb", "-0.5"]]
    text = b"".join(stream_csv(rows))
    assert text.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert read == [["naam", "getal"], ["'=1+1", "3"], ["één;twee", ""], ["ab", "-0.5"]]

    sheet = load_workbook(write_xlsx(rows, "Cijfers")).active
    assert sheet.title == "Cijfers"
    assert sheet["A2"].value == "'=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 3
