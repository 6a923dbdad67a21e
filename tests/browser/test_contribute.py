"""Journey of a village: sign up an initiative, say what is wrong, and change one's own page."""

import pytest

pytestmark = pytest.mark.browser
FORM = "/meedoen/aanmelden/"
ALIKE = "Het is een ander initiatief, toch aanmelden"


def fill_in(page, title, email):
    page.get_by_label("Hoe heet het initiatief?").fill(title)
    page.get_by_label("Wat voor initiatief is het?").select_option(label="Odensehuis")
    page.get_by_label("Wat is het? En voor wie?").fill("Een huis om samen koffie te drinken.")
    page.get_by_label("In een heel dorp of een hele wijk").check()
    page.get_by_label("Welk dorp of welke wijk?").select_option(label="Meppel")
    page.get_by_label("Op vaste tijden").check()
    row = page.get_by_role("group", name="Openingstijd 1")
    row.get_by_label("Dag").select_option(label="dinsdag")
    row.get_by_label("Van").fill("10:00")
    row.get_by_label("Tot").fill("12:00")
    page.get_by_label("Uw e-mailadres").fill(email)
    page.get_by_label("Er staan geen gegevens van privépersonen in").check()


@pytest.mark.parametrize(
    ("javascript", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without scripts on a phone"]
)
def test_sign_up_from_form_to_confirmation(visit, site, javascript, width):
    email = f"aanmelder-{width}@voorbeeld.example"
    visitor = visit(javascript=javascript, width=width)
    page = visitor.open(FORM)
    if javascript:
        visitor.check()  # empty
    page.get_by_role("button", name="Meld aan").click()
    summary = page.get_by_role("alert")
    assert "Vul de naam van het initiatief in." in summary.inner_text()
    summary.get_by_role("link", name="Vul de naam").click()
    assert page.evaluate("document.activeElement.id") == "title" or not javascript
    if javascript:
        visitor.check()  # errors

    fill_in(page, "Odensehuis in Meppel", email)
    if javascript:
        # While typing: the same initiative is on the map already.
        page.locator("[data-duplicates] li").filter(has_text="Odensehuis Meppel").wait_for()
        visitor.check()
    # Another row keeps what was typed.
    page.get_by_role("button", name="Nog een rij").click()
    page.wait_for_load_state()
    assert page.get_by_role("group", name="Openingstijd 1").get_by_label("Van").input_value() == "10:00"
    assert page.get_by_role("group", name="Openingstijd 4").is_visible()
    page.get_by_role("button", name="Meld aan").click()
    assert "Staat het er al op?" in page.get_by_role("alert").inner_text()
    if javascript:
        visitor.check()  # duplicate warning
    page.get_by_role("button", name=ALIKE).click()
    page.wait_for_url("**/kijk-in-uw-e-mail/**")
    assert email in page.locator("main").inner_text()
    if javascript:
        visitor.check()  # sent

    mail = site.last_mail_to(email)
    visitor.open(next(url for url in mail.links if "/bevestigen/" in url))
    if javascript:
        visitor.check()  # confirm
    page.get_by_role("button", name="Bevestig mijn aanmelding").click()
    page.wait_for_url("**/bevestigd/")
    assert "Uw aanmelding is binnen" in page.locator("h1").inner_text()
    if javascript:
        visitor.check()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_an_address_is_found_without_clicking_on_a_map(visit, site, javascript):
    visitor = visit(javascript=javascript, width=360)
    page = visitor.open(FORM)
    assert not page.get_by_label("Zoek het adres").is_visible()
    page.get_by_label("Op een adres").check()
    page.get_by_label("Zoek het adres").fill("Brink 1")
    if javascript:
        page.get_by_label("Brink 1, 9999AA Voorbeelddorp").wait_for()  # while typing
        page.get_by_label("Zoek het adres").fill("bestaat niet in dit gebied")
        page.get_by_text("Deze plek vinden wij niet").wait_for()
        page.get_by_label("Zoek het adres").fill("Brink 1")
    else:
        page.get_by_role("button", name="Zoek adres").click()
    page.get_by_label("Brink 1, 9999AA Voorbeelddorp").check()
    if javascript:
        visitor.check()
    page.get_by_role("button", name="Meld aan").click()
    # The other answers are missing; this one is kept.
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Brink 1, 9999AA Voorbeelddorp").is_checked()


def test_say_what_is_wrong_with_the_keyboard_alone(visit, site):
    visitor = visit()
    page = visitor.open("/meedoen/klopt-niet/odensehuis-meppel/")
    visitor.check()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("De deur is dicht.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bedankt/")
    visitor.check()


def test_the_editors_screens_can_be_read_by_everyone(visit, site, sign_in):
    visitor = visit()
    visitor.open("/meedoen/klopt-niet/odensehuis-meppel/")
    visitor.page.get_by_label("Iets anders").check()
    visitor.page.get_by_label("Wat moet het wel zijn?").fill("De naam is veranderd.")
    visitor.page.get_by_role("button", name="Verstuur").click()
    visitor.page.wait_for_url("**/bedankt/")

    editor = visit()
    sign_in(editor, "eindredactie")
    page = editor.open("/beheer/aanmeldingen/")
    page.locator("main").get_by_role("link", name="Odensehuis Meppel").last.click()
    page.wait_for_load_state()
    assert "Wat doet u ermee?" in page.locator("main").inner_text()
    page.get_by_role("button", name="Niet overnemen").click()
    assert "Schrijf waarom u het niet overneemt." in page.locator("main").inner_text()
    page.get_by_role("button", name="Overgenomen").click()
    page.wait_for_url("**/aanmeldingen/")
    page = editor.open("/beheer/te-controleren/")
    page.get_by_role("button", name="Klopt nog (nagekeken)").first.click()
    page.get_by_text("is vandaag gecontroleerd").wait_for()
