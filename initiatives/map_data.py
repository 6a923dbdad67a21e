"""What a map shows in a box: clusters, pins and village labels, at most `MOST_FEATURES` in all.

The answer, all numbers in degrees (WGS84):
    count      the number of initiatives of the selection, wherever they are
    total      the number of those in the box that have an exact location
    pins       [{id, title, url, icon, kind, where, lat, lng, pale}]: one initiative on its own
    clusters   [{lat, lng, count, bounds: [south, west, north, east], label, items?}]; `label` says in words
               what it holds; items (pins) when zooming in cannot take the cluster apart
    areas      [{name, lat, lng, count, places, bounds, url, label, items?}]: initiatives for a whole village,
               at its centre; of several villages together, `name` and place are of the largest group
    elsewhere  [{label, count, url}]: initiatives that have no place on a map
"""

from __future__ import annotations

import hashlib
import json
import math
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
from initiatives.models.initiative_page import InitiativePage, where_words
from initiatives.selection import PROVINCE_WIDE, Selection, SelectionForm

if TYPE_CHECKING:
    from initiatives.models import InitiativeIndexPage

MOST_FEATURES = 300
MOST_AREAS = 100
#: Cells are 64 pixels wide, a quarter of a tile.
CELLS_PER_TILE = 4
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


