"""Figures as a resident on a phone and a policy officer at a desk meet them, with and without scripts."""

import re

import pytest

pytestmark = pytest.mark.browser

STATES = {
    "the catalogue": "/cijfers/",
    "a choice": "/cijfers/?thema=gezondheid&gebied=provincie-drenthe",
    "nothing found": "/cijfers/?q=vrijwilligrswerk&gebied=gemeente-assen",
    "wrong choices": "/cijfers/?thema=zwembad&gebied=maan",
    "a figure of many areas": "/cijfers/vrijwilligerswerk/?gebied=gemeente-de-wolden",
    "a figure of groups": "/cijfers/schooladvies/",
    "two sources": "/cijfers/laaggeletterden-aandeel/?gebied=maan",
    "only a target": "/cijfers/toegang-30-mbps/",
    "sources": "/cijfers/bronnen/?niveau=maan",
    "site search": "/zoeken/?q=vrijwillig",
}


def test_every_state_on_a_phone_and_on_a_desk(visit):
    for width, dark in ((320, False), (1280, True)):
        visitor = visit(width=width, dark=dark)
        for path in STATES.values():
            visitor.open(path)
            visitor.check()


def test_a_resident_finds_the_figure_of_the_own_municipality_without_scripts(visit):
    page = visit(javascript=False, width=360).open("/cijfers/")
    page.get_by_label("Waar zoekt u een cijfer over?").fill("vrijwillig")
    page.get_by_role("button", name="Zoek", exact=True).last.click()
    page.wait_for_url("**q=vrijwillig**")
    page.get_by_role("link", name="Hoeveel mensen doen vrijwilligerswerk?").click()
    page.get_by_label("Voor welk gebied?").select_option(label="De Wolden")
    page.get_by_role("button", name="Laat zien").click()
    page.wait_for_url("**gebied=gemeente-de-wolden**")
    answer = page.locator(".figure-answer__words").inner_text()
    assert re.match(r"In De Wolden .*61 van de 100 inwoners", answer)
    own = page.locator(".figure-table .is-own").first
    assert own.bounding_box()["width"] <= 360
    assert "61,3%" in own.inner_text()
    # Below each other on a phone, and still a table for who hears it.
    assert page.get_by_role("rowheader", name="De Wolden").count() >= 1


def test_a_policy_officer_narrows_down_and_takes_the_values_along(visit):
    visitor = visit()
    page = visitor.open("/cijfers/")
    page.get_by_label("Gebied").select_option("gemeente-assen")
    page.get_by_label("Bron").select_option("herstelagenda-assen-2021")
    page.get_by_role("button", name="Laat zien").click()
    page.wait_for_url("**bron=herstelagenda-assen-2021**")
    count = int(page.locator("#results").inner_text().split()[0])
    assert count > 5
    page.locator(".active-filters").get_by_role("link", name="Haal weg: Assen").click()
    assert int(page.locator("#results").inner_text().split()[0]) >= count
    page = visitor.open("/cijfers/vrijwilligerswerk/")
    value = page.locator(".figure-all").last.get_by_text("61,3%", exact=True)
    assert not value.is_visible()
    page.get_by_text(re.compile(r"Bekijk alle \d+ waarden")).click()
    assert value.is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download als CSV")).click()
    assert download.value.suggested_filename == "vrijwilligerswerk.csv"
