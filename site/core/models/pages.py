"""What every page shares."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index


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

    # What the Open Graph type of the page is, see https://ogp.me/#types
    open_graph_type = "website"

    class Meta:
        abstract = True

    @property
    def meta_description(self) -> str:
        """The text for search engines and social media."""
        return self.search_description or self.listing_summary

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the page as schema.org JSON-LD, or None when it has no meaning of its own."""
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["structured_data"] = self.structured_data(request)
        return context
