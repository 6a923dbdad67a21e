"""Forms of the import: which list, which columns, what holds for all rows, and why values change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.sheets.reading import MOST_ROWS, Table, UnreadableFile, read_pasted, read_table
from stories.importing.columns import COLUMNS, REQUIRED, Kind, label_of
from stories.importing.known import Known, read_period
from stories.importing.layout import VALUES, Across, Choice, guess
from stories.importing.numbers import CellError, Notation
from stories.models import FigureImport, Indicator, Observation, Source

_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


class UploadForm(forms.Form):
    """A file, or a table that was copied."""

    kind = forms.ChoiceField(label=_("Wat staat er in de lijst?"), choices=Kind.choices)
    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("CSV of XLSX, hooguit 10 MB en 20.000 rijen. Op de eerste rij staan de namen."),
        error_messages={"empty": _("Dit bestand is leeg. Kies een ander bestand.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label=_("Of plak een tabel"),
        required=False,
        strip=False,
        help_text=_("Kopieer de cellen in uw rekenprogramma, met de rij namen erbij. Plak ze hier."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    table: Table

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when there is no list, when there are two, or when it cannot be read."""
        values: dict[str, Any] = super().clean() or {}
        upload, text = values.get("file"), values.get("text", "")
        if self.errors:
            return values
        if upload and text.strip():
            raise forms.ValidationError(_now("Kies een bestand of plak een tabel, niet allebei."))
        if not upload and not text.strip():
            self.add_error("file", _now("Kies een bestand, of plak hieronder een tabel."))
            return values
        try:
            self.table = read_table(upload, MOST_ROWS) if upload else read_pasted(text, MOST_ROWS)
        except UnreadableFile as error:
            self.add_error("file" if upload else "text", str(error))
        return values

    @property
    def name(self) -> str:
        """What the list is called from now on."""
        upload = self.cleaned_data.get("file")
        return str(upload.name)[:200] if upload else _now("geplakte tabel")


