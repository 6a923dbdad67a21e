"""When an initiative is open: every week, and on days that differ. Times are local (Europe/Amsterdam)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class Weekday(models.IntegerChoices):
    """Days as Python numbers them: Monday is 0."""

    MONDAY = 0, _("maandag")
    TUESDAY = 1, _("dinsdag")
    WEDNESDAY = 2, _("woensdag")
    THURSDAY = 3, _("donderdag")
    FRIDAY = 4, _("vrijdag")
    SATURDAY = 5, _("zaterdag")
    SUNDAY = 6, _("zondag")


def period_error(opens: Any, closes: Any) -> str | None:
    """Return in Dutch what is wrong with two times of one day, or None. Midnight (00:00) may end a day."""
    if opens is None or closes is None:
        return str(_("Vul twee tijden in: van en tot."))
    if closes.hour == closes.minute == 0:
        return None
    if opens >= closes:
        return str(
            _("De eindtijd moet later zijn dan de begintijd. Na middernacht? Zet dat bij de volgende dag.")
        )
    return None


class OpeningTime(Orderable):
    """A period in which the doors are open every week. It ends the same day; 00:00 as end is midnight."""

    page = ParentalKey("initiatives.InitiativePage", on_delete=models.CASCADE, related_name="opening_times")
    weekday = models.PositiveSmallIntegerField(_("dag"), choices=Weekday.choices)
    opens = models.TimeField(_("van"))
    closes = models.TimeField(_("tot"))
    note = models.CharField(
        _("wat is er dan?"), max_length=80, blank=True, help_text=_("Bijvoorbeeld: koffie, of samen eten.")
    )

    panels = [
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "weekday", "opens"]
        verbose_name = _("openingstijd")
        verbose_name_plural = _("openingstijden")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def clean(self) -> None:
        """Raises ValidationError next to the closing time when the period is impossible."""
        super().clean()
        if problem := period_error(self.opens, self.closes):
            raise ValidationError({"closes": problem})


class OpeningException(Orderable):
    """Days on which it differs: closed, or open at other times. A single day has no last date."""

    page = ParentalKey(
        "initiatives.InitiativePage", on_delete=models.CASCADE, related_name="opening_exceptions"
    )
    first_date = models.DateField(_("van (datum)"))
    last_date = models.DateField(_("tot en met (datum)"), null=True, blank=True)
    opens = models.TimeField(
        _("open van"), null=True, blank=True, help_text=_("Leeg laten als het dan gesloten is.")
    )
    closes = models.TimeField(_("open tot"), null=True, blank=True)
    note = models.CharField(
        _("reden"), max_length=80, blank=True, help_text=_("Bijvoorbeeld: zomervakantie.")
    )

    panels = [
        FieldRowPanel([FieldPanel("first_date"), FieldPanel("last_date")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        ordering = ["first_date", "sort_order"]
        verbose_name = _("afwijkende dag")
        verbose_name_plural = _("afwijkende dagen")

    def __str__(self) -> str:
        return f"{self.first_date} - {self.last_date or self.first_date}"

    @property
    def is_closed(self) -> bool:
        """Whether the doors stay shut on these days."""
        return self.opens is None

    def clean(self) -> None:
        """Raises ValidationError next to the field that is impossible."""
        super().clean()
        errors: dict[str, str] = {}
        if self.first_date and self.last_date and self.last_date < self.first_date:
            errors["last_date"] = str(_("De laatste dag moet na de eerste dag komen."))
        if self.opens is not None or self.closes is not None:
            problem = period_error(self.opens, self.closes)
            if problem:
                errors["closes" if self.opens else "opens"] = problem
        if errors:
            raise ValidationError(errors)
