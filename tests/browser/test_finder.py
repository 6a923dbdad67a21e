"""Choosing in the finder, with and without scripts: filters, address, back button, place, errors."""

import re

import pytest

from .finder_steps import FINDER, announced, map_is_ready, open_facet, parameter

pytestmark = pytest.mark.browser


def count(page):
    return int(re.search(r"\d+", page.locator("#results").inner_text()).group())


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_the_form_does_it_all(visit, width):
    page = visit(javascript=False, width=width).open(FINDER)
    everything = count(page)
    assert not page.get_by_role("button", name="Bij mij in de buurt").is_visible()
    assert not page.get_by_label("Lijst volgt de kaart").is_visible()
    page.get_by_label("Waar zoekt u naar?").fill("dorp")
    facet = open_facet(page, "Soort")
    facet.get_by_label("Dorpshuis").check()
    facet.get_by_role("button", name="Laat zien").click()
    page.wait_for_url("**soort=dorpshuis**")
    assert parameter(page, "q") == "dorp"
    assert 0 < count(page) < everything
    # The number of choices stands on the fold; a choice goes away by a link.
    page.locator(".active-filters").get_by_role("link", name=re.compile("Haal weg:.*Dorpshuis")).click()
    assert parameter(page, "soort") == ""
    assert parameter(page, "q") == "dorp"
    page.get_by_role("link", name="Wis alles").click()
    assert count(page) == everything


def test_a_choice_changes_the_page_in_place(visit):
    page = visit().open(FINDER)
    page.evaluate("window.sameDocument = true")
    everything = count(page)
    facet = open_facet(page, "Soort")
    box = facet.get_by_label("Dorpshuis")
    box.check()
    page.wait_for_url("**soort=dorpshuis**")
    page.locator(".active-filters").get_by_text("Dorpshuis").wait_for()
    assert page.evaluate("window.sameDocument")
    assert 0 < count(page) < everything
    assert announced(page) == f"{count(page)} {'initiatief' if count(page) == 1 else 'initiatieven'} gevonden"
    # The fold stays open and the focus where it was: one more choice is one more key.
    assert page.evaluate("document.activeElement.value") == "dorpshuis"
    assert facet.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert facet.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_back_and_forward_restore_choices_and_list(visit):
    page = visit().open(FINDER)
    everything = count(page)
    open_facet(page, "Soort").get_by_label("Dorpshuis").check()
    page.locator(".active-filters").get_by_text("Dorpshuis").wait_for()
    village_halls = count(page)
    page.go_back()
    page.locator(".active-filters").wait_for(state="detached")
    assert count(page) == everything
    box = page.locator("input[name=soort][value=dorpshuis]")
    assert not box.is_checked()
    page.go_forward()
    page.locator(".active-filters").get_by_text("Dorpshuis").wait_for()
    assert count(page) == village_halls
    assert box.is_checked()
    # And the address alone gives the same.
    page.reload()
    assert count(page) == village_halls


def test_every_choice_says_what_it_gives_and_why_it_cannot(visit):
    page = visit(javascript=False).open(f"{FINDER}?soort=odensehuis&gemeente=meppel")
    facet = open_facet(page, "Thema")
    options = facet.locator(".option")
    for option in options.all():
        assert re.search(r"\(\d+\)$", option.inner_text().strip())
    off = facet.locator("input:disabled")
    assert off.count() > 0
    reason = page.locator(f"#{off.first.get_attribute('aria-describedby')}")
    assert reason.is_visible()
    assert "andere keuzes" in reason.inner_text()
    for label in facet.locator(".option--off").all():
        assert "(0)" in label.inner_text()


def test_on_a_phone_the_choices_fold_away_with_their_number(visit):
    page = visit(width=360, height=740).open(f"{FINDER}?soort=dorpshuis")
    switch = page.locator("[data-finder-fold] summary")
    assert "1" in switch.inner_text()
    assert not page.locator("#keuze-soort").is_visible()
    facet = open_facet(page, "Soort")
    facet.get_by_label("Odensehuis").check()
    page.wait_for_url("**soort=odensehuis**")
    page.locator(".active-filters").get_by_text("Odensehuis").wait_for()
    done = page.get_by_role("link", name=re.compile(r"Bekijk \d+ initiatie"))
    assert str(count(page)) in done.inner_text()
    done.click()
    assert not page.locator("#keuze-soort").is_visible()
    assert page.locator("#results").bounding_box()["y"] < 740


def test_what_is_typed_survives_an_error(visit):
    visitor = visit(width=360)
    page = visitor.open(f"{FINDER}?q=samen&plek=Nergenshuizen+999")
    field = page.get_by_label("In de buurt van")
    assert field.input_value() == "Nergenshuizen 999"
    assert page.get_by_label("Waar zoekt u naar?").input_value() == "samen"
    assert field.get_attribute("aria-invalid") == "true"
    message = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}")
    assert message.is_visible()
    visitor.check()


def test_a_village_gives_what_is_near_first(visit):
    visitor = visit()
    page = visitor.open(FINDER)
    page.get_by_label("In de buurt van").fill("Grolloo")
    page.locator("main").get_by_role("button", name="Zoek", exact=True).click()
    page.wait_for_url("**plek=Grolloo**")
    page.locator(".result__distance").first.wait_for()
    shown = page.locator(".result__distance").all_inner_texts()
    distances = [float(text.split()[0].replace(",", ".")) for text in shown if text.endswith("km")]
    assert distances
    assert distances == sorted(distances)
    map_is_ready(page)
    assert page.locator(".map-place").inner_text()
    assert page.locator("path.map-circle").count() == 1
    visitor.check()


