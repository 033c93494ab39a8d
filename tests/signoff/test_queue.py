"""The queue: whose turn it is, who has signed, and deciding where one stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.approvals.queries import decisions_of
from shouwen.enforcement.actions import expire_request
from shouwen.journal.queries import timeline
from shouwen.signoff import queries
from tests.api.conftest import cost_of, program_of
from tests.signoff.conftest import NOW, later, reward, signed_in, stand_in

GRANT = {"verdict": "granted", "tier": "0"}


def test_a_request_waits_in_the_queue_of_the_tier_whose_turn_it_is(cast, ask):
    reward(ask, cast)

    assert "节约奖励" in signed_in(cast.li).get("/signoff/").text
    assert "没有待您审批的申请" in signed_in(cast.he).get("/signoff/").text


def test_the_row_names_each_tier_with_who_signed_it_and_the_money_with_its_unit(cast, ask):
    asked = reward(ask, cast)
    signed_in(cast.li).post(f"/signoff/{asked.pk}/decide/", GRANT)

    page = signed_in(cast.he).get("/signoff/").text

    assert "tier-done" in page
    assert "李班长" in page
    assert "须本人" in page
    assert "300.00 元" in page


def test_english_readers_get_no_chinese_words_of_ours(cast, ask):
    reward(ask, cast)

    page = signed_in(cast.li, "en").get("/signoff/").text

    assert "Saving rewarded" in page
    assert "300.00 yuan" in page
    assert "in person" in page


def test_a_request_is_signed_on_its_page_and_a_refusal_needs_a_reason(cast, ask):
    asked = reward(ask, cast)
    address = f"/signoff/{asked.pk}/decide/"
    refused = {"verdict": "refused", "tier": "0"}

    unexplained = signed_in(cast.li).post(address, {**refused, "comment": ""})
    explained = signed_in(cast.li).post(address, {**refused, "comment": "金额不实"})

    assert unexplained.status_code == 422
    assert "field-refused" in unexplained.text
    assert explained.status_code == 302
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert "金额不实" in signed_in(cast.zhang).get(f"/signoff/{asked.pk}/").text


def test_each_list_is_turned_round_and_goes_on_page_by_page(cast, ask, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    several = [reward(ask, cast).pk for _each in range(3)]
    for pk in several[:2]:
        signed_in(cast.li).post(f"/signoff/{pk}/decide/", GRANT)
    lists = [
        ("/signoff/", cast.he, several[:2], "time"),
        ("/signoff/mine/", cast.zhang, several, "-time"),
        ("/signoff/decided/", cast.li, several[:2], "-time"),
    ]
    for address, who, rows, usual in lists:
        for sort in ("", "time" if usual == "-time" else "-time"):
            shown, after = [], ""
            while after is not None:
                page = signed_in(who).get(address, {"sort": sort, "after": after or ""})
                shown += [row.pk for row in page.context["page"].rows]
                after = page.context["page"].after
            assert shown == (rows[::-1] if (sort or usual) == "-time" else rows)


def test_an_outsider_finds_no_request(cast, ask):
    asked = ask("plan_set", "plan_set:1", cast.li, topic="春节", budget="800")

    assert signed_in(cast.wang).get(f"/signoff/{asked.pk}/").status_code == 404


def test_the_same_decision_sent_twice_is_one_decision(cast, ask):
    asked = reward(ask, cast)
    li = signed_in(cast.li)

    first = li.post(f"/signoff/{asked.pk}/decide/", {**GRANT, "next": "/signoff/"})
    again = li.post(f"/signoff/{asked.pk}/decide/", {**GRANT, "next": "/signoff/"})

    assert first["Location"] == again["Location"] == "/signoff/"
    asked.refresh_from_db()
    assert (asked.state, asked.tier) == ("waiting", 1)


def test_of_two_who_decide_the_same_step_the_second_is_told(cast, ask):
    asked = reward(ask, cast)
    signed_in(cast.li).post(f"/signoff/{asked.pk}/decide/", GRANT)

    # 赵班长 holds the same post, and her page still showed the first tier.
    answer = signed_in(cast.zhao).post(f"/signoff/{asked.pk}/decide/", GRANT)

    assert answer.status_code == 409
    assert "已经有了决定" in answer.text


def test_a_substitute_signs_in_the_name_of_whoever_is_away(cast, ask):
    stand_in(cast.li, cast.zhang)
    asked = ask("sign_put_up", "sign_put_up:1", cast.he, wording="停水", large=True)
    zhang = signed_in(cast.zhang)
    assert "代李班长审批" in zhang.get("/signoff/").text

    zhang.post(f"/signoff/{asked.pk}/decide/", GRANT)

    assert "（代李班长）" in zhang.get(f"/signoff/{asked.pk}/").text.replace(
        " (代李班长)", "（代李班长）"
    )
    assert "张贴告示" in signed_in(cast.li).get("/signoff/decided/").text


def test_what_is_signed_in_person_is_closed_to_the_substitute_and_says_so(cast, ask):
    stand_in(cast.he, cast.zhao)
    asked = reward(ask, cast)
    signed_in(cast.li).post(f"/signoff/{asked.pk}/decide/", GRANT)
    zhao = signed_in(cast.zhao)

    page = zhao.get(f"/signoff/{asked.pk}/").text
    answer = zhao.post(f"/signoff/{asked.pk}/decide/", {"verdict": "granted", "tier": "1"})

    assert "不能代签" in page
    assert 'value="granted"' not in page
    assert answer.status_code == 409
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_whoever_proposed_it_is_told_why_there_are_no_buttons(cast, ask):
    asked = ask("stall_set_up", "stall_set_up:1", cast.li, place="北门")

    page = signed_in(cast.li).get(f"/signoff/{asked.pk}/").text

    assert "须由他人审批" in page
    assert 'value="granted"' not in page


def test_a_joint_tier_names_who_has_still_to_sign(cast, ask):
    asked = ask("plan_set", "plan_set:1", cast.zhang, topic="春节", budget="800")
    signed_in(cast.li).post(f"/signoff/{asked.pk}/decide/", GRANT)

    page = signed_in(cast.he).get("/signoff/").text

    assert "会签" in page
    assert "尚待签字： 客服经理" in page


def test_the_page_foresees_what_follows_if_it_is_approved(cast, ask):
    asked = reward(ask, cast)

    page = signed_in(cast.li).get(f"/signoff/{asked.pk}/").text

    assert "批准之后" in page
    assert "小王" in page[page.index('id="follows"') :]
    assert "300.00" in page[page.index('id="follows"') :]
    # Nothing of it was written.
    assert [row.kind for row in timeline("member:wang")] == ["approval_requested"]


def test_a_changed_plan_is_signed_again_and_shows_what_changed(cast, ask):
    first = ask("plan_set", "plan_set:1", cast.zhang, topic="春节", budget="800")
    for signer in (cast.li, cast.he):
        signed_in(signer).post(f"/signoff/{first.pk}/decide/", GRANT)
    again = ask("plan_set", "plan_set:1", cast.zhang, topic="元宵", budget="1500")

    page = signed_in(cast.he).get(f"/signoff/{again.pk}/").text

    assert "<del>800.00 元</del>" in page
    assert "<ins>1,500.00 元</ins>" in page
    assert "须各级重新审批" in page
    assert "<b>预算</b>" in page
    assert "<b>主题</b>" not in page


def test_silence_consents_where_the_clause_says_so(cast, ask):
    asked = ask("stall_set_up", "stall_set_up:1", cast.zhang, place="北门")
    assert "视为同意" in signed_in(cast.li).get("/signoff/").text

    expire_request(request=asked, at=later(4))

    page = signed_in(cast.zhang).get(f"/signoff/{asked.pk}/").text
    assert "逾期无人答复，按条款视为同意" in page


def test_one_withdraws_ones_own_request_with_a_reason(cast, ask):
    asked = reward(ask, cast)

    signed_in(cast.li).post(f"/signoff/{asked.pk}/withdraw/", {"reason": "不对"})
    signed_in(cast.zhang).post(f"/signoff/{asked.pk}/withdraw/", {"reason": "算错了"})

    asked.refresh_from_db()
    assert (asked.state, asked.ended_why) == ("withdrawn", "算错了")
    assert "算错了" in signed_in(cast.zhang).get("/signoff/mine/").text


def test_several_are_approved_together_after_a_look_but_never_those_in_person(cast, ask):
    signs = [
        ask("sign_put_up", f"sign_put_up:{n}", cast.zhang, wording=f"告示{n}", large=True)
        for n in (1, 2)
    ]
    li, he = signed_in(cast.li), signed_in(cast.he)
    chosen = {"chosen": [f"{one.pk}:0" for one in signs]}

    look = li.post("/signoff/together/", chosen)
    assert "同意 2 件" in look.text
    done = li.post("/signoff/together/", {**chosen, "sure": "yes"}, follow=True)

    assert "已同意 2 件" in done.text
    rewards = [reward(ask, cast, number) for number in (1, 2)]
    for one in rewards:
        li.post(f"/signoff/{one.pk}/decide/", GRANT)
    assert 'name="chosen"' not in he.get("/signoff/").text
    alone = {"chosen": [f"{one.pk}:1" for one in rewards], "sure": "yes"}
    assert "须本人签字" in he.post("/signoff/together/", alone, follow=True).text
    rewards[0].refresh_from_db()
    assert rewards[0].state == "waiting"


def test_the_list_is_searched_and_leafed_through(cast, ask):
    for number in range(35):
        ask("stall_set_up", f"stall_set_up:{number}", cast.zhang, place=f"{number}号门")
    li = signed_in(cast.li)

    first = li.get("/signoff/").text
    found = li.get("/signoff/", {"q": "34号门"}).text

    assert first.count("ask-row") == 30
    assert "after=" in first
    assert found.count("ask-row") == 1
    assert "没有符合的申请" in li.get("/signoff/", {"q": "九号码头"}).text


@pytest.mark.parametrize("which", ["", "mine/", "decided/"])
def test_the_queue_costs_the_same_for_one_row_and_for_fifty(cast, ask, which):
    who = cast.zhang if which == "mine/" else cast.li
    client = signed_in(who)

    def fill(first: int, many: int) -> None:
        for number in range(first, first + many):
            asked = reward(ask, cast, number)
            if which == "decided/":
                client.post(f"/signoff/{asked.pk}/decide/", GRANT)

    def cost() -> int:
        client.get(f"/signoff/{which}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/signoff/{which}").status_code == 200
        return len(found)

    fill(1, 1)
    few = cost()
    fill(2, 49)

    assert cost() == few
    assert few <= 16


def test_a_decision_taken_without_network_counts_when_it_was_taken(cast, ask, clock):
    asked = reward(ask, cast)
    clock(NOW + timedelta(hours=3))
    taken = {"done_at": (NOW + timedelta(hours=1)).isoformat()}
    sent = {**taken, "sent_at": (NOW + timedelta(hours=3)).isoformat()}

    for _ in range(2):
        signed_in(cast.li).post(f"/signoff/{asked.pk}/decide/", {**GRANT, **sent})

    (decision,) = decisions_of(asked.pk)
    assert decision.at == NOW + timedelta(hours=1)


def test_a_decision_older_than_its_request_is_refused_in_one_sentence(cast, ask):
    asked = reward(ask, cast)
    early = {"done_at": (NOW - timedelta(hours=1)).isoformat()}

    answer = signed_in(cast.li).post(f"/signoff/{asked.pk}/decide/", {**GRANT, **early})

    assert answer.status_code == 409
    assert "早于申请" in answer.text
    assert decisions_of(asked.pk) == []


@pytest.mark.parametrize("which", ["waiting", "asked"])
def test_a_programs_list_costs_the_same_for_one_request_and_for_fifty(cast, ask, which):
    program = program_of(cast.zhang if which == "asked" else cast.li, at=NOW)
    address = f"/approvals?which={which}"
    reward(ask, cast, 1)
    few = cost_of(program, address)
    for number in range(2, 51):
        reward(ask, cast, number)

    assert cost_of(program, address) == few
