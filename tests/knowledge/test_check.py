"""A quality check: what is recorded at once, what follows, and who may see it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.enforcement.actions import correct_fact
from shouwen.journal.models import FactRow
from shouwen.ledger.models import Transfer
from tests.knowledge.conftest import WORDS, adopt

RULES = ["counter-words/appearance", "counter-words/goodbye-words", "counter-words/silence"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def lis(client, cast):
    client.force_login(cast.li)
    return client


def filled(**given):
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {
        "rule": RULES, "idempotency_key": "t1", "person": "wang", "happened_at": now,
        "v-0-uniform": "failed", "n-0-uniform": "没穿外套", "v-0-badge": "passed",
        "t-1": "谢谢您，再见", "w-2-0": "5", "w-2-1": "2", **given,
    }  # fmt: skip


def send(client, **given):
    return client.post(reverse("knowledge:check"), filled(**given))


def recorded():
    return list(FactRow.objects.filter(idempotency_key__startswith="check:").order_by("number"))


def test_every_line_of_a_check_is_recorded_at_once(words, lis):
    answer = send(lis)

    facts = recorded()
    assert answer.status_code == 302
    assert [fact.kind for fact in facts] == [
        "conduct_checked", "conduct_checked", "words_spoken", "situation_ended",
    ]  # fmt: skip
    assert facts[0].details == {
        "person": "wang", "rule": "appearance", "item": "uniform", "passed": False,
        "note": "没穿外套",
    }  # fmt: skip
    assert facts[2].details["situation"] == "goodbye"
    assert facts[3].details["waits"] == "5, 2"


def test_the_answer_shows_verdicts_and_what_followed_with_its_clause(words, lis):
    page = unescape(lis.get(send(lis).url).content.decode())

    moved = Transfer.objects.get()
    assert "已登记 4 项" in page
    assert "其中 2 项不合格" in page
    assert "没穿外套" in page
    assert reverse("enforcement:why_transfer", args=[moved.pk]) in page
    assert "质检分" in page
    assert "第 2 次" in page or "3 秒" in page or "2 秒" in page


def test_a_line_that_does_not_apply_leaves_nothing_behind(words, lis):
    send(lis, **{"v-0-uniform": "none", "t-1": "", "w-2-0": "", "w-2-1": ""})

    assert [fact.details["item"] for fact in recorded()] == ["badge"]
    assert not Transfer.objects.exists()


def test_a_check_without_any_verdict_is_refused_and_keeps_what_was_typed(words, lis):
    answer = send(
        lis, **{"v-0-uniform": "none", "v-0-badge": "none", "t-1": "", "w-2-0": "", "w-2-1": ""}
    )

    assert answer.status_code == 422
    assert "请至少判定一项" in answer.content.decode()
    assert "没穿外套" in answer.content.decode()
    assert recorded() == []


def test_sent_twice_it_is_one_check(words, lis):
    first, second = send(lis), send(lis)

    assert first.url == second.url
    assert len(recorded()) == 4
    assert Transfer.objects.count() == 1


def test_sent_later_it_counts_from_when_it_was_done(words, lis):
    send(lis, done_at=timezone.now().isoformat(), sent_at=timezone.now().isoformat())

    assert all(fact.details["sent_later"] is True for fact in recorded())


def test_words_without_a_situation_of_their_own_are_not_asked_for_one(words, lis):
    lis.post(reverse("knowledge:check"), {
        **filled(), "rule": ["counter-words/banned-words"], "t-0": "没办法",
    })  # fmt: skip

    (fact,) = recorded()
    assert fact.details["situation"] == "quality_check"
    assert (
        "需要补充" not in lis.get(reverse("knowledge:checked", args=[fact.number])).content.decode()
    )


def test_who_may_not_record_facts_may_not_check(words, client, cast):
    client.force_login(cast.wang)

    assert client.get(reverse("knowledge:check") + f"?rule={RULES[0]}").status_code == 403
    assert send(client).status_code == 403


@pytest.mark.parametrize("rule", ["counter-words/appearance-points", "a/b", "", "counter-words"])
def test_only_rules_about_conduct_can_be_checked(words, lis, rule):
    assert lis.get(reverse("knowledge:check"), {"rule": rule}).status_code == 404


def test_whom_it_concerns_and_who_leads_them_may_see_a_check(words, client, cast):
    client.force_login(cast.li)
    place = send(client).url
    seen = {}
    for member in (cast.wang, cast.li, cast.he, cast.zhang):
        client.force_login(member)
        seen[member.username] = client.get(place).status_code

    assert seen == {"wang": 200, "li": 200, "he": 200, "zhang": 404}


def test_a_fact_that_is_no_check_has_no_such_page(words, lis):
    assert lis.get(reverse("knowledge:checked", args=[1])).status_code == 404


def test_what_was_taken_back_is_said_so(words, lis, cast):
    place = send(lis).url
    correct_fact(number=recorded()[0].number, reason="看错人", actor=cast.li, at=timezone.now())

    assert "已撤回" in lis.get(place).content.decode()


@pytest.mark.parametrize("place", ["form", "answer"])
def test_in_english_only_quotations_are_chinese(words, lis, place):
    lis.cookies["django_language"] = "en"
    address = (
        reverse("knowledge:check") + "?rule=" + "&rule=".join(RULES)
        if place == "form"
        else send(lis, **{"n-0-uniform": "no coat", "t-1": "ok"}).url
    )
    page = unescape(lis.get(address).content.decode())
    page = page[page.index('id="page"') : page.index('id="panel"')]
    page = re.sub(r"<select.*?</select>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', " ", page, flags=re.DOTALL)
    page = re.sub(r"“[^”]*”", " ", page)
    text = re.sub(r"<[^>]*>", " ", page).replace("小王", "").replace("质检分", "")

    assert CHINESE.findall(text) == []


LONG = WORDS.replace(
    "  - {item: badge, text: 佩戴胸牌, text_en: Wears the badge}",
    "\n".join(f"  - {{item: line_{n}, text: 检查项{n}}}" for n in range(50)),
)


def test_a_check_costs_the_same_to_show_with_one_line_and_with_fifty(cast, lis):
    adopt(LONG, cast.he)
    only = {"rule": RULES[:1], "t-1": "", "w-2-0": "", "w-2-1": "", "v-0-badge": ""}
    one = send(lis, **only, **{f"v-0-line_{n}": "none" for n in range(50)}).url
    many = send(
        lis, **{**only, "idempotency_key": "t2"}, **{f"v-0-line_{n}": "failed" for n in range(50)}
    ).url

    budgets = []
    for place in (one, many):
        lis.get(place)
        with CaptureQueriesContext(connection) as found:
            assert lis.get(place).status_code == 200
        budgets.append(len(found))
    assert budgets[0] == budgets[1]
    assert budgets[0] <= 18


def test_past_checks_are_found_by_person_list_and_day_and_taken_out_as_a_table(words, client, cast):
    client.force_login(cast.li)
    for number in range(3):
        send(client, idempotency_key=f"past-{number}")
    page = reverse("knowledge:checks")

    everything = client.get(page)
    nobody = client.get(page, {"person": "zhang"})
    rule = RULES[0].partition("/")[2]
    by_list = client.get(page, {"rule": rule, "person": "wang"})
    other = client.get(page, {"rule": "no-such-list"})
    before = client.get(page, {"until": "2020-01-01"})
    table = client.get(reverse("knowledge:checks_table"))

    assert len(everything.context["rows"]) == len(by_list.context["rows"]) == 3
    assert not nobody.context["rows"]
    assert not other.context["rows"]
    assert not before.context["rows"]
    assert "小王" in b"".join(table.streaming_content).decode()
    client.force_login(cast.zhang)
    assert not client.get(page).context["rows"]
    assert client.get(reverse("knowledge:checks_table")).status_code == 403


def test_the_list_of_checks_costs_the_same_for_one_and_for_many(words, client, cast):
    client.force_login(cast.li)
    page = reverse("knowledge:checks")
    budgets = []
    for count in (1, 7):
        for number in range(count):
            send(client, idempotency_key=f"past-{count}-{number}")
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        budgets.append(len(asked))

    assert budgets[0] == budgets[1]
    assert budgets[0] <= 18
