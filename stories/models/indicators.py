"""Tellen: the questions that are answered by counting."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.search import index

from core.models import Goal, Theme
from stories.figures.numbers import value_words


class Indicator(index.Indexed, models.Model):
    """A question that is answered by counting, such as "how many people volunteer?"."""

    class Direction(models.TextChoices):
        """Which way is good news."""

        HIGHER = "higher_is_better", _("Hoger is beter")
        LOWER = "lower_is_better", _("Lager is beter")
        NEUTRAL = "neutral", _("Geen van beide")

    class Level(models.TextChoices):
        """What is counted: how things are, what was done, or what that changed."""

        SURROUNDINGS = "omgeving", _("Omgeving: hoe staat het ervoor?")
        RESULT = "resultaat", _("Resultaat: wat is er gedaan?")
        EFFECT = "effect", _("Effect: wat veranderde daardoor?")

    class Rhythm(models.IntegerChoices):
        """After how many months a new value is expected."""

        MONTHLY = 1, _("elke maand")
        QUARTERLY = 3, _("elk kwartaal")
        YEARLY = 12, _("elk jaar")
        TWO_YEARLY = 24, _("elke twee jaar")
        FOUR_YEARLY = 48, _("elke vier jaar")

    name = models.CharField(_("naam"), max_length=160)
    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)
    question = models.CharField(
        _("vraag in gewone taal"),
        max_length=200,
        blank=True,
        help_text=_("Welke vraag beantwoordt dit cijfer?"),
    )
    sentence = models.CharField(
        _("antwoord in één zin"),
        max_length=240,
        blank=True,
        help_text=_(
            "Schrijf {gebied} en {waarde} op de goede plek. "
            "Bijvoorbeeld: In {gebied} doet {waarde} vrijwilligerswerk."
        ),
    )
    population = models.CharField(
        _("van wie of wat"),
        max_length=80,
        blank=True,
        help_text=_("Voor de zin “61 van de 100 inwoners”: inwoners, volwassenen, huishoudens."),
    )
    answer_label = models.CharField(
        _("tekst achter het getal"),
        max_length=160,
        blank=True,
        help_text=_("Staat achter het getal, zoals: “van de inwoners doet vrijwilligerswerk”."),
    )
    theme = models.ForeignKey(
        Theme,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators",
        verbose_name=_("thema"),
    )
    goal = models.ForeignKey(
        Goal,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators",
        verbose_name=_("doel"),
    )
    topic = models.CharField(
        _("onderwerp"), max_length=60, blank=True, help_text=_("Voor cijfers die bij geen thema horen.")
    )
    level = models.CharField(_("soort cijfer"), max_length=12, choices=Level.choices, blank=True)
    unit = models.CharField(
        _("eenheid"), max_length=40, blank=True, help_text=_("Bijvoorbeeld: %, aantal of euro")
    )
    decimals = models.PositiveSmallIntegerField(_("cijfers achter de komma"), default=0)
    direction = models.CharField(
        _("richting"), max_length=20, choices=Direction.choices, default=Direction.NEUTRAL
    )
    description = models.TextField(_("uitleg"), blank=True)
    caveat = models.TextField(
        _("wat dit cijfer niet zegt"),
        blank=True,
        help_text=_("Waar moet de lezer voor oppassen? Eén of twee korte zinnen."),
    )
    publisher = models.CharField(_("wie telt?"), max_length=160, blank=True)
    rhythm = models.PositiveSmallIntegerField(
        _("hoe vaak komt er een nieuw cijfer?"), choices=Rhythm.choices, null=True, blank=True
    )
    minimum = models.DecimalField(
        _("laagste waarde die kan"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    maximum = models.DecimalField(
        _("hoogste waarde die kan"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    largest_jump = models.PositiveSmallIntegerField(
        _("grootste sprong in %"),
        null=True,
        blank=True,
        help_text=_("Verandert een waarde meer dan dit? Dan krijgt u een waarschuwing."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                FieldPanel("question"),
                FieldPanel("sentence"),
                FieldPanel("population"),
                FieldPanel("answer_label"),
                FieldPanel("description"),
                FieldPanel("caveat"),
            ],
            heading=_("In gewone taal"),
        ),
        FieldRowPanel([FieldPanel("theme"), FieldPanel("goal")]),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("decimals"), FieldPanel("direction")]),
        FieldPanel("publisher"),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Wij waarschuwen u als een nieuwe waarde hier niet bij past.")),
                FieldPanel("rhythm"),
                FieldRowPanel([FieldPanel("minimum"), FieldPanel("maximum"), FieldPanel("largest_jump")]),
            ],
            heading=_("Controle"),
        ),
    ]
    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("question", boost=2),
        index.SearchField("description"),
        index.FilterField("theme_id"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of the page about this figure."""
        return reverse("indicator", args=[self.slug])

    def clean(self) -> None:
        """Keep the sentence usable and the bounds in order."""
        super().clean()
        if self.sentence and ("{waarde}" not in self.sentence or "{gebied}" not in self.sentence):
            raise ValidationError({"sentence": _("Zet {gebied} en {waarde} in de zin.")})
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValidationError({"maximum": _("De hoogste waarde is lager dan de laagste. Draai ze om.")})
        if self.goal and self.theme and self.goal.theme_id != self.theme_id:
            raise ValidationError({"goal": _("Dit doel hoort bij een ander thema. Kies een ander doel.")})

    @property
    def title(self) -> str:
        """The question where there is one, else the name."""
        return self.question or self.name

    def format(self, value: Decimal | None) -> str:
        """Return a value as Dutch readers write it, with its unit: "52,6%", "€ 3.000", "43"."""
        return value_words(value, self.unit, self.decimals)
