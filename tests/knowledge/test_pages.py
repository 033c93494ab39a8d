"""Scripts and checklists as the rules print them, for whom they concern."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.knowledge import queries
from shouwen.policy.kinds.conduct import Conduct
from shouwen.regulations import library
from shouwen.regulations.queries import rulebook_on
from tests.knowledge.conftest import adopt

CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(
    r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>|class="clause"[^>]*>[^<]*<', re.DOTALL
)


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


@pytest.fixture
def lis(client, cast):
    client.force_login(cast.li)
    return client


def page(client, view, *args, language="zh-hans", **asked):
    client.cookies["django_language"] = language
    found = client.get(reverse(f"knowledge:{view}", args=args), asked)
    assert found.status_code == 200
    return unescape(found.content.decode())


def test_scripts_stand_under_their_situation_as_the_rule_prints_them(words, wangs):
    text = page(wangs, "scripts")

    assert "各种情景都适用" in text
    for phrase in ("没办法", "不行使", "感谢", "再见", "电话＿＿", "您好，请讲"):
        assert phrase in text
    assert "须按此顺序说" in text
    assert "之后等候 5 秒" in text


def test_scripts_are_found_by_a_word(words, wangs):
    text = page(wangs, "scripts", q="感谢")

    assert "道别用语" in text
    assert "没办法" not in text


def test_a_word_nobody_says_finds_an_empty_page_with_a_way_back(words, wangs):
    assert "没有找到这样的用语" in page(wangs, "scripts", q="莫须有")


def test_without_regulations_the_pages_say_what_they_are_for(wangs):
    assert "现行制度没有规定用语" in page(wangs, "scripts")
    assert "现行制度没有检查表" in page(wangs, "checklists")


def test_each_post_sees_its_own_checklists_and_a_supervisor_all(words, client, cast):
    seen = {}
    for member in (cast.wang, cast.zhang, cast.li):
        client.force_login(member)
        seen[member.username] = page(client, "checklists")

    assert "工具带齐" not in seen["wang"]
    assert "工具带齐" in seen["zhang"]
    assert "工具带齐" in seen["li"]
    assert all("着工装" in text for text in seen.values())


def test_only_whoever_may_record_a_check_is_offered_one(words, client, cast):
    client.force_login(cast.wang)
    assert reverse("knowledge:check") not in page(client, "checklists")
    client.force_login(cast.li)
    assert "knowledge/check/?rule=counter-words%2Fappearance" in page(client, "checklists")


def test_a_rule_shows_its_clause_and_its_words(words, wangs):
    text = page(wangs, "rule", "counter-words", "banned-words")

    assert "不得说没办法" in text
    assert "《柜台用语规范》" in text


@pytest.mark.parametrize("rule", ["appearance-points", "nothing-of-the-kind"])
def test_a_rule_that_is_not_about_conduct_has_no_page_here(words, wangs, rule):
    assert wangs.get(reverse("knowledge:rule", args=["counter-words", rule])).status_code == 404


def test_a_checklist_is_there_for_other_rooms(words):
    book = rulebook_on(timezone.localdate())
    rule = book.rule("counter-words", "appearance")

    assert isinstance(rule, Conduct)
    assert [line.key for line in queries.checklist(rule).lines] == ["uniform", "badge"]


@pytest.mark.once
@pytest.mark.parametrize("view", ["scripts", "checklists"])
def test_in_english_only_quotations_are_chinese(words, lis, cast, view):
    text = page(lis, view, language="en")
    text = QUOTED.sub("<", text[text.index('id="page"') : text.index('id="panel"')])

    assert CHINESE.findall(re.sub(r"<[^>]*>", " ", text)) == []


def _queries(client, place):
    client.get(place)
    with CaptureQueriesContext(connection) as found:
        assert client.get(place).status_code == 200
    return len(found)


@pytest.mark.parametrize("view", ["scripts", "checklists"])
def test_the_pages_cost_the_same_for_one_regulation_and_for_all(words, lis, cast, view):
    place = reverse(f"knowledge:{view}")
    budget = _queries(lis, place)
    for name in library.names():
        adopt(library.text_of(name), cast.he)

    assert _queries(lis, place) == budget
    assert budget <= 8
    every = {
        r.clause.regulation for r in rulebook_on(timezone.localdate()).rules if r.kind == "conduct"
    }
    assert len(every) > 20
    text = page(lis, "checklists")
    assert "请在上面选择制度" in text
    assert "着工装" in page(lis, "checklists", regulation="counter-words")
