"""The officers' desk: the list, one application, its files and the two decisions."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Municipality, Theme
from initiatives.models import InitiativePage
from subsidies.models import Application, ApplicationEvent, Ceiling, Decision
from tests.subsidies.desk_data import PRIVATE, add_file, make_application, make_round, officer

pytestmark = pytest.mark.django_db

LIST = "/beheer/aanvragen/"
# A name, so that the reader of a failure sees which decision it was.
AWARD, REFUSE = "toekennen", "afwijzen"


@pytest.fixture
def desk(client, login):
    """A client signed in as the officer of the open regulation."""
    login("subsidie")
    return client


def detail(application: Application) -> str:
    return f"{LIST}{application.pk}/"


def post(client, application: Application, decision: str, *, confirmed: bool = False, **values: str):
    prefix = "award" if decision == AWARD else "refuse"
    data = {f"{prefix}-{name}": value for name, value in values.items()}
    if confirmed:
        data["bevestigd"] = "1"
    return client.post(f"{detail(application)}{decision}/", data)


# The list


def test_the_list_shows_what_an_officer_looks_for(desk):
    application = make_application(requested_amount=Decimal("12500.50"))
    page = desk.get(LIST).content.decode()
    for text in (application.reference, application.title, application.organisation, "Rolde", "Ingediend"):
        assert text in page
    assert "€\u00a012.500,50" in page
    assert application.regulation.title in page
    assert PRIVATE["email"] not in page


def test_what_waits_comes_first_and_all_in_order_of_receipt(desk):
    moment = make_application().completed_at + timedelta(days=1)
    late = make_application(completed_at=moment + timedelta(hours=1))
    early = make_application(completed_at=moment)
    decided = make_application(completed_at=moment - timedelta(hours=1), status=Application.Status.REFUSED)
    shown = [application.pk for application in desk.get(LIST).context["object_list"]]
    assert [pk for pk in shown if pk in {late.pk, early.pk, decided.pk}] == [early.pk, late.pk, decided.pk]


@pytest.mark.parametrize(
    "ordering", ["completed_at", "-completed_at", "requested_amount", "-title", "nonsense"]
)
def test_every_order_is_total(desk, ordering):
    for _ in range(3):
        make_application(requested_amount=Decimal(5000), title="Zelfde")
    response = desk.get(LIST, {"ordering": ordering})
    assert response.status_code == 200
    assert response.context["object_list"].query.order_by[-1] in ("pk", "completed_at")


def test_drafts_belong_to_the_applicant(desk):
    draft = make_application(status=Application.Status.DRAFT)
    assert draft.reference not in desk.get(LIST).content.decode()
    assert desk.get(detail(draft)).status_code == 404


@pytest.mark.parametrize("part", ["reference", "organisation", "title"])
def test_search_finds_by_a_part_of_reference_organisation_and_title(desk, part):
    wanted = make_application(organisation="Stichting Waterlelie", title="Vlonder langs de vijver")
    other = make_application()
    page = desk.get(LIST, {"q": getattr(wanted, part)[3:].lower()}).content.decode()
    assert wanted.reference in page
    assert other.reference not in page


def test_filters_can_be_combined(desk):
    theme = Theme.objects.get(slug="gezondheid")
    emmen = Municipality.objects.get(slug="emmen")
    wanted = make_application(theme=theme, municipality=emmen, status=Application.Status.REFUSED)
    others = [
        make_application(municipality=emmen, status=Application.Status.REFUSED),
        make_application(theme=theme, status=Application.Status.REFUSED),
        make_application(theme=theme, municipality=emmen),
    ]
    page = desk.get(LIST, {"theme": theme.pk, "municipality": emmen.pk, "status": "refused"}).content.decode()
    assert wanted.reference in page
    assert not [other for other in others if other.reference in page]


@pytest.mark.parametrize(
    "query", ["status=nonsense", "theme=999999", "regulation=x", "p=99", "p=x", "q=%00", "status=draft"]
)
def test_a_wrong_address_never_breaks_the_list(desk, query):
    make_application()
    assert desk.get(f"{LIST}?{query}").status_code == 200


def test_the_list_takes_as_many_queries_for_60_as_for_2(desk):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.get(LIST).status_code == 200
        return len(captured)

    for _ in range(2):
        make_application()
    queries()  # content types and sites are remembered after the first time
    few = queries()
    for _ in range(58):
        make_application()
    assert queries() == few


# One application


def test_the_detail_shows_every_answer_with_its_question(desk):
    application = make_application()
    response = desk.get(detail(application))
    page = response.content.decode()
    for question in application.form_version.questions:
        assert question.value["label"] in page.replace("&#x27;", "'")
    for text in (
        *PRIVATE.values(),
        "Dit plan is alleen voor de provincie.",
        "€\u00a015.000",
        "1 september 2026",
    ):
        assert text in page
    assert "no-store" in response["Cache-Control"]


def test_the_detail_shows_what_each_ceiling_leaves_before_and_after(desk):
    round_ = make_round(total=20000)
    part = Ceiling.objects.create(
        round=round_, scope=Ceiling.Scope.THEME, theme=Theme.objects.first(), amount=Decimal(10000)
    )
    application = make_application(round=round_, theme=part.theme, requested_amount=Decimal(12500))
    page = desk.get(detail(application)).content.decode()
    assert "€\u00a07.500" in page
    assert "−€\u00a02.500" in page
    assert "te weinig" in page


def test_the_detail_tells_who_came_earlier(desk):
    round_ = make_round(total=100000)
    make_application(round=round_, requested_amount=Decimal(6000))
    second = make_application(round=round_)
    assert "Die vraagt €\u00a06.000" in desk.get(detail(second)).content.decode()


def test_the_detail_shows_what_else_the_organisation_sent(desk):
    application = make_application(organisation_number="11112222")
    other = make_application(organisation_number="11112222", title="Een bankje")
    stranger = make_application(title="Heel iets anders")
    page = desk.get(detail(application)).content.decode()
    assert f"{other.reference} Een bankje" in page
    assert stranger.title not in page


def test_the_next_waiting_application_is_one_click_away(desk):
    first, second = make_application(), make_application()
    assert detail(second) in desk.get(detail(first)).content.decode()


def test_the_detail_takes_as_many_queries_with_many_others(desk):
    application = make_application(organisation_number="11112222")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(detail(application)).status_code == 200
        return len(captured)

    add_file(application)
    make_application(organisation_number="11112222")
    application.log(ApplicationEvent.Kind.SUBMITTED, actor=officer())
    queries()
    few = queries()
    for _ in range(10):
        add_file(application)
        make_application(organisation_number="11112222")
        application.log(ApplicationEvent.Kind.SAVED, actor=officer())
    assert queries() == few


# Files


def test_a_file_comes_as_a_download_and_leaves_a_trace(desk):
    application = make_application()
    stored = add_file(application, 'begroting "2026".pdf')
    response = desk.get(reverse("desk:file", args=[application.pk, stored.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 begroting"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    event = application.events.get()
    assert (event.kind, event.actor, event.data) == ("file_downloaded", officer(), {"file": str(stored.pk)})


def test_a_file_of_another_application_is_not_found(desk):
    application, other = make_application(), make_application()
    stored = add_file(other)
    assert desk.get(reverse("desk:file", args=[application.pk, stored.pk])).status_code == 404
    assert not ApplicationEvent.objects.filter(application__in=[application, other]).exists()


def test_a_file_that_is_gone_says_so(desk):
    application = make_application()
    stored = add_file(application)
    stored.file.storage.delete(stored.file.name)
    assert desk.get(reverse("desk:file", args=[application.pk, stored.pk])).status_code == 404
    assert not application.events.exists()


# Deciding


def test_the_requested_amount_is_filled_in(desk):
    application = make_application(requested_amount=Decimal("12500.50"))
    assert 'value="12.500,50"' in desk.get(detail(application)).content.decode()


def test_first_a_page_says_what_will_happen(desk):
    application = make_application(round=make_round(total=20000))
    response = post(desk, application, AWARD, amount="€ 7.500", reason="Mooi!")
    page = response.content.decode()
    assert "Wilt u €\u00a07.500 toekennen" in page
    assert "€\u00a012.500" in page  # what remains of 20,000
    assert PRIVATE["email"] in page
    assert "Mooi!" in page
    assert not Decision.objects.filter(application=application).exists()
    assert not mail.outbox


def test_awarding(desk, django_capture_on_commit_callbacks):
    application = make_application(round=make_round(total=20000))
    with django_capture_on_commit_callbacks(execute=True):
        response = post(desk, application, AWARD, confirmed=True, amount="7.500,00", reason="")
    assert response.status_code == 302
    assert response["Location"] == detail(application)
    decision = Decision.objects.get(application=application)
    assert (decision.amount, decision.decided_by) == (Decimal(7500), officer())
    page = desk.get(detail(application)).content.decode()
    assert "Toegekend: €\u00a07.500" in page
    assert f"/beheer/pages/{decision.initiative_id}/edit/" in page
    assert "Verder naar toekennen" not in page
    assert len(mail.outbox) == 1


def test_the_link_leads_to_the_page_once_it_is_live(desk):
    application = make_application()
    post(desk, application, AWARD, confirmed=True, amount="5000")
    page = InitiativePage.objects.get(grant__application=application)
    page.save_revision().publish()
    assert f'href="{page.get_url()}"' in desk.get(detail(application)).content.decode()


def test_refusing(desk, django_capture_on_commit_callbacks):
    application = make_application()
    confirmation = post(desk, application, REFUSE, reason="Te laat begonnen.")
    assert "Te laat begonnen." in confirmation.content.decode()
    assert not Decision.objects.filter(application=application).exists()
    with django_capture_on_commit_callbacks(execute=True):
        post(desk, application, REFUSE, confirmed=True, reason="Te laat begonnen.")
    assert Decision.objects.get(application=application).reason == "Te laat begonnen."
    assert "Te laat begonnen." in desk.get(detail(application)).content.decode()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("", "Vul in hoeveel u toekent"),
        ("veel", "Vul een bedrag in met cijfers"),
        ("0", "hoger is dan € 0"),
        ("99999", "niet meer geven dan is gevraagd"),
        ("100", "ten minste"),
    ],
)
def test_an_error_stands_by_the_field_and_nothing_typed_is_lost(desk, amount, message, confirmed):
    application = make_application()
    response = post(desk, application, AWARD, confirmed=confirmed, amount=amount, reason="Dit typte ik al.")
    page = response.content.decode()
    assert message in page
    assert f'value="{amount}"' in page or not amount
    assert "Dit typte ik al." in page
    assert re.search(r'name="award-amount"[^>]*aria-describedby="id_award-amount_error"', page)
    assert re.search(r'id="id_award-amount_error"\s*>\s*<svg', page)
    assert not Decision.objects.filter(application=application).exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_refusal_without_reason_says_so_by_the_field(desk, reason):
    application = make_application()
    page = post(desk, application, REFUSE, confirmed=True, reason=reason).content.decode()
    assert re.search(
        r'id="id_refuse-reason_error"\s*>\s*<svg.*?Schrijf waarom u de aanvraag afwijst', page, re.S
    )
    assert not Decision.objects.filter(application=application).exists()


def test_money_that_went_meanwhile_is_told_at_the_confirmation(desk):
    round_ = make_round(total=10000)
    first, second = make_application(round=round_), make_application(round=round_)
    assert "Wilt u" in post(desk, second, AWARD, amount="6000").content.decode()
    post(desk, first, AWARD, confirmed=True, amount="6000")
    page = post(desk, second, AWARD, confirmed=True, amount="6000").content.decode()
    assert "Er is nog €\u00a04.000" in page
    assert not Decision.objects.filter(application=second).exists()


def test_going_back_keeps_what_was_typed(desk):
    application = make_application()
    response = desk.post(
        f"{detail(application)}toekennen/", {"award-amount": "6.000", "award-reason": "Hoi", "terug": "1"}
    )
    page = response.content.decode()
    assert 'value="6.000"' in page
    assert "Hoi" in page


@pytest.mark.parametrize("decision", [AWARD, REFUSE])
def test_deciding_twice_shows_the_decision(desk, decision):
    application = make_application()
    post(desk, application, AWARD, confirmed=True, amount="5000")
    response = post(desk, application, decision, confirmed=True, amount="6000", reason="Toch niet")
    assert response.status_code == 302
    assert "al besloten" in desk.get(detail(application)).content.decode()
    assert Decision.objects.get(application=application).amount == 5000


@pytest.mark.parametrize("decision", [AWARD, REFUSE])
def test_a_decision_is_never_taken_by_following_a_link(desk, decision):
    application = make_application()
    response = desk.get(f"{detail(application)}{decision}/?bevestigd=1&award-amount=5000")
    assert response["Location"] == detail(application)
    assert not Decision.objects.filter(application=application).exists()


def test_what_applicants_write_never_becomes_markup(desk):
    nasty = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    application = make_application(title=nasty, organisation=nasty, public_summary=nasty)
    add_file(application, f"{nasty}.pdf")
    for page in (LIST, detail(application), "/beheer/"):
        assert "<script>alert" not in desk.get(page).content.decode()
        assert "<img src=x" not in desk.get(page).content.decode()
    assert "<script>alert" not in post(desk, application, AWARD, amount="5000").content.decode()


# The front page of the admin


def test_the_front_page_counts_what_waits(desk):
    applications = [make_application() for _ in range(6)]
    waiting = Application.objects.filter(status=Application.Status.SUBMITTED).count()
    page = desk.get("/beheer/").content.decode()
    assert f"{waiting} aanvragen wachten op een besluit" in page
    assert f"{LIST}?status=submitted" in page
    for application in applications:
        Application.objects.filter(pk=application.pk).update(status=Application.Status.REFUSED)


def test_the_front_page_of_others_does_not_mention_applications(client, login):
    make_application()
    login("redactie")
    assert "wachten op een besluit" not in client.get("/beheer/").content.decode()
