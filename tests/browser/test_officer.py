"""Journey of an officer: from the desk to a decision, and on to the initiative on the site."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import REGULATION, apply

pytestmark = pytest.mark.browser


def left(visitor):
    """What the regulation's page says is left of the ceiling of the round, in euros."""
    text = visitor.open(REGULATION).locator("main").inner_text()
    return int(re.search(r"€\s*([\d.]+) over", text).group(1).replace(".", ""))


def open_application(officer, reference):
    """Find the application in the list of the desk, and open it."""
    page = officer.open("/beheer/aanvragen/")
    check(officer)
    page.get_by_role("row", name=reference).get_by_role("link", name=reference).click()
    expect(page.get_by_role("heading", name=reference)).to_be_visible()
    check(officer)
    return page


def read_out_with(page, label):
    """Everything that a screen reader says after the name of the field that is wrong: help and error."""
    field = page.get_by_label(label)
    expect(field).to_have_attribute("aria-invalid", "true")
    names = field.get_attribute("aria-describedby").split()
    return " ".join(page.locator(f"#{name}").inner_text() for name in names)


def check(visitor):
    """Check what is on screen once it stands still: a message that fades in has other colours halfway."""
    visitor.page.evaluate("Promise.allSettled(document.getAnimations().map((moving) => moving.finished))")
    visitor.check()


def test_award_becomes_an_initiative_on_the_site(visit, site, sign_in):
    group = visit()
    before = left(visit())
    reference = apply(group, site, "tuin@voorbeeld.example", "Plukroute Grolloo", amount="8.000")

    officer = visit()
    sign_in(officer, "subsidie")
    # The front page of the officer says how many wait, the oldest first.
    waiting = officer.page.locator("main").get_by_text(re.compile(r"wacht(en)? op een besluit"))
    expect(waiting.first).to_be_visible()
    page = open_application(officer, reference)
    with page.expect_download() as download:
        page.get_by_role("link", name="begroting.pdf").click()
    assert download.value.suggested_filename == "begroting.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")

    # Too much is refused next to the field, and what was typed is still there.
    amount = page.get_by_label("Toe te kennen bedrag in euro")
    assert amount.input_value() == "8.000"
    amount.fill("25.000")
    page.get_by_label("Toelichting voor de aanvrager").fill("Begin met de bakken bij de school.")
    page.get_by_role("button", name="Verder naar toekennen").click()
    assert "8.000" in read_out_with(page, "Toe te kennen bedrag in euro")
    assert amount.input_value() == "25.000"
    assert page.get_by_label("Toelichting voor de aanvrager").input_value().startswith("Begin met")
    check(officer)

    amount.fill("7.500")
    page.get_by_role("button", name="Verder naar toekennen").click()
    expect(page.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    check(officer)
    # Back and forth loses nothing either.
    page.get_by_role("button", name="Terug, ik wil iets veranderen").click()
    assert amount.input_value() == "7.500"
    page.get_by_role("button", name="Verder naar toekennen").click()
    assert left(visit()) == before  # nothing is decided yet
    page.get_by_role("button", name="Ja, ken € 7.500 toe").click()
    expect(page.get_by_text("Toegekend: € 7.500", exact=True)).to_be_visible()
    check(officer)
    assert page.get_by_role("button", name="Verder naar toekennen").count() == 0

    mail = site.last_mail_to("tuin@voorbeeld.example")
    assert "7.500" in mail.text
    assert "Begin met de bakken bij de school." in mail.text
    assert left(visit()) == before - 7500
    # The applicant still has the status open, and reads the same there.
    group.page.get_by_role("link", name="Bekijk uw aanvraag").click()
    expect(group.page.locator("main")).to_contain_text("7.500")
    expect(group.page.locator("main")).to_contain_text("Begin met de bakken bij de school.")

    # The draft is nowhere in public until somebody publishes it.
    stranger = visit()
    assert "Plukroute Grolloo" not in stranger.open("/initiatieven/?q=plukroute").locator("main").inner_text()
    assert stranger.page.goto(f"{site.url}/initiatieven/plukroute-grolloo/").status == 404
    stranger.problems.clear()  # the browser notes the status 404

    finish_and_publish(officer, visit(), sign_in)

    visitor = visit()
    page = visitor.open("/initiatieven/?q=plukroute")
    # A whole village is no point: the map names the village, and pins nothing at an invented place.
    expect(page.locator(".map-area")).to_contain_text("Grolloo")
    assert page.locator(".map-pin").count() == 0
    page.locator("main").get_by_role("link", name="Plukroute Grolloo").first.click()
    page.wait_for_url("**/plukroute-grolloo/")
    text = page.locator("main").inner_text()
    for words in (
        "Wij maken een tuin bij het dorpshuis",
        "Grolloo",
        "Gezondheid",
        "7.500",
        "Bewonersinitiatieven",
    ):
        assert words in text, words
    assert_nothing_personal(page)
    check(visitor)
    page.locator("main").get_by_role("link", name=re.compile("Bewonersinitiatieven")).first.click()
    page.wait_for_url(f"**{REGULATION}")

    # From the desk there is a way to the page that is now public.
    page = officer.open("/beheer/aanvragen/")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("link", name="Bekijk de pagina").click()
    page.wait_for_url("**/initiatieven/plukroute-grolloo/")


def finish_and_publish(officer, chief, sign_in):
    """The officer opens the draft from the desk and hands it in; a chief editor finds and publishes it."""
    page = officer.page
    page.get_by_role("link", name="Maak de pagina af").click()
    page.wait_for_url("**/beheer/pages/*/edit/")
    assert page.locator("#id_title").input_value() == "Plukroute Grolloo"
    assert_nothing_personal(page)
    page.get_by_role("button", name="Meer acties").click()
    assert page.get_by_role("button", name="Publiceren").count() == 0
    page.get_by_role("button", name="Stuur door naar Nakijken door de eindredactie").click()
    page.get_by_text("ter goedkeuring ingediend").wait_for()

    sign_in(chief, "eindredactie")
    page = chief.open("/beheer/pages/search/?q=plukroute")
    page.get_by_role("link", name="Plukroute Grolloo").first.click()
    page.wait_for_url("**/edit/")
    assert_nothing_personal(page)
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name="Goedkeuren en publiceren").click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"))
    chief.problems[:] = [line for line in chief.problems if "axe.run results" not in line]


