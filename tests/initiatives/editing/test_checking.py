"""What every row would do, and what is wrong with it in words an editor can use."""

from __future__ import annotations

import csv
import io
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.geo import Bounds
from core.geocoding import Candidate, GeocodingError
from core.models import Municipality, Place
from core.sheets.cells import stream_csv
from core.sheets.reading import read_table
from initiatives.editing.checking import Planner
from initiatives.editing.listing import export_rows
from initiatives.editing.locations import AddressBook
from initiatives.editing.merging import merge
from initiatives.models import Facility, Freshness, InitiativePage, OpeningTime
from tests.core.sheets.files import upload
from tests.initiatives.editing.conftest import HEADER, errors, outcomes

BOUNDS = Bounds(52.6, 6.1, 53.22, 7.11)


def test_a_new_row_has_everything(make_batch, row, place, traits):
    more = {
        "organisatie": "Stichting De Lamp", "doelgroepen": "proefzaal; PROEFKEUKEN", "kosten": "gratis",
        "openingstijden": "di 10-12", "website": "www.voorbeeld.nl", "e-mail": "info@voorbeeld.nl",
        "breedtegraad": "52,95", "lengtegraad": "6.70", "gecontroleerd op": "31-12-2025",
        "e-mailadres voor de controle": "bestuur@voorbeeld.nl",
    }  # fmt: skip
    batch = make_batch([row(**more)], [*HEADER, *more])
    assert outcomes(batch) == ["new"], batch.report
    (plan,) = next(Planner(batch).plans())
    assert plan.slug == "buurtkamer-de-lamp"
    assert plan.values["hours"] == "weekly"
    assert plan.times[0].opens == time(10)
    assert plan.values["costs"] == "free"
    assert plan.values["website"] == "https://www.voorbeeld.nl"
    assert plan.values["scope"] == "point"
    assert plan.values["latitude"] == Decimal("52.95")
    assert plan.values["municipality"] == place.municipality
    assert {item.name for item in plan.traits["target_groups"]} == {"Proefzaal", "Proefkeuken"}
    assert plan.checked_on.isoformat() == "2025-12-31"
    # What is kept of the report has no address for the check in it.
    assert "bestuur@" not in str(batch.report)


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("naam", "", "Vul de naam"),
        ("naam", "x" * 10_000, "te lang: 10000 tekens"),
        ("naam", "???", "geen letters"),
        ("soort", "Onzin", "Kies bijvoorbeeld uit"),
        ("soort", "Buurtkeukn", "Bedoelt u: Buurtkeuken?"),
        ("soort", "", "Vul de soort in"),
        ("wat is het", "", "twee of drie korte zinnen"),
        ("wat is het", "-", "Vul in wat het is"),
        ("plaats", "Nergenshuizen", "Nergenshuizen"),
        ("gemeente", "Timboektoe", "kennen wij niet"),
        ("sleutel", "///", "geen letters of cijfers"),
        ("thema", "Onzin", "kennen wij niet"),
        ("kosten", "misschien", "Kies uit: “Gratis”"),
        ("openingstijden", "di 12-10", "eindtijd"),
        ("openingstijden", "soms", "Schrijf het zo"),
        ("website", "javascript:alert(1)", "geen webadres"),
        ("e-mail", "niet-goed", "geen e-mailadres"),
        ("telefoon", "0592 123456 of 0592 654321", "te lang"),
        ("gecontroleerd op", "31-02-2025", "geen datum"),
        ("gecontroleerd op", "1-1-2999", "toekomst"),
        ("voorzieningen", "Zwembad; Onzin", "kennen wij niet"),
        ("coördinaten", "6.56, 52.99", "omgewisseld"),
        ("coördinaten", "48.85, 2.35", "buiten ons gebied"),
        ("coördinaten", "ergens", "geen getal"),
        ("coördinaten", "nan, inf", "geen getal"),
        ("breedtegraad", "52.99", "beide getallen"),
        ("hoe precies is de plek", "ongeveer", "Kies uit"),
        ("e-mailadres voor de controle", "x@", "geen e-mailadres"),
    ],
)
def test_what_is_wrong_is_said_with_the_column(make_batch, row, traits, column, text, words):
    header = HEADER if column in HEADER else [*HEADER, column]
    values = {"gemeente": ""} if text == "Nergenshuizen" else {}
    batch = make_batch([row(**values, **{column: text})], header)
    assert outcomes(batch) == ["error"]
    ((_column, said),) = errors(batch)
    assert words in said


def test_a_default_kind_fills_in_for_rows_without_one(make_batch, row):
    kind = InitiativePage.objects.values_list("kind", flat=True).first()
    assert outcomes(make_batch([row(soort="")], kind=kind)) == ["new"]


