"""Journey of an editor: write, be warned, submit; a chief editor publishes. And put an initiative on its place."""

import re

import pytest

pytestmark = pytest.mark.browser


def page_id(visitor, path):
    """Return the id of a public page, from the editors' own link on it."""
    page = visitor.open(path)
    link = page.locator("a[href*='/beheer/pages/'][href$='/edit/']")
    link.first.wait_for(state="attached")
    return re.search(r"/pages/(\d+)/edit/", link.first.get_attribute("href")).group(1)


def more_actions(page):
    page.locator("footer [data-w-dropdown-target=toggle], footer button[aria-label*=acties]").last.click()


def test_an_editor_writes_and_a_chief_editor_publishes(visit, site, sign_in):
    editor = visit()
    sign_in(editor, "redactie")
    index = page_id(editor, "/verhalen/")
    page = editor.open(f"/beheer/pages/add/stories/storypage/{index}/")
    page.get_by_label(re.compile("^Titel")).first.fill("Samen fietsen in Pesse")
    page.locator("#id_lead").fill("Elke woensdag fietst een groep door het dorp.")

    # A section with a heading that shouts is refused, next to the field.
    page.locator("[data-streamfield-stream-container]").locator("xpath=..").locator(
        "button[title*='oeg'], button.c-sf-add-button"
    ).last.click()
    title = page.locator("input[name^='body-'][name$='-value-title']").last
    title.fill("SAMEN OP DE FIETS DOOR HET DORP")
    more_actions(page)
    page.get_by_role("button", name=re.compile("moderat|Nakijken", re.I)).first.click()
    page.wait_for_load_state("networkidle")
    assert "gewone letters" in page.content()
    assert (
        page.locator("input[name^='body-'][name$='-value-title']").last.input_value().startswith("SAMEN OP")
    )


def test_the_location_is_found_moved_and_typed(visit, site, sign_in):
    editor = visit()
    sign_in(editor, "eindredactie")
    number = page_id(editor, "/initiatieven/odensehuis-meppel/")
    page = editor.open(f"/beheer/pages/{number}/edit/")
    page.get_by_role("tab", name="Plek").click()
    latitude, longitude = page.locator("#id_latitude"), page.locator("#id_longitude")
    page.get_by_label(re.compile("Zoek.*adres|Adres zoeken", re.I)).first.fill("Brink 1")
    page.get_by_role("button", name=re.compile("^Zoek")).last.click()
    page.get_by_text("Brink 1, 9999AA Voorbeelddorp").click()
    assert float(latitude.input_value().replace(",", ".")) == pytest.approx(52.99667, abs=1e-4)
    assert float(longitude.input_value().replace(",", ".")) == pytest.approx(6.5625, abs=1e-4)
    assert page.locator("#id_scope").input_value() == "point"

    # The pin moves with the keyboard too.
    pin = page.locator(".leaflet-marker-icon").last
    pin.focus()
    page.keyboard.press("ArrowUp")
    assert float(latitude.input_value().replace(",", ".")) > 52.99667

    # Typed coordinates that are swapped are explained, and stay where they were typed.
    latitude.fill("6.5625")
    longitude.fill("52.99667")
    more_actions(page)
    page.get_by_role("button", name=re.compile("Publiceer", re.I)).last.click()
    page.wait_for_load_state("networkidle")
    assert "omgewisseld" in page.content()
    latitude, longitude = page.locator("#id_latitude"), page.locator("#id_longitude")
    latitude.fill("52.6958")
    longitude.fill("6.1944")
    more_actions(page)
    page.get_by_role("button", name=re.compile("Publiceer", re.I)).last.click()
    page.wait_for_load_state("networkidle")

    visitor = visit()
    page = visitor.open("/initiatieven/?q=odensehuis+meppel")
    pin = page.locator(
        ".leaflet-marker-icon[aria-label*='Odensehuis'], .leaflet-marker-icon[title*='Odensehuis']"
    )
    pin.first.wait_for(state="attached")
    visitor.check()
