from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.journal import queries as journal

HTMX = {"HTTP_HX_REQUEST": "true"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def fresh_case(cast, liu, noise):
    now = timezone.now()
    return actions.open_case(
        case_type="complaint", title="楼上装修噪音", text="周末七点就开始。", severity="general",
        channel="phone", category=noise, customer=liu, at=now - timedelta(hours=1),
        recorded_at=now, actor=cast.wang,
    ).case  # fmt: skip


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


def address(case, verb=""):
    return (
        reverse("cases:step", args=[case.number, verb])
        if verb
        else reverse("cases:case", args=[case.number])
    )


def form(**given):
    return {
        "token": "t1", "case_type": "complaint", "severity": "major", "channel": "phone",
        "title": "电梯困人", "text": "困在三楼", **given,
    }  # fmt: skip


def test_recording_a_matter_leads_to_its_page_with_what_the_regulations_said(rules, wangs):
    page = wangs.post(
        reverse("cases:new"), form(new_name="陈先生", new_phone="13900001111"), follow=True
    )

    assert page.status_code == 200
    assert "电梯困人" in page.content.decode()
    assert "答复客户" in page.content.decode()
    assert Case.objects.get().customer.phone == "13900001111"


def test_a_double_click_opens_one_case_and_one_customer(wangs):
    for _ in range(2):
        wangs.post(reverse("cases:new"), form(new_name="陈先生"))

    case = Case.objects.get()
    assert len(journal.timeline(case.about)) == 1
    assert type(case.customer).objects.filter(name="陈先生").count() == 1


def test_what_was_typed_stays_when_the_form_is_refused(wangs):
    page = wangs.post(reverse("cases:new"), form(title="", text="困在三楼电梯里"))

    assert page.status_code == 422
    assert "困在三楼电梯里" in page.content.decode()
    assert not Case.objects.exists()


def test_a_customer_looked_for_but_not_chosen_is_asked_about_instead_of_dropped(wangs):
    page = wangs.post(reverse("cases:new"), form(customer_text="陈先生 A-1203"))

    assert page.status_code == 422
    assert "陈先生 A-1203" in page.content.decode()
    assert not Case.objects.exists()


def test_looking_ahead_sends_nothing_that_the_customer_said(wangs):
    page = wangs.get(reverse("cases:new")).content.decode()

    asks = re.search(r'new/foreseen/".*?hx-include="([^"]*)"', page)
    assert asks
    assert asks[1] == "[name=case_type],[name=severity],[name=channel]"


def test_the_form_looks_ahead_at_what_the_regulations_will_say(rules, wangs):
    page = wangs.get(
        reverse("cases:new_foreseen"), {"case_type": "complaint", "severity": "major"}, **HTMX
    )

    assert "答复客户" in page.content.decode()
    assert not Case.objects.exists()


def test_categories_follow_the_type(noise, wangs):
    complaint = wangs.get(reverse("cases:new_category"), {"case_type": "complaint"})
    repair = wangs.get(reverse("cases:new_category"), {"case_type": "repair"})

    assert "噪音" in complaint.content.decode()
    assert "噪音" not in repair.content.decode()


def test_a_contact_of_the_chosen_customer_can_be_named(liu, wangs):
    son = customers.add_contact(customer=liu, name="刘先生", phone="13700001111")
    offered = wangs.get(reverse("cases:new_speaker"), {"customer": liu.pk}).content.decode()
    wangs.post(reverse("cases:new"), form(customer=liu.pk, contact=son.pk))

    case = Case.objects.get()
    assert "刘先生" in offered
    assert (case.customer, case.contact) == (liu, son)


def test_answering_swaps_the_page_with_the_answer_in_its_history(rules, fresh_case, wangs):
    page = wangs.post(
        address(fresh_case, "write"),
        {"mode": "reply", "text": "已联系装修户", "token": "x"},
        **HTMX,
    )

    text = page.content.decode()
    assert text.lstrip().startswith('<div id="page">')
    assert "已联系装修户" in text
    assert "<html" not in text


def test_without_script_the_same_answer_leads_back_to_the_whole_page(fresh_case, wangs):
    page = wangs.post(
        address(fresh_case, "write"), {"mode": "note", "text": "下午在家"}, follow=True
    )

    assert page.status_code == 200
    assert "下午在家" in page.content.decode()
    assert "<html" in page.content.decode()


def test_an_empty_answer_is_refused_beside_its_field(fresh_case, wangs):
    page = wangs.post(address(fresh_case, "write"), {"mode": "reply", "text": " "}, **HTMX)

    assert page.status_code == 422
    assert "data-refused" in page.content.decode()


def test_a_lost_race_is_a_409_that_shows_the_case_as_it_stands(fresh_case, wangs, cast):
    actions.resolve(case=fresh_case, resolution="装修已停", actor=cast.li, at=timezone.now())

    page = wangs.post(address(fresh_case, "resolve"), {"resolution": "我也好了"}, **HTMX)

    assert page.status_code == 409
    assert "已办结" in page.content.decode()


def test_a_dissatisfied_callback_is_asked_what_to_do_next(fresh_case, wangs, cast):
    actions.resolve(case=fresh_case, resolution="装修已停", actor=cast.li, at=timezone.now())
    given = {"result": "reached", "satisfied": "no", "remark": "夜里还在吵"}

    refused = wangs.post(address(fresh_case, "callback"), given, **HTMX)
    again = wangs.post(address(fresh_case, "callback"), {**given, "then_reopen": "yes"}, **HTMX)

    fresh_case.refresh_from_db()
    assert (refused.status_code, again.status_code) == (422, 200)
    assert (fresh_case.state, fresh_case.callback) == ("open", "not_made")


def test_to_an_outsider_the_case_does_not_exist(fresh_case, client, cast):
    client.force_login(cast.zhao)

    pages = [
        client.get(address(fresh_case)),
        client.get(reverse("cases:history", args=[fresh_case.number])),
        client.get(reverse("cases:print", args=[fresh_case.number])),
        client.post(address(fresh_case, "write"), {"mode": "note", "text": "看看"}),
    ]
    listed = client.get(reverse("cases:list"), {"state": ""})

    assert [page.status_code for page in pages] == [404] * 4
    assert fresh_case.number not in listed.content.decode()


def test_only_those_above_the_handler_assign(fresh_case, client, cast):
    client.force_login(cast.wang)
    refused = client.post(address(fresh_case, "assign"), {"to": cast.zhang.pk})
    client.force_login(cast.li)
    done = client.post(address(fresh_case, "assign"), {"to": cast.zhang.pk})

    assert (refused.status_code, done.status_code) == (403, 302)


def test_a_telephone_number_is_masked_on_every_page_of_a_case(fresh_case, wangs):
    pages = [
        wangs.get(address(fresh_case)),
        wangs.get(reverse("cases:list"), {"state": ""}),
        wangs.get(reverse("customers:list")),
        wangs.get(reverse("customers:lookup"), {"customer_text": "138"}),
    ]

    for page in pages:
        assert "13812345678" not in page.content.decode()
    assert "138****5678" in pages[0].content.decode()


def test_the_whole_number_is_on_the_customers_page_for_who_works_on_cases(liu, wangs):
    page = wangs.get(reverse("customers:page", args=[liu.pk]))

    assert "13812345678" in page.content.decode()


def test_the_search_opens_the_case_whose_number_was_typed(fresh_case, wangs):
    page = wangs.get(reverse("cases:search"), {"q": fresh_case.number.lower()})

    assert page.url == address(fresh_case)


def test_the_list_remembers_its_filter(fresh_case, wangs):
    wangs.get(reverse("cases:list"), {"whose": "mine"})

    assert wangs.get(reverse("cases:list")).url.endswith("whose=mine")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"state": "unsettled"}, True),
        ({"state": "closed"}, False),
        ({"type": "complaint"}, True),
        ({"type": "repair"}, False),
        ({"severity": "major"}, False),
        ({"whose": "mine"}, True),
        ({"late": "on"}, False),
        ({"q": "刘"}, True),
        ({"q": "138"}, True),
        ({"q": "T20"}, True),
        ({"q": "张"}, False),
        ({"state": "nonsense", "since": "never"}, True),
    ],
)
def test_filters_narrow_the_list(rules, fresh_case, wangs, given, found):
    page = wangs.get(reverse("cases:list"), {"order": "", **given})

    assert (fresh_case.number in page.content.decode()) is found


