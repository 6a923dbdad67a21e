"""The finder at several sizes: every question once, so that nothing is measured that was remembered.

One visitor asks one question after the other, on a server without page cache. "hello" answers as many bytes
in the same way, in the same run: the rest is what finding costs.
"""

from __future__ import annotations

import gzip
import http.client
import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

from core.models import Municipality, Place, SiteIdentity
from initiatives.models import Facility, InitiativeIndexPage, InitiativeKind, InitiativePage, TargetGroup
from initiatives.selection import DAYS, PARTS

QUESTIONS = 60  # of each group
SEED = 7


@dataclass(frozen=True)
class Group:
    """Answers to questions of one sort. Times in milliseconds, sizes in bytes (gzip)."""

    name: str
    size: int
    p50: float
    p95: float
    slowest: float
    hello_p95: float
    largest: int
    most_features: int
    queries: tuple[int, int]

    @property
    def ratio(self) -> float:
        """How many times as long as the same number of bytes that cost nothing to find."""
        return self.p95 / self.hello_p95

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


def questions() -> dict[str, list[str]]:
    """Return addresses by what is asked; the same in every run, and no two with the same words."""
    dice = random.Random(SEED)
    url = InitiativeIndexPage.objects.get().get_url()
    places = list(Place.objects.order_by("pk"))
    chosen = list(_choices(dice))
    words = _words(dice, places)
    views = [_view(dice, places) for _ in range(QUESTIONS)]
    asked: dict[str, list[str]] = {
        "map: whole province": [f"{url}kaart.json?{urlencode([*_whole(), *some])}" for some in chosen],
        "map: any view and filter": [
            f"{url}kaart.json?{urlencode([*view, *some])}" for view, some in zip(views, chosen, strict=True)
        ],
        "map: text": [f"{url}kaart.json?{urlencode([*_whole(), ('q', word)])}" for word in words],
        "list: filters and counts": [f"{url}?{urlencode(some)}" for some in chosen],
        "list: near a place": [
            f"{url}?{urlencode({'plek': place.name, 'afstand': dice.choice([2, 5, 10, 20])})}"
            for place in dice.choices(places, k=QUESTIONS)
        ],
        # Words that the map was not asked for: what was found for a text is remembered for a while.
        "list: text and counts": [f"{url}?{urlencode({'q': f'{word} dorp'})}" for word in words],
    }
    return asked


def _whole() -> list[tuple[str, Any]]:
    identity = SiteIdentity.objects.get()
    south, west, north, east = identity.bounds
    return [("west", west), ("south", south), ("east", east), ("north", north), ("zoom", identity.map_zoom)]


def _view(dice: random.Random, places: list[Place]) -> list[tuple[str, Any]]:
    """Return a window of a screen around a village at a zoom between street and province."""
    zoom, place = dice.randrange(9, 18), dice.choice(places)
    width, latitude, longitude = 360 / 2**zoom * 5, float(place.latitude), float(place.longitude)
    return [
        ("west", round(longitude - width / 2, 6)),
        ("east", round(longitude + width / 2, 6)),
        ("south", round(latitude - width / 5, 6)),
        ("north", round(latitude + width / 5, 6)),
        ("zoom", zoom),
    ]


def _choices(dice: random.Random) -> Iterable[list[tuple[str, Any]]]:
    kinds = list(InitiativeKind.objects.values_list("slug", flat=True))
    municipalities = list(Municipality.objects.values_list("slug", flat=True))
    facilities = list(Facility.objects.values_list("slug", flat=True))
    groups = list(TargetGroup.objects.values_list("slug", flat=True))
    yield []
    for _ in range(QUESTIONS - 1):
        some: list[tuple[str, Any]] = [("soort", kind) for kind in dice.sample(kinds, dice.randrange(3))]
        some += [("gemeente", dice.choice(municipalities))] if dice.random() < 0.3 else []
        some += [
            ("voorziening", one) for one in dice.sample(facilities, min(len(facilities), dice.randrange(3)))
        ]
        some += [("doelgroep", one) for one in dice.sample(groups, min(len(groups), dice.randrange(2)))]
        if dice.random() < 0.4:
            some += [("open", dice.choice(["nu", *DAYS])), ("dagdeel", dice.choice(["", *PARTS]))]
        yield some


def _words(dice: random.Random, places: list[Place]) -> list[str]:
    """Return words that people look for: kinds, villages, words of the texts, rare ones and common ones."""
    texts = InitiativePage.objects.order_by("pk").values_list("introduction", flat=True)[:200]
    common = {word.strip(".,").lower() for text in texts for word in text.split() if len(word) > 4}
    words = [*InitiativeKind.objects.values_list("name", flat=True), "stichting", "iedereen"]
    words += dice.sample(sorted(common), min(len(common), 20))
    words += [place.name for place in dice.sample(places, min(len(places), QUESTIONS))]
    return list(dict.fromkeys(word.lower() for word in words))[:QUESTIONS]


class Asker:
    """One connection that asks and waits."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)

    def ask(self, path: str) -> tuple[float, bytes, bytes]:
        """Return the milliseconds, the body as sent and the body. Raises RuntimeError for other than 200."""
        started = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        sent = answer.read()
        took = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return took, sent, gzip.decompress(sent) if packed else sent

    def close(self) -> None:
        self._connection.close()


def measure(
    size: int, site_url: str, hello_url: str, queries: Callable[[str], int], say: Callable[[str], None]
) -> list[Group]:
    """Ask every question once; return one row per group of questions."""
    site, hello = Asker(site_url), Asker(hello_url)
    index = InitiativeIndexPage.objects.get().get_url()
    for _process in range(20):
        site.ask(f"{index}kaart.json?{urlencode(_whole())}")  # each process reads the initiatives once
    found = []
    for name, asked in questions().items():
        say(f"Asking {len(asked)} questions at {size:,} initiatives: {name} ...")
        took, bare, largest, features = [], [], 0, 0
        for path in asked:
            spent, sent, body = site.ask(path)
            took.append(spent)
            largest = max(largest, len(sent))
            if "kaart.json" in path:
                drawn = json.loads(body)
                features = max(features, sum(len(drawn[part]) for part in ("pins", "clusters", "areas")))
            bare.append(hello.ask(f"/{len(sent)}")[0])
        twentieths = quantiles(took, n=20)
        per_question = [queries(path) for path in (asked[0], asked[-1])]
        found.append(
            Group(
                name=name,
                size=size,
                p50=twentieths[9],
                p95=twentieths[18],
                slowest=max(took),
                hello_p95=quantiles(bare, n=20)[18],
                largest=largest,
                most_features=features,
                queries=(min(per_question), max(per_question)),
            )
        )
    site.close()
    hello.close()
    return found


def table(groups: list[Group]) -> str:
    """Return the table: times in milliseconds, the largest answer in kB (gzip)."""
    head = ("finder", "initiatives", "p50", "p95", "slowest", "x hello", "kB", "drawn", "sql")
    lines = [
        (
            group.name,
            f"{group.size:,}",
            f"{group.p50:.1f}",
            f"{group.p95:.1f}",
            f"{group.slowest:.1f}",
            f"{group.ratio:.0f}",
            f"{group.largest / 1000:.1f}",
            str(group.most_features or ""),
            "-".join(str(number) for number in dict.fromkeys(group.queries)),
        )
        for group in groups
    ]
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if column else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in (head, *lines)
    )
