"""Many officers at the same moment, each with a database connection of its own.

On SQLite the threads work on a copy in a file: a database in memory cannot be shared as in production.
On PostgreSQL they work on the test database and the test removes what they committed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from core.models import Theme
from subsidies import deciding, ledger
from subsidies.models import Application, ApplicationEvent, Ceiling, Decision, LedgerEntry, Round
from tests.subsidies.desk_data import make_application, make_round, officer

OFFICERS = 20


def in_threads(*tasks: Callable[[], Any]) -> list[Any]:
    """Start all tasks at the same moment; return what each returned or raised, in order."""
    results: list[Any] = [None] * len(tasks)
    together = threading.Barrier(len(tasks))

    def run(number: int, task: Callable[[], Any]) -> None:
        try:
            together.wait(timeout=30)
            results[number] = task()
        except Exception as error:  # noqa: BLE001 - the test looks at every outcome
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def committed(task: Callable[[], Any]) -> Any:
    """Do something outside the test's own transaction and return its result."""
    (result,) = in_threads(task)
    if isinstance(result, Exception):
        raise result
    return result


@pytest.fixture(scope="session")
def database_file(django_db_setup, django_db_blocker, tmp_path_factory) -> Path | None:
    """A copy of the test database in a file, made before any test holds a transaction; None on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    path = tmp_path_factory.mktemp("parallel") / "copy.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        # `closing`: the context manager of a connection itself leaves it open, and the file locked.
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    return path


@pytest.fixture
def shared_round(database_file, db, monkeypatch) -> Iterator[Round]:
    """A round with a ceiling of 70 euros that every thread sees."""
    if database_file:
        own_settings = {**connections.settings["default"], "NAME": database_file}
        monkeypatch.setitem(connections.settings, "default", own_settings)
    round_ = committed(lambda: make_round("Tegelijk", total=70))
    yield round_
    committed(lambda: _remove(round_))


def _remove(round_: Round) -> None:
    applications = Application.objects.filter(round=round_)
    pages = [d.initiative for d in Decision.objects.filter(application__in=applications) if d.initiative]
    LedgerEntry.objects.filter(ceiling__round=round_).delete()
    Decision.objects.filter(application__in=applications).delete()
    ApplicationEvent.objects.filter(application__in=applications).delete()
    applications.delete()
    Ceiling.objects.filter(round=round_).delete()
    round_.delete()
    for page in pages:
        page.delete()


def _outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def test_twenty_awards_at_once_never_pass_the_ceiling(shared_round):
    applications = [committed(lambda: make_application(round=shared_round)) for _ in range(OFFICERS)]
    results = in_threads(
        *[
            lambda application=application: ledger.commit_award(application, Decimal(10), officer())
            for application in applications
        ]
    )
    assert _outcomes(results) == {"list": 7, "CeilingExceeded": 13}
    ceiling = committed(lambda: Ceiling.objects.get(round=shared_round))
    assert ceiling.committed == ceiling.amount == 70
    assert committed(lambda: ledger.recount(shared_round)) == []


def test_twenty_decisions_at_once_make_as_many_pages_as_awards(shared_round):
    applications = [committed(lambda: make_application(round=shared_round)) for _ in range(OFFICERS)]
    # The demo's regulation gives 5,000 or more; this ceiling is as many times larger.
    committed(lambda: Ceiling.objects.filter(round=shared_round).update(amount=35000))
    results = in_threads(
        *[
            lambda application=application: deciding.award(application, Decimal(5000), officer())
            for application in applications
        ]
    )
    assert _outcomes(results) == {"Decision": 7, "NoRoom": 13}
    pages = [decision.initiative for decision in results if isinstance(decision, Decision)]
    assert len({page.path for page in pages}) == len({page.slug for page in pages}) == 7


def test_two_officers_decide_on_one_application_once(shared_round):
    application = committed(lambda: make_application(round=shared_round))
    committed(lambda: Ceiling.objects.filter(round=shared_round).update(amount=35000))
    results = in_threads(
        lambda: deciding.award(application, Decimal(5000), officer()),
        lambda: deciding.refuse(application, "Past niet bij de regeling.", officer()),
        lambda: deciding.award(application, Decimal(6000), officer()),
    )
    assert _outcomes(results) == {"Decision": 1, "AlreadyDecided": 2}
    assert committed(lambda: Decision.objects.filter(application=application).count()) == 1


def test_one_organisation_gets_one_award_also_from_two_officers_at_once(shared_round):
    committed(lambda: Ceiling.objects.filter(round=shared_round).update(amount=35000))
    applications = [
        committed(lambda: make_application(round=shared_round, organisation_number="87654321"))
        for _ in range(4)
    ]
    results = in_threads(
        *[
            lambda application=application: deciding.award(application, Decimal(5000), officer())
            for application in applications
        ]
    )
    assert _outcomes(results) == {"Decision": 1, "OneAwardPerYear": 3}


def test_a_new_ceiling_counts_an_award_that_happens_at_the_same_moment(shared_round):
    application = committed(
        lambda: make_application(round=shared_round, requested_amount=Decimal(50), theme=_theme())
    )

    def new_ceiling() -> Ceiling:
        with transaction.atomic():
            ceiling = Ceiling.objects.create(
                round=shared_round, scope=Ceiling.Scope.THEME, theme=_theme(), amount=60
            )
            ledger.adopt_awards(ceiling, officer())
        return ceiling

    in_threads(lambda: _award_in_full(application), new_ceiling)
    amounts = committed(lambda: {c.scope: c.committed for c in Ceiling.objects.filter(round=shared_round)})
    assert amounts == {"total": 50, "theme": 50}


def _theme() -> Any:
    return Theme.objects.first()


def _award_in_full(application: Application) -> None:
    """Commit and decide, without the rules of the regulation."""
    with transaction.atomic():
        ledger.commit_award(application, Decimal(50), officer())
        Decision.objects.create(application=application, outcome="awarded", amount=50, decided_by=officer())
