"""The public pages that are measured, one of each type, and the queries that each costs."""

from __future__ import annotations

from collections import deque
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Municipality, SiteIdentity, Theme
from home.models import AreaIndexPage, ContentPage, HomePage, ThemePage
from initiatives.models import InitiativeIndexPage, InitiativePage
from stories.models import FigureIndexPage, Indicator, StoryIndexPage, StoryPage
from subsidies.models import RegulationIndexPage, RegulationPage


def addresses() -> dict[str, str]:
    """Return the address of one page of each type; later rows for new types come here."""
    initiatives = InitiativeIndexPage.objects.get().get_url()
    theme, municipality = Theme.objects.first(), Municipality.objects.first()
    identity = SiteIdentity.objects.first()
    if not (theme and municipality and identity):
        raise LookupError("The database holds no themes, municipalities or identity.")
    south, west, north, east = identity.bounds
    box = urlencode({"west": west, "south": south, "east": east, "north": north, "zoom": identity.map_zoom})
    regulation = RegulationPage.objects.live().filter(form__isnull=False).first()
    if regulation is None:
        raise LookupError("The database holds no regulation with a form.")
    # The one with most values.
    figure = Indicator.objects.annotate(number=Count("observations")).order_by("-number", "pk").first()
    if figure is None:
        raise LookupError("The database holds no figures.")
    initiative_pages = InitiativePage.objects.live().order_by("-pk")
    # One with a map of its own, if there is one.
    initiative = initiative_pages.on_map().first() or initiative_pages.first()
    found = {
        "home": HomePage.objects.get(),
        "theme": ThemePage.objects.live().first(),
        "story index": StoryIndexPage.objects.get(),
        "story": StoryPage.objects.live().order_by("-date").first(),
        "initiative index": initiatives,
        "initiative index, filtered": f"{initiatives}?thema={theme.slug}&gemeente={municipality.slug}",
        "initiative index, words": f"{initiatives}?q=dorpshuis",
        "initiative map data": f"{initiatives}kaart.json?{box}",
        "initiative": initiative,
        "figure index": FigureIndexPage.objects.get(),
        "figure": figure.get_absolute_url(),
        "area index": AreaIndexPage.objects.get(),
        "area": reverse("area_municipality", args=[municipality.slug]),
        "regulation index": RegulationIndexPage.objects.get(),
        "regulation": regulation,
        "content page": ContentPage.objects.live().first(),
        "search": "/zoeken/?q=dorpshuis",
        "application start": f"/aanvragen/{regulation.slug}/start/",
    }
    return {name: page if isinstance(page, str) else page.get_url() for name, page in found.items()}


def queries(path: str, *, page_cache: bool) -> int:
    """Return how many SQL queries an answer costs, once what a process keeps in memory is there."""
    client = Client(SERVER_NAME="localhost")
    with override_settings(WAGTAIL_CACHE=page_cache):
        client.get(path)
        # Somebody else, so that a session of the first visit does not count.
        client = Client(SERVER_NAME="localhost")
        with CaptureQueriesContext(connection) as captured:
            answer: Any = client.get(path)
            if answer.streaming:
                deque(answer.streaming_content, maxlen=0)  # what comes in a stream is read on the way
    return len(captured)
