"""The journey of a village group, without JavaScript: from all questions beforehand to the decision."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidies import sending
from subsidies.answers import tidy
from subsidies.models import Application, ApplicationEvent, ApplicationFile, Decision, RegulationPage
from subsidies.questions import steps_of
from tests import factories


@pytest.fixture
def regulation(db):
    return factories.make_regulation()


@pytest.fixture
def draft(regulation):
    return factories.make_draft(regulation)


@pytest.fixture
def complete(regulation):
    return factories.make_complete_draft(regulation)


def begin(client, regulation, email="bestuur@dorpshuis.example", **more):
    return client.post(f"/aanvragen/{regulation.slug}/start/", {"email": email, **more})


def test_the_whole_journey(client, regulation, mailoutbox, django_capture_on_commit_callbacks):
    response = begin(client, regulation)
    assert response["Location"] == "/aanvragen/kijk-in-uw-e-mail/"
    assert "bestuur@dorpshuis.example" in client.get(response["Location"]).content.decode()
    link = mailoutbox[0].body.split("/aanvragen/open/")[1].split("/")[0]
    response = client.post(f"/aanvragen/open/{link}/")
    application = Application.objects.get(email="bestuur@dorpshuis.example")
    here = f"/aanvragen/{application.pk}"
    assert response["Location"] == f"{here}/stap/1/"
    steps = steps_of(application.form_version.steps)
    for step in steps:
        address = f"{here}/stap/{step.number}/"
        assert f"Stap {step.number} van {len(steps)}" in client.get(address).content.decode()
        data = {
            q.field_name: "on" if q.type == "statement" else factories.valid_answer(q)
            for q in step.questions
            if q.type != "file"
        }
        data |= {
            q.field_name: factories.upload("begroting.pdf", factories.pdf()) for q in step.file_questions
        }
        response = client.post(address, {**data, "next": "1"})
        following = f"stap/{step.number + 1}/" if step.number < len(steps) else "overzicht/"
        assert response["Location"] == f"{here}/{following}", response
    page = client.get(f"{here}/overzicht/").content.decode()
    assert "Verstuur uw aanvraag" in page
    assert "12.500,50" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{here}/overzicht/")
    assert response["Location"] == f"{here}/ontvangen/"
    assert application.reference in client.get(f"{here}/ontvangen/").content.decode()
    assert "In behandeling" in client.get(f"{here}/").content.decode()
    assert "begroting.pdf" in client.get(f"{here}/").content.decode()
    assert [mail.to for mail in mailoutbox] == [["bestuur@dorpshuis.example"]] * 2
    application.refresh_from_db()
    assert application.status == Application.Status.SUBMITTED
    assert application.submitted_at == application.completed_at
    assert application.requested_amount == Decimal("12500.50")
    assert application.organisation_number == "12345678"
    assert application.title == "Stichting Dorpshuis Voorbeeld"
    assert application.place is not None
    assert application.place.municipality == application.municipality
    assert application.theme
    assert application.kind
    assert application.category is None
    assert application.regulation_revision_id
    kinds = [event.kind for event in application.events.all()]
    assert kinds[:3] == ["started", "link_sent", "opened"]
    assert kinds[-1] == "submitted"
    for event in application.events.all():
        assert "dorpshuis" not in str(event.data).lower()


# Beginning


@pytest.mark.parametrize("days", [(-10, -1), (1, 10)], ids=["closed", "soon"])
def test_all_questions_are_open_also_when_the_round_is_not(client, regulation, days):
    now = timezone.now()
    regulation.rounds.all().update(
        opens_at=now + timedelta(days=days[0]), closes_at=now + timedelta(days=days[1])
    )
    page = client.get(f"/aanvragen/{regulation.slug}/vragen/").content.decode()
    for question in factories.questions(regulation.form.current_version):
        assert question.label in page
    assert "Begin met uw aanvraag" not in page
    response = client.get(f"/aanvragen/{regulation.slug}/start/")
    assert response.status_code == 200
    assert "U kunt nu niet aanvragen" in response.content.decode()
    assert 'name="email"' not in response.content.decode()
    assert begin(client, regulation).status_code == 200
    assert not regulation.applications.filter(status=Application.Status.DRAFT).exists()


def test_a_regulation_without_a_form_explains_itself(client, db):
    regulation = RegulationPage.objects.filter(form=None).live().first()
    for page in ("vragen", "start"):
        assert client.get(f"/aanvragen/{regulation.slug}/{page}/").status_code == 200
    assert client.get("/aanvragen/bestaat-niet/start/").status_code == 404


@pytest.mark.parametrize("email", ["", "geen adres", "a@b", "a@b.nl\nBcc: c@d.nl"])
def test_a_wrong_address_gets_an_explanation(client, regulation, mailoutbox, email):
    page = begin(client, regulation, email).content.decode()
    assert 'role="alert"' in page
    assert "Fout:" in page
    assert not mailoutbox


def test_a_robot_gets_the_same_answer_and_nothing_happens(client, regulation, mailoutbox):
    response = begin(client, regulation, subject="koop nu")
    assert response["Location"] == "/aanvragen/kijk-in-uw-e-mail/"
    assert not mailoutbox
    assert not regulation.applications.filter(status=Application.Status.DRAFT).exists()


def test_one_address_cannot_be_flooded(regulation, mailoutbox):
    for _time in range(8):
        assert begin(Client(), regulation)["Location"] == "/aanvragen/kijk-in-uw-e-mail/"
    assert len(mailoutbox) == 5
    assert regulation.applications.filter(status=Application.Status.DRAFT).count() == 1


def test_a_mail_server_that_is_down_is_said_and_not_hidden(client, regulation, monkeypatch):
    def fail(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("subsidies.mails.EmailMessage.send", fail)
    assert "Het lukt nu niet om u te mailen" in begin(client, regulation).content.decode()


# Filling in


def test_stopping_keeps_incomplete_and_wrong_answers_and_mails_a_link(client, draft, mailoutbox):
    factories.sign_in(client, draft)
    number = factories.question(draft.form_version, role="organisation_number")
    name = factories.question(draft.form_version, role="organisation")
    data = {number.field_name: "12", name.field_name: "", "stop": "1"}
    response = client.post(f"/aanvragen/{draft.pk}/stap/1/", data)
    assert response["Location"] == f"/aanvragen/{draft.pk}/"
    page = client.get(response["Location"]).content.decode()
    assert "Alles is bewaard" in page
    assert "/aanvragen/open/" in mailoutbox[-1].body
    assert 'value="12"' in client.get(f"/aanvragen/{draft.pk}/stap/1/").content.decode()


def test_going_on_with_a_wrong_answer_explains_and_keeps_it_and_can_be_skipped(client, draft):
    factories.sign_in(client, draft)
    address = f"/aanvragen/{draft.pk}/stap/1/"
    number = factories.question(draft.form_version, role="organisation_number")
    page = client.post(address, {number.field_name: "12", "next": "1"}).content.decode()
    assert 'role="alert"' in page
    assert f'href="#{number.field_name}"' in page
    assert 'value="12"' in page
    response = client.post(address, {number.field_name: "12", "skip": "1"})
    assert response["Location"] == f"/aanvragen/{draft.pk}/stap/2/"
    draft.refresh_from_db()
    assert draft.answers[number.id] == "12"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_nothing_typed_is_ever_lost(client, draft, data):
    if f"{draft.pk}" not in client.session.get("applications", {}):
        factories.sign_in(client, draft)
    step = data.draw(st.sampled_from(steps_of(draft.form_version.steps)))
    typed = {
        q.id: data.draw(st.text(max_size=60)) for q in step.questions if q.type not in ("file", "statement")
    }
    button = data.draw(st.sampled_from(["next", "stop", "previous", "skip", "add", "remove"]))
    before = Application.objects.get(pk=draft.pk).answers
    fields = {q.field_name: typed[q.id] for q in step.questions if q.id in typed}
    response = client.post(f"/aanvragen/{draft.pk}/stap/{step.number}/", {**fields, button: "1"})
    assert response.status_code in (200, 302)
    after = Application.objects.get(pk=draft.pk).answers
    for key, text in typed.items():
        assert after[key] == tidy(text)
    for key, value in before.items():
        if key not in {q.id for q in step.questions}:
            assert after[key] == value
    assert client.get(f"/aanvragen/{draft.pk}/stap/{step.number}/").status_code == 200
    assert client.get(f"/aanvragen/{draft.pk}/overzicht/").status_code == 200


def test_two_tabs_with_other_steps_do_not_wipe_each_other(client, draft):
    factories.sign_in(client, draft)
    title = factories.question(draft.form_version, role="title")
    name = factories.question(draft.form_version, role="organisation")
    client.post(f"/aanvragen/{draft.pk}/stap/1/", {name.field_name: "Dorpshuis", "stop": "1"})
    client.post(f"/aanvragen/{draft.pk}/stap/2/", {title.field_name: "Eten", "stop": "1"})
    draft.refresh_from_db()
    assert (draft.answers[name.id], draft.answers[title.id]) == ("Dorpshuis", "Eten")


def test_typed_markup_is_shown_as_text(client, draft):
    factories.sign_in(client, draft)
    name = factories.question(draft.form_version, role="organisation")
    client.post(f"/aanvragen/{draft.pk}/stap/1/", {name.field_name: "<script>alert(1)</script>", "stop": "1"})
    for page in ("stap/1/", "overzicht/", ""):
        assert "<script>alert" not in client.get(f"/aanvragen/{draft.pk}/{page}").content.decode()


@pytest.mark.parametrize("number", [0, 5, 99999999])
def test_a_step_that_does_not_exist_is_not_found(client, draft, number):
    factories.sign_in(client, draft)
    assert client.get(f"/aanvragen/{draft.pk}/stap/{number}/").status_code == 404


def test_saving_counts_as_activity(client, draft):
    factories.sign_in(client, draft)
    Application.objects.update(last_activity_at=timezone.now() - timedelta(days=20))
    client.post(f"/aanvragen/{draft.pk}/stap/1/", {"stop": "1"})
    draft.refresh_from_db()
    assert timezone.now() - draft.last_activity_at < timedelta(minutes=1)


@pytest.mark.parametrize("page", ["", "stap/1/", "stap/2/", "stap/3/", "overzicht/"])
def test_pages_need_few_queries(client, complete, page, django_assert_max_num_queries):
    factories.sign_in(client, complete)
    client.get(f"/aanvragen/{complete.pk}/{page}")
    for number in range(4):
        factories.add_file(
            complete, factories.question(complete.form_version, type="file").id, f"{number}.pdf"
        )
    with django_assert_max_num_queries(12):
        client.get(f"/aanvragen/{complete.pk}/{page}")


# Sending


def test_what_is_missing_is_listed_with_a_link_and_cannot_be_sent(client, complete, mailoutbox):
    title = factories.question(complete.form_version, role="title")
    complete.answers = {**complete.answers, title.id: ""}
    complete.save()
    complete.files.all().delete()
    factories.sign_in(client, complete)
    address = f"/aanvragen/{complete.pk}/overzicht/"
    for page in (client.get(address).content.decode(), client.post(address).content.decode()):
        assert f"/stap/2/?controle=1#{title.field_name}" in page
        assert "Voeg een bestand toe" in page
        assert "Verstuur uw aanvraag" not in page
    complete.refresh_from_db()
    assert complete.is_draft
    assert 'role="alert"' in client.get(f"/aanvragen/{complete.pk}/stap/2/?controle=1").content.decode()


def test_sending_twice_counts_once(client, complete, mailoutbox, django_capture_on_commit_callbacks):
    factories.sign_in(client, complete)
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(f"/aanvragen/{complete.pk}/overzicht/")
        moment = Application.objects.get(pk=complete.pk).submitted_at
        second = client.post(f"/aanvragen/{complete.pk}/overzicht/")
    assert first["Location"] == second["Location"]
    complete.refresh_from_db()
    assert complete.submitted_at == moment
    assert len(mailoutbox) == 1
    assert complete.events.filter(kind=ApplicationEvent.Kind.SUBMITTED).count() == 1


def test_a_late_save_from_another_tab_changes_nothing_after_sending(client, complete):
    factories.sign_in(client, complete)
    sending.send(complete.pk)
    name = factories.question(complete.form_version, role="organisation")
    response = client.post(f"/aanvragen/{complete.pk}/stap/1/", {name.field_name: "Iemand anders"})
    assert response["Location"] == f"/aanvragen/{complete.pk}/"
    complete.refresh_from_db()
    assert complete.answers[name.id] == factories.valid_answers(complete.form_version)[name.id]


@pytest.mark.parametrize(("seconds", "sent"), [(-1, True), (0, False), (1, False)])
def test_the_closing_moment_itself_is_too_late(complete, seconds, sent):
    moment = complete.round.closes_at + timedelta(seconds=seconds)
    if sent:
        assert sending.send(complete.pk, moment).submitted_at == moment
    else:
        with pytest.raises(sending.RoundClosed):
            sending.send(complete.pk, moment)
        complete.refresh_from_db()
        assert complete.is_draft


def test_who_is_still_writing_when_the_round_closes_is_told(client, complete):
    factories.sign_in(client, complete)
    complete.round.closes_at = timezone.now() - timedelta(seconds=1)
    complete.round.save()
    for response in (
        client.post(f"/aanvragen/{complete.pk}/overzicht/"),
        client.get(f"/aanvragen/{complete.pk}/stap/1/"),
        client.get(f"/aanvragen/{complete.pk}/"),
    ):
        assert response.status_code == 200
        assert "U kunt nu niet versturen" in response.content.decode()
    complete.refresh_from_db()
    assert complete.is_draft


@pytest.mark.parametrize("level", ["place", "municipality", "province"])
def test_where_it_is_never_becomes_more_precise_than_the_answer(complete, level):
    question = factories.question(complete.form_version, role="place")
    place = factories.valid_answer(question)
    from core.models import Place

    village = Place.objects.get(slug=place.removeprefix("place:"))
    answer = {"place": place, "municipality": f"municipality:{village.municipality.slug}"}.get(
        level, "province"
    )
    complete.answers = {**complete.answers, question.id: answer}
    complete.save()
    sent = sending.send(complete.pk)
    assert sent.place == (village if level == "place" else None)
    assert sent.municipality == (None if level == "province" else village.municipality)


# Afterwards


@pytest.mark.parametrize(
    ("status", "values", "words"),
    [
        ("awarded", {"amount": Decimal(9000)}, ["Toegekend", "9.000"]),
        (
            "refused",
            {"reason": "Het plan past niet bij de regeling."},
            ["Afgewezen", "past niet bij de regeling"],
        ),
    ],
)
def test_the_decision_is_told_in_plain_words(client, complete, status, values, words):
    sending.send(complete.pk)
    Application.objects.update(status=status)
    Decision.objects.create(application=complete, outcome=status, **values)
    factories.sign_in(client, complete)
    page = client.get(f"/aanvragen/{complete.pk}/").content.decode()
    for word in words:
        assert word in page


def test_old_drafts_go_with_their_documents_and_nothing_else_does(
    regulation, capsys, django_capture_on_commit_callbacks
):
    before = set(Application.objects.values_list("pk", flat=True))
    old = factories.make_complete_draft(regulation, email="oud@dorp.example")
    used = factories.make_complete_draft(regulation, email="bezig@dorp.example")
    sent = factories.make_complete_draft(regulation, email="klaar@dorp.example")
    sending.send(sent.pk)
    long_ago = timezone.now() - timedelta(days=31)
    Application.objects.exclude(pk=used.pk).update(last_activity_at=long_ago, created_at=long_ago)
    Application.objects.filter(pk=used.pk).update(created_at=long_ago)
    storage, name = old.files.get().file.storage, str(old.files.get().file.name)
    call_command("purge_drafts", "--dry-run")
    assert "1 drafts would be removed" in capsys.readouterr().out
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_drafts")
    capsys.readouterr()
    assert set(Application.objects.values_list("pk", flat=True)) - before == {used.pk, sent.pk}
    assert not storage.exists(name)
    assert all(file.file.storage.exists(str(file.file.name)) for file in ApplicationFile.objects.all())
