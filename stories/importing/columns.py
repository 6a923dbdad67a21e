"""The columns of lists of figures: their Dutch names, the other names they go by, and examples.

The names of the project's own data files are among them, so such a file can be brought in as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.sheets.words import plain
from stories.models import FigureImport

Kind = FigureImport.Kind
#: Sources come along with other lists; a list of nothing else is for the demo content.
SOURCES = "sources"


@dataclass(frozen=True)
class Column:
    """A column of a list; `examples` are what the rows of the template have in it."""

    name: str
    label: str | Promise
    others: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


#: No source of the site: who leaves the example rows in a list is told so, and nothing is brought in.
EXAMPLE_SOURCE = "Voorbeeld: titel van uw bron"
_SOURCE = Column(
    "source", _("bron"), ("source", "bronvermelding"),
    (EXAMPLE_SOURCE, EXAMPLE_SOURCE),
)  # fmt: skip
_PLACE_IN_SOURCE = Column(
    "place_in_source", _("plaats in de bron"),
    ("place in source", "bladzijde", "pagina", "tabel", "hoofdstuk"), ("Tabel 1", "bladzijde 12"),
)  # fmt: skip
#: Only for sources that the site does not know yet.
_NEW_SOURCE = (
    Column("source_publisher", _("uitgever van de bron"), ("source publisher",)),
    Column("source_year", _("jaar van de bron"), ("source year", "bronjaar")),
    Column("source_url", _("webadres van de bron"), ("source url", "bron url")),
)
_INDICATOR = Column(
    "indicator", _("indicator"), ("indicator slug", "indicator naam", "naam indicator", "cijfer over"),
    ("vrijwilligerswerk", "vrijwilligerswerk"),
)  # fmt: skip
_THEME = Column("theme", _("thema"), ("theme",))
_GOAL = Column("goal", _("doel van het thema"), ("goal", "doelnummer", "nummer van het doel"))

COLUMNS: dict[str, tuple[Column, ...]] = {
    Kind.OBSERVATIONS: (
        _INDICATOR,
        Column(
            "area_type", _("soort gebied"), ("area type", "gebiedssoort", "niveau"), ("gemeente", "provincie")
        ),
        Column(
            "area", _("gebied"),
            (
                "area", "gemeente", "gemeenten", "gemeentenaam", "naam gemeente", "regio", "regio s",
                "provincie", "gebiedsnaam", "gemeentecode", "code gemeente",
            ),
            ("De Wolden", "Drenthe"),
        ),
        Column("subgroup", _("groep of antwoord"), ("subgroup", "subgroep", "groep", "antwoord")),
        Column(
            "period", _("periode"), ("period", "jaar", "perioden", "jaren", "year", "peiljaar"),
            ("2024", "2022-2024"),
        ),
        Column(
            "value", _("waarde"),
            ("value", "cijfer", "getal", "percentage", "aantal", "bedrag", "score", "amount eur"),
            ("61", "ca. 52,6"),
        ),
        Column("value_high", _("tot"), ("value high", "tot en met", "bovengrens")),
        Column("qualifier", _("woorden erbij"), ("qualifier", "kwalificatie"), ("", "")),
        Column("nature", _("aard"), ("nature", "soort waarde"), ("meting", "schatting")),
        Column("status", _("status"), (), ("definitief", "voorlopig")),
        Column("denominator", _("van hoeveel"), ("denominator", "noemer", "respondenten"), ("", "412")),
        Column("note", _("opmerking"), ("note", "toelichting", "opmerkingen"), ("", "alleen volwassenen")),
        _SOURCE,
        _PLACE_IN_SOURCE,
        *_NEW_SOURCE,
        Column("total", _("totaal"), ("total", "is totaal", "totaalrij"), ("nee", "nee")),
    ),
    Kind.INDICATORS: (
        Column("slug", _("kort webadres"), ("slug", "sleutel"), ("vrijwilligerswerk", "bezoek-dorpshuis")),
        Column("name", _("naam"), ("name", "indicator", "titel"), ("Vrijwilligerswerk", "Bezoek dorpshuis")),
        Column(
            "question", _("vraag in gewone taal"), ("question", "vraag"),
            ("Hoeveel mensen doen vrijwilligerswerk?", "Hoeveel mensen komen in het dorpshuis?"),
        ),
        Column(
            "sentence", _("antwoord in één zin"), ("sentence", "zin", "antwoordzin"),
            (
                "In {gebied} doen {waarde} vrijwilligerswerk.",
                "In {gebied} komen {waarde} wel eens in het dorpshuis.",
            ),
        ),
        Column("population", _("van wie of wat"), ("population", "populatie"), ("inwoners", "inwoners")),
        Column(
            "answer_label", _("tekst achter het getal"), ("answer label",),
            ("van de inwoners doet vrijwilligerswerk", "van de inwoners komt in het dorpshuis"),
        ),
        Column("theme", _("thema"), ("theme",), ("naoberschap", "naoberschap")),
        _GOAL,
        Column("topic", _("onderwerp"), ("topic",)),
        Column("level", _("soort cijfer"), ("level", "niveau"), ("omgeving", "omgeving")),
        Column("unit", _("eenheid"), ("unit",), ("%", "%")),
        Column("decimals", _("cijfers achter de komma"), ("decimals", "decimalen"), ("0", "1")),
        Column(
            "direction", _("richting"), ("direction",), ("hoger is beter", "hoger is beter")
        ),
        Column("description", _("uitleg"), ("description", "omschrijving", "beschrijving")),
        Column("caveat", _("wat dit cijfer niet zegt"), ("caveat", "let op")),
        Column("publisher", _("wie telt"), ("publisher", "uitgever", "wie telt?"), ("CMO STAMM", "")),
        Column("rhythm", _("hoe vaak"), ("rhythm", "ritme", "frequentie"), ("elke twee jaar", "")),
        Column("minimum", _("laagste waarde die kan"), ("minimum", "min"), ("0", "0")),
        Column("maximum", _("hoogste waarde die kan"), ("maximum", "max"), ("100", "100")),
        Column("largest_jump", _("grootste sprong in %"), ("largest jump", "grootste sprong")),
    ),
    Kind.TARGETS: (
        _INDICATOR,
        Column(
            "kind", _("soort doel"), ("kind", "soort"),
            ("de waarde moet dit worden", "alleen in woorden"),
        ),
        Column("value", _("doel"), ("value", "waarde", "streefwaarde"), ("65", "")),
        Column("year", _("in welk jaar"), ("year", "jaar", "doeljaar"), ("2029", "")),
        Column("baseline", _("beginwaarde"), ("baseline", "nulmeting"), ("61", "")),
        Column("baseline_year", _("jaar van de beginwaarde"), ("baseline year",), ("2023", "")),
        Column("note", _("in woorden"), ("note", "toelichting", "opmerking"), ("", "meer mensen helpen mee")),
        _SOURCE,
        _PLACE_IN_SOURCE,
        *_NEW_SOURCE,
    ),
    Kind.RESULTS: (
        Column("slug", _("kort webadres"), ("slug", "sleutel"), ("aanvragen-2024", "")),
        Column("theme", _("thema"), ("theme",), ("naoberschap", "gezondheid")),
        _GOAL,
        Column(
            "label", _("wat is er gedaan"), ("label", "resultaat", "naam", "wat is er gedaan?"),
            ("Aanvragen van bewoners", "Cursus voor vrijwilligers"),
        ),
        Column("period", _("jaar"), ("period", "periode", "year"), ("2024", "2024")),
        Column("value", _("aantal"), ("value", "waarde", "getal"), ("57", "12")),
        Column("unit", _("eenheid"), ("unit",), ("aantal", "aantal")),
        Column("description", _("uitleg"), ("description", "omschrijving", "toelichting")),
        _SOURCE,
        _PLACE_IN_SOURCE,
        *_NEW_SOURCE,
    ),
    Kind.MONITORS: (
        Column("slug", _("kort webadres"), ("slug", "sleutel"), ("voorbeeld-monitor", "")),
        Column("name", _("naam"), ("name", "monitor"), ("Voorbeeld: wonen", "Voorbeeld: sport")),
        Column("owner", _("van wie"), ("owner", "eigenaar", "uitgever"), ("provincie Drenthe", "")),
        Column("subjects", _("onderwerpen"), ("subjects",), ("wonen; verhuizen", "sport; bewegen")),
        Column("levels", _("voor welke gebieden"), ("levels", "gebieden", "niveaus"), ("gemeente", "")),
        Column("frequency", _("hoe vaak"), ("frequency", "frequentie"), ("elke twee jaar", "elk jaar")),
        Column("website", _("webadres"), ("website", "url", "site")),
        _SOURCE,
        _PLACE_IN_SOURCE,
        *_NEW_SOURCE,
    ),
    SOURCES: (
        Column("title", _("titel"), ("title",)),
        Column("slug", _("kort webadres"), ("slug",)),
        Column("publisher", _("uitgever"), ("publisher",)),
        Column("edition", _("uitgave"), ("edition",)),
        Column("year", _("jaar"), ("year",)),
        Column("url", _("webadres"), ("url",)),
        Column("note", _("toelichting"), ("note",)),
    ),
}  # fmt: skip
#: Without these no row can be used; of a group one is enough.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    Kind.OBSERVATIONS: (("indicator",), ("area",), ("source",)),
    Kind.INDICATORS: (("name", "slug"),),
    Kind.TARGETS: (("indicator",), ("source",)),
    Kind.RESULTS: (("label", "slug"), ("source",)),
    Kind.MONITORS: (("name", "slug"), ("source",)),
    SOURCES: (("title",),),
}


def label_of(kind: str, name: str) -> str:
    """Return the Dutch name of a column; a name that is none of ours stays as it is."""
    return next((str(column.label) for column in COLUMNS[kind] if column.name == name), name)


def guess_columns(kind: str, header: Iterable[str]) -> dict[int, str]:
    """Return which column of a file (counted from 0) is probably which of ours; each of ours at most once."""
    columns = COLUMNS[kind]
    known = {plain(alias): column.name for column in reversed(columns) for alias in column.others}
    known |= {plain(column.name): column.name for column in columns}
    known |= {plain(str(column.label)): column.name for column in columns}
    guessed: dict[int, str] = {}
    for place, name in enumerate(header):
        found = known.get(plain(name))
        if found and found not in guessed.values():
            guessed[place] = found
    return guessed
