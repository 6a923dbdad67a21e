HEADER


class InitiativeIndexPage(RoutablePageMixin, BasePage):
    """The finder: a form, a list and a map that show the same initiatives."""

    template = "pages/initiative_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["initiatives.InitiativePage"]
    max_count = 1

    introduction = models.TextField(_("inleiding"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("overzicht van initiatieven")
        verbose_name_plural = _("overzichten van initiatieven")
