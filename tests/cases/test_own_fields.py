from __future__ import annotations

import re
from typing import Any

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
    given: dict[str, Any] = {
        "case_type": "repair",
        "key": "floor",
        "label": "楼层",
        "kind": "number",
    }
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


def test_programs_are_told_of_them_and_asked_for_them(cast):
    from tests.api.conftest import program_of

    define("floor", "number", label="楼层", required=True)
    program = program_of(cast.he)
    given = {"case_type": "repair", "channel": "phone", "title": "水管漏水"}

    refused = program.send("/cases", given)
    made = program.send("/cases", {**given, "fields": {"floor": 3}})

    assert (refused.status_code, made.status_code) == (422, 201)
    number = made.json()["number"]
    assert program.get(f"/cases/{number}").json()["fields"] == {"floor": 3}
    assert program.get("/cases").json()["items"][0]["fields"] == {"floor": 3}


def test_a_list_a_file_and_the_sheet_show_them(cast, wangs):
    define("trade", "choice", label="工种", choices=[["water", "给排水"]])
    case = opened(cast, trade="water")
    asked = {"state": "", "col": ["number", "own-trade"]}

    listed = wangs.get(reverse("cases:list"), asked).content.decode()
    file = b"".join(wangs.get(reverse("cases:export", args=["csv"]), asked)).decode("utf-8-sig")
    sheet = wangs.get(reverse("cases:print", args=[case.number])).content.decode()

    assert re.search(r"<th[^>]*>\s*工种\s*</th>", listed)
    assert file.splitlines() == ["编号,工种", f"{case.number},给排水"]
    assert '<th>工种</th><td colspan="3">给排水</td>' in sheet


def test_what_they_quote_of_a_customer_is_covered_with_it(cast):
    from shouwen.cases.fields import rows_of

    define("note")
    case = opened(cast, note="刘女士的钥匙")

    assert [row.value for row in rows_of(case, lambda text: text.replace("刘女士", "**"))] == [
        "**的钥匙"
    ]


def test_a_customer_at_the_door_is_asked_only_what_concerns_them(cast):
    from shouwen.cases.fields import asked_of_customers

    define("floor", "number", required=True)
    define("inspector", "member", required=True)

    assert [field.key for field in asked_of_customers("repair")] == ["floor"]
    given: dict[str, Any] = {
        "case_type": "repair",
        "title": "漏水",
        "at": TEN,
        "recorded_at": TEN,
        "actor": None,
    }
    with pytest.raises(RefusedError, match="floor"):
        actions.open_case(**given, first_owner=cast.wang, own_fields={})
    done = actions.open_case(**given, first_owner=cast.wang, own_fields={"floor": "3"})
    assert done.case.fields == {"floor": 3}


def test_a_case_is_found_by_the_number_of_an_order_in_a_field_of_its_own(cast):
    from shouwen.cases import searching

    define("order_number")
    case = opened(cast, order_number="DD-2026-0077")

    (text,) = searching.texts([case.number])
    assert "DD-2026-0077" in text.body
