"""The page on which a book's columns are told: guess, preview, trial, import, the faults' file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from shouwen.cases.importing import read_mapping, shaping
from shouwen.cases.models import Case, ImportMapping, ImportRun
from shouwen.regulations import actions as regulations
from tests.cases.conftest import TEN

FORBIDDING = """---
regulation: one-channel
title: 渠道规定
industry: property-services
in_force: 2024-01-01
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 一 渠道

### 1 上门

上门投诉不予受理。

```rule
id: no-visits
kind: access
catalogue: 0.1-09
title: 电话受理
title_en: By telephone only
when: {fact: case_opened}
only_if: {channel: phone}
```
"""
HEADER = ["单据", "类型", "标题", "客户来时", "渠道", "客户", "备注"]
ROWS = [
    ["A1", "投诉", "夜里施工", "2024/03/04 10:00", "电话", "刘女士", "=1+1"],
    ["A2", "报修", "水管漏水", "2024/03/05 11:00", "来电", "陈先生", ""],
    ["A3", "投诉", "", "2024/03/05 11:00", "电话", "陈先生", "@SUM(A1)"],
]


@pytest.fixture(autouse=True)
def _kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def keeper(cast, client):
    client.force_login(cast.he)
    return client


def book(rows=ROWS, name="台账.xlsx"):
    found = Workbook()
    sheet = found[found.sheetnames[0]]
    for row in [HEADER, *rows]:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    file = io.BytesIO()
    found.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def sent(client, rows=ROWS, **more):
    answer = client.post(reverse("cases:imports"), {"file": book(rows), "do": "map", **more})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return answer.url


def filled(client, place):
    """Return what the page's form holds, the way a browser would send it."""
    form = client.get(place).context["form"]
    given = {}
    for bound in form:
        value = bound.value()
        if value not in (None, ""):
            given[bound.html_name] = value
    return given


def test_columns_are_guessed_by_their_names_and_the_first_rows_are_shown(keeper):
    place = sent(keeper)
    page = keeper.get(place).content.decode()
    given = filled(keeper, place)

    assert (given["row"], given["col-title"], given["col-type"]) == ("单据", "标题", "类型")
    assert given["val-type"].split() == ["投诉=投诉", "报修=报修"]
    assert given["val-channel"].split() == ["电话=电话", "来电=?"]
    assert given["formats"] == []
    assert "请选择" not in re.sub("<[^>]*>", "", page)
    assert "夜里施工" not in page  # nobody said yet when the customer came


@pytest.mark.once
def test_columns_are_guessed_by_what_case_books_often_call_them():
    header = ["工单号", "主题", "问题描述", "事项类型", "受理时间", "客户姓名", "联系电话", "地址"]
    row = ["G1", "漏水", "三楼漏水", "投诉", "2024-03-04 10:00", "刘女士", "13800001111", "3-301"]

    case = shaping.guess(header, [row], shaping.parts([], {}), "台账.csv")["case"]

    assert {key: case[key]["column"] for key in ("title", "text", "type", "opened_at")} == {
        "title": "主题", "text": "问题描述", "type": "事项类型", "opened_at": "受理时间",
    }  # fmt: skip
    assert {key: said["column"] for key, said in case["customer"].items()} == {
        "name": "客户姓名", "phone": "联系电话", "unit": "地址",
    }  # fmt: skip
    assert case["type"]["values"] == {"投诉": "complaint"}


