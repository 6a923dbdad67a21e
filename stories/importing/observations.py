"""What values of indicators would do: the kind of list that people bring in most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets.words import plain
from stories.figures.periods import last_day_of, parse_period, period_words
from stories.figures.words import observation_words
from stories.importing.columns import Kind
from stories.importing.known import FoundArea, Known
from stories.importing.layout import Record
from stories.importing.numbers import CellError, ColumnNotation, Reading, read_number
from stories.importing.planning import Outcome, Plan, Planner, short
from stories.models import Indicator, Observation
from stories.quality.checks import USUAL_JUMP

Nature = Observation.Nature
Status = Observation.Status
#: What the words beside a value say about it.
_NATURES = {
    "prognose": Nature.FORECAST,
    "raming": Nature.ESTIMATE,
    "schatting": Nature.ESTIMATE,
    "naar schatting": Nature.ESTIMATE,
}
_YES, _NO = {"ja", "j", "x", "1", "waar", "true", "yes"}, {"", "nee", "n", "0", "onwaar", "false", "no"}
_VALUE = ("value", "value_high", "qualifier")
_JUDGED = (*_VALUE, "indicator", "area_type", "area", "subgroup", "period", "nature")


class ObservationPlanner(Planner):
    """Values: known by indicator, area, group, period and source."""

    kind, model = Kind.OBSERVATIONS, Observation
    key_fields = ("indicator", "area_type", "area", "subgroup", "period", "source")

    def __init__(self, known: Known, *, new_sources: bool = False) -> None:
        super().__init__(known, new_sources=new_sources)
        #: Columns whose numbers are written in two ways, by their place.
        self.mixed: dict[int | None, ColumnNotation] = {}
        #: What was counted before, for each indicator, area and group.
        self._series: dict[tuple[Any, ...], list[Observation]] = defaultdict(list)

    def prepare(self, records: list[Record]) -> None:
        indicators = set()
        for text in {record.cells.get("indicator", "") for record in records}:
            try:
                indicators.add(self.known.indicator(text).pk)
            except CellError:
                continue
        self.keep_existing(Observation.objects.filter(indicator__in=indicators))

    def keep_existing(self, found: Any) -> None:
        """Keep values; the indicators are known already."""
        self._existing = {}
        self._series.clear()
        for item in found.select_related("source", "municipality", "region").iterator(chunk_size=2000):
            item.indicator = self.known.by_id[item.indicator_id]
            self._existing[self.key_of(item)] = item
            if item.last_day and item.value is not None and not item.is_expected:
                self._series[_cell_of(item)].append(item)

    def required(self, plan: Plan) -> Iterable[tuple[str, ...]]:
        if self._is_total(plan):
            return [("indicator",)]
        is_unknown = plan.record.cells.get("area_type", "") in ("unknown", "onbekend")
        return [("indicator",), ("source",)] if is_unknown else super().required(plan)

    def reader(self, name: str) -> Any:
        own = {"area": None, "area_type": None, "value": self._reading, "qualifier": self.read_text}
        return own[name] if name in own else super().reader(name)

    def _is_total(self, plan: Plan) -> bool:
        text = plain(plan.record.cells.get("total", "")) if plan.record.cells.get("total") else ""
        if text not in _YES | _NO:
            label = self.label("total")
            if not plan.messages:
                plan.problem(label, _("Schrijf “ja” of “nee”."))
        return text in _YES

    def read(self, plan: Plan) -> dict[str, Any]:
        cells = plan.record.cells
        values = super().read(plan)
        found = self._area(plan)
        if found:
            values["area_type"], values["area"] = found.area.type, found.area.name
            values["municipality"], values["region"] = found.municipality, found.region
            if found.is_new:
                plan.note(_("“%(area)s” is nieuw op de site.") % {"area": found.area.words})
        indicator: Indicator | None = values.get("indicator")
        for name in ("subgroup", "period"):
            values.setdefault(name, "")
        plan.title = _title(indicator, found, values)
        if "value" in cells:
            self._value(plan, values, values.pop("value", None) or Reading(), indicator)
        elif "qualifier" in values:
            values["qualifier"] = self._fitting(plan, values["qualifier"])
        return values

    def _reading(self, plan: Plan, name: str, text: str) -> Reading:
        place = plan.record.place
        mixed = self.mixed.get(place)
        if mixed and any(sign in text for sign in ".,"):
            (row_a, text_a), (row_b, text_b) = mixed.examples.values()
            raise CellError(
                _(
                    "De getallen in deze kolom staan er op twee manieren: “%(a)s” (rij %(row_a)d) en "
                    "“%(b)s” (rij %(row_b)d). Schrijf ze allemaal op dezelfde manier."
                )
                % {"a": text_a[:30], "row_a": row_a, "b": text_b[:30], "row_b": row_b}
            )
        return read_number(text, self.notation(plan, name))

    def _area(self, plan: Plan) -> FoundArea | None:
        cells = plan.record.cells
        text, area_type = cells.get("area", ""), cells.get("area_type", "")
        if not text and (plan.outcome == Outcome.ERROR or self._is_total(plan)):
            return None
        try:
            return self.known.area(text, area_type)
        except CellError as error:
            own = plan.record.column if plan.record.column and text == plan.record.column else ""
            plan.problem(own or self.label("area"), str(error))
            return None

    def _value(
        self, plan: Plan, values: dict[str, Any], reading: Reading, indicator: Indicator | None
    ) -> None:
        """Put together what the cell says and what stands in the columns beside it."""
        words = dict.fromkeys(part for part in (reading.qualifier, values.get("qualifier", "")) if part)
        values["qualifier"] = self._fitting(plan, "; ".join(words))
        values["value"] = reading.value
        high = values.get("value_high") if values.get("value_high") is not None else reading.high
        values["value_high"] = high
        label = self.column_label(plan, "value")
        if high is not None and (reading.value is None or high < reading.value):
            plan.problem(self.label("value_high"), _("“Tot” is lager dan de waarde. Draai ze om."))
        if reading.is_provisional:
            values.setdefault("status", Status.PROVISIONAL)
        if reading.is_rounded:
            plan.note(_("De site bewaart vier cijfers achter de komma. Dit getal is afgerond."))
        if indicator and reading.sign and indicator.unit and reading.sign != indicator.unit:
            plan.problem(
                label,
                _("Hier staat “%(sign)s”, maar deze indicator telt in “%(unit)s”. Kijk wat klopt.")
                % {"sign": reading.sign, "unit": indicator.unit},
            )

    def _fitting(self, plan: Plan, words: str) -> str:
        if len(words) > 80:
            plan.problem(
                self.label("qualifier"), _("Er staan te veel woorden bij. Gebruik hooguit 80 tekens.")
            )
        return words

    def tell_double(self, plan: Plan, earlier: Plan, values: dict[str, Any]) -> None:
        other = earlier.found or Observation()
        told = [earlier.values.get(name, getattr(other, name)) for name in _VALUE]
        if told == [values.get(name, getattr(other, name)) for name in _VALUE]:
            super().tell_double(plan, earlier, values)
            return
        before = Observation(**dict(zip(_VALUE, told, strict=True)))
        own = Observation(
            **{name: values.get(name) or ("" if name == "qualifier" else None) for name in _VALUE}
        )
        plan.problem(
            self.column_label(plan, "value"),
            _("Voor deze cel staan er twee waarden: %(one)s in rij %(row)d, en hier %(other)s. Kies er één.")
            % {
                "one": observation_words(values["indicator"], before),
                "row": earlier.record.row,
                "other": observation_words(values["indicator"], own),
            },
        )

    def plan(self, record: Record) -> Plan:
        plan = Plan(record)
        if not self._is_total(plan):
            return super().plan(record)
        plan.values = self.read(plan)
        if plan.outcome != Outcome.ERROR:
            plan.outcome = Outcome.CHECKED
        return plan

    def compare(self, plan: Plan, values: dict[str, Any]) -> None:
        found: Observation | None = plan.found
        words = values.get("qualifier")
        if "nature" not in values and words is not None and (found is None or found.qualifier != words):
            # Where nobody says what a value is, the words beside it do.
            values["nature"] = _nature_of(words)
        if found is not None:  # the same area, so these are what they were
            del values["municipality"], values["region"]
        super().compare(plan, values)
        if found is None or not any(name in plan.values for name in _VALUE):
            return
        new = Observation(**{name: plan.values.get(name, getattr(found, name)) for name in _VALUE})
        told = {self.label(name) for name in _VALUE}
        plan.changes = [
            {
                "column": self.label("value"),
                "old": observation_words(found.indicator, found),
                "new": observation_words(found.indicator, new),
            },
            *(change for change in plan.changes if change["column"] not in told),
        ]

    def news(self, plan: Plan, values: dict[str, Any]) -> list[dict[str, str]]:
        """Return the value as readers will see it, and what is not usual about it."""
        item = Observation(**values)
        shown = {"value": observation_words(item.indicator, item)}
        if item.nature != Nature.MEASURED:
            shown["nature"] = item.get_nature_display()
        if item.status != Status.FINAL:
            shown["status"] = item.get_status_display()
        if item.denominator is not None:
            shown["denominator"] = self.shown(plan, "denominator", item.denominator)
        if item.note:
            shown["note"] = item.note
        return [{"column": self.label(name), "old": "", "new": short(text)} for name, text in shown.items()]

    def judge(self, plan: Plan, values: dict[str, Any]) -> None:
        """Warn about a value that is not likely; an editor decides."""
        if plan.outcome == Outcome.SAME or "value" not in values:
            return
        indicator: Indicator = values["indicator"]
        label = self.column_label(plan, "value")
        for value in (values["value"], values["value_high"]):
            if value is None:
                continue
            if indicator.maximum is not None and value > indicator.maximum:
                most = indicator.format(indicator.maximum)
                plan.warn(label, _("Dit is meer dan de hoogste waarde die kan: %(most)s.") % {"most": most})
            elif indicator.unit == "%" and indicator.population and value > 100:
                plan.warn(label, _("Dit is meer dan 100 procent. Klopt dat?"))
            if indicator.minimum is not None and value < indicator.minimum:
                least = indicator.format(indicator.minimum)
                plan.warn(
                    label, _("Dit is minder dan de laagste waarde die kan: %(least)s.") % {"least": least}
                )
        item = Observation(**{name: value for name, value in values.items() if name in _JUDGED})
        if not item.is_expected:
            self._warn_of_the_future(plan, item)
            self._warn_of_a_jump(plan, item, label)

    def _warn_of_the_future(self, plan: Plan, item: Observation) -> None:
        period = parse_period(item.period)
        if period and period.first > timezone.localdate():
            plan.warn(
                self.label("period"),
                _("Deze periode moet nog beginnen. Is dit een prognose? Zet dat dan in de kolom “aard”."),
            )

    def _warn_of_a_jump(self, plan: Plan, item: Observation, label: str) -> None:
        """Compare with the newest value from before: a share of 0,61 instead of 61% shows itself here."""
        day = last_day_of(item.period)
        earlier = [one for one in self._series[_cell_of(item)] if day and one.last_day and one.last_day < day]
        if item.value is None or not earlier:
            return
        before = max(earlier, key=lambda one: (one.last_day, one.source.year or 0, one.pk))
        largest = item.indicator.largest_jump or USUAL_JUMP
        if before.value and abs((item.value - before.value) / before.value) * 100 > largest:
            plan.warn(
                label,
                _("Dit is een grote sprong. In %(when)s was het: %(old)s. Klopt dat?")
                % {"when": before.period_text, "old": observation_words(item.indicator, before)},
            )


def _cell_of(item: Observation) -> tuple[Any, ...]:
    return item.indicator_id, item.area_type, item.area, item.subgroup


def _nature_of(qualifier: str) -> str:
    for part in qualifier.lower().split(";"):
        if nature := _NATURES.get(part.strip()):
            return nature
    return Nature.MEASURED


def _title(indicator: Indicator | None, found: FoundArea | None, values: dict[str, Any]) -> str:
    parts = [indicator.name if indicator else "", found.area.words if found else "", values["subgroup"]]
    return ", ".join([*filter(None, parts), period_words(values["period"])])


def counted(plan: Plan) -> Decimal | None:
    """Return the number that a record brings, whether it is new or was there; None when it has none."""
    value = plan.values.get("value", plan.found.value if plan.found else None)
    return value if isinstance(value, Decimal) else None
