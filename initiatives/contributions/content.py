"""What people may say about an initiative: from a form to a page and back, and in words.

Answers are kept as plain JSON: the name of an answer with a text, a list or a location. A change holds only
what differs.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from initiatives.contributions import locations
from initiatives.models import Facility, InitiativeKind, InitiativePage, OpeningTime, Weekday

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

logger = logging.getLogger(__name__)

Answers = dict[str, Any]

#: Every answer with its name for who reads it, in the order of the form.
LABELS: dict[str, StrPromise] = {
    "title": _("Naam"),
    "kind": _("Soort"),
    "introduction": _("Wat is het?"),
    "where": _("Waar?"),
    "hours": _("Wanneer open?"),
    "times": _("Openingstijden"),
    "opening_hours": _("Toelichting bij de tijden"),
    "website": _("Website"),
    "phone": _("Telefoon voor bezoekers"),
    "public_email": _("E-mailadres voor bezoekers"),
    "facilities": _("Voorzieningen"),
}
#: Answers that a page keeps as text, and the name of its field.
_TEXTS = {
    "title": "title",
    "introduction": "introduction",
    "hours": "hours",
    "opening_hours": "opening_hours",
    "website": "website",
    "phone": "phone",
    "public_email": "email",
}


def answers_of(page: InitiativePage) -> Answers:
    """Return what a page, or a version of it, says now."""
    answers: Answers = {name: str(getattr(page, field) or "") for name, field in _TEXTS.items()}
    answers["kind"] = page.kind.slug
    answers["where"] = locations.where_page(page)
    # Rows that were left behind when somebody chose "op afspraak" say nothing.
    rows = page.opening_times.all() if page.hours == InitiativePage.Hours.WEEKLY else []
    answers["times"] = sorted([row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in rows)
    answers["facilities"] = sorted(facility.slug for facility in page.facilities.all())
    return {name: answers[name] for name in LABELS}


def version(revision: Revision | None) -> InitiativePage | None:
    """Return a page as a version has it, or None when the version cannot be read any more.

    That happens when its kind or its village was removed since: then the library that reads versions raises
    a bare Exception.
    """
    if revision is None:
        return None
    try:
        page: InitiativePage = revision.as_object()
    except Exception as error:
        logger.warning("version %s cannot be read: %s", revision.pk, type(error).__name__)
        return None
    return page


def changes(old: Answers, new: Answers) -> Answers:
    """Return the new answers that differ from the old ones; how a text breaks its lines does not count."""
    return {name: new[name] for name in LABELS if name in new and _plain(new[name]) != _plain(old.get(name))}


def write(page: InitiativePage, answers: Mapping[str, Any]) -> None:
    """Put answers on a page that is saved later. What the answers do not name stays as it is."""
    for name, field in _TEXTS.items():
        if name in answers:
            setattr(page, field, answers[name])
    if "kind" in answers:
        # A kind that editors removed since: the first one that is left, for the editor to mend.
        kinds = list(InitiativeKind.objects.all())
        page.kind = next((kind for kind in kinds if kind.slug == answers["kind"]), kinds[-1])
    if "where" in answers:
        locations.put(page, answers["where"])
    if "times" in answers:
        notes = {_time_key(row.weekday, row.opens, row.closes): row.note for row in page.opening_times.all()}
        page.opening_times = [
            OpeningTime(
                weekday=weekday,
                opens=time.fromisoformat(opens),
                closes=time.fromisoformat(closes),
                note=notes.get((weekday, opens, closes), ""),
                sort_order=number,
            )
            for number, (weekday, opens, closes) in enumerate(answers["times"])
        ]
    if "facilities" in answers:
        page.facilities.set(Facility.objects.filter(slug__in=answers["facilities"]))


def draft_on_top(page: InitiativePage, changed: Mapping[str, Any]) -> Revision:
    """Save what changes as a draft on top of the latest version, published or not."""
    draft: Any = version(page.get_latest_revision()) or InitiativePage.objects.get(pk=page.pk)
    write(draft, changed)
    # An editor's unfinished draft may miss something that is asked on publishing: that is not the sender's.
    revision: Revision = draft.save_revision(clean=False, log_action="wagtail.edit")
    return revision


@dataclass(frozen=True)
class Line:
    """One answer in words: as it is now in public, and as it is proposed."""

    name: str
    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


def compare(old: Answers | None, new: Answers) -> list[Line]:
    """Return every answer in words; `old` is None for what is new."""
    before = in_words(old) if old is not None else {}
    after = in_words({**(old or {}), **new})
    return [
        Line(name, str(label), before.get(name, ""), after.get(name, ""))
        for name, label in LABELS.items()
        if before.get(name) or after.get(name)
    ]


def in_words(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return answers as a reader sees them."""
    words = {name: str(answers[name]).replace("\r\n", "\n") for name in LABELS if name in answers}
    if "kind" in answers:
        words["kind"] = _names(InitiativeKind.objects.filter(slug=answers["kind"]))
    if "facilities" in answers:
        words["facilities"] = _names(Facility.objects.filter(slug__in=answers["facilities"]))
    if "hours" in answers:
        words["hours"] = str(dict(InitiativePage.Hours.choices).get(answers["hours"], ""))
    if "times" in answers:
        words["times"] = "\n".join(
            f"{Weekday(weekday).label} {opens}-{closes}" for weekday, opens, closes in answers["times"]
        )
    if "where" in answers:
        words["where"] = locations.in_words(answers["where"])
    return words


def _names(rows: Iterable[Any]) -> str:
    return ", ".join(row.name for row in rows)


def _time_key(weekday: int, opens: time, closes: time) -> tuple[int, str, str]:
    return weekday, f"{opens:%H:%M}", f"{closes:%H:%M}"


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
