"""Journey of an editor: write, be warned, submit; a chief editor publishes. And put a pin on the map."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TITLE = "Samen fietsen in Pesse"
PUBLIC = "/verhalen/samen-fietsen-in-pesse/"
INITIATIVE = "/initiatieven/de-wenning-pesse/"
SUBMIT = "Stuur door naar Nakijken door de eindredactie"
ALT = "Beschrijving voor wie het beeld niet ziet"
#: How long, in milliseconds, the editors' screens may take to show and check what was just typed.
PREVIEW = 20_000
#: After how many milliseconds without a key a draft has been saved.
SAVED = 1_500
#: What the browser writes down when a save is refused, and how Wagtail's checker reports what it found.
EXPECTED = ("status of 400", "axe.run results")


def forget_expected(visitor):
    """Leave out of the browser's problems what belongs to being refused and being warned."""
    visitor.problems[:] = [line for line in visitor.problems if not any(words in line for words in EXPECTED)]


def act(page, name):
    """Choose one of the actions at the foot of the form, and wait for the answer of the site."""
    # Wagtail saves the draft by itself half a second after the last key, and takes no click while it does.
    page.wait_for_timeout(SAVED)
    page.get_by_role("button", name="Meer acties").click()
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def required(name):
    return re.compile(rf"^\s*{re.escape(name)}\s*\*?\s*$")


def section(page, name):
    """A part of the form, by the heading that it has on screen."""
    return page.get_by_role("region", name=required(name))


def box(scope, name, role="textbox"):
    """A field, by its label; Wagtail puts a star behind the name of what has to be filled in."""
    return scope.get_by_role(role, name=required(name))


def error_of(field):
    """The error next to a field of a block, on the same row."""
    return field.locator("xpath=ancestor::*[@data-field][1]").locator(".error-message")


def add_block(page, stream, kind):
    """Add a block below the others of the stream that is innermost."""
    stream.get_by_role("button", name="Blok invoegen").nth(-2).click()
    page.get_by_role("option", name=kind, exact=True).click()


def choose(page, button, answer, *, search=False):
    """Open a chooser and take what it offers."""
    button.click()
    dialog = page.get_by_role("dialog")
    if search:
        dialog.get_by_label("Zoekterm").fill(answer)
    dialog.get_by_role("link", name=answer).first.click()
    dialog.wait_for(state="hidden")


def write_story(page):
    """Fill in a story; what is on the image is not said, and its figure has no source."""
    box(page, "Titel").fill(TITLE)
    box(page, "Soort", "combobox").select_option(label="Interview")
    choose(page, page.get_by_role("button", name="Kies thema"), "Naoberschap")
    box(page, "Inleiding").fill("Elke woensdag fietst een groep door het dorp.")

    image = section(page, "Beeld bovenaan")
    image.get_by_role("button", name="Blok invoegen").first.click()
    choose(page, image.get_by_role("button", name="Kies een afbeelding"), "Brink 2", search=True)
    # The name of a file is no description of what is on it.
    expect(box(image, ALT)).to_have_value("")

    body = section(page, "Verhaal")
    body.get_by_role("button", name="Blok invoegen").first.click()
    box(body, "Kop").fill("Samen op de fiets door het dorp")
    add_block(page, body, "Tekst")
    body.locator("[contenteditable=true]").click()
    page.keyboard.press("Control+b")
    page.keyboard.type("Elke week een andere weg")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.type("Wij rijden over de es en door het bos. Daarna drinken wij koffie in het dorpshuis.")
    add_block(page, body, "Citaat")
    box(body, "Zin").fill("Samen fietsen is samen praten.")
    add_block(page, body, "Kerncijfer")
    box(body, "Getal").fill("57")
    box(body, "Wat telt dit getal?").fill("fietsers doen mee")

    page.get_by_role("button", name="Voeg Initiatief toe").click()
    page.get_by_role("button", name="Kies een pagina (Initiatief)").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Zoekterm").fill("wenning")
    dialog.get_by_role("link", name=re.compile("De Wenning")).click()
    dialog.wait_for(state="hidden")


