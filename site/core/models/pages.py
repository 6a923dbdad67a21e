"""What every page shares."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index

from core.querysets import SitePageQuerySet


class BasePage(Page):
    """Abstract page with a summary and an image for lists and for social media."""

    listing_summary = models.CharField(
        _("samenvatting"),
        max_length=280,
        blank=True,
        help_text=_("Eén of twee korte zinnen. Staat in lijsten, in zoekmachines en op sociale media."),
    )
    listing_image = models.ForeignKey(
        "core.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("beeld voor lijsten"),
        help_text=_("Staat op kaartjes en op sociale media."),
    )

    objects = PageManager.from_queryset(SitePageQuerySet)()

    search_fields = [
        *Page.search_fields,
        index.SearchField("listing_summary", boost=2),
    ]

    listing_panels = [
        MultiFieldPanel(
            [FieldPanel("listing_summary"), FieldPanel("listing_image")],
            heading=_("In lijsten en op sociale media"),
        )
    ]
    promote_panels = [*listing_panels, *Page.promote_panels]

    #: What to fetch together with a page of this type when a visitor opens it.
    opens_with: tuple[str, ...] = ("listing_image",)

    # What the Open Graph type of the page is, see https://ogp.me/#types
    open_graph_type = "website"

    class Meta:
        abstract = True

    @property
    def meta_description(self) -> str:
        """The text for search engines and social media."""
        return self.search_description or self.listing_summary

    @classmethod
    def open(cls, pk: int) -> Page | None:
        """Return a page of this type with all that its page shows, in one query."""
        found: Page | None = cls._default_manager.filter(pk=pk).select_related(*cls.opens_with).first()
        return found

    @classmethod
    def open_child(cls, parent: Page, slug: str) -> Page | None:
        """Return the page of this type below a parent, as `open` does."""
        below = cls._default_manager.child_of(parent).filter(slug=slug)
        found: Page | None = below.select_related(*cls.opens_with).first()
        return found

    def find_child(self, request: HttpRequest, slug: str) -> Page | None:
        """Return the child with a slug with all its page shows, or None to leave it to Wagtail.

        One query, where the types below a page are known; Wagtail needs two and the page some more.
        """
        models_below = self.clean_subpage_models()
        if len(models_below) != 1:
            return None
        return models_below[0].open_child(self, slug)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page of an address."""
        if path_components:
            child = self.find_child(request, path_components[0])
            if child is not None:
                return child.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_view_restrictions(self) -> Any:
        """Return the restrictions on this page or above it: as Wagtail does, in one query instead of two."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the page as schema.org JSON-LD, or None when it has no meaning of its own."""
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["structured_data"] = self.structured_data(request)
        return context
