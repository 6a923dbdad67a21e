"""Pages that bring the other parts of the site together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.blocks import SectionBlock, lead_image_field
from core.chrome import chrome_for
from core.fields import StreamField
from core.models import BasePage, SiteIdentity, Theme
from home.areas.tiles import found_initiatives, on_the_map, tiles
from home.open_regulations import open_regulations
from home.theme_figures import ThemeFigures, key_figures
from initiatives.models import InitiativePage
from stories.blocks import StorySectionBlock
from stories.figures.areas import area_tree
from stories.models import Indicator, StoryPage


class DoorBlock(blocks.StructBlock):
    """One of the ways into the site."""

    title = blocks.CharBlock(label=_("Titel"), max_length=60)
    text = blocks.TextBlock(label=_("Uitleg"), max_length=200)
    page = blocks.PageChooserBlock(label=_("Pagina"))
    link_label = blocks.CharBlock(label=_("Tekst op de knop"), max_length=40)

    class Meta:
        icon = "arrow-right"
        label = _("Deur")
        template = "blocks/door.html"
        description = _("Een grote knop naar een deel van de site")


class HomePage(BasePage):
    """The front page: what is this, three doors, the themes with a living figure, stories, a map."""

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.AreaIndexPage",
        "home.ContentPage",
        "home.ThemePage",
        "initiatives.InitiativeIndexPage",
        "stories.FigureIndexPage",
        "stories.StoryIndexPage",
        "subsidies.RegulationIndexPage",
    ]
    max_count = 1

    hero_title = models.CharField(_("grote titel"), max_length=80, default="Voor elkaar")
    hero_lead = models.TextField(_("inleiding"), max_length=240, blank=True)
    doors = StreamField([("door", DoorBlock())], blank=True, max_num=4, verbose_name=_("deuren"))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_lead")],
            heading=_("Bovenaan"),
        ),
        FieldPanel("doors"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_lead")]

    class Meta:
        verbose_name = _("voorpagina")
        verbose_name_plural = _("voorpagina's")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: theme_pages, stories, initiative_count, tiles (the small map), and the overviews:
        story_index, initiative_index, area_index, figure_index.
        """
        context = super().get_context(request, *args, **kwargs)
        chrome = chrome_for(request)
        found = found_initiatives()
        context["theme_pages"] = ThemePage.with_figures(
            ThemePage.objects.visible().child_of(self).select_related("theme").order_by("theme__order"),
            chrome.identity.province,
        )
        context["stories"] = StoryPage.objects.visible().for_listing()[:3]
        context["story_index"] = chrome.section("storyindexpage")
        context["initiative_index"] = chrome.section("initiativeindexpage")
        context["area_index"] = chrome.section("areaindexpage")
        context["figure_index"] = chrome.section("figureindexpage")
        context["initiative_count"] = found.count
        context["tiles"] = on_the_map(tiles(area_tree(request), found))
        return context

    def find_child(self, request: HttpRequest, slug: str) -> Page | None:
        """Find a child by what stands around every page anyway: its type is known there."""
        child = next((p for p in chrome_for(request).children if p.slug == slug), None)
        return child.specific_class.open(child.pk) if child else None

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return schema.org JSON-LD of the site itself."""
        identity = SiteIdentity.for_request(request)
        return {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": identity.name,
            "url": self.get_full_url(request),
            "inLanguage": "nl",
            "publisher": {"@type": "GovernmentOrganization", "name": identity.publisher},
        }


class ThemePage(BasePage):
    """One theme of the agenda: its goals, figures, stories, initiatives and grants together."""

    template = "pages/theme_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    theme = models.OneToOneField(
        Theme, on_delete=models.PROTECT, related_name="page", verbose_name=_("thema")
    )
    introduction = models.TextField(_("inleiding"), max_length=600)
    lead_image = lead_image_field()
    body = StreamField([("section", StorySectionBlock())], blank=True, verbose_name=_("tekst"))
    key_indicator = models.ForeignKey(
        Indicator,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("cijfer van dit thema"),
        help_text=_("De nieuwste waarde staat op de voorpagina en bovenaan deze pagina."),
    )

    opens_with = ("listing_image", "theme")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("theme"),
        FieldPanel("introduction"),
        FieldPanel("lead_image"),
        FieldPanel("key_indicator"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("themapagina")
        verbose_name_plural = _("themapagina's")

    @classmethod
    def with_figures(cls, pages: models.QuerySet[ThemePage], province: str) -> list[ThemePage]:
        """Return the pages with `figure`: their indicator with its newest value. Three queries in all."""
        found = list(pages)
        wanted = [page.key_indicator_id for page in found if page.key_indicator_id]
        figures = key_figures(wanted, province)
        for page in found:
            page.figure = figures.get(page.key_indicator_id)
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: figures (of `home.theme_figures`), stories, initiatives, initiative_count, regulations
        (cards of what is open or will be), the index pages.
        """
        context = super().get_context(request, *args, **kwargs)
        chrome = chrome_for(request)
        initiatives = InitiativePage.objects.visible().for_theme(self.theme)
        context["figures"] = ThemeFigures.read(self.theme, self.key_indicator_id, chrome.identity.province)
        context["stories"] = StoryPage.objects.visible().for_theme(self.theme).for_listing()[:3]
        listed = list(
            initiatives.for_listing()
            .annotate(number_of_all=models.Window(models.Count("pk")))
            .order_by("-last_published_at", "title")[:6]
        )
        context["initiatives"] = listed
        context["initiative_count"] = listed[0].number_of_all if listed else 0
        context["regulations"] = open_regulations(self.theme)
        context["figure_index"] = chrome.section("figureindexpage")
        context["initiative_index"] = chrome.section("initiativeindexpage")
        context["story_index"] = chrome.section("storyindexpage")
        context["regulation_index"] = chrome.section("regulationindexpage")
        return context


class ContentPage(BasePage):
    """A page of text, such as the privacy statement."""

    template = "pages/content_page.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    introduction = models.TextField(_("inleiding"), max_length=600, blank=True)
    body = StreamField([("section", SectionBlock())], blank=True, verbose_name=_("tekst"))

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("tekstpagina")
        verbose_name_plural = _("tekstpagina's")
