"""What the journeys through the finder share: a map whose answer the test decides, and what stands on it."""

from __future__ import annotations

import json
import re

FINDER = "/initiatieven/"
SCRIPT = "<script>document.title='raak'</script>\"><img src=x onerror=\"document.title='raak'\">"


def pin(number, lat, lng, **more):
    """Return a pin as the map gets it."""
    return {
        "id": number,
        "title": f"Initiatief {number}",
        "url": f"{FINDER}odensehuis-meppel/",
        "icon": "dorpshuis",
        "kind": "Dorpshuis",
        "where": "Voorbeelddorp",
        "lat": lat,
        "lng": lng,
        "pale": False,
        **more,
    }


def cluster(items, **more):
    """Return a cluster of pins at one address."""
    lat, lng = items[0]["lat"], items[0]["lng"]
    return {
        "lat": lat,
        "lng": lng,
        "count": len(items),
        "bounds": [lat, lng, lat, lng],
        "label": f"{len(items)} initiatieven, waarvan 1 dorpshuis",
        "items": items,
        **more,
    }


def play_map(visitor, *, pins=(), clusters=(), areas=()):
    """Answer the questions of the map with these features; return the list of questions that came."""
    asked = []
    answer = json.dumps(
        {
            "total": len(pins) + sum(one["count"] for one in clusters),
            "count": len(pins),
            "pins": list(pins),
            "clusters": list(clusters),
            "areas": list(areas),
            "elsewhere": [],
        }
    )

    def reply(route):
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="application/json", body=answer)

    visitor.page.route(re.compile(r"kaart\.json"), reply)
    return asked


def map_is_ready(page):
    """Wait until the map has drawn an answer."""
    page.locator("[data-map][data-map-ready]").wait_for()


def announced(page):
    """Return what a screen reader was told about the results."""
    return page.locator("[data-finder-said]").inner_text()


def parameter(page, name):
    """Return a parameter of the address in the browser, or an empty string."""
    return page.evaluate("name => new URL(location).searchParams.get(name) || ''", name)


def open_facet(page, label):
    """Unfold a group of choices, on a phone after the choices themselves."""
    switch = page.locator("[data-finder-fold] summary")
    if switch.is_visible() and page.locator("[data-finder-fold][open]").count() == 0:
        switch.click()
    facet = page.locator("[data-facet]").filter(has=page.locator("summary", has_text=label))
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    return facet


def swipe(page, touch, *fingers):
    """Move fingers over the screen at the same time; each is (x, y, how far right, how far down) in pixels.

    `touch` is a session of Chromium's own protocol: Playwright knows taps only.
    """
    steps = 10
    for step in range(steps + 1):
        points = [
            {"x": x + right * step / steps, "y": y + down * step / steps, "id": number}
            for number, (x, y, right, down) in enumerate(fingers)
        ]
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(20)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
