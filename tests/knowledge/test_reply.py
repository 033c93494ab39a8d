"""A reply counts by its words, once, without its text being copied about."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import actions
from shouwen.cases.actions.common import record
from shouwen.enforcement.actions import correct_fact, decide_request
from shouwen.enforcement.models import OpenQuestion
from shouwen.journal.models import FactRow
from shouwen.policy.rulings import Measure
from tests.knowledge.conftest import WORDS, adopt

REFUSING = """---
regulation: no-such-words
title: 用语禁令
industry: property-services
in_force: 2024-01-01
facts:
  words_spoken:
    details:
      cleared: {type: yes_no, label: 已审核, label_en: Cleared}
working_hours:
  mon-fri: ["09:00-18:00"]
---

## 1 禁令

书面答复一律不得发出。

```rule
id: nothing-said
kind: form
title: 未经审核不得书面答复
title_en: No written answer that was not cleared
when: {fact: words_spoken}
fields: [cleared]
incomplete: refuse
```
"""


@pytest.fixture
def case(cast):
    now = timezone.now()
    return actions.open_case(
        case_type="complaint", title="噪音", text="", at=now, recorded_at=now, actor=cast.wang
    ).case


def reply(case, cast, text, **more):
    return actions.reply(case=case, text=text, actor=cast.wang, at=timezone.now(), **more)


def spoken():
    return list(FactRow.objects.filter(kind="words_spoken"))


def test_the_words_of_a_reply_are_judged_with_it(words, case, cast):
    done = reply(case, cast, "陈先生的事没办法。")

    wanting = {r.rule for r in done.rulings if isinstance(r, Measure) and r.met is False}
    assert wanting == {"banned-words", "written-words"}
    (fact,) = spoken()
    assert fact.about == "member:wang"
    assert fact.derived_from.kind == "case_replied"


def test_only_the_words_that_rules_look_for_are_kept(words, case, cast):
    reply(case, cast, "陈先生，您的身份证110101没办法。")

    assert spoken()[0].details["text"] == "□□□，您□□□□□□□□□□没办法。"


def test_no_rule_of_another_situation_asks_which_one_it_was(words, case, cast):
    reply(case, cast, "您好，电话1。")

    assert not OpenQuestion.objects.exists()


def test_the_chosen_situation_is_the_one_that_is_judged(words, case, cast):
    done = reply(case, cast, "您好。", situation="goodbye")

    assert spoken()[0].details["situation"] == "goodbye"
    assert "goodbye-words" in {r.rule for r in done.rulings if isinstance(r, Measure)}


def test_nothing_more_is_recorded_where_nobody_listens(case, cast):
    reply(case, cast, "没办法。")

    assert spoken() == []


def test_a_note_for_colleagues_is_nobodys_words(words, case, cast):
    actions.add_note(case=case, text="没办法", actor=cast.wang, at=timezone.now())

    assert spoken() == []


def test_a_reply_sent_twice_is_judged_once(words, case, cast):
    for _ in range(2):
        reply(case, cast, "没办法", key="k1")

    assert len(spoken()) == 1


HOLDING = """---
regulation: answers-signed
title: 答复签批办法
industry: property-services
in_force: 2024-01-01
posts:
  team_leader: 坐席班长
working_hours:
  mon-fri: ["09:00-18:00"]
---

## 1 签批

答复须经班长签字。

```rule
id: answer-signed
kind: approval
title: 答复签批
title_en: Answers are signed
before: {fact: case_replied}
tiers: [{post: team_leader}]
```
"""


def test_a_reply_that_waits_is_judged_once_it_is_signed(words, case, cast):
    adopt(HOLDING, cast.he)
    done = reply(case, cast, "没办法")
    assert done.waits
    assert spoken() == []

    decide_request(request=done.outcome.held, member=cast.li, verdict="granted", at=timezone.now())

    assert [fact.about for fact in spoken()] == ["member:wang"]


def test_what_was_imported_is_not_taken_for_the_words_of_whoever_imports(words, case, cast):
    record(
        case, "case_replied", {"text": "没办法"}, at=timezone.now(), recorded_at=timezone.now(),
        actor=cast.he, key=None,
    )  # fmt: skip

    assert spoken() == []


def test_with_the_reply_its_words_are_taken_back(words, case, cast):
    done = reply(case, cast, "没办法")
    correct_fact(number=done.outcome.row.number, reason="写错了", actor=cast.li, at=timezone.now())

    assert FactRow.objects.filter(corrects=spoken()[0]).exists()


def test_a_rule_that_refuses_such_words_refuses_the_reply(cast, case, client):
    adopt(REFUSING, cast.he)
    client.force_login(cast.wang)
    hint = client.post(reverse("knowledge:hints"), {"text": "好的"}).content.decode()
    page = client.post(
        reverse("cases:step", args=[case.number, "write"]),
        {"mode": "reply", "text": "好的，马上来", "token": "t", "channel": ""},
    )

    assert "提交时会被拒绝" in hint
    assert page.status_code == 422
    assert "好的，马上来" in page.content.decode()
    assert not FactRow.objects.filter(kind__in=["case_replied", "words_spoken"]).exists()


def test_the_composer_asks_for_hints_only_where_somebody_listens(cast, case, client):
    client.force_login(cast.wang)
    place = reverse("cases:case", args=[case.number])
    assert "data-hints=" not in client.get(place).content.decode()
    adopt(WORDS, cast.he)

    page = client.get(place).content.decode()

    assert 'data-hints="written_reply"' in page
    assert ">道别用语</option>" in page
    assert "上门用语" not in page


def test_after_sending_the_page_says_what_was_found(words, cast, case, client):
    client.force_login(cast.wang)
    page = client.post(
        reverse("cases:step", args=[case.number, "write"]),
        {"mode": "reply", "text": "没办法", "token": "t", "channel": "", "situation": ""},
        follow=True,
    ).content.decode()

    assert reverse("knowledge:rule", args=["counter-words", "banned-words"]) in page
