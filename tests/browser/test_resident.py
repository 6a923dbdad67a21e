"""Journey of a resident: from the front page to an initiative nearby, with and without JavaScript."""

import re

import pytest

from .finder_steps import open_facet

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [360, 1280])
def test_find_an_initiative_in_my_municipality(visit, javascript, width):
    visitor = visit(javascript=javascript, width=width)
    page = visitor.open("/")
    page.get_by_role("link", name="Bekijk de initiatieven").click()
    page.wait_for_url("**/initiatieven/")
    open_facet(page, "Gemeente").get_by_label("Gemeente").select_option(value="meppel")
    open_facet(page, "Soort").get_by_label("Odensehuis").check()
    page.locator("main").get_by_role("button", name="Zoek", exact=True).click()
    page.wait_for_url(re.compile("gemeente=meppel.*soort=odensehuis|soort=odensehuis.*gemeente=meppel"))

    results = page.locator("main").get_by_role("list").get_by_role("link", name="Odensehuis Meppel")
    results.first.click()
    page.wait_for_url("**/initiatieven/odensehuis-meppel/")
    main = page.locator("main")
    assert main.get_by_role("heading", level=1).inner_text() == "Odensehuis Meppel"
    text = main.inner_text()
    for expected in ("Meppel", "Gezondheid", "Voor wie", "Wanneer open", "Contact"):
        assert expected in text, expected
    # The story about it is one click away.
    main.locator("a[href*='/verhalen/']").first.click()
    assert "/verhalen/" in page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_menu_works_on_a_small_phone(visit, javascript):
    visitor = visit(javascript=javascript, width=320)
    page = visitor.open("/")
    link = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Verhalen")
    assert not link.is_visible()
    page.get_by_text("Menu", exact=True).click()
    link.click()
    page.wait_for_url("**/verhalen/")


def test_the_map_shows_villages_and_can_be_skipped(visit):
    visitor = visit()
    page = visitor.open("/initiatieven/")
    marker = page.locator(".map .leaflet-marker-icon").first
    marker.wait_for(state="attached")
    names = page.locator(".map .leaflet-marker-icon").evaluate_all(
        "els => els.map(e => e.getAttribute('aria-label') || e.getAttribute('title') || e.textContent)"
    )
    assert all(name.strip() for name in names)
    assert any("Grolloo" in name or "initiatie" in name for name in names)
    skip = page.get_by_role("link", name="Sla de kaart over")
    skip.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") != ""


def test_without_tiles_the_places_stay_and_a_line_says_so(visit):
    visitor = visit(tiles="none")
    page = visitor.open("/initiatieven/")
    page.locator(".map .leaflet-marker-icon").first.wait_for(state="attached")
    page.get_by_text("De achtergrondkaart laadt niet").wait_for()
    visitor.check()


def test_what_is_searched_stays_text(visit):
    visitor = visit()
    page = visitor.open("/initiatieven/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    assert "<img src=x" in page.get_by_label("Waar zoekt u naar?").input_value()
    assert page.locator("img[src='x']").count() == 0


def test_wrong_choices_are_explained(visit):
    visitor = visit(width=360)
    page = visitor.open("/initiatieven/?soort=zwembad")
    assert "Deze keuze bestaat niet" in page.locator("main").inner_text()
    visitor.check()


def test_search_finds_stories_and_initiatives(visit):
    visitor = visit(javascript=False)
    page = visitor.open("/")
    page.get_by_role("search").get_by_role("searchbox").fill("odensehuis")
    page.get_by_role("search").get_by_role("button").click()
    page.wait_for_url("**/zoeken/?q=odensehuis")
    assert page.locator("main").get_by_role("link", name="Odensehuis Meppel").count() >= 1
