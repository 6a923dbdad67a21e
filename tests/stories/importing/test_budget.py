"""A printed budget: posts per section and year come in, and add up to what is printed. Blank is not zero."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from stories.models import Observation
from tests.stories.importing.conftest import told

DATA = Path(__file__).parent / "data"
HEADER = [
    "indicator",
    "gebied",
    "groep",
    "jaar",
    "bedrag",
    "totaal",
    "opmerking",
    "bron",
    "plaats in de bron",
]
TOTALS = ("subtotaal", "totaal")


def facts(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows():
    """The posts with their printed totals among them, as an editor would put them in one list."""
    found = []
    for line in facts("budget_lines.csv"):
        group = f"{line['section']}: {line['post']}"
        found.append([group, line["year"], line["amount_eur"], "nee", line["note"], line["source_line"]])
    for line in facts("budget_totals.csv"):
        if line["kind"] in TOTALS:
            group = "" if line["kind"] == "totaal" else line["section"]
            found.append([group, line["year"], line["amount_eur"], "ja", line["note"], line["source_line"]])
    return [
        ["begroting", "Drenthe", group, year, amount, total, note, "Proefbron 2024", f"regel {line}"]
        for group, year, amount, total, note, line in found
    ]


@pytest.fixture
def budget(amount, source):
    """The figure and the source that the list names."""
    return amount


def stored(**where):
    return Observation.objects.filter(indicator__slug="begroting", **where)


def test_all_printed_totals_recompute(run, budget):
    batch = run(rows(), HEADER)
    lines, printed = facts("budget_lines.csv"), [t for t in facts("budget_totals.csv") if t["kind"] in TOTALS]
    assert len(batch.report["totals"]) == len(printed) == 20
    assert [line["difference"] for line in batch.report["totals"]] == [""] * 20
    # Totals are checked and not stored; every post is.
    assert stored().count() == len(lines) == 73
    for line in lines:
        found = stored(subgroup=f"{line['section']}: {line['post']}", period=line["year"]).get()
        assert found.value == (Decimal(line["amount_eur"]) if line["amount_eur"] else None)
    for total in printed:
        section = "" if total["kind"] == "totaal" else f"{total['section']}: "
        posts = stored(period=total["year"], subgroup__startswith=section, value__isnull=False)
        assert sum((o.value for o in posts), Decimal(0)) == Decimal(total["amount_eur"])
    # Of some years a section has only blanks: the sum is zero, the posts are not.
    assert stored(period="2017", subgroup__startswith="Krimp", value=None).count() == 2
    assert {line["exact"] for line in batch.report["sums"]} == {
        "1150000", *(total["amount_eur"] for total in printed if total["kind"] == "totaal")
    }  # fmt: skip


def test_a_post_without_a_year_is_in_no_total(run, budget):
    batch = run(rows(), HEADER)
    post = stored(period="").get()
    assert post.subgroup == "Wonen: Herontwikkelingsfonds via Investeringsagenda"
    assert post.value == 1_150_000
    assert "Bij één waarde staat geen periode" in " ".join(batch.report["notices"])


def test_posts_outside_the_framework_count_in_the_total(make, budget):
    outside = {
        f"{line['section']}: {line['post']}"
        for line in facts("budget_lines.csv")
        if line["outside_framework"] == "true" and line["year"]
    }
    batch = make([row for row in rows() if row[2] not in outside], HEADER)
    missing = [line for line in batch.report["totals"] if line["difference"]]
    # Without them the section and the grand total of every year are too low.
    assert len(missing) == 8
    assert {line["title"].split(", ")[2] for line in missing if "Bereikbaarheid" in line["title"]} == {
        "Bereikbaarheid"
    }


def test_a_changed_amount_shows_in_its_section_and_in_the_total(make, budget):
    changed = rows()
    assert changed[0][4] == "597022"
    changed[0][4] = "597023"
    batch = make(changed, HEADER)
    differences = {line["title"]: line["difference"] for line in batch.report["totals"] if line["difference"]}
    assert differences == {
        "Begroting, Drenthe, Sociaal domein, 2016": "€\xa0−1",
        "Begroting, Drenthe, 2016": "€\xa0−1",
    }
    assert "Het verschil is €\xa0−1" in told(batch)
    # It is told and not forbidden: sources have such faults themselves.
    assert {line["outcome"] for line in batch.report["lines"]} == {"new", "checked"}


def test_the_total_of_the_province_is_about_its_municipalities(make, amount, source):
    header = ["gemeente", "waarde", "totaal"]
    fixed = {"indicator": "begroting", "period": "2024", "source": source.title}
    batch = make([["Assen", "10", ""], ["Emmen", "20", ""], ["Drenthe", "31", "ja"]], header, fixed=fixed)
    (line,) = batch.report["totals"]
    assert (line["rows"], line["printed"], line["added"], line["difference"]) == (
        2,
        "€\xa031",
        "€\xa030",
        "€\xa01",
    )


def test_a_word_that_is_neither_yes_nor_no(make, amount, source):
    fixed = {"indicator": "begroting", "period": "2024", "source": source.title}
    batch = make([["Assen", "10", "misschien"]], ["gemeente", "waarde", "totaal"], fixed=fixed)
    assert "Schrijf “ja” of “nee”" in told(batch)
