"""What a selection finds, against the plainest way to find the same."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.geo import distance_km
from core.models import Municipality, Place, Theme
from initiatives import hours
from initiatives.contributions.freshness import State, state_of
from initiatives.finder.changes import record_everything
from initiatives.finder.current import current_snapshot
from initiatives.finder.found import Centre, Found
from initiatives.finder.opening import CLOSED, OPEN, states_at, states_on
from initiatives.models import (
    Facility,
    Freshness,
    FreshnessSettings,
    InitiativeIndexPage,
    InitiativeKind,
    InitiativePage,
    Language,
    OpeningException,
    OpeningTime,
    TargetGroup,
)
from initiatives.selection import COSTS, DAYS, DISTANCES, PROVINCE_WIDE, Selection, SelectionForm

QUIET = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ZONE = ZoneInfo("Europe/Amsterdam")
STATES = {"Vers": State.DUE, "Vaal": State.PALE, "Bijna weg": State.PALE, "Weg": State.OFF}
ASSEN = Centre("Assen", 52.9967, 6.5625, "assen")
NUMBER = 50


@pytest.fixture
def many(index, traits):
    """Fifty initiatives that differ in everything."""
    dice = random.Random(3)
    kinds, themes = list(InitiativeKind.objects.all()), list(Theme.objects.all())
    municipalities, places = list(Municipality.objects.all()), list(Place.objects.all())
    facilities, groups = list(Facility.objects.all()), list(TargetGroup.objects.all())
    languages = list(Language.objects.all())
    for number in range(NUMBER):
        scope = dice.choice(["point", "point", "point", "place", "place", "municipality", "province"])
        place = dice.choice(places)
        fields = {"scope": scope}
        if scope in ("point", "place"):
            fields |= {"place": place, "municipality": place.municipality}
            if scope == "place" and dice.random() < 0.3:
                fields |= {"place": None, "locality": "Ergens"}
        elif scope == "municipality":
            fields["municipality"] = dice.choice(municipalities)
        if scope == "point":
            fields |= {
                "latitude": f"{dice.uniform(52.7, 53.1):.6f}",
                "longitude": f"{dice.uniform(6.3, 6.9):.6f}",
            }
        page = InitiativePage(
            title=f"{dice.choice(['Koor', 'École', 'tuin', 'Zwembad'])} {number % 7}",
            slug=f"veel-{number}",
            kind=dice.choice(kinds),
            theme=dice.choice([None, *themes]),
            introduction="Een plek.",
            hours=dice.choice(["", "weekly", "weekly", "weekly", "always", "appointment"]),
            holidays=dice.choice(["", "closed", "open"]),
            costs=dice.choice(["", "free", "small", "paid"]),
            **fields,
        )
        page.facilities = [one for one in facilities if dice.random() < 0.5]
        page.target_groups = [one for one in groups if dice.random() < 0.5]
        page.languages = [one for one in languages if dice.random() < 0.3]
        if page.hours == "weekly":
            page.opening_times = [
                OpeningTime(
                    weekday=dice.randrange(7),
                    opens=time(dice.randrange(7, 18), 30),
                    closes=dice.choice([time(0, 0), time(19), time(22, 15)]),
                )
                for _ in range(dice.randrange(4))
            ]
        for _ in range(dice.choice([0, 0, 1, 2])):
            first = date(2026, 12, 20) + timedelta(days=dice.randrange(10))
            opens = dice.choice([None, time(9)])
            page.opening_exceptions.add(
                OpeningException(
                    first_date=first,
                    last_date=dice.choice([None, first + timedelta(days=3)]),
                    opens=opens,
                    closes=opens and time(20, 30),
                )
            )
        index.add_child(instance=page)
    return list(InitiativePage.objects.live())


@pytest.fixture
def schedules(many):
    """When each of them is open, by page."""
    return {page.pk: hours.Schedule.of(page) for page in many}


def plain(page: InitiativePage, selection: Selection, centre: Centre | None, moment: datetime) -> bool:
    """Whether an initiative fits, read from the page itself, one condition after the other."""
    if selection.kinds and page.kind.slug not in selection.kinds:
        return False
    if selection.themes and (page.theme is None or page.theme.slug not in selection.themes):
        return False
    if selection.municipality == PROVINCE_WIDE:
        if page.scope != "province":
            return False
    elif selection.municipality and (
        page.municipality is None or page.municipality.slug != selection.municipality
    ):
        return False
    slugs = {trait.slug for trait in page.facilities.all()}
    if not set(selection.facilities) <= slugs:
        return False
    for chosen, traits in ((selection.groups, page.target_groups), (selection.languages, page.languages)):
        if chosen and not set(chosen) & {trait.slug for trait in traits.all()}:
            return False
    if selection.costs and page.costs not in {COSTS[slug] for slug in selection.costs}:
        return False
    if selection.opening == "nu" and hours.is_open(hours.Schedule.of(page), moment) is False:
        return False
    if centre:
        latitude, longitude = page.latitude, page.longitude
        if page.scope == "place" and page.place:
            latitude, longitude = page.place.latitude, page.place.longitude
        if page.scope == "province":
            return True
        if latitude is None or longitude is None:
            return page.municipality.slug == centre.municipality
        return (
            distance_km(centre.latitude, centre.longitude, float(latitude), float(longitude))
            <= selection.kilometres
        )
    return True


@st.composite
def selections(draw):
    some = lambda values: tuple(draw(st.lists(st.sampled_from(sorted(values)), max_size=2, unique=True)))  # noqa: E731
    return Selection(
        kinds=some(InitiativeKind.objects.values_list("slug", flat=True)),
        themes=some(Theme.objects.values_list("slug", flat=True)),
        municipality=draw(
            st.sampled_from(["", "", PROVINCE_WIDE, *Municipality.objects.values_list("slug", flat=True)])
        ),
        facilities=some(Facility.objects.values_list("slug", flat=True)),
        groups=some(TargetGroup.objects.values_list("slug", flat=True)),
        languages=some(Language.objects.values_list("slug", flat=True)),
        costs=some(COSTS),
        opening=draw(st.sampled_from(["", "nu", "di"])),
        distance=draw(st.sampled_from([0, *DISTANCES])),
    )


moments = st.integers(0, 16 * 24 * 60).map(
    lambda minutes: datetime(2026, 12, 18, tzinfo=ZONE) + timedelta(minutes=minutes)
)


@QUIET
@given(data=st.data())
def test_it_finds_what_fits_and_nothing_else(many, data):
    selection, moment = data.draw(selections()), data.draw(moments)
    centre = data.draw(st.sampled_from([None, ASSEN]))
    if selection.opening == "di":
        return
    found = Found(current_snapshot(), selection, centre, moment)
    wanted = {page.pk for page in many if plain(page, selection, centre, moment)}
    assert set(found.pages(0, NUMBER)) == wanted
    assert found.count == len(wanted) == sum(found.per_scope.values())


@QUIET
@given(data=st.data())
def test_the_number_behind_a_choice_is_what_choosing_it_gives(many, data):
    selection, moment = data.draw(selections()), data.draw(moments)
    snapshot = current_snapshot()
    found = Found(snapshot, selection, None, moment)
    of_field = {
        "soort": "kinds",
        "thema": "themes",
        "doelgroep": "groups",
        "taal": "languages",
        "kosten": "costs",
    }
    for name, attribute in of_field.items():
        for slug, number in found.counts(name).items():
            chosen = Selection(**{**vars(selection), attribute: (slug,)})
            assert Found(snapshot, chosen, None, moment).count == number, (name, slug)
    for slug, number in found.counts("gemeente").items():
        chosen = Selection(**{**vars(selection), "municipality": slug})
        assert Found(snapshot, chosen, None, moment).count == number, slug
    for slug, number in found.counts("voorziening").items():
        chosen = Selection(**{**vars(selection), "facilities": (*selection.facilities, slug)})
        assert Found(snapshot, chosen, None, moment).count == number, slug


@QUIET
@given(moment=moments)
def test_open_now_is_what_the_page_of_the_initiative_says(many, schedules, moment):
    snapshot = current_snapshot()
    states = states_at(snapshot, moment)
    for pk, schedule in schedules.items():
        [row] = snapshot.positions(snapshot.pk[snapshot.pk == pk])
        says = hours.is_open(schedule, moment)
        assert states[row] in {True: {OPEN}, False: {CLOSED}}.get(says, {2, 3}), (schedule, moment)


def test_open_on_a_part_of_a_day_means_open_at_some_moment_of_it(many):
    snapshot = current_snapshot()
    for name, weekday in DAYS.items():
        for part, (first, last) in {"": (0, 1440), **hours.DAY_PARTS}.items():
            states = states_on(snapshot, weekday, part)
            for page in many:
                [row] = snapshot.positions(snapshot.pk[snapshot.pk == page.pk])
                week = list(page.opening_times.all())
                touches = any(
                    one.weekday == weekday
                    and one.opens.hour * 60 + one.opens.minute < last
                    and ((one.closes.hour * 60 + one.closes.minute) or 1440) > first
                    for one in week
                )
                if page.hours == "weekly" and week:
                    assert (states[row] == OPEN) == touches, (name, part)


def titles(query: str, centre: Centre | None = None) -> list[str]:
    form = SelectionForm(QueryDict(query))
    found = Found.by(form.snapshot, form.selection, centre)
    names = dict(InitiativePage.objects.values_list("pk", "title"))
    return [names[pk] for pk in found.pages(0, found.count)]


def test_near_ones_come_first_and_what_is_for_everybody_last(add, village):
    add("Ver", latitude="53.050000")
    add("Dichtbij", latitude="52.998000")
    add("Te ver", latitude="53.200000")
    rolde = village("Rolde")
    add("Voor Rolde", scope="place", place=rolde, municipality=rolde.municipality)
    add("Voor Assen", scope="municipality")
    add("Voor Emmen", scope="municipality", municipality=Municipality.objects.get(slug="emmen"))
    add("Voor iedereen", scope="province", municipality=None)
    expected = ["Dichtbij", "Ver", "Voor Rolde", "Voor Assen", "Voor iedereen"]
    assert titles("plek=Assen&afstand=10", ASSEN) == expected
    assert titles("plek=Assen&afstand=10&volgorde=naam", ASSEN) == sorted(expected, key=str.casefold)
    assert titles("plek=Assen&afstand=2", ASSEN) == ["Dichtbij", "Voor Assen", "Voor iedereen"]


def test_what_may_be_open_comes_after_what_is(add):
    add("A onbekend")
    add("B op afspraak", hours="appointment")
    add("C altijd", hours="always")
    closed = add("D dicht", hours="weekly")
    weekday = (datetime.now(ZONE) + timedelta(days=2)).weekday()
    closed.opening_times = [OpeningTime(weekday=weekday, opens=time(10), closes=time(11))]
    closed.save_revision().publish()
    assert titles("open=nu") == ["C altijd", "A onbekend", "B op afspraak"]
    day = next(name for name, number in DAYS.items() if number == weekday)
    assert titles(f"open={day}&dagdeel=ochtend") == ["C altijd", "D dicht", "A onbekend", "B op afspraak"]
    assert titles(f"open={day}&dagdeel=avond") == ["C altijd", "A onbekend", "B op afspraak"]
    form = SelectionForm(QueryDict("open=nu"))
    assert Found.by(form.snapshot, form.selection).number_of_unknown_hours == 1


def test_a_part_of_the_map_keeps_what_has_no_place_on_it(add):
    add("Binnen")
    add("Buiten", latitude="52.700000")
    add("Voor iedereen", scope="province", municipality=None)
    assert titles("vak=6.5,52.95,6.6,53.05") == ["Binnen", "Voor iedereen"]


def test_what_nobody_checked_for_long_pales_and_then_leaves_the_map(add):
    today, terms = datetime.now(ZONE).date(), FreshnessSettings()
    ages = {
        "Vers": terms.pale_after - 1,
        "Vaal": terms.pale_after,
        "Bijna weg": terms.off_map_after - 1,
        "Weg": terms.off_map_after,
    }
    for title, days in ages.items():
        assert state_of(today - timedelta(days=days), None, terms, today) == STATES[title]
        Freshness.objects.create(page=add(title), checked_on=today - timedelta(days=days))
    form = SelectionForm(QueryDict(""))
    found = Found.by(form.snapshot, form.selection)
    pale = {InitiativePage.objects.get(pk=pk).title: found.details([pk])[pk][2] for pk in found.pages(0, 9)}
    assert pale == {"Bijna weg": True, "Vaal": True, "Vers": False}


# Following the database


def same(first, second) -> bool:
    rows, others = first.rows, second.rows

    def table(one):
        return sorted(map(tuple, one.tolist()))

    return (
        rows.titles == others.titles
        and all(
            (rows.columns[name] == others.columns[name]).all() for name in ("pk", "kind", "scope", "since")
        )
        and table(rows.weekly) == table(others.weekly)
        and table(rows.exceptions) == table(others.exceptions)
        and all(table(rows.traits[name]) == table(others.traits[name]) for name in rows.traits)
    )


def test_following_changes_gives_what_reading_everything_gives(many):
    dice = random.Random(5)
    index = InitiativeIndexPage.objects.get()
    for step in range(25):
        before = current_snapshot()
        page = InitiativePage.objects.get(pk=dice.choice(many).pk) if step % 5 else None
        if page is None:
            page = InitiativePage(
                title=f"Álles {step}",
                slug=f"nieuw-{step}",
                introduction="x",
                kind=many[0].kind,
                scope="province",
            )
            index.add_child(instance=page)
        elif step % 5 == 1:
            page.unpublish()
        elif step % 5 == 2:
            page.delete()
            many = [one for one in many if one.pk != page.pk]
        else:
            page.title = f"Anders {step}"
            page.facilities = list(Facility.objects.all())[: step % 3]
            page.opening_times = [OpeningTime(weekday=step % 7, opens=time(8), closes=time(9))]
            page.hours = "weekly"
            page.save_revision().publish()
        after = current_snapshot()
        assert after.number > before.number
        assert same(after, type(after).load(after.number)), step


def test_a_draft_changes_nothing(add):
    page = add("Dorpshuis")
    number = current_snapshot().number
    page.title = "Concept"
    page.save_revision()
    assert current_snapshot().number == number
    assert current_snapshot().rows.titles == ["dorpshuis"]


def test_nothing_changed_costs_one_query(add, django_assert_num_queries):
    add("Dorpshuis")
    first = current_snapshot()
    with django_assert_num_queries(1):
        assert current_snapshot() is first


def test_a_restricted_page_is_not_found_and_comes_back(add):
    from wagtail.models import PageViewRestriction

    page = add("Besloten")
    assert titles("") == ["Besloten"]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles("") == []
    restriction.delete()
    assert titles("") == ["Besloten"]


def test_a_long_list_of_changes_is_read_as_a_whole(add, monkeypatch):
    from initiatives.finder import current

    add("Dorpshuis")
    current_snapshot()
    monkeypatch.setattr(current, "MOST_TO_REPLACE", 1)
    add("Tuin")
    add("Akker")
    record_everything()
    assert current_snapshot().rows.titles == ["akker", "dorpshuis", "tuin"]


def test_another_title_with_the_same_letters_keeps_its_order(add):
    first, second = add("Brink"), add("BRINK")
    current_snapshot()
    first.introduction = "Anders"
    first.save_revision().publish()
    assert current_snapshot().pk.tolist() == sorted([first.pk, second.pk])
