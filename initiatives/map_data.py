"""What a map shows in a box: clusters, pins and village labels, at most `MOST_FEATURES` in all.

The answer, all numbers in degrees (WGS84):
    count      the number of initiatives of the selection, wherever they are
    total      the number of those in the box that have an exact location
    pins       [{id, title, url, icon, kind, where, lat, lng, pale}]: one initiative on its own
    clusters   [{lat, lng, count, bounds: [south, west, north, east], label, items?}]; `label` says in words
               what it holds; items (pins) when zooming in cannot take the cluster apart; from far away, what
               there is for a whole village counts too
    areas      [{name, lat, lng, count, places, bounds, url, label, items?}]: initiatives for a whole village,
               at its centre; of several villages together, `name` and place are of the largest group
    elsewhere  [{label, count, url}]: initiatives that have no place on a map
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from leaflet import app_settings

from core.chrome import chrome_for
from core.geo import Bounds
from initiatives import maps
from initiatives.finder.found import Found
from initiatives.finder.snapshot import SCOPES, Mask, Numbers
from initiatives.map_grid import Grid, Screen, Spot
from initiatives.models.initiative_page import InitiativePage, where_words
from initiatives.models.kinds import InitiativeKind
from initiatives.selection import PROVINCE_WIDE, Selection, SelectionForm

if TYPE_CHECKING:
    from initiatives.models import InitiativeIndexPage

MOST_FEATURES = 300
MOST_AREAS = 100
#: Cells are 64 pixels wide, a quarter of a tile.
CELLS_PER_TILE = 4
#: From this zoom names of villages stand on the map by themselves; before, they would lie over pins.
VILLAGES_APART = 12
#: The share of a cluster that one kind must have to be named in its words.
WORTH_SAYING = 0.25
#: Clusters on one spot, or at the deepest zoom, list what they hold up to this number.
MOST_IN_STACK = 20
MOST_STACKS = 10
#: Villages list what they hold when it is this little in all.
MOST_AREA_ITEMS = 100
SECONDS_TO_KEEP = 60

_POINT = SCOPES.index(InitiativePage.Scope.POINT)
_VILLAGE = SCOPES.index(InitiativePage.Scope.PLACE)
_PROVINCE = SCOPES.index(InitiativePage.Scope.PROVINCE)


class ViewForm(forms.Form):
    """The part of the map that somebody looks at."""

    west = forms.FloatField(min_value=-180, max_value=180)
    east = forms.FloatField(min_value=-180, max_value=180)
    south = forms.FloatField(min_value=-90, max_value=90)
    north = forms.FloatField(min_value=-90, max_value=90)
    zoom = forms.IntegerField(min_value=0, max_value=22)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data["west"] < data["east"] and data["south"] < data["north"]):
            raise forms.ValidationError("empty")
        return data


@dataclass
class MapFeatures:
    """What is drawn; see the module for the meaning of each list."""

    count: int = 0
    total: int = 0
    pins: list[dict[str, Any]] = field(default_factory=list)
    clusters: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: list[dict[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.pins) + len(self.clusters) + len(self.areas)


@dataclass(frozen=True)
class MapQuery:
    """One question of a map: which of these initiatives, in which box, at which zoom."""

    found: Found
    bounds: Bounds
    zoom: int
    ratio: float
    index_url: str
    province: str = ""

    def features(self) -> MapFeatures:
        """Return all that is drawn: at most one query, for the words of what stands by itself."""
        drawn = MapFeatures(count=self.found.count)
        points = self._inside(self.found.mask & (self.found.snapshot.scope == _POINT))
        villages = self._inside(self.found.mask & (self.found.snapshot.scope == _VILLAGE))
        drawn.total = len(points)
        if self.zoom >= VILLAGES_APART:
            of_village = self._add_areas(drawn, self._in_cells(villages))
            alone, stacks, _names = self._add_clusters(drawn, points)
        else:
            alone, stacks, names = self._add_clusters(drawn, np.concatenate((points, villages)))
            of_village = self._add_areas(drawn, names)
        wanted = [*alone, *(key for keys, _cluster in stacks for key in keys)]
        items = of_village if sum(map(len, of_village.values())) <= MOST_AREA_ITEMS else {}
        pins = self._pins([*wanted, *(key for keys in items.values() for key in keys)])
        drawn.pins = [pins[key] for key in alone if key in pins]
        for keys, cluster in stacks:
            cluster["items"] = _by_title(pins, keys)
        for area in drawn.areas:
            of_area = [key for place in area.pop("of") for key in items.get(place, ())]
            if of_area:
                area["items"] = _by_title(pins, of_area)
        drawn.elsewhere = self._elsewhere()
        return drawn

    # Exact locations, and villages as long as one looks from far away

    def _add_clusters(
        self, drawn: MapFeatures, rows: Numbers
    ) -> tuple[list[int], list[tuple[list[int], dict[str, Any]]], list[Numbers]]:
        """Add the clusters.

        Return the pages that stand alone, those of clusters that cannot open, and the rows of groups with
        nothing but what is for whole villages.
        """
        if not len(rows):
            return [], [], []
        snapshot = self.found.snapshot
        grid = Grid.fitting(
            self.bounds, self.zoom, self.ratio, CELLS_PER_TILE, MOST_FEATURES - len(drawn.areas)
        )
        screen = Screen(grid, self.zoom, self.ratio)
        cells = np.unique(
            grid.cells(snapshot.centres[0][rows], snapshot.centres[1][rows]), return_inverse=True
        )[1]
        spots = _Groups.of(self.found, rows, cells).spots()
        groups = _Groups.of(self.found, rows, np.array(screen.merged(spots))[cells])
        labels = _Labels(self.found, groups)
        alone: list[int] = []
        stacks: list[tuple[list[int], dict[str, Any]]] = []
        names: list[Numbers] = []
        for at, (spot, (south, west, north, east)) in enumerate(
            zip(groups.spots(), groups.bounds(), strict=True)
        ):
            members = groups.members(at)
            if not spot.points:
                names.append(members)
                continue
            if spot.count == 1:
                alone.append(int(snapshot.pk[members[0]]))
                continue
            latitude, longitude = screen.drawn_at(spot)
            cluster: dict[str, Any] = {
                "lat": round(latitude, 6),
                "lng": round(longitude, 6),
                "count": spot.count,
                "bounds": [south, west, north, east],
                "label": labels.of(at, spot),
            }
            drawn.clusters.append(cluster)
            one_spot = south == north and west == east
            cannot_open = (one_spot or self.zoom >= app_settings["MAX_ZOOM"]) and spot.count <= MOST_IN_STACK
            if cannot_open and len(stacks) < MOST_STACKS:
                stacks.append((snapshot.pk[members].tolist(), cluster))
        return alone, stacks, names

    def _inside(self, mask: Mask) -> Numbers:
        """Return the rows of the mask that lie in the box."""
        snapshot, box = self.found.snapshot, self.bounds
        rows = np.nonzero(mask)[0]
        latitudes, longitudes = snapshot.centres[0][rows], snapshot.centres[1][rows]
        inside = (latitudes >= box.south) & (latitudes <= box.north)
        inside &= (longitudes >= box.west) & (longitudes <= box.east)
        found: Numbers = rows[inside]
        return found

    def _pins(self, pks: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return what a pin says, by page, in the order of titles."""
        wanted = list(pks)
        if not wanted:
            return {}
        details = self.found.details(wanted)
        rows = (
            InitiativePage.objects.filter(pk__in=wanted)
            .order_by("title", "pk")
            .values_list(
                "pk", "title", "slug", "kind__icon", "kind__name", "scope", "place__name", "locality",
                "municipality__name", "latitude", "longitude",
            )
        )  # fmt: skip
        pins = {}
        for pk, title, slug, icon, kind, scope, place, locality, municipality, latitude, longitude in rows:
            pins[pk] = {
                "id": pk,
                "title": title,
                "url": f"{self.index_url}{slug}/",
                "icon": icon,
                "kind": kind,
                "where": where_words(scope, place or locality, municipality or ""),
            }
            if latitude is not None:
                pins[pk] |= {"lat": float(latitude), "lng": float(longitude), "pale": details[pk][2]}
        return pins

    # Whole villages, and what has no place on a map

    def _in_cells(self, rows: Numbers) -> list[Numbers]:
        """Return the rows of villages that share a cell."""
        if not len(rows):
            return []
        grid = Grid.fitting(self.bounds, self.zoom, self.ratio, CELLS_PER_TILE, MOST_AREAS)
        latitudes, longitudes = (centre[rows] for centre in self.found.snapshot.centres)
        groups = _Groups.of(
            self.found, rows, np.unique(grid.cells(latitudes, longitudes), return_inverse=True)[1]
        )
        return [groups.members(at) for at in range(len(groups.starts))]

    def _add_areas(self, drawn: MapFeatures, groups: list[Numbers]) -> dict[int, list[int]]:
        """Add a label for each group of villages; return the pages of each village."""
        snapshot = self.found.snapshot
        places = snapshot.vocabulary.places
        villages: dict[int, list[int]] = {}
        for rows in groups:
            for place, page in zip(snapshot.place[rows].tolist(), snapshot.pk[rows].tolist(), strict=True):
                villages.setdefault(place, []).append(page)
            group = sorted(set(snapshot.place[rows].tolist()), key=lambda place: (places[place][0], place))
            # The first of equals is the first of the alphabet.
            largest = max(group, key=lambda place: len(villages[place]))
            name, _municipality, latitude, longitude = places[largest]
            latitudes = [places[place][2] for place in group]
            longitudes = [places[place][3] for place in group]
            number = sum(len(villages[place]) for place in group)
            query = self.found.selection.with_words(name).query
            drawn.areas.append(
                {
                    "name": name,
                    "lat": latitude,
                    "lng": longitude,
                    "count": number,
                    "places": len(group),
                    "bounds": [min(latitudes), min(longitudes), max(latitudes), max(longitudes)],
                    "url": f"{self.index_url}?{query}",
                    "label": _area_label(name, len(group) - 1, number),
                    "of": group,
                }
            )
        return villages

    def _elsewhere(self) -> list[dict[str, Any]]:
        snapshot, vocabulary = self.found.snapshot, self.found.snapshot.vocabulary
        wide = self.found.mask & np.isnan(snapshot.centres[0])
        local = wide & (snapshot.scope != _PROVINCE)
        numbers = np.unique(snapshot.municipality[local], return_counts=True)
        slugs = {choice.pk: choice.slug for choice in vocabulary.choices["gemeente"].values()}
        lines = []
        for pk, number in zip(numbers[0].tolist(), numbers[1].tolist(), strict=True):
            name = vocabulary.municipalities.get(pk, ("", 0.0, 0.0))[0]
            label = _("Hele gemeente %(name)s") % {"name": name} if name else _("Zonder gemeente")
            lines.append({"label": label, "count": number, "url": self._in_area(slugs.get(pk, ""))})
        lines.sort(key=lambda line: str(line["label"]))
        province_wide = int(np.count_nonzero(wide & (snapshot.scope == _PROVINCE)))
        if province_wide:
            label = _("Heel %(province)s") % {"province": self.province}
            lines.append({"label": label, "count": province_wide, "url": self._in_area(PROVINCE_WIDE)})
        return lines

    def _in_area(self, municipality: str) -> str:
        return f"{self.index_url}?{in_area(self.found.selection, municipality).query}"


