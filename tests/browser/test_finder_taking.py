"""Taking a selection along: favourites, sharing, embedding, printing."""

import pytest

from .finder_steps import FINDER, map_is_ready

pytestmark = pytest.mark.browser


def test_favourites_stay_on_this_device(visit):
    visitor = visit(width=360)
    page = visitor.open(FINDER)
    buttons = page.locator(".favourite")
    titles = page.locator("#lijst .result__title").all_inner_texts()[:2]
    for number in range(2):
        assert buttons.nth(number).inner_text().strip().startswith("☆")
        buttons.nth(number).click()
    assert "Bewaard" in buttons.first.inner_text()
    page.reload()
    assert "Bewaard" in buttons.first.inner_text()
    panel = page.locator("#bewaard")
    assert "(2)" in panel.locator("summary").inner_text()
    page.get_by_role("link", name="Bewaard (2)").click()
    assert sorted(panel.locator("li a").all_inner_texts()) == sorted(titles)
    assert "alleen in deze browser" in panel.inner_text()
    visitor.check()
    panel.get_by_role("button", name=f"Haal weg {titles[0]}").click()
    assert panel.locator("li a").all_inner_texts() == [titles[1]]
    assert "Bewaren" in buttons.first.inner_text()
    panel.get_by_role("button", name="Wis de hele lijst").click()
    assert "nog niets bewaard" in panel.inner_text()
    assert page.evaluate("localStorage.length") == 0


def test_what_somebody_else_left_in_the_store_does_no_harm(visit):
    visitor = visit()
    page = visitor.open(FINDER)
    page.evaluate(
        """localStorage.setItem("bewaarde-initiatieven", JSON.stringify([
            {id: 1, title: "<img src=x onerror=alert(1)>", url: "javascript:alert(1)"},
            {id: 2, title: "<img src=x onerror=alert(1)>", url: "/initiatieven/"},
            {id: 3, title: "Elders", url: "https://elders.example.org/"}, null, 7]))"""
    )
    page.reload()
    panel = page.locator("#bewaard")
    panel.locator("summary").click()
    assert panel.locator("li a").all_inner_texts() == ["<img src=x onerror=alert(1)>"]
    assert page.locator("img[src=x]").count() == 0
    page.evaluate("localStorage.setItem('bewaarde-initiatieven', 'geen json')")
    page.reload()
    page.locator(".favourite").first.wait_for()


def test_where_nothing_can_be_kept_no_button_promises_it(visit):
    visitor = visit()
    visitor.page.add_init_script(
        "const refuse = () => { throw new DOMException('', 'SecurityError'); };"
        "Object.defineProperty(window, 'localStorage', { get: refuse });"
    )
    page = visitor.open(FINDER)
    map_is_ready(page)
    assert page.locator(".favourite").count() > 0
    assert not page.locator(".favourite").first.is_visible()
    assert not page.locator("#bewaard").is_visible()


def test_the_address_can_be_copied_and_is_there_without_scripts(visit):
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open(f"{FINDER}?soort=dorpshuis")
    page.locator("#delen summary").click()
    page.get_by_role("button", name="Kopieer het webadres").click()
    page.get_by_text("Het webadres is gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url

    plain = visit(javascript=False).open(f"{FINDER}?soort=dorpshuis")
    plain.locator("#delen summary").click()
    link = plain.locator("#delen a").first
    assert link.is_visible()
    assert link.get_attribute("href").endswith("soort=dorpshuis")
    assert not plain.locator("#delen button").first.is_visible()


def test_the_code_for_another_website_shows_this_selection(visit):
    visitor = visit()
    page = visitor.open(f"{FINDER}?soort=dorpshuis")
    page.locator("#inbedden summary").click()
    code = page.get_by_label("Code voor uw website").input_value()
    assert "soort=dorpshuis" in code
    assert "weergave=inbedden" in code
    address = code.split('src="')[1].split('"')[0]
    page.locator("#downloaden summary").click()
    for kind in ("csv", "geojson"):
        link = page.locator(f"#downloaden a[href*='weergave={kind}']")
        assert "soort=dorpshuis" in link.get_attribute("href")

    # As it stands in the page of somebody else.
    page.set_content(f"<title>Dorpssite</title>{code}")
    inside = page.frame_locator("iframe")
    inside.locator("[data-map][data-map-ready]").wait_for()
    link = inside.locator("#lijst .result a").first
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in link.get_attribute("rel")
    assert inside.locator("header.site-header, footer").count() == 0
    visitor.open(address)
    visitor.check()


def test_paper_shows_the_same_numbers_on_map_and_list(visit):
    visitor = visit(javascript=False, width=1000)
    page = visitor.open(f"{FINDER}?weergave=afdrukken")
    on_map = page.locator(".map-paper__number").all_text_contents()
    in_list = page.locator(".paper__number--on-map").all_text_contents()
    assert on_map
    assert set(on_map) <= set(in_list)
    page.emulate_media(media="print")
    assert not page.locator(".paper__tools").is_visible()
    assert page.locator(".map-paper").is_visible()


def test_the_ordinary_page_prints_the_list_without_the_tools(visit):
    visitor = visit()
    page = visitor.open(f"{FINDER}?soort=dorpshuis")
    map_is_ready(page)
    page.emulate_media(media="print")
    for gone in (".filters", ".map", ".finder-tools", ".favourite"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("#lijst .result").first.is_visible()
