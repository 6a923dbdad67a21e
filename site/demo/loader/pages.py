"""The front page, the themes, the index pages and the pages of text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Site

from core.models import SiteIdentity, Theme
from demo.loader.charts import figure_block
from demo.loader.images import Drawings, stored_image
from demo.loader.reading import paragraph, section, text, texts
from home.models import AreaIndexPage, ContentPage, HomePage, ThemePage
from initiatives.models import InitiativeIndexPage
from stories.models import FigureIndexPage, Indicator, StoryIndexPage
from subsidies.models import RegulationIndexPage

THEME_INDICATORS = {
    "naoberschap": "vrijwilligerswerk",
    "bestaanszekerheid": "moeite-rondkomen-aandeel",
    "gezondheid": "ervaren-gezondheid",
    "inclusie-diversiteit": "thuis-voelen",
}
THEME_SCENES = {
    "naoberschap": "brink",
    "bestaanszekerheid": "taal",
    "gezondheid": "wandelen",
    "inclusie-diversiteit": "muziek",
}


def _published() -> dict[str, Any]:
    now = timezone.now()
    return {"first_published_at": now, "last_published_at": now}


def child(parent: Page, model: type[Any], slug: str, **fields: Any) -> tuple[Any, bool]:
    """Return the child page with a slug, made when it does not exist yet; what editors changed stays."""
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found:
        return found, False
    page = model(slug=slug, **_published(), **fields)
    parent.add_child(instance=page)
    return page, True


def load_index_pages(
    home: HomePage,
) -> tuple[InitiativeIndexPage, StoryIndexPage, RegulationIndexPage]:
    """Create the three index pages; return them."""
    initiatives, _made = child(
        home,
        InitiativeIndexPage,
        "initiatieven",
        title="Initiatieven",
        show_in_menus=True,
        introduction="Zoek wat er al is bij u in de buurt: een dorpshuis, een Odensehuis, een voedseltuin.",
        listing_summary="Alle initiatieven van bewoners, op de kaart en in een lijst.",
    )
    stories, _made = child(
        home,
        StoryIndexPage,
        "verhalen",
        title="Verhalen",
        show_in_menus=True,
        introduction="Wat mensen samen doen, en wat dat voor anderen betekent.",
        listing_summary="Verhalen over wat mensen in dorpen en wijken samen doen.",
    )
    regulations, _made = child(
        home,
        RegulationIndexPage,
        "subsidies",
        title="Subsidies",
        show_in_menus=True,
        introduction="Heeft u een plan voor uw buurt, wijk of dorp? Kijk of er geld voor is.",
        listing_summary="Alle regelingen, fondsen en prijzen bij elkaar.",
    )
    child(
        home,
        FigureIndexPage,
        "cijfers",
        title="Cijfers",
        show_in_menus=True,
        introduction="Hoe gaat het met de mensen hier? Alle cijfers bij elkaar, met uitleg en bron.",
        listing_summary="Alle cijfers over hoe het met mensen gaat, met uitleg en bron.",
    )
    child(
        home,
        AreaIndexPage,
        "mijn-gemeente",
        title="Mijn gemeente",
        show_in_menus=True,
        introduction="Kies uw gemeente. U ziet de cijfers, de initiatieven, de verhalen en de subsidies.",
        listing_summary="Per gemeente: cijfers, initiatieven, verhalen en subsidies.",
    )
    return initiatives, stories, regulations


def load_home(home: HomePage, targets: list[Page]) -> bool:
    """Fill the front page when it is still empty; return whether it was."""
    if home.doors:
        return False
    prose = text("home")
    home.title = "Drenthe voor elkaar"
    home.draft_title = home.title
    home.hero_title = prose["hero_title"]
    home.hero_lead = prose["hero_lead"]
    home.listing_summary = prose["hero_lead"]
    doors: Any = [
        {
            "type": "door",
            "value": {
                "title": door["title"],
                "text": door["text"],
                "page": page.pk,
                "link_label": door["link_label"],
            },
        }
        for door, page in zip(prose["doors"], targets, strict=True)
    ]
    home.doors = doors
    home.save()
    return True


def load_theme_pages(
    home: HomePage, themes: dict[str, Theme], indicators: dict[str, Indicator], drawings: Drawings
) -> int:
    """Create a page for every theme that has none yet; return how many were made."""
    known = set(ThemePage.objects.child_of(home).values_list("slug", flat=True))
    made = 0
    for prose in text("themes")["themes"]:
        theme = themes[prose["slug"]]
        if theme.slug in known:
            continue
        body = [section(part["heading"], paragraph(part["body"])) for part in prose["sections"]]
        body.insert(1, _chart_section(prose["chart"], indicators))
        image = drawings.get(THEME_SCENES[theme.slug])
        child(
            home,
            ThemePage,
            theme.slug,
            title=theme.name,
            theme=theme,
            introduction=prose["intro"],
            listing_summary=theme.tagline,
            listing_image=image,
            lead_image=stored_image(image),
            key_indicator=indicators[THEME_INDICATORS[theme.slug]],
            body=body,
        )
        made += 1
    return made


def _chart_section(prose: dict[str, Any], indicators: dict[str, Indicator]) -> dict[str, Any]:
    choices = {name: value for name, value in prose.items() if name not in ("heading", "indicator")}
    return section(prose["heading"], figure_block("chart", indicators[prose["indicator"]], choices))


def load_content_pages(home: HomePage) -> dict[str, ContentPage]:
    """Create the pages of text; return them by slug."""
    pages = {}
    for prose in texts("pages"):
        page, _new = child(
            home,
            ContentPage,
            prose["slug"],
            title=prose["title"],
            introduction=prose["lead"],
            listing_summary=prose["lead"],
            show_in_menus=prose["slug"] == "over-deze-site",
            body=[section(part["heading"], paragraph(part["body"])) for part in prose["sections"]],
        )
        pages[page.slug] = page
    return pages


def load_site(home: HomePage, pages: dict[str, ContentPage]) -> None:
    """Say who publishes the site; what a manager changed stays."""
    site = Site.objects.get(root_page=home)
    address = urlsplit(settings.SITE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = "Drenthe voor elkaar"
    site.save()
    SiteIdentity.objects.get_or_create(
        site=site,
        defaults={
            "name": "Drenthe voor elkaar",
            "tagline": "Tellen en vertellen wat mensen samen doen",
            "contact_email": "socialeagenda@drenthe.example",
            "about_page": pages["over-deze-site"],
            "contact_page": pages["contact"],
            "accessibility_page": pages["toegankelijkheid"],
            "privacy_page": pages["privacy"],
            "help_page": pages["hulp-bij-aanvragen"],
        },
    )
