"""The map beside the list: the two point at each other, move together, and neither runs what it shows."""

import json
import re

import pytest

from .conftest import TILE
from .finder_steps import FINDER, SCRIPT, cluster, map_is_ready, parameter, pin, play_map, swipe

pytestmark = pytest.mark.browser

ASSEN = (52.9967, 6.5625)


def first_item(visitor):
    """Return the number of the first initiative of the list."""
    page = visitor.open(FINDER)
    return int(page.locator("#lijst [data-initiative]").first.get_attribute("data-initiative"))


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
def test_list_and_map_light_up_each_other(visit, how):
    visitor = visit()
    number = first_item(visitor)
    far = pin(number + 100000, 52.75, 6.9)
    play_map(visitor, pins=[pin(number, *ASSEN), far])
    page = visitor.open(FINDER)
    map_is_ready(page)
    item = page.locator(f"#lijst [data-initiative='{number}']")
    own = page.locator(".map-pin").filter(has=page.get_by_text(f"Initiatief {number}", exact=True))
    other = page.locator(".map-pin").filter(has=page.get_by_text(f"Initiatief {far['id']}", exact=True))
    if how == "mouse":
        item.hover()
    else:
        item.get_by_role("link").first.focus()
    assert "is-lit" in own.get_attribute("class")
    assert "is-lit" not in other.get_attribute("class")
    assert own.locator(".map-tip").is_visible()
    if how == "mouse":
        own.hover()
    else:
        own.focus()
    assert "is-lit" in item.get_attribute("class")
    assert page.locator("#lijst .is-lit").count() == 1
    if how == "mouse":
        other.hover()
    else:
        other.focus()
    assert page.locator("#lijst .is-lit").count() == 0


def test_a_heap_lights_up_for_what_it_holds(visit):
    visitor = visit()
    number = first_item(visitor)
    held = cluster([pin(number, *ASSEN), pin(number + 100000, *ASSEN)])
    play_map(visitor, clusters=[held])
    page = visitor.open(FINDER)
    map_is_ready(page)
    page.locator(f"#lijst [data-initiative='{number}']").hover()
    heap = page.locator(".map-cluster")
    assert "is-lit" in heap.get_attribute("class")
    assert heap.locator(".map-tip").inner_text() == held["label"]
    assert heap.get_attribute("aria-label").startswith(held["label"])


def test_a_heap_at_one_address_opens_and_closes_by_keyboard(visit):
    visitor = visit()
    play_map(visitor, clusters=[cluster([pin(1, *ASSEN), pin(2, *ASSEN, pale=True)])])
    page = visitor.open(FINDER)
    map_is_ready(page)
    heap = page.locator(".map-cluster")
    heap.focus()
    page.keyboard.press("Enter")
    card = page.locator(".map-card")
    card.wait_for()
    assert card.get_by_role("link").all_inner_texts() == ["Initiatief 1", "Initiatief 2"]
    assert card.get_by_text("misschien verouderd").count() == 1
    assert page.evaluate("document.activeElement.textContent") == "Initiatief 1"
    assert heap.get_attribute("aria-expanded") == "true"
    visitor.check()
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert "map-cluster" in page.evaluate("document.activeElement.className")
    assert heap.get_attribute("aria-expanded") == "false"


def test_the_name_of_a_village_steps_aside_for_a_pin(visit):
    visitor = visit()
    village = {
        "name": "Rolde", "lat": ASSEN[0] + 0.0005, "lng": ASSEN[1], "count": 2, "places": 1,
        "bounds": [*ASSEN, *ASSEN], "url": FINDER, "label": "Rolde: 2 initiatieven voor het hele dorp",
    }  # fmt: skip
    play_map(visitor, pins=[pin(1, *ASSEN)], areas=[village])
    page = visitor.open(f"{FINDER}?kaart=13/{ASSEN[0]}/{ASSEN[1]}")
    map_is_ready(page)
    label = page.locator(".map-area__label")
    assert label.get_by_text("Rolde").is_visible()
    one, other = label.bounding_box(), page.locator(".map-pin__drop").bounding_box()
    apart = (
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )
    assert apart


