"""Fill a separate database with synthetic content, to see how the site behaves when there is a lot of it.

    VAR_DIR=/tmp/load python manage.py migrate
    VAR_DIR=/tmp/load python manage.py make_load --initiatives 100000 --indicators 200

The numbers are totals: run it again with a higher number and only the difference is made. Same numbers,
same content.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import time as clock
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from core.geo import Bounds
from core.models import BasePage, Municipality, Place, Region, SiteIdentity, Theme
from initiatives.finder.changes import record_everything
from initiatives.models import (
    Facility,
    Freshness,
    InitiativeIndexPage,
    InitiativeKind,
    InitiativePage,
    Language,
    OpeningTime,
    TargetGroup,
)
from stories.figures.areas import Area, AreaTree
from stories.figures.periods import last_day_of
from stories.models import Indicator, Observation, Source, StoryIndexPage, StoryPage, Target
from subsidies.models import Application, ApplicationEvent, Decision, FormVersion, RegulationPage, Round

#: The name of the site in a database that this command filled; without it the content counts as real.
MARK = "Proefinhoud (make_load)"
SLUG = "proefinhoud-"
BATCH = 1000
SEED = 12  # of all random choices, so that two databases of the same size are the same
SPREAD = 0.03  # degrees around the centre of a place, two to three kilometres
YEARS = 20  # of values for each indicator and area, up to last year
#: What is counted: unit, decimals, people, and between which values it lies in the first year.
MEASURES = (
    ("%", 1, "inwoners", 20, 80),
    ("aantal", 0, "", 50, 9_000),
    ("euro", 0, "", 20_000, 60_000),
    ("rapportcijfer", 1, "", 5, 9),
    ("%", 0, "jongeren", 5, 60),
    ("km", 1, "", 1, 12),
)
GROUPS = ("vrouwen", "mannen", "65 jaar en ouder", "jonger dan 25 jaar")
SCOPES = (
    (InitiativePage.Scope.POINT, 62),
    (InitiativePage.Scope.PLACE, 25),
    (InitiativePage.Scope.MUNICIPALITY, 10),
    (InitiativePage.Scope.PROVINCE, 3),
)


class Command(BaseCommand):
    help = "Fill a separate database with synthetic pages and applications."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--initiatives", type=int, default=5000)
        parser.add_argument("--stories", type=int, default=200)
        parser.add_argument("--applications", type=int, default=500)
        parser.add_argument(
            "--indicators", type=int, default=0, help=f"each for every area in {YEARS} years (default: 0)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_real_content()
        self._verbosity = options["verbosity"]
        with transaction.atomic():
            if not InitiativeIndexPage.objects.exists():
                self._timed(
                    "demo content", lambda: call_command("load_demo", without_logins=True, verbosity=0)
                )
            Site.objects.filter(is_default_site=True).update(site_name=MARK)
            self._timed("initiatives", lambda: add_initiatives(options["initiatives"]))
            self._timed("opening times and facilities", add_details)
            self._timed("stories", lambda: add_stories(options["stories"]))
            self._timed("applications", lambda: add_applications(options["applications"]))
            self._timed("indicators", lambda: add_indicators(options["indicators"]))
            record_everything()
        self._timed("search index", lambda: call_command("update_index", verbosity=0))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # otherwise the database plans for the empty tables of a moment ago

    def _timed(self, what: str, work: Callable[[], Any]) -> None:
        started = time.perf_counter()
        made = work()
        if self._verbosity:
            number = f"{made} " if isinstance(made, int) else ""
            self.stdout.write(f"{number}{what}: {time.perf_counter() - started:.1f} s")
            self.stdout.flush()


def _refuse_real_content() -> None:
    """Raise CommandError when the database holds anything that this command did not make."""
    filled = any(model.objects.exists() for model in (InitiativePage, StoryPage, Application))
    if filled and not Site.objects.filter(is_default_site=True, site_name=MARK).exists():
        raise CommandError(
            "This database holds content of its own, so nothing was changed. "
            "Point VAR_DIR or DATABASE_URL to an empty one."
        )


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _add_pages(parent: Page, model: type[BasePage], rows: Iterator[dict[str, Any]]) -> int:
    """Add published pages below `parent`, many at a time; return how many.

    Wagtail's own way checks and indexes each page by itself, some forty queries a page. Here the paths in the
    tree are computed, as treebeard does, and each page costs two rows.
    """
    now, locale = timezone.now(), Locale.get_default()
    content_type = ContentType.objects.get_for_model(model)
    last = parent.get_last_child()
    step = int(last.path[len(parent.path) :], 36) if last else 0
    made = 0
    for batch in _batches(rows):
        children = []
        for values in batch:
            step += 1
            children.append(
                model(
                    path=Page._get_path(parent.path, parent.depth + 1, step),
                    depth=parent.depth + 1,
                    url_path=f"{parent.url_path}{values['slug']}/",
                    draft_title=values["title"],
                    content_type=content_type,
                    locale=locale,
                    live=True,
                    first_published_at=now,
                    last_published_at=now,
                    latest_revision_created_at=now,
                    **values,
                )
            )
        names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
        bases = Page.objects.bulk_create(
            [Page(**{name: getattr(child, name) for name in names}) for child in children]
        )
        for child, base in zip(children, bases, strict=True):
            child.pk = child.id = base.pk
            # Raw, as fixtures do it: only the row of the model itself, and no signal handler starts indexing.
            child.save_base(raw=True, force_insert=True)
        made += len(children)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.get_children_count() + made)
    return made


def add_initiatives(total: int) -> int:
    """Bring the number of synthetic initiatives to `total`; return how many were added."""
    parent = InitiativeIndexPage.objects.get()
    present = InitiativePage.objects.filter(slug__startswith=SLUG).count()
    dice = random.Random(f"{SEED}-initiatives-{present}")
    kinds, themes = list(InitiativeKind.objects.all()), list(Theme.objects.all())
    places, municipalities = (
        list(Place.objects.select_related("municipality")),
        list(Municipality.objects.all()),
    )
    texts = list(InitiativePage.objects.exclude(slug__startswith=SLUG).values_list("introduction", flat=True))
    identity = SiteIdentity.objects.first()
    bounds = Bounds(*identity.bounds) if identity else None

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(present + 1, total + 1):
            kind, place = dice.choice(kinds), dice.choice(places)
            (scope,) = dice.choices([scope for scope, _ in SCOPES], [weight for _, weight in SCOPES])
            row: dict[str, Any] = {
                "title": f"{kind.name} {place.name} {number}",
                "slug": f"{SLUG}initiatief-{number}",
                "kind": kind,
                "theme": dice.choice(themes),
                "organisation": f"Stichting Proef {number}",
                "introduction": dice.choice(texts),
                "for_whom": "Voor iedereen uit het dorp en de buurt.",
                "hours": dice.choices(list(InitiativePage.Hours), [25, 60, 5, 10])[0],
                "holidays": dice.choice(list(InitiativePage.Holidays)),
                "costs": dice.choice(list(InitiativePage.Costs)),
                "website": f"https://proef-{number}.example/",
                "scope": scope,
                "source": "Proefinhoud",
            }
            if scope in (InitiativePage.Scope.POINT, InitiativePage.Scope.PLACE):
                row |= {"place": place, "municipality": place.municipality}
            elif scope == InitiativePage.Scope.MUNICIPALITY:
                row["municipality"] = dice.choice(municipalities)
            if scope == InitiativePage.Scope.POINT:
                row["latitude"], row["longitude"] = _near(place, bounds, dice)
            yield row

    return _add_pages(parent, InitiativePage, rows())


def add_details() -> int:
    """Give every synthetic initiative that has none opening times, traits and a last check."""
    pages = InitiativePage.objects.filter(slug__startswith=SLUG, freshness=None).order_by("pk")
    rows = list(pages.values_list("pk", "hours"))
    dice = random.Random(f"{SEED}-details-{len(rows)}")
    today = timezone.localdate()
    for batch in _batches(iter(rows)):
        OpeningTime.objects.bulk_create(
            OpeningTime(page_id=pk, weekday=weekday, opens=clock(opens), closes=clock(opens + 2))
            for pk, hours in batch
            if hours == InitiativePage.Hours.WEEKLY
            for weekday, opens in {(dice.randrange(7), dice.randrange(8, 21)) for _ in range(2)}
        )
        Freshness.objects.bulk_create(
            Freshness(page_id=pk, checked_on=today - timedelta(days=dice.randrange(500))) for pk, _ in batch
        )
        for model, relation, share in (
            (Facility, InitiativePage.facilities, 0.25),
            (TargetGroup, InitiativePage.target_groups, 0.2),
            (Language, InitiativePage.languages, 0.05),
        ):
            traits = list(model._default_manager.values_list("pk", flat=True))
            column = f"{relation.field.m2m_reverse_field_name()}_id"
            relation.through._default_manager.bulk_create(
                relation.through(initiativepage_id=pk, **{column: trait})
                for pk, _hours in batch
                for trait in traits
                if dice.random() < share
            )
    return len(rows)


def _near(place: Place, bounds: Bounds | None, dice: random.Random) -> tuple[Decimal, Decimal]:
    """Return a point around the centre of a place, inside the province's box."""
    latitude, longitude = (
        dice.gauss(float(place.latitude), SPREAD),
        dice.gauss(float(place.longitude), SPREAD),
    )
    if bounds and not bounds.contains(latitude, longitude):
        return place.latitude, place.longitude
    return Decimal(f"{latitude:.6f}"), Decimal(f"{longitude:.6f}")


