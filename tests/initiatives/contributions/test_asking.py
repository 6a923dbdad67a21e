"""The yearly chain, day by day, and forgetting who reported what."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Site

from initiatives.contributions import asking
from initiatives.contributions.freshness import terms_for
from initiatives.models import Freshness, FreshnessSettings, InitiativePage, Proposal

from .conftest import KEEPER, PUBLIC, VISITOR, link_in

pytestmark = pytest.mark.django_db


def check(page, **values):
    Freshness.objects.update_or_create(page=page, defaults={"keeper_email": KEEPER, **values})


@pytest.fixture
def due(hall, today):
    """The hall, last checked a year ago today."""
    check(hall, checked_on=today - timedelta(days=365))
    return hall


def row(page):
    return Freshness.objects.get(page=page)


def test_the_whole_chain(due, today):
    """Asked after a year, reminded twice, then left to the editors; nothing twice on a day."""
    check(due, checked_on=today - timedelta(days=364))
    sent = {}
    for day in range(-1, 60):
        for _time in range(2):
            report = asking.run(today=today + timedelta(days=day))
            if report.sent:
                sent[day] = (report.asked, report.reminded)
    assert sent == {1: (1, 0), 15: (0, 1), 29: (0, 1)}
    assert [message.to for message in mail.outbox] == [[KEEPER]] * 3
    assert mail.outbox[0].subject == "Klopt alles nog over Dorpshuis De Proef?"
    assert "Herinnering" in mail.outbox[1].subject
    assert row(due).reminders == 2


def test_the_mail_has_three_answers_that_work(client, due, today):
    asking.run(today=today)
    (message,) = mail.outbox
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.content_subtype == "plain"
    assert "sleutel" not in message.subject
    assert f"/initiatieven/{due.slug}/" in message.body
    links = [link_in(message, name) for name in ("klopt-nog", "wijzigen", "bestaat-niet-meer")]
    for link in links:
        assert client.get(link).status_code == 200
    assert row(due).checked_on == today - timedelta(days=365)
    assert "Dank u wel" in client.post(links[0]).content.decode()
    assert row(due).checked_on == today
    assert "al beantwoord" in client.get(links[2]).content.decode()
    assert asking.run(today=today + timedelta(days=20)).sent == 0
    assert asking.run(today=today + timedelta(days=365)).asked == 1


def test_a_reminder_answers_the_same_question(client, due, today):
    asking.run(today=today)
    asking.run(today=today + timedelta(days=14))
    first, second = mail.outbox
    assert client.get(link_in(first, "klopt-nog")).status_code == 200
    client.post(link_in(second, "klopt-nog"))
    assert "al beantwoord" in client.get(link_in(first, "klopt-nog")).content.decode()


def test_who_is_not_asked(due, add, today):
    long_ago = today - timedelta(days=700)
    check(add("Geen adres"), keeper_email="", checked_on=long_ago)
    check(add("Vers"), checked_on=today - timedelta(days=364))
    check(add("Concept", live=False), checked_on=long_ago)
    InitiativePage.objects.filter(pk=add("Geen rij", email=PUBLIC).pk).update(
        last_published_at=timezone.now() - timedelta(days=700)
    )
    report = asking.run(today=today)
    assert (report.asked, report.reminded, report.failed) == (1, 0, 0)


def test_never_checked_counts_from_the_publication(add, today):
    page = add("Nooit nagekeken")
    check(page)
    assert asking.run(today=today).sent == 0
    InitiativePage.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(days=366))
    assert asking.run(today=today).asked == 1


@pytest.mark.parametrize("kind", ["change", "gone"])
def test_who_answered_is_not_reminded_while_the_editors_work(due, today, kind):
    asking.run(today=today)
    if kind == "change":
        Proposal.objects.create(kind="change", page=due, title=due.title)
    else:
        Proposal.objects.create(
            kind="report", reason="gone", page=due, title=due.title, answers={"by_owner": True}
        )
    assert asking.run(today=today + timedelta(days=14)).sent == 0
    Proposal.objects.update(status="declined")
    assert asking.run(today=today + timedelta(days=14)).sent == 1


def test_a_report_by_a_passer_by_does_not_stop_the_question(due, today):
    Proposal.objects.create(kind="report", reason="gone", page=due, title=due.title)
    assert asking.run(today=today).asked == 1


def test_the_terms_are_settings(due, today):
    site = Site.objects.get(is_default_site=True)
    FreshnessSettings.objects.update_or_create(
        site=site, defaults={"ask_after": 400, "remind_every": 3, "most_reminders": 1}
    )
    from django.core.cache import caches

    caches["pages"].clear()
    assert terms_for().ask_after == 400
    sent = [day for day in range(50) if asking.run(today=today + timedelta(days=day)).sent]
    assert sent == [35, 38]


def test_a_mail_that_fails_is_tried_again(due, add, today, monkeypatch):
    other = add("Ander huis")
    check(other, checked_on=today - timedelta(days=500), keeper_email="ander@huis.example")
    from django.core.mail import EmailMessage

    send = EmailMessage.send

    def fail_for_one(self, *arguments, **options):
        if self.to == ["ander@huis.example"]:
            raise OSError("geen verbinding")
        return send(self, *arguments, **options)

    monkeypatch.setattr(EmailMessage, "send", fail_for_one)
    report = asking.run(today=today)
    assert (report.asked, report.failed) == (1, 1)
    assert row(other).asked_on is None
    assert row(due).asked_on == today
    with pytest.raises(CommandError, match="1 mails could not be sent"):
        call_command("ask_if_correct", stdout=StringIO())
    monkeypatch.undo()
    assert asking.run(today=today).asked == 1


class TestCommand:
    def test_a_dry_run_only_tells(self, due, capsys):
        call_command("ask_if_correct", dry_run=True)
        assert capsys.readouterr().out == "1 initiatives would be asked, 0 would be reminded.\n"
        assert not mail.outbox
        assert row(due).asked_on is None

    def test_it_can_run_every_day(self, due, capsys):
        call_command("ask_if_correct")
        call_command("ask_if_correct")
        assert capsys.readouterr().out.splitlines() == [
            "1 initiatives asked, 0 reminded.",
            "0 initiatives asked, 0 reminded.",
        ]
        assert len(mail.outbox) == 1

    def test_a_run_sends_no_more_than_asked_for(self, due, add, today):
        for number in range(4):
            check(add(f"Huis {number}"), checked_on=today - timedelta(days=400))
        out = StringIO()
        call_command("ask_if_correct", most=3, stdout=out)
        assert len(mail.outbox) == 3
        call_command("ask_if_correct", most=3, stdout=out)
        assert len(mail.outbox) == 5
        with pytest.raises(CommandError):
            call_command("ask_if_correct", most=0)


class TestForgetting:
    def make(self, days_ago, status="accepted", **values):
        moment = timezone.now() - timedelta(days=days_ago)
        proposal = Proposal.objects.create(
            kind="report", status=status, reason="gone", title="Huis", email=VISITOR,
            explanation="Mijn buurman zei het.", answer="Dank u.", answers={"by_owner": True},
            handled_at=moment if status in ("accepted", "declined") else None, **values,
        )  # fmt: skip
        Proposal.objects.filter(pk=proposal.pk).update(created_at=moment)
        return proposal

    def test_what_is_about_the_sender_goes_and_the_rest_stays(self):
        old, recent = self.make(90), self.make(89)
        declined, waiting = self.make(200, "declined"), self.make(200, "open")
        assert asking.forget().wiped == 2
        for proposal in (old, declined):
            proposal.refresh_from_db()
            assert (proposal.email, proposal.explanation, proposal.answer, proposal.answers) == (
                "",
                "",
                "",
                {},
            )
            assert (proposal.reason, proposal.title) == ("gone", "Huis")
        for proposal in (recent, waiting):
            proposal.refresh_from_db()
            assert proposal.email == VISITOR
        assert asking.forget().wiped == 0

    def test_what_was_never_confirmed_is_removed(self, capsys):
        old, recent = self.make(31, "unconfirmed"), self.make(30, "unconfirmed")
        call_command("forget_reporters", dry_run=True)
        assert Proposal.objects.filter(pk=old.pk).exists()
        call_command("forget_reporters")
        assert list(Proposal.objects.all()) == [recent]
        assert capsys.readouterr().out.splitlines() == [
            "0 handled proposals would be wiped, 1 unconfirmed ones would be removed.",
            "0 handled proposals wiped, 1 unconfirmed ones removed.",
        ]


def test_addresses_stay_out_of_the_log(due, today, monkeypatch, caplog):
    def fail(*_arguments, **_options):
        raise OSError(f"550 {KEEPER} unknown")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    with caplog.at_level("ERROR", logger=asking.logger.name):
        asking.run(today=today)
    assert "was not sent" in caplog.text
    assert KEEPER not in caplog.text