def test_kinds_differ_by_shape_and_what_is_old_says_so(visit):
    visitor = visit()
    pins = [
        pin(1, 52.8, 6.3),
        pin(2, 52.9, 6.6, icon="voedseltuin", kind="Voedseltuin"),
        pin(3, 53.0, 6.8, pale=True),
    ]
    play_map(visitor, pins=pins)
    page = visitor.open(FINDER)
    map_is_ready(page)
    shape = ".map-pin[aria-label^='Initiatief {}'] use"
    shapes = [page.locator(shape.format(n)).get_attribute("href") for n in (1, 2, 3)]
    assert shapes[0] == shapes[2] != shapes[1]
    for one in set(shapes):
        assert page.locator(f"symbol{one}").count() == 1
    old = page.locator(".map .map-pin--pale")
    assert old.get_attribute("aria-label") == "Initiatief 3, Dorpshuis, misschien verouderd"
    # From close by every pin shows its name.
    assert not page.locator(".map-tip", has_text="Initiatief 2").is_visible()
    page.goto(f"{visitor.base_url}{FINDER}?kaart=14/52.9/6.6")
    map_is_ready(page)
    assert page.locator(".map-tip", has_text="Initiatief 2").is_visible()


def test_the_list_follows_the_map_and_the_address_restores_both(visit):
    visitor = visit()
    page = visitor.open(FINDER)
    map_is_ready(page)
    entries = page.evaluate("history.length")
    canvas = page.locator("[data-map]")
    page.get_by_label("Lijst volgt de kaart").check()
    page.wait_for_url("**vak=**")
    page.wait_for_function("!document.querySelector('[aria-busy]')")
    first_box = parameter(page, "vak")
    canvas.focus()
    for _press in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(60)
    page.wait_for_function("box => new URL(location).searchParams.get('vak') !== box", arg=first_box)
    page.wait_for_function("!document.querySelector('[aria-busy]')")
    stand = canvas.get_attribute("data-stand")
    assert parameter(page, "kaart") == stand
    assert parameter(page, "vak") == canvas.get_attribute("data-box")
    # Moves of the map are no steps of the back button: one for the tick, none for the moves.
    assert page.evaluate("history.length") == entries + 1
    shown = page.locator("#results").inner_text()
    page.reload()
    map_is_ready(page)
    assert canvas.get_attribute("data-stand") == stand
    assert page.get_by_label("Lijst volgt de kaart").is_checked()
    assert page.locator("#results").inner_text() == shown
    # The address for sharing knows it too.
    assert stand in page.locator("[data-share-address]").get_attribute("href").replace("%2F", "/")


def test_a_choice_of_another_kind_leaves_the_map_where_it_is(visit):
    visitor = visit()
    play_map(visitor, pins=[pin(1, *ASSEN)])
    page = visitor.open(f"{FINDER}?kaart=12/52.9967/6.5625")
    map_is_ready(page)
    stand = page.locator("[data-map]").get_attribute("data-stand")
    page.locator("#keuze-soort summary").click()
    page.locator("input[name=soort][value=dorpshuis]").check()
    page.wait_for_url("**soort=dorpshuis**")
    page.wait_for_function("!document.querySelector('[aria-busy]')")
    assert page.locator("[data-map]").get_attribute("data-stand") == stand
    assert parameter(page, "kaart") == stand


def test_script_in_every_field_of_the_map_stays_text(visit):
    visitor = visit()
    evil = {"title": SCRIPT, "kind": SCRIPT, "where": SCRIPT, "icon": SCRIPT, "url": f"{FINDER}#{SCRIPT}"}
    one = pin(1, 52.8, 6.4, **evil)
    heap = cluster([pin(2, *ASSEN, **evil), pin(3, *ASSEN, **evil)], label=SCRIPT)
    area = {
        "name": SCRIPT,
        "lat": 52.9,
        "lng": 6.8,
        "count": 1,
        "places": 1,
        "bounds": [52.9, 6.8, 52.9, 6.8],
        "url": FINDER,
        "label": SCRIPT,
        "items": [pin(4, 52.9, 6.8, **evil)],
    }
    play_map(visitor, pins=[one], clusters=[heap], areas=[area])
    page = visitor.open(FINDER)
    map_is_ready(page)
    for marker in (".map-pin", ".map-cluster", ".map-area"):
        page.locator(marker).focus()
        page.keyboard.press("Enter")
        assert SCRIPT in page.locator(".map-card").inner_text()
        assert page.locator(marker).get_attribute("aria-label").startswith(SCRIPT)
        page.keyboard.press("Escape")
    assert page.locator(".map img[src=x], .map script").count() == 0
    assert page.title() != "raak"