def add_stories(total: int) -> int:
    """Bring the number of synthetic stories to `total`, as long as real ones; return how many were added."""
    parent = StoryIndexPage.objects.get()
    present = StoryPage.objects.filter(slug__startswith=SLUG).count()
    dice = random.Random(f"{SEED}-stories-{present}")
    models = list(StoryPage.objects.exclude(slug__startswith=SLUG))
    today = timezone.localdate()

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(present + 1, total + 1):
            model = dice.choice(models)
            yield {
                "title": f"{model.title} ({number})",
                "slug": f"{SLUG}verhaal-{number}",
                "kind": model.kind,
                "theme_id": model.theme_id,
                "lead": model.lead,
                "lead_image": model.lead_image,
                "listing_image_id": model.listing_image_id,
                "listing_summary": model.listing_summary,
                "body": model.body,
                # Older than the real ones, so that the home page stays as it is.
                "date": today - timedelta(days=3000 + number),
                "source": "Proefinhoud",
            }

    return _add_pages(parent, StoryPage, rows())


def add_applications(total: int) -> int:
    """Bring the number of synthetic applications to `total`; return how many were added.

    A third is refused and none is awarded: awards belong to the ledger, which only deciding may write.
    """
    present = Application.objects.filter(organisation__startswith="Stichting Proef ").count()
    grant_round = Round.objects.filter(regulation__form__isnull=False).select_related("regulation").first()
    form = FormVersion.objects.order_by("-pk").first()
    if grant_round is None or form is None:
        raise CommandError("The demo content has no round with an application form.")
    regulation: RegulationPage = grant_round.regulation
    dice = random.Random(f"{SEED}-applications-{present}")
    places, themes = list(Place.objects.select_related("municipality")), list(Theme.objects.all())
    kinds = list(InitiativeKind.objects.all())
    now = timezone.now()

    def rows() -> Iterator[Application]:
        for number in range(present + 1, total + 1):
            place, sent = dice.choice(places), now - timedelta(minutes=7 * (total - number) + 1)
            yield Application(
                regulation=regulation,
                round=grant_round,
                form_version=form,
                status=Application.Status.REFUSED if number % 3 == 0 else Application.Status.SUBMITTED,
                email=f"proef-{number}@voorbeeld.example",
                created_at=sent,
                last_activity_at=sent,
                submitted_at=sent,
                completed_at=sent,
                organisation=f"Stichting Proef {number}",
                organisation_number=f"{10_000_000 + number}",
                legal_form="stichting",
                title=f"Plan {number} voor {place.name}",
                public_summary="Wij knappen onze ontmoetingsplek op en maken er samen een tuin bij.",
                requested_amount=Decimal(dice.randrange(5_000, 25_000, 50)),
                place=place,
                municipality=place.municipality,
                theme=dice.choice(themes),
                kind=dice.choice(kinds),
            )

    for batch in _batches(rows()):
        Application.objects.bulk_create(batch)
        ApplicationEvent.objects.bulk_create(
            [
                ApplicationEvent(application=one, kind=ApplicationEvent.Kind.SUBMITTED, at=one.submitted_at)
                for one in batch
            ]
        )
        Decision.objects.bulk_create(
            [
                Decision(
                    application=one,
                    outcome=Decision.Outcome.REFUSED,
                    reason="Het plan past niet bij de regeling.",
                )
                for one in batch
                if one.status == Application.Status.REFUSED
            ]
        )
    return max(0, total - present)


