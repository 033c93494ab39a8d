"""Each page asks the same number of questions for one row and for fifty."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.sent import Sent
from shouwen.files.actions import keep
from shouwen.policy.facts import Fact
from shouwen.rounds import actions
from shouwen.rounds.models import Finding
from tests.api.conftest import cost_of, program_of
from tests.rounds.conftest import MORNING, owed_under, photo, signed_in

pytestmark = pytest.mark.django_db


def find(cast, number, obligation=None):
    file = keep(upload=photo(number), by=cast.wang, at=MORNING)
    sent = Sent(token=uuid4().hex, actor=cast.wang, done_at=MORNING, received_at=MORNING,
                files=[file])  # fmt: skip
    details = {"text": f"第 {number} 盏灯不亮", "place": "大堂"}
    actions.find(kind="light_out", details=details, obligation=obligation, line=None, sent=sent)


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def days_pass(days):
    for number in range(days):
        at = MORNING - timedelta(days=number + 2)
        about = f"duty:patrol:daily:{at.date()}"
        details = {"rule": "daily", "regulation": "patrol", "period": str(at.date())}
        fact = Fact(kind="period_began", about=about, happened_at=at, details=details, actor="")
        record_fact(fact, actor=None, recorded_at=MORNING)


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/rounds/", 12),
        ("/rounds/?team", 14),
        ("/rounds/findings/", 12),
        ("/rounds/calendar/?view=month", 12),
        ("/rounds/{round}/", 30),
    ],
)
def test_a_page_costs_the_same_for_one_and_for_many(cast, patrol, address, limit):
    daily = owed_under("daily")
    client = signed_in(cast.li if "team" in address else cast.wang)
    where = address.format(round=daily.pk)
    find(cast, 1, daily)
    few = asked(client, where)

    for number in range(2, 12):
        find(cast, number, daily)
    days_pass(40)
    many = asked(client, where)

    assert Finding.objects.count() == 11
    assert few == many
    assert many <= limit


def test_a_programs_lists_cost_the_same_for_one_row_and_for_many(cast, patrol):
    program = program_of(cast.wang, at=MORNING)
    addresses = ("/rounds", "/rounds/findings")
    find(cast, 1, owed_under("daily"))
    few = [cost_of(program, address) for address in addresses]
    for number in range(2, 12):
        find(cast, number)
    days_pass(40)

    assert [cost_of(program, address) for address in addresses] == few
