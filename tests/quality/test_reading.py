from __future__ import annotations

import pytest

from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from shouwen.quality import actions, conversation, reading
from shouwen.quality.conversation import Place
from shouwen.quality.models import Finding
from tests.knowledge.conftest import adopt
from tests.quality.conftest import NOW, a_case

WHOLE = """---
regulation: whole-words
title: 通话规范
industry: property-services
in_force: 2024-01-01
---

## 1 全程

### 1.1 必说

全程须说“请放心”。核身时须问“请问您的姓名”。

```rule
id: whole
kind: conduct
title: 全程用语
situation: whole_contact
must_say: [{group: sure, name: 请放心, any_of: [请放心]}]
```

### 1.2 核身

```rule
id: identity
kind: conduct
title: 核身
situation: identity_check
must_say: [{group: ask, name: 核身, any_of: [请问您的姓名]}]
```
"""


def found() -> set[tuple[str, str]]:
    return set(Finding.objects.values_list("code", "words"))


@pytest.fixture
def whole(cast):
    return adopt(WHOLE, cast.he)


def test_what_a_settled_conversation_never_said_is_found_with_its_rule(cast, whole):
    a_case(cast.wang)

    reading.read_on(now=NOW)

    one = Finding.objects.get(code="missing")
    assert (one.regulation, one.rule, one.person) == ("whole-words", "whole", cast.wang)


def test_a_number_told_before_identity_was_asked_is_found_at_its_place(cast, whole):
    text = "您登记的手机是13812345678"
    a_case(cast.wang, reply=f"{text}，请放心")

    reading.read_on(now=NOW)

    one = Finding.objects.get()
    assert (one.code, text[one.start : one.end]) == ("private", "13812345678")


def test_words_that_a_rule_judged_when_the_answer_went_are_not_found_again(cast, words):
    a_case(cast.wang, reply="没办法，您打电话8888")

    reading.read_on(now=NOW)

    assert journal.facts_of_kind("words_spoken") != []
    assert found() == set()


def test_reading_goes_on_where_it_stopped_and_finds_nothing_twice(cast, whole):
    a_case(cast.wang)
    while reading.read_on(now=NOW, limit=1):
        pass
    once = Finding.objects.count()

    assert reading.read_on(now=NOW) == 0
    assert once == 1


def test_a_confirmed_finding_is_a_fact_and_a_dismissed_one_is_none(cast, whole):
    a_case(cast.wang)
    a_case(cast.zhang)
    reading.read_on(now=NOW)
    mine, other = Finding.objects.order_by("pk")

    actions.decide_finding(finding=mine, confirmed=True, sent=Sent.at_once(cast.li, NOW))
    actions.decide_finding(finding=other, confirmed=False, sent=Sent.at_once(cast.he, NOW))

    facts = journal.facts_of_kind("quality_finding_confirmed")
    assert [one.details["person"] for one in facts] == [mine.person.username]


def test_nobody_decides_about_their_own_words(cast, whole):
    a_case(cast.wang)
    reading.read_on(now=NOW)

    with pytest.raises(RefusedError):
        actions.decide_finding(
            finding=Finding.objects.get(), confirmed=False, sent=Sent.at_once(cast.wang, NOW)
        )


def test_a_text_is_cut_where_findings_begin_and_end():
    places = [
        Place(turn="1", start=1, end=3, label="甲"),
        Place(turn="1", start=2, end=4, label="乙"),
    ]

    pieces = conversation.cut("一二三四五", places)

    assert [(p.text, p.marks) for p in pieces] == [
        ("一", ()), ("二", ("甲",)), ("三", ("甲", "乙")), ("四", ("乙",)), ("五", ()),
    ]  # fmt: skip
