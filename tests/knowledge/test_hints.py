"""What is said beneath a text while it is written: by the judge, for little, and nowhere kept."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.enforcement.book import always
from shouwen.journal.models import FactRow
from shouwen.knowledge import gates
from shouwen.knowledge.hints import hints_for, spoken
from shouwen.policy.judge import judge
from shouwen.policy.rulings import Measure
from shouwen.regulations import library, queries
from tests.knowledge.conftest import adopt

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


def look(client, text, situation="", language="zh-hans"):
    client.cookies["django_language"] = language
    return client.post(reverse("knowledge:hints"), {"text": text, "situation": situation})


def test_a_forbidden_phrase_is_shown_in_its_place_with_its_clause(words, wangs):
    page = look(wangs, "您的事我们没办法处理，电话1234").content.decode()

    assert "<mark>没办法</mark>" in page
    assert "您的事我们" in page
    assert reverse("knowledge:rule", args=["counter-words", "banned-words"]) in page
    assert ">1.1<" in page


def test_what_is_missing_is_named_with_an_example(words, wangs):
    page = look(wangs, "已经修好。").content.decode()

    assert "敬称" in page
    assert "<q>您</q>" in page
    assert "联系电话" in page
    assert "电话＿＿" in page


def test_a_text_that_has_everything_is_left_in_peace(words, wangs):
    assert look(wangs, "您好，请拨打电话88881234。").content.decode().strip() == ""


def test_nothing_is_said_of_an_empty_text(words, wangs):
    assert look(wangs, "  \n ").content.decode().strip() == ""


def test_the_chosen_situation_decides_which_words_are_wanted(words, wangs):
    page = look(wangs, "好的。", "goodbye").content.decode()

    assert "致谢" in page
    assert "联系电话" not in page


def test_what_comes_too_early_is_said(words, wangs):
    assert "说得过早" in look(wangs, "再见，谢谢。", "goodbye").content.decode()


def test_words_of_another_post_are_not_asked_for(words, client, cast):
    client.force_login(cast.wang)
    assert "公司名" not in look(client, "您好，电话1").content.decode()
    client.force_login(cast.zhang)
    assert "公司名" in look(client, "您好，电话1").content.decode()


def test_english_reads_english_around_the_quoted_words(words, wangs):
    page = look(wangs, "this is 没办法", language="en").content.decode()
    text = re.sub(r"<[^>]*>", " ", re.sub(r"<q>[^<]*</q>|<mark>[^<]*</mark>", "", page))

    assert "Polite you" in text
    assert CHINESE.findall(text) == []


def test_what_the_member_writes_is_shown_as_text_and_never_as_markup(words, wangs):
    page = look(wangs, "<script>alert(1)</script>没办法<img src=x>").content.decode()

    assert "<script" not in page
    assert "<img" not in page


def test_a_hundred_thousand_characters_are_refused_with_a_sentence(words, wangs):
    answer = look(wangs, "长" * 100_000)

    assert answer.status_code == 413
    assert "5,000" in answer.content.decode()


def test_whoever_asks_too_often_is_told_to_go_on_writing(words, wangs, cast, monkeypatch):
    monkeypatch.setattr(gates, "PER_MINUTE", 2)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert [look(wangs, "没办法").status_code for _ in range(3)] == [200, 200, 429]
    assert gates.has_turn(cast.li, now)
    assert gates.has_turn(cast.wang, now + timedelta(minutes=1))


def test_the_text_is_neither_kept_nor_logged(words, wangs, caplog):
    before = FactRow.objects.count()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        look(wangs, "机密之辞没办法")

    assert FactRow.objects.count() == before
    assert "机密之辞" not in caplog.text
    assert not any("机密之辞" in query["sql"] for query in asked.captured_queries)


def test_a_look_needs_the_forms_secret_and_a_sign_in(words, cast, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.wang)

    assert strict.post(reverse("knowledge:hints"), {"text": "没办法"}).status_code == 403
    assert client.post(reverse("knowledge:hints"), {"text": "没办法"}).status_code == 302


def test_nobody_opens_the_hints_as_a_page(words, wangs):
    assert wangs.get(reverse("knowledge:hints")).status_code == 405


def _queries(client):
    look(client, "没办法")
    with CaptureQueriesContext(connection) as found:
        look(client, "没办法")
    return [query["sql"] for query in found.captured_queries]


@pytest.mark.once
def test_a_look_costs_four_queries_however_many_regulations_are_in_force(words, wangs, cast):
    few = _queries(wangs)
    for name in library.names():
        adopt(library.text_of(name), cast.he)

    many = _queries(wangs)

    assert len(few) <= 4, few
    assert len(many) == len(few)


ALARMING = st.text(
    alphabet=st.sampled_from("没办法不行使您电话再见谢谢()[]{}*+?\\^$|.\0\x1b\u202e\n\t，。 a1")
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(ALARMING, st.text(max_size=300)))
def test_no_text_does_harm_and_the_judge_agrees(words, cast, text):
    now = timezone.now()
    book = queries.rulebook_on(timezone.localdate(now))
    fact = spoken(cast.wang, text, "written_reply", now)

    found = hints_for(fact, book, {"agent"})

    rulings = judge(book, fact, {}, lambda _name: always()) if text.strip() else ()
    wanting = [r for r in rulings if isinstance(r, Measure) and r.met is False]
    assert bool(found) == bool(wanting)
    for hint in found.forbidden:
        assert hint.words in text


@pytest.mark.parametrize(
    "text",
    ["没办法" * 3000, "不行" * 5000, "不行使" * 3000, "电话" * 4000, "您，" * 4000, "电" * 9999],
)
def test_a_long_text_of_one_phrase_is_answered(words, wangs, text):
    assert look(wangs, text[:5_000]).status_code == 200
