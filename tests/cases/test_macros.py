"""Macros: several steps under one name, each through its own door; all of them or none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from shouwen.cases import actions, bulk, macros
from shouwen.cases.choices import BulkOutcome
from shouwen.cases.gates import standing
from shouwen.cases.models import Case, Category, Macro
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from tests.cases.conftest import TEN

LATER = TEN + timedelta(hours=1)
SETTLE = [
    {
        "verb": "write",
        "data": {"mode": ["reply"], "text": ["{{customer}}您好，{{number}}已处理。"]},
    },
    {"verb": "severity", "data": {"severity": ["minor"], "reason": ["已核实"]}},
    {"verb": "resolve", "data": {"resolution": ["已处理"]}},
]  # fmt: skip


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


def where(member):
    return standing(member, TEN.date())


def kept(by, steps=SETTLE, **given):
    return macros.keep(by=by, name="办结三步", kept=steps, **{"own": True, **given})


def kinds(case):
    return [row.kind for row in journal.timeline(case.about)]


def test_a_macro_takes_each_step_through_its_own_door(case, cast):
    done = macros.take(
        macro=kept(cast.wang), case=case, where=where(cast.wang), at=LATER, token="t"
    )

    assert [each.outcome.fact.kind for each in done] == [
        "case_replied", "case_regraded", "case_resolved",
    ]  # fmt: skip
    (reply,) = journal.facts_of_kind("case_replied")
    assert reply.details["text"] == f"刘女士您好，{case.number}已处理。"
    assert Case.objects.get().state == "resolved"


def test_the_second_click_takes_nothing(case, cast):
    macro = kept(cast.wang)
    for _ in range(2):
        done = macros.take(macro=macro, case=case, where=where(cast.wang), at=LATER, token="t")

    assert done == []
    assert kinds(case).count("case_replied") == 1


def test_one_step_that_cannot_be_taken_undoes_all_and_is_named(case, cast):
    twice = [*SETTLE, {"verb": "pause", "data": {"reason": ["等"]}}]

    with pytest.raises(RefusedError, match="第 4 步“暂停”"):
        macros.take(
            macro=kept(cast.wang, twice), case=case, where=where(cast.wang), at=LATER, token="t"
        )

    assert kinds(case) == ["case_opened"]
    assert Case.objects.get().state == "open"


def test_a_step_that_only_leads_take_is_refused_in_a_macro_too(case, cast, liu):
    theirs = actions.open_case(
        case_type="complaint", title="别人的", at=TEN, recorded_at=TEN, actor=cast.zhang
    ).case
    give = [{"verb": "assign", "data": {"to": [str(cast.wang.pk)]}}]

    with pytest.raises(RefusedError, match="不能对它执行该操作"):
        macros.take(
            macro=kept(cast.wang, give), case=theirs, where=where(cast.wang), at=LATER, token="t"
        )


def test_the_category_is_changed_by_a_step_and_stands_in_the_fact(case, cast):
    lift = Category.objects.create(name="电梯", case_type="complaint")
    steps = [{"verb": "category", "data": {"category": [str(lift.pk)]}}]

    macros.take(macro=kept(cast.wang, steps), case=case, where=where(cast.wang), at=LATER, token="")

    (fact,) = journal.facts_of_kind("case_recategorised")
    assert (fact.details["from_category"], fact.details["category"]) == ("噪音", "电梯")
    assert Case.objects.get().category == lift


def test_whose_it_is_decides_who_may_take_it(cast):
    kept(cast.wang)
    kept(cast.li, own=False, team=cast.desk)
    kept(cast.li, own=False, post=cast.posts["manager"])

    assert [len(macros.offered_to(where(m))) for m in (cast.wang, cast.li, cast.zhao, cast.he)] == [
        2, 1, 0, 1,
    ]  # fmt: skip


def test_a_macro_is_written_step_by_step_without_script(wangs, cast):
    wangs.post(reverse("cases:macros"), {"name": "办结三步", "whose": "own"})
    one = reverse("cases:macro_kept", args=[Macro.objects.get().pk])
    wangs.post(one, {"verb": "resolve", "resolution": "已处理"})
    wangs.post(one, {"verb": "write", "mode": "reply", "text": "您好"})
    wangs.post(one, {"do": "up", "at": "1"})

    assert [step["verb"] for step in Macro.objects.get().steps] == ["write", "resolve"]
    page = wangs.get(one).content.decode()
    assert "您好" in page
    assert wangs.post(one, {"verb": "pause", "reason": ""}).status_code == 422
    wangs.force_login(cast.li)
    assert wangs.get(one).status_code == 404


def test_a_macro_is_taken_on_the_page_and_a_refusal_is_said_there(case, wangs, cast):
    macro = kept(cast.wang)
    assert "办结三步" in wangs.get(reverse("cases:around", args=[case.number])).content.decode()
    at = reverse("cases:macro", args=[case.number])

    said = wangs.post(at, {"macro": macro.pk, "token": "t"}, follow=True).content.decode()
    again = wangs.post(at, {"macro": macro.pk, "token": "u"})

    assert "“办结三步”：已执行 3 步。" in said
    assert again.status_code == 422
    assert kinds(case).count("case_replied") == 1


def test_many_are_looked_at_first_and_nothing_happens_before_the_word(case, cast):
    settled = actions.open_case(
        case_type="complaint", title="已办结", at=TEN, recorded_at=TEN, actor=cast.wang
    ).case
    actions.resolve(case=settled, resolution="好了", actor=cast.wang, at=TEN)
    macro = kept(cast.wang)

    run = bulk.begin(
        verb=bulk.MACRO, cases=[case, settled], data={"macro": [str(macro.pk)]}, by=cast.wang,
        at=LATER,
    )  # fmt: skip
    looked = list(run.items.order_by("pk").values_list("outcome", flat=True))
    before = kinds(case)
    bulk.confirm(run=run, at=LATER)

    assert looked == [BulkOutcome.POSSIBLE, BulkOutcome.REFUSED]
    assert before == ["case_opened"]
    assert Case.objects.get(pk=case.pk).state == "resolved"
    assert kinds(settled).count("case_replied") == 0


def test_a_program_keeps_a_macro_and_takes_it(case, cast):
    from tests.api.conftest import program_of

    program = program_of(cast.wang)
    made = program.send(
        "/cases/macros",
        {"name": "转办", "whose": "own", "steps": [
            {"verb": "hand-over", "data": {"to": "li", "reason": "交接"}}]},
    )  # fmt: skip
    assert made.status_code == 201, made.content
    assert [m["name"] for m in program.get("/cases/macros").json()["items"]] == ["转办"]

    taken = program.send(f"/cases/{case.number}/macro", {"macro": made.json()["id"]})

    assert taken.status_code == 200, taken.content
    assert Case.objects.get().handler == cast.li