def assert_nothing_personal(page):
    """The applicant's own details are nowhere in what the browser received."""
    source = page.content()
    for private in ("tuin@voorbeeld.example", "penningmeester", "12345678", "De secretaris", "tien bakken"):
        assert private not in source, private


def test_a_refusal_needs_a_reason_and_reaches_the_applicant(visit, site, sign_in):
    before = left(visit())
    reference = apply(visit(), site, "nee@voorbeeld.example", "Zwembad op het dak", amount="25.000")
    officer = visit()
    sign_in(officer, "subsidie")
    page = open_application(officer, reference)
    reason = "Waarom wijst u de aanvraag af?"
    page.get_by_role("button", name="Verder naar afwijzen").click()
    assert "Schrijf waarom" in read_out_with(page, reason)
    check(officer)
    page.get_by_label(reason).fill("Een zwembad past niet bij deze regeling.")
    page.get_by_role("button", name="Verder naar afwijzen").click()
    expect(page.get_by_text("Een zwembad past niet bij deze regeling.")).to_be_visible()
    check(officer)
    page.get_by_role("button", name="Ja, wijs de aanvraag af").click()
    expect(page.locator(".desk-outcome")).to_have_text("Afgewezen")
    assert page.get_by_role("link", name="Maak de pagina af").count() == 0
    assert left(visit()) == before

    mail = site.last_mail_to("nee@voorbeeld.example")
    assert reference in mail.text
    assert "Een zwembad past niet bij deze regeling." in mail.text
    phone = visit(width=360)
    page = phone.open(next(url for url in mail.links if "/aanvragen/open/" in url))
    page.get_by_role("button", name="Ga naar mijn aanvraag").click()
    expect(page.locator("main")).to_contain_text("Een zwembad past niet bij deze regeling.")
    check(phone)


def test_who_may_not_decide_sees_no_applications(visit, site, sign_in):
    """An editor has no desk; a budget holder reads along without the buttons to decide."""
    reference = apply(visit(), site, "meelezen@voorbeeld.example", "Bankje bij de es", amount="5.000")
    editor = visit()
    sign_in(editor, "redactie")
    page = editor.open("/beheer/aanvragen/")
    assert reference not in page.content()

    holder = visit()
    sign_in(holder, "budget")
    page = open_application(holder, reference)
    assert "Bankje bij de es" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Verder naar toekennen").count() == 0
    assert page.get_by_role("button", name="Verder naar afwijzen").count() == 0
