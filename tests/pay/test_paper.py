"""The settlement of a period on paper: people, sums of all, and who signed which step."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from pypdf import PdfReader

from shouwen.enforcement.actions import correct_fact
from shouwen.journal import queries as journal
from shouwen.ledger import settling
from shouwen.pay import paper
from shouwen.people import actions as people
from tests.access.test_exporting import SECRETS, adopt
from tests.api.conftest import program_of
from tests.enforcement.conftest import at

pytestmark = [pytest.mark.usefixtures("rules"), pytest.mark.once]
PAGE = "/statement/periods/2024-03/"


@pytest.fixture(autouse=True)
def _april(clock, cast):
    clock("2024-04-02 10:00")
    people.grant(post=cast.posts["manager"], permission="ledger.settle")


@pytest.fixture
def march(record):
    record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300")
    record("service_finished", "2024-03-05 10:00", person="wang", signed=False)


def _take(client, cast, *steps, reason=""):
    client.force_login(cast.he)
    for place, step in enumerate(steps):
        form = {"idempotency_key": f"{reason}{place}{step}", "to": step, "reason": reason}
        client.post(f"{PAGE}settle/", form)


def test_the_sheet_has_everybody_the_sums_and_who_took_each_step(cast, march, client):
    _take(client, cast, "calculated")

    answer = client.post(f"{PAGE}export/", {"form": "pdf"})

    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert pages[0].mediabox.width > pages[0].mediabox.height
    text = "".join("".join(page.extract_text() for page in pages).split())
    sums = ("+300.00", "−100.00", "+200.00")
    for said in ("2024年3月", "小王", *sums, "何经理", "本人签字", "签名、日期"):
        assert said in text, said


def test_what_was_taken_back_is_on_neither_side(cast, march, record):
    gone = record("praised", "2024-03-06 10:00", "member:wang", person="wang", amount="300")
    assert settling.totals_of("2024-03")["wang", "yuan"] == (60000, 10000)

    moment = at("2024-03-07 10:00")
    correct_fact(number=gone.row.number, reason="搞错了", actor=cast.he, at=moment)

    assert settling.totals_of("2024-03")["wang", "yuan"] == (30000, 10000)


def test_steps_before_it_was_sent_back_are_to_be_signed_again(cast, march, client):
    _take(client, cast, "calculated", "reviewed")
    assert [bool(each.name) for each in paper.signatures_of("2024-03")][:3] == [True, True, False]

    _take(client, cast, "open", "calculated", reason="anew")

    assert [bool(each.name) for each in paper.signatures_of("2024-03")][:3] == [True, False, False]


def test_for_too_many_people_the_page_names_the_other_file(cast, march, client, monkeypatch):
    monkeypatch.setattr(paper, "LONGEST", 0)
    client.force_login(cast.he)

    answer = client.post(f"{PAGE}export/", {"form": "pdf"}, follow=True)

    assert "人数过多" in answer.content.decode()


def test_a_program_reads_who_took_each_step(cast, march, client):
    _take(client, cast, "calculated")

    rows = program_of(cast.he).get("/ledger/settlements/2024-03/signatures").json()["items"]

    assert [(row["step"], row["name"]) for row in rows][:2] == [
        ("calculated", "何经理"), ("reviewed", ""),
    ]  # fmt: skip
    refused = program_of(cast.wang).get("/ledger/settlements/2024-03/signatures")
    assert refused.status_code == 404


def test_a_program_reads_the_totals_of_everybody_and_of_its_members_team(cast, march):
    everybody = program_of(cast.he).get("/ledger/totals/2024-03").json()["items"]
    (wang,) = (row for row in everybody if row["member"] == "wang")
    money = {"unit": "yuan", "gained": "300", "lost": "-100", "net": "200", "last": "0"}
    assert money in wang["totals"]

    team = program_of(cast.li).get("/ledger/totals/2024-03?whose=team").json()["items"]
    assert wang in team
    assert len(team) < len(everybody)
    assert program_of(cast.li).get("/ledger/totals/2024-03").status_code == 404
    assert program_of(cast.wang).get("/ledger/totals/2024-03?whose=team").status_code == 404
    assert program_of(cast.he).get("/ledger/totals/2024-Q1").status_code == 404


def test_a_program_gets_the_sheet_once_the_rules_of_access_were_asked(cast, march):
    program = program_of(cast.he)

    got = program.send("/ledger/settlements/2024-03/sheet", {}).json()

    assert (got["name"], got["waits_for"]) == ("2024-03.pdf", None)
    pages = PdfReader(io.BytesIO(b64decode(got["pdf"]))).pages
    assert "何经理" in "".join(page.extract_text() for page in pages), "who had it printed"
    (asked,) = journal.facts_of_kind("access_requested")
    assert asked.details["action"] == "export"
    others = program_of(cast.wang).send("/ledger/settlements/2024-03/sheet", {})
    assert others.status_code == 404


def test_a_sheet_that_a_regulation_forbids_stays_in_the_house(cast, march, client):
    adopt(
        cast,
        SECRETS.replace("manager: 客服经理", "agent: 客服专员").replace("[manager]", "[agent]"),
    )

    answer = program_of(cast.he).send("/ledger/settlements/2024-03/sheet", {})
    client.force_login(cast.he)
    totals = client.post("/statement/all/csv/", {"month": "2024-03"}, follow=True)

    assert "pdf" not in answer.json()
    assert "《保密制度》1" in answer.json()["detail"]
    assert not totals.streaming
    assert "《保密制度》1" in totals.content.decode()
