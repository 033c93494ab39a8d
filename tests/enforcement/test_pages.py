"""The pages behind the chips, the general fact form, and who may not see them."""

from __future__ import annotations

import pytest
from django.test import Client

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.outcome import Outcome
from shouwen.journal.queries import timeline
from shouwen.people.models import Member
from shouwen.policy.facts import Fact
from tests.cast import Cast
from tests.enforcement.conftest import fact

MAJOR = {"case_type": "complaint", "severity": "major", "handler": "wang"}


def signed_in(member: Member, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(member)
    client.cookies["django_language"] = language
    return client


def record(said: Fact, cast: Cast) -> Outcome:
    return record_fact(said, actor=cast.li, recorded_at=said.happened_at)


@pytest.mark.usefixtures("rules")
def test_the_chip_explains_a_due_time_in_both_languages(cast: Cast) -> None:
    (owed,) = record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast).opened

    chinese = signed_in(cast.wang).get(f"/why/obligation/{owed.pk}/")
    english = signed_in(cast.wang, "en").get(f"/why/obligation/{owed.pk}/")

    assert "《服务台制度》" in chinese.text
    assert "为什么是" in chinese.text
    assert "1.1" in chinese.text
    assert "Owed by" in english.text
    assert "Version 1, in force since 2024-01-01" in english.text


@pytest.mark.usefixtures("rules")
def test_an_outsider_finds_no_explanation(cast: Cast) -> None:
    (owed,) = record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast).opened

    answer = signed_in(cast.zhao).get(f"/why/obligation/{owed.pk}/")

    assert answer.status_code == 404


@pytest.mark.usefixtures("rules")
def test_a_fine_is_explained_to_whoever_pays_it_and_to_nobody_beside(cast: Cast) -> None:
    said = fact("rule_broken", "2024-03-04 10:00", "member:wang", person="wang", which="a")
    own, _superiors = record(said, cast).moved

    assert "100.00" in signed_in(cast.wang).get(f"/why/transfer/{own.pk}/").text
    assert signed_in(cast.zhang).get(f"/why/transfer/{own.pk}/").status_code == 404


@pytest.mark.usefixtures("rules")
def test_a_fact_is_recorded_once_however_often_the_form_is_sent(cast: Cast) -> None:
    client = signed_in(cast.li)
    form = {
        "happened_at": "2024-03-04T10:00",
        "detail-person": "wang",
        "detail-amount": "300",
        "idempotency_key": "once",
        "about": "",
    }

    first = client.post("/facts/record/praised/", form)
    again = client.post("/facts/record/praised/", form)

    assert first.status_code == again.status_code == 302
    assert len(timeline("member:wang")) == 1


@pytest.mark.usefixtures("rules")
def test_a_refused_amount_keeps_the_form_and_says_which_clause(cast: Cast) -> None:
    client = signed_in(cast.li)
    form = {
        "happened_at": "2024-03-04T10:00",
        "detail-person": "wang",
        "detail-amount": "501",
        "idempotency_key": "once",
    }

    answer = client.post("/facts/record/praised/", form)

    assert answer.status_code == 422
    assert "《服务台制度》2.1" in answer.text
    assert 'value="501"' in answer.text


@pytest.mark.usefixtures("rules")
def test_what_is_missing_is_asked_on_the_fact_and_supplied_there(cast: Cast) -> None:
    said = fact("service_finished", "2024-03-04 10:00", "member:zhang", person="zhang")
    number = record(said, cast).row.number
    client = signed_in(cast.li)
    assert "客户签字" in client.get(f"/facts/{number}/").text

    answer = client.post(f"/facts/{number}/complete/", {"detail-signed": "no"}, follow=True)

    assert "100.00" in answer.text


@pytest.mark.usefixtures("rules")
def test_whoever_may_not_record_facts_is_refused(cast: Cast) -> None:
    assert signed_in(cast.wang).get("/facts/").status_code == 403
    assert signed_in(cast.wang).get("/facts/record/praised/").status_code == 403


@pytest.mark.usefixtures("rules")
def test_excusing_needs_the_permission_and_a_reason(cast: Cast) -> None:
    (owed,) = record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast).opened
    address = f"/obligations/{owed.pk}/excuse/"

    assert signed_in(cast.wang).post(address, {"reason": "忙"}).status_code == 403
    signed_in(cast.he).post(address, {"reason": "客户撤诉"})

    owed.refresh_from_db()
    assert owed.state == "excused"


@pytest.mark.usefixtures("rules")
def test_a_detail_that_a_clause_refuses_leaves_the_incomplete_fact_in_place(cast: Cast) -> None:
    said = fact("praised", "2024-03-04 10:00", "member:wang", person="wang")
    number = record(said, cast).row.number
    client = signed_in(cast.li)

    refused = client.post(f"/facts/{number}/complete/", {"detail-amount": "501"})
    supplied = client.post(f"/facts/{number}/complete/", {"detail-amount": "300"}, follow=True)

    assert refused.status_code == 422
    assert 'value="501"' in refused.text
    assert "《服务台制度》2.1" in refused.text
    assert "300.00" in supplied.text


@pytest.mark.usefixtures("rules")
def test_what_may_be_recorded_stands_under_the_regulation_that_asks_for_it(cast: Cast) -> None:
    page = signed_in(cast.li).get("/facts/")

    assert page.status_code == 200
    assert "服务台制度" in page.text
    assert "/facts/record/rule_broken/" in page.text


@pytest.mark.usefixtures("rules")
def test_what_followed_from_a_fact_that_was_taken_back_no_longer_stands(cast: Cast) -> None:
    client = signed_in(cast.li)
    fined = fact("rule_broken", "2024-03-04 10:00", "member:wang", person="wang", which="a")
    fine = record(fined, cast)
    opened = record(fact("case_opened", "2024-03-04 10:00", **MAJOR), cast)
    before = client.get(f"/facts/{fine.row.number}/").text

    for row in (fine.row, opened.row):
        client.post(f"/facts/{row.number}/correct/", {"reason": "登记有误"})
    entry = client.get(f"/facts/{fine.row.number}/").text
    duty = client.get(f"/facts/{opened.row.number}/").text

    assert "is-taken-back" not in before
    assert "is-taken-back" in entry
    assert "已由第" in entry
    assert "is-taken-back" in duty
    assert "已撤销" in duty


@pytest.mark.usefixtures("rules")
def test_an_amount_out_of_range_is_refused_in_one_sentence(cast: Cast) -> None:
    form = {"happened_at": "2024-03-04T10:00", "detail-person": "wang", "detail-amount": "501",
            "idempotency_key": "once"}  # fmt: skip

    assert "的范围，不予通过" in signed_in(cast.li).post("/facts/record/praised/", form).text
