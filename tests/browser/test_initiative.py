"""The page of one initiative in a real browser: every state, and contact without JavaScript."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

PAGES = {
    "everything known": "/initiatieven/voorbeeld-dorpshuis-rolde/",
    "always open": "/initiatieven/voorbeeld-voedseltuin-coevorden/",
    "by appointment": "/initiatieven/voorbeeld-dorpshuis-ruinen/",
    "perhaps out of date": "/initiatieven/voorbeeld-jongerenhonk-dalen/",
    "off the map": "/initiatieven/voorbeeld-inloop-klazienaveen/",
    "nothing known": "/initiatieven/vlucht-voorwaarts/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_in_every_state(visit, path):
    for width, dark in ((320, False), (1280, True)):
        visitor = visit(width=width, dark=dark)
        visitor.open(path)
        visitor.check()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_address_behind_the_button(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.open(PAGES["everything known"])
    assert "info@" not in page.content()
    page.get_by_role("button", name="Laat het e-mailadres zien").click()
    link = page.locator("main").get_by_role("link", name="info@voorbeeld-dorpshuis-rolde.example.org")
    assert link.get_attribute("href").startswith("mailto:")
    if javascript:  # the check is a script itself
        visitor.check()
    page.get_by_role("link", name="Terug naar").click()
    assert page.locator("h1").inner_text() == "Dorpshuis De Eikenhof (voorbeeld)"


def test_the_answers_come_before_the_picture_on_a_phone(visit):
    page = visit(width=360).open(PAGES["everything known"])
    top = {name: page.locator(name).first.bounding_box()["y"] for name in (".visit", ".story-image")}
    assert top[".visit"] < top[".story-image"]
    assert top[".visit"] < 640


def test_all_times_are_one_click_away(visit):
    page = visit().open(PAGES["everything known"])
    page.get_by_role("link", name="Bekijk alle tijden").click()
    assert page.evaluate("document.activeElement.id") == "tijden"
    assert page.get_by_role("table", name="Openingstijden per dag").is_visible()
