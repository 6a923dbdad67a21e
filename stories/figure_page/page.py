"""All that stands on the page of one figure, worked out before the template is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from stories.catalogue.entries import speaks_first
from stories.figure_page.changes import change_in_words, expected_in_words
from stories.figures.areas import Area, AreaTree, area_of
from stories.figures.series import Figures
from stories.figures.words import (
    answer,
    answer_of_groups,
    observation_words,
    share_words,
    source_words,
)
from stories.models import Correction, Indicator, Observation, Source
from stories.models.observations import AreaType, Nature


@dataclass(frozen=True)
class AreaOption:
    """An area in the list of areas; one without a value can be chosen and says so."""

    key: str
    label: str
    known: bool
    selected: bool


@dataclass(frozen=True)
class Line:
    """One value as a table shows it: what, from where, and what kind of value it is."""

    area: str
    group: str
    value: str
    period: str
    marks: list[str]
    note: str
    source: str
    source_slug: str
    is_own: bool = False
    is_elsewhen: bool = False
    is_missing: bool = False


@dataclass(frozen=True)
class OldValue:
    """What a value was before it was corrected."""

    where: str
    now: str
    was: str
    correction: Correction


@dataclass(frozen=True)
class UsedSource:
    """A source with the places in it where values of this figure stand."""

    source: Source
    places: list[str]
    count: int


class FigurePage:
    """The page of an indicator for one area: the one that was asked for, or the one that speaks for it."""

    def __init__(self, figures: Figures, tree: AreaTree, key: str = "") -> None:
        self.figures = figures
        self.indicator: Indicator = figures.indicator
        self.tree = tree
        asked = tree.by_key(key) or figures.area(key) if key else None
        #: Whether somebody asked for an area that we do not know.
        self.is_unknown = bool(key) and asked is None
        self.area: Area = asked or self.default_area

    @cached_property
    def default_area(self) -> Area:
        """The province, or else the area that says most about this figure."""
        return min(
            ((area_of(o), o) for o in self.figures.observations),
            key=lambda pair: speaks_first(
                pair[0],
                self.tree.province.name,
                known=pair[1].value is not None,
                expected=pair[1].is_expected,
                grouped=bool(pair[1].subgroup),
            ),
            default=(self.tree.province, None),
        )[0]

    # Choosing an area

    @cached_property
    def _known(self) -> set[Area]:
        return {area_of(o) for o in self.figures.observations if o.value is not None}

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one area to look at."""
        return len(self._known) > 1

    @cached_property
    def options(self) -> list[tuple[str, list[AreaOption]]]:
        """Every area that may be chosen, below the heading of its level."""
        tree = self.tree
        wider = [*map(tree.of_region, tree.regions), tree.province, tree.country]
        own = set(tree.areas)
        others = [area for area in self.figures.areas if area not in own and area in self._known]
        headed = [
            (_("Gemeenten"), [*map(tree.of_municipality, tree.municipalities)]),
            (_("Groter gebied"), wider),
            (_("Anders"), others),
        ]
        return [(heading, [self._option(area) for area in areas]) for heading, areas in headed if areas]

    def _option(self, area: Area) -> AreaOption:
        return AreaOption(area.key, area.label, area in self._known, area == self.area)

    # The answer

    @cached_property
    def own(self) -> Observation | None:
        """The newest counted value of the area, for everybody."""
        return self.figures.newest(self.area)

    @cached_property
    def around(self) -> tuple[Area, ...]:
        return self.tree.around(self.area)

    def _beside(self, area: Area) -> Observation | None:
        """The value of another area to hold beside the own one: of the same period where there is one."""
        if self.own:
            same = [o for o in self.figures.cell(area, self.own.period) if not o.is_expected]
            if same and same[0].value is not None:
                return same[0]
        return self.figures.newest(area)

    @cached_property
    def beside(self) -> list[Observation]:
        """The values of the areas around that can be told in one sentence with the own one."""
        found = [self._beside(area) for area in self.around]
        return [o for o in found if o is not None and o.value is not None]

    @cached_property
    def groups(self) -> list[Observation]:
        """The newest values of groups or answers of the area."""
        with_groups = {o.period for o in self.figures.observations if o.subgroup and area_of(o) == self.area}
        newest = next((period for period in self.figures.periods if period in with_groups), None)
        return self.figures.subgroups(self.area, newest) if newest is not None else []

    @cached_property
    def spokesman(self) -> Observation | None:
        """The value that the answer is about: of the area, or when that has none, of a wider one."""
        if self.own:
            return self.own
        wider = (self.figures.newest(area) for area in (*self.around, self.default_area))
        return next((o for o in wider if o and o.value is not None), None)

    @cached_property
    def answer(self) -> str:
        """The answer to the question in one or two sentences."""
        if self.own and self.own.value is not None:
            return " ".join([answer(self.indicator, self.own, self.beside), *self._other_sources_say])
        if self.own and not self.groups:
            # No figure here; what the source says instead and what is known nearby may still help.
            told = [answer(self.indicator, self.own)]
            note = self.own.note.removeprefix("bron: ").rstrip(".")
            if note and not self.own.qualifier and not note.startswith(_("geen cijfer")):
                told.append(_("De bron zegt erbij: %(note)s.") % {"note": note})
            if self.beside:
                told.append(answer(self.indicator, self.beside[0], self.beside[1:]))
            return " ".join(told)
        if self.groups:
            return self._answer_of_groups
        expected = [o for o in self.figures.observations if area_of(o) == self.area and o.is_expected]
        if expected:
            return expected_in_words(self.indicator, expected[-1])
        if not self.figures.observations:
            return answer(self.indicator, None)
        missing = _("Voor %(area)s hebben wij geen cijfer.") % {"area": self.area.words}
        return f"{missing} {answer(self.indicator, self.spokesman)}" if self.spokesman else missing

    @property
    def _answer_of_groups(self) -> str:
        if len(self.groups) == 1 and self.groups[0].is_expected:
            return expected_in_words(self.indicator, self.groups[0])
        return answer_of_groups(self.indicator, self.groups)

    @cached_property
    def contradicting(self) -> list[Observation]:
        """Values of other sources about the area and the period of the answer that say something else."""
        if self.own is None or self.own.value is None:
            return []
        own = (self.own.value, self.own.value_high)
        told = [o for o in self.figures.cell(self.area, self.own.period) if not o.is_expected]
        return [o for o in told if o.value is not None and (o.value, o.value_high) != own]

    @property
    def _other_sources_say(self) -> list[str]:
        return [
            _("Een andere bron zegt: %(value)s.")
            % {"value": share_words(self.indicator, o.value, o.value_high, o.qualifier)}
            for o in self.contradicting
        ]

    @property
    def answer_sources(self) -> list[str]:
        """Where and when the values in the answer come from, each once."""
        told = [self.own, *self.beside, *self.contradicting] if self.own else [self.spokesman]
        if self.own is None and self.groups:
            told = [*self.groups]
        if self.own is None and not self.groups and self.spokesman is None:
            told = [o for o in self.figures.observations if area_of(o) == self.area]
        return list(dict.fromkeys(source_words(o) for o in told if o is not None))

    # Tables

    def line(self, o: Observation, *, is_own: bool = False, is_elsewhen: bool = False) -> Line:
        """Return a value as a line of a table."""
        return Line(
            area=area_of(o).label,
            group=o.subgroup,
            value=observation_words(self.indicator, o),
            period=o.period_text,
            marks=marks(o),
            note=note_words(o),
            source=", ".join(part for part in (o.source.title, o.source.edition, o.place_in_source) if part),
            source_slug=o.source.slug,
            is_own=is_own,
            is_elsewhen=is_elsewhen,
        )

    @cached_property
    def comparison(self) -> list[Line]:
        """The area and what lies around it; where two sources differ each has a line.

        None when nothing is known of another area: one value is not a comparison.
        """
        if self.own is not None and all(self._beside(area) is None for area in self.around):
            return []
        lines = []
        for area in (self.area, *self.around):
            is_own = area == self.area
            o = self.own if is_own else self._beside(area)
            if o is None:
                missing = Line(area.label, "", _("geen cijfer"), "", [], "", "", "", is_own, is_missing=True)
                lines.append(missing)
                continue
            # Of a value without a year nobody knows whether it is of another time.
            own = self.own.period if self.own else ""
            elsewhen = bool(own and o.period) and o.period != own
            told = [other for other in self.figures.cell(area, o.period) if not other.is_expected]
            lines += [self.line(other, is_own=is_own, is_elsewhen=elsewhen) for other in told]
        return lines if any(not line.is_missing for line in lines) else []

    @cached_property
    def has_elsewhen(self) -> bool:
        """Whether values of different periods stand side by side."""
        return any(line.is_elsewhen for line in self.comparison)

    @cached_property
    def group_lines(self) -> list[Line]:
        return [
            self.line(o)
            for group in self.groups
            for o in self.figures.cell(self.area, group.period, group.subgroup)
        ]

    @cached_property
    def all_lines(self) -> list[Line]:
        """Every value there is: from near to far, the newest period first."""
        order = {period: place for place, period in enumerate(self.figures.periods)}
        rows = sorted(
            self.figures.observations,
            key=lambda o: (area_of(o).sort_key, order[o.period], o.subgroup, -(o.source.year or 0), o.pk),
        )
        return [self.line(o, is_own=area_of(o) == self.area) for o in rows]

    # What a reader has to know

    @cached_property
    def changes(self) -> list[str]:
        """What changed for the area, or else for the nearest around it that has more than one value."""
        told = (change_in_words(self.figures, area) for area in (self.area, *self.around))
        return next((sentences for sentences in told if sentences), [])

    @cached_property
    def are_expected(self) -> bool:
        """Whether all that is told about change is still to come: then nothing has changed yet."""
        expected = {expected_in_words(self.indicator, o) for o in self.figures.observations if o.is_expected}
        return bool(self.changes) and expected.issuperset(self.changes)

    @cached_property
    def contradictions(self) -> list[list[Line]]:
        """Values about the same thing from sources that say something else."""
        return [[self.line(o) for o in cell] for cell in self.figures.contradictions]

    @cached_property
    def warnings(self) -> list[str]:
        """What the figure does not say, in sentences."""
        told = [o for o in self.figures.observations if o.value is not None]
        found = [self.indicator.caveat] if self.indicator.caveat else []
        without_year = [o for o in told if not o.period]
        if without_year and len(without_year) == len(told):
            found.append(_("De bron noemt geen jaar. Wij weten dus niet precies van wanneer dit cijfer is."))
        elif without_year:
            found.append(_("Bij een deel van de cijfers noemt de bron geen jaar."))
        if self.has_elsewhen:
            found.append(_("Niet alle cijfers gaan over dezelfde tijd. Vergelijk ze daarom met zorg."))
        found += [sentence for nature, sentence in _natures() if any(o.nature == nature for o in told)]
        if any(o.status == Observation.Status.PROVISIONAL for o in told):
            found.append(_("Een deel van de cijfers is voorlopig. Ze kunnen nog veranderen."))
        if any(o.area_type == AreaType.PANEL for o in told):
            found.append(
                _("Een panel is een groep mensen die vragen beantwoordt. Dat zijn niet alle inwoners.")
            )
        if any(o.area_type == AreaType.UNKNOWN for o in told):
            found.append(_("Bij een deel van de cijfers noemt de bron geen gebied."))
        if len(told) < len(self.figures.observations):
            found.append(_("“Geen cijfer” betekent: de bron geeft geen getal. Het betekent niet 0."))
        return found

    @cached_property
    def corrections(self) -> list[OldValue]:
        """Every value that was corrected, the newest correction first."""
        found = []
        for o in self.figures.observations:
            if not getattr(o, "correction_count", 0):
                continue
            now = observation_words(self.indicator, o)
            where = ", ".join(part for part in (o.area_words, o.subgroup, o.period_text) if part)
            for correction in o.corrections.all():
                found.append(OldValue(where, now, self._was(o, correction), correction))
                now = found[-1].was
        return sorted(found, key=lambda old: old.correction.corrected_at, reverse=True)

    def _was(self, observation: Observation, correction: Correction) -> str:
        before = Observation(
            area_type=observation.area_type,
            area=observation.area,
            value=correction.value,
            value_high=correction.value_high,
            qualifier=correction.qualifier,
        )
        return observation_words(self.indicator, before)

    @cached_property
    def sources(self) -> list[UsedSource]:
        """The sources of all values, the newest first."""
        by_source: dict[int, list[Observation]] = {}
        for o in self.figures.observations:
            by_source.setdefault(o.source_id, []).append(o)
        found = [
            UsedSource(rows[0].source, _unique(o.place_in_source for o in rows), len(rows))
            for rows in by_source.values()
        ]
        return sorted(found, key=lambda used: (-(used.source.year or 0), used.source.title))


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _natures() -> list[tuple[str, str]]:
    return [
        (Nature.ESTIMATE, _("Een deel van de cijfers is geschat en niet geteld.")),
        (Nature.FORECAST, _("Een prognose is een verwachting. Het kan anders gaan.")),
        (Nature.AIM, _("Een doel is wat iemand wil bereiken. Het is niet geteld.")),
    ]


def marks(observation: Observation) -> list[str]:
    """Return what a value is when it is not simply counted and final: "schatting", "voorlopig".

    What the words of the source beside the value say already is not said twice.
    """
    found = []
    nature = str(observation.get_nature_display())
    if observation.nature != Nature.MEASURED and nature.lower() not in observation.qualifier.lower():
        found.append(nature)
    if observation.status != Observation.Status.FINAL:
        found.append(str(observation.get_status_display()))
    return found


def note_words(observation: Observation) -> str:
    """Return the remark of the source, and over how many people or households a value goes."""
    parts = [observation.note] if observation.note else []
    if observation.denominator is not None:
        number = Indicator(unit="aantal", decimals=0).format(observation.denominator)
        parts.append(_("van %(number)s") % {"number": number})
    return "; ".join(parts)
