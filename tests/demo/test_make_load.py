"""`make_load` makes much content fast, whole, and never in a database with content of its own."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Page, Site

from core.models import Municipality, Region
from demo.management.commands.make_load import MARK, SLUG, YEARS
from initiatives.models import InitiativePage
from stories.models import Indicator, Observation, StoryPage, Target
from subsidies.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def load_site(home):
    """The demo site, said to be one for load."""
    Site.objects.filter(is_default_site=True).update(site_name=MARK)


def test_real_content_is_refused(home):
    before = Page.objects.count()
    with pytest.raises(CommandError, match="Point VAR_DIR or DATABASE_URL to an empty one"):
        call_command("make_load", initiatives=1, stories=1, applications=1, verbosity=0)
    assert Page.objects.count() == before


def test_pages_are_whole(load_site, client):
    call_command("make_load", initiatives=150, stories=3, applications=6, verbosity=0)
    made = InitiativePage.objects.filter(slug__startswith=SLUG)
    assert made.count() == 150
    assert {page.scope for page in made} == set(InitiativePage.Scope.values)
    for page in made:
        page.full_clean()
        assert page.specific == page
    assert client.get(made.first().get_url()).status_code == 200
    assert client.get(StoryPage.objects.filter(slug__startswith=SLUG).first().get_url()).status_code == 200
    found = client.get("/zoeken/", {"q": made.first().title})
    assert made.first().title in found.content.decode()


def test_tree_is_sound(load_site):
    call_command("make_load", initiatives=40, stories=2, applications=0, verbosity=0)
    assert Page.find_problems() == ([], [], [], [], [])


def test_numbers_are_totals(load_site):
    for wanted in (4, 7, 5):
        call_command("make_load", initiatives=wanted, stories=wanted, applications=wanted, verbosity=0)
    assert InitiativePage.objects.filter(slug__startswith=SLUG).count() == 7
    assert StoryPage.objects.filter(slug__startswith=SLUG).count() == 7
    assert Application.objects.filter(organisation__startswith="Stichting Proef ").count() == 7


def test_no_award_passes_the_ledger_by(load_site):
    awarded = Application.objects.filter(status=Application.Status.AWARDED).count()
    call_command("make_load", initiatives=0, stories=0, applications=9, verbosity=0)
    assert Application.objects.filter(status=Application.Status.AWARDED).count() == awarded
    refused = Application.objects.filter(organisation__startswith="Stichting Proef ", status="refused")
    assert refused.count() == 3
    assert all(application.decision.reason for application in refused)


def test_figures_are_whole(load_site, client):
    call_command("make_load", initiatives=0, stories=0, applications=0, indicators=8, verbosity=0)
    made = Indicator.objects.filter(slug__startswith=SLUG)
    assert made.count() == 8
    areas = Municipality.objects.count() + Region.objects.count() + 2
    for indicator in made:
        indicator.full_clean()
        counted = indicator.observations.counted().filter(subgroup="")
        assert counted.count() == areas * YEARS
        assert counted.filter(area_type="municipality", municipality=None).count() == 0
    values = Observation.objects.filter(indicator__in=made)
    for observation in [*values[:200], *values.exclude(subgroup=""), *values.filter(nature="forecast")]:
        observation.full_clean()
        assert observation.last_day.isoformat() == f"{observation.period}-12-31"
    assert values.filter(nature="forecast").exists()
    assert values.exclude(subgroup="").exists()
    assert {indicator.goal is not None for indicator in made} == {True}
    assert Target.objects.filter(indicator__in=made).exists()
    assert client.get(f"/api/indicatoren/{made[0].slug}.json").status_code == 200


def test_numbers_of_figures_are_totals(load_site):
    for wanted in (2, 3, 1):
        call_command("make_load", initiatives=0, stories=0, applications=0, indicators=wanted, verbosity=0)
    assert Indicator.objects.filter(slug__startswith=SLUG).count() == 3


def test_no_figures_are_made_unless_asked(load_site):
    before = Observation.objects.count()
    call_command("make_load", initiatives=1, stories=0, applications=0, verbosity=0)
    assert Observation.objects.count() == before
