from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.access import actions as access
from shouwen.customers import actions, queries
from shouwen.customers.models import Contract, CustomerVersion, Visit
from shouwen.customers.reminding import remind
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.sent import Sent
from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.regulations import actions as regulations
from tests.customers.test_customers import NOW

RULES = """---
regulation: visits
title: 走访规定
industry: property-services
in_force: 2024-01-01
posts:
  agent: 客服专员
facts:
  household_called_on:
    label: 入户走访
    label_en: Household called on
    details:
      customer: {type: text, label: 客户, label_en: Customer}
      satisfied: {type: yes_no, label: 是否满意, label_en: Satisfied}
---

## 一 走访

### 1 回访新客户

客户建档后三日内走访。

```rule
id: call-on
kind: deadline
catalogue: 0.1-01
title: 走访新客户
title_en: Call on a new customer
when: {fact: customer_added}
owed_by: {post: agent}
duty: 走访客户
duty_en: Call on the customer
within: 3 days
calendar: always
met_by: {fact: household_called_on}
```
"""


@pytest.fixture
def rules(cast):
    version = regulations.adopt(
        text=RULES, file_name="visits.md", by=cast.he, at=NOW.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    access.tie(record="visit", level="", field="", words=["household_called_on"])


@pytest.fixture
def liu(cast):
    return actions.add_customer(
        name="刘女士", phone="138-1234-5678", unit="A 座 1203", at=NOW, actor=cast.wang
    )


def facts(kind):
    return list(FactRow.objects.filter(kind=kind).order_by("number"))


def test_a_change_is_a_fact_that_names_the_fields_and_no_value(liu, cast):
    changes = {"phone": "139 0000 1111", "name": "刘女士"}
    actions.change_customer(customer=liu, changes=changes, actor=cast.li, at=NOW)

    (fact,) = facts("customer_changed")
    assert fact.about == liu.about
    assert {name for name in fact.details if name.endswith("_changed")} == {"phone_changed"}
    for value in ("刘女士", "13812345678", "13900001111"):
        assert value not in str([row.details for row in FactRow.objects.all()])


def test_what_a_customer_was_stays_on_file(liu, cast):
    actions.change_customer(customer=liu, changes={"unit": "B 座"}, actor=cast.li, at=NOW)
    actions.change_customer(customer=liu, changes={"unit": "C 座"}, actor=cast.li, at=NOW)

    kept = CustomerVersion.objects.order_by("number")
    assert [(v.number, v.values["unit"]) for v in kept] == [(1, "A 座 1203"), (2, "B 座")]


def test_what_did_not_change_records_nothing(liu, cast):
    actions.change_customer(customer=liu, changes={"name": "刘女士"}, actor=cast.li, at=NOW)

    assert not facts("customer_changed")


def test_a_contact_that_changed_is_a_fact_of_the_customer(liu, cast):
    person = actions.add_contact(
        customer=liu, name="刘先生", phone="13700001111", actor=cast.wang, at=NOW
    )
    actions.change_contact(contact=person, changes={"name": "刘工"}, actor=cast.wang, at=NOW)

    assert [f.details["contact_changed"] for f in facts("customer_changed")] == [True, True]
    assert "刘" not in str([row.details for row in FactRow.objects.all()])


def test_customers_are_found_by_their_tags(liu):
    actions.set_tags(customer=liu, words=["大客户", " 月结 ", ""])

    assert [row.tags for row in queries.customers(tag="大客户").rows] == [("大客户", "月结")]
    assert queries.customers(tag="散户").rows == ()


def test_too_many_tags_are_refused(liu):
    with pytest.raises(RefusedError):
        actions.set_tags(customer=liu, words=[f"标签 {n}" for n in range(21)])


def test_what_is_covered_stays_as_it_is_when_the_rest_is_changed(liu, cast, client):
    actions.change_customer(customer=liu, changes={"secrecy": "secret"}, actor=cast.li, at=NOW)
    client.force_login(cast.wang)
    place = reverse("customers:change", args=[liu.pk])

    assert "13812345678" not in client.get(place).content.decode()
    client.post(place, {"kind": "company", "grade": "vip", "phone": "1", "name": "黑客"})

    liu.refresh_from_db()
    assert (liu.kind, liu.name, liu.phone, liu.secrecy) == (
        "company", "刘女士", "13812345678", "secret",
    )  # fmt: skip


# ── contracts ────────────────────────────────────────────────────────────────────────────────


def a_contract(liu, cast, **more):
    given = {
        "title": "物业服务合同", "begins": date(2026, 1, 1), "ends": date(2026, 12, 31),
        "remind_days": 30, "owner": cast.li,
    }  # fmt: skip
    return actions.add_contract(customer=liu, at=NOW, **{**given, **more})


def test_a_contract_reminds_its_owner_once_and_not_before_its_day(liu, cast):
    number = a_contract(liu, cast).number

    assert remind(now=NOW) == 0
    assert remind(now=NOW + timedelta(days=11)) == 1
    assert remind(now=NOW + timedelta(days=12)) == 0
    message = OutboxMessage.objects.get()
    assert message.recipient == "li@example.com"
    assert number in message.subject
    assert "刘女士" not in message.body
    assert facts("contract_ending")[0].details["contract"] == number


def test_nobody_is_reminded_of_a_contract_that_is_settled(liu, cast):
    actions.end_contract(contract=a_contract(liu, cast), at=NOW)

    assert remind(now=NOW + timedelta(days=30)) == 0


def test_a_contract_does_not_end_before_it_begins(liu, cast):
    with pytest.raises(RefusedError) as refusal:
        a_contract(liu, cast, ends=date(2025, 12, 31))

    assert refusal.value.field == "ends"


def test_contracts_are_entered_and_settled_on_the_page(liu, cast, client):
    client.force_login(cast.wang)
    sent = {
        "title": "物业服务合同", "begins": "2026-01-01", "ends": "2026-12-31", "remind_days": "30",
        "owner": cast.li.pk, "secrecy": "ordinary",
    }  # fmt: skip
    client.post(reverse("customers:add_contract", args=[liu.pk]), sent)

    assert "物业服务合同" in client.get(reverse("customers:contracts")).content.decode()
    end = reverse("customers:end_contract", args=[liu.pk, Contract.objects.get().pk])
    client.post(end)
    assert "物业服务合同" not in client.get(reverse("customers:contracts")).content.decode()


# ── visits ───────────────────────────────────────────────────────────────────────────────────


def test_a_visit_is_recorded_as_the_fact_the_rules_know_and_meets_their_duty(
    liu, cast, rules, client
):
    before = timezone.now() - timedelta(hours=1)
    added = Fact(kind="customer_added", about=liu.about, happened_at=before, actor="wang")
    record_fact(added, actor=cast.wang, recorded_at=before)
    client.force_login(cast.wang)
    page = reverse("customers:page", args=[liu.pk])
    assert "走访客户" in client.get(page).content.decode()

    client.post(
        reverse("customers:record_visit", args=[liu.pk, "household_called_on"]),
        {
            "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S"),
            "detail-satisfied": "yes", "idempotency_key": "a",
        },
    )  # fmt: skip

    (fact,) = facts("household_called_on")
    assert fact.details == {"person": "wang", "customer": liu.number, "satisfied": True}
    assert 'id="owed"' not in client.get(page).content.decode()


