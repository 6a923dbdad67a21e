"""Cells that a spreadsheet shows as they are, and never takes for a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

# A spreadsheet starts to calculate, or to call other programs, at these signs. White space before them
# does not stop it, and after a line end inside a cell some programs look again. Apostrophes that are there
# already count as well, so that what is made safe can always be read back.
_RISK = r"'*[^\S\n]*[=+\-@\t\r＝＋－＠]"
_STARTS = re.compile(rf"(^|[\t\r\n])(?={_RISK})")
_GUARDED = re.compile(rf"(^|[\t\r\n])'(?={_RISK})")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
#: Signs that no file for spreadsheets can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def safe_cell(value: Any) -> Any:
    """Return a value that is safe in a CSV or XLSX file.

    A text that a spreadsheet could take for a formula gets an apostrophe before the sign, also after a line
    end inside it. Numbers stay numbers, also as text: "-0.5" calculates nothing. `plain_cell` undoes it.
    """
    if not isinstance(value, str):
        return value
    value = _CONTROL.sub("", value)
    if _NUMBER.fullmatch(value):
        return value
    return _STARTS.sub(r"\1'", value)


def plain_cell(value: str) -> str:
    """Return a text as it was before `safe_cell`; a text that nobody made safe stays as it is."""
    return _GUARDED.sub(r"\1", value)


def stream_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield a CSV file row by row, as Dutch spreadsheet programs open it: with a mark and semicolons."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";")
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def write_xlsx(rows: Iterable[Sequence[Any]], sheet_name: str) -> IO[bytes]:
    """Return an XLSX file, row by row through a temporary file, so that memory stays low."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(sheet_name)
    for row in rows:
        sheet.append([safe_cell(cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it was sent
    workbook.save(file)
    file.seek(0)
    return file


def as_download(rows: Iterable[Sequence[Any]], name: str, kind: str, sheet_name: str) -> HttpResponseBase:
    """Return rows as a file to download; `kind` is "csv" or "xlsx"."""
    if kind == "xlsx":
        return FileResponse(
            write_xlsx(rows, sheet_name),
            as_attachment=True,
            filename=f"{name}.xlsx",
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response = StreamingHttpResponse(stream_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