@dataclass(frozen=True)
class Grid:
    """Cells over the map, always at the same places, so that a cluster stays what it is while one pans."""

    width: float  # degrees of longitude
    height: float  # degrees of latitude

    @classmethod
    def at(cls, zoom: int, ratio: float, cells_per_tile: int) -> Grid:
        """Return the grid of a zoom level; see `maps.degrees_ratio` for the ratio."""
        width = 360 / 2**zoom / cells_per_tile
        return cls(width, width * ratio)

    @classmethod
    def fitting(cls, bounds: Bounds, zoom: int, ratio: float, cells_per_tile: int, most: int) -> Grid:
        """Return the finest grid up to this zoom with at most so many cells in the box (or four)."""
        grid = cls.at(zoom, ratio, cells_per_tile)
        while grid.cells_in(bounds) > max(most, 4):
            grid = cls(grid.width * 2, grid.height * 2)
        return grid

    def cells_in(self, bounds: Bounds) -> int:
        """How many cells the box touches."""
        west, south = self.cell(bounds.south, bounds.west)
        east, north = self.cell(bounds.north, bounds.east)
        return (east - west + 1) * (north - south + 1)

    def cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Return the column and row of a point."""
        return math.floor((longitude + 180) / self.width), math.floor((latitude + 180) / self.height)

    def cells(self, latitudes: Numbers, longitudes: Numbers) -> Numbers:
        """Return one number per point, the same for points in the same cell."""
        columns = np.floor((longitudes + 180) / self.width).astype(np.int64)
        rows = np.floor((latitudes + 180) / self.height).astype(np.int64)
        found: Numbers = columns * 2**32 + rows
        return found


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
        villages = self._add_areas(drawn)
        alone, stacks = self._add_clusters(drawn)
        wanted = [*alone, *(key for keys, _cluster in stacks for key in keys)]
        items = villages if sum(map(len, villages.values())) <= MOST_AREA_ITEMS else {}
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

    # Exact locations

    def _add_clusters(self, drawn: MapFeatures) -> tuple[list[int], list[tuple[list[int], dict[str, Any]]]]:
        """Add the clusters; return the pages that stand alone, and those of clusters that cannot open."""
        rows, snapshot = self._inside(self.found.mask & (self.found.snapshot.scope == _POINT))
        drawn.total = len(rows)
        if not len(rows):
            return [], []
        latitudes, longitudes = snapshot.latitude[rows], snapshot.longitude[rows]
        room = MOST_FEATURES - len(drawn.areas)
        grid = Grid.fitting(self.bounds, self.zoom, self.ratio, CELLS_PER_TILE, room)
        cells = grid.cells(latitudes, longitudes)
        order = np.argsort(cells, kind="stable")
        rows, latitudes, longitudes = rows[order], latitudes[order], longitudes[order]
        _cells, starts, numbers = np.unique(cells[order], return_index=True, return_counts=True)
        south, north = (extreme.reduceat(latitudes, starts) for extreme in (np.minimum, np.maximum))
        west, east = (extreme.reduceat(longitudes, starts) for extreme in (np.minimum, np.maximum))
        latitude = np.add.reduceat(latitudes, starts) / numbers
        longitude = np.add.reduceat(longitudes, starts) / numbers
        labels = _Labels(self.found, rows, starts)
        alone: list[int] = []
        stacks: list[tuple[list[int], dict[str, Any]]] = []
        for at, number in enumerate(numbers.tolist()):
            members = rows[starts[at] : starts[at] + number]
            if number == 1:
                alone.append(int(snapshot.pk[members[0]]))
                continue
            cluster: dict[str, Any] = {
                "lat": round(float(latitude[at]), 6),
                "lng": round(float(longitude[at]), 6),
                "count": number,
                "bounds": [float(side[at]) for side in (south, west, north, east)],
                "label": labels.of(at, number),
            }
            drawn.clusters.append(cluster)
            one_spot = south[at] == north[at] and west[at] == east[at]
            cannot_open = (one_spot or self.zoom >= app_settings["MAX_ZOOM"]) and number <= MOST_IN_STACK
            if cannot_open and len(stacks) < MOST_STACKS:
                stacks.append((snapshot.pk[members].tolist(), cluster))
        return alone, stacks

    def _inside(self, mask: Mask) -> tuple[Numbers, Any]:
        """Return the rows of the mask that lie in the box, and the snapshot."""
        snapshot, box = self.found.snapshot, self.bounds
        rows = np.nonzero(mask)[0]
        latitudes, longitudes = snapshot.centres[0][rows], snapshot.centres[1][rows]
        inside = (latitudes >= box.south) & (latitudes <= box.north)
        inside &= (longitudes >= box.west) & (longitudes <= box.east)
        return rows[inside], snapshot

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

    def _add_areas(self, drawn: MapFeatures) -> dict[int, list[int]]:
        """Add the labels of villages; return the pages of each village."""
        rows, snapshot = self._inside(self.found.mask & (self.found.snapshot.scope == _VILLAGE))
        villages: dict[int, list[int]] = {}
        for place, page in zip(snapshot.place[rows].tolist(), snapshot.pk[rows].tolist(), strict=True):
            villages.setdefault(place, []).append(page)
        places = snapshot.vocabulary.places
        grid = Grid.fitting(self.bounds, self.zoom, self.ratio, CELLS_PER_TILE, MOST_AREAS)
        cells: dict[tuple[int, int], list[int]] = {}
        for place in sorted(villages, key=lambda place: (places[place][0], place)):
            cells.setdefault(grid.cell(*places[place][2:]), []).append(place)
        for group in cells.values():
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


class _Labels:
    """Says in words what clusters hold: "8 initiatieven, waarvan 5 dorpshuizen"."""

    def __init__(self, found: Found, rows: Numbers, starts: Numbers) -> None:
        """`rows` stand in the order of their clusters, which begin at `starts`."""
        kinds, codes = np.unique(found.snapshot.kind[rows], return_inverse=True)
        table = np.zeros((len(kinds), len(rows)), dtype=np.int32)
        table[codes, np.arange(len(rows))] = 1
        per_kind = np.add.reduceat(table, starts, axis=1)
        self._best = per_kind.argmax(axis=0)
        self._number = per_kind.max(axis=0)
        choices = {choice.pk: choice for choice in found.snapshot.vocabulary.choices["soort"].values()}
        self._kinds = [choices[kind] for kind in kinds.tolist()]

    def of(self, at: int, number: int) -> str:
        """Return the words for one cluster of so many initiatives."""
        kind, of_kind = self._kinds[self._best[at]], int(self._number[at])
        values = {"number": _thousands(number), "most": _thousands(of_kind), "kind": kind.name.lower()}
        if of_kind > 1:
            values["kind"] = (kind.plural or kind.name).lower()
        if of_kind == number:
            return "{most} {kind}".format(**values)
        if of_kind == 1:
            return _("{number} initiatieven van verschillende soorten").format(**values)
        return _("{number} initiatieven, waarvan {most} {kind}").format(**values)


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
