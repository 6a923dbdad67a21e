"""The figures with many indicators: every question once, so that nothing is measured that was remembered.

One visitor asks one question after the other, on a server without page cache. "hello" answers as many bytes
in the same way, in the same run: the rest is what the figures cost.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from benchmarks.finder import Asker
from core.models import SiteIdentity, Theme
from stories.figures.areas import AreaTree
from stories.models import FigureIndexPage, Indicator, Observation

QUESTIONS = 40  # of each group, and fewer of what is large
FILES = 3
SEED = 7
_CHART = re.compile(r'<(figure|section|div)\b[^>]*\bclass="([^"]*)"')


@dataclass(frozen=True)
class Group:
    """Answers to questions of one sort. Times in milliseconds, sizes in bytes (answers as sent, gzip)."""

    name: str
    indicators: int
    observations: int
    p50: float
    p95: float
    slowest: float
    hello_p95: float
    largest: int
    largest_chart: int
    queries: tuple[int, int]

    @property
    def ratio(self) -> float:
        """How many times as long as the same number of bytes that cost nothing to count."""
        return self.p95 / self.hello_p95

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


def questions() -> dict[str, list[str]]:
    """Return addresses by what is asked; the same in every run."""
    dice = random.Random(SEED)
    identity = SiteIdentity.objects.first()
    tree = AreaTree.read(identity.province if identity else "")
    keys = [area.key for area in tree.areas]
    # Those with most values: the page of an indicator without any is soon made.
    busy = Indicator.objects.annotate(number=Count("observations")).order_by("-number", "pk")
    slugs = [indicator.slug for indicator in busy[:QUESTIONS]]
    catalogue = FigureIndexPage.objects.get().get_url()
    areas = [reverse("area_municipality", args=[m.slug]) for m in tree.municipalities]
    areas += [reverse("area_region", args=[r.slug]) for r in tree.regions]
    values = reverse("api_observations")
    return {
        "figure page": [reverse("indicator", args=[slug]) for slug in slugs],
        "figure page: an area": [
            f"{reverse('indicator', args=[slug])}?{urlencode({'gebied': dice.choice(keys)})}"
            for slug in slugs
        ],
        "municipality page": list(islice(cycle(areas), QUESTIONS)),
        "two areas side by side": [
            f"{area}?{urlencode({'naast': dice.choice(keys)})}" for area in islice(cycle(areas), QUESTIONS)
        ],
        "catalogue": list(islice(_narrowed(catalogue, dice, keys), QUESTIONS)),
        "open data: figures": [
            f"{reverse('api_indicators')}?{urlencode({'limit': 100, 'offset': dice.randrange(100)})}"
            for _number in range(QUESTIONS)
        ],
        "open data: values": [
            f"{values}?{urlencode({'limit': 100, 'offset': dice.randrange(10_000)})}"
            for _number in range(QUESTIONS)
        ],
        "open data: one figure": [reverse("api_indicator", args=[slug]) for slug in slugs],
        "open data: all values": [reverse("api_observations_csv")] * FILES,
    }


def _narrowed(catalogue: str, dice: random.Random, keys: list[str]) -> Iterator[str]:
    """Yield the catalogue as it is and with choices."""
    yield catalogue
    themes = list(Theme.objects.values_list("slug", flat=True))
    while True:
        some: dict[str, str] = {}
        if dice.random() < 0.5:
            some["thema"] = dice.choice(themes)
        if dice.random() < 0.3:
            some["niveau"] = dice.choice(Indicator.Level.values)
        if dice.random() < 0.5:
            some["gebied"] = dice.choice(keys)
        if dice.random() < 0.5 or not some:
            some["q"] = f"proef {dice.randrange(200)}"
        yield f"{catalogue}?{urlencode(some)}"


def charts(html: str) -> list[str]:
    """Return the markup of every chart of a page: the elements of class "chart"."""
    found = []
    for start in _CHART.finditer(html):
        if "chart" not in start[2].split():
            continue
        depth = 0
        for tag in re.compile(rf"<(/?){start[1]}\b").finditer(html, start.start()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                found.append(html[start.start() : tag.end() + 1])
                break
    return found


def _ask(url: str, path: str) -> tuple[float, bytes, bytes]:
    """Ask on a new connection: while one server answers at length, the other would hang up."""
    asker = Asker(url)
    try:
        return asker.ask(path)
    finally:
        asker.close()


def measure(
    site_url: str, hello_url: str, queries: Callable[[str], int], say: Callable[[str], None]
) -> list[Group]:
    """Ask every question once; return one row per group of questions."""
    asked = questions()
    for _process in range(10):
        for group in asked.values():
            if len(group) > FILES:
                _ask(site_url, group[0])  # each process reads once what it keeps in memory
    indicators, observations = Indicator.objects.count(), Observation.objects.count()
    found = []
    for name, group in asked.items():
        say(f"Asking {len(group)} questions at {observations:,} values: {name} ...")
        took, bare, largest, chart = [], [], 0, 0
        for path in group:
            spent, sent, body = _ask(site_url, path)
            took.append(spent)
            largest = max(largest, len(sent))
            if "/api/" not in path:
                chart = max([chart, *(len(markup.encode()) for markup in charts(body.decode()))])
            bare.append(_ask(hello_url, f"/{len(sent)}")[0])
        per_question = [queries(path) for path in (group[0], group[-1])]
        twentieths = quantiles(took, n=20)
        found.append(
            Group(
                name=name,
                indicators=indicators,
                observations=observations,
                p50=twentieths[9],
                p95=min(twentieths[18], max(took)),  # of few answers the slowest is all there is
                slowest=max(took),
                hello_p95=quantiles(bare, n=20)[18],
                largest=largest,
                largest_chart=chart,
                queries=(min(per_question), max(per_question)),
            )
        )
    return found


def table(groups: list[Group]) -> str:
    """Return the table: times in milliseconds, the largest answer and the largest chart in kB."""
    head = ("figures", "values", "p50", "p95", "slowest", "x hello", "kB", "chart kB", "sql")
    lines = [
        (
            group.name,
            f"{group.observations:,}",
            f"{group.p50:.1f}",
            f"{group.p95:.1f}",
            f"{group.slowest:.1f}",
            f"{group.ratio:.0f}",
            f"{group.largest / 1000:.1f}",
            f"{group.largest_chart / 1000:.1f}" if group.largest_chart else "",
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
