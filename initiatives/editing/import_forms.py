"""Forms of the import: which file, which columns, and what to do with rows that are in doubt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.sheets.reading import Table, UnreadableFile, read_table
from initiatives.models import ImportBatch, InitiativeKind

from .columns import BY_NAME, COLUMNS, guess_columns

_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("CSV of XLSX, hooguit 10 MB en 20.000 rijen. Op de eerste rij staan de namen."),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    table: Table

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.table = read_table(upload)
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        return upload


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours. The names are guessed; an editor has the last word."""

    kind = forms.ModelChoiceField(
        label=_("Soort voor rijen zonder soort"),
        queryset=InitiativeKind.objects.all(),
        required=False,
        empty_label=_("Geen: zo’n rij is een fout"),
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._batch = batch
        chosen = batch.mapping.get("columns") or {
            str(place): name for place, name in guess_columns(batch.header).items()
        }
        choices = [("", _now("Niet gebruiken")), *((column.name, column.label) for column in COLUMNS)]
        for place, name in enumerate(batch.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=chosen.get(str(place), "")
            )
        self.initial.setdefault("kind", batch.mapping.get("kind"))

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

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError next to a column that is chosen twice, or when no column has a name."""
        values: dict[str, Any] = super().clean() or {}
        chosen: dict[str, str] = {}
        for place, header in enumerate(self._batch.header):
            name = values.get(f"column_{place}")
            if not name:
                continue
            if name in chosen:
                self.add_error(
                    f"column_{place}",
                    _now("“%(label)s” koos u al bij “%(header)s”. Kies iets anders, of “Niet gebruiken”.")
                    % {"label": BY_NAME[name].label, "header": chosen[name]},
                )
            chosen.setdefault(name, header)
        if not chosen.keys() & {"title", "slug"}:
            raise forms.ValidationError(_now("Kies in elk geval een kolom voor de naam, of voor de sleutel."))
        return values

    @property
    def columns(self) -> dict[str, str]:
        """The choice, as it is kept with the batch: our names by the place of the column."""
        places = range(len(self._batch.header))
        names = {str(place): self.cleaned_data[f"column_{place}"] for place in places}
        return {place: name for place, name in names.items() if name}


class RunForm(forms.Form):
    """Whether what is brought in is public at once."""

    publish = forms.BooleanField(
        label=_("Zet alles meteen op de website"),
        help_text=_("Niet aangevinkt? Dan worden het concepten. Die kunt u eerst nakijken."),
        required=False,
    )


def answers_from(data: Any, report: list[dict[str, Any]], before: dict[str, str]) -> dict[str, str]:
    """Return what an editor answered for the rows in doubt: "new", "skip" or the id of a page.

    Answers for rows that are not on this screen stay as they were; anything that was not offered is ignored.
    """
    answers = dict(before)
    for line in report:
        given = data.get(f"row_{line['row']}")
        if given is None or not line["like"]:
            continue
        offered = {"new", "skip", *(str(like["page"]) for like in line["like"] if like["page"])}
        if given in offered:
            answers[str(line["row"])] = given
        elif not given:
            answers.pop(str(line["row"]), None)
    return answers
