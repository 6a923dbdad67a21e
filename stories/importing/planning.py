"""What every record of a list would do, worked out without changing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.sheets.words import plain
from stories.importing.columns import REQUIRED, SOURCES, Kind, label_of
from stories.importing.known import Known, free_slug, read_period
from stories.importing.layout import Record
from stories.importing.numbers import CellError, Notation, read_number
from stories.models import Indicator, Monitor, Result, Source, Target

#: In a cell: empty this field. An empty cell changes nothing.
EMPTY_SIGN = "-"
_LONGEST_IN_REPORT = 120


class Outcome(models.TextChoices):
    """What becomes of a record."""

    NEW = "new", _("nieuw")
    CHANGED = "changed", _("verbetering")
    SAME = "same", _("gelijk")
    CHECKED = "checked", _("nagerekend")
    ERROR = "error", _("fout")


@dataclass
class Plan:
    """What one record would do. `found` is what is there already; `values` is only what changes."""

    record: Record
    outcome: str = Outcome.NEW
    title: str = ""
    found: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    messages: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        """The line of the report, to be kept as JSON."""
        return {
            "row": self.record.row,
            "column": self.record.column,
            "outcome": str(self.outcome),
            "title": self.title,
            "pk": self.found.pk if self.found else None,
            "messages": self.messages,
            "changes": self.changes,
        }

    def problem(self, column: str, text: str) -> None:
        """Note that the record cannot be used because of a column."""
        self.messages.append({"column": column, "text": text, "level": "error"})
        self.outcome = Outcome.ERROR

    def warn(self, column: str, text: str) -> None:
        """Note that something is probably wrong; an editor may know better."""
        self.messages.append({"column": column, "text": text, "level": "warning"})

    def note(self, text: str) -> None:
        """Tell something that is no fault."""
        self.messages.append({"column": "", "text": text, "level": "note"})


class Planner:
    """Works out what records of one kind would do. Reads the database, changes nothing."""

    kind: ClassVar[str]
    model: ClassVar[type[models.Model]]
    #: What identifies a thing: two records with the same are about the same thing.
    key_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, known: Known, *, new_sources: bool = False) -> None:
        self.known = known
        #: How the numbers of each column (by its place) are written; None is for all others.
        self.notations: dict[int | None, Notation] = {}
        #: Sources that do not exist yet, by their words; they are made before anything else.
        self.new_sources: dict[str, Source] = {}
        self._may_make_sources = new_sources
        self._seen: dict[Any, Plan] = {}
        self._existing: dict[Any, Any] = {}
        self._choices: dict[str, dict[str, Any]] = {}
        self._readers: dict[str, Callable[[Plan, str, str], Any] | None] = {}

    def plans(self, records: Iterable[Record]) -> list[Plan]:
        """Return the plans of all records in their own order."""
        everything = list(records)
        self.prepare(everything)
        return [self.plan(record) for record in everything]

    def prepare(self, records: list[Record]) -> None:
        """Look up what is there already."""
        self.keep_existing(self.model._default_manager.all())

    def keep_existing(self, found: models.QuerySet[Any]) -> None:
        """Keep what is there by what identifies it, with all that it refers to."""
        related = [one.name for one in self.model._meta.concrete_fields if one.is_relation]
        self._existing = {self.key_of(item): item for item in found.select_related(*related)}

    def label(self, name: str) -> str:
        return label_of(self.kind, name)

    def key_of(self, item: Any) -> tuple[Any, ...]:
        return tuple(_key_part(getattr(item, name)) for name in self.key_fields)

    def plan(self, record: Record) -> Plan:
        """Return what one record would do."""
        plan = Plan(record)
        values = self.read(plan)
        if plan.outcome == Outcome.ERROR:
            return plan
        key = tuple(_key_part(values.get(name, self.default_of(name))) for name in self.key_fields)
        if earlier := self._seen.get(key):
            self.tell_double(plan, earlier, values)
            return plan
        self._seen[key] = plan
        plan.found = self._existing.get(key)
        self.compare(plan, values)
        self.judge(plan, values)
        return plan

    def default_of(self, name: str) -> Any:
        """Return what a field is when a list says nothing about it."""
        found: Any = self.model._meta.get_field(name)
        return found.get_default()

    def tell_double(self, plan: Plan, earlier: Plan, values: dict[str, Any]) -> None:
        plan.problem(
            "",
            _now("Dit staat er twee keer: ook in rij %(row)d. Haal er één weg.")
            % {"row": earlier.record.row},
        )

    def compare(self, plan: Plan, values: dict[str, Any]) -> None:
        """Keep what differs from what is there."""
        if plan.found is None:
            plan.values = values
            plan.changes = self.news(plan, values)
            return
        for name, value in values.items():
            current = getattr(plan.found, name)
            if value != current:
                plan.values[name] = value
                plan.changes.append(
                    {
                        "column": self.label(name),
                        "old": short(self.shown(plan, name, current)),
                        "new": short(self.shown(plan, name, value)),
                    }
                )
        plan.outcome = Outcome.CHANGED if plan.values else Outcome.SAME

    def news(self, plan: Plan, values: dict[str, Any]) -> list[dict[str, str]]:
        """Return what a new thing will be, as the list was understood; its title says the rest."""
        shown = {name: self.shown(plan, name, value) for name, value in values.items()}
        return [
            {"column": self.label(name), "old": "", "new": short(text)}
            for name, text in shown.items()
            if text and text != plan.title
        ]

    def judge(self, plan: Plan, values: dict[str, Any]) -> None:
        """Let the model itself say what does not go together."""
        if plan.outcome == Outcome.SAME:
            return
        item: Any = self.model(pk=plan.found.pk) if plan.found else self.model()
        for name in (f.name for f in self.model._meta.concrete_fields if f.name != "id"):
            if plan.found and name not in plan.values:
                setattr(item, name, getattr(plan.found, name))
            elif name in plan.values:
                setattr(item, name, plan.values[name])
        try:
            item.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                plan.problem(self.label(name), " ".join(messages))

    def shown(self, plan: Plan, name: str, value: Any) -> str:
        """Return a value as an editor reads it."""
        if value in (None, ""):
            return ""
        choices: dict[Any, Any] = dict(getattr(self.model._meta.get_field(name), "choices", None) or ())
        return f"{value.normalize():f}" if isinstance(value, Decimal) else str(choices.get(value, value))

    def read(self, plan: Plan) -> dict[str, Any]:
        """Return the values of the fields that a record speaks about; what is wrong stands in the plan."""
        values: dict[str, Any] = {}
        cells = plan.record.cells
        for group in self.required(plan):
            if not any(cells.get(name, "") not in ("", EMPTY_SIGN) for name in group):
                label = self.label(group[0])
                plan.problem(label, _now("Vul “%(label)s” in.") % {"label": label})
        for name, text in cells.items():
            if name not in self._readers:
                self._readers[name] = self.reader(name)
            reader = self._readers[name]
            if reader is None or not text:
                continue
            try:
                values[name] = self.default_of(name) if text == EMPTY_SIGN else reader(plan, name, text)
            except CellError as error:
                plan.problem(self.column_label(plan, name), str(error))
        return values

    def required(self, plan: Plan) -> Iterable[tuple[str, ...]]:
        """Return groups of columns of which one must be filled in."""
        return REQUIRED[self.kind]

    def column_label(self, plan: Plan, name: str) -> str:
        """Return the column as an editor knows it: in a wide table the one of the file."""
        return plan.record.column if name == "value" and plan.record.column else self.label(name)

    def reader(self, name: str) -> Callable[[Plan, str, str], Any] | None:
        """Return what reads the cells of a column; None for a column without a field of its own."""
        special: dict[str, Callable[[Plan, str, str], Any]] = {
            "indicator": lambda plan, name, text: self.known.indicator(text),
            "source": self.read_source,
            "theme": lambda plan, name, text: self.known.theme(text),
            "goal": lambda plan, name, text: self.known.goal(text),
            "period": lambda plan, name, text: read_period(text),
            "slug": self.read_slug,
        }
        if name in special:
            return special[name]
        if name not in {one.name for one in self.model._meta.concrete_fields}:
            return None
        model_field = self.model._meta.get_field(name)
        if getattr(model_field, "choices", None):
            return self.read_choice
        if isinstance(model_field, models.DecimalField):
            return self.read_decimal
        if isinstance(model_field, models.IntegerField):
            return self.read_integer
        return self.read_url if isinstance(model_field, models.URLField) else self.read_text

    def read_text(self, plan: Plan, name: str, text: str) -> str:
        model_field = self.model._meta.get_field(name)
        if not isinstance(model_field, models.TextField):
            text = " ".join(text.split())
        longest = getattr(model_field, "max_length", None)
        if longest and len(text) > longest:
            raise CellError(
                _now("De tekst is te lang: %(number)d tekens. Gebruik er hooguit %(most)d.")
                % {"number": len(text), "most": longest}
            )
        return text

    def read_slug(self, plan: Plan, name: str, text: str) -> str:
        slug = slugify(text)
        if not slug or len(slug) > 80:
            raise CellError(_now("Schrijf een kort webadres: hooguit 80 letters, cijfers en streepjes."))
        return slug

    def read_url(self, plan: Plan, name: str, text: str) -> str:
        url = text if "://" in text else f"https://{text}"
        try:
            URLValidator(["http", "https"])(url)
        except ValidationError as error:
            raise CellError(_now("Dit is geen webadres. Schrijf het zo: https://www.voorbeeld.nl")) from error
        return self.read_text(plan, name, url)

    def read_decimal(self, plan: Plan, name: str, text: str) -> Decimal | None:
        """Return a bare number; words and ranges belong to values of indicators only."""
        reading = read_number(text, self.notation(plan, name))
        if reading.qualifier or reading.high is not None:
            raise CellError(_now("Schrijf hier alleen een getal, zonder woorden erbij."))
        return reading.value

    def notation(self, plan: Plan, name: str) -> Notation:
        """Return how numbers in a column are written."""
        place = plan.record.place if name == "value" else None
        return self.notations.get(place) or self.notations.get(None) or Notation.DUTCH

    def read_integer(self, plan: Plan, name: str, text: str) -> int:
        if not text.strip().isdecimal() or int(text.strip()[:9]) > 32_000:
            raise CellError(_now("“%(text)s” is geen heel getal.") % {"text": text[:60]})
        return int(text)

    def read_choice(self, plan: Plan, name: str, text: str) -> Any:
        """Return the value of a choice by its words on the screen or by its value."""
        known = self._choices.get(name)
        if known is None:
            known = self._choices[name] = {}
            for value, label in self.choices_of(name):
                for words in (str(label), str(label).split(":")[0], str(value)):
                    known.setdefault(plain(words), value)
        if plain(text) in known:
            return known[plain(text)]
        words = ", ".join(f"“{label}”" for _value, label in self.choices_of(name))
        told = {"text": text[:60], "words": words}
        raise CellError(_now("“%(text)s” kennen wij niet. Kies uit: %(words)s.") % told)

    def choices_of(self, name: str) -> list[tuple[Any, Any]]:
        model_field: Any = self.model._meta.get_field(name)
        return [pair for pair in model_field.flatchoices if pair[0] not in ("", None)]

    def read_source(self, plan: Plan, name: str, text: str) -> Source:
        title = " ".join(text.split())
        if found := self.new_sources.get(plain(title)):
            return found
        try:
            return self.known.source(title)
        except CellError:
            if not self._may_make_sources:
                raise
        return self._make_source(plan, title)

    def _make_source(self, plan: Plan, title: str) -> Source:
        cells = plan.record.cells
        values: dict[str, Any] = {
            "title": title,
            "publisher": " ".join(cells.get("source_publisher", "").split()),
        }
        if year := cells.get("source_year", "").strip():
            if not year.isdecimal() or not 1800 <= int(year[:5]) <= 2200:
                raise CellError(
                    _now("“%(text)s” is geen jaar van een bron. Schrijf het zo: 2024.") % {"text": year[:40]}
                )
            values["year"] = int(year)
        if url := cells.get("source_url", "").strip():
            values["url"] = self.read_url(plan, "source", url)
        if len(title) > 160 or len(values["publisher"]) > 160:
            raise CellError(
                _now("De titel of de uitgever van deze bron is te lang. Gebruik hooguit 160 tekens.")
            )
        if like := self.known.sources_like(title):
            plan.warn(
                self.label("source"), _now("Deze nieuwe bron lijkt op “%(title)s”.") % {"title": like[0]}
            )
        taken = {source.slug for source in (*self.known.sources.values(), *self.new_sources.values())}
        source = Source(slug=free_slug(title, taken), **values)
        self.new_sources[plain(title)] = source
        return source


class SlugPlanner(Planner):
    """Things with an address of their own. Without one the name finds them, and makes one."""

    key_fields = ("slug",)
    name_field: ClassVar[str] = "name"

    def prepare(self, records: list[Record]) -> None:
        super().prepare(records)
        self._taken = {key[0] for key in self._existing}
        self._taken |= {slugify(record.cells.get("slug", "")) for record in records}
        self._by_name = {plain(getattr(item, self.name_field)): item.slug for item in self._existing.values()}

    def read(self, plan: Plan) -> dict[str, Any]:
        values = super().read(plan)
        name = values.get(self.name_field, "")
        if "slug" not in values and name:
            values["slug"] = self._by_name.get(plain(name)) or self._new_slug(plan, name)
        is_new = (values.get("slug"),) not in self._existing
        if values.get("slug") and not name and (is_new or self.name_field in values):
            label = self.label(self.name_field)
            plan.problem(label, _now("Vul “%(label)s” in.") % {"label": label})
        plan.title = name or values.get("slug", "")
        return values

    def _new_slug(self, plan: Plan, name: str) -> str:
        slug = free_slug(name, self._taken)
        self._by_name[plain(name)] = slug  # a second row with this name is about the same thing
        return slug

    def judge(self, plan: Plan, values: dict[str, Any]) -> None:
        super().judge(plan, values)
        # An almost equal name is probably the same thing, written differently.
        name = values.get(self.name_field, "")
        if plan.outcome == Outcome.NEW and name:
            same = self._by_name.get(plain(name))
            if same and same != values["slug"] and (same,) in self._existing:
                plan.warn(self.label(self.name_field), _now("Deze naam bestaat al, met een ander webadres."))


class IndicatorPlanner(SlugPlanner):
    kind, model = Kind.INDICATORS, Indicator

    def read_choice(self, plan: Plan, name: str, text: str) -> Any:
        if name == "rhythm" and text.strip().isdecimal():
            number = int(text.strip()[:4])
            if number in Indicator.Rhythm.values:
                return number
        return super().read_choice(plan, name, text)

    def compare(self, plan: Plan, values: dict[str, Any]) -> None:
        if plan.found is None and values.get("goal") and not values.get("theme"):
            values["theme"] = values["goal"].theme
        super().compare(plan, values)


class ResultPlanner(SlugPlanner):
    kind, model = Kind.RESULTS, Result
    name_field = "label"


class MonitorPlanner(SlugPlanner):
    kind, model = Kind.MONITORS, Monitor


class SourcePlanner(SlugPlanner):
    kind, model = SOURCES, Source
    name_field = "title"


class TargetPlanner(Planner):
    kind, model = Kind.TARGETS, Target
    key_fields = ("indicator", "kind", "year", "source", "place_in_source")

    def read(self, plan: Plan) -> dict[str, Any]:
        values = super().read(plan)
        if indicator := values.get("indicator"):
            plan.title = indicator.name
        values.setdefault("kind", Target.Kind.VALUE if values.get("value") is not None else Target.Kind.WORDS)
        return values


def _key_part(value: Any) -> Any:
    """Return what identifies a value; a source that is not there yet has no number."""
    return (value.pk or getattr(value, "slug", "")) if isinstance(value, models.Model) else value


def short(text: str) -> str:
    """Return a text that fits in a report."""
    return text if len(text) <= _LONGEST_IN_REPORT else f"{text[: _LONGEST_IN_REPORT - 1]}…"


def planner_for(kind: str) -> type[Planner]:
    """Return what plans a kind of list; values of indicators have their own module."""
    planners: list[type[Planner]] = [
        IndicatorPlanner,
        TargetPlanner,
        ResultPlanner,
        MonitorPlanner,
        SourcePlanner,
    ]
    return {planner.kind: planner for planner in planners}[kind]
