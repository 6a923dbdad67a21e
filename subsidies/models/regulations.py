"""Grant regulations as structured data: the page is computed from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from core.chrome import chrome_for
from core.fields import EuroField, StreamField
from core.models import BasePage, Theme
from core.querysets import SitePageQuerySet
from initiatives.models import InitiativePage
from subsidies.blocks import ConditionBlock

if TYPE_CHECKING:
    from .rounds import Round


def conditions_field(label: Any) -> StreamField:
    """Return a field for a list of short conditions."""
    return StreamField([("condition", ConditionBlock())], blank=True, verbose_name=label)


def _grouped(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort cards of regulations into the groups of the index: what one can use today comes first."""
    kinds, statuses = RegulationPage.Kind, RegulationPage.Status
    current = {statuses.OPEN, statuses.SOON, statuses.EXHAUSTED}
    rank = [statuses.OPEN, statuses.SOON, statuses.EXHAUSTED, statuses.CLOSED]
    now_usable = [c for c in cards if c["status"] in current]
    closed = [c for c in cards if c["status"] not in current]

    def of(*wanted: RegulationPage.Kind) -> list[dict[str, Any]]:
        return [c for c in closed if c["page"].kind in wanted]

    return [
        {
            "key": "nu",
            "title": _("Nu aanvragen"),
            "explanation": _("Voor deze regelingen kunt u nu of binnenkort een aanvraag doen."),
            "items": sorted(now_usable, key=lambda c: rank.index(c["status"])),
        },
        {
            "key": "regelingen",
            "title": _("Nu niet open"),
            "explanation": _(
                "Deze regelingen en fondsen zijn nu gesloten, of u vraagt ze ergens anders aan."
            ),
            "items": of(kinds.REGULATION, kinds.FUND),
        },
        {
            "key": "prijzen",
            "title": _("Prijzen"),
            "explanation": _("Een prijs is geen subsidie: iemand draagt u voor, of u meldt zich aan."),
            "items": of(kinds.PRIZE),
        },
        {
            "key": "programma",
            "title": _("Geld voor overheden en organisaties"),
            "explanation": _(
                "Dit geld gaat naar gemeenten, scholen of grote organisaties. U kunt het niet zelf aanvragen."
            ),
            "items": of(kinds.PROGRAMME),
        },
    ]


