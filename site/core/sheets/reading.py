"""From a file that an editor sends to rows of text, with little memory and with plain words when it fails."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import inf
from pathlib import PurePath
from typing import IO, Any, Protocol
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

LARGEST_FILE = 10 * 1024 * 1024
MOST_COLUMNS = 60
LONGEST_CELL = 10_000
#: The most rows where a caller names no other number.
MOST_ROWS = 20_000
#: What an XLSX file may hold when unpacked. A real list of 20,000 rows stays far below.
LARGEST_CONTENT = 60 * 1024 * 1024
#: Texts of an XLSX file are kept in memory as a whole by the library.
LARGEST_TEXTS = 25 * 1024 * 1024
MOST_MEMBERS = 500
#: So many empty rows in a row, and the list has ended: files may pretend to have a million rows.
MOST_EMPTY_ROWS = 1_000
_CHUNK = 64 * 1024
_SEPARATORS = (";", "\t", ",")
_XLSX_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_THREE_DECIMALS = re.compile(r"-?\d+\.\d{3}")
_ZIP_START, _OLE_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableFile(Exception):
    """The file is no list. The message is Dutch and says what to do."""


class Upload(Protocol):
    """A file as Django hands it over."""

    name: str | None
    size: int | None
    file: IO[bytes]


@dataclass
class Table:
    """A list: the names of its columns, its rows of text, and what an editor should know about reading it.

    Every row has as many cells as there are columns. `numbers` are the numbers of the rows in the file, where
    empty rows count as well.
    """

    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    notices: list[str] = field(default_factory=list)


def read_table(upload: Upload, most_rows: int = MOST_ROWS) -> Table:
    """Return the list in a CSV or XLSX file of at most so many rows. Raises UnreadableFile."""
    if not upload.size:
        raise UnreadableFile(_("Dit bestand is leeg. Kies een bestand met een rij namen en rijen eronder."))
    if upload.size > LARGEST_FILE:
        raise UnreadableFile(
            _("Dit bestand is te groot: hooguit 10 MB. Deel de lijst in tweeën, of haal beelden eruit.")
        )
    file = upload.file
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    kind = PurePath(upload.name or "").suffix.lower()
    if start.startswith(_OLE_START):
        raise UnreadableFile(
            _("Dit is een oud Excel-bestand, of er zit een wachtwoord op. Sla het op als .xlsx of als CSV.")
        )
    if start.startswith(_ZIP_START):
        return _read_xlsx(file, most_rows)
    if kind not in (".csv", ".txt", ".tsv"):
        raise UnreadableFile(_("Dit is geen CSV- of XLSX-bestand. Sla uw lijst op als CSV of XLSX."))
    return _read_csv(file, most_rows)


def read_pasted(text: str, most_rows: int = MOST_ROWS) -> Table:
    """Return the list in a text that somebody copied: from a spreadsheet (tabs), a page or a CSV file.

    Raises UnreadableFile.
    """
    if len(text) > LARGEST_FILE:
        raise UnreadableFile(_("Deze tabel is te groot om te plakken. Stuur een bestand."))
    text = text.replace("\x00", "").lstrip("\ufeff")
    # What comes out of a spreadsheet has tabs; commas are then part of numbers and names.
    separator = "\t" if "\t" in _first_line(text) else _separator(text[:_CHUNK])
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return _table(_numbered(reader), most_rows)
    except csv.Error as error:
        raise UnreadableFile(
            _("Wij kunnen deze tabel niet lezen: er staat een los aanhalingsteken in. Haal het weg.")
        ) from error


def _read_csv(file: IO[bytes], most_rows: int) -> Table:
    encoding = _encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        separator = _separator(text.read(_CHUNK))
        text.seek(0)
        reader = csv.reader(text, delimiter=separator, strict=True)
        return _table(_numbered(reader), most_rows)
    except csv.Error as error:
        raise UnreadableFile(
            _("Dit bestand is geen goede CSV. Open het in een rekenprogramma en sla het opnieuw op als CSV.")
        ) from error
    finally:
        text.detach()  # the file belongs to the request, which closes it


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the number that a spreadsheet shows: a cell with line ends is still one row."""
    yield from enumerate(reader, start=1)