class ColumnsForm(forms.Form):
    """Which column is which. The names are guessed; an editor has the last word."""

    across = forms.ChoiceField(
        label=_("Hoe is de tabel gemaakt?"),
        choices=Across.choices,
        required=False,
        help_text=_("Bij een brede tabel kiest u “waarden” bij elke kolom met getallen."),
    )
    notation = forms.ChoiceField(
        label=_("Hoe zijn de getallen geschreven?"),
        choices=[
            ("", _("Dat zoekt de site uit")),
            (Notation.DUTCH, _("Nederlands: 1.234,5")),
            (Notation.ENGLISH, _("Engels: 1,234.5")),
        ],
        required=False,
    )
    fixed_indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    fixed_area = forms.CharField(
        label=_("Gebied"), required=False, max_length=80, help_text=_("Bijvoorbeeld: Drenthe, of De Wolden.")
    )
    fixed_period = forms.CharField(
        label=_("Periode"),
        required=False,
        max_length=40,
        help_text=_("Bijvoorbeeld 2023, 2020-11 of 2022-2024. Leeg betekent: jaar niet genoemd."),
    )
    fixed_status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("definitief, tenzij er iets anders staat")),
        *((value, label) for value, label in Observation.Status.choices)],
    )  # fmt: skip
    fixed_source = forms.ChoiceField(label=_("Bron"), required=False)
    fixed_place_in_source = forms.CharField(
        label=_("Plaats in de bron"),
        required=False,
        max_length=120,
        help_text=_("Bladzijde, tabel of hoofdstuk."),
    )
    new_source = forms.CharField(
        label=_("Nieuwe bron: titel"),
        required=False,
        max_length=160,
        help_text=_("Alleen als de bron nog niet in de lijst hierboven staat."),
    )
    new_source_publisher = forms.CharField(label=_("Nieuwe bron: uitgever"), required=False, max_length=160)
    new_source_year = forms.CharField(label=_("Nieuwe bron: jaar"), required=False, max_length=4)
    new_source_url = forms.CharField(label=_("Nieuwe bron: webadres"), required=False, max_length=300)
    new_sources = forms.BooleanField(
        label=_("Maak bronnen uit de lijst die nog niet bestaan"),
        required=False,
        help_text=_("Niet aangevinkt? Dan is een onbekende bron een fout."),
    )

    def __init__(self, *args: Any, batch: FigureImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._batch = batch
        chosen = self._chosen
        names = [(column.name, column.label) for column in COLUMNS[batch.kind]]
        if batch.kind == Kind.OBSERVATIONS:
            names.append((VALUES, _("waarden (brede tabel)")))
        for place, name in enumerate(batch.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name,
                choices=[("", _now("Niet gebruiken")), *names],
                required=False,
                initial=chosen.columns.get(place, ""),
            )
        for name in ("across", "notation", "new_sources"):
            self.initial[name] = getattr(chosen, name)
        self._offer_fixed(chosen)

    @cached_property
    def _chosen(self) -> Choice:
        batch = self._batch
        if "columns" in batch.mapping:
            return Choice.of(batch.mapping)
        return guess(batch.kind, batch.header, batch.rows, Known())

    def _offer_fixed(self, chosen: Choice) -> None:
        """Keep what can hold for all rows of this kind of list."""
        names = {column.name for column in COLUMNS[self._batch.kind]}
        for name in ("indicator", "area", "period", "status", "source", "place_in_source"):
            if name not in names:
                del self.fields[f"fixed_{name}"]
            else:
                self.initial[f"fixed_{name}"] = chosen.fixed.get(name, "")
        if self._batch.kind != Kind.OBSERVATIONS:
            del self.fields["across"]
        nothing = ("", _now("Staat in de lijst"))
        if "fixed_indicator" in self.fields:
            indicators = Indicator.objects.order_by("name").values_list("slug", "name")
            self._choices("fixed_indicator", [nothing, *indicators])
        if "fixed_source" not in self.fields:
            for name in [name for name in self.fields if name.startswith("new_source")]:
                del self.fields[name]
            return
        titles = list(Source.objects.order_by("title").values_list("title", flat=True))
        self._choices("fixed_source", [nothing, *((title, title) for title in titles)])
        if (title := chosen.fixed.get("source", "")) and title not in titles:
            self.initial["fixed_source"] = ""
            self.initial["new_source"] = title
            for name in ("publisher", "year", "url"):
                self.initial[f"new_source_{name}"] = chosen.fixed.get(f"source_{name}", "")

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """For each column of the file: its field and some of what stands in it."""
        lines = []
        for place in range(len(self._batch.header)):
            found = dict.fromkeys(
                row[place][:_LONGEST_EXAMPLE] for row in self._batch.rows[:200] if row[place]
            )
            lines.append({"field": self[f"column_{place}"], "examples": list(found)[:_EXAMPLES]})
        return lines

    @property
    def fixed_fields(self) -> list[Any]:
        """The fields for what holds for all rows."""
        return [self[name] for name in self.fields if name.startswith("fixed_")]

    @property
    def source_fields(self) -> list[Any]:
        """The fields for a source that is new."""
        return [self[name] for name in self.fields if name.startswith("new_source")]

    @property
    def general_fields(self) -> list[Any]:
        """How the table is made and how its numbers are written."""
        return [self[name] for name in ("across", "notation") if name in self.fields]

    def clean_fixed_period(self) -> str:
        try:
            return read_period(self.cleaned_data["fixed_period"])
        except CellError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError next to a column that is chosen twice, and for what is missing."""
        values: dict[str, Any] = super().clean() or {}
        across = values.get("across", "")
        chosen: dict[str, str] = {}
        for place, header in enumerate(self._batch.header):
            name = values.get(f"column_{place}")
            if not name or name == VALUES:
                continue
            if name in chosen:
                self.add_error(
                    f"column_{place}",
                    _now("“%(label)s” koos u al bij “%(header)s”. Kies iets anders, of “Niet gebruiken”.")
                    % {"label": label_of(self._batch.kind, name), "header": chosen[name]},
                )
            chosen.setdefault(name, header)
        has_values = any(values.get(f"column_{place}") == VALUES for place in range(len(self._batch.header)))
        if has_values and not across:
            self.add_error(
                "across", _now("Kies wat de kolommen met “waarden” zijn: periodes, indicatoren of gebieden.")
            )
        if across and not has_values:
            self.add_error("across", _now("Kies hieronder “waarden” bij de kolommen met getallen."))
        if values.get("fixed_source") and values.get("new_source"):
            self.add_error(
                "new_source", _now("Kies een bron uit de lijst, of vul een nieuwe in. Niet allebei.")
            )
        self._need(values, chosen, across)
        return values

    def _need(self, values: dict[str, Any], chosen: dict[str, str], across: str) -> None:
        kind = self._batch.kind
        for group in REQUIRED[kind]:
            has_fixed = any(values.get(f"fixed_{name}") for name in group)
            if "source" in group and values.get("new_source"):
                has_fixed = True
            if not has_fixed and across not in group and not chosen.keys() & set(group):
                words = _now(" of ").join(f"“{label_of(kind, name)}”" for name in group)
                self.add_error(
                    None, _now("Kies een kolom voor %(words)s, of vul het hieronder in.") % {"words": words}
                )
        if kind == Kind.OBSERVATIONS and not across and "value" not in chosen:
            self.add_error(None, _now("Kies een kolom voor de waarde."))

    @property
    def choice(self) -> Choice:
        """What the editor chose."""
        values = self.cleaned_data
        places = range(len(self._batch.header))
        columns = {place: name for place in places if (name := values[f"column_{place}"])}
        fixed = {
            name.removeprefix("fixed_"): values[name]
            for name in self.fields
            if name.startswith("fixed_") and values[name]
        }
        if title := values.get("new_source"):
            fixed["source"] = title
            for name in ("publisher", "year", "url"):
                if text := values[f"new_source_{name}"]:
                    fixed[f"source_{name}"] = text
        return Choice(
            columns,
            values.get("across", ""),
            fixed,
            values["notation"],
            bool(values.get("new_sources") or values.get("new_source")),
        )


class RunForm(forms.Form):
    """Why values that are there change."""

    reason = forms.CharField(
        label=_("Waarom veranderen er waarden?"),
        max_length=300,
        help_text=_(
            "Lezers zien deze reden bij het cijfer. Bijvoorbeeld: het CBS heeft de cijfers bijgesteld."
        ),
        error_messages={"required": _("Schrijf op waarom er waarden veranderen.")},
    )
