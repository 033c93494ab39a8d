from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import actions
from shouwen.cases.likeness import Shelf, pieces
from shouwen.cases.models import Case, Relation
from shouwen.journal import queries as journal

NOISE = "A座楼上装修电钻噪音扰民"


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


def opened(cast, title, text="", **given):
    now = timezone.now()
    return actions.open_case(
        case_type="complaint", title=title, text=text, at=given.pop("at", now), recorded_at=now,
        actor=given.pop("actor", cast.wang), **given,
    ).case  # fmt: skip


def asked(client, **given):
    return client.post(reverse("cases:likely"), given).content.decode()


def test_chinese_is_cut_into_pairs_and_the_rest_into_words():
    assert pieces("3号楼 WiFi 坏") == ["3", "号楼", "wifi", "坏"]


@pytest.mark.parametrize("text", ["", "，。！", "a" * 10_000, "装" * 10_000, "\x00\ud7ff"])
def test_any_text_can_be_compared(text):
    shelf = Shelf([(NOISE, "周末"), ("", "")])

    assert all(0 <= score <= 1.000001 for _place, score in shelf.like(text, text))
    assert sum(map(len, shelf.groups())) == 2


def test_the_same_thing_in_other_words_is_found_and_another_is_not(cast, wangs):
    same = opened(cast, NOISE, "周末早上七点就开始电钻")
    other = opened(cast, "地下车库照明不亮", "负二层三排灯坏了")
    for n in range(12):
        opened(cast, f"咨询第{n}期费用缴纳方式", "想问物业费怎么交")

    page = asked(wangs, title="楼上装修噪音", text="A座有人一早用电钻")

    assert same.number in page
    assert other.number not in page


def test_the_same_customer_and_the_same_reference_are_told(cast, wangs, liu):
    hers = opened(cast, "门禁卡失灵", customer=liu)
    numbered = opened(cast, "电梯异响", reference="GD-77")

    page = asked(wangs, title="", customer=str(liu.pk), reference="GD-77")

    assert hers.number in page
    assert numbered.number in page


def test_only_open_recent_matters_that_one_may_read_are_told(cast, wangs):
    old = opened(cast, NOISE, at=timezone.now() - timedelta(days=90))
    settled = opened(cast, NOISE)
    actions.resolve(case=settled, resolution="停", actor=cast.wang, at=timezone.now())
    theirs = opened(cast, NOISE, actor=cast.zhao)

    page = asked(wangs, title=NOISE)

    assert not any(case.number in page for case in (old, settled, theirs))


def test_adding_to_that_matter_opens_none_and_sends_nothing_twice(case, wangs):
    sent = {"title": "还在吵", "text": "今天又来", "token": "n1"}
    for _ in range(2):
        page = wangs.post(reverse("cases:add_to", args=[case.number]), sent, follow=True)

    (note,) = journal.facts_of_kind("case_noted")
    assert note.details["text"] == "还在吵\n今天又来"
    assert Case.objects.count() == 1
    assert "今天又来" in page.content.decode()


def test_many_people_with_one_thing_are_grouped_and_handled_together(cast, wangs):
    cases = [
        opened(cast, title, "停水")
        for title in ("三期小区突然停水", "三期小区停水何时恢复", "三期小区又停水了")
    ]
    for title in ("地下车库照明不亮", "门禁卡失灵", "电梯异响", "草坪没人修剪", "快递柜打不开"):
        opened(cast, title)
    page = wangs.get(reverse("cases:hot")).content.decode()
    assert all(case.number in page for case in cases)
    assert "门禁卡失灵" not in page

    others = " ".join(case.number for case in cases[1:])
    wangs.post(reverse("cases:gather"), {"first": cases[0].number, "others": others})

    assert Relation.objects.filter(case=cases[0], sort="child").count() == 2


def test_the_page_of_hot_issues_costs_the_same_for_three_and_for_thirty(
    cast, wangs, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        opened(cast, "三期小区突然停水")
    wangs.get(reverse("cases:hot"))
    with CaptureQueriesContext(connection) as queries:
        wangs.get(reverse("cases:hot"))
    for _ in range(9):
        opened(cast, "三期小区突然停水")

    with django_assert_num_queries(len(queries)):
        wangs.get(reverse("cases:hot"))
    assert len(queries) <= 16
