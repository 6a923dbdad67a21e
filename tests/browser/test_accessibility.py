"""Every page type in the states a visitor meets: no axe violation and nothing wider than the screen."""

import pytest

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "theme": "/naoberschap/",
    "stories": "/verhalen/",
    "stories of a theme": "/verhalen/?thema=gezondheid",
    "story": "/verhalen/interview-odensehuis-meppel/",
    "initiatives": "/initiatieven/",
    "initiatives, filtered": "/initiatieven/?soort=dorpshuis&q=dorp",
    "initiatives, nothing found": "/initiatieven/?q=zwembadglijbaan",
    "initiatives, wrong choice": "/initiatieven/?soort=zwembad",
    "initiative": "/initiatieven/odensehuis-meppel/",
    "initiative without a place": "/initiatieven/vlucht-voorwaarts/",
    "regulations": "/subsidies/",
    "regulation": "/subsidies/subsidieregeling-bewonersinitiatieven/",
    "prize": "/subsidies/het-compliment-van-drenthe/",
    "text": "/privacy/",
    "search": "/zoeken/",
    "search, found": "/zoeken/?q=dorp",
    "search, nothing": "/zoeken/?q=zwembadglijbaan",
    "questions": "/aanvragen/subsidieregeling-bewonersinitiatieven/vragen/",
    "start": "/aanvragen/subsidieregeling-bewonersinitiatieven/start/",
    "new link": "/aanvragen/link/",
    "unknown link": "/aanvragen/open/bestaat-niet/",
    "not found": "/bestaat-niet/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_on_a_phone_and_on_a_desk(visit, path):
    for width, dark in ((360, False), (1280, True)):
        visitor = visit(width=width, dark=dark)
        visitor.open(path)
        # An address that leads nowhere is an error for the browser's console, not for the visitor.
        visitor.problems[:] = [p for p in visitor.problems if "404" not in p]
        visitor.check()


@pytest.mark.parametrize("path", ["/", "/initiatieven/", "/naoberschap/", "/verhalen/interview-valtes/"])
def test_the_narrowest_screen_and_double_size(visit, path):
    visitor = visit(width=320)
    visitor.open(path)
    visitor.check()
    # 200 % zoom on a screen of 1280 px is a viewport of 640 px with pixels of double size.
    visitor = visit(width=640)
    visitor.open(path)
    visitor.check()


def test_the_keyboard_reaches_the_content_first(visit):
    visitor = visit()
    page = visitor.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
