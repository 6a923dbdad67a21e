"""Journey of a village group: from the regulation to the reference number, and what follows."""

import re

import pytest

from tests.browser.steps import money, organisation, plan, save, start, statements

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("javascript", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without scripts on a phone"]
)
def test_apply_from_start_to_end(visit, site, javascript, width):
    email = f"groep-{width}@voorbeeld.example"
    visitor = visit(javascript=javascript, width=width)
    page = start(visitor, site, email)
    organisation(page)
    plan(page, "Dorpstuin Grolloo")
    money(page)
    statements(page)
    page.wait_for_url("**/overzicht/")
    text = page.locator("main").inner_text()
    for answer in (
        "Stichting Voorbeelddorp",
        "12345678",
        "Dorpstuin Grolloo",
        "Grolloo",
        "12.500",
        "begroting.pdf",
    ):
        assert answer in text, answer
    page.get_by_role("button", name="Verstuur uw aanvraag").click()
    page.wait_for_url("**/ontvangen/")
    reference = page.locator(".receipt__number").inner_text()
    assert re.fullmatch(r"AV-[0-9A-Z]{4}-[0-9A-Z]{4}", reference)

    mail = site.last_mail_to(email)
    assert reference in mail.text
    link = next(url for url in mail.links if "/aanvragen/open/" in url)
    # Another device: the link in the confirmation shows how it stands.
    phone = visit(javascript=javascript, width=360)
    other = phone.open(link)
    other.get_by_role("button", name="Ga naar mijn aanvraag").click()
    assert reference in other.locator("main").inner_text()
    assert (
        "Ingediend" in other.locator("main").inner_text() or "bekijken" in other.locator("main").inner_text()
    )
    # The link worked once: it offers a new one, to the owner only.
    stranger = visit(width=360)
    used = stranger.open(link)
    assert used.get_by_role("button", name="Stuur mij een nieuwe link").is_visible()
    stranger.problems.clear()  # the browser notes the status 410


def test_every_state_can_be_read_by_everyone(visit, site):
    """axe on empty, error, filled, summary, sent and status states, on a phone."""
    visitor = visit(width=360)
    page = visitor.open("/aanvragen/subsidieregeling-bewonersinitiatieven/start/")
    visitor.check()
    page.get_by_label("E-mailadres").fill("geen adres")
    page.get_by_role("button", name="Stuur mij de link").click()
    assert page.get_by_label("E-mailadres").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("E-mailadres").input_value() == "geen adres"
    visitor.check()

    page = start(visitor, site, "lezer@voorbeeld.example")
    visitor.check()  # empty
    page.get_by_label("KVK-nummer").fill("12")
    save(page)
    summary = page.get_by_role("alert")
    assert "KVK" in summary.inner_text()
    assert page.get_by_label("KVK-nummer").input_value() == "12"  # nothing typed is lost
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    visitor.check()  # error
    organisation(page)
    plan(page, "Leesbaar plan")
    visitor.check()
    money(page, amount="99.000")
    assert "25.000" in page.get_by_role("alert").inner_text()
    visitor.check()  # error with files
    page.get_by_label("Hoeveel subsidie vraagt u?").fill("€ 5000,00")
    save(page)
    visitor.check()
    statements(page)
    page.wait_for_url("**/overzicht/")
    visitor.check()  # summary
    page.get_by_role("button", name="Verstuur uw aanvraag").click()
    page.wait_for_url("**/ontvangen/")
    visitor.check()  # sent
    page.get_by_role("link", name="Bekijk uw aanvraag").click()
    visitor.check()  # status


def test_with_the_keyboard_alone(visit, site):
    visitor = visit()
    page = start(visitor, site, "toetsenbord@voorbeeld.example")
    page.get_by_label("Naam van uw organisatie").focus()
    page.keyboard.type("Vereniging Dorpsbelang")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("87654321")
    page.keyboard.press("Tab")
    page.keyboard.type("De secretaris")
    page.keyboard.press("Tab")
    page.keyboard.type("secretaris@voorbeeld.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stap/2/**")


def test_another_visitor_cannot_see_the_application(visit, site):
    visitor = visit()
    page = start(visitor, site, "eigenaar@voorbeeld.example")
    stranger = visit()
    response = stranger.page.goto(page.url)
    assert response.status in (403, 404)
    stranger.problems.clear()
    assert "eigenaar@voorbeeld.example" not in stranger.page.content()