def add_indicators(total: int) -> int:
    """Bring the number of synthetic indicators to `total`; return how many were added.

    Each has a value for every municipality, region, the province and the country in every year. Some have
    forecasts, groups, values that are missing, and a target.
    """
    present = Indicator.objects.filter(slug__startswith=SLUG).count()
    dice = random.Random(f"{SEED}-indicators-{present}")
    themes = list(Theme.objects.prefetch_related("goals"))
    identity = SiteIdentity.objects.first()
    tree = AreaTree.read(identity.province if identity else "")
    sources = [
        Source.objects.get_or_create(
            slug=f"{SLUG}bron-{number}",
            defaults={"title": f"Proefbron {number}", "year": timezone.localdate().year - number},
        )[0]
        for number in range(1, 4)
    ]
    numbers = iter(range(present + 1, total + 1))
    while batch := [_indicator(number, dice, themes) for number in islice(numbers, 20)]:
        made = Indicator.objects.bulk_create(batch)
        rows = (row for indicator in made for row in _observations(indicator, dice, tree, sources))
        for some in _batches(rows):
            Observation.objects.bulk_create(some)
        Target.objects.bulk_create(
            Target(
                indicator=indicator,
                value=Decimal(dice.randrange(10, 90)),
                year=timezone.localdate().year + 5,
                source=sources[0],
                place_in_source="tabel 2",
            )
            for indicator in made[::3]
        )
    return max(0, total - present)