@dataclass(frozen=True)
class _Groups:
    """Rows of the snapshot in the order of their groups, which begin at `starts`."""

    found: Found
    rows: Numbers
    starts: Numbers
    numbers: Numbers

    @classmethod
    def of(cls, found: Found, rows: Numbers, group: Numbers) -> _Groups:
        """Return the groups; `group` has a number for each row."""
        order = np.argsort(group, kind="stable")
        _groups, starts, numbers = np.unique(group[order], return_index=True, return_counts=True)
        return cls(found, rows[order], starts, numbers)

    def members(self, at: int) -> Numbers:
        """Return the rows of one group."""
        found: Numbers = self.rows[self.starts[at] : self.starts[at] + self.numbers[at]]
        return found

    def spots(self) -> list[Spot]:
        """Return where each group is and how many it holds."""
        snapshot = self.found.snapshot
        means = [
            np.add.reduceat(centre[self.rows], self.starts) / self.numbers for centre in snapshot.centres
        ]
        villages = np.add.reduceat((snapshot.scope[self.rows] == _VILLAGE).astype(np.int64), self.starts)
        columns = (*means, self.numbers - villages, villages)
        return [Spot(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]

    def bounds(self) -> list[tuple[float, float, float, float]]:
        """Return south, west, north and east of each group."""
        latitudes, longitudes = (centre[self.rows] for centre in self.found.snapshot.centres)
        sides = [
            extreme.reduceat(values, self.starts).tolist()
            for extreme in (np.minimum, np.maximum)
            for values in (latitudes, longitudes)
        ]
        return list(zip(*sides, strict=True))


class _Labels:
    """Says in words what clusters hold: "8 initiatieven, waarvan 5 dorpshuizen"."""

    def __init__(self, found: Found, groups: _Groups) -> None:
        rows = groups.rows
        kinds, codes = np.unique(found.snapshot.kind[rows], return_inverse=True)
        table = np.zeros((len(kinds), len(rows)), dtype=np.int32)
        table[codes, np.arange(len(rows))] = 1
        choices = {choice.pk: choice for choice in found.snapshot.vocabulary.choices["soort"].values()}
        self._kinds = [choices[kind] for kind in kinds.tolist()]
        # "Of which 5 other initiatives" says nothing.
        table[[kind.icon == InitiativeKind.Icon.OTHER for kind in self._kinds]] = 0
        per_kind = np.add.reduceat(table, groups.starts, axis=1)
        self._best = per_kind.argmax(axis=0)
        self._number = per_kind.max(axis=0)

    def of(self, at: int, spot: Spot) -> str:
        """Return the words for one cluster."""
        kind, of_kind = self._kinds[self._best[at]], int(self._number[at])
        values = {"number": _thousands(spot.count), "most": _thousands(of_kind), "kind": kind.name.lower()}
        if of_kind > 1:
            values["kind"] = (kind.plural or kind.name).lower()
        if of_kind == spot.count:
            words = "{most} {kind}".format(**values)
        elif of_kind < max(2, spot.count * WORTH_SAYING):
            words = _("{number} initiatieven van verschillende soorten").format(**values)
        else:
            words = _("{number} initiatieven, waarvan {most} {kind}").format(**values)
        if not spot.villages:
            return words
        of_villages = ngettext(
            "1 is er voor een heel dorp", "{villages} zijn er voor een heel dorp", spot.villages
        ).format(villages=_thousands(spot.villages))
        return f"{words}. {of_villages}"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _area_label(name: str, others: int, number: int) -> str:
    """Return in words what a label of villages stands for."""
    values = {"name": name, "others": others, "number": _thousands(number)}
    if not others:
        return ngettext(
            "{name}: 1 initiatief voor het hele dorp",
            "{name}: {number} initiatieven voor het hele dorp",
            number,
        ).format(**values)
    return ngettext(
        "{name} en 1 ander dorp: {number} initiatieven voor het hele dorp",
        "{name} en {others} andere dorpen: {number} initiatieven voor het hele dorp",
        others,
    ).format(**values)


def _by_title(pins: dict[int, dict[str, Any]], keys: Iterable[int]) -> list[dict[str, Any]]:
    wanted = set(keys)
    return [pin for key, pin in pins.items() if key in wanted]


def in_area(selection: Selection, municipality: str) -> Selection:
    """Return the same selection for another area; a place and a part of the map no longer count."""
    return replace(
        selection, municipality=municipality, place="", near=None, distance=0, box=None, stand=None
    )


def map_response(request: HttpRequest, index: InitiativeIndexPage) -> HttpResponseBase:
    """Answer a question of the map as JSON; a wrong one with status 400 and a sentence that says so."""
    view, form = ViewForm(request.GET), SelectionForm(request.GET)
    if not view.is_valid():
        return _refused(_("De kaart vraagt om een gebied dat niet bestaat. Laad de pagina opnieuw."))
    if not form.is_valid():
        return _refused(_("Een van uw keuzes bestaat niet. Kies opnieuw in het formulier."))
    seen = view.cleaned_data
    identity = chrome_for(request).identity
    # The map shows what lies around the part that the list follows, too.
    selection = replace(form.selection, box=None)
    found = index.find(request, form, selection)[0]
    query = MapQuery(
        found=found,
        # As precise as locations are stored: about ten centimetres.
        bounds=Bounds(*(round(seen[side], 6) for side in ("south", "west", "north", "east"))),
        zoom=seen["zoom"],
        ratio=maps.degrees_ratio(maps.site_bounds(request)),
        index_url=index.get_url(request) or "/",
        province=identity.province,
    )
    body = json.dumps(vars(query.features()), ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SECONDS_TO_KEEP}"
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _refused(sentence: str) -> JsonResponse:
    response = JsonResponse({"error": sentence}, status=400, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
