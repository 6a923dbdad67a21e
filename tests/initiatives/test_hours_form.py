"""The editors' form refuses opening hours that contradict each other; what was typed stays."""

from __future__ import annotations

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from initiatives.models import InitiativePage

TWICE = "Deze tijd valt samen met een andere tijd op dezelfde dag"


@pytest.fixture
def send(client, add, login):
    """Return a function that saves a page with these times and returns the answer."""
    login("eindredactie")
    page = add("Dorpshuis")

    def _send(times=(), exceptions=(), hours="weekly"):
        data = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "kind": page.kind_id,
                "theme": page.theme_id,
                "introduction": "Een tekst die moet blijven staan.",
                "lead_image": streamfield([]),
                "body": streamfield([]),
                "hours": hours,
                "holidays": "",
                "costs": "",
                "stage": "",
                "scope": page.scope,
                "municipality": page.municipality_id,
                "latitude": "52.9967",
                "longitude": "6.5625",
                "photos": inline_formset([]),
                "comments": inline_formset([]),
                "opening_times": inline_formset(
                    [
                        {
                            "weekday": day,
                            "opens": opens,
                            "closes": closes,
                            "note": "",
                            "DELETE": "".join(gone),
                        }
                        for day, opens, closes, *gone in times
                    ]
                ),
                "opening_exceptions": inline_formset(
                    [
                        {"first_date": first, "last_date": last, "opens": opens, "closes": closes, "note": ""}
                        for first, last, opens, closes in exceptions
                    ]
                ),
            }
        )
        return client.post(f"/beheer/pages/{page.pk}/edit/", data), page

    return _send


def errors(response):
    form = response.context["form"]
    rows = {
        name: [dict(row.errors) for row in form.formsets[name].forms]
        for name in ("opening_times", "opening_exceptions")
    }
    return form.errors, rows


def test_good_times_are_saved(send):
    response, page = send([(1, "10:00", "12:00"), (1, "12:00", "14:00"), (2, "11.00", "00:00")])
    assert response.status_code == 302
    saved = InitiativePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [str(row) for row in saved.opening_times.all()] == [
        "dinsdag 10:00-12:00",
        "dinsdag 12:00-14:00",
        "woensdag 11:00-00:00",
    ]


def test_two_times_that_overlap_are_told_at_the_second(send):
    response, page = send([(1, "10:00", "12:00"), (3, "11:00", "13:00"), (1, "11:30", "13:00")])
    assert response.status_code == 200
    form_errors, rows = errors(response)
    assert not form_errors
    assert [list(row) for row in rows["opening_times"]] == [[], [], ["opens"]]
    html = response.content.decode()
    assert TWICE in html
    assert "Een tekst die moet blijven staan." in html
    assert 'value="11:30"' in html
    assert not InitiativePage.objects.get(pk=page.pk).opening_times.exists()


@pytest.mark.parametrize(
    ("opens", "closes", "field"),
    [
        ("12:00", "10:00", "closes"),
        ("10:00", "10:00", "closes"),
        ("25:00", "26:00", "opens"),
        ("", "12:00", "opens"),
    ],
)
def test_impossible_times_are_told_in_dutch(send, opens, closes, field):
    response, _page = send([(1, opens, closes)])
    assert response.status_code == 200
    _form_errors, rows = errors(response)
    assert field in rows["opening_times"][0]
    assert f'value="{closes}"' in response.content.decode()


def test_times_that_would_not_be_shown_are_told(send):
    response, _page = send([(1, "10:00", "12:00")], hours="appointment")
    form_errors, _rows = errors(response)
    assert "Op vaste tijden" in form_errors["hours"][0]


@pytest.mark.parametrize(
    ("exceptions", "wrong"),
    [
        ([("2027-07-01", "2027-08-31", "", ""), ("2027-08-05", "", "10:00", "12:00")], []),
        ([("2027-08-05", "", "10:00", "12:00"), ("2027-07-01", "2027-08-31", "", "")], []),
        ([("2027-08-05", "", "10:00", "12:00"), ("2027-08-05", "", "14:00", "16:00")], []),
        ([("2027-08-05", "", "10:00", "12:00"), ("2027-08-06", "", "10:00", "12:00")], []),
        ([("2027-08-05", "", "10:00", "12:00"), ("2027-08-05", "", "11:00", "16:00")], ["opens"]),
        ([("2027-08-05", "", "10:00", "12:00"), ("2027-08-05", "", "", "")], ["first_date"]),
        ([("2027-07-01", "2027-08-31", "10:00", "12:00"), ("2027-08-05", "", "", "")], ["first_date"]),
        (
            [("2027-08-01", "2027-08-09", "", ""), ("2027-08-05", "2027-09-05", "9:00", "10:00")],
            ["first_date"],
        ),
        ([("2027-08-05", "2027-08-01", "", "")], ["last_date"]),
    ],
)  # fmt: skip
def test_exceptions_that_nobody_can_explain_are_told(send, exceptions, wrong):
    response, _page = send([(1, "10:00", "12:00")], exceptions)
    if not wrong:
        assert response.status_code == 302
        return
    _form_errors, rows = errors(response)
    assert list(rows["opening_exceptions"][-1]) == wrong


def test_a_row_that_is_taken_away_counts_no_more(send):
    response, _page = send([(1, "10:00", "12:00"), (1, "10:00", "12:00", "on")])
    assert response.status_code == 302
