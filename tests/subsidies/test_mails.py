"""The e-mails: plain words, one link, no answers where others can see them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.conf import settings

from subsidies import mails, sending, starting
from subsidies.models import AccessLink, Application, Decision
from tests import factories


def tokens(mail):
    return re.findall(rf"{re.escape(settings.SITE_URL)}/aanvragen/open/(\S+)/", mail.body)


def check_form(mail, application):
    assert mail.to == [application.email]
    assert application.title not in mail.subject or not application.title
    assert application.organisation not in mail.subject or not application.organisation
    assert "\n" not in mail.subject
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "{" not in mail.body
    assert "&#" not in mail.body
    assert "&quot;" not in mail.body
    assert application.reference in mail.body


@pytest.fixture
def application(db):
    return factories.make_complete_draft()


@pytest.fixture
def sent(application):
    return sending.send(application.pk)


def test_the_link_mail_opens_the_application(client, application, mailoutbox):
    token = AccessLink.issue(application)
    mails.send_link(application, token)
    (mail,) = mailoutbox
    check_form(mail, application)
    assert tokens(mail) == [token]
    assert client.get(f"/aanvragen/open/{token}/").status_code == 200


def test_starting_again_also_brings_the_links_of_unfinished_drafts(application, mailoutbox):
    starting.begin(application.regulation, application.round, application.email.upper())
    (mail,) = mailoutbox
    assert len(tokens(mail)) == 2
    assert application.reference in mail.body
    assert Application.objects.filter(email=application.email).count() == 2
    # The untouched one is used again, so that asking twice makes no pile of empty drafts.
    starting.begin(application.regulation, application.round, application.email)
    assert Application.objects.filter(email=application.email).count() == 2


def test_the_confirmation_tells_what_happens_next(
    application, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = sending.send(application.pk)
    (mail,) = mailoutbox
    check_form(mail, sent)
    assert "8 weken" in mail.body or sent.regulation.decision_term_weeks != 8
    assert len(tokens(mail)) == 1


def test_the_award_names_the_amount(sent, mailoutbox):
    decision = Decision.objects.create(
        application=sent, outcome=Decision.Outcome.AWARDED, amount=Decimal("12500.50")
    )
    mails.send_award(decision)
    check_form(mailoutbox[-1], sent)
    assert "12.500,50" in mailoutbox[-1].body


def test_the_refusal_gives_the_reason_as_it_was_written(sent, mailoutbox):
    reason = 'Uw plan is voor winst & niet voor het dorp.\n\n"Winst" mag niet.'
    decision = Decision.objects.create(application=sent, outcome=Decision.Outcome.REFUSED, reason=reason)
    mails.send_refusal(decision)
    check_form(mailoutbox[-1], sent)
    assert reason in mailoutbox[-1].body
