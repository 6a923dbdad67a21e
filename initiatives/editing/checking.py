"""What every row of a list would do, worked out without changing anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Site, WorkflowState

from core.geo import Bounds
from core.models import SiteIdentity
from core.sheets.cells import plain_cell, safe_cell
from core.sheets.reading import clean_cell
from initiatives.duplicates import DuplicateIndex, Known, Match, known_pages
from initiatives.models import (
    Freshness,
    ImportBatch,
    InitiativeIndexPage,
    InitiativeKind,
    InitiativePage,
    OpeningTime,
)

from .columns import BY_NAME, LOCATION, words_of
from .locations import AddressBook, ColumnError, Locator
from .merging import merged_away
from .opening_words import Period, words_of_opening_times
from .values import CellError, Choices, read_cell

#: Rows whose pages are looked up together.
CHUNK = 500
#: In a cell: empty this field. An empty cell changes nothing.
EMPTY_SIGN = "-"
TRAITS = ("facilities", "target_groups", "languages")
_REQUIRED = ("title", "kind", "introduction")
_LONGEST_IN_REPORT = 120
# What stands in the report is kept; an address for the yearly check is for the check only.
_PRIVATE = frozenset(["keeper_email"])


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("nieuw")
    CHANGED = "changed", _("wijziging")
    UNCHANGED = "unchanged", _("geen verschil")
    DOUBTFUL = "doubtful", _("twijfel")
    SKIPPED = "skipped", _("overgeslagen")
    ERROR = "error", _("fout")


@dataclass
class RowPlan:
    """What one row would do. `page` is the page that is there, as last written; None makes a new one."""

    number: int
    outcome: str = Outcome.NEW
    title: str = ""
    slug: str = ""
    page: InitiativePage | None = None
    values: dict[str, Any] = field(default_factory=dict)
    traits: dict[str, list[Any]] = field(default_factory=dict)
    times: list[Period] | None = None
    keeper_email: str | None = None
    checked_on: date | None = None
    messages: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    like: list[dict[str, Any]] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        """The row of the report, to be kept as JSON."""
        return {
            "row": self.number,
            "outcome": str(self.outcome),
            "title": self.title,
            "page": self.page.pk if self.page else None,
            "messages": self.messages,
            "changes": self.changes,
            "like": self.like,
        }

    @property
    def changes_page(self) -> bool:
        """Whether the page itself changes, and not only what is kept beside it."""
        return bool(self.values or self.traits or self.times is not None)

    def problem(self, column: str, text: str) -> None:
        """Note that the row cannot be used because of a column."""
        label = str(BY_NAME[column].label) if column in BY_NAME else column
        self.messages.append({"column": label, "text": text, "level": "error"})
        self.outcome = Outcome.ERROR

    def note(self, text: str) -> None:
        """Tell the editor something about the row that is no error."""
        self.messages.append({"column": "", "text": text, "level": "note"})

    def change(self, column: str, old: str, new: str) -> None:
        """Note that a column changes; of a new page everything is new."""
        if self.page is None:
            return
        self.changes.append(
            {
                "column": str(BY_NAME[column].label),
                "old": "" if column in _PRIVATE else _short(old),
                "new": "" if column in _PRIVATE else _short(new),
            }
        )


class Planner:
    """Works out what the rows of a batch would do. Reads the database, changes nothing but `book`."""

    def __init__(
        self, batch: ImportBatch, *, may_change: bool = True, book: AddressBook | None = None
    ) -> None:
        self.index_page = InitiativeIndexPage.objects.get()
        self.book = book or address_book(batch)
        self._batch = batch
        self._may_change = may_change
        self._choices = Choices()
        self._locator = Locator(self._choices, self.book)
        self._columns = {int(place): name for place, name in batch.mapping.get("columns", {}).items()}
        self._default_kind = InitiativeKind.objects.filter(pk=batch.mapping.get("kind")).first()
        self._answers: dict[str, str] = batch.mapping.get("answers", {})
        self._merged = merged_away()
        self._duplicates = DuplicateIndex(
            known for known in known_pages(InitiativePage.objects.all()) if known.key not in self._merged
        )
        self._slugs = set(Page.objects.child_of(self.index_page).order_by().values_list("slug", flat=True))
        self._keys: dict[str, int] = {}
        self._used: dict[int, int] = {}

    def plans(self) -> Iterator[list[RowPlan]]:
        """Yield the plans of all rows in their own order, some hundreds at a time."""
        numbers = self._batch.mapping.get("numbers") or range(2, len(self._batch.rows) + 2)
        rows = zip(numbers, self._batch.rows, strict=True)
        all_keys = {slugify(row[place]) for place in self._places_of("slug") for row in self._batch.rows}
        # A key in the list is never given to another row that has none.
        self._slugs |= all_keys
        while chunk := list(islice(rows, CHUNK)):
            cells = [(number, self._cells(row)) for number, row in chunk]
            pages = self._pages(cells)
            yield [self._plan(number, row, pages) for number, row in cells]

    def _places_of(self, name: str) -> list[int]:
        return [place for place, column in self._columns.items() if column == name]

    def _cells(self, row: list[str]) -> dict[str, str | None]:
        """Return the cells of a row that say something; None stands for "empty this field"."""
        cells: dict[str, str | None] = {}
        for place, name in self._columns.items():
            text = row[place] if place < len(row) else ""
            if text:
                cells[name] = None if text == EMPTY_SIGN else plain_cell(text)
        return cells

    def _pages(self, rows: list[tuple[int, dict[str, str | None]]]) -> _Pages:
        keys = {slugify(cells["slug"] or "") for _number, cells in rows if "slug" in cells}
        chosen = {
            int(answer)
            for number, _cells in rows
            if (answer := self._answers.get(str(number), "")).isdecimal() and len(answer) < 16
        }
        return _Pages.load(self.index_page, keys - {""}, chosen)

    def _plan(self, number: int, cells: dict[str, str | None], pages: _Pages) -> RowPlan:
        plan = RowPlan(number, title=(cells.get("title") or "")[:255])
        answer = self._answers.get(str(number), "")
        if not self._find_page(plan, cells, pages):
            return plan
        if plan.page is None and answer.isdecimal():
            plan.page = pages.by_id.get(int(answer))
        if plan.page is not None and not self._may_touch(plan, pages):
            return plan
        if plan.page is None:
            self._plan_new(plan, cells)
        else:
            self._plan_change(plan, cells, plan.page)
        if plan.outcome == Outcome.NEW:
            self._look_for_duplicates(plan, answer)
        return plan

    def _find_page(self, plan: RowPlan, cells: dict[str, str | None], pages: _Pages) -> bool:
        """Find the page of the row by its key. Returns False when the row cannot be used."""
        text = cells.get("slug")
        if not text:
            return True
        try:
            plan.slug = read_cell("slug", text, self._choices)
        except CellError as error:
            plan.problem("slug", str(error))
            return False
        if earlier := self._keys.get(plan.slug):
            plan.problem("slug", _now("Deze sleutel staat ook in rij %(row)d.") % {"row": earlier})
            return False
        self._keys[plan.slug] = plan.number
        plan.page = pages.by_slug.get(plan.slug)
        return True

    def _may_touch(self, plan: RowPlan, pages: _Pages) -> bool:
        """Return whether the page of the row can be changed now; if not, say why."""
        page = plan.page
        if page is None:
            return True
        plan.title = page.title
        if earlier := self._used.get(page.pk):
            plan.problem("slug", _now("Rij %(row)d gaat over hetzelfde initiatief.") % {"row": earlier})
        elif page.pk in self._merged:
            plan.problem(
                "slug",
                _now("Dit initiatief is samengevoegd met een ander. Gebruik de sleutel van dat andere."),
            )
        elif not self._may_change:
            plan.problem("slug", _now("U mag dit initiatief niet wijzigen."))
        elif page.locked or page.alias_of_id:
            plan.problem("slug", _now("Deze pagina is op slot. Haal eerst het slot eraf."))
        elif page.pk in pages.in_workflow:
            plan.problem("slug", _now("Deze pagina wordt nu nagekeken. Wacht tot dat klaar is."))
        self._used[page.pk] = plan.number
        return plan.outcome != Outcome.ERROR

    def _plan_new(self, plan: RowPlan, cells: dict[str, str | None]) -> None:
        for name, text in cells.items():
            if text is not None and name not in LOCATION and name != "slug":
                self._set(plan, name, text, None, "")
        plan.values.setdefault("kind", self._default_kind)
        for name in _REQUIRED:
            wrong = any(message["column"] == str(BY_NAME[name].label) for message in plan.messages)
            if not plan.values.get(name) and not wrong:
                plan.problem(name, _required_words(name))
        self._locate(plan, cells, None)
        if plan.times and not plan.values.get("hours"):
            plan.values["hours"] = InitiativePage.Hours.WEEKLY
        if plan.outcome != Outcome.ERROR:
            plan.slug = plan.slug or self._free_slug(plan.values["title"])

    def _plan_change(self, plan: RowPlan, cells: dict[str, str | None], page: InitiativePage) -> None:
        words = {name: as_read(text) for name, text in words_of(page).items()}
        for name, text in cells.items():
            # What stands there already needs no reading.
            if name in LOCATION or name == "slug" or text == words.get(name):
                continue
            self._set(plan, name, text, page, words.get(name, ""))
        if any(cells[name] != words.get(name) for name in LOCATION & cells.keys()):
            self._locate(plan, cells, page)
        if plan.times and not page.hours and "hours" not in plan.values:
            plan.values["hours"] = InitiativePage.Hours.WEEKLY
        if page.has_unpublished_changes and page.live and plan.changes_page:
            plan.note(_now("Er is al een concept van deze pagina. De wijziging komt daarbij en wacht op u."))
        if plan.outcome != Outcome.ERROR:
            plan.outcome = Outcome.CHANGED if plan.changes else Outcome.UNCHANGED

    def _set(
        self, plan: RowPlan, name: str, text: str | None, page: InitiativePage | None, old_words: str
    ) -> None:
        """Note what a cell changes; None empties the field."""
        if text is None:
            if name in (*_REQUIRED, "checked_on"):
                plan.problem(name, _now("Dit mag niet leeg zijn. Vul iets in, of laat de cel leeg."))
                return
            value: Any = [] if name in TRAITS or name == "opening_times" else None if name == "theme" else ""
        else:
            try:
                value = read_cell(name, text, self._choices)
            except CellError as error:
                plan.problem(name, str(error))
                return
        if name in ("checked_on", "keeper_email"):
            self._set_beside(plan, name, value, page)
        elif name in TRAITS:
            names = "; ".join(sorted(item.name for item in value))
            if page is None or names != "; ".join(sorted(item.name for item in getattr(page, name).all())):
                plan.traits[name] = value
                plan.change(name, old_words, names)
        elif name == "opening_times":
            if page is None or value != _periods(page):
                plan.times = value
                plan.change(name, old_words, words_of_opening_times(value))
        elif page is None or value != _current(page, name):
            plan.values[name] = value
            plan.change(name, old_words, _shown(name, value))

    def _set_beside(self, plan: RowPlan, name: str, value: Any, page: InitiativePage | None) -> None:
        """Note what changes beside the page: a check date never goes back."""
        row: Freshness | None = getattr(page, "freshness", None) if page else None
        current = getattr(row, name, None) or None
        if value == current or (not value and not current):
            return
        if name == "checked_on" and current and value < current:
            plan.note(_now("De site heeft een nieuwere controledatum. Die blijft staan."))
            return
        setattr(plan, name, value)
        plan.change(name, str(current or ""), str(value))

    def _locate(self, plan: RowPlan, cells: dict[str, str | None], page: InitiativePage | None) -> None:
        try:
            located = self._locator.locate(cells, page)
        except ColumnError as error:
            plan.problem(error.column, str(error))
            return
        for text in located.notes:
            plan.note(text)
        for name, value in located.values.items():
            if page is None or value != getattr(page, name):
                plan.values[name] = value
                plan.change(name, _shown(name, getattr(page, name, None)), _shown(name, value))

    def _free_slug(self, title: str) -> str:
        base = slugify(title)[:240].strip("-") or "initiatief"
        slug, number = base, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs.add(slug)
        return slug

    def _look_for_duplicates(self, plan: RowPlan, answer: str) -> None:
        values = plan.values
        place, municipality = values.get("place"), values.get("municipality")
        wanted = Known(
            f"row {plan.number}",
            values["title"],
            place.name if place else values.get("locality") or "",
            municipality.name if municipality else "",
            None if values.get("latitude") is None else float(values["latitude"]),
            None if values.get("longitude") is None else float(values["longitude"]),
        )
        plan.like = [_likeness(match) for match in self._duplicates.matches(wanted)]
        self._duplicates.add(wanted)
        if plan.like and answer != "new":
            plan.outcome = Outcome.SKIPPED if answer == "skip" else Outcome.DOUBTFUL


@dataclass
class _Pages:
    """The pages that some rows are about, with their latest draft, all they say, and who works on them."""

    by_slug: dict[str, InitiativePage]
    by_id: dict[int, InitiativePage]
    in_workflow: set[int]

    @classmethod
    def load(cls, parent: Page, slugs: Iterable[str], ids: Iterable[int]) -> _Pages:
        """Return what is there, in a number of queries that does not depend on how much that is."""
        found = list(
            InitiativePage.objects.child_of(parent)
            .filter(models.Q(slug__in=slugs) | models.Q(pk__in=ids))
            .select_related("kind", "theme", "municipality", "place", "freshness")
            .prefetch_related(*TRAITS, "opening_times")
        )
        drafts = Revision.objects.in_bulk(
            [page.latest_revision_id for page in found if page.has_unpublished_changes]
        )
        pages = [_latest(page, drafts) for page in found]
        states = WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(page.pk) for page in pages],
        )
        return cls(
            {page.slug: page for page in found}
            | {old.slug: new for old, new in zip(found, pages, strict=True)},
            {page.pk: page for page in pages},
            {int(pk) for pk in states.values_list("object_id", flat=True)},
        )


def _latest(page: InitiativePage, drafts: dict[int, Revision]) -> InitiativePage:
    """Return the page as it was written last: what an editor would find in the form."""
    revision = drafts.get(page.latest_revision_id)
    if revision is None:
        return page
    draft: InitiativePage = page.with_content_json(revision.content)
    freshness = getattr(page, "freshness", None)
    if freshness is not None:
        draft._state.fields_cache["freshness"] = freshness
    return draft


def address_book(batch: ImportBatch, lookups: int | None = None) -> AddressBook:
    """Return the addresses that were looked up for a batch. `lookups` limits the new ones; 0 asks nobody."""
    site = Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site)
    book = AddressBook(dict(batch.mapping.get("addresses", {})), Bounds(*identity.bounds), identity.province)
    if lookups is not None:
        book.lookups = lookups
    return book


def as_read(words: str) -> str:
    """Return a text as it comes back from a file that was written with `safe_cell`."""
    return plain_cell(clean_cell(str(safe_cell(words))))


def _likeness(match: Match) -> dict[str, Any]:
    known = match.known
    is_page = isinstance(known.key, int)
    return {
        "page": known.key if is_page else None,
        "row": None if is_page else int(str(known.key).removeprefix("row ")),
        "title": known.title,
        "where": known.place or known.municipality,
        "metres": None if match.metres is None else round(match.metres),
    }


def _required_words(name: str) -> str:
    words = {
        "title": _now("Vul de naam van het initiatief in."),
        "kind": _now("Vul de soort in, of kies een soort voor alle rijen."),
        "introduction": _now("Vul in wat het is: twee of drie korte zinnen."),
    }
    return words[name]


def _periods(page: InitiativePage) -> list[Period]:
    return [Period(row.weekday, row.opens, row.closes, row.note) for row in page.opening_times.all()]


def opening_times(periods: Iterable[Period]) -> list[OpeningTime]:
    """Return unsaved rows for these periods."""
    return [
        OpeningTime(
            weekday=period.weekday,
            opens=period.opens,
            closes=period.closes,
            note=period.note,
            sort_order=order,
        )
        for order, period in enumerate(periods)
    ]


def _current(page: InitiativePage, name: str) -> Any:
    value = getattr(page, name)
    return as_read(value) if isinstance(value, str) else value


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    choices = dict(InitiativePage._meta.get_field(name).choices or ())
    return str(choices.get(value, value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_IN_REPORT else f"{text[: _LONGEST_IN_REPORT - 1]}…"