class RegulationIndexPage(BasePage):
    """All regulations: open ones first, then what comes, prizes and history."""

    template = "pages/regulation_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["subsidies.RegulationPage"]
    max_count = 1

    introduction = models.TextField(_("inleiding"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("overzicht van subsidies")
        verbose_name_plural = _("overzichten van subsidies")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: groups, each with key, title, explanation and items (see `RegulationPage.card`)."""
        context = super().get_context(request, *args, **kwargs)
        pages = RegulationPage.objects.visible().child_of(self).for_listing().order_by("title")
        now = timezone.now()
        cards = [page.card(now) for page in pages]
        context["groups"] = [group for group in _grouped(cards) if group["items"]]
        return context


class RegulationQuerySet(SitePageQuerySet):
    """Chainable selections of regulations, named for their use."""

    def for_listing(self) -> RegulationQuerySet:
        """With all a card shows, in two queries whatever the number of regulations."""
        # A round has its total ceiling with it: see `Round.total_ceiling`.
        return self.select_related("theme").prefetch_related("rounds")

    def for_theme(self, theme: Theme) -> RegulationQuerySet:
        return self.filter(theme=theme)


class RegulationPage(BasePage):
    """A grant regulation, fund or prize."""

    class Kind(models.TextChoices):
        """What sort of money it is."""

        REGULATION = "regeling", _("Subsidieregeling")
        FUND = "fonds", _("Fonds")
        PRIZE = "prijs", _("Prijs")
        PROGRAMME = "programma", _("Geld voor overheden en organisaties")

    class Status(models.TextChoices):
        """Whether one can apply at a moment."""

        SOON = "soon", _("Binnenkort open")
        OPEN = "open", _("Open")
        EXHAUSTED = "exhausted", _("Plafond bereikt")
        CLOSED = "closed", _("Gesloten")

    class LegalForm(models.TextChoices):
        """Legal forms of applicants."""

        FOUNDATION = "stichting", _("Stichting")
        ASSOCIATION = "vereniging", _("Vereniging")
        COOPERATIVE = "cooperatie", _("Coöperatie")

    template = "pages/regulation_page.html"
    opens_with = ("listing_image", "theme", "form")
    parent_page_types = ["subsidies.RegulationIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices, default=Kind.REGULATION)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="regulations",
        verbose_name=_("thema"),
    )  # fmt: skip
    introduction = models.TextField(_("inleiding"), max_length=1200)
    for_whom = conditions_field(_("voor wie?"))
    for_what = conditions_field(_("waarvoor?"))
    not_for = conditions_field(_("waarvoor niet?"))
    how_much = conditions_field(_("hoeveel?"))
    when = conditions_field(_("wanneer?"))
    how_decided = conditions_field(_("hoe beslissen wij?"))
    what_to_send = conditions_field(_("wat stuurt u mee?"))
    obligations = conditions_field(_("wat vragen wij van u?"))
    minimum_amount = EuroField(_("laagste bedrag"), null=True, blank=True)
    maximum_amount = EuroField(_("hoogste bedrag"), null=True, blank=True)
    percentage = models.PositiveSmallIntegerField(
        _("deel van de kosten in procenten"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    legal_forms = models.JSONField(_("rechtsvormen die mogen aanvragen"), default=list, blank=True)
    one_award_per_year = models.BooleanField(
        _("hooguit één toekenning per organisatie per kalenderjaar"), default=False
    )
    decision_term_weeks = models.PositiveSmallIntegerField(_("beslistermijn in weken"), null=True, blank=True)
    contact_role = models.CharField(_("wie helpt?"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mailadres voor vragen"), blank=True)
    source = models.CharField(_("bron"), max_length=160, blank=True)
    form = models.ForeignKey(
        "subsidies.FormDefinition",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="regulations",
        verbose_name=_("aanvraagformulier"),
    )
    officers = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="regulations",
        verbose_name=_("behandelaars"),
        help_text=_("Alleen deze medewerkers zien de aanvragen van deze regeling."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("theme")]),
        FieldPanel("introduction"),
        *[
            FieldPanel(name)
            for name in (
                "for_whom",
                "for_what",
                "not_for",
                "how_much",
                "when",
                "how_decided",
                "what_to_send",
                "obligations",
            )
        ],
        MultiFieldPanel(
            [FieldPanel("contact_role"), FieldPanel("contact_email")], heading=_("Wie helpt de aanvrager?")
        ),
        FieldPanel("source"),
    ]
    rules_panels = [
        FieldRowPanel([FieldPanel("minimum_amount"), FieldPanel("maximum_amount"), FieldPanel("percentage")]),
        FieldPanel("legal_forms"),
        FieldPanel("one_award_per_year"),
        FieldPanel("decision_term_weeks"),
        InlinePanel("categories", heading=_("Categorieën van deze regeling"), label=_("Categorie")),
        FieldPanel("form"),
        FieldPanel("officers"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Inhoud")),
            ObjectList(rules_panels, heading=_("Regels en formulier")),
            ObjectList(BasePage.promote_panels, heading=_("Delen")),
            ObjectList(BasePage.settings_panels, heading=_("Instellingen")),
        ]
    )

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction", boost=2),
        *[
            index.SearchField(name)
            for name in ("for_whom", "for_what", "not_for", "how_much", "when", "how_decided", "what_to_send")
        ],
        index.FilterField("theme_id"),
        index.FilterField("kind"),
    ]

    objects = PageManager.from_queryset(RegulationQuerySet)()

    class Meta:
        verbose_name = _("subsidieregeling")
        verbose_name_plural = _("subsidieregelingen")
        constraints = [
            models.CheckConstraint(
                name="regulation_minimum_below_maximum",
                condition=models.Q(minimum_amount__isnull=True)
                | models.Q(maximum_amount__isnull=True)
                | models.Q(minimum_amount__lte=models.F("maximum_amount")),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if (
            self.minimum_amount is not None
            and self.maximum_amount is not None
            and self.minimum_amount > self.maximum_amount
        ):
            raise ValidationError(
                {"maximum_amount": _("Het hoogste bedrag is lager dan het laagste bedrag.")}
            )

    @cached_property
    def sorted_rounds(self) -> list[Round]:
        """All rounds, the latest opening first."""
        return sorted(self.rounds.all(), key=lambda r: (r.opens_at, r.pk), reverse=True)

    def current_round(self, now: datetime | None = None) -> Round | None:
        """The round that is open at a moment, else the next one, else the last one that closed."""
        now = now or timezone.now()
        opened = [r for r in self.sorted_rounds if r.opens_at <= now < r.closes_at]
        coming = [r for r in self.sorted_rounds if r.opens_at > now]
        if opened:
            return opened[0]
        if coming:
            return coming[-1]
        return self.sorted_rounds[0] if self.sorted_rounds else None

    def status(self, now: datetime | None = None) -> Status:
        """Whether one can apply at a moment, computed from the rounds and what is left of the ceiling."""
        now = now or timezone.now()
        current = self.current_round(now)
        if current is None or now >= current.closes_at:
            return self.Status.CLOSED
        if now < current.opens_at:
            return self.Status.SOON
        total = current.total_ceiling
        if total is not None and total.remaining <= 0:
            return self.Status.EXHAUSTED
        return self.Status.OPEN

    def accepts_applications(self, now: datetime | None = None) -> bool:
        """Whether an application can be started: open, and with a form that officers published."""
        return bool(self.status(now) == self.Status.OPEN and self.form and self.form.current_version)

    def card(self, now: datetime | None = None) -> dict[str, Any]:
        """Return what a list shows: page, status, status_label, round, ceiling and what remains of it."""
        now = now or timezone.now()
        status = self.status(now)
        current = self.current_round(now)
        ceiling = current.total_ceiling if current else None
        return {
            "page": self,
            "status": status,
            "status_label": status.label,
            "round": current,
            "ceiling": ceiling,
            "remaining": ceiling.remaining if ceiling else None,
        }

    @property
    def condition_groups(self) -> list[dict[str, Any]]:
        """The conditions under their questions; a question without conditions is left out."""
        titles = {
            "for_whom": _("Voor wie?"),
            "for_what": _("Waarvoor?"),
            "not_for": _("Waarvoor niet?"),
            "how_much": _("Hoeveel geld?"),
            "when": _("Wanneer?"),
            "how_decided": _("Hoe beslissen wij?"),
            "what_to_send": _("Wat stuurt u mee?"),
            "obligations": _("Wat vragen wij daarna van u?"),
        }
        groups = [
            {"key": name, "title": title, "conditions": [block.value for block in getattr(self, name)]}
            for name, title in titles.items()
        ]
        return [group for group in groups if group["conditions"]]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Context: `card()`, sub_ceilings, condition_groups, can_apply, start_url, questions_url, awards."""
        context = super().get_context(request, *args, **kwargs)
        models.prefetch_related_objects([self], "rounds__ceilings")
        now = timezone.now()
        context.update({key: value for key, value in self.card(now).items() if key != "page"})
        current = context["round"]
        has_form = bool(self.form and self.form.current_version)
        context.update(
            sub_ceilings=current.sub_ceilings if current else [],
            condition_groups=self.condition_groups,
            can_apply=self.accepts_applications(now),
            start_url=reverse("apply_start", args=[self.slug]) if has_form else "",
            questions_url=reverse("apply_questions", args=[self.slug]) if has_form else "",
            awards=list(
                InitiativePage.objects.visible()
                .filter(grant__application__regulation=self)
                .for_listing()
                .order_by("title")[:12]
            ),
        )
        return context

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return schema.org JSON-LD of a monetary grant."""
        return {
            "@context": "https://schema.org",
            "@type": "MonetaryGrant",
            "name": self.title,
            "description": self.introduction,
            "funder": {"@type": "GovernmentOrganization", "name": chrome_for(request).identity.publisher},
            "url": self.get_full_url(request),
        }


class GrantCategory(Orderable):
    """A category of one regulation, such as "circulair". Not a theme of the agenda."""

    regulation = ParentalKey(RegulationPage, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(_("naam"), max_length=80)
    slug = models.SlugField(_("code"), max_length=80)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("slug")])]

    class Meta(Orderable.Meta):
        verbose_name = _("categorie")
        verbose_name_plural = _("categorieën")
        constraints = [
            models.UniqueConstraint(fields=["regulation", "slug"], name="category_once_per_regulation")
        ]

    def __str__(self) -> str:
        return self.name
