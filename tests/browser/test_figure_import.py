"""Journey of a chief editor with a list of figures: paste, mend the columns, correct, bring in, undo."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDE = "Gemeente\t2031\t2032\tLetter\nAssen\t61,5\t-\tx\nAsen\tca. 60\tveel\ty\n"
FIRST = "indicator\tgebied\tjaar\twaarde\ttotaal\nvrijwilligerswerk\tAssen\t2031\t61,5\tnee\n"
TOTAL = "vrijwilligerswerk\tAssen\t2031\t70\tja\n"


def check(visitor):
    """Check what is on screen once it stands still."""
    visitor.page.evaluate("Promise.allSettled(document.getAnimations().map((moving) => moving.finished))")
    visitor.check()


def paste(page, text):
    page.get_by_label("Of plak een tabel").fill(text)
    page.get_by_role("button", name="Lees de lijst").click()


def choose_source(page):
    page.get_by_label("Bron", exact=True).select_option("Jaarverslag Sociale Agenda 2024")
    page.get_by_role("button", name="Kijk de lijst na").click()


def undo(editor):
    editor.page.get_by_role("link", name="Draai deze lijst terug").click()
    expect(editor.page.get_by_role("heading", name="Wilt u deze lijst terugdraaien?")).to_be_visible()
    check(editor)
    editor.page.get_by_role("button", name="Ja, draai terug").click()
    expect(editor.page.get_by_role("heading", name="Deze lijst is teruggedraaid")).to_be_visible()
    check(editor)


@pytest.mark.parametrize("width", [1280, 360])
def test_figures_are_checked_brought_in_corrected_and_undone(visit, sign_in, width):
    editor = visit(width=width)
    sign_in(editor, "eindredactie")
    page = editor.open("/beheer/cijfers/inlezen/")
    check(editor)
    page.get_by_role("button", name="Lees de lijst").click()
    expect(page.get_by_text("Kies een bestand, of plak")).to_be_visible()
    check(editor)

    # A wide table with faults: nothing can be brought in, and every fault says what to do.
    paste(page, WIDE)
    expect(page.get_by_label("Hoe is de tabel gemaakt?")).to_have_value("period")
    expect(page.get_by_label("2031")).to_have_value("values")
    expect(page.get_by_label("Letter")).to_have_value("")
    page.get_by_role("button", name="Kijk de lijst na").click()
    expect(page.get_by_text("Kies een kolom voor “indicator”")).to_be_visible()
    check(editor)
    page.get_by_label("Indicator", exact=True).select_option("vrijwilligerswerk")
    choose_source(page)
    expect(page.get_by_role("heading", name="Er staan fouten in deze lijst")).to_be_visible()
    expect(page.get_by_text("Bedoelt u: Assen?").first).to_be_visible()
    expect(page.get_by_text("“veel” is geen getal")).to_be_visible()
    expect(page.get_by_role("button", name="Lees in")).to_have_count(0)
    check(editor)

    page.goto(f"{editor.base_url}/beheer/cijfers/inlezen/")
    paste(page, FIRST)
    choose_source(page)
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("heading", name="Deze lijst is ingelezen")).to_be_visible()
    check(editor)

    # The same cell again with another value: a correction, with a total that does not add up.
    page.goto(f"{editor.base_url}/beheer/cijfers/inlezen/")
    paste(page, FIRST.replace("61,5", "62") + TOTAL)
    choose_source(page)
    expect(page.get_by_role("row", name=re.compile("verbetering"))).to_contain_text("61,5%")
    expect(page.get_by_role("heading", name="Totalen nagerekend")).to_be_visible()
    page.get_by_role("button", name="Lees in").click()
    reason = page.get_by_label("Waarom veranderen er waarden?")
    expect(reason).to_have_attribute("aria-invalid", "true")
    check(editor)
    reason.fill("Nageteld.")
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_text("Reden van de verbeteringen: Nageteld.")).to_be_visible()

    page.get_by_role("link", name=re.compile("Assen, 2031")).click()
    expect(page.get_by_text("was 61,5%. Nageteld.")).to_be_visible()
    page.go_back()
    undo(editor)
    page.goto(f"{editor.base_url}/beheer/cijfers/inlezen/")
    page.get_by_role("row", name=re.compile(" ingelezen ")).get_by_role("link").click()
    undo(editor)

    page.goto(f"{editor.base_url}/beheer/cijfers/controle/")
    expect(page.get_by_role("heading", name="Controle van cijfers").first).to_be_visible()
    check(editor)