def test_on_a_phone_who_searches_sees_what_was_found(visit):
    visitor = visit(width=360, height=740)
    page = visitor.open(FINDER)
    field = page.get_by_label("In de buurt van")
    field.fill("Grolloo")
    page.keyboard.press("Enter")
    page.locator("#results:focus").wait_for()
    assert parameter(page, "plek") == "Grolloo"
    assert 0 <= page.locator("#results").bounding_box()["y"] < 100
    assert announced(page) == ""  # the heading says it
    # Back is back, also in the field that somebody is in.
    field.focus()
    page.go_back()
    page.locator(".active-filters").wait_for(state="detached")
    assert field.input_value() == ""
    # What is wrong is shown where it is wrong.
    field.fill("Nergenshuizen 999")
    page.keyboard.press("Enter")
    page.locator("#plek-melding").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_plek"
    visitor.check()


def test_on_a_phone_one_tap_leads_past_the_map(visit):
    page = visit(width=360, height=740).open(FINDER)
    map_is_ready(page)
    assert page.locator("#kaart").bounding_box()["y"] < 1000
    page.get_by_role("link", name="Naar de lijst").click()
    page.locator("#lijst:focus").wait_for()
    assert 0 <= page.locator(".result").first.bounding_box()["y"] < 300


def test_near_me_asks_only_on_a_click_and_tells_about_a_kilometre(visit):
    visitor = visit()
    visitor.context.grant_permissions(["geolocation"])
    visitor.context.set_geolocation({"latitude": 52.9967123, "longitude": 6.5625456})
    page = visitor.page
    page.add_init_script(
        "navigator.geolocation.asked = 0; const real = navigator.geolocation.getCurrentPosition;"
        "navigator.geolocation.getCurrentPosition = function (...all)"
        "{ this.asked += 1; return real.apply(this, all); };"
    )
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    visitor.open(FINDER)
    map_is_ready(page)
    assert page.evaluate("navigator.geolocation.asked") == 0
    page.get_by_role("button", name="Bij mij in de buurt").click()
    page.wait_for_url("**nabij=**")
    page.get_by_role("checkbox", name="Bij mij in de buurt").wait_for()
    assert parameter(page, "nabij") == "53.00,6.56"
    assert not any("52.9967" in url or "6.5625" in url for url in sent)
    assert page.evaluate("Object.keys(localStorage).length + document.cookie.length") == 0
    assert page.locator(".result__distance").count() > 0
    visitor.check()
    # Typing a village takes its place.
    page.get_by_label("In de buurt van").fill("Meppel")
    page.keyboard.press("Enter")
    page.wait_for_url("**plek=Meppel**")
    assert parameter(page, "nabij") == ""


def test_near_me_refused_says_what_to_do(visit):
    visitor = visit(width=360)
    page = visitor.open(f"{FINDER}?q=samen")
    page.get_by_role("button", name="Bij mij in de buurt").click()
    page.get_by_text("Typ uw dorp, postcode of adres").wait_for()
    assert parameter(page, "nabij") == ""
    assert page.get_by_label("Waar zoekt u naar?").input_value() == "samen"
    visitor.check()


def test_when_the_site_does_not_answer_a_line_says_so(visit):
    visitor = visit()
    page = visitor.open(FINDER)
    map_is_ready(page)
    before = page.locator("#lijst").inner_text()
    page.route(re.compile(r"soort="), lambda route: route.abort())
    open_facet(page, "Soort").get_by_label("Dorpshuis").check()
    page.get_by_text("De lijst laadt nu niet").wait_for()
    assert page.locator("#lijst").inner_text() == before
    visitor.problems.clear()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_the_page_loads(visit, width):
    visitor = visit(width=width)
    visitor.page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.moved += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page = visitor.open(FINDER)
    map_is_ready(page)
    page.locator(".favourite").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.01


STATES = {
    "default": FINDER,
    "filtered": f"{FINDER}?soort=dorpshuis&soort=odensehuis&q=dorp&open=nu",
    "empty": f"{FINDER}?q=zwembadglijbaan",
    "wrong choice": f"{FINDER}?soort=zwembad&open=ooit&nabij=x",
    "embedded": f"{FINDER}?soort=dorpshuis&weergave=inbedden",
    "printed": f"{FINDER}?soort=dorpshuis&weergave=afdrukken",
}


@pytest.mark.parametrize("path", STATES.values(), ids=STATES.keys())
def test_every_state_is_accessible(visit, path):
    for width, dark in ((320, True), (640, False), (1280, True)):
        visitor = visit(width=width, dark=dark)
        visitor.open(path)
        visitor.check()


@pytest.mark.parametrize("width", [360, 1280])
def test_unfolded_choices_are_accessible(visit, width):
    visitor = visit(width=width)
    page = visitor.open(f"{FINDER}?soort=odensehuis")
    for label in ("Soort", "Gemeente", "Open"):
        open_facet(page, label)
        visitor.check()
    assert page.locator("[data-facet][open]").count() == (1 if width == 1280 else 3)
