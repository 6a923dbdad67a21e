"""What the script of a map needs to start: read by templates/components/map.html."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from leaflet import app_settings

from core.chrome import chrome_for
from core.geo import Bounds
from initiatives.models.kinds import InitiativeKind
from initiatives.outlines import outlines_url

if TYPE_CHECKING:
    from initiatives.finder.found import Found
    from initiatives.models import InitiativeIndexPage, InitiativePage

#: The zoom at which the map of one initiative opens: streets can be read.
PIN_ZOOM = 15


def leaflet_options(zoom: int) -> dict[str, Any]:
    """Return zoom and layers for a map, from the settings of django-leaflet.

    The tag that usually writes them does so in an inline script, which our security policy forbids.
    """
    return {
        "zoom": zoom,
        "minzoom": app_settings["MIN_ZOOM"],
        "maxzoom": app_settings["MAX_ZOOM"],
        "layers": [[str(name), url, options] for name, url, options in app_settings["TILES"]],
        "overlays": [],
        "attributionprefix": False,
        "scale": None,
        "minimap": False,
        "resetview": False,
    }


def degrees_ratio(bounds: Bounds) -> float:
    """Return how many degrees of latitude look as long on the map as one degree of longitude.

    Rounded, and taken in the middle of the site's area, so that browser and server draw the same cells.
    """
    return round(math.cos(math.radians((bounds.south + bounds.north) / 2)), 3)


def site_bounds(request: HttpRequest) -> Bounds:
    """Return the box of the province of this site."""
    return Bounds(*chrome_for(request).identity.bounds)


def index_map(request: HttpRequest, index: InitiativeIndexPage, found: Found) -> dict[str, Any]:
    """Return the map of the finder, with what was found."""
    bounds = site_bounds(request)
    selection, centre = found.selection, found.centre
    stand = selection.stand
    config = {
        **_base(bounds, chrome_for(request).identity.map_zoom),
        "data": f"{index.get_url(request)}kaart.json",
        "ratio": degrees_ratio(bounds),
        "query": replace(selection, box=None, stand=None).query,
        "fit": selection.is_active and not stand,
        "view": {"zoom": stand[0], "lat": stand[1], "lng": stand[2]} if stand else None,
        "place": (
            {
                "label": centre.label,
                "lat": centre.latitude,
                "lng": centre.longitude,
                "km": selection.kilometres,
            }
            if centre
            else None
        ),
        "outlines": outlines_url(),
        # Names to find one's way by when the background does not load.
        "names": list(found.snapshot.vocabulary.municipalities.values()),
    }
    return {
        "id": "kaart",
        "config_id": "kaart-gegevens",
        "label": _("Kaart met initiatieven"),
        "after": "lijst",
        "small": False,
        "icons": _icons(),
        "config": config,
    }


def page_map(request: HttpRequest, page: InitiativePage) -> dict[str, Any] | None:
    """Return the map of one initiative with its pin, or None when the numbers are not filled in yet."""
    if page.latitude is None or page.longitude is None:
        return None
    location = [float(page.latitude), float(page.longitude)]
    pin = {"title": page.title, "icon": page.kind.icon, "lat": location[0], "lng": location[1]}
    return {
        "id": "kaart",
        "config_id": "kaart-gegevens",
        "label": _("Kaart met de plek van %(title)s") % {"title": page.title},
        "after": "na-de-kaart",
        "small": True,
        "icons": [(page.kind.icon, f"components/icons/{page.kind.icon}.svg")],
        "config": {**_base(site_bounds(request), PIN_ZOOM), "center": location, "pin": pin},
    }


def _icons() -> list[tuple[str, str]]:
    return [(value, f"components/icons/{value}.svg") for value in InitiativeKind.Icon.values]


def _base(bounds: Bounds, zoom: int) -> dict[str, Any]:
    return {
        "leaflet": leaflet_options(zoom),
        "bounds": [[bounds.south, bounds.west], [bounds.north, bounds.east]],
        "texts": {
            "zoomIn": _("Dichterbij"),
            "zoomOut": _("Verder weg"),
            "close": _("Sluiten"),
            "noTiles": _("De achtergrondkaart laadt niet. De plekken blijven zichtbaar."),
            "noData": _("De plekken laden nu niet. In de lijst staat alles wel."),
            "cluster": _("{count} initiatieven bij elkaar. Kies om dichterbij te kijken."),
            "stack": _("{count} initiatieven op deze plek"),
            "area": _("{name}, hele dorp: {count}"),
            "areas": _("{name} en {others} andere dorpen, hele dorp: {count}"),
            "oneInArea": _("1 initiatief voor het hele dorp"),
            "inArea": _("{count} initiatieven voor het hele dorp"),
            "searchArea": _("Zoek op {name}"),
            "twoFingers": _("Gebruik twee vingers om de kaart te bewegen"),
            "ctrlScroll": _("Houd Ctrl ingedrukt en scrol om dichterbij te kijken"),
        },
    }
