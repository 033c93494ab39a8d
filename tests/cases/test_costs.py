"""What writing through a page costs in statements, and how many of them hold up everybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwen.journal.models import ChainHead

# Everything, and what is asked in the turn: from the head to the last row written.
# On PostgreSQL some statements go in one round trip; on SQLite nobody else waits for a turn.
POSTGRES = connection.vendor == "postgresql"
OPENING = (22, 8) if POSTGRES else (28, 13)
ANSWERING = (16, 8) if POSTGRES else (23, 14)


def check(post: Callable[[], Any], budget: tuple[int, int]) -> None:
    """Post a form and compare what it takes in all and in the turn; BEGIN and COMMIT are free."""
    with CaptureQueriesContext(connection) as asked:
        assert post().status_code == 302
    free = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    said = [sql for each in asked.captured_queries if not (sql := each["sql"]).startswith(free)]
    begun = next(at for at, sql in enumerate(said) if ChainHead._meta.db_table in sql)
    ended = max(at for at, sql in enumerate(said) if "search_entry" in sql)
    assert len(said) <= budget[0], said
    assert ended + 1 - begun <= budget[1], said[begun : ended + 1]


@pytest.mark.usefixtures("rules")
def test_opening_a_matter_by_form_takes_few_statements_in_the_turn(client, cast) -> None:
    client.force_login(cast.wang)

    def open_one(key: str) -> Any:
        given = {"case_type": "complaint", "severity": "general", "channel": "phone"}
        return client.post(reverse("cases:new"), {**given, "title": key, "token": key})

    open_one("first")

    check(lambda: open_one("second"), OPENING)


@pytest.mark.usefixtures("rules")
def test_answering_a_customer_takes_few_statements_in_the_turn(client, cast, case, settings):
    settings.SHOUWEN_UNDO_SECONDS = 0
    client.force_login(cast.wang)

    def answer(key: str) -> Any:
        given = {"mode": "reply", "channel": "phone", "text": key, "token": key}
        return client.post(reverse("cases:step", args=[case.number, "write"]), given)

    answer("first")

    check(lambda: answer("second"), ANSWERING)