def _indicator(number: int, dice: random.Random, themes: list[Theme]) -> Indicator:
    unit, decimals, population, _low, _high = MEASURES[number % len(MEASURES)]
    theme = themes[number % len(themes)]
    goals = list(theme.goals.all())
    return Indicator(
        name=f"Proefcijfer {number}",
        slug=f"{SLUG}cijfer-{number}",
        question=f"Hoe staat het met proef {number} in het dorp en de buurt?",
        sentence=f"In {{gebied}} is proef {number}: {{waarde}}.",
        population=population,
        answer_label=f"is de uitkomst van proef {number}",
        theme=theme,
        goal=dice.choice(goals) if goals else None,
        level=Indicator.Level.values[number % len(Indicator.Level.values)],
        unit=unit,
        decimals=decimals,
        direction=dice.choice(Indicator.Direction.values),
        description="Wij tellen dit elk jaar op dezelfde manier, in alle gemeenten.",
        caveat="Dit cijfer is verzonnen, om te zien hoe de site werkt als er veel cijfers zijn.",
        publisher="Proefbureau",
        rhythm=Indicator.Rhythm.YEARLY,
    )


def _observations(
    indicator: Indicator, dice: random.Random, tree: AreaTree, sources: list[Source]
) -> Iterator[Observation]:
    number = int(indicator.slug.rsplit("-", 1)[1])
    _unit, decimals, _people, low, high = MEASURES[number % len(MEASURES)]
    last = timezone.localdate().year - 1
    years = range(last - YEARS + 1, last + 1)
    records = {area: tree.record(area) for area in tree.areas}

    def row(area: Area, year: int, value: float | None, **more: Any) -> Observation:
        record = records[area]
        period = str(year)
        return Observation(
            indicator=indicator,
            area_type=area.type,
            area=area.name,
            municipality=record if isinstance(record, Municipality) else None,
            region=record if isinstance(record, Region) else None,
            period=period,
            last_day=last_day_of(period),
            source=sources[number % len(sources)],
            place_in_source=f"tabel {number}",
            value=None if value is None else Decimal(f"{value:.{decimals}f}"),
            **more,
        )

    for area in tree.areas:
        value = dice.uniform(low, high)
        for year in years:
            value = min(high, max(low, value * dice.uniform(0.96, 1.05)))
            if dice.random() < 0.01:
                yield row(area, year, None, qualifier="PM")
            else:
                yield row(area, year, value, qualifier="ongeveer" if dice.random() < 0.02 else "")
        if area in (tree.province, tree.country) and number % 4 == 0:
            for year in (last + 2, last + 5):
                yield row(area, year, value, nature=Observation.Nature.FORECAST)
        if area == tree.province and number % 5 == 0:
            for group in GROUPS:
                yield row(area, last, dice.uniform(low, high), subgroup=group)
