"""The page of one initiative."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import PageManager, Site
from wagtail.search import index

from core.blocks import SectionBlock, lead_image_field
from core.chrome import chrome_for
from core.fields import LatitudeField, LongitudeField, StreamField
from core.geo import Bounds, location_error
from core.models import BasePage, Municipality, Place, SiteIdentity, Theme
from core.querysets import SitePageQuerySet
from initiatives import hours_words, maps, nearby, structured_data
from initiatives.contributions import freshness
from initiatives.hours import Schedule
from initiatives.hours_form import InitiativePageForm
from initiatives.panels import LocationPanel
from initiatives.traits import Traits

from .kinds import InitiativeKind
from .photos import MOST_PHOTOS
from .traits import Facility, Language, TargetGroup


class InitiativeQuerySet(SitePageQuerySet):
    """Chainable selections of initiatives, named for their use."""

    def for_listing(self) -> InitiativeQuerySet:
        """With all a card shows, in one query."""
        return self.select_related("kind", "theme", "municipality", "place").defer("body", "lead_image")

    def for_page(self) -> InitiativeQuerySet:
        """With all that the page itself shows, in one query.

        The theme's page and the grant stand on higher floors: they are followed by the relations they made.
        What an applicant wrote stays in the database.
        """
        return self.select_related(
            "kind",
            "municipality",
            "place",
            "listing_image",
            "freshness",
            "theme__page",
            "grant__application__regulation",
        ).defer("grant__application__answers", "grant__application__email")

    def on_map(self) -> InitiativeQuerySet:
        """Only those with an exact location."""
        return self.filter(scope=InitiativePage.Scope.POINT)

    def within(self, bounds: Bounds) -> InitiativeQuerySet:
        """Only those in the box, edges included."""
        return self.filter(
            latitude__range=(bounds.south, bounds.north), longitude__range=(bounds.west, bounds.east)
        )

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

    class Hours(models.TextChoices):
        """What is known about the opening hours."""

        UNKNOWN = "", _("Niet bekend")
        WEEKLY = "weekly", _("Op vaste tijden")
        ALWAYS = "always", _("Altijd open")
        APPOINTMENT = "appointment", _("Op afspraak")

    class Holidays(models.TextChoices):
        """What happens on public holidays that fall on an opening day."""

        UNKNOWN = "", _("Niet bekend")
        CLOSED = "closed", _("Dan gesloten")
        OPEN = "open", _("Dan gewoon open")

    class Costs(models.TextChoices):
        """What taking part costs."""

        UNKNOWN = "", _("Niet bekend")
        FREE = "free", _("Gratis")
        SMALL = "small", _("Kleine bijdrage")
        PAID = "paid", _("Betaald")

    base_form_class = InitiativePageForm
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
    hours = models.CharField(
        _("wanneer open?"),
        max_length=12,
        choices=Hours.choices,
        default=Hours.UNKNOWN,
        db_default="",
        blank=True,
    )
    opening_hours = models.TextField(
        _("toelichting bij de tijden"),
        max_length=400,
        blank=True,
        help_text=_("In gewone woorden, bijvoorbeeld: elke eerste dinsdag van de maand koffie."),
    )
    holidays = models.CharField(
        _("op feestdagen"),
        max_length=8,
        choices=Holidays.choices,
        default=Holidays.UNKNOWN,
        db_default="",
        blank=True,
    )
    facilities = ParentalManyToManyField(
        Facility, blank=True, related_name="initiatives", verbose_name=_("voorzieningen")
    )
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="initiatives", verbose_name=_("doelgroepen")
    )
    languages = ParentalManyToManyField(
        Language, blank=True, related_name="initiatives", verbose_name=_("talen naast Nederlands")
    )
    costs = models.CharField(
        _("wat kost het?"),
        max_length=8,
        choices=Costs.choices,
        default=Costs.UNKNOWN,
        db_default="",
        blank=True,
    )
    costs_note = models.CharField(
        _("toelichting bij de kosten"),
        max_length=160,
        blank=True,
        default="",
        db_default="",
        help_text=_("Bijvoorbeeld: € 2 voor koffie."),
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
        FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
        FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("costs"), FieldPanel("costs_note")]),
        FieldPanel("body"),
        InlinePanel("photos", heading=_("Foto's"), label=_("foto"), max_num=MOST_PHOTOS),
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
    hours_panels = [
        FieldRowPanel([FieldPanel("hours"), FieldPanel("holidays")]),
        InlinePanel("opening_times", heading=_("Elke week"), label=_("openingstijd")),
        InlinePanel("opening_exceptions", heading=_("Afwijkende dagen"), label=_("afwijkende dag")),
        FieldPanel("opening_hours"),
    ]
    location_panels = [
        FieldPanel("scope"),
        # The places of one province fit in a list; that is quicker than a window to search in.
        FieldRowPanel(
            [FieldPanel("place", widget=forms.Select), FieldPanel("municipality", widget=forms.Select)]
        ),
        FieldPanel("locality"),
        LocationPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Plek op de kaart"),
        ),
        FieldPanel("facilities", widget=forms.CheckboxSelectMultiple),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Inhoud")),
            ObjectList(hours_panels, heading=_("Open")),
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
        index.RelatedFields("facilities", [index.SearchField("name")]),
        index.RelatedFields("target_groups", [index.SearchField("name")]),
        index.RelatedFields("languages", [index.SearchField("name")]),
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
                condition=models.Q(scope="point") | models.Q(latitude__isnull=True, longitude__isnull=True),
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
        errors: dict[str, Any] = {}
        if self.scope == self.Scope.POINT:
            problem = location_error(self.latitude, self.longitude, self.bounds)
            if problem:
                errors["latitude"] = problem
        elif self.scope == self.Scope.PLACE and not (self.place or self.locality):
            errors["place"] = _("Kies het dorp of de stad. Staat het er niet bij? Vul dan de naam in.")
        needs_municipality = self.scope in (self.Scope.PLACE, self.Scope.MUNICIPALITY)
        if needs_municipality and not self.municipality and "place" not in errors:
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
        municipality = self.municipality.name if self.municipality else ""
        return where_words(self.scope, self.place_name, municipality)

    @property
    def summary(self) -> str:
        """The words on a card."""
        return self.listing_summary or self.introduction

    @property
    def meta_description(self) -> str:
        return self.search_description or self.summary

    @property
    def has_contact(self) -> bool:
        """Whether a visitor can get in touch."""
        return bool(self.website or self.email or self.phone)

    @property
    def is_exact(self) -> bool:
        """Whether there is one spot on the map where it is."""
        return self.scope == self.Scope.POINT and self.latitude is not None and self.longitude is not None

    @cached_property
    def schedule(self) -> Schedule:
        """When it is open; see `initiatives.hours`."""
        return Schedule.of(self)

    @cached_property
    def traits(self) -> Traits:
        """Its facilities, target groups and languages, in one query."""
        return Traits.of(self)

    @cached_property
    def photos_shown(self) -> list[Any]:
        """The photos with their images, in one query."""
        return list(self.photos.select_related("image"))

    @property
    def checked_on(self) -> date | None:
        """The day on which somebody last said that all of this is right, or None."""
        try:
            day: date | None = self.freshness.checked_on
        except ObjectDoesNotExist:
            return None
        return day

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the page as schema.org JSON-LD; see `initiatives.structured_data`."""
        return structured_data.describe(self, request, timezone.localdate())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: stories, grant, theme_page, map (None when the exact location is not known), now, week,
        special_days, freshness, destination, village_url, nearby, in_area. See the modules that make them.
        """
        now = timezone.now()
        today = timezone.localdate(now)
        limits = freshness.Limits.on(today, freshness.terms_for(request))
        published = timezone.localdate(self.last_published_at) if self.last_published_at else None
        context = super().get_context(request, *args, **kwargs)
        context.update(
            stories=self._stories(),
            grant=self._grant(),
            theme_page=self.theme.public_page if self.theme else None,
            map=maps.page_map(request, self) if self.scope == self.Scope.POINT else None,
            now=hours_words.now_words(self.schedule, now),
            week=hours_words.week_table(self.schedule, today),
            special_days=hours_words.upcoming(self.schedule, today),
            freshness=limits.state(self.checked_on or published),
            destination=f"{self.latitude},{self.longitude}" if self.is_exact else "",
            village_url=self._village_url(request),
            nearby=nearby.around(self, limits.off),
            in_area=nearby.for_the_area(self, limits.off),
        )
        return context

    def _village_url(self, request: HttpRequest) -> str:
        """The finder around the village of a page without an exact place, or an empty string."""
        index = chrome_for(request).section("initiativeindexpage")
        if index is None or self.scope != self.Scope.PLACE or not self.place:
            return ""
        return f"{index.get_url(request)}?{urlencode({'plek': self.place.name})}"

    # Stories, grants and theme pages stand on higher floors: they are reached by the relations they made.

    def _stories(self) -> models.QuerySet[Any]:
        links: Any = self._meta.get_field("story_links").related_model
        stories = links._meta.get_field("story").related_model.objects.visible()
        found: models.QuerySet[Any] = stories.filter(initiative_links__initiative=self.pk).for_listing()
        return found

    def _grant(self) -> models.Model | None:
        """The award that this initiative got, or None."""
        try:
            decision: Any = self.grant
        except ObjectDoesNotExist:
            return None
        awarded = decision.outcome == "awarded" and decision.application.regulation.live
        return decision if awarded else None


def where_words(scope: str, place: str, municipality: str) -> str:
    """Return in words where an initiative is, from the names of its village and municipality."""
    if scope == InitiativePage.Scope.PROVINCE:
        return _now("In heel de provincie")
    if scope == InitiativePage.Scope.MUNICIPALITY or not place:
        return _now("In de hele gemeente %(name)s") % {"name": municipality} if municipality else ""
    if not municipality or municipality == place:
        return place
    return _now("%(place)s, gemeente %(name)s") % {"place": place, "name": municipality}
