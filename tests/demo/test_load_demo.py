"""The demo content: complete, true to the facts, and safe to load twice."""

from __future__ import annotations

import csv
import re
from datetime import date, time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page

from core.geo import distance_km
from core.models import Goal, Municipality, Place, SiteIdentity, SiteImage, Theme
from demo.loader import examples, reading
from demo.loader.stories import story_body
from home.models import ThemePage
from initiatives.contributions import freshness
from initiatives.hours import first_overlap
from initiatives.models import (
    Facility,
    Freshness,
    FreshnessSettings,
    InitiativeKind,
    InitiativePage,
    Language,
    OpeningException,
    OpeningTime,
    TargetGroup,
)
from stories.models import Indicator, Observation, StoryPage
from subsidies.models import Ceiling, RegulationPage, Round

pytestmark = pytest.mark.django_db
MOST_WORDS_IN_A_SENTENCE = 30


def facts(name):
    with (Path(reading.DATA_DIR) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_facts_are_there():
    assert Theme.objects.count() == len(facts("themes")) == 4
    assert Goal.objects.count() == len(facts("goals")) == 10
    assert Municipality.objects.count() == 12
    assert Municipality.objects.values("region").distinct().count() == 3
    assert Place.objects.count() == len(facts("places"))
    slugs = set(InitiativePage.objects.live().values_list("slug", flat=True))
    assert {row["slug"] for row in facts("initiatives")} <= slugs
    assert {row["slug"] for row in facts("regulations")} == set(
        RegulationPage.objects.live().values_list("slug", flat=True)
    )


def test_loading_again_changes_nothing_and_keeps_what_editors_wrote():
    story = StoryPage.objects.first()
    story.title = "Door een redacteur veranderd"
    story.save_revision().publish()
    before = {
        model: model.objects.count()
        for model in (
            Page,
            SiteImage,
            Observation,
            Place,
            Ceiling,
            Round,
            Goal,
            Indicator,
            Facility,
            TargetGroup,
            Language,
            Freshness,
            OpeningTime,
            OpeningException,
        )  # fmt: skip
    }
    call_command("load_demo", verbosity=0)
    assert {model: model.objects.count() for model in before} == before
    story.refresh_from_db()
    assert story.title == "Door een redacteur veranderd"


def test_it_is_all_or_nothing(monkeypatch):
    from demo.loader import regulations

    RegulationPage.objects.filter(slug="regiodeal-zwolle").delete()
    Place.objects.filter(name="Zeyen").delete()

    def fail(*args):
        raise RuntimeError("stop")

    monkeypatch.setattr(regulations, "load_regulations", fail)
    with pytest.raises(RuntimeError):
        call_command("load_demo", verbosity=0)
    assert not Place.objects.filter(name="Zeyen").exists()


@override_settings(DEMO_LOGINS=False)
def test_logins_with_a_public_password_need_permission():
    with pytest.raises(CommandError, match="--without-logins"):
        call_command("load_demo", verbosity=0)
    call_command("load_demo", "--without-logins", verbosity=0)


def test_no_initiative_of_the_sources_gets_a_pin():
    """The sources give no coordinates, so no point may appear."""
    known = [row["slug"] for row in facts("initiatives")]
    assert not InitiativePage.objects.filter(slug__in=known).on_map().exists()
    for page in InitiativePage.objects.filter(slug__in=known).select_related("place__municipality"):
        page.clean()
        assert page.where


def test_what_the_sources_do_not_say_about_an_initiative_stays_unknown():
    known = [row["slug"] for row in facts("initiatives")]
    real = InitiativePage.objects.filter(slug__in=known)
    assert not real.exclude(hours="", costs="", email="", phone="").exists()
    for unknown in ("facilities", "target_groups", "languages", "opening_times", "freshness"):
        assert not real.filter(**{f"{unknown}__isnull": False}).exists(), unknown


def example_pages():
    slugs = [example["slug"] for example in reading.text("voorbeelden")["initiatives"]]
    return InitiativePage.objects.filter(slug__in=slugs).select_related("place__municipality", "freshness")


def test_every_example_says_that_it_is_one():
    pages = list(example_pages())
    assert len(pages) == 24
    for page in pages:
        assert page.title.endswith("(voorbeeld)")
        assert re.match(r"Dit is een voorbeeld, [^.]*bestaat niet\.", page.introduction), page.title
        assert page.source == "Voorbeeld"
        assert page.address.startswith("Voorbeeld")
        assert page.website.endswith(".example.org")
        assert page.email == "" or page.email.endswith(".example.org")
        assert page.phone == "0123 45 67 89"


def test_the_examples_are_everywhere_and_of_every_kind():
    pages = list(example_pages())
    assert {page.municipality for page in pages} == set(Municipality.objects.all())
    assert {page.kind for page in pages} == set(InitiativeKind.objects.all())
    for page in pages:
        page.full_clean()
        km = distance_km(
            float(page.latitude),
            float(page.longitude),
            float(page.place.latitude),
            float(page.place.longitude),
        )
        assert km < 0.6, page.title
    spots = [(page.latitude, page.longitude) for page in pages]
    assert len(spots) - len(set(spots)) == 1


def test_the_examples_show_every_choice_and_every_state():
    pages = example_pages()
    for field in ("hours", "holidays", "costs"):
        possible = {value for value, _label in InitiativePage._meta.get_field(field).choices}
        missing = possible - set(pages.values_list(field, flat=True))
        assert not missing - {""}, field
    for model in (Facility, TargetGroup):
        assert not model.objects.filter(initiatives=None).exists(), model
    today = timezone.localdate()
    states = {
        freshness.state_of(page.checked_on, page.last_published_at.date(), FreshnessSettings(), today)
        for page in pages
    }
    assert states == set(freshness.State)
    assert pages.filter(freshness=None).exists()
    assert OpeningTime.objects.filter(page__in=pages, closes=time(0)).exists()


def test_the_opening_hours_of_the_examples_pass_the_editors_form():
    for page in example_pages():
        for day in page.schedule.week:
            assert first_overlap(day) is None, page.title
        for row in [*page.opening_times.all(), *page.opening_exceptions.all()]:
            row.clean()


@pytest.mark.parametrize(
    ("start", "end", "today", "expected"),
    [
        ("12-24", "12-24", "2026-11-21", ("2026-12-24", "2026-12-24")),
        ("12-24", "12-24", "2026-12-24", ("2026-12-24", "2026-12-24")),
        ("12-24", "12-24", "2026-12-25", ("2027-12-24", "2027-12-24")),
        ("12-27", "01-03", "2027-01-02", ("2026-12-27", "2027-01-03")),
        ("12-27", "01-03", "2027-01-04", ("2027-12-27", "2028-01-03")),
    ],
)
def test_exceptions_are_always_still_to_come(start, end, today, expected):
    first, last = examples.coming(start, end, date.fromisoformat(today))
    assert (first.isoformat(), last.isoformat()) == expected


def test_every_story_is_long_enough_and_readable():
    stories = reading.texts("stories")
    assert len(stories) >= 12
    for story in stories:
        words = " ".join(section["body"] for section in story["sections"]).split()
        assert len(words) >= 250, f"{story['slug']}: {len(words)}"
        for sentence in re.split(r"(?<=[.!?])\s+|\n", " ".join(s["body"] for s in story["sections"])):
            assert len(sentence.split()) <= MOST_WORDS_IN_A_SENTENCE, f"{story['slug']}: {sentence}"
        assert story_body(story)


def test_every_theme_has_stories_initiatives_and_a_living_figure(client):
    for theme in Theme.objects.all():
        assert StoryPage.objects.live().for_theme(theme).count() >= 2, theme
        assert InitiativePage.objects.live().for_theme(theme).exists(), theme
    html = client.get("/").content.decode()
    for value in ("52,6%", "15,6%", "70%", "82%"):
        assert value in html


def test_the_open_regulation_has_the_terms_of_2026():
    page = RegulationPage.objects.get(slug="subsidieregeling-bewonersinitiatieven")
    assert page.status() == RegulationPage.Status.OPEN
    assert (page.minimum_amount, page.maximum_amount, page.percentage) == (5000, 25000, 100)
    assert page.legal_forms == ["stichting", "vereniging", "cooperatie"]
    assert page.one_award_per_year
    round_ = page.current_round()
    assert {(c.label, int(c.amount)) for c in round_.ceilings.all()} == {
        ("Totaal", 1_050_000),
        ("Gezondheid", 200_000),
        ("Circulair", 250_000),
        ("Zuidoost-Drenthe", 200_000),
    }


def test_terms_without_a_source_are_marked_as_an_example(client):
    html = client.get("/subsidies/subsidieregeling-bewonersinitiatieven/").content.decode()
    page = RegulationPage.objects.get(slug="subsidieregeling-bewonersinitiatieven")
    examples = [
        condition
        for group in page.condition_groups
        for condition in group["conditions"]
        if condition["example"]
    ]
    assert examples
    assert html.lower().count("voorbeeldvoorwaarde") >= len(examples)


def test_the_volunteers_figures_equal_the_source(client):
    html = client.get("/naoberschap/").content.decode()
    rows = [
        row
        for row in facts("observations")
        if row["indicator_slug"] == "vrijwilligerswerk" and row["period"] == "2023"
    ]
    assert len(rows) == 14
    for row in rows:
        shown = f"{row['value'].replace('.', ',')}%" if row["value"] else "geen cijfer"
        line = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*>\s*{row['area']}\s*<(?:(?!</tr>).)*</tr>", html, re.S)
        assert line, row["area"]
        assert shown in line.group(0), row["area"]


def figures_on(page):
    """The blocks with figures on a page."""
    return [
        block
        for part in page.body
        for block in part.value["content"]
        if block.block_type in ("chart", "live_figure")
    ]


def test_pages_show_figures_live_and_frozen(client):
    stories = [block for page in StoryPage.objects.all() for block in figures_on(page)]
    assert {(block.block_type, block.value["keep"]) for block in stories} == {
        ("live_figure", "live"),
        ("chart", "frozen"),
    }
    for page in ThemePage.objects.all():
        (chart,) = figures_on(page)
        assert chart.value["description"], page
        assert client.get(page.url).content.decode().count(chart.value["title"]) == 1, page
    html = client.get("/verhalen/verhaal-dorpsvisies-de-wolden/").content.decode()
    assert "61 van de 100 inwoners" in html


def test_the_site_says_who_publishes_it(db):
    identity = SiteIdentity.objects.get()
    assert identity.name == "Drenthe voor elkaar"
    assert identity.privacy_page.slug == "privacy"
