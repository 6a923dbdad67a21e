"""The forms of who is not an editor: sign up an initiative, change one's own, and say what is wrong."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from django import forms
from django.core.signing import BadSignature, dumps, loads
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.models import Municipality, Place
from initiatives.contributions import content, locations
from initiatives.contributions.hour_rows import HourRows
from initiatives.models import Facility, InitiativeKind, InitiativePage, Proposal

PROVINCE = "provincie"
#: Buttons that look something up or add a row: they send nothing.
SEARCH, MORE_ROWS = "search", "more_rows"

_EMAIL_WRONG = _("Dit e-mailadres klopt niet. Schrijf het zoals in dit voorbeeld: naam@voorbeeld.nl.")
_WEB_ADDRESS = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# Letters that are drawn as nothing, or turn the direction of what follows.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Where(StrEnum):
    """The answers to the question where."""

    SAME = "same"
    ADDRESS = "address"
    PLACE = "place"
    WIDE = "wide"


class PlaceSelect(forms.ModelChoiceField):
    """A list of villages; the municipality tells two of one name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.municipality.name})" if obj.municipality.name != obj.name else obj.name


class CleanText(forms.CharField):
    """Text without letters that nobody sees."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(_INVISIBLE.sub("", value) if isinstance(value, str) else value)


class PublicForm(forms.Form):
    """A form of this site: errors next to the fields and in a list above, a trap for robots."""

    use_required_attribute = False

    subject = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    @property
    def is_robot(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self["subject"].data)

    def forget_errors(self) -> None:
        """Show what was typed without blaming anybody: it was not sent yet."""
        self.full_clean()
        self.errors.clear()

    @property
    def error_links(self) -> list[tuple[str, str]]:
        """The id of the control and the message of every error, in the order of the form."""
        first = next(iter(self.fields))
        return [link for name in self.fields for link in self.links_of(name)] + [
            (self.control_id(first), str(message)) for message in self.non_field_errors()
        ]

    def links_of(self, name: str) -> list[tuple[str, str]]:
        """Return the errors of one field as `error_links` has them."""
        return [(self.control_id(name), str(message)) for message in self.errors.get(name, [])]

    def control_id(self, name: str) -> str:
        """Return the id of the first control of a field."""
        widget = self.fields[name].widget
        several = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"{self[name].auto_id}_0" if several else self[name].auto_id


class InitiativeForm(PublicForm):
    """What visitors should know about an initiative.

    The address service is not asked here: the view does, and hands over `found`.
    """

    title = CleanText(
        label=_("Hoe heet het initiatief?"),
        max_length=120,
        error_messages={
            "required": _("Vul de naam van het initiatief in."),
            "max_length": _("Deze naam is te lang. Gebruik hooguit 120 tekens."),
        },
    )
    kind = forms.ModelChoiceField(
        label=_("Wat voor initiatief is het?"),
        queryset=InitiativeKind.objects.all(),
        to_field_name="slug",
        empty_label=_("Maak een keuze"),
        error_messages={
            "required": _("Kies wat voor initiatief het is."),
            "invalid_choice": _("Kies een soort uit de lijst."),
        },
    )
    introduction = CleanText(
        label=_("Wat is het? En voor wie?"),
        max_length=600,
        help_text=_(
            "Twee of drie korte zinnen. Gebruik gewone woorden. Noem geen namen van mensen. "
            "Hooguit 600 tekens."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Leg kort uit wat het initiatief is."),
            "max_length": _("Deze tekst is te lang. Gebruik hooguit 600 tekens."),
        },
    )
    where = forms.ChoiceField(
        label=_("Waar is het?"),
        choices=[
            (Where.ADDRESS.value, _("Op een adres")),
            (Where.PLACE.value, _("In een heel dorp of een hele wijk")),
            (Where.WIDE.value, _("Geen vaste plek: hele gemeente of hele provincie")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies waar het initiatief is."),
            "invalid_choice": _("Kies waar het initiatief is."),
        },
    )
    address = CleanText(
        label=_("Zoek het adres"),
        required=False,
        max_length=160,
        help_text=_("Bijvoorbeeld: Brink 1 Assen. Kies daarna een adres uit de lijst."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Dit is te lang. Typ alleen straat, nummer en plaats.")},
    )
    location = forms.CharField(required=False)
    place = PlaceSelect(
        label=_("Welk dorp of welke wijk?"),
        required=False,
        queryset=Place.objects.select_related("municipality"),
        to_field_name="slug",
        empty_label=_("Kies uit de lijst"),
        help_text=_("Staat het er niet bij? Kies dan het dorp dat het dichtst in de buurt is."),
        error_messages={"invalid_choice": _("Kies een dorp of wijk uit de lijst.")},
    )
    wide = forms.ChoiceField(
        label=_("Voor welk gebied?"),
        required=False,
        error_messages={"invalid_choice": _("Kies een gebied uit de lijst.")},
    )
    hours = forms.ChoiceField(
        label=_("Wanneer is het open?"),
        required=False,
        choices=[
            (InitiativePage.Hours.WEEKLY, _("Op vaste tijden")),
            (InitiativePage.Hours.ALWAYS, _("Altijd")),
            (InitiativePage.Hours.APPOINTMENT, _("Op afspraak")),
            ("", _("Dat weet ik niet, of het hangt ervan af")),
        ],
        initial="",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Kies een van de antwoorden.")},
    )
    opening_hours = CleanText(
        label=_("Wilt u iets zeggen over de tijden?"),
        required=False,
        max_length=400,
        help_text=_("Bijvoorbeeld: elke eerste dinsdag van de maand koffie. Hooguit 400 tekens."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Deze tekst is te lang. Gebruik hooguit 400 tekens.")},
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Bijvoorbeeld: www.dorpshuisvoorbeeld.nl."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Dit webadres klopt niet. Schrijf het zoals in dit voorbeeld: www.voorbeeld.nl."),
            "max_length": _("Dit webadres is te lang. Gebruik hooguit 200 tekens."),
        },
    )
    phone = forms.RegexField(
        label=_("Telefoon voor bezoekers"),
        required=False,
        regex=r"^\+?[\d\s().\-/]{3,19}$",
        max_length=20,
        help_text=_("Dit nummer komt op de website. Geen privénummer."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "class": "w-medium"}),
        error_messages={
            "invalid": _("Dit nummer klopt niet. Gebruik alleen cijfers, zoals 0592 12 34 56."),
            "max_length": _("Dit nummer is te lang. Gebruik hooguit 20 tekens."),
        },
    )
    public_email = forms.EmailField(
        label=_("E-mailadres voor bezoekers"),
        required=False,
        max_length=254,
        help_text=_("Dit adres komt op de website. Geen privéadres."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _EMAIL_WRONG},
    )
    facilities = forms.ModelMultipleChoiceField(
        label=_("Wat is er?"),
        required=False,
        queryset=Facility.objects.all(),
        to_field_name="slug",
        help_text=_("Vink aan wat er is. Weet u het niet zeker? Laat het leeg."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Kies voorzieningen uit de lijst.")},
    )
    statement = forms.BooleanField(
        label=_("Er staan geen gegevens van privépersonen in, zoals een naam of een nummer van thuis."),
        error_messages={
            "required": _("Kijk na of er geen gegevens van privépersonen in staan. Zet dan het vinkje.")
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        province: str = "",
        known: content.Answers | None = None,
        more_rows: bool = False,
        **kwargs: Any,
    ) -> None:
        """`known` is what the initiative's page says now; `more_rows` adds a row for opening hours."""
        known = known or {}
        initial = {name: value for name, value in known.items() if name in self.base_fields and value}
        initial.pop("where", None)
        super().__init__(data, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        wide: Any = self.fields["wide"]
        wide.choices = [
            ("", _("Kies uit de lijst")),
            (PROVINCE, _now("Heel %(province)s") % {"province": province}),
            *(
                (m.slug, _now("Hele gemeente %(name)s") % {"name": m.name})
                for m in Municipality.objects.all()
            ),
        ]
        self.rows = HourRows(data, known.get("times", []), more=more_rows)
        self.found = locations.Choices([])

    def forget_errors(self) -> None:
        super().forget_errors()
        self.rows.forget_errors()

    @cached_property
    def chosen(self) -> locations.Choice | None:
        """The address that was chosen from a list before, to be shown again."""
        value = self["location"].value() or ""
        candidate = locations.read(value) if isinstance(value, str) else None
        return locations.Choice(candidate.label, value) if candidate else None

    @property
    def location_options(self) -> list[tuple[locations.Choice, bool]]:
        """The addresses to choose from, and which one is chosen."""
        if self.found.options:
            return [(option, False) for option in self.found.options]
        return [(self.chosen, True)] if self.chosen else []

    @property
    def wants_search(self) -> bool:
        """Whether an address was typed of which none is chosen yet."""
        return self["where"].value() == Where.ADDRESS and not self.chosen and bool(self["address"].value())

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if len(_LETTER.findall(title)) < 2:
            raise forms.ValidationError(_("Vul een naam in die mensen kunnen lezen."))
        return title

    def clean_introduction(self) -> str:
        text = str(self.cleaned_data["introduction"])
        if _WEB_ADDRESS.search(text):
            raise forms.ValidationError(
                _("Zet geen webadres in deze tekst. Voor de website is er een eigen vak.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        where = data.get("where")
        if where == Where.ADDRESS and not self.chosen and "address" not in self.errors:
            asked = (
                _("Kies uw adres uit de lijst. Staat het er niet bij? Zoek opnieuw, of kies een dorp.")
                if data.get("address")
                else _("Typ het adres. Klik daarna op “Zoek adres”.")
            )
            self.add_error("address", asked)
        elif where == Where.PLACE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Kies een dorp of wijk uit de lijst."))
        elif where == Where.WIDE and not data.get("wide") and "wide" not in self.errors:
            self.add_error("wide", _("Kies een gebied uit de lijst."))
        if data.get("hours") == InitiativePage.Hours.WEEKLY:
            # The rows show their own errors; this one keeps the form from being sent.
            if not self.rows.is_valid():
                self.add_error("hours", _("Kijk de openingstijden na."))
            elif not self.rows.times:
                self.add_error("hours", _("Vul minstens één dag met tijden in. Of kies een ander antwoord."))
        return data

    def links_of(self, name: str) -> list[tuple[str, str]]:
        links = super().links_of(name)
        return links + self.rows.error_links if name == "hours" and links else links

    @property
    def answers(self) -> content.Answers:
        """What was filled in, as it is kept. Call it on a valid form."""
        data = self.cleaned_data
        weekly = data["hours"] == InitiativePage.Hours.WEEKLY
        answers = {name: data[name] for name in content.LABELS if name in data}
        answers["kind"] = data["kind"].slug
        answers["times"] = self.rows.times if weekly else []
        answers["facilities"] = sorted(facility.slug for facility in data["facilities"])
        answers.pop("where")
        location = self.location_answer
        return answers | ({"where": location} if location else {})

    @property
    def location_answer(self) -> locations.Where | None:
        """The chosen location, or None when it stays as it is."""
        data = self.cleaned_data
        if data["where"] == Where.ADDRESS:
            candidate = locations.read(data["location"])
            return locations.where_candidate(candidate) if candidate else None
        if data["where"] == Where.PLACE:
            return locations.where_place(data["place"])
        if data["where"] == Where.WIDE:
            wide = data["wide"]
            return locations.where_wide(
                None if wide == PROVINCE else Municipality.objects.filter(slug=wide).first()
            )
        return None


_BEFORE_STATEMENT = [name for name in InitiativeForm.base_fields if name != "statement"]


class ProposeForm(InitiativeForm):
    """A new initiative, with the address of who signs it up."""

    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=254,
        help_text=_(
            "Dit adres komt niet op de website. Wij mailen u om te bevestigen, en daarna één keer per jaar "
            "met de vraag of alles nog klopt."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Vul uw e-mailadres in."), "invalid": _EMAIL_WRONG},
    )
    field_order = [*_BEFORE_STATEMENT, "email", "statement"]


class ChangeForm(InitiativeForm):
    """The initiative's own page, filled with what it says now."""

    base = forms.CharField(required=False, widget=forms.HiddenInput)
    explanation = CleanText(
        label=_("Wilt u de redactie nog iets zeggen?"),
        required=False,
        max_length=1000,
        help_text=_("Dit komt niet op de website."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Deze tekst is te lang. Gebruik hooguit 1.000 tekens.")},
    )
    field_order = [*_BEFORE_STATEMENT, "explanation", "statement"]
    _SALT = "initiatives.contributions.base"

    def __init__(
        self, data: Any = None, *, page: InitiativePage, known: content.Answers, **kwargs: Any
    ) -> None:
        """`known` is what the page said in public when the form was opened."""
        initial = {"base": self.sign_base(page), "where": Where.SAME.value}
        super().__init__(data, known=known, initial=initial, **kwargs)
        where: Any = self.fields["where"]
        where.choices = [(Where.SAME.value, _("De plek klopt")), *where.choices]

    @classmethod
    def sign_base(cls, page: InitiativePage) -> str:
        """Return which published version the form was filled from."""
        return dumps([page.pk, page.live_revision_id], salt=cls._SALT)

    @classmethod
    def read_base(cls, page: InitiativePage, value: str) -> int | None:
        """Return the published version that a form was filled from, or None when that is not known."""
        try:
            page_id, revision_id = loads(value, salt=cls._SALT)
        except (BadSignature, ValueError, TypeError):
            return None
        return revision_id if page_id == page.pk and isinstance(revision_id, int) else None


class ReportForm(PublicForm):
    """What is wrong with an initiative, by anybody."""

    reason = forms.ChoiceField(
        label=_("Wat klopt er niet?"),
        choices=Proposal.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies wat er niet klopt."),
            "invalid_choice": _("Kies een antwoord uit de lijst."),
        },
    )
    explanation = CleanText(
        label=_("Wat moet het wel zijn?"),
        required=False,
        max_length=1000,
        help_text=_("Noem geen namen van mensen. Hooguit 1.000 tekens."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Deze tekst is te lang. Gebruik hooguit 1.000 tekens.")},
    )
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        required=False,
        max_length=254,
        help_text=_("Alleen als u antwoord wilt. Het komt niet op de website en wij wissen het later."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _EMAIL_WRONG},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needs_words = {Proposal.Reason.OTHER, Proposal.Reason.TEXT, Proposal.Reason.PRIVACY}
        if (
            data.get("reason") in needs_words
            and not data.get("explanation")
            and "explanation" not in self.errors
        ):
            self.add_error("explanation", _("Leg kort uit wat er niet klopt. Dan kunnen wij het verbeteren."))
        return data
