"""Reading a regulation file: clauses, rules, words, encodings, and the way back."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from shouwen.policy.file_reading.text import NotTextError
from shouwen.policy.regulation_file import (
    Reading,
    Regulation,
    decode,
    read_regulation,
    write_regulation,
)
from shouwen.policy.worked_cases import run_cases

PACKS = sorted((Path(__file__).parents[2] / "src/shouwen/packs").glob("*.md"))
HEAD = """---
regulation: small-example
title: 示例办法
industry: field-service
in_force: 2026-04-01
posts:
  service_engineer: 服务工程师
points:
  service_points: 服务点数
facts:
  service_finished:
    label: 服务完毕
    label_en: Service finished
    details:
      person: {type: member, label: 服务人员, label_en: Service person}
      signed: {type: yes_no, label: 已签字, label_en: Signed}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---
"""
RULE = """
```rule
id: unsigned-service-record
kind: pay
when: {fact: service_finished}
unless: [signed]
amount: {fixed: -100 yuan}
```

```cases
- {case: 未签字, given: {person: zhang, signed: false}, expect: {pay: -100.00 yuan}}
```
"""


def read(text: str) -> Reading:
    return read_regulation(text, "small.md")


def regulation(body: str) -> Regulation:
    reading = read(HEAD + body)
    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    return reading.regulation


def clauses(body: str) -> list[tuple[str, str, str]]:
    return [(node.address, node.number, node.heading) for node in regulation(body).clauses]


# ── front matter ─────────────────────────────────────────────────────────────────────────────


def test_the_front_matter_names_the_regulation_and_its_words():
    small = regulation("\n## 第一条 记录单\n")

    assert (small.slug, small.title, small.industry) == (
        "small-example", "示例办法", "field-service",
    )  # fmt: skip
    assert (small.in_force, small.ended) == (date(2026, 4, 1), None)
    assert small.posts == {"service_engineer": "服务工程师"}
    assert small.points == {"service_points": "服务点数"}
    assert small.facts["service_finished"].details["signed"].label == "已签字"
    assert small.working_hours == {"mon-fri": ("08:30-12:00", "13:30-18:00")}
    assert small.time_zone == "Asia/Shanghai"


def test_the_vocabulary_holds_the_products_facts_and_the_regulations_own():
    words = regulation("\n## 第一条 记录单\n").vocabulary

    assert "case_opened" in words
    assert words.kind_labels("service_finished") == ("服务完毕", "Service finished")


# ── clauses ──────────────────────────────────────────────────────────────────────────────────


def test_clauses_keep_their_printed_numbers_and_are_cited_the_way_people_do():
    body = "## 三 回访\n### 1 投诉\n#### (1) 重大投诉\n#### （2）一般投诉\n### 2 调查\n"

    assert clauses(body) == [
        ("三", "三", "回访"),
        ("三/1", "三·1", "投诉"),
        ("三/1/(1)", "三·1(1)", "重大投诉"),
        ("三/1/(2)", "三·1(2)", "一般投诉"),
        ("三/2", "三·2", "调查"),
    ]


def test_articles_and_dotted_numbers_are_cited_without_their_chapter():
    body = "## 第三章 激励\n### 第四条 月度绩效\n#### 4.1 点数\n### 第十九条\n#### 1 审核\n"

    assert [number for _, number, _ in clauses(body)] == [
        "第三章", "第四条", "4.1", "第十九条", "第十九条·1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "number", "heading"),
    [
        ("第十二条之一 补充", "第十二条之一", "补充"),
        ("（三）走访", "(三)", "走访"),
        ("三、服务规范", "三", "服务规范"),
        ("4. 其他", "4", "其他"),
        ("① 登记", "①", "登记"),
        ("附件二 表格", "附件二", "表格"),
        ("第一章　总则", "第一章", "总则"),
        ("总则", "总则", ""),
        ("三要三不", "三要三不", ""),
        ("24小时热线", "24小时热线", ""),
    ],
)
def test_a_heading_gives_its_number_or_is_its_own(words, number, heading):
    assert clauses(f"## {words}\n") == [(number, number, heading)]


def test_a_clause_keeps_its_prose_and_leaves_remarks_and_blocks_out():
    body = (
        "\n说明，不属于条款。\n\n## 第一条 记录单\n第一段。\n\n<!-- 编者注 -->\n\n- 甲\n- 乙\n"
        + RULE
    )
    body += "\n后一段。\n\n---\n"

    node = regulation(body).clauses[0]

    assert node.text.startswith("第一段。\n\n- 甲\n- 乙")
    assert "后一段。" in node.text
    assert "编者注" not in node.text
    assert "unsigned" not in node.text


def test_a_clause_can_be_cited_whole():
    clause = regulation("## 三 回访\n### 1 投诉\n一周之内回访。\n").clause("三/1")

    assert str(clause) == "《示例办法》三·1"
    assert (clause.regulation, clause.heading, clause.text) == (
        "small-example", "投诉", "一周之内回访。",
    )  # fmt: skip


# ── rules and cases ──────────────────────────────────────────────────────────────────────────


def test_a_rule_stands_under_its_clause_with_its_line_and_plain_definition():
    small = regulation("\n## 第一条 记录单\n" + RULE)
    rule = small.rules["unsigned-service-record"]

    assert str(rule.clause) == "《示例办法》第一条"
    assert small.rule_clauses[rule.id] == "第一条"
    assert small.source.split("\n")[small.rule_lines[rule.id] - 1] == f"id: {rule.id}"
    assert small.definitions[rule.id]["amount"] == {"fixed": "-100 yuan"}


def test_a_case_belongs_to_the_rule_above_it_unless_it_names_another():
    more = (
        "\n```cases\n- {case: 乙, rule: unsigned-service-record, given: {}, expect: nothing}\n```\n"
    )

    cases = regulation("\n## 第一条 记录单\n" + RULE + "\n## 第二条 其他\n" + more).cases

    assert [(case.case, case.rule, case.clause) for case in cases] == [
        ("未签字", "unsigned-service-record", "第一条"),
        ("乙", "unsigned-service-record", "第二条"),
    ]


def test_numbers_with_a_point_and_dates_stay_exactly_as_written():
    given = "{person: zhang, signed: false}, known: {occurrences: 3}, at: 2026-05-01"
    body = "\n## 第一条 记录单\n" + RULE.replace("{person: zhang, signed: false}", given)
    body = body.replace("amount:", "in_force: 2026-05-01\namount:")

    small = regulation(body)

    assert small.definitions["unsigned-service-record"]["in_force"] == "2026-05-01"
    assert small.cases[0].at == "2026-05-01"
    assert small.cases[0].known == {"occurrences": 3}


def test_the_example_of_the_format_page_reads_and_agrees():
    page = (Path(__file__).parents[2] / "docs/regulation-format.md").read_text(encoding="utf-8")
    example = page.split("````markdown\n")[1].split("````")[0]

    reading = read_regulation(example, "example.md")

    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    assert [r.difference for r in run_cases(reading.regulation) if not r.ok] == []


# ── there and back ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.stem)
def test_a_regulation_is_written_back_exactly_as_it_was_read(file):
    text = file.read_text(encoding="utf-8")
    first = read_regulation(text, file.name).regulation
    assert first is not None

    again = read_regulation(write_regulation(first), file.name).regulation

    assert write_regulation(first) == text
    assert again == first


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_neither_content_nor_lines(ends):
    text = HEAD + "\n## 第一条 记录单\n记录单须签字。\n" + RULE
    plain = read(text).regulation
    other = read(text.replace("\n", ends)).regulation

    assert plain is not None
    assert other is not None
    assert other.clauses == plain.clauses
    assert other.definitions == plain.definitions
    assert other.rule_lines == plain.rule_lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_files_of_chinese_offices_are_read_whatever_their_encoding(encoding):
    text = HEAD + "\n## 第一条 记录单\n记录单须签字。\n"

    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PK\x03\x04\x00\x00\xff\xff", b"\x80\x00\xff"])
def test_what_is_not_text_is_refused_with_a_sentence(data):
    with pytest.raises(NotTextError, match="save it as plain text in UTF-8"):
        decode(data)


# ── nothing makes it fall over ───────────────────────────────────────────────────────────────


JUNK = ["[", "{", "]", "}", ": ", "- ", "\t", "\n", "```", "'", '"', "null", "____", "-1",
        "{a: b}", "[1, 2]", "&a ", "*a", "!x ", "#", "%", "|", ">", "…", "9" * 40, "---", "\0",
        "\u2028", "：", "given", "known: 3\n"]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_a_spoilt_file_gives_faults_and_never_an_exception(seed):
    chance = random.Random(seed)
    text = chance.choice(PACKS).read_text(encoding="utf-8")
    for _ in range(chance.randrange(1, 8)):
        place = chance.randrange(len(text))
        cut = chance.choice([0, 0, 3, 12])
        text = text[:place] + chance.choice([*JUNK, ""]) + text[place + cut :]

    reading = read_regulation(text, "spoilt.md")

    assert reading.regulation is not None or reading.faults
    if reading.regulation is not None:
        run_cases(reading.regulation)


@pytest.mark.parametrize(
    "text", ["", "---", "\n", "---\n---\n", "```rule", "[" * 5000, "# \n" * 50]
)
def test_next_to_nothing_is_a_faulty_file_too(text):
    reading = read(text)

    assert reading.regulation is None
    assert all(str(fault).startswith(f"small.md:{fault.line}: ") for fault in reading.faults)
