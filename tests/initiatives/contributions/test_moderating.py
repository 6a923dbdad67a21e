"""What editors see of proposals, who may do what, and what becomes of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page

from initiatives.contributions import content, moderating, proposing, tokens
from initiatives.contributions.locations import where_wide
from initiatives.contributions.tokens import Purpose
from initiatives.models import Freshness, InitiativeIndexPage, InitiativeKind, InitiativePage, Proposal

from .conftest import KEEPER, VISITOR, municipality

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "subsidie", "budget", "redactie", "eindredactie", "beheer")
SIGN_IN, DENIED, OK = "sign in", "denied", "ok"
LIST = "/beheer/aanmeldingen/"
CHECKS = "/beheer/te-controleren/"


@pytest.fixture
def new(index):
    """A confirmed new initiative."""
    answers = {
        "title": "Voedseltuin De Nieuwe", "kind": "voedseltuin", "introduction": "Samen groente telen.",
        "where": where_wide(municipality()), "hours": "", "times": [], "opening_hours": "", "website": "",
        "phone": "0592 12 34 56", "public_email": "", "facilities": [],
    }  # fmt: skip
    proposal = proposing.sign_up(answers, VISITOR)
    proposing.confirm(proposal.pk)
    mail.outbox.clear()
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def change(hall):
    """A change that the hall sent."""
    number = tokens.read_owner(Purpose.CHANGE, tokens.change_token(hall.pk, KEEPER), 30).proposal_id
    known = content.answers_of(hall)
    wanted = known | {"phone": "0592 65 43 21", "introduction": "Vernieuwd."}
    proposing.change(hall, number, known, wanted, email=KEEPER, explanation="Verbouwd.")
    return Proposal.objects.get(pk=number)


@pytest.fixture
def report(hall):
    """A report that the hall has stopped."""
    return proposing.report(hall, "gone", explanation="De deur is dicht.", email=VISITOR)


def detail(proposal):
    return f"{LIST}{proposal.pk}/"


def outcome(response):
    if response.status_code == 302:
        if response["Location"].startswith("/beheer/login/"):
            return SIGN_IN
        return DENIED if response["Location"] == "/beheer/" else OK
    return OK if response.status_code == 200 else str(response.status_code)


def page_of(proposal):
    return InitiativePage.objects.get(pk=proposal.page_id)


class TestAccess:
    EXPECTED = dict(zip(ROLES, (SIGN_IN, DENIED, DENIED, OK, OK, OK), strict=True))

    @pytest.mark.parametrize("role", ROLES)
    def test_every_address_for_every_role(self, client, login, role, new, change, report, hall):
        if role != "anonymous":
            login(role)
        addresses = [LIST, f"{LIST}results/", CHECKS, f"{CHECKS}{hall.pk}/adres/"]
        addresses += [detail(proposal) for proposal in (new, change, report)]
        for address in addresses:
            assert outcome(client.get(address)) == self.EXPECTED[role], address

    @pytest.mark.parametrize("role", ROLES[:3])
    @pytest.mark.parametrize("button", ["publish", "accept", "decline"])
    def test_others_handle_nothing(self, client, login, role, button, change, hall):
        if role != "anonymous":
            login(role)
        client.post(detail(change), {button: "1", "reason": "Nee"})
        client.post(CHECKS, {"checked": str(hall.pk)})
        client.post(CHECKS, {"ask": str(hall.pk)})
        client.post(f"{CHECKS}{hall.pk}/adres/", {"keeper_email": "dief@voorbeeld.example"})
        change.refresh_from_db()
        assert change.status == "open"
        row = Freshness.objects.get(page=hall)
        assert (row.checked_on, row.asked_on, row.keeper_email) == (None, None, KEEPER)
        assert not mail.outbox

    def test_an_editor_without_the_right_to_publish(self, client, login, change, hall):
        login("redactie")
        assert "mag deze pagina niet publiceren" in client.get(detail(change)).content.decode()
        assert outcome(client.post(detail(change), {"publish": "1"})) == DENIED
        change.refresh_from_db()
        assert change.status == "open"
        assert page_of(change).phone == ""

    def test_a_page_out_of_reach_does_not_exist(self, client, login, change, new, django_user_model):
        """An editor of other pages only sees nothing of it, in no list and by no address."""
        group = Group.objects.get(name="redacteur")
        elsewhere = Page.objects.get(slug="verhalen")
        GroupPagePermission.objects.filter(group=group).update(page=elsewhere)
        login("redactie")
        assert change.title not in client.get(LIST).content.decode()
        assert client.get(detail(change)).status_code == 404
        for button in ("publish", "accept", "decline"):
            assert client.post(detail(new), {button: "1", "reason": "Nee"}).status_code == 404
        page = client.get(CHECKS)
        assert page.context["rows"] == []
        client.post(CHECKS, {"checked": str(change.page_id)})
        assert Freshness.objects.get(page=change.page_id).checked_on is None
        assert client.get(f"{CHECKS}{change.page_id}/adres/").status_code == 404

    def test_what_is_not_confirmed_is_for_nobody(self, client, login, new):
        Proposal.objects.update(status="unconfirmed")
        login("beheer")
        assert new.title not in client.get(LIST).content.decode()
        assert client.get(detail(new)).status_code == 404


class TestScreens:
    def test_the_menu_counts_what_waits(self, client, login, new, change):
        login("eindredactie")
        assert "Aanmeldingen (2)" in client.get("/beheer/").content.decode()
        Proposal.objects.update(status="accepted")
        html = client.get("/beheer/").content.decode()
        assert "Aanmeldingen" in html
        assert "Aanmeldingen (" not in html
        login("subsidie")
        assert "Aanmeldingen" not in client.get("/beheer/").content.decode()

    def test_the_list_filters_and_shows_no_address(self, client, login, new, change, report):
        login("redactie")
        response = client.get(LIST)
        assert {p.pk for p in response.context["object_list"]} == {new.pk, change.pk, report.pk}
        assert VISITOR not in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        only = client.get(LIST, {"kind": "new", "status": "open"})
        assert [p.pk for p in only.context["object_list"]] == [new.pk]
        assert list(client.get(LIST, {"status": "declined"}).context["object_list"]) == []

    def test_what_waits_stands_first_the_oldest_on_top(self, client, login, new, change, report):
        Proposal.objects.filter(pk=new.pk).update(status="accepted")
        login("redactie")
        assert [p.pk for p in client.get(LIST).context["object_list"]] == [change.pk, report.pk, new.pk]

    def test_a_longer_list_costs_no_more_queries(self, client, login, hall):
        login("redactie")

        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(LIST).status_code == 200
            return len(captured)

        proposing.report(hall, "hours")
        queries()
        few = queries()
        Proposal.objects.bulk_create(
            Proposal(kind="report", page=hall, title=f"Nr {n}", reason="hours") for n in range(40)
        )
        assert queries() == few

    def test_a_change_stands_beside_what_is_public(self, client, login, change, hall):
        login("eindredactie")
        response = client.get(detail(change))
        changed = {line.name: (line.old, line.new) for line in response.context["lines"] if line.changed}
        assert changed == {
            "introduction": ("Een huis voor het dorp.", "Vernieuwd."), "phone": ("", "0592 65 43 21"),
        }  # fmt: skip
        html = response.content.decode()
        for words in ("Vernieuwd.", "Verbouwd.", KEEPER, "Open het concept", "Publiceer", "Nu op de website"):
            assert words in html
        assert "no-store" in response["Cache-Control"]

    def test_script_that_somebody_sent_stays_text(self, client, login, hall):
        report = proposing.report(hall, "other", explanation="<script>alert(1)</script>", email=VISITOR)
        login("eindredactie")
        assert "<script>alert(1)" not in client.get(detail(report)).content.decode()

    def test_a_new_one_warns_for_what_looks_like_it(self, client, login, new, add):
        draft = add("Voedseltuin De Nieuwe", scope="municipality", live=False)
        login("eindredactie")
        response = client.get(detail(new))
        assert [page for page, _url in response.context["duplicates"]] == [draft]

    def test_a_proposal_whose_page_or_draft_is_gone(self, client, login, new, change):
        login("eindredactie")
        change.revision.delete()
        assert "Vernieuwd." in client.get(detail(change)).content.decode()
        client.post(detail(change), {"publish": "1"})
        page_of(new).delete()
        response = client.get(detail(new))
        assert "Samen groente telen." in response.content.decode()
        assert client.post(detail(new), {"decline": "1", "reason": "Weg."}).status_code == 302
        change.refresh_from_db()
        assert change.status == "open"

    def test_a_kind_that_was_removed_since(self, client, login, change, hall):
        kind = InitiativeKind.objects.create(name="Tijdelijk", plural="Tijdelijk", slug="tijdelijk")
        draft = page_of(change).get_latest_revision_as_object()
        draft.kind = kind
        revision = draft.save_revision()
        Proposal.objects.filter(pk=change.pk).update(revision=revision)
        kind.delete()
        login("eindredactie")
        assert "0592 65 43 21" in client.get(detail(change)).content.decode()
        html = client.post(detail(change), {"publish": "1"}).content.decode()
        assert "Er is geen concept om te publiceren." in html
        # A next change starts from what is public.
        number = tokens.read_owner(Purpose.CHANGE, tokens.change_token(hall.pk, KEEPER), 30).proposal_id
        known = content.answers_of(hall)
        proposing.change(hall, number, known, known | {"title": "Ander"}, email=KEEPER, explanation="")
        assert page_of(change).get_latest_revision_as_object().title == "Ander"


class TestPublishing:
    def test_a_new_initiative(self, client, login, new, today, django_capture_on_commit_callbacks):
        user = login("eindredactie")
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(detail(new), {"publish": "1"}, follow=True)
        assert "Gepubliceerd" in response.content.decode()
        new.refresh_from_db()
        page = page_of(new)
        assert (new.status, new.handled_by, page.live) == ("accepted", user, True)
        assert new.handled_at is not None
        assert page.current_workflow_state is None
        row = Freshness.objects.get(page=page)
        assert (row.checked_on, row.checked_by, row.keeper_email) == (today, "owner", VISITOR)
        assert client.get(f"/initiatieven/{page.slug}/").status_code == 200
        own = [message for message in mail.outbox if message.to == [VISITOR]]
        assert [message.subject for message in own] == ["Voedseltuin De Nieuwe staat op de website"]
        assert f"/initiatieven/{page.slug}/" in own[0].body

    def test_a_change(self, client, login, change, today):
        login("eindredactie")
        client.post(detail(change), {"publish": "1"})
        page = page_of(change)
        assert (page.phone, page.introduction, page.has_unpublished_changes) == (
            "0592 65 43 21", "Vernieuwd.", False,
        )  # fmt: skip
        assert [row.note for row in page.opening_times.all()] == ["koffie"]
        assert Freshness.objects.get(page=page).checked_on == today

    def test_publishing_in_the_editor_counts_too(self, new, today):
        page_of(new).latest_revision.publish()
        new.refresh_from_db()
        assert new.status == "accepted"
        assert Freshness.objects.get(page=new.page_id).checked_on == today

    def test_publishing_an_older_version_does_not_count(self, change, hall):
        hall.live_revision.publish()
        change.refresh_from_db()
        assert change.status == "open"
        assert Freshness.objects.get(page=hall).checked_on is None

    def test_a_draft_that_misses_something(self, client, login, change, hall):
        draft = page_of(change).get_latest_revision_as_object()
        draft.title = ""
        revision = draft.save_revision(clean=False)
        Proposal.objects.filter(pk=change.pk).update(revision=revision)
        login("eindredactie")
        response = client.post(detail(change), {"publish": "1"})
        assert "Publiceren lukt nog niet" in response.content.decode()
        change.refresh_from_db()
        assert change.status == "open"
        assert page_of(change).title == hall.title

    def test_twice_counts_once(self, client, login, change):
        login("eindredactie")
        client.post(detail(change), {"publish": "1"})
        for button in ("publish", "accept", "decline"):
            response = client.post(detail(change), {button: "1", "reason": "Toch niet."}, follow=True)
            assert "al behandeld" in response.content.decode()
        change.refresh_from_db()
        assert (change.status, change.answer) == ("accepted", "")


class TestTakingOver:
    def test_nothing_becomes_public(self, client, login, new, report, hall):
        login("redactie")
        for proposal in (new, report):
            assert client.post(detail(proposal), {"accept": "1"}).status_code == 302
            proposal.refresh_from_db()
            assert proposal.status == "accepted"
        assert not page_of(new).live
        assert InitiativePage.objects.get(pk=hall.pk).live
        assert not mail.outbox


class TestDeclining:
    def decline(self, client, proposal, capture, reason="Wij kennen het niet."):
        with capture(execute=True):
            response = client.post(detail(proposal), {"decline": "1", "reason": reason}, follow=True)
        proposal.refresh_from_db()
        return response.content.decode()

    def test_a_reason_is_needed(self, client, login, new, django_capture_on_commit_callbacks):
        login("redactie")
        html = self.decline(client, new, django_capture_on_commit_callbacks, " ")
        assert "Schrijf waarom u het niet overneemt." in html
        assert new.status == "open"

    def test_the_sender_reads_why(self, client, login, new, django_capture_on_commit_callbacks):
        login("redactie")
        page_id = new.page_id
        self.decline(client, new, django_capture_on_commit_callbacks)
        assert (new.status, new.answer, new.page) == ("declined", "Wij kennen het niet.", None)
        assert not InitiativePage.objects.filter(pk=page_id).exists()
        (message,) = mail.outbox
        assert message.to == [VISITOR]
        assert "Wij kennen het niet." in message.body
        assert message.subject == "Uw bericht over Voedseltuin De Nieuwe"
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_without_an_address_nobody_is_mailed(
        self, client, login, hall, django_capture_on_commit_callbacks
    ):
        report = proposing.report(hall, "hours")
        login("redactie")
        assert "Alleen de redactie leest dit" in client.get(detail(report)).content.decode()
        self.decline(client, report, django_capture_on_commit_callbacks)
        assert report.status == "declined"
        assert not mail.outbox

    def test_the_draft_of_a_change_is_taken_back(
        self, client, login, change, hall, django_capture_on_commit_callbacks
    ):
        login("redactie")
        self.decline(client, change, django_capture_on_commit_callbacks)
        page = InitiativePage.objects.get(pk=hall.pk)
        assert page.get_latest_revision_as_object().introduction == "Een huis voor het dorp."
        assert not page.has_unpublished_changes
        assert page.introduction == "Een huis voor het dorp."

    def test_the_draft_of_an_editor_before_it_comes_back(
        self, client, login, hall, django_capture_on_commit_callbacks
    ):
        draft = InitiativePage.objects.get(pk=hall.pk)
        draft.introduction = "In bewerking."
        draft.save_revision()
        number = tokens.read_owner(Purpose.CHANGE, tokens.change_token(hall.pk, KEEPER), 30).proposal_id
        known = content.answers_of(hall)
        proposal = proposing.change(
            hall, number, known, known | {"phone": "112"}, email=KEEPER, explanation=""
        )
        login("redactie")
        self.decline(client, proposal, django_capture_on_commit_callbacks)
        page = InitiativePage.objects.get(pk=hall.pk)
        latest = page.get_latest_revision_as_object()
        assert (latest.introduction, latest.phone) == ("In bewerking.", "")
        assert page.has_unpublished_changes

    def test_what_an_editor_did_since_is_left_alone(
        self, client, login, change, hall, django_capture_on_commit_callbacks
    ):
        later = InitiativePage.objects.get(pk=hall.pk).get_latest_revision_as_object()
        later.costs_note = "Gratis koffie"
        revision = later.save_revision()
        login("redactie")
        self.decline(client, change, django_capture_on_commit_callbacks)
        assert InitiativePage.objects.get(pk=hall.pk).latest_revision == revision

    def test_not_gone_after_all(self, client, login, report, hall, django_capture_on_commit_callbacks):
        second = proposing.report(hall, "gone")
        login("redactie")
        self.decline(client, report, django_capture_on_commit_callbacks)
        assert Freshness.objects.get(page=hall).reported_gone_on is not None
        self.decline(client, second, django_capture_on_commit_callbacks)
        assert Freshness.objects.get(page=hall).reported_gone_on is None

    def test_a_mail_server_that_is_down_undoes_nothing(
        self, client, login, new, monkeypatch, django_capture_on_commit_callbacks
    ):
        def fail(*_arguments, **_options):
            raise OSError("geen verbinding")

        login("redactie")
        monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
        self.decline(client, new, django_capture_on_commit_callbacks)
        assert new.status == "declined"


def test_two_editors_at_once(change, django_user_model):
    user = django_user_model.objects.get(username="eindredactie")
    moderating.take_over(change, user)
    with pytest.raises(moderating.AlreadyHandled):
        moderating.decline(change, user, "Nee")
    with pytest.raises(moderating.AlreadyHandled):
        moderating.publish(change, user)


def test_without_the_index_permission_nothing_can_be_published(change, django_user_model):
    with pytest.raises(PermissionDenied):
        moderating.publish(change, django_user_model.objects.get(username="redactie"))
    assert InitiativeIndexPage.objects.get().live
