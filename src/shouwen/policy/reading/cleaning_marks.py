"""What a line begins and ends with, as far as cleaning must know."""

from __future__ import annotations

import re

_HAN = "零〇一二三四五六七八九十百千"
# A line that begins so begins a clause, an item or a heading, and continues nothing.
_CLAUSE = re.compile(
    rf"""^(?: 第[{_HAN}\d]+[编章节条款项目]
        | [{_HAN}]{{1,4}}[、.．:：\s]
        | [(（][{_HAN}\dA-Za-z]{{1,4}}[)）]
        | \d{{1,3}}(?:\.\d{{1,3}})*\s*[、.．)）](?!\d)
        | \d{{1,2}}(?:\.\d{{1,2}})+(?=\s|[\u4e00-\u9fff])(?!\s*[倍元万千百%％‰小时天日分秒次个])
        | [①-⑳⑴-⒇⒈-⒛●○◆◇■□▲△★☆•·※]
        | [A-Za-z][、.．)）]
        | n(?=[\u4e00-\u9fff])
        | 附[件录表则]
        )""",
    re.VERBOSE,
)
# A clause that is cited at the beginning of a line: 第三条规定的, 第二条第一款所列.
_CITED = re.compile(
    rf"^(?:第[{_HAN}\d]+[章节条款项][、和及或至]?)+(?:规定|所|的|之|中|内|以|等|执行|处理|办理)"
)
ENDS = frozenset("。！？；!?;…")
_CLOSED = '”’》）)】」』"'
_PAIRS = (("（", "）"), ("(", ")"), ("《", "》"))
_NEAR = 60  # a bracket left open further back was never closed
_TITLE = re.compile(
    r"^[^，。；：、,;:]{2,28}(?:制度|办法|规定|细则|标准|流程|规范|守则|条例|方案|规程|章程|须知)$"
)


def begins_clause(line: str) -> bool:
    """Tell whether a line begins with the number of a clause or the sign of an item."""
    return bool(_CLAUSE.match(line))


def cites_clause(line: str) -> bool:
    """Tell whether the number a line begins with is one of another place that is spoken of."""
    return bool(_CITED.match(line))


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends a sentence, or leads into a list."""
    body = line.rstrip().rstrip(_CLOSED)
    return not body or body[-1] in ENDS or line.rstrip()[-1] in "：:。."


def is_open(line: str) -> bool:
    """Tell whether a bracket or quotation mark of a line is closed on a later one."""
    return any(
        line.rfind(first) > max(line.rfind(last), len(line) - _NEAR) for first, last in _PAIRS
    )


def is_title(line: str) -> bool:
    """Tell whether a line looks like the title of a regulation."""
    return bool(_TITLE.match(line))
