"""The desk costs the same number of queries however much stands on it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwen.cases.actions import open_case
from shouwen.enforcement.actions import record_fact
from tests.enforcement.conftest import at, fact

# With the session, the member, their standing and the counts of the navigation.
MOST = 12
MOST_OF_THE_FIGURES = 3
NOW = "2024-03-04 10:00"


@pytest.fixture
def busy(cast, rules):
    """Give 小王 and 李班长 so much of everything."""

    def fill(many: int) -> None:
        for number in range(many):
            open_case(
                case_type="complaint", title=f"电梯 {number}", text="", severity="major",
                channel="phone", at=at(NOW), recorded_at=at(NOW), actor=cast.wang,
            )  # fmt: skip
            about = f"member:{number}"
            for said in (
                fact("praised", NOW, "member:wang", person="wang", amount="300", n=number),
                fact("service_finished", NOW, f"case:Q-{number}", person="zhang"),
            ):
                record_fact(said, actor=cast.wang, recorded_at=at(NOW))
            asked = fact("saving_rewarded", NOW, about, person="zhang", amount="300")
            record_fact(asked, actor=cast.zhang, recorded_at=at(NOW))

    return fill


def queries_for(client: Client, member, address: str) -> int:
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(address)  # what is kept for a minute is kept now
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["wang", "li", "he"])
def test_the_desk_costs_the_same_for_one_row_and_for_fifty(cast, busy, clock, client, who):
    clock(NOW)
    busy(1)
    few = queries_for(client, getattr(cast, who), "/")
    busy(40)

    many = queries_for(client, getattr(cast, who), "/")

    assert few == many
    assert many <= MOST


def test_the_figures_alone_cost_three_queries(cast, busy, clock, client):
    clock(NOW)
    busy(1)

    found = queries_for(client, cast.wang, "/desk/counts/")

    assert found == MOST_OF_THE_FIGURES + len(["session", "member"])
