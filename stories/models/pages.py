"""Vertellen: interviews and other stories, linked to what they are about."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.blocks import lead_image_field
from core.fields import StreamField
from core.listing import page_of, query_without_page
from core.models import BasePage, Theme
from core.querysets import SitePageQuerySet
from initiatives.models import InitiativePage
from stories.blocks import StorySectionBlock
from stories.feeds import StoryFeed

STORIES_PER_PAGE = 12


class StoryIndexPage(RoutablePageMixin, BasePage):
    """All stories, newest first, with a choice of theme and a feed."""

    template = "pages/story_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.StoryPage"]
    max_count = 1

    introduction = models.TextField(_("inleiding"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("overzicht van verhalen")
        verbose_name_plural = _("overzichten van verhalen")

    @property
    def stories(self) -> StoryQuerySet:
        """All that a visitor may read, newest first."""
        found: StoryQuerySet = StoryPage.objects.visible().child_of(self).for_listing()
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: themes, theme (the chosen one), filter_error, stories (a page), count, base_query."""
        context = super().get_context(request, *args, **kwargs)
        themes = list(Theme.objects.all())
        wanted = request.GET.get("thema", "")
        theme = next((t for t in themes if t.slug == wanted), None)
        stories = self.stories
        if theme:
            stories = stories.for_theme(theme)
        page = page_of(request, stories, STORIES_PER_PAGE)
        context.update(
            themes=themes,
            theme=theme,
            filter_error=_("Dit thema kennen wij niet. U ziet alle verhalen.")
            if wanted and not theme
            else "",
            stories=page,
            count=page.paginator.count,
            base_query=query_without_page(request),
        )
        return context

    @path("rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponse:
        """The newest stories as RSS."""
        return StoryFeed(self, self.stories)(request)


class StoryQuerySet(SitePageQuerySet):
    """Chainable selections of stories, named for their use."""

    def for_listing(self) -> StoryQuerySet:
        """Newest first, with all a card shows and without the long text."""
        return (
            self.select_related("theme", "listing_image")
            .prefetch_related("listing_image__renditions")
            .defer("body", "lead_image")
            .order_by("-date", "-pk")
        )

    def for_theme(self, theme: Theme) -> StoryQuerySet:
        return self.filter(theme=theme)


class StoryPage(BasePage):
    """A story: an interview, a background piece or a frame with explanation."""

    class Kind(models.TextChoices):
        """The form of the story."""

        INTERVIEW = "interview", _("Interview")
        BACKGROUND = "achtergrond", _("Achtergrond")
        FRAME = "kader", _("Uitleg")

    template = "pages/story_page.html"
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    open_graph_type = "article"
    opens_with = ("listing_image", "theme__page")

    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices, default=Kind.INTERVIEW)
    date = models.DateField(_("datum"), default=timezone.localdate)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="stories",
        verbose_name=_("thema"),
    )  # fmt: skip
    lead = models.TextField(
        _("inleiding"), max_length=400, help_text=_("Waar gaat dit verhaal over? Hooguit drie korte zinnen.")
    )
    lead_image = lead_image_field()
    body = StreamField([("section", StorySectionBlock())], verbose_name=_("verhaal"))
    source = models.CharField(_("bron"), max_length=160, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date"), FieldPanel("theme")]),
        FieldPanel("lead"),
        FieldPanel("lead_image"),
        FieldPanel("body"),
        InlinePanel(
            "initiative_links", heading=_("Over deze initiatieven"), label=_("Initiatief"), max_num=5
        ),
        FieldPanel("source"),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=2),
        index.SearchField("body"),
        index.FilterField("theme_id"),
        index.FilterField("date"),
    ]

    objects = PageManager.from_queryset(StoryQuerySet)()

    class Meta:
        verbose_name = _("verhaal")
        verbose_name_plural = _("verhalen")
        indexes = [models.Index(fields=["-date"], name="story_date")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: initiatives, theme_page, more_stories (at most three, of the same theme)."""
        context = super().get_context(request, *args, **kwargs)
        # Not the links themselves: a preview of an unsaved story has links that are not in the database.
        linked = [link.initiative_id for link in self.initiative_links.all()]
        context["initiatives"] = list(InitiativePage.objects.visible().filter(pk__in=linked).for_listing())
        context["theme_page"] = self.theme.public_page if self.theme else None
        others = StoryPage.objects.visible().exclude(pk=self.pk).for_listing()
        context["more_stories"] = list((others.for_theme(self.theme) if self.theme else others)[:3])
        return context

    @property
    def summary(self) -> str:
        """The words on a card."""
        return self.listing_summary or self.lead

    @property
    def meta_description(self) -> str:
        return self.search_description or self.summary

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return schema.org JSON-LD of an article."""
        return {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "description": self.summary,
            "datePublished": self.date.isoformat(),
            "dateModified": (self.last_published_at or timezone.now()).isoformat(),
            "inLanguage": "nl",
            "url": self.get_full_url(request),
        }


class StoryInitiative(Orderable):
    """The link between a story and an initiative, readable from both sides."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="initiative_links")
    initiative = models.ForeignKey(
        InitiativePage, on_delete=models.CASCADE, related_name="story_links", verbose_name=_("initiatief")
    )

    panels = [PageChooserPanel("initiative", "initiatives.InitiativePage")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["story", "initiative"], name="story_links_initiative_once")
        ]