@pytest.mark.parametrize(
    ("values", "scope"),
    [
        ({}, "place"),
        ({"plaats": ""}, "municipality"),
        ({"plaats": "", "gemeente": "", "hoe precies": "hele provincie"}, "province"),
        ({"coördinaten": "52.95; 6.70"}, "point"),
        ({"plaats": "Onbekend gehucht"}, "place"),
    ],
)
def test_how_precise_a_place_is_follows_from_what_the_row_says(run, row, values, scope):
    header = [*HEADER, *(name for name in values if name not in HEADER)]
    run([row(**values)], header)
    page = InitiativePage.objects.get(slug="buurtkamer-de-lamp")
    assert page.scope == scope
    page.full_clean()
    if "plaats" in values and "Onbekend" in values["plaats"]:
        assert (page.place, page.locality) == (None, "Onbekend gehucht")


def test_a_village_name_that_is_there_twice_needs_the_municipality(make_batch, row, place):
    elsewhere = Municipality.objects.exclude(pk=place.municipality_id).first()
    Place.objects.create(
        name=place.name, slug="proef-dubbel", municipality=elsewhere, latitude="52.9", longitude="6.5"
    )
    batch = make_batch([row(gemeente=""), row(naam="De Es")])
    assert outcomes(batch) == ["error", "new"]
    assert elsewhere.name in errors(batch)[0][1]


def test_the_same_key_twice_is_an_error(make_batch, row):
    batch = make_batch([row("a", "De Es"), row("A", "De Brink")])
    assert outcomes(batch) == ["new", "error"]
    assert "rij 2" in errors(batch)[0][1]


def test_probable_duplicates_wait_for_an_answer(make_batch, row, add, place):
    page = add("Buurtkamer De Lamp", scope="place", place=place, municipality=place.municipality)
    rows = [row(), row(naam="De Es"), row(naam="De es")]
    batch = make_batch(rows)
    assert outcomes(batch) == ["doubtful", "new", "doubtful"]
    assert batch.report[0]["like"][0]["page"] == page.pk
    assert batch.report[2]["like"][0]["row"] == 3
    batch = make_batch(rows, answers={"2": str(page.pk), "4": "new"})
    assert outcomes(batch) == ["unchanged", "new", "new"]
    assert outcomes(make_batch(rows, answers={"2": "skip"}))[0] == "skipped"


def test_an_empty_cell_changes_nothing_and_a_dash_empties(make_batch, row, run):
    run([row("lamp", organisatie="Stichting")], [*HEADER, "organisatie"])
    assert outcomes(make_batch([row("lamp", organisatie="")], [*HEADER, "organisatie"])) == ["unchanged"]
    batch = make_batch([row("lamp", organisatie="-")], [*HEADER, "organisatie"])
    assert batch.report[0]["changes"] == [{"column": "organisatie", "old": "Stichting", "new": ""}]


def test_a_check_date_never_goes_back(make_batch, row, run):
    header = [*HEADER, "gecontroleerd op"]
    run([row("lamp", datum="2026-02-01")], header)
    batch = make_batch([row("lamp", datum="2026-01-01")], header)
    assert outcomes(batch) == ["unchanged"]
    assert "nieuwere" in batch.report[0]["messages"][0]["text"]


def test_a_locked_page_is_left_alone(make_batch, row, run):
    run([row("lamp")])
    InitiativePage.objects.filter(slug="lamp").update(locked=True)
    assert "slot" in errors(make_batch([row("lamp", "Andere naam")]))[0][1]


def test_what_was_merged_away_does_not_come_back(make_batch, row, run, chief):
    run([row("lamp"), row("es", "Dorpshuis De Es")])
    kept, other = (InitiativePage.objects.get(slug=slug) for slug in ("es", "lamp"))
    merge(kept.pk, other.pk, {}, chief)
    batch = make_batch([row("lamp", "Anders"), row()])
    assert outcomes(batch) == ["error", "new"]
    assert "samengevoegd" in errors(batch)[0][1]


def test_the_number_of_queries_does_not_grow(make_batch, row, run, django_assert_max_num_queries):
    rows = [row(f"lamp-{number}", f"Proef {number}{'abcdefghij'[number % 10] * 9}") for number in range(40)]
    run(rows)
    changed = [row(f"lamp-{number}", "Anders", **{"wat is het": "Nieuw."}) for number in range(40)]
    for some in (changed[:2], changed):
        batch = make_batch(some)
        with django_assert_max_num_queries(24):
            assert sum(len(chunk) for chunk in Planner(batch).plans()) == len(some)


class FakeGeocoder:
    """Knows one address; can fail."""

    def __init__(self, fails=False, municipality="Aa en Hunze"):
        self.asked = []
        self.fails, self.municipality = fails, municipality

    def search(self, text):
        self.asked.append(text)
        if self.fails:
            raise GeocodingError("slow")
        if "Hoofdstraat 1" not in text:
            return [Candidate("Grolloo", 52.93, 6.67, "woonplaats", "Grolloo", "Aa en Hunze")]
        return [Candidate("Hoofdstraat 1", 52.931, 6.671, "adres", "Grolloo", self.municipality)]


