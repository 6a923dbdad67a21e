"""How fresh an initiative is: what its dates mean under the terms that the editors set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.core.cache import caches
from django.db import models
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from core.chrome import chrome_for
from initiatives.models.freshness import Freshness, FreshnessSettings


class State(models.TextChoices):
    """How long ago somebody said that an initiative is right."""

    FRESH = "fresh", _("gecontroleerd")
    DUE = "due", _("tijd voor controle")
    PALE = "pale", _("speld is vaal")
    OFF = "off", _("niet meer op de kaart")


class Terms(Protocol):
    """After how many days each state begins: on that day, not the day after."""

    @property
    def ask_after(self) -> int: ...
    @property
    def pale_after(self) -> int: ...
    @property
    def off_map_after(self) -> int: ...


@dataclass(frozen=True)
class Limits:
    """The last day from which each state counts: a check on that day, or before it, is that old."""

    due: date
    pale: date
    off: date

    @classmethod
    def on(cls, today: date, terms: Terms) -> Limits:
        """Return the limits that hold on a day."""
        return cls(
            due=today - timedelta(days=terms.ask_after),
            pale=today - timedelta(days=terms.pale_after),
            off=today - timedelta(days=terms.off_map_after),
        )

    def state(self, since: date | None) -> State:
        """Return the state of what was last checked on a day. Nothing hides because a date is missing."""
        if since is None:
            return State.DUE
        if since <= self.off:
            return State.OFF
        if since <= self.pale:
            return State.PALE
        return State.DUE if since <= self.due else State.FRESH


def begins(since: date, days: int) -> date:
    """Return the day on which a state begins of which the terms say: after so many days. See Limits."""
    return since + timedelta(days=days)


#: The day from which the terms count, for a queryset of initiatives: null when there is none.
SINCE = Coalesce(
    "freshness__checked_on", TruncDate("last_published_at"), output_field=models.DateField(null=True)
)


def state_of(checked_on: date | None, published_on: date | None, terms: Terms, today: date) -> State:
    """Return how fresh something is. Counts from the last check, else from the last publication."""
    return Limits.on(today, terms).state(checked_on or published_on)


def terms_for(where: Site | HttpRequest | None = None) -> FreshnessSettings:
    """Return the terms of a site, of the site of a request, or of the default site.

    A site whose editors never changed them has no row, and reading makes none. Kept in the cache of public
    pages, which every change of the terms empties.
    """
    if isinstance(where, HttpRequest):
        site = chrome_for(where).site
    else:
        site = where or Site.objects.filter(is_default_site=True).first()
    if site is None:
        return FreshnessSettings()
    key = f"freshness-terms:{site.pk}"
    found: FreshnessSettings | None = caches["pages"].get(key)
    if found is None:
        found = FreshnessSettings.objects.filter(site=site).first() or FreshnessSettings(site=site)
        caches["pages"].set(key, found)
    return found


def row_of(page: models.Model) -> Freshness:
    """Return the row of an initiative, locked until the end of the transaction; made when it is missing."""
    row, _made = Freshness.objects.select_for_update().get_or_create(page_id=page.pk)
    return row


def mark_checked(page: models.Model, by: str, *, today: date | None = None) -> Freshness:
    """Note that everything is right, by `Freshness.CheckedBy`. Ends the asking. Call it in a transaction."""
    row = row_of(page)
    row.checked_on = today or timezone.localdate()
    row.checked_by = by
    row.asked_on = row.reminded_on = row.reported_gone_on = None
    row.reminders = 0
    row.save()
    return row
