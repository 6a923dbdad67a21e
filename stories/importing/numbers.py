"""Numbers as people type them: Dutch or English, with signs, words and ranges; and what is no number."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.sheets.words import plain

#: What the database holds: twelve digits before and four after the comma.
LARGEST = Decimal(10) ** 11
SMALLEST_STEP = Decimal("0.0001")

#: Cells that say that there is no figure, and the words that are kept.
_NOTHING = {
    "": "", "-": "", "--": "", "geen": "", "geen cijfer": "", "geen cijfers": "", "geen gegevens": "",
    ".": "", "..": "", "x": "", "pm": "PM", "p m": "PM", "nvt": "niet van toepassing",
    "n v t": "niet van toepassing", "niet van toepassing": "niet van toepassing", "onbekend": "onbekend",
    "niet bekend": "niet bekend", "nb": "niet bekend", "n b": "niet bekend",
}  # fmt: skip
#: Words before a number, as they are kept. The longest that fits is taken.
_WORDS = {
    "ca.": "circa", "ca": "circa", "circa": "circa", "±": "ongeveer", "+/-": "ongeveer", "~": "ongeveer",
    "≈": "ongeveer", "ongeveer": "ongeveer", "ruim": "ruim", "bijna": "bijna", "rond de": "rond",
    "rond": "rond", "ruwweg": "ruwweg", "naar schatting": "naar schatting", "geschat": "naar schatting",
    "schatting": "schatting", "iets meer dan": "iets meer dan", "meer dan": "meer dan", ">": "meer dan",
    "minder dan": "minder dan", "iets minder dan": "iets minder dan", "<": "minder dan",
    "nog geen": "nog geen", "≥": "minstens", ">=": "minstens", "minstens": "minstens",
    "minimaal": "minstens", "≤": "hoogstens", "<=": "hoogstens", "hoogstens": "hoogstens",
    "maximaal": "hoogstens", "prognose": "prognose", "raming": "raming",
}  # fmt: skip
_START = re.compile(
    "(" + "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True)) + r")(?![a-z])[:\s]*",
    re.IGNORECASE,
)
_SCALES = {
    "duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "mln.": 10**6,
    "miljard": 10**9, "mld": 10**9, "mld.": 10**9,
}  # fmt: skip
_SCALE = re.compile(r"\s*\b(duizend|miljoen|miljard|mln\.?|mld\.?)(?![a-z])", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(%|\bprocent\b|\bpct\b)", re.IGNORECASE)
_EURO = re.compile(r"\s*(€|\beuro\b|\beur\b)\s*", re.IGNORECASE)
#: "€ 3.000,-": nothing after the comma.
_NO_CENTS = re.compile(r"[,.](-+|–|—)(?!\d)")
_BRACKETS = re.compile(r"(.*\S)\s*\(([^()\d]+)\)")
_MINUS = re.compile(r"[−‒–—]")
_DIGITS = r"\d(?:[\d.,]*\d)?"
_TOKEN = re.compile(_DIGITS)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
_NUMBER = re.compile(rf"(-?)\s*({_DIGITS})")
_RANGE = re.compile(
    rf"(?:van\s+)?(-?)\s*({_DIGITS})\s*(?:-|tot en met|t/m|tot|à)\s*(-?)\s*({_DIGITS})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"tussen\s+(.+?)\s+en\s+", re.IGNORECASE)
_SHORT = 40


class Notation(enum.StrEnum):
    """How a column writes its numbers."""

    DUTCH = "nl"
    ENGLISH = "en"


_FORMS = {
    Notation.DUTCH: re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"),
    Notation.ENGLISH: re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"),
}


class CellError(ValueError):
    """The cell cannot be used. The message is Dutch and says what to do."""


@dataclass(frozen=True)
class Reading:
    """What a cell says: a number or a range, the words beside it and its sign ("%", "euro" or nothing)."""

    value: Decimal | None = None
    high: Decimal | None = None
    qualifier: str = ""
    sign: str = ""
    is_provisional: bool = False
    is_rounded: bool = False


def notation_of(token: str) -> Notation | None:
    """Return the notation that one number must have; None when it can be both, or has no signs at all."""
    dots, commas = token.count("."), token.count(",")
    if dots and commas:
        return Notation.DUTCH if token.rindex(",") > token.rindex(".") else Notation.ENGLISH
    if dots + commas > 1:  # only thousands have more than one
        return Notation.DUTCH if dots else Notation.ENGLISH
    if not dots + commas:
        return None
    whole, rest = re.split("[.,]", token)
    if len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        return None
    return Notation.DUTCH if commas else Notation.ENGLISH


@dataclass
class ColumnNotation:
    """The notation of a column, found out from all its cells.

    `examples` are the cells that show it: the row and the text. With two of them the column mixes both.
    """

    examples: dict[Notation, tuple[int, str]]
    is_uncertain: bool = False

    @property
    def is_mixed(self) -> bool:
        return len(self.examples) > 1

    @property
    def found(self) -> Notation | None:
        """The notation when the column shows one and no other."""
        return next(iter(self.examples)) if len(self.examples) == 1 else None


def notation_of_column(cells: Iterable[tuple[int, str]]) -> ColumnNotation:
    """Return the notation of the cells of a column, given with the numbers of their rows."""
    column = ColumnNotation({})
    for row, text in cells:
        for token in _TOKEN.findall(_NO_CENTS.sub("", _SPACED.sub(_unspaced, _cleaned(text)))):
            found = notation_of(token)
            if found:
                column.examples.setdefault(found, (row, text))
            elif "." in token or "," in token:
                column.is_uncertain = True
    return column


def read_number(text: str, notation: Notation = Notation.DUTCH) -> Reading:
    """Return what a cell says. Raises CellError for what is neither a number nor "no figure"."""
    cleaned = _cleaned(text)
    if (nothing := _nothing(cleaned)) is not None:
        return Reading(qualifier=nothing)
    words: list[str] = []
    if found := _BRACKETS.fullmatch(cleaned):
        cleaned = found[1]
        words.append(" ".join(found[2].split()))
    before: list[str] = []
    while found := _START.match(cleaned):
        before.append(_WORDS[found[1].lower()])
        cleaned = cleaned[found.end() :]
    words = before + words
    is_provisional = "voorlopig" in (word.lower() for word in words)
    words = [word for word in words if word.lower() != "voorlopig"]
    qualifier = "; ".join(dict.fromkeys(words))
    if (nothing := _nothing(cleaned)) is not None:
        return Reading(qualifier="; ".join(filter(None, [nothing, qualifier])), is_provisional=is_provisional)
    rest, percents = _PERCENT.subn("", cleaned)
    rest, euros = _EURO.subn(" ", rest)
    scales = {_SCALES[word.lower()] for word in _SCALE.findall(rest)}
    rest = _SPACED.sub(_unspaced, _NO_CENTS.sub("", _SCALE.sub("", rest))).strip()
    rest = _BETWEEN.sub(r"\1 tot ", rest)
    if len(scales) > 1 or (percents and euros):
        raise _no_number(text)
    scale = Decimal(scales.pop() if scales else 1)
    found_range = _RANGE.fullmatch(rest)
    if found := _NUMBER.fullmatch(rest):
        numbers = [_exact(found[1], found[2], notation, text) * scale]
    elif found_range:
        numbers = [
            _exact(found_range[1], found_range[2], notation, text) * scale,
            _exact(found_range[3], found_range[4], notation, text) * scale,
        ]
        if numbers[0] > numbers[1]:
            raise CellError(_("“%(text)s” loopt van hoog naar laag. Draai de getallen om.") % _short(text))
    else:
        raise _no_number(text)
    kept = [number.quantize(SMALLEST_STEP) if abs(number) < LARGEST else number for number in numbers]
    if any(abs(number) >= LARGEST for number in kept):
        raise CellError(_("“%(text)s” is te groot. Klopt dit getal?") % _short(text))
    return Reading(
        kept[0],
        kept[1] if len(kept) > 1 else None,
        qualifier,
        "%" if percents else "euro" if euros else "",
        is_provisional,
        any(abs(a - b) > Decimal("1e-9") for a, b in zip(kept, numbers, strict=True)),
    )


def _cleaned(text: str) -> str:
    """Return a cell with plain spaces and plain minus signs."""
    return _MINUS.sub("-", " ".join(text.split())).strip()


def _unspaced(found: re.Match[str]) -> str:
    return found[0].replace(" ", "")


def _nothing(text: str) -> str | None:
    if any(letter.isdigit() for letter in text):
        return None
    return _NOTHING.get(text.lower(), _NOTHING.get(plain(text)))


def _exact(minus: str, token: str, notation: Notation, text: str) -> Decimal:
    if not _FORMS[notation].fullmatch(token):
        example = "1.234,5" if notation == Notation.DUTCH else "1,234.5"
        raise CellError(
            _("“%(text)s” past niet bij de andere getallen in deze kolom. Schrijf het zo: %(example)s.")
            % {**_short(text), "example": example}
        )
    group, point = (".", ",") if notation == Notation.DUTCH else (",", ".")
    number = Decimal(token.replace(group, "").replace(point, "."))
    return -number if minus else number


def _no_number(text: str) -> CellError:
    return CellError(
        _("“%(text)s” is geen getal. Schrijf alleen het getal. Is er geen cijfer? Zet dan een streepje (-).")
        % _short(text)
    )


def _short(text: str) -> dict[str, str]:
    return {"text": text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"}
