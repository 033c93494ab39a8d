"""Pages and addresses of appeals: the button, the lists, one appeal, and who may see what."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.appeals.models import Appeal, State
from shouwen.enforcement.actions import decide_request
from tests.api.conftest import program_of
from tests.enforcement.conftest import at

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture(autouse=True)
def _march(clock):
    clock("2024-03-06 10:00")


@pytest.fixture
def fined(record):
    return record("rule_broken", "2024-03-05 10:00", "member:wang", person="wang", which="phone")


def test_one_button_questions_an_entry_and_the_page_says_who_judges(cast, fined, client, page_of):
    entry = fined.moved[0].pk
    ask = f"/appeals/question/entry/{entry}/"
    assert ask in page_of(cast.wang, f"/why/transfer/{entry}/")
    assert ask not in page_of(cast.he, f"/why/transfer/{entry}/")
    page_of(cast.wang, ask)
    answer = client.post(ask, {"idempotency_key": "k1", "reason": "当时我不在岗"}, follow=True)
    page = answer.content.decode()
    assert "待裁决" in page
    assert "由上级裁决" in page
    appeal = Appeal.objects.get()
    assert f"/appeals/{appeal.pk}/" in page_of(cast.wang, f"/why/transfer/{entry}/")
    assert "当时我不在岗" in page_of(cast.he, "/appeals/waiting/")
    assert "申诉成立" in page_of(cast.he, "/signoff/")


def test_a_question_without_a_reason_stays_on_its_page(cast, fined, client, page_of):
    ask = f"/appeals/question/fact/{fined.row.number}/"
    page_of(cast.wang, ask)
    assert client.post(ask, {"idempotency_key": "k1", "reason": " "}).status_code == 422
    assert not Appeal.objects.exists()


def test_whom_it_does_not_concern_finds_nothing(cast, fined, question, page_of):
    page_of(cast.zhang, f"/appeals/question/fact/{fined.row.number}/", status=404)
    appeal = question(cast.wang, fined.row.number, "2024-03-06 09:00")
    page_of(cast.zhang, f"/appeals/{appeal.pk}/", status=404)
    page_of(cast.zhang, "/appeals/all/", status=404)
    page_of(cast.li, f"/appeals/{appeal.pk}/")


def test_a_lost_appeal_can_be_taken_further_from_its_page(
    cast, fined, question, page_of, appeal_rules
):
    appeal = question(cast.wang, fined.row.number, "2024-03-06 08:00")
    decide_request(
        request=appeal.request, member=cast.zhao, verdict="refused", comment="录音属实",
        at=at("2024-03-06 09:00"),
    )  # fmt: skip
    page = page_of(cast.wang, f"/appeals/{appeal.pk}/")
    assert "录音属实" in page
    assert f"/appeals/question/fact/{fined.row.number}/" in page


def test_a_program_questions_and_sees_how_it_stands(cast, fined):
    wang = program_of(cast.wang)
    body = {"sort": "entry", "number": fined.moved[0].pk, "reason": "当时我不在岗"}
    made = wang.send("/appeals", body).json()
    assert (made["state"], made["level"], made["fact"]) == ("waiting", 1, fined.row.number)
    (row,) = wang.get("/appeals").json()["items"]
    assert row == made
    (row,) = program_of(cast.he).get("/appeals?which=waiting").json()["items"]
    assert row["id"] == made["id"]
    assert wang.get("/appeals?which=everybody").status_code == 404
    assert program_of(cast.zhang).send("/appeals", body).status_code == 404
    again = wang.send("/appeals", body)
    assert again.status_code == 422
    assert wang.send(f"/appeals/{made['id']}/withdraw").json()["state"] == State.WITHDRAWN


def test_the_lists_ask_as_often_for_one_appeal_as_for_many(cast, record, fined, question, page_of):
    question(cast.wang, fined.row.number, "2024-03-06 08:00")
    page_of(cast.he, "/appeals/waiting/")
    few = [
        _queries(cast.wang, "/appeals/", page_of),
        _queries(cast.he, "/appeals/waiting/", page_of),
    ]
    for hour in range(10, 20):
        made = record(
            "rule_broken", f"2024-03-05 {hour}:00", "member:wang", person="wang", which="x"
        )
        question(cast.wang, made.row.number, "2024-03-06 08:00")
    many = [
        _queries(cast.wang, "/appeals/", page_of),
        _queries(cast.he, "/appeals/waiting/", page_of),
    ]
    assert many == few
    assert max(many) < 31


def _queries(member, address, page_of):
    with CaptureQueriesContext(connection) as asked:
        page_of(member, address)
    return len(asked)
