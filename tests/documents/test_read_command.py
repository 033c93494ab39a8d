from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from shouwen.policy.reading import proposing as reading
from shouwen.site.cli import shouwen
from shouwen.site.cli.piecewise import Members, written
from tests.documents import word

pytestmark = pytest.mark.once

OFFICE = """前台接待办法
第一章 总则
第一条 为规范接待，制定本办法。
第二章 接待
第二条 前台应在30分钟内答复来电。
第三条 迟到的，每次扣2分。
第四条 本办法自2026年5月1日起施行。
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(shouwen, [str(word) for word in words])


@pytest.fixture
def office(tmp_path: Path) -> Path:
    file = tmp_path / "办法.txt"
    file.write_text(OFFICE, encoding="gb18030")
    return file


def test_a_document_becomes_a_regulation_file_that_check_accepts(office, tmp_path):
    read = run("read", office)
    written = tmp_path / "read.md"
    written.write_text(read.stdout, encoding="utf-8")

    checked = run("check", written)

    assert read.exit_code == 0
    assert "title: 前台接待办法" in read.stdout
    assert "in_force: 2026-05-01" in read.stdout
    assert "## 第一章 总则" in read.stdout
    assert checked.exit_code == 0, checked.output
    assert "0 errors" in checked.output


def test_labels_have_the_shape_that_reading_is_measured_by(office):
    labels = json.loads(run("read", office, "--format", "labels").stdout)

    assert [(one["num"], one["parent"]) for one in labels["clauses"]] == [
        ("第一章", None), ("第一条", "第一章"), ("第二章", None), ("第二条", "第二章"),
        ("第三条", "第二章"), ("第四条", "第二章"),
    ]  # fmt: skip
    assert labels["clauses"][3]["head"] == "前台应在30分钟内答复来"
    deadline = next(one for one in labels["rules"] if one["kind"] == "deadline")
    assert (deadline["params"]["amount"], deadline["params"]["unit"]) == (30, "minute")
    assert "documents" not in labels


def test_everything_found_can_be_had_with_its_places(tmp_path):
    made = word.document()
    items = word.numbered(made, {"fmt": "chineseCounting", "text": "第%1条", "suff": "space"})
    word.item(made, "底薪20xx元。", items)
    word.raw(made.paragraphs[0], "<w:r><w:rPr><w:strike/></w:rPr><w:t>作废</w:t></w:r>")
    file = tmp_path / "工资.docx"
    file.write_bytes(word.saved(made))

    found = json.loads(run("read", file, "--format", "json").stdout)

    assert [repair["before"] for repair in found["repairs"]] == ["20xx"]
    assert [left["code"] for left in found["left_out"]] == ["struck_out"]
    clause = found["regulations"][0]["clauses"][0]
    assert (clause["number"], clause["text"]) == ("第一条", "第一条 底薪____元。")


def test_several_regulations_in_one_document_are_written_one_by_one(tmp_path):
    two = "\n\n".join(
        f"{name}管理制度\n第一条 目的\n第二条 范围\n第三条 职责" for name in ("前台", "仓库")
    )
    file = tmp_path / "汇编.txt"
    file.write_text(two, encoding="utf-8")
    labels = json.loads(run("read", file, "--format", "labels").stdout)
    assert len(labels["documents"]) == 2
    assert len({one["id"] for one in labels["clauses"]}) == 6

    refused = run("read", file)
    written = run("read", file, "--out", tmp_path / "out")
    second = run("read", file, "--only", "2")

    assert refused.exit_code == 2
    assert "--only NUMBER" in refused.output
    assert written.exit_code == 0
    assert len(list((tmp_path / "out").glob("*.md"))) == 2
    assert "title: 仓库管理制度" in second.stdout
    assert run("read", file, "--only", "3").exit_code == 2


def test_what_cannot_be_read_ends_the_command_with_a_sentence(tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(b"PK\x03\x04")

    refused = run("read", file)

    assert refused.exit_code == 1
    assert "The file is damaged" in refused.output


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
MANNERS = {
    "as it is": OFFICE.encode(),
    "lines of another system": OFFICE.replace("\n", "\r\n").encode(),
    "lines of an old system": OFFICE.replace("\n", "\r").encode(),
    "a mark before the text": b"\xef\xbb\xbf" + OFFICE.encode(),
    "two bytes a letter": OFFICE.encode("utf-16"),
    "an old encoding": OFFICE.encode("gb18030"),
    "wide digits": OFFICE.translate(WIDE).encode(),
    "tabs": OFFICE.replace("\n", "\n\t").encode(),
    "wide blanks": OFFICE.replace("\n", "\n　　").encode(),
    "one line": OFFICE.replace("\n", "").encode(),
    "readings and the old script": OFFICE.replace("来电", "來電(diàn)").encode(),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_labels_are_one_object_whatever_the_manner_of_the_file(manner, tmp_path):
    file = tmp_path / "办法.txt"
    file.write_bytes(MANNERS[manner])

    done = run("read", file, "--format", "labels")
    told = json.loads(done.stdout)
    ids = [one["id"] for one in told["clauses"]]

    assert done.exit_code == 0
    assert ids == [
        "第一章",
        "第一章/第一条",
        "第二章",
        "第二章/第二条",
        "第二章/第三条",
        "第二章/第四条",
    ]
    assert [one["parent"] for one in told["clauses"]] == [
        None, "第一章", None, "第二章", "第二章", "第二章",
    ]  # fmt: skip
    assert {one["clause"] for one in told["rules"]} == {"第二章/第二条", "第二章/第三条"}
    assert len({one["id"] for one in told["rules"]}) == len(told["rules"])
    source = MANNERS[manner].decode(
        {"two bytes a letter": "utf-16", "an old encoding": "gb18030"}.get(manner, "utf-8")
    )
    assert all(one["quote"] in source for one in told["rules"])


def test_one_object_is_written_piece_by_piece():
    def coming():
        yield {"n": 1}
        yield Members(of=iter(()), told="二")

    pieces = written(Members(first=[1], items=coming(), last=None))
    begun = "".join(next(pieces) for _ in range(5))

    assert '{"n": 1}' in begun
    assert "二" not in begun
    assert json.loads(begun + "".join(pieces)) == {
        "first": [1], "items": [{"n": 1}, {"of": [], "told": "二"}], "last": None,
    }  # fmt: skip


def test_a_rule_is_told_before_the_next_clause_is_looked_at(office, monkeypatch):
    looked: list[str] = []
    told: list[str] = []

    def noted(tree):
        for node, found in proposing(tree):
            looked.append(node.number or "")
            yield node, found

    def echoed(piece="", **_how):
        if '"kind": "deadline"' in piece:
            told.extend(looked)

    proposing = reading.propose_by_clause
    monkeypatch.setattr(reading, "propose_by_clause", noted)
    monkeypatch.setattr(click, "echo", echoed)
    run("read", office, "--format", "labels")

    assert told == ["第一章", "第一条", "第二章", "第二条"]
    assert looked[-1] == "第四条"
