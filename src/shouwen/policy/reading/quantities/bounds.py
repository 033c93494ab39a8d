"""The words before and after a figure that make it a limit, and whether the limit itself counts."""

from __future__ import annotations

import re

LOW_IN, LOW_OUT, HIGH_IN, HIGH_OUT = "low_in", "low_out", "high_in", "high_out"

_BEFORE = {
    LOW_IN: "不宜少于 不宜低于 不少于 不得少于 不低于 不得低于 不能低于 不能少于 不应低于 "
    "不应少于 不小于 "
    "不得小于 不短于 不得短于 "
    "不早于 大于等于 大于或等于 大于或者等于 高于或者等于 高于等于 "
    "高于或等于 至少为 至少 最少 最低为 最低 起码 达到 "
    "应达到 应达 达 满 年满 届满 >= ≥ ⩾ "
    "≧ 多于等于 起步 保底 首重",
    LOW_OUT: "超过 超出 超 高于 大于 多于 晚于 逾期 逾 迟于 突破 > 高出",
    HIGH_IN: "不宜超过 不宜高于 不宜多于 不超过 不得超过 不能超过 不应超过 不可超过 不超出 "
    "不得超出 不超 未超过 不高于 "
    "不得高于 不多于 不得多于 "
    "不大于 不得大于 不长于 不得迟于 不迟于 不晚于 不得晚于 最多为 最多 至多 最高为 "
    "最高 最长 最迟 最晚 上限为 上限 "
    "封顶 小于等于 小于或等于 小于或者等于 低于或者等于 低于等于 "
    "低于或等于 <= ≤ ⩽ ≦ 控制在 限于 限",
    HIGH_OUT: "低于 少于 不足 不到 未满 不满 小于 未达到 未达 达不到 不达 没有达到 短于 <",
}
_AFTER = {
    LOW_IN: "及以上 或以上 以上 起步 起",
    HIGH_IN: "为上限 为最高限额 及以下 或以下 以下 及以内 以内 之内 内 为限 封顶 止",
}
_BEFORE_WORDS = {word: code for code, words in _BEFORE.items() for word in words.split()}
_AFTER_WORDS = {word: code for code, words in _AFTER.items() for word in words.split()}
_LONGEST = max(map(len, _BEFORE_WORDS))
_FILLER = re.compile(
    r"(?:人民币|总计|累计|合计|共计|共|为|是|在|到|了|约|有|留|设|派|配备?|安排|保留|保持|保证|[￥¥$\s]|每次|每人|每月)*$"
)
_INCLUDED = r"\((?P<not>不)?(?:包?含)(?:本数|本级|[^()]{0,8})?\)|(?P<bare>含)(?=以)"
_AFTER_RE = re.compile(
    rf"[ ]?(?:{_INCLUDED})?[ ]?(?P<word>{'|'.join(sorted(_AFTER_WORDS, key=len, reverse=True))})?"
    rf"(?:\((?P<not2>不)?(?:包?含)(?:本数|本级|[^()]{{0,8}})?\))?"
)
_ARRIVES = ("到达", "送达", "抵达", "传达", "下达")
_NOT_INSIDE = re.compile("部|容|审(?![批核查定议图阅结完毕])|勤|外(?![呼拨出派送])|控|涵|务|线")


def bound_before(text: str, at: int) -> tuple[str, str]:
    """Return the bounding word that ends just before a place and its code, or two empty ones."""
    window = text[max(0, at - _LONGEST - 6) : at]
    found = _ending(window)
    return found if found[0] else _ending(_FILLER.sub("", window))


def _ending(window: str) -> tuple[str, str]:
    for size in range(min(_LONGEST, len(window)), 0, -1):
        word = window[-size:]
        if word in _BEFORE_WORDS and not (word == "达" and window.endswith(_ARRIVES)):
            return word, _BEFORE_WORDS[word]
    return "", ""


def bound_after(text: str, at: int) -> tuple[str, str, bool | None, int]:
    """Return the bounding word after a place, its code, whether its limit counts, and its end.

    None for whether it counts means that nothing is said.
    """
    match = _AFTER_RE.match(text, at)
    if match is None or match.end() == at:
        return "", "", None, at
    word = match["word"] or ""
    if word in {"内", "起"} and _NOT_INSIDE.match(text, match.end("word")):
        return "", "", None, at
    said = match["not"] is not None or match["not2"] is not None
    included = "含" in match[0]
    counts = None if not included else not said
    return word, _AFTER_WORDS.get(word, ""), counts, match.end()