def test_outlines_are_drawn_and_their_maker_is_named_as_text(visit):
    visitor = visit()
    page = visitor.page
    shapes = {
        "type": "FeatureCollection",
        "bron": SCRIPT,
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[6.2, 52.7], [6.9, 52.7], [6.9, 53.1], [6.2, 52.7]]],
                },
            }
        ],
    }

    def with_outlines(route):
        body = route.fetch().text().replace('"outlines": ""', '"outlines": "/grenzen.geojson"')
        route.fulfill(body=body, content_type="text/html")

    # A page that the test answers comes from nowhere, and from there Chromium asks this machine for no tiles.
    page.route("**/brt/**", lambda route: route.fulfill(body=TILE, content_type="image/png"))
    page.route(f"{visitor.base_url}{FINDER}", with_outlines)
    page.route("**/grenzen.geojson", lambda route: route.fulfill(body=json.dumps(shapes)))
    visitor.open(FINDER)
    page.locator("path.map-outline").wait_for(state="attached")
    assert SCRIPT in page.locator(".leaflet-control-attribution").inner_text()
    assert page.title() != "raak"


def test_the_map_can_be_skipped_and_moved_by_keyboard(visit):
    visitor = visit()
    page = visitor.open(f"{FINDER}?kaart=12/52.9/6.6")
    map_is_ready(page)
    page.get_by_role("link", name="Sla de kaart over").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "lijst"
    canvas = page.locator("[data-map]")
    stand = canvas.get_attribute("data-stand")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("old => document.querySelector('[data-map]').dataset.stand !== old", arg=stand)


def test_one_finger_moves_the_page_and_two_the_map(visit):
    visitor = visit(width=360, height=740)
    page = visitor.page
    touch = visitor.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    visitor.open(f"{FINDER}?kaart=11/52.9/6.6")
    map_is_ready(page)
    canvas = page.locator("[data-map]")
    canvas.scroll_into_view_if_needed()
    stand, top = canvas.get_attribute("data-stand"), page.evaluate("scrollY")
    box = canvas.bounding_box()
    swipe(page, touch, (box["x"] + 100, box["y"] + 160, 0, -150))
    page.wait_for_function("top => scrollY > top + 50", arg=top)
    assert canvas.get_attribute("data-stand") == stand
    assert "twee vingers" in page.locator("[data-map-hint]").inner_text()
    box = canvas.bounding_box()
    y = box["y"] + 120
    swipe(page, touch, (box["x"] + 140, y, -80, 0), (box["x"] + 180, y, 80, 0))
    page.wait_for_function("old => document.querySelector('[data-map]').dataset.stand !== old", arg=stand)
    assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.parametrize("dark", [False, True])
def test_without_tiles_names_and_pins_remain(visit, dark):
    visitor = visit(tiles="none", dark=dark)
    play_map(visitor, pins=[pin(1, *ASSEN)])
    page = visitor.open(FINDER)
    map_is_ready(page)
    page.get_by_text("De achtergrondkaart laadt niet").wait_for()
    assert page.locator(".map-name").count() > 0
    assert page.locator(".map-pin").is_visible()
    visitor.check()


def test_without_the_map_the_list_stays(visit):
    visitor = visit()
    page = visitor.page
    page.route(re.compile("leaflet"), lambda route: route.abort())
    visitor.open(FINDER)
    page.locator("[data-favourite]:not([hidden])").first.wait_for()
    assert page.locator(".map").count() == 0
    assert page.locator("#lijst .result").count() > 0
    visitor.problems.clear()