def assert_nothing_lost(page):
    body = section(page, "Verhaal")
    assert box(page, "Titel").input_value() == TITLE
    assert box(page, "Inleiding").input_value().startswith("Elke woensdag")
    assert box(body, "Zin").input_value() == "Samen fietsen is samen praten."
    assert box(body, "Getal").input_value() == "57"
    assert "Wij rijden over de es" in body.inner_text()
    assert "De Wenning" in section(page, "Over deze initiatieven").inner_text()
    assert "Brink 2" in section(page, "Beeld bovenaan").inner_text()


def test_an_editor_writes_and_a_chief_editor_publishes(visit, site, sign_in):
    editor = visit()
    sign_in(editor, "redactie")
    page = editor.open("/verhalen/")
    add = page.locator("a[href$='/add_subpage/']")  # in the editors' bar on the page
    add.wait_for(state="attached")
    page = editor.open(f"/{add.get_attribute('href').split('/', 3)[3]}")
    write_story(page)
    preview_and_warnings(page)

    # Everything that is wrong stands next to its field, and nothing that was typed is lost.
    image, body = section(page, "Beeld bovenaan"), section(page, "Verhaal")
    box(body, "Kop").fill("SAMEN OP DE FIETS DOOR HET DORP")
    box(image, ALT).fill("")
    act(page, SUBMIT)
    expect(error_of(box(body, "Kop"))).to_contain_text("gewone letters")
    expect(error_of(box(body, "Bron"))).to_contain_text("verplicht")
    expect(error_of(box(image, ALT))).to_be_visible()
    assert box(body, "Kop").input_value() == "SAMEN OP DE FIETS DOOR HET DORP"
    assert_nothing_lost(page)
    assert page.context.request.get(f"{site.url}{PUBLIC}").status == 404

    box(body, "Kop").fill("Samen op de fiets door het dorp")
    box(body, "Bron").fill("Jaarverslag Sociale Agenda 2024")
    box(image, ALT).fill("Tekening van een brink met oude bomen")
    act(page, SUBMIT)
    expect(page.get_by_text(re.compile(f"{TITLE}.*ter goedkeuring ingediend"))).to_be_visible()
    forget_expected(editor)

    # An editor has no way to publish, and what is submitted waits.
    page = editor.open(f"/beheer/pages/search/?q={TITLE}")
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.wait_for_url("**/edit/")
    page.get_by_role("button", name="Meer acties").click()
    for name in ("Publiceren", "Goedkeuren en publiceren"):
        assert page.get_by_role("button", name=name).count() == 0
    assert page.context.request.get(f"{site.url}{PUBLIC}").status == 404

    approve(visit(), sign_in)
    read_as_a_visitor(visit())


def preview_and_warnings(page):
    """The page as it will be, and what the content checker says of it, while writing."""
    checks = page.locator("[data-side-panel=checks]")
    page.get_by_role("button", name="Checks aan/uitzetten").click()
    expect(checks).to_contain_text("Beeld zonder beschrijving", timeout=PREVIEW)
    expect(checks).to_contain_text("Vette tekst die een kop lijkt", timeout=PREVIEW)

    page.get_by_role("button", name="Toon/verberg voorvertoning").click()
    preview = page.frame_locator("[data-side-panel=preview] iframe").first.locator("main")
    expect(preview).to_contain_text("Samen op de fiets door het dorp", timeout=PREVIEW)
    expect(preview).to_contain_text("57", timeout=PREVIEW)
    expect(preview.get_by_role("link", name=re.compile("De Wenning"))).to_be_visible()
    page.get_by_role("button", name="Toon/verberg voorvertoning").click()

    # The author listens: a description, and no bold line that plays at being a heading.
    image, body = section(page, "Beeld bovenaan"), section(page, "Verhaal")
    box(image, ALT).fill("Tekening van een brink met oude bomen")
    body.locator("[contenteditable=true]").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Wij rijden over de es en door het bos. Daarna drinken wij koffie in het dorpshuis.")


