"""Stories: the list, the page, the links in both directions and the feed."""

import datetime
import xml.etree.ElementTree as ET

import pytest

from core.models import Theme
from initiatives.models import InitiativePage
from stories.models import StoryIndexPage, StoryInitiative, StoryPage

pytestmark = pytest.mark.django_db


def test_the_list_is_newest_first_and_can_be_narrowed(client):
    response = client.get("/verhalen/")
    dates = [story.date for story in response.context["stories"]]
    assert dates == sorted(dates, reverse=True)
    response = client.get("/verhalen/?thema=gezondheid")
    assert {story.theme.slug for story in response.context["stories"]} == {"gezondheid"}


def test_an_unknown_theme_says_so_and_shows_all(client):
    response = client.get("/verhalen/?thema=zwemmen")
    assert "Dit thema kennen wij niet" in response.content.decode()
    assert response.context["count"] == StoryPage.objects.live().count()


def test_a_story_and_its_initiative_know_each_other(client):
    html = client.get("/verhalen/interview-odensehuis-meppel/").content.decode()
    assert "/initiatieven/odensehuis-meppel/" in html
    html = client.get("/initiatieven/odensehuis-meppel/").content.decode()
    assert "/verhalen/interview-odensehuis-meppel/" in html


def test_a_draft_story_is_nowhere(client):
    story = StoryPage.objects.get(slug="interview-odensehuis-meppel")
    story.unpublish()
    assert client.get("/verhalen/interview-odensehuis-meppel/").status_code == 404
    assert (
        "/verhalen/interview-odensehuis-meppel/"
        not in client.get("/initiatieven/odensehuis-meppel/").content.decode()
    )
    assert story.title not in client.get("/verhalen/rss/").content.decode()


def test_a_draft_initiative_is_not_shown_with_its_story(client):
    InitiativePage.objects.get(slug="odensehuis-meppel").unpublish()
    html = client.get("/verhalen/interview-odensehuis-meppel/").content.decode()
    assert "/initiatieven/odensehuis-meppel/" not in html


def test_the_feed_is_valid_and_complete(client):
    response = client.get("/verhalen/rss/")
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    channel = ET.fromstring(response.content).find("channel")  # noqa: S314 - our own feed
    items = channel.findall("item")
    assert len(items) == min(20, StoryPage.objects.live().count())
    for item in items:
        assert item.findtext("title")
        assert item.findtext("link").startswith("http")


@pytest.mark.parametrize("url", ["/verhalen/", "/"])
def test_a_long_list_costs_no_more_queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    index = StoryIndexPage.objects.get()
    theme = Theme.objects.first()
    for number in range(30):
        index.add_child(
            instance=StoryPage(
                title=f"Verhaal {number}", lead="Kort.", theme=theme, date=datetime.date(2026, 1, 1)
            )
        )
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_one_initiative_is_linked_once():
    link = StoryInitiative.objects.first()
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        StoryInitiative.objects.create(story=link.story, initiative=link.initiative)