def address_batch(make_batch, row, *addresses):
    rows = [row(naam=f"Huis {'abcdefgh'[n] * 6}", adres=address) for n, address in enumerate(addresses)]
    return make_batch(rows, [*HEADER, "adres"])


def planned(batch, geocoder, **book):
    book = AddressBook(dict(batch.mapping.get("addresses", {})), BOUNDS, geocoder=geocoder, **book)
    return [plan for chunk in Planner(batch, book=book).plans() for plan in chunk], book


def test_an_address_is_looked_up_once_and_gives_a_pin(make_batch, row):
    batch = address_batch(make_batch, row, "Hoofdstraat 1", "Hoofdstraat 1", "Onvindbaar 3", "Zonder nummer")
    geocoder = FakeGeocoder()
    plans, book = planned(batch, geocoder)
    assert [plan.values["scope"] for plan in plans] == ["point", "point", "place", "place"]
    assert plans[0].values["latitude"] == Decimal("52.931")
    assert len(geocoder.asked) == 2
    # What was found is remembered as JSON, and nobody is asked again.
    plans, again = planned(batch, FakeGeocoder(fails=True), lookups=0)
    assert again.waiting
    batch.mapping["addresses"] = book.known
    plans, again = planned(batch, FakeGeocoder(fails=True), lookups=0)
    assert [plan.values["scope"] for plan in plans] == ["point", "point", "place", "place"]
    assert not again.waiting


def test_looking_up_stops_after_a_number_and_after_a_time(make_batch, row):
    batch = address_batch(make_batch, row, "Hoofdstraat 1", "Weg 2", "Weg 3")
    geocoder = FakeGeocoder()
    plans, book = planned(batch, geocoder, lookups=1)
    assert len(geocoder.asked) == 1
    assert len(book.waiting) == 2
    assert "nog niet opgezocht" in plans[2].messages[0]["text"]
    _plans, book = planned(batch, FakeGeocoder(), seconds=-1)
    assert len(book.waiting) == 3


def test_a_service_that_fails_is_asked_once(make_batch, row):
    batch = address_batch(make_batch, row, "Hoofdstraat 1", "Weg 2")
    geocoder = FakeGeocoder(fails=True)
    plans, book = planned(batch, geocoder)
    assert len(geocoder.asked) == 1
    assert book.failed
    assert [plan.outcome for plan in plans] == ["new", "new"]
    assert book.known == {}


def test_an_address_in_another_municipality_is_not_believed(make_batch, row):
    batch = address_batch(make_batch, row, "Hoofdstraat 1")
    plans, _book = planned(batch, FakeGeocoder(municipality="Emmen"))
    assert plans[0].values["scope"] == "place"
    assert "Emmen" in plans[0].messages[0]["text"]


def exported(pages):
    """The file that an editor would download, read again."""
    content = b"".join(stream_csv(export_rows([page.pk for page in pages])))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) >= 2
    return read_table(upload(content))


def round_trip(make_batch, pages):
    table = exported(pages)
    batch = make_batch(table.rows, table.header)
    assert outcomes(batch) == ["unchanged"] * len(pages), batch.report


def test_the_whole_demo_comes_back_unchanged(make_batch, index):
    round_trip(make_batch, list(InitiativePage.objects.all()))


WORDS = st.text(alphabet="abé =+-@'\";,\n\t1.|<>&", max_size=40)
LINES = st.text(alphabet="abé =+-@'\";,1.|<>&", max_size=40)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=LINES.filter(lambda text: any(letter in text for letter in "ab1")),
    introduction=WORDS.filter(lambda text: text.strip(" \n\t")),
    line=LINES,
    text=WORDS,
    note=LINES,
    scope=st.sampled_from(["point", "place", "municipality", "province"]),
    costs=st.sampled_from(["", "free", "small", "paid"]),
    hours=st.sampled_from(["", "weekly", "always", "appointment"]),
    latitude=st.decimals("52.7", "53.1", places=6),
    names=st.sets(st.sampled_from(["Proefkeuken", "Proefzaal", "Proef; met puntkomma"])),
    checked=st.none() | st.dates(date(2001, 1, 1), date(2026, 1, 1)),
)
def test_what_is_exported_comes_back_unchanged(
    make_batch, add, traits, place, title, introduction, line, text, note, scope, costs, hours, latitude,
    names, checked,
):  # fmt: skip
    values = {
        "point": {"latitude": latitude, "longitude": "6.5"},
        "place": {"locality": "Gehucht", "municipality": place.municipality},
        "municipality": {},
        "province": {"municipality": None},
    }[scope]
    page = add(
        title, introduction=introduction, organisation=line, for_whom=text, opening_hours=text,
        funded_by=line, costs=costs, hours=hours, scope=scope, address=line, **values,
    )  # fmt: skip
    page.facilities.set(Facility.objects.filter(name__in=names))
    page.opening_times.add(OpeningTime(weekday=1, opens=time(9), closes=time(0), note=note))
    page.save()
    if checked:
        Freshness.objects.create(page=page, checked_on=checked)
    round_trip(make_batch, [page])
