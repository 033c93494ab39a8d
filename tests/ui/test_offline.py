"""Forms that were filled in without network: when, and how far the device's clock is off."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from shouwen.ui import offline, views
from shouwen.ui.offline import sending

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def posted(**lengths: int) -> dict[str, str]:
    """Return what a device sends; each length is in minutes from noon."""
    return {name: (NOON + timedelta(minutes=n)).isoformat() for name, n in lengths.items()}


def test_a_form_sent_at_once_was_done_when_it_arrived():
    assert sending({}, received_at=NOON) == offline.Sending(done_at=NOON, received_at=NOON)


def test_a_form_sent_later_keeps_the_time_it_was_done():
    found = sending(posted(done_at=-90, sent_at=0), received_at=NOON)
    assert found.done_at == NOON - timedelta(minutes=90)
    assert found.marks == {"sent_later": True}


@pytest.mark.parametrize(("off", "said"), [(12, "12"), (-12, "-12"), (3, "3")])
def test_a_clock_that_goes_wrong_is_marked(off, said):
    found = sending(posted(done_at=-90, sent_at=off), received_at=NOON)
    assert found.marks == {"sent_later": True, "clock_off_minutes": said}


def test_what_was_done_never_lies_ahead_of_its_arrival():
    found = sending(posted(done_at=30, sent_at=0), received_at=NOON)
    assert found.done_at == NOON
    assert found.marks == {"sent_later": True, "clock_off_minutes": "30"}


def test_a_time_in_the_form_is_not_ahead_of_its_arrival_when_it_was_sent_later():
    ahead = NOON + timedelta(minutes=5)
    assert sending({}, received_at=NOON).not_ahead(ahead) == ahead
    assert sending(posted(done_at=-1, sent_at=0), received_at=NOON).not_ahead(ahead) == NOON


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-02T12:00:00"])
def test_a_time_nobody_can_read_is_none(text):
    assert sending({"done_at": text}, received_at=NOON).marks == {}


def test_a_page_may_be_kept_when_it_was_shown():
    request = RequestFactory().get("/")
    shown = offline.kept(lambda request: HttpResponse())(request)
    refused = offline.kept(lambda request: HttpResponse(status=422))(request)
    assert shown.headers[offline.KEPT]
    assert offline.KEPT not in refused.headers


def test_a_phone_learns_how_to_put_the_house_on_its_screen():
    told = json.loads(views.manifest(RequestFactory().get("/")).content)
    assert told["start_url"] == "/"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


@pytest.mark.django_db
def test_the_worker_is_sent_from_the_root_and_names_files_that_exist(client: Client):
    answer = client.get("/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer.headers["Cache-Control"]
    for name in views.SHELL_FILES:
        assert f"/static/{name}" in answer.content.decode()
        assert client.get(f"/static/{name}").status_code == 200


@pytest.mark.django_db
def test_without_a_sign_in_a_later_sending_is_told_so(client: Client):
    answer = client.post("/waiting/", headers={"X-Shouwen-Sent-Later": "yes"})
    assert (answer.status_code, answer.headers["X-Shouwen-Sent-Later"]) == (204, "sign-in")
    assert client.post("/waiting/").status_code == 302
