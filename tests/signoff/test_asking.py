"""Asking for approval: what may be asked for, and who may ask."""

from __future__ import annotations

import pytest

from shouwen.approvals.queries import proposed_by
from shouwen.journal.queries import facts_of_kind
from tests.signoff.conftest import signed_in

ASK = {
    "happened_at": "2024-03-04T10:00",
    "idempotency_key": "k1",
    "kind": "saving_rewarded",
    "detail-person": "wang",
    "detail-amount": "300",
}


@pytest.fixture(autouse=True)
def _in_force(spending, clock):
    """Let the regulation hold and the clock stand."""


def test_everything_that_has_to_be_signed_stands_on_one_page(cast):
    page = signed_in(cast.wang).get("/signoff/ask/").text

    assert "费用管理制度" in page
    assert "坐席班长 → 客服经理（须本人）" in page
    assert "坐席班长和客服经理" in page
    assert "坐席班长（视情形）" in page
    assert "没有这样的申请事项" in signed_in(cast.wang).get("/signoff/ask/?q=火箭").text


def test_whoever_may_not_record_facts_may_ask(cast):
    answer = signed_in(cast.zhang).post("/signoff/ask/spending/saving/", ASK)

    (asked,) = proposed_by(cast.zhang)
    assert answer["Location"] == f"/signoff/{asked.id}/"
    assert asked.proposed.details["amount"] == "300"


def test_a_request_sent_twice_is_asked_once(cast):
    client = signed_in(cast.zhang)

    client.post("/signoff/ask/spending/saving/", ASK)
    client.post("/signoff/ask/spending/saving/", ASK)

    assert len(proposed_by(cast.zhang)) == 1


def test_what_nobody_has_to_sign_is_not_recorded_by_asking(cast):
    small = {**ASK, "kind": "sign_put_up", "detail-wording": "停水", "detail-large": "no"}

    answer = signed_in(cast.zhang).post("/signoff/ask/spending/sign/", small)

    assert answer.status_code == 422
    assert "按所填内容无须任何人审批" in answer.text
    assert "停水" in answer.text


def test_the_same_is_asked_again_with_changes(cast):
    client = signed_in(cast.zhang)
    client.post("/signoff/ask/spending/saving/", ASK)
    (first,) = proposed_by(cast.zhang)
    client.post(f"/signoff/{first.id}/withdraw/", {"reason": "算错了"})
    assert f"?like={first.id}" in client.get(f"/signoff/{first.id}/").text

    form = client.get(f"/signoff/ask/spending/saving/?like={first.id}")
    changed = {**ASK, "detail-amount": "250", "like": first.id, "idempotency_key": "k2"}
    client.post("/signoff/ask/spending/saving/", changed)

    assert 'value="300"' in form.text
    assert [row.about for row in proposed_by(cast.zhang)] == ["member:wang", "member:wang"]


def test_nobody_asks_again_for_what_they_may_not_read(cast):
    signed_in(cast.zhang).post("/signoff/ask/spending/saving/", ASK)
    (first,) = proposed_by(cast.zhang)

    answer = signed_in(cast.wang).get(f"/signoff/ask/spending/saving/?like={first.id}")

    assert answer.status_code == 404


def test_a_rule_that_is_not_there_is_not_asked(cast):
    assert signed_in(cast.wang).get("/signoff/ask/spending/saving-pay/").status_code == 404
    assert signed_in(cast.wang).get("/signoff/ask/other/saving/").status_code == 404


def test_an_empty_request_comes_back_with_each_field_named(cast):
    nothing = {"happened_at": "2024-03-04T10:00", "idempotency_key": "k9", "kind": "things_bought"}

    # Whoever may record facts is asked as well: nothing is recorded that waits for details.
    for member in (cast.zhang, cast.he):
        answer = signed_in(member).post("/signoff/ask/spending/buy-small/", nothing)
        assert answer.status_code == 422
        assert answer.text.count("请填写本项") == 1

    part = {**nothing, "kind": "saving_rewarded"}
    whole = signed_in(cast.zhang).post("/signoff/ask/spending/saving/", part)

    assert "请填写本项" in whole.text
    assert proposed_by(cast.zhang) == []
    assert facts_of_kind("things_bought") == []


def test_asked_again_for_other_tiers_it_is_compared_all_the_same(cast):
    client = signed_in(cast.zhang)
    small = {**ASK, "kind": "things_bought", "detail-person": "zhang", "detail-price": "800"}
    client.post("/signoff/ask/spending/buy-small/", small)
    (first,) = proposed_by(cast.zhang)
    client.post(f"/signoff/{first.id}/withdraw/", {"reason": "涨价了"})

    large = {**small, "detail-price": "1500", "like": first.id, "idempotency_key": "k2"}
    answer = client.post("/signoff/ask/spending/buy-small/", large)

    page = signed_in(cast.he).get(answer["Location"]).text
    assert "<del>800.00 元</del>" in page
    assert "<ins>1,500.00 元</ins>" in page
