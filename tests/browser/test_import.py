"""Journey of a chief editor with a list: upload, columns, dry run, import, undo; and what comes after."""

import re

import pytest
from playwright.sync_api import expect

from tests.core.sheets.files import csv_bytes

pytestmark = pytest.mark.browser

ROWS = [
    ["Code", "Naam initiatief", "Type", "Omschrijving", "Dorp", "Gemeente", "Openingstijden"],
    [
        "proef-lijst-1",
        "Breicafé De Naald",
        "Dorpshuis",
        "Samen breien.",
        "Grolloo",
        "Aa en Hunze",
        "di 10-12",
    ],
    ["proef-lijst-2", "Fietsclub Het Wiel", "Dorpshuis", "Samen fietsen.", "Grolloo", "Aa en Hunze", ""],
    ["proef-lijst-3", "Soepgroep", "Ruimteschip", "Samen soep eten.", "Grolloo", "Aa en Hunze", "soms"],
    ["proef-lijst-4", "=cmd|' /C calc'!A0", "Dorpshuis", "Een formule.", "Grolloo", "Aa en Hunze", ""],
]


def check(visitor):
    """Check what is on screen once it stands still."""
    visitor.page.evaluate("Promise.allSettled(document.getAnimations().map((moving) => moving.finished))")
    visitor.check()


def upload(page, name, content):
    page.get_by_label("Bestand").set_input_files(
        files=[{"name": name, "mimeType": "text/csv", "buffer": content}]
    )
    page.get_by_role("button", name="Lees het bestand").click()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_list_is_checked_brought_in_and_undone(visit, sign_in, width):
    editor = visit(width=width)
    sign_in(editor, "eindredactie")
    page = editor.open("/beheer/initiatieven/inlezen/")
    check(editor)

    upload(page, "foto.csv", b"\x00\x01\x02" * 40)
    expect(page.get_by_label("Bestand")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("die in geen tekst horen")).to_be_visible()
    check(editor)

    upload(page, "lijst.csv", csv_bytes(ROWS))
    page.wait_for_url("**/kolommen/")
    expect(page.get_by_label("Naam initiatief")).to_have_value("title")
    expect(page.get_by_label("Omschrijving")).to_have_value("introduction")
    # Our own codes are not taken for keys by themselves: they become part of the address.
    expect(page.get_by_label("Code")).to_have_value("")
    page.get_by_label("Code").select_option("title")
    page.get_by_role("button", name="Kijk de lijst na").click()
    expect(page.get_by_text("koos u al bij")).to_be_visible()
    check(editor)
    page.get_by_label("Code").select_option("slug")
    page.get_by_role("button", name="Kijk de lijst na").click()

    expect(page.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("Soepgroep"))
    expect(row).to_contain_text("“Ruimteschip” kennen wij niet")
    expect(row).to_contain_text("Schrijf het zo")
    check(editor)
    page.get_by_role("link", name=re.compile("^fout")).click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name=re.compile("^alle rijen")).click()
    assert editor.page.request.get(f"{editor.base_url}/initiatieven/proef-lijst-1/").status == 404

    page.get_by_label("Zet alles meteen op de website").check()
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("heading", name="Deze lijst is ingelezen")).to_be_visible()
    check(editor)
    visitor = visit()
    text = visitor.open("/initiatieven/proef-lijst-1/").locator("main").inner_text()
    assert "Breicafé De Naald" in text
    assert "dinsdag" in text.lower()

    page.get_by_role("link", name="Draai deze lijst terug").click()
    expect(page.get_by_text("3 nieuwe pagina's verdwijnen")).to_be_visible()
    check(editor)
    page.get_by_role("button", name="Ja, draai terug").click()
    expect(page.get_by_role("heading", name="Deze lijst is teruggedraaid")).to_be_visible()
    check(editor)
    # Asked without the browser, which may show for a minute what it has.
    assert visitor.context.request.get(f"{visitor.base_url}/initiatieven/proef-lijst-1/").status == 404


def test_the_lists_and_reports_are_readable_by_everybody(visit, sign_in):
    for width in (1280, 360):
        editor = visit(width=width)
        sign_in(editor, "eindredactie")
        for path in ("dekking/", "dubbel/", "lijst/"):
            page = editor.open(f"/beheer/initiatieven/{path}")
            expect(page.locator("main")).to_be_visible()
            check(editor)


def test_two_become_one(visit, sign_in):
    editor = visit()
    sign_in(editor, "eindredactie")
    page = editor.open("/beheer/initiatieven/inlezen/")
    rows = [ROWS[0], ["dubbel-a", "Klusploeg Oost", *ROWS[1][2:]], ["dubbel-b", "Spoorzoekers", *ROWS[2][2:]]]
    upload(page, "dubbel.csv", csv_bytes(rows))
    page.get_by_label("Code").select_option("slug")
    page.get_by_role("button", name="Kijk de lijst na").click()
    page.get_by_label("Zet alles meteen op de website").check()
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("heading", name="Deze lijst is ingelezen")).to_be_visible()
    # Both are chosen in the list, and compared side by side.
    chosen = []
    for name in ("Klusploeg", "Spoorzoekers"):
        editor.open(f"/beheer/initiatieven/lijst/?q={name}")
        chosen.append(page.locator("input[data-bulk-action-checkbox]").first.get_attribute("data-object-id"))
    editor.open(f"/beheer/bulk/wagtailcore/page/initiative_merge/?id={chosen[0]}&id={chosen[1]}")
    check(editor)
    page.get_by_role("button", name="Vergelijk deze twee").click()
    expect(page.get_by_role("heading", name="Twee initiatieven samenvoegen", level=2)).to_be_visible()
    check(editor)
    page.get_by_role("group", name="Welke pagina blijft?").get_by_label("Spoorzoekers").check()
    page.get_by_role("group", name="Naam").get_by_label("Klusploeg Oost").check()
    page.get_by_role("button", name="Voeg samen").click()
    page.wait_for_url("**/edit/")
    visitor = visit()
    visitor.open("/initiatieven/dubbel-a/")
    visitor.page.wait_for_url("**/initiatieven/dubbel-b/")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Klusploeg Oost")