def test_pages_speak_one_language(rules, fresh_case, wangs, cast):
    cast.wang.language = "en"
    cast.wang.save()
    # What people and regulations wrote is quoted as it stands.
    quoted = re.findall(
        r"\S+",
        "楼上装修噪音 周末七点就开始。 刘女士 小王 李班长 赵班长 何经理 张工 客户服务部 坐席一班 "
        "外勤班 投诉时限规定 首问 简体中文 中文 座 小",
    )
    for place in (reverse("cases:list"), reverse("cases:new"), address(fresh_case),
                  reverse("customers:list"), reverse("customers:new")):  # fmt: skip
        page = wangs.get(place, follow=True).content.decode()
        text = re.sub(r"<[^>]*>", " ", re.sub(r'class="clause"[^>]*>[^<]*<', "<", page))
        for words in quoted:
            text = text.replace(words, "")

        assert CHINESE.findall(text) == [], place


def test_the_list_costs_the_same_for_one_case_and_for_fifty(
    rules, fresh_case, wangs, cast, liu, django_assert_num_queries
):
    budget = _queries(wangs, reverse("cases:list") + "?state=")
    for n in range(49):
        actions.open_case(
            case_type="complaint", title=f"投诉 {n}", customer=liu, at=timezone.now(),
            recorded_at=timezone.now(), actor=cast.wang,
        )  # fmt: skip

    with django_assert_num_queries(budget):
        page = wangs.get(reverse("cases:list") + "?state=")
    assert page.content.decode().count("data-row ") == 50
    assert budget <= 12


