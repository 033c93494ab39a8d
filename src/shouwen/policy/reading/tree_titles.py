"""Titles and headings without a number: what opens a regulation, and what groups its clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shouwen.policy.reading.numbers import Mark
from shouwen.policy.reading.tree_lines import Line

TITLE_WORDS = (
    "制度|办法|规定|细则|规范|流程|标准|条例|守则|方案|规程|须知|考核|指南|指引|预案|章程|准则|规则|手册|职责|"
    "要求|用语|记录表|通知|意见|公约|纪律|总则|措施|程序|说明|协议|规约"
)
TITLE = re.compile(
    rf"^[^。；;，,！!？?“”]{{2,40}}(?:{TITLE_WORDS})[\s》】]*"
    r"(?:[（(【〔][^（）()]{1,14}[)）】〕]|[Vv]?\d[\d.]*|[一二三四五六七八九十]|doc|docx)*\s*\.?$"
)
TITLE_FIRST = re.compile(
    rf"^\s*([^\s。；;，,！!？?“”]{{2,30}}?(?:{TITLE_WORDS}))(?=\s|为[了加全进提规适]|根据|第一|一、|$)"
)
PART_LINE = re.compile(r"^.{2,40}[篇](?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*$")
NO_HEADING = re.compile(
    r"[。；;，,！!？?…:：]|\d{4}年|公司$|[部处科室组]$|^附[：:]|[元%％]|^\W+$|^[A-Za-z\d\s.\-]+$"
)
APPENDIX = re.compile(
    r"^(?:附\s*(?:件|表|录|图)\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-Z])|附[件录](?=\s*$))(?=[\s:：、.《【（(]|$)[:：、.\s]*"
)
LONGEST_HEADING = 20
LONGEST_TITLE = 50
SHORT_LINE = 12
WINDOW = 8
MANY = 3


def is_title(text: str) -> bool:
    """Say whether a line reads like the title of a regulation."""
    plain = "".join(text.split())
    return (
        len(plain) <= LONGEST_TITLE
        and bool(TITLE.match(plain))
        and not plain.startswith(("一、", "附"))
    )


def title_in(text: str) -> str:
    """Return the title with which a running text begins, or nothing."""
    found = TITLE_FIRST.match(text)
    return found[1] if found else ""


def is_part_title(line: Line) -> bool:
    """Say whether a line parts one regulation from the next: 第二篇：…制度, or …篇三."""
    first = line.marks[0] if line.marks and line.marks[0].at_line_start else None
    if first and first.style == "第篇":
        rest = line.text[first.end - line.span.start :].strip()
        return not rest or is_title(rest)
    return len(line.text) <= LONGEST_TITLE and bool(PART_LINE.match(line.text))


def is_heading_like(line: Line) -> bool:
    """Say whether a line could be a heading without a number."""
    if line.in_table or (line.marks and line.marks[0].at_line_start):
        return False
    plain = "".join(line.text.rstrip("：:").split())
    return 1 < len(plain) <= LONGEST_HEADING and not NO_HEADING.search(plain)


def repeats(title: str, below: str) -> bool:
    """Say whether the line below a title begins with the same words again."""
    plain = "".join(title.split())
    return len(plain) > LONGEST_HEADING // 4 and "".join(below.split()).startswith(plain)


def stands_above_text(lines: Sequence[Line], at: int) -> bool:
    """Say whether a line is a short heading directly above a paragraph of sentences."""
    if at + 1 >= len(lines) or not _is_bare_heading(lines[at]):
        return False
    below = lines[at + 1]
    sentences = len(below.text) >= LONGEST_HEADING and below.text[-1] in "。；;！!"
    return sentences and opening_mark(below) is None and not below.in_table


def stands_above_heading(lines: Sequence[Line], at: int) -> bool:
    """Say whether a line is a short heading above another one that stands above a paragraph."""
    return _is_bare_heading(lines[at]) and stands_above_text(lines, at + 1)


def is_one_of_many(lines: Sequence[Line], at: int) -> bool:
    """Say whether headings above paragraphs are this text's manner: three of them close by."""
    near = range(max(0, at - WINDOW), min(len(lines), at + WINDOW))
    return sum(stands_above_text(lines, one) for one in near) >= MANY


def _is_bare_heading(line: Line) -> bool:
    return is_heading_like(line) and len(line.text) <= SHORT_LINE and line.text[-1] not in "：:）)"


def opening_mark(line: Line) -> Mark | None:
    """Return the number that a line begins with, if it begins with one."""
    return line.marks[0] if line.marks and line.marks[0].at_line_start else None


def next_opening(lines: Sequence[Line], at: int, *, within: int) -> Mark | None:
    """Return the first number that opens one of the next lines or follows a title in it."""
    for line in lines[at + 1 : at + 1 + within]:
        for mark in line.marks[:1]:
            if mark.style != "bullet" and (mark.at_line_start or mark.value == 1):
                return mark
    return None
