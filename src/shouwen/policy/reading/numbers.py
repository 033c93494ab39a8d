"""Number marks in a line and what they count: 第三条, 一、, （二）, 3.2.1, 1), ①, a., bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize, numeric

DIGITS = dict(zip("零〇一二三四五六七八九", (0, *range(10)), strict=True)) | {
    "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE = "零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
TRADITIONAL = dict(zip("編節條項則", "编节条项则", strict=True))
BULLETS = "●■◆◇□★☆▲△▶►▪▫◎※➢➤✓✔√❖\uf06c\uf06e\uf075\uf0d8\uf0fc\uf0b7"
SOFT_BULLETS = "•·○-–—*"


@dataclass(frozen=True, slots=True)
class Mark:
    """One number mark: its style, its values, how it is printed, and where it stands.

    `shape` is its closing mark, which tells "1、" from "1." where one text uses both; `printed` is
    the number without it; `end` is where what it numbers begins.
    """

    style: str
    shape: str
    values: tuple[int, ...]
    printed: str
    start: int
    end: int
    at_line_start: bool = False

    @property
    def value(self) -> int:
        """Return the last of its values: 1 for 3.2.1."""
        return self.values[-1]


def chinese_int(text: str) -> int | None:
    """Return the whole number that Chinese or Arabic numerals write; None when they write none."""
    plain = "".join(text.split())
    if plain.isdecimal():
        return int(plain)
    if not plain or any(sign not in DIGITS and sign not in TENS for sign in plain):
        return None
    if not any(sign in TENS for sign in plain):
        return int("".join(str(DIGITS[sign]) for sign in plain))
    return _with_tens(plain)


def _with_tens(plain: str) -> int:
    total, digit = 0, 0
    for sign in plain:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total, digit = total + (digit or 1) * TENS[sign], 0
    return total + digit


_CN = f"[{CHINESE}]{{1,5}}"
_UNIT = "(?:部分|[编篇章节条款项目则編節條項則])(?:之[一二三四五六七八九])?"
_S = r"[ \u3000\t]"
_IN = r"[ \u3000\t?？]*"
_OPEN, _CLOSE = r"[（(〔［\[【﹙]", r"[)）〕］\]】﹚]"
_END = rf"(?:{_S}?[、.．:：])?"
_ALONE = r"(?<![\dA-Za-z.．])"

# In this order: the first that fits counts. One named group each: the number itself.
_ANYWHERE = (
    rf"第{_S}*(?P<ordinal>[{CHINESE}\d](?:{_S}?[{CHINESE}\d]){{0,4}}){_S}*{_UNIT}[、.．:：]?",
    rf"{_OPEN}{_IN}(?P<cn_paren>{_CN}){_IN}{_CLOSE}{_END}",
    rf"{_OPEN}{_IN}(?P<paren>\d{{1,3}}){_IN}{_CLOSE}{_END}",
    rf"{_OPEN}{_IN}(?P<alpha_paren>[A-Za-z]){_IN}{_CLOSE}{_END}",
    rf"{_ALONE}(?P<multi>\d{{1,3}}(?:[.．]\d{{1,3}}){{1,5}})(?![.．]?\d){_END}",
    rf"{_ALONE}(?P<half>\d{{1,3}}){_S}?[)）]{_END}",
    rf"{_ALONE}(?P<plain>\d{{1,3}}){_IN}[、.．]",
    rf"(?<![{CHINESE}])(?P<cn>{_CN}){_IN}(?:、|[.．](?!\d))",
    rf"(?<![{CHINESE}])(?P<cn_half>{_CN})[)）]{_END}",
    rf"(?P<circle>[①-⑳㉑-㉟㊱-㊿]){_END}",
    r"[○〇](?P<ring>\d{1,2})[、.．]",
    rf"(?P<paren_sign>[⑴-⒇]){_END}",
    rf"(?P<plain_sign>[⒈-⒛]){_END}",
    rf"(?P<cn_sign>[㈠-㈩]){_END}",
    rf"(?P<roman>[Ⅰ-Ⅻⅰ-ⅻ]){_END}",
    r"(?<![A-Za-z\d])(?P<alpha>[A-Za-zＡ-Ｚａ-ｚ])[)）、.．](?![A-Za-z])",
)
_AT_START = (
    rf"(?P<bare>\d{{1,2}}){_S}+(?=[^\d\s.．、)）%％:：\-~—/])",
    r"(?P<colon>\d{1,2})[:：](?!\d)",
    r"(?P<glued>\d{1,2})(?=[\u4e00-\u9fff])",
    rf"(?P<cn_gap>{_CN})(?:{_S}+|[:：，,]{_S}*)(?=\S)",
    rf"(?P<bullet>[{BULLETS}]){_S}*",
    rf"(?P<soft>[{re.escape(SOFT_BULLETS)}]){_S}*(?=[^\s\d{re.escape(SOFT_BULLETS)}])",
    rf"(?P<wing>[nlu]){_S}+(?=[\u4e00-\u9fff])",
    r"(?P<letter>[a-z])(?=[\u4e00-\u9fff])",
)
_AFTER_GAP = (
    rf"(?<=[\s。；;])(?P<bare>\d{{1,2}}){_S}+(?=[\u4e00-\u9fff])",
    r"(?<=[\s。；;:：])(?P<letter>[a-z])(?=[\u4e00-\u9fff])",
    rf"(?<=[\s。；;:：])(?P<bullet>[{BULLETS}]){_S}*",
)
ANYWHERE = re.compile("|".join(_ANYWHERE))
AT_START = re.compile("|".join((*_ANYWHERE, *_AT_START)))
INSIDE = re.compile("|".join((*_ANYWHERE, *_AFTER_GAP)))

# Signs that stand for the same number in another type belong to one style.
STYLES = {
    "paren_sign": "paren", "plain_sign": "plain", "cn_sign": "cn_paren", "ring": "circle",
    "bare": "plain", "glued": "plain", "colon": "plain", "cn_gap": "cn", "cn_half": "cn_half",
    "soft": "bullet", "wing": "bullet",
}  # fmt: skip
_PAIR = 2
CLOSED = {"bare": " ", "glued": "", "colon": ":", "cn_gap": " ", "letter": ""}


def marks_in(text: str, start: int, end: int, *, opens: bool = True) -> Iterator[Mark]:
    """Yield what may be a number mark in one line of a text, in order, without overlaps.

    `opens` says that the stretch begins a line, rather than going on after something left out.
    """
    first = AT_START.match(text, start, end) if opens else None
    if first:
        yield _mark_of(first, at_line_start=True)
        start = first.end()
    for found in INSIDE.finditer(text, start, end):
        yield _mark_of(found, at_line_start=False)


def first_of(mark: Mark) -> Mark | None:
    """Return the whole number before the point of a mark that may be a figure: 4.20万元以上."""
    if mark.style != "multi" or len(mark.values) > _PAIR or not mark.at_line_start:
        return None
    number, point, _rest = mark.printed.replace("．", ".").partition(".")
    end = mark.start + len(number) + len(point)
    return Mark("plain", ".", mark.values[:1], number, mark.start, end, at_line_start=True)


def _mark_of(found: re.Match[str], *, at_line_start: bool) -> Mark:
    kind = str(found.lastgroup)
    number = "".join(found[kind].split())
    printed = "".join(found[0].replace("?", "").replace("？", "").split()).rstrip("、.．:：，,")
    style = _ordinal_style(printed) if kind == "ordinal" else STYLES.get(kind, kind)
    shape = CLOSED.get(
        kind, _closing(found[0].rstrip()) if style in ("plain", "cn", "alpha") else ""
    )
    if style == "bullet":
        return Mark(style, printed, (0,), printed, found.start(), found.end(), at_line_start)
    values = _values(number, multi=kind == "multi")
    if values[1:] == (0,):
        style, values = "point_zero", values[:1]
    return Mark(style, shape, values, printed, found.start(), found.end(), at_line_start)


def _ordinal_style(printed: str) -> str:
    unit = re.sub(r"之.$", "", printed)
    return "第" + ("部分" if unit.endswith("部分") else TRADITIONAL.get(unit[-1], unit[-1]))


def _closing(whole: str) -> str:
    return {"．": ".", "）": ")"}.get(whole[-1], whole[-1] if whole[-1] in "、.)" else ".")


def _values(number: str, *, multi: bool) -> tuple[int, ...]:
    """Return what a number counts; 0 for what no list counts by: 五一 is a holiday, 0 nothing."""
    if multi:
        return tuple(int(part) for part in re.split(r"[.．]", number))
    if len(number) == 1 and not number.isdecimal() and number not in DIGITS and number not in TENS:
        return (_sign_value(number),)
    bare = len(number) > 1 and not number.isdecimal() and not any(sign in TENS for sign in number)
    return (0,) if bare else (chinese_int(number) or 0,)


def _sign_value(sign: str) -> int:
    if sign.isascii() or "Ａ" <= sign <= "ｚ":
        return ord(normalize("NFKC", sign)) % 32
    return int(numeric(sign))
