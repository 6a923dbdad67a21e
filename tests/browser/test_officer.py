"""Journey of an officer: from the desk to a decision, and on to the initiative on the site."""

import re

import pytest

from tests.browser.steps import REGULATION, apply

pytestmark = pytest.mark.browser


def left(visitor):
    """What the regulation's page says is left of the ceiling of the round, in euros."""
    text = visitor.open(REGULATION).locator("main").inner_text()
    return int(re.search(r"€\s*([\d.]+) over", text).group(1).replace(".", ""))


def test_award_becomes_an_initiative_on_the_site(visit, site, sign_in):
    group = visit()
    before = left(visit())
    reference = apply(group, site, "tuin@voorbeeld.example", "Plukroute Grolloo", amount="8.000")

    officer = visit()
    sign_in(officer, "subsidie")
    page = officer.open("/beheer/aanvragen/")
    page.get_by_role("link", name=re.compile(f"{reference}|Plukroute")).first.click()
    assert "Plukroute Grolloo" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("begroting.pdf")).click()
    assert download.value.suggested_filename == "begroting.pdf"

    # Too much is refused next to the field, and what was typed is still there.
    amount = page.get_by_label("Bedrag", exact=False).first
    amount.fill("25.000")
    page.get_by_role("button", name="Verder naar toekennen").click()
    assert "8.000" in page.locator(".w-field__errors, .error-message").first.inner_text()
    amount = page.get_by_label("Bedrag", exact=False).first
    assert amount.input_value() == "25.000"
    amount.fill("7.500")
    page.get_by_role("button", name="Verder naar toekennen").click()
    page.get_by_role("button", name=re.compile("Ja, ken")).click()
    assert "Toegekend" in page.locator("main").inner_text()

    mail = site.last_mail_to("tuin@voorbeeld.example")
    assert "7.500" in mail.text
    assert left(visit()) == before - 7500

    # The draft is nowhere in public until somebody publishes it.
    assert "Plukroute Grolloo" not in visit().open("/initiatieven/?q=plukroute").locator("main").inner_text()

    chief = visit()
    sign_in(chief, "eindredactie")
    page = chief.open("/beheer/pages/?q=Plukroute")
    page = chief.open("/beheer/search/?q=Plukroute") if "Plukroute" not in page.content() else page
    page.get_by_role("link", name="Plukroute Grolloo").first.click()
    if "/edit/" not in page.url:
        page.get_by_role("link", name=re.compile("Bewerken|Wijzig", re.I)).first.click()
    text = page.content()
    assert "tuin@voorbeeld.example" not in text
    page.get_by_role("button", name="Meer acties").or_(
        page.locator("[data-w-dropdown-target=toggle]")
    ).last.click()
    page.get_by_role("button", name=re.compile("Publiceer", re.I)).last.click()
    page.wait_for_load_state("networkidle")

    visitor = visit()
    page = visitor.open("/initiatieven/?q=plukroute")
    page.locator("main").get_by_role("link", name="Plukroute Grolloo").first.click()
    text = page.locator("main").inner_text()
    assert "Wij maken een tuin bij het dorpshuis" in text
    assert "Grolloo" in text
    assert "Gezondheid" in text
    assert "7.500" in text
    assert "Bewonersinitiatieven" in text
    assert "penningmeester" not in page.content()
    visitor.check()

    # The applicant sees it too, and the map has one more in the village.
    page = group.open("/initiatieven/?q=plukroute")
    page.locator(".map .leaflet-marker-icon").first.wait_for(state="attached")


def test_a_refusal_needs_a_reason_and_reaches_the_applicant(visit, site, sign_in):
    group = visit(width=360)
    reference = apply(group, site, "nee@voorbeeld.example", "Zwembad op het dak", amount="25.000")
    officer = visit()
    sign_in(officer, "subsidie")
    page = officer.open("/beheer/aanvragen/")
    page.get_by_role("link", name=re.compile(f"{reference}|Zwembad")).first.click()
    page.get_by_role("button", name="Verder naar afwijzen").click()
    assert page.locator(".w-field__errors, .error-message").first.is_visible()
    page.locator("form[aria-labelledby=afwijzen] textarea").fill("Een zwembad past niet bij deze regeling.")
    page.get_by_role("button", name="Verder naar afwijzen").click()
    page.get_by_role("button", name=re.compile("Ja, wijs")).click()
    assert "Afgewezen" in page.locator("main").inner_text()

    mail = site.last_mail_to("nee@voorbeeld.example")
    assert reference in mail.text
    link = next(url for url in mail.links if "/aanvragen/open/" in url)
    page = group.open(link)
    page.get_by_role("button", name="Ga naar mijn aanvraag").click()
    assert "Een zwembad past niet bij deze regeling." in page.locator("main").inner_text()
    group.check()
