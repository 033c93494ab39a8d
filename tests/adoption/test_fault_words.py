"""Faults are said in the language of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shouwen.adoption.fault_sentences import SENTENCES
from shouwen.adoption.fault_words import in_chinese, in_words
from shouwen.policy.regulation_file import read_regulation
from tests.regulations.texts import faulty, replies

GOOD = replies()
SPOILT = {
    "no head": GOOD.removeprefix("---\n"),
    "head not closed": GOOD.replace("---\n\n## 第一章", "## 第一章"),
    "no slug": GOOD.replace("regulation: replies", "regulation: Replies!"),
    "no title": GOOD.replace("title: 答复办法\n", ""),
    "no date": GOOD.replace("2024-01-01", "soon"),
    "strange key": GOOD.replace("industry:", "industri:"),
    "strange hours": GOOD.replace("08:30-12:00", "morning"),
    "strange post": GOOD.replace("duty_officer: 值班员", "Duty: 值班员"),
    "unit": faulty(),
    "fact": GOOD.replace("fact: case_replied", "fact: case_answerd"),
    "detail": GOOD.replace("owed_by: {detail: handler}", "owed_by: {detail: handlr}"),
    "post": GOOD.replace("owed_by: {detail: handler}", "owed_by: {post: boss}"),
    "value": GOOD.replace("case_type: complaint}\nowed", "case_type: complain}\nowed"),
    "rule key": GOOD.replace("within: 24 hours", "withn: 24 hours"),
    "two limits": GOOD.replace("within: 24 hours", "within: 24 hours\npromptly: true"),
    "no owner": GOOD.replace("owed_by: {detail: handler}\n", ""),
    "no id": GOOD.replace("id: reply\n", ""),
    "same id": GOOD.replace("id: patience", "id: reply"),
    "no kind": GOOD.replace("kind: deadline\n", ""),
    "blank": GOOD.replace("within: 24 hours", "within: ____"),
    "excepts": GOOD.replace("within: 24 hours", "within: 24 hours\nexcepts: nowhere"),
    "fence": GOOD.replace("```\n\n```cases", "\n```cases"),
    "case key": GOOD.replace("  expect: nothing", "  expects: nothing"),
    "expectation": GOOD.replace("expect: nothing", "expect: {dew: none}"),
    "moment": GOOD.replace('at: "2024-03-04 10:00"', 'at: "monday"', 1),
    "same clause": GOOD.replace("### 1.2", "### 1.1"),
    "yaml": GOOD.replace("when: {fact: case_opened", "when: {fact: [case_opened"),
    "warning": GOOD.replace("within: 24 hours", "within: 24 hours\nwarn: sometimes"),
    "escalation": GOOD.replace(
        "within: 24 hours", "within: 24 hours\nescalate: [{to: {post: agent}}]"
    ),
}


def without_quotes(sentence):
    """Return a sentence without what it quotes from the file."""
    return re.sub(r"`[^`]*`|“[^”]*”|\{[^}]*\}|```\w*", "", sentence)


# Every fault the core can find stands in one of these files.
BAD_FILES = {
    file.stem: file.read_bytes().decode(errors="replace")
    for file in sorted((Path(__file__).parents[1] / "policy" / "bad_files").glob("*.md"))
}


@pytest.mark.parametrize("name", [*SPOILT, *BAD_FILES])
def test_every_fault_is_said_in_chinese(name):
    text = SPOILT.get(name) or BAD_FILES[name]

    for fault in read_regulation(text, "replies.md").faults:
        said = in_words(fault, "zh-hans")
        if fault.what.startswith("The YAML cannot be read"):
            continue
        assert re.search("[\u4e00-\u9fff]", without_quotes(said.what)), said.what
        assert re.search("[\u4e00-\u9fff]", without_quotes(said.mend)), said.mend


def test_what_the_core_fills_in_is_kept():
    said = in_chinese("reply: “24 fortnights” is not a length of time.")

    assert said == "reply：“24 fortnights”不是时长。"


def test_english_pages_show_the_sentence_itself():
    (fault, *_rest) = read_regulation(faulty(), "replies.md").faults

    assert in_words(fault, "en").what == fault.what


@pytest.mark.parametrize("pair", SENTENCES)
def test_each_sentence_can_be_filled(pair):
    english, chinese = pair

    places = set(re.findall(r"(?<!\{)\{([a-z]+)\}(?!\})", chinese))
    assert places <= set(re.findall(r"\{([a-z]+)\}", english))
    assert in_chinese(re.sub(r"\{([a-z]+)\}", "x", english)) != english


def test_a_general_sentence_takes_no_special_ones_place():
    own: dict[str, set[str]] = {}
    for english, chinese in SENTENCES:
        if not re.search(r"{[a-z]+}", english):
            own.setdefault(english, set()).add(chinese.format())

    assert [english for english, words in own.items() if in_chinese(english) not in words] == []
