"""The stories, written from the key facts of the sources."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.models import Theme
from demo.loader.charts import figure_block
from demo.loader.images import Drawings, stored_image
from demo.loader.reading import paragraph, rows, section, texts
from initiatives.models import InitiativePage
from stories.models import Indicator, StoryIndexPage, StoryInitiative, StoryPage

VARIANTS = 3
DAYS_BETWEEN = 6


def story_body(story: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections: the figure after the first part, the sentence set large after the second.

    A part may end with a chart or a figure in a sentence. Their indicators must exist.
    """
    extras: list[dict[str, Any]] = []
    if figure := story.get("key_figure"):
        extras.append({"type": "key_figure", "value": {"period": "", **figure}})
    if sentence := story.get("pull_quote"):
        extras.append({"type": "quote", "value": {"text": sentence, "attribution": ""}})
    body = []
    for part in story["sections"]:
        content = [paragraph(part["body"])]
        content += [_figure(kind, part[kind]) for kind in ("chart", "live_figure") if kind in part]
        if extras:
            content.append(extras.pop(0))
        body.append(section(part["heading"], *content))
    return body


def _figure(kind: str, prose: dict[str, Any]) -> dict[str, Any]:
    choices = {name: value for name, value in prose.items() if name != "indicator"}
    return figure_block(kind, Indicator.objects.get(slug=prose["indicator"]), choices)


def load_stories(index: StoryIndexPage, themes: dict[str, Theme], drawings: Drawings) -> int:
    """Create every story that has no page yet; return how many were made."""
    sources = {row["slug"]: row["source"] for row in rows("stories")}
    initiatives = {page.slug: page for page in InitiativePage.objects.all()}
    known = set(StoryPage.objects.values_list("slug", flat=True))
    today = timezone.localdate()
    made = 0
    for number, story in enumerate(texts("stories")):
        if story["slug"] in known:
            continue
        image = drawings.get(story["scene"], number % VARIANTS)
        page = StoryPage(
            title=story["title"],
            slug=story["slug"],
            kind=story["kind"],
            # The day this site published the story; the sources are older and are named below it.
            date=today - timedelta(days=number * DAYS_BETWEEN),
            theme=themes.get(story["theme"]),
            lead=story["lead"],
            listing_summary=story["lead"],
            listing_image=image,
            lead_image=stored_image(image, story["scene_alt"]),
            body=story_body(story),
            source=sources[story["slug"]],
            first_published_at=timezone.now(),
            last_published_at=timezone.now(),
        )
        index.add_child(instance=page)
        if initiative := initiatives.get(story["initiative"]):
            StoryInitiative.objects.create(story=page, initiative=initiative)
        made += 1
    return made
