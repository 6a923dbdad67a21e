"""What a visitor chose to see: one form, one query string, one result for list, map, print and downloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from core.geo import Bounds
from initiatives.finder.current import current_snapshot
from initiatives.finder.snapshot import Choice, Snapshot
from initiatives.models.initiative_page import InitiativePage
from initiatives.models.opening import Weekday

#: The value of `gemeente` for what belongs to no municipality but to the whole province.
PROVINCE_WIDE = "heel-de-provincie"
LONGEST_TEXT = 200
#: Distances in kilometres that can be chosen, and the one that counts when none is.
DISTANCES = (2, 5, 10, 20, 40)
DEFAULT_DISTANCE = 10
#: Decimals of a visitor's own location: about a kilometre. It stands in the address of the page.
OWN_LOCATION_DECIMALS = 2

NOW = "nu"
DAYS = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6}
PARTS = {"ochtend": _("ochtend"), "middag": _("middag"), "avond": _("avond")}
COSTS = {
    "gratis": InitiativePage.Costs.FREE,
    "klein": InitiativePage.Costs.SMALL,
    "betaald": InitiativePage.Costs.PAID,
}
ORDERS = {
    "": _("Automatisch"),
    "relevantie": _("Best passend eerst"),
    "afstand": _("Dichtstbij eerst"),
    "naam": _("Op naam"),
}
VIEWS = {
    "lijst": _("Lijst"),
    "inbedden": _("Inbedden"),
    "afdrukken": _("Afdrukken"),
    "csv": "CSV",
    "geojson": "GeoJSON",
    "json": "JSON",
}


@dataclass(frozen=True)
class Selection:
    """The choices that were understood, as they stand in the address. An empty one selects everything.

    `near` is a visitor's own location in degrees, `box` a part of the map, `stand` how the map stands: zoom,
    latitude, longitude. That last one and `order` select nothing.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    municipality: str = ""  # a slug, or PROVINCE_WIDE
    place: str = ""
    near: tuple[float, float] | None = None
    distance: int = 0  # kilometres; 0 when none was chosen
    opening: str = ""
    part: str = ""
    facilities: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    box: Bounds | None = None
    order: str = ""
    stand: tuple[int, float, float] | None = None

    @property
    def is_active(self) -> bool:
        """Whether anything was chosen that leaves something out or sorts by place."""
        return replace(self, stand=None, order="") != Selection()

    @property
    def around(self) -> bool:
        """Whether it is about what is near to some place."""
        return bool(self.place or self.near)

    @property
    def kilometres(self) -> int:
        """How far from the place."""
        return self.distance or DEFAULT_DISTANCE

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, without what was not chosen or not understood."""
        found: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            name = PARAMETERS[field.name]
            if not value:
                continue
            if isinstance(value, Bounds):
                value = ",".join(_number(side) for side in (value.west, value.south, value.east, value.north))
            elif field.name == "near":
                value = ",".join(_number(side) for side in value)
            elif field.name == "stand":
                value = "/".join(_number(part) for part in value)
            found += [(name, one) for one in value] if isinstance(value, tuple) else [(name, str(value))]
        return found

    @property
    def query(self) -> str:
        """The query string of this selection."""
        return urlencode(self.parameters())

    def with_words(self, words: str) -> Selection:
        """Return the same selection with more words to search for."""
        return replace(self, text=f"{self.text} {words}".strip())


#: The names of the parameters of the address: Dutch, because readers see them.
PARAMETERS = {
    "text": "q",
    "kinds": "soort",
    "themes": "thema",
    "municipality": "gemeente",
    "place": "plek",
    "near": "nabij",
    "distance": "afstand",
    "opening": "open",
    "part": "dagdeel",
    "facilities": "voorziening",
    "groups": "doelgroep",
    "languages": "taal",
    "costs": "kosten",
    "box": "vak",
    "order": "volgorde",
    "stand": "kaart",
}


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


class NumbersField(forms.CharField):
    """A fixed number of numbers in one parameter, such as `52.99,6.56`. Gives a tuple of floats, or None."""

    widget = forms.HiddenInput

    def __init__(self, amount: int, separator: str = ",", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(max_length=120, **kwargs)
        self.amount = amount
        self.separator = separator

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            numbers = tuple(float(part) for part in text.split(self.separator))
        except ValueError:
            numbers = ()
        # Not a number is unequal to itself, and infinity lies outside every box.
        if len(numbers) != self.amount or not all(abs(number) <= 360 for number in numbers):
            raise forms.ValidationError(_("Wij begrijpen deze plek niet. Zoek op een dorp of een adres."))
        return numbers


class SelectionForm(forms.Form):
    """The GET form of the finder. What is not understood gets an error and does not count."""

    use_required_attribute = False
    not_a_choice = {
        "invalid_choice": _("Deze keuze bestaat niet. Kies er één uit de lijst."),
        "invalid_list": _("Deze keuze bestaat niet. Kies er één uit de lijst."),
    }
    too_long = {
        "max_length": _("Uw zoekvraag is te lang. Gebruik een paar woorden."),
        "null_characters_not_allowed": _("Wij kunnen een teken niet lezen. Typ uw woorden opnieuw."),
    }

    q = forms.CharField(
        label=_("Waar zoekt u naar?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages=too_long,
    )
    plek = forms.CharField(
        label=_("In de buurt van"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("Dorp, postcode of adres"),
        error_messages=too_long,
    )
    afstand = forms.ChoiceField(
        label=_("Afstand"),
        required=False,
        choices=[(str(km), _("binnen %d km") % km) for km in DISTANCES],
        initial=str(DEFAULT_DISTANCE),
        error_messages=not_a_choice,
    )
    nabij = NumbersField(2)
    soort = forms.MultipleChoiceField(label=_("Soort"), required=False, error_messages=not_a_choice)
    thema = forms.MultipleChoiceField(label=_("Thema"), required=False, error_messages=not_a_choice)
    gemeente = forms.ChoiceField(label=_("Gemeente"), required=False, error_messages=not_a_choice)
    open = forms.ChoiceField(
        label=_("Open"),
        required=False,
        choices=[
            ("", _("Maakt niet uit")),
            (NOW, _("Nu open")),
            *((short, Weekday(number).label) for short, number in DAYS.items()),
        ],
        error_messages=not_a_choice,
    )
    dagdeel = forms.ChoiceField(
        label=_("Deel van de dag"),
        required=False,
        choices=[("", _("Hele dag")), *PARTS.items()],
        error_messages=not_a_choice,
    )
    voorziening = forms.MultipleChoiceField(
        label=_("Voorzieningen"), required=False, error_messages=not_a_choice
    )
    doelgroep = forms.MultipleChoiceField(label=_("Voor wie"), required=False, error_messages=not_a_choice)
    taal = forms.MultipleChoiceField(label=_("Taal"), required=False, error_messages=not_a_choice)
    kosten = forms.MultipleChoiceField(
        label=_("Kosten"),
        required=False,
        choices=[(value, kind.label) for value, kind in COSTS.items()],
        error_messages=not_a_choice,
    )
    vak = NumbersField(4)
    kaart = NumbersField(3, "/")
    volgorde = forms.ChoiceField(
        label=_("Volgorde"), required=False, choices=list(ORDERS.items()), error_messages=not_a_choice
    )

    def __init__(self, *args: Any, snapshot: Snapshot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.snapshot = snapshot or current_snapshot()
        for name in ("soort", "thema", "voorziening", "doelgroep", "taal"):
            self._offer(name)
        self._offer("gemeente", ("", _("Alle gemeenten")), last=(PROVINCE_WIDE, _("Heel de provincie")))

    @property
    def chosen_distance(self) -> str:
        """The distance that the list of distances stands at."""
        return str(self["afstand"].value() or DEFAULT_DISTANCE)

    def _offer(self, name: str, *first: tuple[str, str | Promise], last: Any = None) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        offered = [(choice.slug, choice.name) for choice in self.choices(name)]
        field.choices = [*first, *offered, *([last] if last else [])]

    def choices(self, name: str) -> Iterable[Choice]:
        """Return what can be chosen in a field, in its editors' order."""
        return self.snapshot.vocabulary.choices[name].values()

    def clean_nabij(self) -> Any:
        near = self.cleaned_data.get("nabij")
        if near and (abs(near[0]) > 90 or abs(near[1]) > 180):
            raise forms.ValidationError(_("Deze plek bestaat niet. Zoek op een dorp of een adres."))
        # However precisely a browser told it: nobody's home stands in an address.
        return tuple(round(side, OWN_LOCATION_DECIMALS) for side in near) if near else None

    def clean_vak(self) -> Bounds | None:
        sides = self.cleaned_data.get("vak")
        if not sides:
            return None
        west, south, east, north = sides
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise forms.ValidationError(_("Dit deel van de kaart bestaat niet. Verschuif de kaart."))
        return Bounds(south, west, north, east)

    def clean_kaart(self) -> Any:
        stand = self.cleaned_data.get("kaart")
        if not stand:
            return None
        zoom, latitude, longitude = stand
        if not (0 <= zoom <= 22 and abs(latitude) <= 90 and abs(longitude) <= 180):
            raise forms.ValidationError(_("Dit deel van de kaart bestaat niet. Verschuif de kaart."))
        return int(zoom), latitude, longitude

    @cached_property
    def selection(self) -> Selection:
        """The choices that are valid; the others are left out."""
        self.full_clean()
        chosen = self.cleaned_data
        day = chosen.get("open", "")
        distance = int(chosen.get("afstand") or DEFAULT_DISTANCE)
        around = chosen.get("nabij") or chosen.get("plek")
        return Selection(
            text=chosen.get("q", ""),
            kinds=tuple(chosen.get("soort", ())),
            themes=tuple(chosen.get("thema", ())),
            municipality=chosen.get("gemeente", ""),
            # The location of the browser is newer than what stands in the field.
            place="" if chosen.get("nabij") else chosen.get("plek", ""),
            near=chosen.get("nabij"),
            # The usual distance needs no mention, and without a place there is none.
            distance=distance if around and distance != DEFAULT_DISTANCE else 0,
            opening=day,
            part=chosen.get("dagdeel", "") if day in DAYS else "",
            facilities=tuple(chosen.get("voorziening", ())),
            groups=tuple(chosen.get("doelgroep", ())),
            languages=tuple(chosen.get("taal", ())),
            costs=tuple(chosen.get("kosten", ())),
            box=chosen.get("vak"),
            order=chosen.get("volgorde", ""),
            stand=chosen.get("kaart"),
        )
