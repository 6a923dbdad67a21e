"""Journey of a village group: from the regulation to the reference number, and what follows."""

import re

import pytest

pytestmark = pytest.mark.browser

REGULATION = "/subsidies/subsidieregeling-bewonersinitiatieven/"
BUDGET = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def start(visitor, site, email):
    """Read the regulation, ask for the link and open it."""
    page = visitor.open(REGULATION)
    text = page.locator("main").inner_text()
    for question in ("Voor wie?", "Waarvoor?", "Hoeveel geld?", "Wanneer?", "Hoe beslissen wij?", "Wat stuurt u mee?"):
        assert question in text
    assert "Open" in text
    page.locator("main").get_by_role("link", name=re.compile("alle vragen", re.I)).first.click()
    assert "Dit vragen wij u" in page.locator("h1").inner_text()
    page.go_back()
    page.locator("main").get_by_role("link", name=re.compile("^(Begin|Vraag|Start)", re.I)).first.click()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Stuur mij de link").click()
    page.wait_for_url("**/kijk-in-uw-e-mail/")
    mail = site.last_mail_to(email)
    link = next(url for url in mail.links if "/aanvragen/open/" in url)
    visitor.open(link)
    page.get_by_role("button", name="Ga naar mijn aanvraag").click()
    page.wait_for_url("**/stap/1/**")
    assert "open" not in page.url  # the secret is gone from the address
    return page


def save(page):
    page.locator("main").get_by_role("button", name="Bewaar en ga verder").last.click()


def organisation(page):
    page.get_by_label("Naam van uw organisatie").fill("Stichting Voorbeelddorp")
    page.get_by_label("Een stichting").check()
    page.get_by_label("KVK-nummer").fill("12345678")
    page.get_by_label("Met wie kunnen wij praten").fill("De penningmeester")
    page.get_by_label("E-mailadres van deze persoon").fill("penningmeester@voorbeeld.example")
    save(page)


def plan(page, title):
    page.get_by_label("Hoe heet uw plan?").fill(title)
    page.get_by_label("Leg uw plan kort uit voor iedereen").fill(
        "Wij maken een tuin bij het dorpshuis. Iedereen mag er groente plukken."
    )
    page.get_by_label("Wat gaat u precies doen?").fill("Wij leggen tien bakken aan en planten samen.")
    kind = page.get_by_label("Wat voor initiatief is het?")
    kind.select_option(label="Voedseltuin") if kind.evaluate("e => e.tagName") == "SELECT" else page.get_by_label(
        "Voedseltuin"
    ).check()
    theme = page.get_by_label("Gezondheid", exact=True)
    if theme.count():
        theme.check()
    else:
        page.get_by_label("Bij welk thema past uw plan?").select_option(label="Gezondheid")
    category = page.get_by_role("group", name="Hoort uw plan bij een van deze soorten?")
    if category.count():
        category.get_by_role("radio").last.check()
    else:
        page.get_by_label("Hoort uw plan bij een van deze soorten?").select_option(index=1)
    page.get_by_label("Waar is het?").select_option(label="Grolloo")
    date = page.get_by_label("Wanneer begint u?")
    date.fill("2027-03-01") if date.get_attribute("type") == "date" else date.fill("1-3-2027")
    save(page)


def money(page, amount="12.500"):
    page.get_by_label("Hoeveel subsidie vraagt u?").fill(amount)
    page.get_by_label("Hoeveel kost uw hele plan?").fill("14.000")
    page.get_by_label("Uw begroting", exact=False).set_input_files(
        {"name": "begroting.pdf", "mimeType": "application/pdf", "buffer": BUDGET}
    )
    page.locator("button[name=add]").first.click()
    page.get_by_role("link", name="begroting.pdf").wait_for()
    page.get_by_label("Uw plan op papier", exact=False).set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": BUDGET}
    )
    save(page)


def statements(page):
    for box in page.locator("main").get_by_role("checkbox").all():
        box.check()
    save(page)


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
    for answer in ("Stichting Voorbeelddorp", "12345678", "Dorpstuin Grolloo", "Grolloo", "12.500", "begroting.pdf"):
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
    assert "Ingediend" in other.locator("main").inner_text() or "bekijken" in other.locator("main").inner_text()
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