def test_a_case_costs_the_same_with_one_event_and_with_fifty(
    rules, fresh_case, wangs, cast, django_assert_num_queries
):
    budget = _queries(wangs, address(fresh_case))
    for n in range(50):
        actions.add_note(case=fresh_case, text=f"备注 {n}", actor=cast.wang, at=timezone.now())

    with django_assert_num_queries(budget):
        wangs.get(address(fresh_case))
    assert budget <= 19


def _queries(client, place):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(place)
    with CaptureQueriesContext(connection) as found:
        client.get(place)
    return len(found)


def test_a_matter_from_the_future_is_refused(wangs):
    page = wangs.post(reverse("cases:new"), form(opened_at="2099-01-01T10:00"))

    assert page.status_code == 422
    assert not Case.objects.exists()


def test_a_step_says_what_the_clocks_do(rules, fresh_case, wangs, cast):
    def step(verb, **given):
        page = wangs.post(address(fresh_case, verb), {"token": verb, **given}, follow=True)
        return page.content.decode()

    assert "已暂停，时限停止计算。" in step("pause", reason="等客户在家")
    assert "已恢复处理，时限继续计算。" in step("resume")


def test_without_a_limit_a_pause_claims_nothing_about_clocks(fresh_case, wangs):
    page = wangs.post(address(fresh_case, "pause"), {"token": "p", "reason": "等客户"}, follow=True)

    assert "已暂停，目前没有在计算的时限。" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "folded"), [("短", False), ("长" * 600, True), ("行\n" * 13, True)]
)
def test_only_a_very_long_text_is_folded(fresh_case, wangs, text, folded):
    Case.objects.filter(pk=fresh_case.pk).update(text=text)

    assert ('class="fold"' in wangs.get(address(fresh_case)).content.decode()) is folded


def test_a_hand_over_says_that_the_limits_stay_wherever_it_leads(rules, fresh_case, wangs, cast):
    given = {"token": "h", "to": cast.zhao.pk, "reason": "调班"}
    page = wangs.post(address(fresh_case, "hand-over"), given, follow=True)

    assert f"已转交{cast.zhao.name}，时限不变。" in page.content.decode()


def test_a_missing_field_is_asked_for_in_the_words_of_the_house(wangs):
    page = wangs.post(reverse("cases:new"), form(title=""))

    assert "请填写这一项。" in page.content.decode()
