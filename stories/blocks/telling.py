"""From the value of a block to a sentence with a figure in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stories.blocks.drawing import indicator_to_show, read_frozen
from stories.blocks.keeping import Keep, read_kept
from stories.blocks.kinds import NO_PERIOD, chosen_period
from stories.blocks.reading import BlockFigures, figures_for
from stories.charts import snapshots
from stories.charts.chart import marks_of, names_in_words
from stories.figures.areas import Area, area_of
from stories.figures.series import Figures
from stories.figures.words import is_share, observation_words, share_words, source_words
from stories.models.indicators import Indicator
from stories.models.observations import Observation

_PLACE = re.compile(r"(\{(?:cijfer|aandeel|gebied|jaar)\})")


@dataclass(frozen=True)
class Telling:
    """A sentence with the value that belongs in it: of today, or as it was kept."""

    value: Any
    source: BlockFigures

    @classmethod
    def of(cls, value: Any, parent_context: dict[str, Any] | None = None) -> Telling:
        return cls(value, figures_for(parent_context))

    @property
    def indicator(self) -> Indicator:
        indicator: Indicator = self.snapshot.figures.indicator if self.snapshot else self.value["indicator"]
        return indicator

    @property
    def period(self) -> str | None:
        """The chosen period; None for the newest."""
        return chosen_period(self.value.get("period"))

    @cached_property
    def _marks(self) -> dict[str, Any]:
        names = ("area", "subgroup")
        chosen = {name: (self.value.get(name) or "").strip() for name in names}
        return {**chosen, "period": self.period, "indicator": self.value["indicator"].pk}

    @cached_property
    def snapshot(self) -> snapshots.Snapshot | None:
        """The value that was kept of this very choice, or None."""
        return read_frozen(self.value, self._marks) if self.value.get("keep") == Keep.FROZEN else None

    @cached_property
    def figures(self) -> Figures:
        return self.snapshot.figures if self.snapshot else self.source.of(self.value["indicator"])

    @cached_property
    def area(self) -> Area | None:
        return self.figures.area(self._marks["area"])

    @cached_property
    def observation(self) -> Observation | None:
        """The value that is told, or None when the data have none for this choice."""
        if self.area is None:
            return None
        group = self._marks["subgroup"]
        if self.period is None:
            return self.figures.newest(self.area, group)
        return next(iter(self.figures.cell(self.area, self.period, group)), None)

    @property
    def has_figure(self) -> bool:
        return self.observation is not None and self.observation.value is not None

    def parts(self) -> Iterator[tuple[str, bool]]:
        """Yield the sentence in parts; True marks those with the figure."""
        o = self.observation
        if o is None or o.value is None:
            yield _("Hier is nu geen cijfer over."), False
            return
        marks = marks_of(o)
        marked = f" ({', '.join(marks)})" if marks else ""
        texts = {
            "{cijfer}": observation_words(self.indicator, o) + marked,
            "{aandeel}": share_words(self.indicator, o.value, o.value_high, o.qualifier) + marked,
            "{gebied}": o.area_words,
            "{jaar}": o.period_text,
        }
        sentence = self.value.get("sentence") or self.proposal
        for number, part in enumerate(part for part in _PLACE.split(sentence) if part):
            text = texts.get(part, part)
            # A value that opens the sentence begins it: "Ruim 260.000 mensen".
            text = text[:1].upper() + text[1:] if number == 0 else text
            yield text, part in ("{cijfer}", "{aandeel}")

    @property
    def text(self) -> str:
        """The sentence with its figure."""
        return "".join(text for text, _is_figure in self.parts())

    @property
    def source_text(self) -> str:
        return source_words(self.observation) if self.observation else ""

    @property
    def proposal(self) -> str:
        """A sentence with places in it, made of what is known of the indicator."""
        place = "{aandeel}" if is_share(self.indicator) else "{cijfer}"
        sentence = self.indicator.sentence
        if not sentence:
            return f"{self.indicator.name} ({{gebied}}): {place}."
        return sentence.replace("{waarde}", place)

    def frozen(self, today: date) -> dict[str, Any]:
        """Return what to keep: what was kept already, or the value of today for another choice."""
        if self.snapshot is not None:
            found: dict[str, Any] = read_kept(self.value.get("kept"))["frozen"]
            return found
        shown = [self.observation] if self.observation else []
        return {**snapshots.take(self.figures, shown, (), self.source.tree, today), "choice": self._marks}

    @property
    def why_not(self) -> dict[str, ValidationError]:
        """What an editor can do when there is no value."""
        if not self._marks["area"]:
            return {"area": ValidationError(_("Kies eerst een gebied."))}
        if self.area is None:
            known = [area.words for area in self.figures.areas]
            text = _("Dit cijfer is er niet voor dit gebied. Wel voor: %(areas)s.")
            return {"area": ValidationError(text % {"areas": names_in_words(known) or "–"})}
        here = [o for o in self.figures.observations if area_of(o) == self.area]
        group = self._marks["subgroup"]
        groups = list(dict.fromkeys(o.subgroup or _("(leeg: iedereen)") for o in here))
        if group not in {o.subgroup for o in here}:
            text = _("Deze groep kennen wij niet bij dit cijfer. Kies uit: %(groups)s.")
            return {"subgroup": ValidationError(text % {"groups": names_in_words(groups)})}
        periods = list(dict.fromkeys(o.period or NO_PERIOD for o in here if o.subgroup == group))
        text = _("Van deze periode is er geen cijfer. Kies uit: %(periods)s.")
        return {"period": ValidationError(text % {"periods": names_in_words(periods)})}


def preview() -> dict[str, Any]:
    """Return a value to show what the block does."""
    indicator = indicator_to_show()
    if indicator is None:
        return {}
    o = indicator.observations.filter(value__isnull=False).order_by("pk").first()
    area = Area(o.area_type, o.area).key if o else ""
    return {"indicator": indicator, "area": area, "subgroup": o.subgroup if o else ""}
