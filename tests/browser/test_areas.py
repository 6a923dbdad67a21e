"""Mijn gemeente in a browser: readable in every state, and usable without JavaScript."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

STATES = {
    "overview": "/mijn-gemeente/",
    "overview, nothing found": "/mijn-gemeente/?plek=Verweggistan",
    "municipality": "/mijn-gemeente/emmen/",
    "municipality without most figures": "/mijn-gemeente/coevorden/",
    "region": "/mijn-gemeente/regio/noord-drenthe/",
    "side by side": "/mijn-gemeente/emmen/?naast=gemeente-tynaarlo",
    "wrong choice": "/mijn-gemeente/emmen/?naast=nergens",
    "theme": "/bestaanszekerheid/",
    "home": "/",
}


def test_every_state_on_the_narrowest_screen_and_on_a_desk(visit):
    for width, dark in ((320, False), (1280, True)):
        visitor = visit(width=width, dark=dark)
        for path in STATES.values():
            page = visitor.open(path)
            # What is folded is read as well.
            page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
            visitor.check()


def test_from_a_village_to_two_municipalities_side_by_side(visit):
    visitor = visit(javascript=False, width=360)
    page = visitor.open("/")
    page.get_by_label("Uw dorp, stad of postcode").fill("Klazienaveen")
    page.get_by_role("button", name="Zoek mijn gemeente").click()
    page.wait_for_url("**/mijn-gemeente/emmen/")
    assert page.locator("h1").inner_text() == "Gemeente Emmen"
    # Folded into blocks, it is still a table for who cannot see that.
    table = page.get_by_role("table", name="Naoberschap")
    row = table.get_by_role("row", name=re.compile("46,8%"))
    assert row.get_by_role("cell").count() == 5
    assert row.get_by_role("rowheader").count() == 1
    assert table.get_by_role("columnheader", name="Nederland").count() == 1
    page.get_by_label("Vergelijk met").select_option(label="De Wolden")
    page.get_by_role("button", name="Vergelijk").click()
    page.wait_for_url("**/?naast=gemeente-de-wolden")
    assert page.locator("h1").inner_text() == "Emmen naast De Wolden"
    text = page.get_by_role("table", name="Naoberschap").inner_text()
    assert "46,8%" in text
    assert "61,3%" in text
    assert "minder goed dan De Wolden" in text
    page.get_by_role("link", name="Alles over De Wolden").click()
    page.wait_for_url("**/mijn-gemeente/de-wolden/")
