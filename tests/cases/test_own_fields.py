from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.cases import actions
from shouwen.cases.fields import checked, in_use
from shouwen.cases.models import Case, CaseField
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from tests.cases.conftest import TEN

HTMX = {"HTTP_HX_REQUEST": "true"}


def define(key, kind="text", **given):
    return actions.define_field(
        case_type="repair", key=key, label=given.pop("label", key), kind=kind, at=TEN, **given
    )


def opened(cast, **own):
    return actions.open_case(
        case_type="repair", title="水管漏水", at=TEN, recorded_at=TEN, actor=cast.wang,
        own_fields=own,
    ).case  # fmt: skip


@pytest.fixture
def wangs(client, cast):
    client.force_login(cast.wang)
    return client


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", " 三楼 ", "三楼"),
        ("number", "12", 12),
        ("money", "1,200.5", "1200.50"),
        ("date", "2026-11-22", "2026-11-22"),
        ("choice", "water", "water"),
        ("choices", ["water", "power", "water"], "water power"),
        ("yes_no", "no", False),
        ("member", "zhang", "zhang"),
    ],
)
def test_what_was_given_is_a_detail_of_the_fact_from_then_on(cast, kind, given, kept):
    choices = [["water", "水"], ["power", "电"]]
    define("trade", kind, choices=choices)

    case = opened(cast, trade=given)
    actions.add_note(case=case, text="已派工", actor=cast.wang, at=TEN)

    facts = journal.timeline(case.about)
    assert [fact.details["trade"] for fact in facts] == [kept, kept]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("number", "十二"), ("money", "免费"), ("money", "NaN"), ("date", "昨天"),
        ("choice", "gas"), ("choices", ["water", "gas"]), ("yes_no", "maybe"),
        ("member", "nobody"), ("customer", "C999999"), ("customer", "刘"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(cast, kind, given):
    define("trade", kind, label="工种", choices=[["water", "水"]])

    with pytest.raises(RefusedError, match="工种") as refused:
        opened(cast, trade=given)
    assert refused.value.field == "field-trade"
    assert not Case.objects.exists()


def test_a_customer_is_named_by_number(cast, liu):
    define("payer", "customer")

    assert opened(cast, payer=liu.number.lower()).fields == {"payer": liu.number}


def test_what_is_needed_is_needed_only_while_it_is_shown(cast):
    define("trade", "choice", choices=[["water", "水"], ["power", "电"]])
    define("meter", required=True, shown_if="trade", shown_if_values=["power"])

    assert opened(cast, trade="water", meter="藏着").fields == {"trade": "water"}
    with pytest.raises(RefusedError):
        opened(cast, trade="power")
    assert opened(cast, trade="power", meter="7").fields == {"trade": "power", "meter": "7"}


def test_a_change_is_a_new_version_and_old_cases_keep_what_they_say(cast):
    define("trade", label="工种")
    old = opened(cast, trade="水电")
    define("trade", "number", label="工种编号")

    assert [(f.version, f.until is None) for f in CaseField.objects.order_by("version")] == [
        (1, False), (2, True),
    ]  # fmt: skip
    assert Case.objects.get(pk=old.pk).fields == {"trade": "水电"}
    assert checked(in_use("repair"), {"trade": "3"}) == {"trade": 3}


def test_the_form_asks_for_them_and_says_what_is_wrong_beside_them(cast, wangs):
    define("floor", "number", label="楼层", required=True)
    given = {
        "token": "t1", "case_type": "repair", "severity": "general", "channel": "phone",
        "title": "水管漏水", "text": "",
    }  # fmt: skip
    part = wangs.get(reverse("cases:new_category"), {"case_type": "repair"}).content.decode()
    refused = wangs.post(reverse("cases:new"), {**given, "field-floor": "三"})
    page = wangs.post(reverse("cases:new"), {**given, "field-floor": "3"}, follow=True)

    assert 'name="field-floor"' in part
    assert refused.status_code == 422
    assert 'value="三"' in refused.content.decode()
    assert "楼层" in page.content.decode()
    assert Case.objects.get().fields == {"floor": 3}


def test_they_are_filled_in_later_by_a_fact(cast, wangs):
    define("floor", "number", label="楼层")
    case = opened(cast)
    around = wangs.get(reverse("cases:around", args=[case.number]), **HTMX).content.decode()
    assert 'name="field-floor"' in around

    place = reverse("cases:step", args=[case.number, "particulars"])
    refused = wangs.post(place, {"field-floor": "三", "token": "a"}, **HTMX)
    wangs.post(place, {"field-floor": "4", "token": "b"}, **HTMX)

    (fact,) = journal.facts_of_kind("case_detailed")
    assert refused.status_code == 422
    assert fact.details["floor"] == 4
    assert Case.objects.get().fields == {"floor": 4}


def test_whoever_keeps_the_categories_defines_them_under_free_names(cast, client):
    client.force_login(cast.he)
    given = {"case_type": "repair", "key": "floor", "label": "楼层", "kind": "number"}
    taken = client.post(reverse("cases:fields"), {**given, "key": "severity"})
    missing = client.post(reverse("cases:fields"), {**given, "kind": "choice"})
    client.post(reverse("cases:fields"), given)

    assert (taken.status_code, missing.status_code) == (422, 422)
    assert [field.key for field in in_use("repair")] == ["floor"]
    client.post(reverse("cases:fields"), {"do": "end", "pk": CaseField.objects.get().pk})
    assert in_use("repair") == []
    client.force_login(cast.wang)
    assert client.get(reverse("cases:fields")).status_code == 404


RULE = """---
regulation: floors
title: 楼层规定
industry: property-services
in_force: 2024-01-01
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
facts:
  case_opened: {details: {floor: {type: number, label: 楼层, label_en: Floor}}}
---

## 一 高层

### 1 上门

二十层以上报修，一小时内上门。

```rule
id: high
kind: deadline
catalogue: 0.1-04
title: 高层上门
title_en: Go to high floors
when: {fact: case_opened, case_type: repair, floor: {at_least: 20}}
owed_by: {detail: handler}
duty: 上门
within: 1 hour
calendar: always
met_by: {fact: case_replied}
```
"""


def test_a_rule_judges_by_them(cast):
    from shouwen.obligations.queries import history

    version = regulations.adopt(
        text=RULE, file_name="floors.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    define("floor", "number")

    low, high = opened(cast, floor="3"), opened(cast, floor="21")

    assert [len(history(case.about)) for case in (low, high)] == [0, 1]


def test_the_page_asks_no_more_for_many_fields_than_for_one(cast, wangs, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    define("f1")
    one = opened(cast, f1="x")
    for n in range(2, 12):
        define(f"f{n}")
    many = opened(cast, **{f"f{n}": "x" for n in range(1, 12)})
    wangs.get(reverse("cases:case", args=[one.number]))
    with CaptureQueriesContext(connection) as asked:
        wangs.get(reverse("cases:case", args=[one.number]))

    with django_assert_num_queries(len(asked)):
        wangs.get(reverse("cases:case", args=[many.number]))
