"""Figures that the source lost or pulled apart: 20xx元 becomes ____元, 5 0 0 元 becomes 500元."""

from __future__ import annotations

import re

from shouwen.policy.reading.cleaning_draft import Draft, Edit

BLANK = "____"
_HOLE = r"(?:[xX×*＊○〇_＿]|﹡)"
_UNIT = (
    r"(?:元|万元|千元|百元|角|分(?!别|类|级|为|部|公司|店)|天|日|小时|个?工作日|分钟|秒|周|个?月|年|"
    r"次|倍|%|％|‰|人|名(?!称)|条|件|项|份|遍|声|米|公里|点|折|个|台|套|张|元/)"
)
_LOST = re.compile(
    # 20xx and the like, whatever follows: figures with a part of them gone
    rf"(?<![A-Za-z0-9])\d{{1,4}}(?:[xX×＊_＿]{{2,}}|\*{{2,}})(?![A-Za-z])"
    # a hole where only a figure can stand
    rf"|(?<![A-Za-z0-9_＿*×＊○〇﹡])[?？ ]?{_HOLE}{{2,}}[?？ ]?(?=\s*{_UNIT})"
    # what a form leaves to be filled in, before a unit or behind the sign of money
    rf"|(?<=[¥￥])\s*{_HOLE}{{2,}}"
)


def lost_figures(draft: Draft) -> list[Edit]:
    """Mark each lost figure as a figure to be set."""
    return [
        Edit(each.start(), each.end(), BLANK, "lost_figure") for each in _LOST.finditer(draft.text)
    ]


_SPACED = re.compile(r"(?<![\d.,:：] )(?<![\d.,:：])\d(?: \d)+(?![\d.])")
_SPACED_WITH_UNIT = re.compile(rf"(?<!\d)\d(?: \d)+ ?{_UNIT}")
# So many figures that no table explains show that a printer put blanks between all digits.
_MANNER = 3


def spaced_figures(draft: Draft) -> list[Edit]:
    """Join the digits of a text that has blanks between all of them: 5 0 0 元, 2 0 1 4 年."""
    if len(_SPACED_WITH_UNIT.findall(draft.text)) < _MANNER:
        return []
    return [
        Edit(each.start(), each.end(), each[0].replace(" ", ""), "spaced_figure")
        for each in _SPACED.finditer(draft.text)
        if not _counts_up(each[0])
    ]


def _counts_up(said: str) -> bool:
    """Tell numbers of columns, 1 2 3, from digits that belong together."""
    digits = [int(each) for each in said.split()]
    return digits[:-2] != [] and digits == list(range(digits[0], digits[0] + len(digits)))
