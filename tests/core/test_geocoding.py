"""The geocoder behind its interface: good answers, and every way in which a service can fail."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.geocoding import Candidate, GeocodingError, PdokGeocoder, PlaceGeocoder, find_locations

DRENTHE = (52.6, 6.1, 53.22, 7.11)
BRINK = {
    "type": "adres",
    "weergavenaam": "Brink 1, 9401HS Assen",
    "centroide_ll": "POINT(6.5625 52.9967)",
    "woonplaatsnaam": "Assen",
    "gemeentenaam": "Assen",
}


def answer(*documents):
    return json.dumps({"response": {"numFound": len(documents), "docs": list(documents)}}).encode()


class FakeService:
    """A small server on this machine; `body` is what it says, `mood` how it behaves."""

    def __init__(self):
        self.body = answer(BRINK)
        self.mood = "good"
        self.asked = []
        self.stop = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.asked.append(parse_qs(urlsplit(self.path).query))
                if service.mood == "silent":
                    service.stop.wait(10)
                    return
                if service.mood == "away":
                    self.send_response(302)
                    self.send_header("Location", "http://127.0.0.1:9/")
                    self.end_headers()
                    return
                self.send_response(503 if service.mood == "broken" else 200)
                self.send_header("Content-Type", "application/json")
                if service.mood == "chunked":
                    self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                if service.mood == "chunked":
                    for part in (service.body[:50], service.body[50:], b""):
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    return
                if service.mood == "slow":
                    while not service.stop.wait(0.05):
                        self.wfile.write(b" ")
                    return
                self.wfile.write(service.body)

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def log_message(self, *args):
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def close(self):
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service(settings):
    fake = FakeService()
    settings.GEOCODER_URL = fake.url
    settings.GEOCODER_TIMEOUT = 0.4
    yield fake
    fake.close()


def test_a_good_answer_becomes_candidates(service):
    found = PdokGeocoder(service.url, 1, "Drenthe").search("Brink 1 Assen")
    assert found == [Candidate("Brink 1, 9401HS Assen", 52.9967, 6.5625, "adres", "Assen", "Assen")]
    [asked] = service.asked
    assert asked["q"] == ["Brink 1 Assen"]
    assert asked["rows"] == ["5"]
    assert 'provincienaam:"Drenthe"' in asked["fq"]


def test_an_answer_in_parts_is_put_together(service):
    service.mood = "chunked"
    assert len(PdokGeocoder(service.url, 1).search("brink")) == 1


def test_the_same_question_is_asked_once(service, db):
    for _time in range(3):
        assert len(find_locations("Brink 1 Assen", DRENTHE).candidates) == 1
    find_locations(" brink  1 ASSEN ", DRENTHE)
    assert len(service.asked) == 1


def test_what_lies_outside_the_area_is_left_out(service, db):
    service.body = answer({**BRINK, "centroide_ll": "POINT(4.9 52.37)"})
    found = find_locations("Brinkstraat 1", DRENTHE)
    assert found.candidates == []
    assert found.message.startswith("Niets gevonden")


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        None,
        "tekst",
        {**BRINK, "centroide_ll": "POINT(6.5)"},
        {**BRINK, "centroide_ll": "POINT(999 999)"},
        {**BRINK, "centroide_ll": None},
        {**BRINK, "centroide_ll": {"lat": 1}},
        {**BRINK, "weergavenaam": ""},
        {**BRINK, "weergavenaam": 12},
        {"type": "adres"},
    ],
)
def test_a_document_without_sense_is_left_out(service, document):
    service.body = answer(document, BRINK)
    assert [found.label for found in PdokGeocoder(service.url, 1).search("brink")] == [
        "Brink 1, 9401HS Assen"
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Onderhoud</html>",
        b"null",
        b"[]",
        b'{"response": null}',
        b'{"response": {"docs": 3}}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"response": {"docs": []}}' + b" " * 300_000,
    ],
)
def test_rubbish_is_an_error_and_not_a_crash(service, body, db):
    service.body = body
    with pytest.raises(GeocodingError):
        PdokGeocoder(service.url, 1).search("brink")
    assert "lukt nu niet" in find_locations("zomaar een straat", DRENTHE).message


@pytest.mark.parametrize("mood", ["silent", "slow", "broken", "away"])
def test_a_service_that_fails_costs_little_time(service, mood, db):
    service.mood = mood
    started = time.monotonic()
    found = find_locations("Brink 1 Dwingeloo", DRENTHE)
    assert time.monotonic() - started < 3
    assert [candidate.label for candidate in found.candidates] == ["Dwingeloo (Westerveld)"]
    assert found.message == "Adressen zoeken lukt nu niet. Dit zijn plaatsen uit onze eigen lijst."


def test_a_service_that_refuses_is_left_alone_for_a_while(settings, db):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.GEOCODER_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
    assert "lukt nu niet" in find_locations("straat die niet bestaat", DRENTHE).message

    class Counting:
        asked = 0

        def search(self, text):
            self.asked += 1
            return []

    service = Counting()
    find_locations("andere straat", DRENTHE, geocoder=service)
    assert service.asked == 0


def test_nothing_found_falls_back_to_our_own_places(service, db):
    service.body = answer()
    found = find_locations("dorpshuis Pesse", DRENTHE)
    assert [candidate.label for candidate in found.candidates] == ["Pesse (Hoogeveen)"]
    assert found.message == ""


@pytest.mark.parametrize(
    ("text", "begin"),
    [("", "Typ eerst"), (" ", "Typ eerst"), ("\x00", "Typ eerst"), ("x" * 10_000, "Dit is te lang")],
)
def test_a_text_that_is_no_address_is_not_asked(service, text, begin):
    assert find_locations(text).message.startswith(begin)
    assert service.asked == []


def test_our_own_places_are_found_by_their_start_and_within_an_address(db):
    search = PlaceGeocoder().search
    assert search("Dwing")[0].label == "Dwingeloo (Westerveld)"
    assert search("Brink 1, 7991 CG Dwingeloo")[0].place == "Dwingeloo"
    assert search("Brink 1") == []
    assert search("123 !!") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=250))
def test_any_text_gets_an_answer(db, text):
    class Nothing:
        def search(self, text):
            return []

    found = find_locations(text, DRENTHE, geocoder=Nothing())
    assert found.candidates or found.message