def _encoding(file: IO[bytes]) -> str:
    """Return UTF-8 or, for older programs, Windows-1252. Raises UnreadableFile for what is no text."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_utf8 = True
    while chunk := file.read(_CHUNK):
        if b"\x00" in chunk:
            raise UnreadableFile(
                _("In dit bestand staan tekens die in geen tekst horen. Sla de lijst op als CSV (UTF-8).")
            )
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8:
        return "utf-8-sig"
    file.seek(0)
    # Five values mean nothing in Windows-1252; in text of that kind the control signs hardly ever appear.
    while chunk := file.read(_CHUNK):
        try:
            found = chunk.decode("cp1252")  # a byte is a letter
        except UnicodeDecodeError:
            found = "\x01"
        if re.search(r"[\x01-\x08\x0e-\x1f]", found):
            raise UnreadableFile(_("Dit bestand is geen tekst. Sla de lijst op als CSV (UTF-8) of als XLSX."))
    return "cp1252"


def _separator(sample: str) -> str:
    """Return what stands between the cells: that which splits the first row in most parts."""
    # Signs between quotes are part of a name.
    first = re.sub(r'"[^"]*"', "", _first_line(sample))
    return max(_SEPARATORS, key=first.count)


def _first_line(text: str) -> str:
    return text.lstrip("\r\n").split("\n", 1)[0]


def _read_xlsx(file: IO[bytes], most_rows: int) -> Table:
    from openpyxl import load_workbook

    formulas = _check_archive(file)
    notices = []
    try:
        file.seek(0)
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise UnreadableFile(_("In dit bestand staat geen werkblad. Kies een ander bestand."))
        if len(sheets) > 1:
            notices.append(
                _("Dit bestand heeft meer werkbladen. Wij lezen alleen het eerste: “%(name)s”.")
                % {"name": sheets[0].title}
            )
        if formulas:
            notices.append(
                _("In dit bestand staan formules. Wij lezen alleen de uitkomsten. Kijk of die kloppen.")
            )
        # What a file says about its own size is not always so.
        sheets[0].reset_dimensions()
        rows = sheets[0].iter_rows(max_col=MOST_COLUMNS + 1)
        table = _table(
            ((number, [_shown(cell) for cell in row]) for number, row in enumerate(rows, start=1)),
            most_rows,
        )
    except UnreadableFile:
        raise
    except (
        zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError,
        IndexError, OSError, EOFError, NotImplementedError, RuntimeError, RecursionError,
    ) as error:  # fmt: skip
        # Whatever the library meets in a broken file: each of these came from one.
        raise _no_workbook() from error
    table.notices[:0] = notices
    return table


def _check_archive(file: IO[bytes]) -> bool:
    """Look at an XLSX file before anything is unpacked; return whether a sheet has formulas.

    Raises UnreadableFile for an archive that is no workbook, or that would fill the memory.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names or not any(map(_XLSX_SHEET.fullmatch, names)):
                raise _no_workbook()
            texts = sum(m.file_size for m in members if m.filename.lower() == "xl/sharedstrings.xml")
            too_large = sum(m.file_size for m in members) > LARGEST_CONTENT or texts > LARGEST_TEXTS
            if too_large or len(members) > MOST_MEMBERS or any(m.flag_bits & 1 for m in members):
                raise UnreadableFile(
                    _("Er zit te veel in dit bestand, of een wachtwoord. Sla alleen de lijst op als CSV.")
                )
            return any(_has_formulas(archive, m) for m in members if _XLSX_SHEET.fullmatch(m.filename))
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        raise _no_workbook() from error


def _has_formulas(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Return whether a sheet has formulas. Reads no more than the archive said there is."""
    tail = b""
    with archive.open(member) as sheet:
        while chunk := sheet.read(_CHUNK):
            if _FORMULA.search(tail + chunk):
                return True
            tail = chunk[-64:]
    return False


def _no_workbook() -> UnreadableFile:
    return UnreadableFile(
        _("Wij kunnen dit bestand niet openen als Excel-bestand. Sla de lijst opnieuw op als XLSX of CSV.")
    )


def _shown(cell: Any) -> str:
    """Return a cell of a workbook as it would stand in a CSV file: 0.61 that is shown as 61% says 61%."""
    value = cell.value
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or value in (inf, -inf)
        or value != value
    ):
        return _cell_text(value)
    if "%" in (cell.number_format or ""):
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    text = _cell_text(value)
    # "1.234" could be taken for a thousand and more; "1.2340" cannot.
    return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text


def _cell_text(value: Any) -> str:
    """Return a value of a workbook as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _table(rows: Iterable[tuple[int, list[str]]], most_rows: int) -> Table:
    """Make the table of numbered rows; the first that is not empty has the names of the columns."""
    header: list[str] | None = None
    table = Table([], [], [])
    empty = 0
    for number, cells in rows:
        cells = [clean_cell(cell) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            empty += 1
            if empty > MOST_EMPTY_ROWS:
                break
            continue
        empty = 0
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFile(
                _("Rij %(number)d heeft meer dan %(most)d kolommen. Haal kolommen weg die niet nodig zijn.")
                % {"number": number, "most": MOST_COLUMNS}
            )
        if header is None:
            # A first line "sep=;" is for one spreadsheet program only.
            header = None if cells[0].lower() == "sep=" else cells
            continue
        if len(table.rows) == most_rows:
            raise UnreadableFile(
                _("Deze lijst heeft meer dan %(most)s rijen. Deel de lijst in stukken.")
                % {"most": f"{most_rows:,}".replace(",", ".")}
            )
        for cell in cells:
            if len(cell) > LONGEST_CELL:
                raise UnreadableFile(
                    _("In rij %(number)d staat een cel met meer dan 10.000 tekens. Maak die tekst korter.")
                    % {"number": number}
                )
        table.rows.append(cells)
        table.numbers.append(number)
    if header is None or not table.rows:
        raise UnreadableFile(
            _("Er staan geen rijen in deze lijst. Zet op de eerste rij de namen van de kolommen.")
        )
    width = max(len(header), *map(len, table.rows))
    table.header = [
        name[:100] or _("kolom %(number)d") % {"number": place}
        for place, name in enumerate(header + [""] * (width - len(header)), start=1)
    ]
    for cells in table.rows:
        cells.extend([""] * (width - len(cells)))
    return table


def clean_cell(cell: str) -> str:
    """Return a cell without the signs that no database holds and without white space around it."""
    return cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()
