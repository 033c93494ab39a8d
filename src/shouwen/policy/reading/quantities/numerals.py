"""Numerals in Chinese and Arabic; bare Chinese numerals are turned into figures by cn2an."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import cn2an

_WIDE = {ord("０") + n: ord("0") + n for n in range(10)}
_WIDE |= {ord("Ａ") + n: ord("A") + n for n in range(26)}
_WIDE |= {ord("ａ") + n: ord("a") + n for n in range(26)}
_WIDE |= {
    ord(wide): ord(narrow)
    for wide, narrow in zip("．：％（），＞＜＝／", ".:%(),><=/", strict=True)
}
_WIDE |= {ord(each): ord("-") for each in "–—―－─‐‑−"}
_WIDE |= {ord(each): ord("~") for each in "～〜∼"}

_DIGITS = "零〇○一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
_TENS = "十百千万亿拾佰仟廿卅"
ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?(?!\d)|\d{1,12}(?:\.\d{1,6})?"
CHINESE = f"[{_DIGITS}{_TENS}]{{1,16}}(?:点[{_DIGITS}]{{1,4}})?"
NUMERAL = re.compile(
    f"(?:(?P<arabic>{ARABIC})[ ]?(?P<big>[百千]?万|[百千亿])?|(?P<chinese>{CHINESE}))"
)
_BIG = {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000}
_BIG["亿"] = 100_000_000
_SPELT = str.maketrans({"○": "零", "〇": "零"})
_ALL_DIGITS = re.compile(f"[{_DIGITS}]+")
_DIGIT = {each: n for n, each in enumerate("零一二三四五六七八九")}
_DIGIT |= {each: n for n, each in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"○": 0, "两": 2}


def plain(text: str) -> str:
    """Return the text with full-width signs and every dash made narrow, the same length."""
    return text.translate(_WIDE)


@lru_cache(maxsize=4096)
def chinese_figure(spelt: str) -> Decimal | None:
    """Return the figure that a Chinese numeral spells, or None when it spells none."""
    if _ALL_DIGITS.fullmatch(spelt):
        return Decimal("".join(str(_DIGIT[each]) for each in spelt))
    told = spelt.translate(_SPELT).replace("廿", "二十").replace("卅", "三十")
    told = f"一{told}" if told[0] in "百千万亿佰仟" else told
    try:
        return Decimal(str(cn2an.cn2an(told, "normal")))
    except ValueError:
        return None


def figure_of(match: re.Match[str]) -> Decimal | None:
    """Return the figure of one NUMERAL match, or None when it is none after all."""
    if match["chinese"]:
        return chinese_figure(match["chinese"])
    figure = Decimal(match["arabic"].replace(",", ""))
    return figure * _BIG[match["big"]] if match["big"] else figure