def test_a_planned_visit_is_done_by_recording_it_and_only_once(liu, cast):
    visit = actions.plan_visit(customer=liu, member=cast.wang, planned_on=date(2026, 11, 21))
    for _ in range(2):
        actions.record_visit(
            customer=liu, kind="customer_visited", happened_at=NOW, details={},
            sent=Sent.at_once(cast.wang, NOW, token="a"), visit=visit,
        )  # fmt: skip

    assert [v.state for v in Visit.objects.all()] == ["made"]
    assert len(facts("customer_visited")) == 1


def test_the_rules_that_ask_for_visits_are_listed(liu, rules, cast, client):
    actions.plan_visit(customer=liu, member=cast.li, planned_on=date(2026, 11, 21))
    client.force_login(cast.wang)

    page = client.get(reverse("customers:visits")).content.decode()

    assert "走访新客户" in page
    assert "刘女士" in page
    mine = client.get(reverse("customers:visits") + "?whose=mine").content.decode()
    assert "刘女士" not in mine


def test_a_visit_is_planned_and_dropped_on_the_page(liu, cast, client):
    client.force_login(cast.wang)
    sent = {"planned_on": "2026-12-01", "member": cast.wang.pk, "purpose": "续约"}
    client.post(reverse("customers:plan_visit", args=[liu.pk]), sent)
    page = reverse("customers:page", args=[liu.pk])
    assert "续约" in client.get(page).content.decode()

    client.post(reverse("customers:drop_visit", args=[liu.pk, Visit.objects.get().pk]))

    assert "续约" not in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["page", "contracts", "visits", "list"])
def test_a_page_costs_the_same_for_one_row_and_for_fifty(liu, cast, rules, client, name):
    def fill(times):
        for n in range(times):
            a_contract(liu, cast)
            actions.add_contact(customer=liu, name=f"联系人 {n}")
            actions.plan_visit(customer=liu, member=cast.wang, planned_on=date(2026, 12, 1))
            actions.add_customer(name=f"客户 {n}", at=NOW)

    place = reverse(f"customers:{name}", args=[liu.pk] if name == "page" else [])
    client.force_login(cast.wang)
    fill(1)
    few = _queries(client, place)
    fill(50)

    assert _queries(client, place) == few
    assert few <= MOST[name]


MOST = {"page": 22, "contracts": 9, "visits": 11, "list": 10}


def _queries(client, place):
    client.get(place)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(place).status_code == 200
    return len(caught)


def test_a_visit_recorded_offline_carries_its_marks_whatever_the_clock_of_the_device(
    liu, cast, client
):
    client.force_login(cast.wang)
    ahead = timezone.localtime() + timedelta(hours=2)

    client.post(
        reverse("customers:record_visit", args=[liu.pk, "customer_visited"]),
        {
            "happened_at": ahead.strftime("%Y-%m-%dT%H:%M"), "idempotency_key": "offline",
            "done_at": ahead.isoformat(), "sent_at": ahead.isoformat(),
        },
    )  # fmt: skip

    (fact,) = facts("customer_visited")
    assert fact.details["sent_later"] is True
    assert fact.details["clock_off_minutes"] == "120"
    assert fact.happened_at <= fact.recorded_at
