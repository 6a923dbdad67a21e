"""A copy elsewhere that follows the changes says what we say, whatever happens here."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from initiatives.finder import current
from initiatives.finder.changes import last_number, record
from initiatives.models import Change, ChangeCounter, Facility, Freshness, InitiativeKind, InitiativePage


class Copy:
    """Another site that keeps our list."""

    def __init__(self, ask):
        self.ask = ask
        self.resets = 0
        self.start()

    def start(self):
        answer = self.ask("/api/initiatieven.json?limit=500")
        self.items = {item["id"]: item for item in answer["initiatieven"]}
        self.number = answer["wijziging"]

    def follow(self, limit=100):
        more = True
        while more:
            answer = self.ask(f"/api/wijzigingen.json?sinds={self.number}&limit={limit}")
            if answer["reset"]:
                self.resets += 1
                self.start()
                return
            for change in answer["wijzigingen"]:
                assert (change["soort"] == "weg") == (change["initiatief"] is None)
                self.items.pop(change["id"], None)
                if change["initiatief"]:
                    self.items[change["id"]] = change["initiatief"]
            assert answer["tot"] >= self.number
            assert answer["volgende"].endswith(f"?sinds={answer['tot']}&limit={limit}")
            self.number, more = answer["tot"], answer["meer"]


def everything(ask):
    return {item["id"]: item for item in ask("/api/initiatieven.json?limit=500")["initiatieven"]}


# One thing at a time


def publish(page):
    page.introduction = f"Anders dan {page.introduction}"[:600]
    page.live = True
    page.save_revision().publish()


def add_facility(page):
    page.facilities = [Facility.objects.get_or_create(slug="keuken", defaults={"name": "Keuken"})[0]]
    page.save_revision().publish()


def rename(page):
    page.slug = f"{page.slug}-x"
    page.save_revision().publish()


def unpublish(page):
    page.unpublish()


def delete(page):
    page.delete()


def draft(page):
    page.introduction = "Nog niet voor iedereen."
    page.save_revision()


def reorder(page):
    page.move(page.get_parent(), pos="first-child")


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def restrict_all(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def open_again(page):
    for restriction in PageViewRestriction.objects.all():
        restriction.delete()


def check(page):
    Freshness.objects.update_or_create(page=page, defaults={"checked_on": timezone.localdate()})


def grow_old(page):
    long_ago = timezone.localdate() - timedelta(days=5000)
    Freshness.objects.update_or_create(page=page, defaults={"checked_on": long_ago})


def rename_kind(page):
    kind = InitiativeKind.objects.get(pk=page.kind_id)
    kind.name = f"{kind.name}!"[:60]
    kind.save()


HAPPENINGS = [
    publish, add_facility, rename, unpublish, delete, draft, reorder, restrict, restrict_all, open_again,
    check, grow_old, rename_kind,
]  # fmt: skip


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_a_copy_follows(add, ask, happening):
    page, other = add("Dorpshuis"), add("Voedseltuin")
    copy = Copy(ask)
    assert set(copy.items) == {page.pk, other.pk}
    happening(InitiativePage.objects.get(pk=page.pk))
    copy.follow()
    assert copy.items == everything(ask)


@contextmanager
def undone():
    """Undo what happens in the database, and let nobody remember it."""
    current.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    current.forget()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 5)),
            st.tuples(st.none(), st.integers(1, 4)),  # the copy asks, so many changes at a time
        ),
        max_size=12,
    )
)
def test_a_copy_follows_whatever_happens(add, ask, steps):
    with undone():
        pages = [add(f"Initiatief {number}").pk for number in range(6)]
        copy = Copy(ask)
        for happening, number in steps:
            if happening is None:
                copy.follow(limit=number)
            elif page := InitiativePage.objects.filter(pk=pages[number]).first():
                happening(page)
        copy.follow(limit=2)
        assert copy.items == everything(ask)


# The feed itself


def test_nothing_new_is_nothing(add, ask):
    add("Dorpshuis")
    answer = ask(f"/api/wijzigingen.json?sinds={last_number()}")
    assert (answer["wijzigingen"], answer["meer"], answer["reset"]) == ([], False, False)
    assert answer["tot"] == answer["sinds"] == last_number()


def test_an_initiative_that_changed_often_is_told_once(add, ask):
    page, before = add("Dorpshuis"), last_number()
    for _time in range(3):
        publish(InitiativePage.objects.get(pk=page.pk))
    [change] = ask(f"/api/wijzigingen.json?sinds={before}")["wijzigingen"]
    assert change["nummer"] == last_number()
    assert change["initiatief"]["inleiding"].count("Anders dan") == 3


def test_changes_come_in_parts(add, ask):
    pages = [add(f"Initiatief {number}") for number in range(5)]
    before = last_number()
    record(pages)
    first = ask(f"/api/wijzigingen.json?sinds={before}&limit=2")
    assert [change["id"] for change in first["wijzigingen"]] == [page.pk for page in pages[:2]]
    assert (first["meer"], first["tot"]) == (True, before + 2)
    rest = ask(f"/api/wijzigingen.json?sinds={first['tot']}&limit=3")
    assert (rest["meer"], len(rest["wijzigingen"])) == (False, 3)


def test_a_number_from_before_what_is_kept_means_again(add, ask):
    pages = [add(f"Initiatief {number}") for number in range(3)]
    before = last_number()
    record(pages)
    assert not ask(f"/api/wijzigingen.json?sinds={before}")["reset"]
    Change.objects.filter(number__lte=before + 1).delete()
    reset = ask(f"/api/wijzigingen.json?sinds={before}")
    assert (reset["reset"], reset["wijzigingen"], reset["meer"]) == (True, [], False)
    assert reset["tot"] == last_number()
    assert not ask(f"/api/wijzigingen.json?sinds={before + 1}")["reset"]
    Change.objects.all().delete()
    assert ask(f"/api/wijzigingen.json?sinds={before + 1}")["reset"]
    assert not ask(f"/api/wijzigingen.json?sinds={last_number()}")["reset"]


def test_a_number_that_was_never_given_means_again(add, ask):
    add("Dorpshuis")
    assert ask(f"/api/wijzigingen.json?sinds={last_number() + 1}")["reset"]


def test_before_the_first_change_all_is_quiet(db, ask):
    Change.objects.all().delete()
    ChangeCounter.objects.all().delete()
    answer = ask("/api/wijzigingen.json?sinds=0")
    assert (answer["tot"], answer["reset"], answer["wijzigingen"]) == (0, False, [])


@pytest.mark.parametrize("query", ["", "sinds=", "sinds=gisteren", "sinds=-1", "sinds=9999999999999999999"])
def test_the_number_is_needed(ask, query):
    answer = ask(f"/api/wijzigingen.json?{query}", 400)
    assert answer["parameter"] == "sinds"
    assert "heel getal" in answer["fout"]


def test_the_number_of_queries_does_not_grow_with_the_changes(add, ask, django_assert_num_queries):
    pages = [add(f"Initiatief {number}") for number in range(30)]
    before = last_number()
    record(pages)
    ask(f"/api/wijzigingen.json?sinds={before}")
    for number in (2, 30):
        with django_assert_num_queries(12):
            ask(f"/api/wijzigingen.json?sinds={before}&limit={number}")
