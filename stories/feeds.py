"""The stories as RSS, for feed readers and for the sites of villages."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stories.models import StoryIndexPage, StoryPage

ITEMS = 20


class StoryFeed(Feed):
    """The first of the stories of an index page, in the order they come."""

    language = "nl"

    def __init__(self, index: StoryIndexPage, stories: QuerySet[StoryPage]) -> None:
        self.index = index
        self.stories = stories

    def title(self) -> str:
        return f"{self.index.title} – {self.index.get_site().site_name}"

    def link(self) -> str:
        return str(self.index.full_url)

    def description(self) -> str:
        return self.index.introduction or str(_("De nieuwste verhalen"))

    def items(self) -> QuerySet[StoryPage]:
        return self.stories[:ITEMS]

    def item_title(self, item: StoryPage) -> str:
        return item.title

    def item_description(self, item: StoryPage) -> str:
        return item.summary

    def item_link(self, item: StoryPage) -> str:
        return str(item.full_url)

    def item_pubdate(self, item: StoryPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time(9)))
