"""The Python client against a running server: pages, problems, repeats, marks."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from shouwen_client import Client, Problem

from shouwen.api.choices import SCOPES
from shouwen.cases.models import Case
from tests.api.conftest import program_of
from tests.cast import come_to_work
from tools import generate_client
from tools.house_rules import LONGEST_FILE

pytestmark = pytest.mark.once
LIU: Any = {"name": "刘女士", "kind": "person", "grade": "ordinary"}


def test_the_client_is_the_one_the_description_gives():
    assert generate_client.not_current() == [], "run tools/generate_client.py"


def test_each_file_of_the_client_is_short():
    lines = {each.name: len(text.splitlines()) for each, text in generate_client.files().items()}

    assert {name: number for name, number in lines.items() if number > LONGEST_FILE} == {}


def test_a_program_works_a_morning_through_the_client(live_server, transactional_db):
    cast = come_to_work()
    secret = program_of(cast.wang, *SCOPES).headers["Authorization"].partition(" ")[2]
    with Client(live_server.url, secret, language="en") as house:
        numbers = [
            house.cases.open(case_type="complaint", channel="phone", title=f"楼道漏水 {n}")[
                "number"
            ]
            for n in range(3)
        ]
        # Pages of two are walked through by themselves.
        assert [row["number"] for row in house.cases.list_(limit=2, sort="opened_at")] == numbers

        taken = house.cases.write(numbers[0], mode="reply", text="已派人")
        assert taken["state"] == "open"

        with pytest.raises(Problem) as refused:
            house.cases.close(numbers[0])
        assert (refused.value.status, refused.value.type) == (409, "conflict")

        with pytest.raises(Problem) as unfit:
            house.customers.create(name="", kind="person", grade="ordinary")
        assert "name" in unfit.value.fields

        made = house.customers.create(**LIU)
        house.customers.show(made["id"])
        mark = house.etag
        house.customers.change(made["id"], unit="3-1201", if_match=mark)
        with pytest.raises(Problem) as changed:
            house.customers.change(made["id"], unit="3-1202", if_match=mark)
        assert changed.value.type == "changed-meanwhile"

        again = [
            house.cases.open(
                case_type="repair", channel="phone", title="灯坏了", idempotency_key="k-1"
            )["number"]
            for _ in range(2)
        ]
        assert again[0] == again[1]
    assert Case.objects.count() == 4


def answers(*statuses: int) -> tuple[httpx.MockTransport, list[httpx.Request]]:
    """Return a house that answers with these statuses one after another, and what it was asked."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        status = statuses[len(asked) - 1]
        if status == 0:
            raise httpx.ReadTimeout("lost")
        return httpx.Response(status, json={"items": []}, headers={"Retry-After": "7"})

    return httpx.MockTransport(answer), asked


def test_a_lost_answer_is_asked_for_again_with_the_same_key():
    transport, asked = answers(0, 503, 200)
    waited: list[float] = []

    with Client("http://house", "t", transport=transport, sleep=waited.append) as house:
        house.facts.record(kind="noted")

    assert len({request.headers["Idempotency-Key"] for request in asked}) == 1
    assert len(asked) == 3
    assert waited[1] == 7.0


def test_an_edit_is_never_repeated_by_itself():
    transport, asked = answers(503, 200)

    with Client("http://house", "t", transport=transport) as house, pytest.raises(Problem):
        house.customers.change(1, unit="x")

    assert len(asked) == 1
