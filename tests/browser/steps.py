"""What people do in more than one journey."""

from __future__ import annotations

import re

REGULATION = "/subsidies/subsidieregeling-bewonersinitiatieven/"
BUDGET = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def start(visitor, site, email):
    """Read the regulation, ask for the link and open it."""
    page = visitor.open(REGULATION)
    text = page.locator("main").inner_text()
    for question in (
        "Voor wie?",
        "Waarvoor?",
        "Hoeveel geld?",
        "Wanneer?",
        "Hoe beslissen wij?",
        "Wat stuurt u mee?",
    ):
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


def choose(page, question, answer):
    """Answer a question with one choice, whether it is shown as radio buttons or as a list."""
    group = page.get_by_role("group", name=question)
    if group.count():
        group.get_by_label(answer, exact=True).check()
    else:
        page.get_by_label(question).select_option(label=answer)


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
    choose(page, "Wat voor initiatief is het?", "Voedseltuin")
    choose(page, "Bij welk thema past uw plan?", "Gezondheid")
    choose(page, "Hoort uw plan bij een van deze soorten?", "Geen van deze")
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


def apply(visitor, site, email, title, amount="12.500"):
    """Go through the whole form and send it; return the reference."""
    page = start(visitor, site, email)
    organisation(page)
    plan(page, title)
    money(page, amount)
    statements(page)
    page.wait_for_url("**/overzicht/")
    page.get_by_role("button", name="Verstuur uw aanvraag").click()
    page.wait_for_url("**/ontvangen/")
    return page.locator(".receipt__number").inner_text()
