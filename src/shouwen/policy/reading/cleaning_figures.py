"""Figures that the source lost: 20xx元, ____天, **小时 become ____, a figure to be set."""

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
