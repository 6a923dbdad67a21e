HEADER


class InitiativeQuerySet(PageQuerySet):
    """Chainable selections of initiatives, named for their use."""

    def for_listing(self) -> InitiativeQuerySet:
        """With all a card shows, in one query."""
        return self.select_related("kind", "theme", "municipality", "place").defer("body", "lead_image")

    def on_map(self) -> InitiativeQuerySet:
        """Only those with an exact location."""
        return self.filter(scope=InitiativePage.Scope.POINT)

    def for_kind(self, kind: InitiativeKind) -> InitiativeQuerySet:
        return self.filter(kind=kind)

    def for_theme(self, theme: Theme) -> InitiativeQuerySet:
        return self.filter(theme=theme)

    def for_municipality(self, municipality: Municipality) -> InitiativeQuerySet:
        return self.filter(municipality=municipality)

    def province_wide(self) -> InitiativeQuerySet:
        return self.filter(scope=InitiativePage.Scope.PROVINCE)


class InitiativePage(BasePage):
    """One initiative: what, for whom, where, when and how to get in touch."""

    class Scope(models.TextChoices):
        """How precisely the location is known. Only POINT gets a pin."""

        POINT = "point", _("Een adres of plek")
        PLACE = "place", _("Een heel dorp of een hele wijk")
        MUNICIPALITY = "municipality", _("Een hele gemeente")
        PROVINCE = "province", _("De hele provincie")

    class Stage(models.TextChoices):
        """How far the initiative is."""

        UNKNOWN = "", _("Niet bekend")
        IDEA = "idea", _("Idee")
        PILOT = "pilot", _("Proef")
        RUNNING = "running", _("Loopt")
        FINISHED = "finished", _("Afgerond")

    template = "pages/initiative_page.html"
    parent_page_types = ["initiatives.InitiativeIndexPage"]
    subpage_types: list[str] = []

    kind = models.ForeignKey(
        InitiativeKind, on_delete=models.PROTECT, related_name="initiatives", verbose_name=_("soort")
    )
    theme = models.ForeignKey(
        Theme,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
        verbose_name=_("thema"),
    )
    organisation = models.CharField(_("organisatie"), max_length=200, blank=True)
    introduction = models.TextField(
        _("wat is het?"), max_length=600, help_text=_("Twee of drie korte zinnen in gewone woorden.")
    )
    lead_image = lead_image_field()
    for_whom = models.TextField(_("voor wie?"), max_length=400, blank=True)
    opening_hours = models.TextField(
        _("wanneer open?"),
        max_length=400,
        blank=True,
        help_text=_("Bijvoorbeeld: elke dinsdag van 10.00 tot 12.00 uur. Leeg laten als u het niet weet."),
    )
    body = StreamField([("section", SectionBlock())], blank=True, verbose_name=_("meer vertellen"))
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoonnummer"), max_length=20, blank=True)
    stage = models.CharField(
        _("hoe ver is het?"), max_length=10, choices=Stage.choices, default=Stage.UNKNOWN, blank=True
    )
    period = models.CharField(_("jaar of periode"), max_length=20, blank=True)
    funded_by = models.CharField(_("steun van"), max_length=200, blank=True)
    source = models.CharField(_("bron"), max_length=160, blank=True)

    scope = models.CharField(
        _("hoe precies is de plek?"), max_length=12, choices=Scope.choices, default=Scope.PLACE
    )
    municipality = models.ForeignKey(
        Municipality,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("gemeente"),
    )
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("dorp of stad"),
    )
    locality = models.CharField(
        _("naam van dorp of buurt"),
        max_length=80,
        blank=True,
        help_text=_("Alleen nodig als het dorp of de buurt niet in de lijst staat."),
    )
    address = models.CharField(_("adres"), max_length=160, blank=True)
    latitude = LatitudeField(_("breedtegraad"), null=True, blank=True)
    longitude = LongitudeField(_("lengtegraad"), null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("theme")]),
        FieldPanel("organisation"),
        FieldPanel("introduction"),
        FieldPanel("lead_image"),
        FieldPanel("for_whom"),
        FieldPanel("opening_hours"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("website"), FieldRowPanel([FieldPanel("email"), FieldPanel("phone")])],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("stage"), FieldPanel("period")]),
                FieldPanel("funded_by"),
                FieldPanel("source"),
            ],
            heading=_("Achtergrond"),
        ),
    ]
    location_panels = [
        FieldPanel("scope"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("municipality")]),
        FieldPanel("locality"),
        FieldPanel("address"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Plek op de kaart"),
            classname="location-panel",
            attrs={"data-location-panel": ""},
        ),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Inhoud")),
            ObjectList(location_panels, heading=_("Plek")),
            ObjectList(BasePage.promote_panels, heading=_("Delen")),
            ObjectList(BasePage.settings_panels, heading=_("Instellingen")),
        ]
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction", boost=2),
        index.SearchField("organisation", boost=2),
        index.SearchField("for_whom"),
        index.SearchField("locality"),
        index.SearchField("address"),
        index.SearchField("body"),
        index.RelatedFields("place", [index.SearchField("name", boost=2)]),
        index.RelatedFields("municipality", [index.SearchField("name")]),
        index.RelatedFields("kind", [index.SearchField("name")]),
        index.FilterField("kind_id"),
        index.FilterField("theme_id"),
        index.FilterField("municipality_id"),
        index.FilterField("scope"),
    ]

    objects = PageManager.from_queryset(InitiativeQuerySet)()

    class Meta:
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        indexes = [models.Index(fields=["latitude", "longitude"], name="initiative_location")]
        constraints = [
            models.CheckConstraint(
                name="initiative_point_has_coordinates",
                condition=~models.Q(scope="point")
                | models.Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="initiative_only_point_has_coordinates",
                condition=models.Q(scope="point")
                | models.Q(latitude__isnull=True, longitude__isnull=True),
            ),
        ]

    def clean(self) -> None:
        """Make the location say one thing only; see `Scope`.

        Raises ValidationError next to the field that is missing or wrong.
        """
        super().clean()
        if self.place and self.scope in (self.Scope.POINT, self.Scope.PLACE):
            self.municipality = self.place.municipality
        if self.scope != self.Scope.POINT:
            self.latitude = self.longitude = None
        if self.scope == self.Scope.PROVINCE:
            self.place = self.municipality = None
        if self.scope == self.Scope.MUNICIPALITY:
            self.place = None
        errors: dict[str, str] = {}
        if self.scope == self.Scope.POINT:
            problem = location_error(self.latitude, self.longitude, self.bounds)
            if problem:
                errors["latitude"] = problem
        elif self.scope == self.Scope.PLACE and not (self.place or self.locality):
            errors["place"] = _("Kies het dorp of de stad. Staat het er niet bij? Vul dan de naam in.")
        if self.scope in (self.Scope.PLACE, self.Scope.MUNICIPALITY) and not self.municipality:
            if "place" not in errors:
                errors["municipality"] = _("Kies de gemeente.")
        if errors:
            raise ValidationError(errors)

    @property
    def bounds(self) -> Bounds:
        """The box in which a location of this site may lie."""
        site = Site.objects.filter(is_default_site=True).first()
        return Bounds(*SiteIdentity.for_site(site).bounds)

    @property
    def place_name(self) -> str:
        """The village, town or quarter, or an empty string."""
        return self.place.name if self.place else self.locality

    @property
    def where(self) -> str:
        """Where it is, in words: never more precise than what is known."""
        if self.scope == self.Scope.PROVINCE:
            return _("In heel de provincie")
        municipality = self.municipality.name if self.municipality else ""
        if self.scope == self.Scope.MUNICIPALITY or not self.place_name:
            return _("In de hele gemeente %(name)s") % {"name": municipality} if municipality else ""
        if not municipality or municipality == self.place_name:
            return self.place_name
        return f"{self.place_name}, {_('gemeente')} {municipality}"

    @property
    def has_contact(self) -> bool:
        """Whether a visitor can get in touch."""
        return bool(self.website or self.email or self.phone)

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return schema.org JSON-LD: a Place when there is an address or point, else an Organization."""
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Place" if self.scope == self.Scope.POINT else "Organization",
            "name": self.title,
            "description": self.introduction,
            "url": self.get_full_url(request),
        }
        if self.scope == self.Scope.POINT:
            data["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": float(self.latitude or 0),
                "longitude": float(self.longitude or 0),
            }
        if self.place_name or self.address:
            data["address"] = {
                "@type": "PostalAddress",
                "streetAddress": self.address,
                "addressLocality": self.place_name,
                "addressCountry": "NL",
            }
        if self.website:
            data["sameAs"] = self.website
        return data