def test_a_mapping_is_edited_tried_imported_and_kept(
    keeper, cast, django_capture_on_commit_callbacks
):
    place = sent(keeper)
    given = filled(keeper, place) | {
        "col-opened_at": "客户来时", "formats": ["%Y/%m/%d %H:%M"], "name": "旧系统",
        "val-channel": "电话=电话\n来电=phone",
    }  # fmt: skip
    looked = keeper.post(place, given | {"do": "look"})
    keeper.post(place, given | {"do": "keep"})
    tried = keeper.post(place, given | {"do": "try"})
    after_trial = Case.objects.count()
    shown = keeper.get(tried.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(tried.url)

    assert [bool(row.fault) for row in looked.context["preview"]] == [False, False, True]
    assert "2024-03-04 10:00" in looked.content.decode()
    run = ImportRun.objects.get()
    assert (after_trial, run.opened, run.faulty, run.is_trial) == (0, 2, 1, False)
    assert "试导入" in shown
    assert set(Case.objects.values_list("channel", flat=True)) == {"phone"}
    assert read_mapping(ImportMapping.objects.get().text).case.channel.values["来电"] == "phone"
    assert run.stored == ""
    assert keeper.get(place).status_code == 302


def test_a_kept_mapping_is_chosen_for_the_next_file(keeper, django_capture_on_commit_callbacks):
    place = sent(keeper)
    given = filled(keeper, place) | {"col-opened_at": "客户来时", "formats": ["%Y/%m/%d %H:%M"]}
    given["val-channel"] = "*="
    keeper.post(place, given | {"do": "keep", "name": "旧系统"})

    kept = ImportMapping.objects.get().pk
    again = filled(keeper, sent(keeper, kept=kept))

    assert again["col-opened_at"] == "客户来时"
    assert again["val-channel"].split("\n")[-1] == "*="
    answer = keeper.post(reverse("cases:imports"), {"file": book(), "kept": kept, "do": "try"})
    assert ImportRun.objects.get(pk=answer.url.rstrip("/").split("/")[-1]).opened == 2


def test_what_a_clause_would_refuse_is_foreseen_row_by_row(keeper, cast):
    version = regulations.adopt(
        text=FORBIDDING, file_name="one-channel.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    rows = [
        [*row[:4], channel, *row[5:]]
        for row, channel in zip(ROWS, ["上门", "电话", "电话"], strict=True)
    ]
    place = sent(keeper, rows)
    given = filled(keeper, place) | {"col-opened_at": "客户来时", "formats": ["%Y/%m/%d %H:%M"]}

    tried = keeper.post(place, given | {"do": "try"})

    run = ImportRun.objects.get()
    assert (run.opened, run.faulty) == (1, 2)
    assert not Case.objects.exists()
    by_line = {fault.line: fault for fault in run.faults.all()}
    assert by_line[2].clause
    assert by_line[4].clause == ""
    assert by_line[2].clause in keeper.get(tried.url).content.decode()


def test_the_faults_are_handed_back_as_a_table_without_formulas(keeper):
    place = sent(keeper, [[n[0], n[1], "", *n[3:]] for n in ROWS])
    given = filled(keeper, place) | {"col-opened_at": "客户来时", "formats": ["%Y/%m/%d %H:%M"]}
    keeper.post(place, given | {"do": "try"})
    run = ImportRun.objects.get()

    def fetched(form):
        answer = keeper.get(reverse("cases:import_errors", args=[run.pk, form]))
        return b"".join(answer.streaming_content)

    table = list(csv.reader(io.StringIO(fetched("csv").decode("utf-8-sig"))))
    written = load_workbook(io.BytesIO(fetched("xlsx")))
    sheet = written[written.sheetnames[0]]
    assert table[0] == ["_line", "_clause", "_reason", *HEADER]
    assert table[1][-1] == "'=1+1"
    assert [cell.value for cell in sheet[2]][-1] == "'=1+1"
    assert len(table) == 4
    assert keeper.get(reverse("cases:import_errors", args=[run.pk, "pdf"])).status_code == 404


def test_what_the_table_lacks_is_said_beside_it(keeper):
    merged = book([["", "", ""]])
    place = sent(keeper)
    without = keeper.post(place, {"do": "try", "header": 1, "source": "a", "row": "单据"})
    lower = keeper.post(place, {"do": "look", "header": 4, "source": "a", "row": "单据"})
    none = keeper.post(
        reverse("cases:imports"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}
    )

    assert (without.status_code, lower.status_code, none.status_code) == (422, 422, 422)
    assert "请选择一列" in without.content.decode()
    assert "表头有合并或空白" in lower.content.decode()
    assert "已损坏" in none.content.decode()
    assert merged.size


def test_own_fields_are_filled_in_and_asked_for(keeper, cast):
    from shouwen.cases import actions

    for key, more in (("floor", {"kind": "number"}), ("trade", {"kind": "text", "required": True})):
        actions.define_field(case_type="repair", key=key, label=key, at=TEN, **more)
    rows = [[*row[:6], note] for row, note in zip([ROWS[1]] * 3, ["3", "三", ""], strict=True)]
    for number, row in enumerate(rows):
        row[0] = f"B{number}"
    place = sent(keeper, rows)
    given = filled(keeper, place) | {
        "col-opened_at": "客户来时", "formats": ["%Y/%m/%d %H:%M"], "val-channel": "来电=phone",
        "col-own-floor": "备注", "fix-own-trade": "水电",
    }  # fmt: skip
    keeper.post(place, given | {"do": "import"})
    from shouwen.cases.importing.queueing import run_import

    run = ImportRun.objects.get()
    run_import.func(run.pk)

    assert sorted(map(str, Case.objects.values_list("fields", flat=True))) == [
        "{'floor': 3, 'trade': '水电'}", "{'trade': '水电'}",
    ]  # fmt: skip
    assert "floor" in run.faults.get().reason


def test_a_mapping_is_not_there_for_who_may_not_see_every_case(cast, client, keeper):
    place = sent(keeper)
    client.force_login(cast.wang)

    assert client.get(place).status_code == 404
    assert client.post(place, {}).status_code == 404


def test_the_page_asks_no_more_for_many_rows(keeper, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few, many = sent(keeper, ROWS[:1]), sent(keeper, [[f"A{n}", *ROWS[0][1:]] for n in range(60)])
    keeper.get(few)
    with CaptureQueriesContext(connection) as asked:
        keeper.get(few)

    with django_assert_num_queries(len(asked)):
        keeper.get(many)
