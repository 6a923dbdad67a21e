"""What a cell can name: indicators, sources, areas, themes, goals and periods; looked up once per list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.models import Goal, Municipality, Region, SiteIdentity, Theme
from core.sheets.words import near, plain
from stories.figures.areas import COUNTRY, Area
from stories.figures.periods import parse_period
from stories.importing.numbers import CellError
from stories.models import Indicator, Observation, Source
from stories.models.observations import AreaType

_AREA_TYPES = {
    "land": AreaType.COUNTRY, "provincie": AreaType.PROVINCE, "regio": AreaType.REGION,
    "gemeente": AreaType.MUNICIPALITY, "dorp": AreaType.PLACE, "plaats": AreaType.PLACE,
    "dorp of stad": AreaType.PLACE, "panel": AreaType.PANEL, "stad": AreaType.URBAN,
    "platteland": AreaType.RURAL, "deel van de inwoners": AreaType.SUBGROUP,
    "onbekend": AreaType.UNKNOWN, "gebied niet genoemd": AreaType.UNKNOWN,
}  # fmt: skip
_AREA_TYPES |= {plain(value): AreaType(value) for value in AreaType.values}
#: "Assen (gemeente)", "Drenthe (PV)": how the national statistics write areas.
_SUFFIXES = {
    "gemeente": AreaType.MUNICIPALITY, "gem": AreaType.MUNICIPALITY, "pv": AreaType.PROVINCE,
    "provincie": AreaType.PROVINCE, "cr": AreaType.REGION, "regio": AreaType.REGION, "land": AreaType.COUNTRY,
}  # fmt: skip
_PREFIXES = (
    ("gemeente ", AreaType.MUNICIPALITY), ("provincie ", AreaType.PROVINCE), ("regio ", AreaType.REGION),
    ("panel van ", AreaType.PANEL), ("panel ", AreaType.PANEL), ("platteland van ", AreaType.RURAL),
    ("landelijk gebied van ", AreaType.RURAL),
    ("steden van ", AreaType.URBAN),
)  # fmt: skip
_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)")
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = re.compile(r"([a-z]{3,9})\.?\s+(\d{4})")
_QUARTER = re.compile(r"(?:q([1-4])|([1-4])e?\s*(?:kwartaal|kw))\s*(\d{4})|(\d{4})\s*-?\s*[kq]w?([1-4])")
_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_TWO_YEARS = re.compile(r"(\d{4})\s*(?:-|–|/|t/m|tot en met)\s*(\d{4})")
_NO_PERIOD = {"", "geen", "onbekend", "jaar niet genoemd", "niet genoemd"}


@dataclass(frozen=True)
class FoundArea:
    """An area with its row, where the site has one; `is_new` when no value of the site is about it yet."""

    area: Area
    municipality: Municipality | None = None
    region: Region | None = None
    is_new: bool = False


class Known:
    """All that can be named, read in a handful of queries."""

    def __init__(self) -> None:
        self.province = SiteIdentity.objects.values_list("province", flat=True).first() or ""
        self.themes = _by_words(Theme.objects.all(), "slug", "name")
        self.goals = {goal.number: goal for goal in Goal.objects.select_related("theme")}
        self.sources = _by_words(Source.objects.all(), "title", "slug")
        self.indicators: dict[str, Indicator] = {}
        self.by_id: dict[int, Indicator] = {}
        self.look_up_indicators()
        municipalities = list(Municipality.objects.all())
        self._municipalities = {_area_words(m.name): m for m in municipalities}
        self._municipalities |= {m.code.lower(): m for m in municipalities}
        self._municipalities |= {m.code.lower().removeprefix("gm"): m for m in municipalities}
        self._municipality_names = [m.name for m in municipalities]
        regions = list(Region.objects.all())
        self._regions = {_area_words(region.name): region for region in regions}
        self._used = set(Observation.objects.order_by().values_list("area_type", "area").distinct())
        self._found: dict[tuple[str, str], FoundArea] = {}

    def look_up_indicators(self) -> None:
        """Look again: a list of indicators may have come in."""
        found = list(Indicator.objects.select_related("theme", "goal"))
        self.by_id = {indicator.pk: indicator for indicator in found}
        self.indicators = _by_words(found, "slug", "name", "question")

    def indicator(self, text: str) -> Indicator:
        """Return an indicator by its address, name or question. Raises CellError."""
        return self.indicators.get(plain(text)) or self._unknown(
            self.indicators,
            text,
            "name",
            _("De indicator “%(text)s” kennen wij niet. Maak hem eerst."),
            _("De indicator “%(text)s” kennen wij niet. Bedoelt u: %(names)s?"),
        )

    def source(self, text: str) -> Source:
        """Return a source by its title or address. Raises CellError."""
        return self.sources.get(plain(text)) or self._unknown(
            self.sources,
            text,
            "title",
            _("De bron “%(text)s” kennen wij niet. Kies “nieuwe bron”, of verbeter de titel."),
            _("De bron “%(text)s” kennen wij niet. Bedoelt u: %(names)s? Anders kiest u “nieuwe bron”."),
        )

    def sources_like(self, title: str) -> list[str]:
        """Return titles of sources that hardly differ from this one."""
        names = list(dict.fromkeys(source.title for source in self.sources.values()))
        return [name for name in near(names, title, 1) if _is_close(name, title)]

    def theme(self, text: str) -> Theme:
        """Return a theme by its name. Raises CellError."""
        return self.themes.get(plain(text)) or self._unknown(
            self.themes,
            text,
            "name",
            _("Het thema “%(text)s” kennen wij niet."),
            _("Het thema “%(text)s” kennen wij niet. Bedoelt u: %(names)s?"),
        )

    def goal(self, text: str) -> Goal:
        """Return a goal by its number. Raises CellError."""
        number = text.strip()
        if not number.isdecimal() or int(number[:6]) not in self.goals:
            raise CellError(
                _("Doel “%(text)s” kennen wij niet. Vul het nummer van het doel in.") % {"text": text[:60]}
            )
        return self.goals[int(number)]

    def _unknown(self, known: dict[str, Any], text: str, name: str, nothing: str, like: str) -> NoReturn:
        """Raise CellError with the names that look like a text."""
        names = near((getattr(item, name) for item in known.values()), text)
        words = {"text": text[:80], "names": _(" of ").join(f"“{one}”" for one in names)}
        raise CellError((like if names else nothing) % words)

    def area(self, text: str, type_text: str = "") -> FoundArea:
        """Return the area that a row is about. Raises CellError, with the names that look like it."""
        key = (text, type_text)
        if key not in self._found:
            self._found[key] = self._find_area(text.strip(), type_text.strip())
        return self._found[key]

    def _find_area(self, text: str, type_text: str) -> FoundArea:
        area_type: AreaType | None = None
        if type_text:
            area_type = _AREA_TYPES.get(plain(type_text))
            if area_type is None:
                raise CellError(
                    _("“%(text)s” is geen soort gebied. Kies: gemeente, regio, provincie, land of panel.")
                    % {"text": type_text[:60]}
                )
        if area_type == AreaType.UNKNOWN:
            return FoundArea(Area(area_type, text[:80]))
        if not text:
            raise CellError(_("Vul in voor welk gebied dit cijfer is."))
        if area_type is None:
            text, area_type = _without_type(text)
        area_type = area_type or self._guess_type(text)
        if area_type is None or area_type == AreaType.MUNICIPALITY:
            return self._municipality(text)
        if len(text) > 80:
            raise CellError(_("De naam van dit gebied is te lang. Gebruik hooguit 80 tekens."))
        region = self._regions.get(_area_words(text)) if area_type == AreaType.REGION else None
        name = region.name if region else self._usual_name(area_type, text)
        is_new = not region and (area_type, name) not in self._used and name not in (self.province, COUNTRY)
        return FoundArea(Area(area_type, name), region=region, is_new=is_new)

    def _guess_type(self, text: str) -> AreaType | None:
        words = _area_words(text)
        if words in self._municipalities:
            return AreaType.MUNICIPALITY
        if words in self._regions:
            return AreaType.REGION
        if words == plain(COUNTRY):
            return AreaType.COUNTRY
        if words == plain(self.province):
            return AreaType.PROVINCE
        types = {kind for kind, name in self._used if _area_words(name) == words}
        return AreaType(types.pop()) if len(types) == 1 else None

    def _usual_name(self, area_type: str, text: str) -> str:
        """Return the name under which the site already has this area, else the text itself."""
        words = _area_words(text)
        names = [self.province, COUNTRY, *(name for kind, name in self._used if kind == area_type)]
        return next((name for name in names if name and _area_words(name) == words), text)

    def _municipality(self, text: str) -> FoundArea:
        found = self._municipalities.get(_area_words(text)) or self._municipalities.get(text.lower().zfill(4))
        if found is not None:
            return FoundArea(Area(AreaType.MUNICIPALITY, found.name), municipality=found)
        words: dict[str, str] = {"text": text[:60]}
        if names := near([*self._municipality_names, *(r.name for r in self._regions.values())], text):
            words["names"] = _(" of ").join(names)
            raise CellError(_("“%(text)s” kennen wij niet. Bedoelt u: %(names)s?") % words)
        raise CellError(
            _("“%(text)s” kennen wij niet. Is het geen gemeente? Zet dan het soort gebied erbij.") % words
        )


def _without_type(text: str) -> tuple[str, AreaType | None]:
    """Take "gemeente" or "(PV)" off the name of an area."""
    if found := _BRACKETS.fullmatch(text):
        area_type = _SUFFIXES.get(plain(found[2]))
        if area_type:
            return found[1], area_type
    for prefix, area_type in _PREFIXES:
        if text.lower().startswith(prefix):
            return text[len(prefix) :].strip(), area_type
    return text, None


def _area_words(name: str) -> str:
    return plain(name.replace("&", " en "))


def _is_close(one: str, other: str) -> bool:
    """Whether two titles differ in hardly more than a typing error; years are no typing errors."""
    years = [re.findall(r"\d{4}", text) for text in (one, other)]
    return years[0] == years[1] and abs(len(one) - len(other)) <= 3


def _by_words(items: Iterable[Any], *names: str) -> dict[str, Any]:
    """Return objects by their words; the first that has a word keeps it."""
    found: dict[str, Any] = {}
    everything = list(items)
    for name in names:
        for item in everything:
            if words := plain(str(getattr(item, name))):
                found.setdefault(words, item)
    return found


@lru_cache(maxsize=2048)
def read_period(text: str) -> str:
    """Return a period as the site writes it. Raises CellError."""
    words = " ".join(text.lower().split())
    if plain(words) in _NO_PERIOD or not words:
        return ""
    written = words.upper() if re.fullmatch(r"\d{4}-q[1-4]", words) else words
    if found := _TWO_YEARS.fullmatch(words):
        written = f"{found[1]}-{found[2]}"
    elif found := _DAY.fullmatch(words):
        written = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    elif found := _QUARTER.fullmatch(words):
        written = f"{found[3] or found[4]}-Q{found[1] or found[2] or found[5]}"
    elif (found := _MONTH.fullmatch(words)) and (month := _month(found[1])):
        written = f"{found[2]}-{month:02}"
    try:
        parse_period(written)
    except ValueError as error:
        raise CellError(
            _("“%(text)s” is geen periode. Schrijf bijvoorbeeld 2023, 2020-11 of 2022-2024.")
            % {"text": text[:60]}
        ) from error
    if len(written) > 24:
        raise CellError(_("Deze periode is te lang. Schrijf bijvoorbeeld 2020-04/2020-12."))
    return written.upper() if "q" in written else written


def _month(word: str) -> int | None:
    start = {"maart": "mrt", "maa": "mrt"}.get(word, word[:3])
    return _MONTHS.index(start) + 1 if start in _MONTHS else None


def free_slug(text: str, taken: set[str]) -> str:
    """Return an address that nobody has, and keep it."""
    base = slugify(text)[:72].strip("-") or "cijfer"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
