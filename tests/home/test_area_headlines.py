"""What stands first on the page of an area: how it goes there now."""

from __future__ import annotations

import re

from stories.models import Indicator, Observation, Source
from tests.home.figures import make_indicator, make_value


def test_what_is_short_and_first_says_how_it_goes_now(client, db):
    Observation.objects.filter(area="Coevorden").delete()
    Observation.objects.filter(area="Zuidoost-Drenthe").delete()
    newest, oldest = Source.objects.order_by("-year")[0], Source.objects.order_by("year")[0]
    better = Indicator.Direction.HIGHER
    made = {
        "nieuw": make_indicator("nieuw", direction=better),
        "oud": make_indicator("oud", direction=better),
        "geld": make_indicator("geld", direction=Indicator.Direction.NEUTRAL),
    }
    for name, indicator in made.items():
        source = oldest if name == "oud" else newest
        make_value(indicator, "municipality", "Coevorden", "2015", "10", source=source)

    def told():
        html = client.get("/mijn-gemeente/coevorden/").content.decode()
        links = re.findall(r'area-headline__value">.*?href="/cijfers/([^/]+)/', html, re.S)
        return [link for link in links if link in made]

    assert told() == ["nieuw", "oud"]
    # There is nothing else, so the number that is neither good nor bad is told after all.
    Observation.objects.exclude(indicator=made["geld"]).delete()
    assert told() == ["geld"]