def approve(chief, sign_in):
    """A chief editor finds the story on the front page of the editors' screens, and approves it."""
    sign_in(chief, "eindredactie")
    page = chief.page
    waiting = page.get_by_role("region", name="In afwachting van jouw beoordeling")
    waiting.get_by_role("link", name=TITLE, exact=True).click()
    page.wait_for_url("**/edit/")
    act(page, "Goedkeuren en publiceren")
    forget_expected(chief)


def read_as_a_visitor(visitor):
    """The story is public with all its parts, and can be found from both sides."""
    page = visitor.open("/verhalen/")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**{PUBLIC}")
    main = page.locator("main")
    expect(main.get_by_role("img", name="Tekening van een brink met oude bomen")).to_be_visible()
    expect(main.get_by_role("heading", name="Samen op de fiets door het dorp", level=2)).to_be_visible()
    for words in (
        "Interview", "Naoberschap", "Samen fietsen is samen praten.",
        "57", "fietsers doen mee", "Jaarverslag Sociale Agenda 2024",
    ):  # fmt: skip
        expect(main).to_contain_text(words)
    visitor.check()
    main.get_by_role("link", name=re.compile("De Wenning")).first.click()
    page.wait_for_url(f"**{INITIATIVE}")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**{PUBLIC}")


def test_the_location_is_found_moved_and_typed(visit, site, sign_in):
    chief = visit()
    sign_in(chief, "eindredactie")
    page = chief.open("/beheer/pages/search/?q=odensehuis meppel")
    page.get_by_role("link", name="Odensehuis Meppel", exact=True).click()
    page.get_by_role("tab", name="Plek").click()
    latitude, longitude = box(page, "Breedtegraad"), box(page, "Lengtegraad")
    precision = box(page, "Hoe precies is de plek?", "combobox")

    # By address.
    box(page, "Zoek een adres").fill("Brink 1")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.get_by_role("button", name="Brink 1, 9999AA Voorbeelddorp").click()
    expect(latitude).to_have_value("52.996670")
    expect(longitude).to_have_value("6.562500")
    expect(precision).to_have_value("point")

    # By moving the pin, which has the focus now, with the keyboard.
    expect(page.locator(".location-pin")).to_be_focused()
    page.keyboard.press("ArrowUp")
    assert float(latitude.input_value()) > 52.99667
    higher, east = float(latitude.input_value()), float(longitude.input_value())
    page.keyboard.press("ArrowRight")
    assert float(longitude.input_value()) > east
    assert float(latitude.input_value()) == pytest.approx(higher, abs=1e-4)
    expect(page.get_by_text("De speld staat nu op")).to_be_visible()

    # By typing. What is swapped is explained next to the field, and stays as it was typed.
    latitude.fill("6.1944")
    longitude.fill("52.6958")
    act(page, "Publiceren")
    page.get_by_role("tab", name="Plek").click()
    assert "omgewisseld" in error_of(latitude).inner_text()
    assert latitude.input_value() == "6.1944"
    assert longitude.input_value() == "52.6958"

    latitude.fill("52,695800000000001")  # as a map hands it out, with a comma as people here write
    longitude.fill("6,1944")
    longitude.blur()
    expect(page.locator(".location-pin span")).to_be_visible()
    act(page, "Publiceren")
    expect(page.get_by_text(re.compile("Odensehuis Meppel.*gepubliceerd"))).to_be_visible()
    forget_expected(chief)

    visitor = visit()
    page = visitor.open("/initiatieven/?q=odensehuis+meppel")
    pin = page.locator(".leaflet-marker-icon[aria-label*='Odensehuis']")
    pin.first.wait_for(state="attached")
    visitor.check()
    page = visitor.open("/initiatieven/odensehuis-meppel/")
    page.locator(".leaflet-marker-icon").first.wait_for(state="attached")
