"""Lists of figures: whole or not at all, told per row, corrected with a reason, and undone exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.search.backends import get_search_backend

from core.models import Municipality
from demo.loader.reading import rows as demo_rows
from stories.importing import importing
from stories.importing.columns import guess_columns
from stories.importing.importing import ImportStopped, ListChanged, bring_in, check, work_out, write
from stories.importing.known import Known
from stories.importing.layout import Across, Choice, guess
from stories.importing.undoing import undo
from stories.models import Correction, FigureImport, Indicator, Monitor, Observation, Result, Source, Target
from tests.stories.importing.conftest import HEADER, outcomes, told


def values(**where):
    return {o.area: o.value for o in Observation.objects.filter(indicator__slug="proefcijfer", **where)}


def everything():
    """All values of the site, to compare."""
    return set(Observation.objects.values_list())


def test_a_list_comes_in_and_the_same_list_changes_nothing(run, make, row):
    rows = [row(), row("De Wolden", "ca. 61"), row("Drenthe", "PM"), row("panel Drenthe", "70-80%")]
    batch = run(rows)
    assert batch.status == FigureImport.Status.DONE
    assert outcomes(batch) == ["new"] * 4
    found = {o.area_words: o for o in Observation.objects.filter(indicator__slug="proefcijfer")}
    assert found["Assen"].value == Decimal("12.5")
    assert found["Assen"].municipality.name == "Assen"
    assert found["Assen"].last_day == date(2024, 12, 31)
    assert (found["De Wolden"].value, found["De Wolden"].qualifier) == (61, "circa")
    assert (found["Drenthe"].value, found["Drenthe"].qualifier) == (None, "PM")
    assert (found["panel van Drenthe"].value, found["panel van Drenthe"].value_high) == (70, 80)
    again = make(rows)
    assert outcomes(again) == ["same"] * 4
    assert not Correction.objects.exists()


def test_the_preview_shows_how_new_values_were_read(make, row):
    batch = make([row(value="ca. 1.234,5"), row("Drenthe", "PM"), row("Emmen", "prognose 7")])
    shown = [[change["new"] for change in line["changes"]] for line in batch.report["lines"]]
    assert shown[0] == ["circa 1.234,5%"]
    assert "PM" in shown[1][0]
    assert "prognose" in shown[2]


def test_a_big_jump_and_a_measurement_of_the_future_are_warned_of(run, make, row):
    run([row(value="60"), row("Emmen", "60"), row("Meppel", "60")])
    later = [row(value="0,6"), row("Emmen", "58"), row("Meppel", "prognose 7")]
    for line in later:
        line[2] = "2150"
    lines = make(later).report["lines"]
    warned = [
        " ".join(one["text"] for one in line["messages"] if one["level"] == "warning") for line in lines
    ]
    assert "grote sprong. In 2024 was het: 60%" in warned[0]
    assert "sprong" not in warned[1]
    assert "moet nog beginnen" in warned[1]
    assert warned[2] == ""


def test_a_value_that_changes_needs_a_reason_and_keeps_what_it_was(run, make, row, chief):
    run([row(), row("Meppel", "ruim 20")])
    batch = make([row(value="13"), row("Meppel", "22,4"), row("Emmen", "7")])
    assert outcomes(batch) == ["changed", "changed", "new"]
    assert batch.report["lines"][0]["changes"] == [{"column": "waarde", "old": "12,5%", "new": "13%"}]
    assert batch.report["lines"][1]["changes"] == [{"column": "waarde", "old": "ruim 20%", "new": "22,4%"}]
    with pytest.raises(ImportStopped, match="waarom"):
        bring_in(batch, chief, "  ")
    assert values()["Assen"] == Decimal("12.5")
    bring_in(batch, chief, "Het bureau telde opnieuw.")
    assert values() == {"Assen": 13, "Meppel": Decimal("22.4"), "Emmen": 7}
    kept = {one.observation.area: one for one in Correction.objects.all()}
    assert (kept["Assen"].value, kept["Assen"].reason) == (Decimal("12.5"), "Het bureau telde opnieuw.")
    assert (kept["Meppel"].qualifier, kept["Meppel"].corrected_by) == ("ruim", chief)
    assert len(kept) == 2


def test_undoing_puts_everything_back_and_leaves_what_changed_since(run, row, chief):
    run([row(), row("Meppel", "20"), row("Emmen", "5")])
    before = everything()
    batch = run(
        [row(value="13"), row("Meppel", "21"), row("Hoogeveen", "9"), row("Tynaarlo", "8")], reason="x"
    )
    later = Observation.objects.get(indicator__slug="proefcijfer", area="Tynaarlo")
    Observation.objects.filter(pk=later.pk).update(value=1)
    undo(batch, chief)
    assert batch.status == FigureImport.Status.UNDONE
    assert everything() - before == set(Observation.objects.filter(pk=later.pk).values_list())
    assert before <= everything()
    told_kept = batch.report["undo"]
    assert (told_kept["removed"], told_kept["restored"]) == (1, 2)
    assert [(item["row"], item["reason"]) for item in told_kept["kept"]] == [(5, "Dit is daarna veranderd.")]
    # The list of corrections only grows: what stood on the site for a while is not hidden.
    assert Correction.objects.filter(reason__contains="teruggedraaid").count() == 2
    with pytest.raises(ImportStopped):
        undo(batch, chief)


BAD = [
    ("text in a number cell", ("Assen", "veel", "2024"), "“veel” is geen getal"),
    ("unknown municipality", ("Asen", "5", "2024"), "Bedoelt u: Assen"),
    ("an area that nobody knows", ("Xqzw", "5", "2024"), "Zet dan het soort gebied erbij"),
    ("unknown period", ("Assen", "5", "vorig jaar"), "is geen periode"),
    ("a month that does not exist", ("Assen", "5", "2024-13"), "is geen periode"),
    ("euros for a percentage", ("Assen", "€ 5", "2024"), "telt in “%”"),
    ("a range the wrong way round", ("Assen", "9-5", "2024"), "Draai de getallen om"),
    ("the same row again", ("Meppel", "20", "2024"), "ook in rij 2"),
    ("two values for one cell", ("Meppel", "21", "2024"), "twee waarden: 20% in rij 2, en hier 21%"),
    ("no area", ("", "5", "2024"), "Vul “gebied” in"),
]


@pytest.mark.parametrize(("cells", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_one_bad_row_is_told_and_nothing_comes_in(make, row, chief, cells, words):
    before = everything()
    batch = make([row("Meppel", "20"), row(*cells), row("Emmen", "3")])
    assert outcomes(batch) == ["new", "error", "new"]
    assert words in told(batch, 3)
    with pytest.raises(ImportStopped, match="fouten"):
        bring_in(batch, chief)
    assert everything() == before


def test_unknown_indicator_and_source_get_a_suggestion(make, row):
    batch = make([row(name="proefcijfr"), row(title="Proefbron 2O24"), row(name="Qxz")])
    assert "Bedoelt u: “Proefcijfer”?" in told(batch, 2)
    assert "Bedoelt u: “Proefbron 2024”?" in told(batch, 3)
    assert "kennen wij niet" in told(batch, 4)


def test_a_column_that_mixes_notations_is_refused_row_by_row(make, row):
    batch = make(
        [row("Meppel", "1.234,5"), row("Assen", "2,500.75"), row("Emmen", "7"), row("Tynaarlo", "3.000")]
    )
    assert outcomes(batch) == ["error", "error", "new", "error"]
    for number in (2, 3, 5):
        assert "“1.234,5” (rij 2) en “2,500.75” (rij 3)" in told(batch, number)


def test_the_notation_is_found_per_column_and_can_be_chosen(make, amount, source):
    header = ["indicator", "periode", "Assen", "Meppel", "bron"]
    rows = [
        ["begroting", "2023", "1.234,5", "1,234.5", source.title],
        ["begroting", "2024", "5", "2.345", source.title],
    ]
    batch = make(rows, header)
    assert batch.mapping["across"] == Across.AREA
    assert [line["title"].split(", ")[1] for line in batch.report["lines"]] == ["Assen", "Meppel"] * 2
    work = work_out("observations", header, rows, Choice.of(batch.mapping))
    assert [plan.values["value"] for plan in work.plans] == [
        Decimal("1234.5"), Decimal("1234.5"), 5, Decimal("2.345"),
    ]  # fmt: skip
    # Nothing shows what "2.345" is: a Dutch reader's thousands, unless the editor says otherwise.
    only = [rows[1]]
    assert "punt als duizend" in make(only, header).report["notices"][0]
    chosen = Choice.of({**make(only, header).mapping, "notation": "en"})
    assert work_out("observations", header, only, chosen).plans[1].values["value"] == Decimal("2.345")


def test_words_say_what_a_value_is_until_they_go(run, row):
    run([row(value="12 (prognose)"), row("Meppel", "naar schatting 9"), row("Emmen", "5 (voorlopig)")])
    natures = dict(Observation.objects.filter(indicator__slug="proefcijfer").values_list("area", "nature"))
    assert natures == {"Assen": "forecast", "Meppel": "estimate", "Emmen": "measured"}
    run([row(value="12")], reason="nu geteld")
    found = Observation.objects.get(indicator__slug="proefcijfer", area="Assen")
    assert (found.nature, found.qualifier) == ("measured", "")
    assert Observation.objects.get(indicator__slug="proefcijfer", area="Emmen").status == "provisional"


def test_what_is_not_likely_is_a_warning_and_no_error(make, row, indicator):
    assert "meer dan 100 procent" in told(make([row(value="120")]))
    indicator.minimum, indicator.maximum = 10, 90
    indicator.save()
    batch = make([row(value="95"), row("Meppel", "5")])
    assert outcomes(batch) == ["new", "new"]
    assert "hoogste waarde die kan: 90%" in told(batch, 2)
    assert "laagste waarde die kan: 10%" in told(batch, 3)


OURS = {"indicator": "proefcijfer"}


@pytest.mark.parametrize(
    ("header", "rows", "across", "fixed"),
    [
        (["gemeente", "2022", "2023"], [["Assen", "1", "2"], ["Emmen", "3", "4"]], "period", OURS),
        (["indicator", "Assen", "Emmen"], [["proefcijfer", "2", "4"]], "area", {"period": "2023"}),
        (["gemeente", "Proefcijfer"], [["Assen", "2"], ["Emmen", "4"]], "indicator", {"period": "2023"}),
        (["jaar", "Assen", "Emmen"], [["2022", "1", "3"], ["2023", "2", "4"]], "area", OURS),
    ],
)  # fmt: skip
def test_wide_tables_are_recognised(make, chief, indicator, source, header, rows, across, fixed):
    batch = make(rows, header, fixed=fixed | {"source": source.title, "place_in_source": "tabel 2"})
    assert batch.mapping["across"] == across
    bring_in(batch, chief)
    assert values(period="2023") == {"Assen": 2, "Emmen": 4}
    assert set(Observation.objects.filter(indicator=indicator).values_list("place_in_source", flat=True)) == {
        "tabel 2"
    }


def test_an_empty_cell_of_a_wide_table_says_nothing_and_a_dash_says_no_figure(run, indicator, source):
    fixed = {"indicator": "proefcijfer", "source": source.title}
    batch = run([["Assen", "", "5"], ["Emmen", "-", "6"]], ["gemeente", "2022", "2023"], fixed=fixed)
    assert values(period="2022") == {"Emmen": None}
    assert "Eén lege cel" in " ".join(batch.report["notices"])


def test_a_new_source_comes_along_and_goes_again(make, chief, row, source):
    rows = [row(title="Proefbron 2025"), row("Emmen", "5", title="Proefbron 2025")]
    assert outcomes(make(rows)) == ["error", "error"]
    batch = make(rows, new_sources=True, fixed={"source_publisher": "Proefbureau", "source_year": "2025"})
    assert batch.report["sources"] == ["Proefbron 2025"]
    assert not Source.objects.filter(title="Proefbron 2025").exists()
    bring_in(batch, chief)
    made = Source.objects.get(title="Proefbron 2025")
    assert (made.publisher, made.year, made.observations.count()) == ("Proefbureau", 2025, 2)
    undo(batch, chief)
    assert not Source.objects.filter(title="Proefbron 2025").exists()
    # A title that hardly differs is pointed out.
    assert "lijkt op “Proefbron 2024”" in told(make([row(title="Proefbron  2024!x")], new_sources=True))


def test_areas_are_known_by_other_names(make, row):
    assen = Municipality.objects.get(name="Assen")
    names = [assen.code, assen.code.removeprefix("GM"), "gemeente Assen", "Assen (gemeente)", "ASSEN"]
    for name in names:
        assert "Proefcijfer, Assen, 2024" in [line["title"] for line in make([row(name)]).report["lines"]]
    work = make([row("Aa & Hunze"), row("Drenthe (PV)"), row("Nederland"), row("regio Zuidoost-Drenthe")])
    assert [line["title"].split(", ")[1] for line in work.report["lines"]] == [
        "Aa en Hunze", "Drenthe", "Nederland", "Zuidoost-Drenthe",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", "2024"), ("2022/2023", "2022-2023"), ("2022 t/m 2024", "2022-2024"), ("nov 2020", "2020-11"),
        ("november 2020", "2020-11"), ("3e kwartaal 2020", "2020-Q3"), ("2020-q3", "2020-Q3"),
        ("17-6-2021", "2021-06-17"), ("2020-04/2020-12", "2020-04/2020-12"), ("jaar niet genoemd", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(run, row, text, period):
    run([row(period=text)])
    assert values(period=period) == {"Assen": Decimal("12.5")}


def test_what_changed_after_the_check_is_shown_again(make, row, run, chief):
    batch = make([row()])
    run([row(value="30")])
    with pytest.raises(ListChanged):
        bring_in(batch, chief)
    assert outcomes(batch) == ["changed"]
    assert values() == {"Assen": 30}


def test_only_who_may_brings_lists_in(make, row, django_user_model, run, chief):
    batch = make([row()])
    editor = django_user_model.objects.get(username="redactie")
    with pytest.raises(PermissionDenied):
        bring_in(batch, editor)
    bring_in(batch, chief)
    with pytest.raises(PermissionDenied):
        undo(batch, editor)


def test_the_page_cache_is_emptied(make, row, chief, django_capture_on_commit_callbacks):
    batch = make([row()])
    for act in (lambda: bring_in(batch, chief), lambda: undo(batch, chief)):
        caches["pages"].set("x", 1)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert caches["pages"].get("x") is None


def test_a_failure_while_writing_leaves_nothing(make, row, chief, monkeypatch):
    batch = make([row(title="Nog een bron")], new_sources=True)
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(importing.ImportedRow.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        bring_in(batch, chief)
    assert everything() == before
    assert not Source.objects.filter(title="Nog een bron").exists()


def test_indicators_targets_results_and_monitors(run, make, source, chief):
    header = ["naam", "vraag", "zin", "thema", "eenheid", "richting", "hoe vaak", "soort cijfer"]
    sentence = "In {gebied} {waarde}."
    cells = [
        "Nieuw cijfer",
        "Hoeveel?",
        sentence,
        "naoberschap",
        "%",
        "hoger is beter",
        "elk jaar",
        "omgeving",
    ]
    indicators = run([cells], header, kind="indicators")
    made = Indicator.objects.get(slug="nieuw-cijfer")
    assert (made.theme.slug, made.direction, made.rhythm, made.level) == (
        "naoberschap", "higher_is_better", 12, "omgeving",
    )  # fmt: skip
    run([["Nieuw cijfer", "65", "2029", source.title]], ["indicator", "doel", "jaar", "bron"], kind="targets")
    target = Target.objects.get(indicator=made)
    assert (target.kind, target.value, target.year) == ("value", 65, 2029)
    run(
        [["Cursus gegeven", "2024", "12", source.title]],
        ["resultaat", "jaar", "aantal", "bron"],
        kind="results",
    )
    assert Result.objects.get(slug="cursus-gegeven").value == 12
    run([["Proefmonitor", "example.org", source.title]], ["monitor", "website", "bron"], kind="monitors")
    assert Monitor.objects.get(slug="proefmonitor").website == "https://example.org"
    # Search knows it at once, though it was written in bulk.
    assert made in list(get_search_backend().search("Nieuw cijfer", Indicator))
    undo(indicators, chief)
    assert Indicator.objects.filter(slug="nieuw-cijfer").exists()
    assert "horen al waarden of doelen bij" in indicators.report["undo"]["kept"][0]["reason"]


def test_rules_of_a_record_hold_in_a_list_too(make):
    header = ["naam", "zin", "minimum", "maximum", "richting"]
    rows = [
        ["Eén", "Zonder haken", "", "", ""],
        ["Twee", "", "9", "1", ""],
        ["Drie", "", "", "", "omhoog"],
        ["", "", "", "", "x"],
    ]
    batch = make(rows, header, kind="indicators")
    assert outcomes(batch) == ["error"] * 4
    assert "{waarde}" in told(batch, 2)
    assert "Draai ze om" in told(batch, 3)
    assert "Kies uit: “Hoger is beter”" in told(batch, 4)
    assert "Vul “naam” in" in told(batch, 5)


def test_a_dash_empties_a_field_and_an_empty_cell_leaves_it(run, make, row, indicator):
    header = [*HEADER, "opmerking"]
    run([[*row(), "iets"]], header)
    assert outcomes(make([[*row(), ""]], header)) == ["same"]
    note = Observation.objects.get(indicator=indicator)
    assert note.note == "iets"
    run([[*row(), "-"]], header, reason="weg")
    note.refresh_from_db()
    assert note.note == ""


@pytest.mark.parametrize("kind", ["observations", "indicators", "targets", "results", "monitors", "sources"])
def test_the_names_of_the_demo_files_are_known(kind):
    header = list(demo_rows(kind)[0])
    assert len(guess_columns(kind, header)) == len(header)


def test_the_number_of_queries_does_not_grow_with_the_list(
    db, indicator, source, django_assert_max_num_queries
):
    names = list(Municipality.objects.values_list("name", flat=True))
    rows = [
        ["proefcijfer", name, str(year), "12,5", source.title, "x"]
        for year in range(2000, 2020)
        for name in names
    ]
    choice = guess("observations", HEADER, rows, Known())
    with django_assert_max_num_queries(10):
        work = work_out("observations", HEADER, rows, choice)
    with django_assert_max_num_queries(8):
        write(work)
    assert Observation.objects.filter(indicator=indicator).count() == len(rows)


CELLS = st.one_of(
    st.none(), st.decimals(min_value=-9999, max_value=99_999, places=2, allow_nan=False, allow_infinity=False)
)


class SumsOfImports(TestCase):
    """Whatever is in a list: its sums are those of the file, and undoing leaves no trace in the values."""

    def prepare(self):
        """Make what a list names. Not in setUp: that runs once, outside what each example takes back."""
        self.amount = Indicator.objects.create(name="Bedrag", slug="bedrag", unit="euro")
        self.source = Source.objects.create(title="Bron", slug="bron")
        self.chief = get_user_model().objects.get(username="eindredactie")
        self.names = list(Municipality.objects.values_list("name", flat=True))

    def bring(self, table, reason):
        rows = [[self.names[place], "" if value is None else str(value)] for place, value in enumerate(table)]
        fixed = {"indicator": "bedrag", "period": "2024", "source": "Bron"}
        choice = Choice({0: "area", 1: "value"}, fixed=fixed, notation="en")
        batch = FigureImport.objects.create(
            file_name="x", header=["a", "b"], rows=rows, row_numbers=list(range(2, len(rows) + 2)),
            mapping=choice.stored,
        )  # fmt: skip
        check(batch)
        if {"new", "changed", "error"} & set(outcomes(batch)):
            bring_in(batch, self.chief, reason)
        return batch

    @settings(max_examples=12)
    @given(st.lists(CELLS, min_size=1, max_size=12), st.lists(CELLS, min_size=1, max_size=12))
    def test_sums_equal_the_file_and_undo_restores(self, first, second):
        self.prepare()
        first_batch = self.bring(first, "")
        exact = sum((value for value in first if value is not None), Decimal(0))
        assert Decimal(first_batch.report["sums"][0]["exact"]) == exact
        stored = Observation.objects.filter(indicator=self.amount)
        assert sum((o.value for o in stored if o.value is not None), Decimal(0)) == exact
        before = everything()
        second_batch = self.bring(second, "nieuwe telling")
        exact = sum((value for value in second if value is not None), Decimal(0))
        assert Decimal(second_batch.report["sums"][0]["exact"]) == exact
        if second_batch.status == FigureImport.Status.DONE:
            undo(second_batch, self.chief)
        assert everything() == before
        undo(first_batch, self.chief)
        assert not stored.all().exists()  # asked anew

    @settings(max_examples=12)
    @given(
        st.lists(CELLS, min_size=1, max_size=11),
        st.integers(0, 10),
        st.sampled_from(["veel", "1.2.3", "12*"]),
    )
    def test_one_row_that_fails_keeps_all_others_out(self, table, place, bad):
        self.prepare()
        table.insert(min(place, len(table)), bad)
        before = everything()
        with pytest.raises(ImportStopped, match="fouten"):
            self.bring(table, "nieuwe telling")
        assert everything() == before
