"""Which marks count: a mark inside a sentence is a clause only when the sequence shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from shouwen.policy.reading.numbers import CHINESE, DIGITS, Mark
from shouwen.policy.reading.tree_lines import BREAKS, Ahead, Line
from shouwen.policy.reading.tree_outline import ORDINALS, Fit

# What stands before or after a number that is cited or measures something, and opens nothing.
CITED_BEFORE = re.compile(
    r"(?:[第条款项目见按照依据附件表图式及和或与至、]|参照|符合|违反|根据|本办法|本规定|本制度)\s*$"
)
CITED_AFTER = re.compile(r"\s*(?:[、,，和与及或至到]\s*[（(①-⑳\d第]|[）)的]|[，,。；;]|$)")
CITED_ITEM = re.compile(r"\s*(?:所列|规定的|项(?!目)|条(?![件例款])|款(?![项式待])|至[（(①-⑳])")
ORDINAL_AFTER = re.compile(
    r"\s*(?:第[一二三四五六七八九十\d]|规定|所列|所称|所述|至第|的|中(?!心|央|国|层|间|介|高|小)|[和与及或、，,。；;）)])"
)
CITES = re.compile(
    rf"\s*(?:第[{CHINESE}\d]+[款项条]|规定(?:的|[，,。])|所[列称述规]|[至和及、]第|的|至[{CHINESE}\d])"
)
MEASURED = re.compile(
    r"\s*(?:[%％‰°℃]|个(?!人|别|性)|元|人(?![员力事身们民均工])|万|亿|倍|折|米(?!饭)|公[里斤分]|千克|小时|分钟|秒|天|日[内前后起以之不]|周[内岁]|岁|人次|"
    r"[份次名张台件条套](?![装票案件例款人单])|分(?![部类级期析工公行店厂支管辖析别发配派])|月[内底份]|年[内度底])"
)
DIGITS_AFTER = re.compile(r"\s*\d{1,3}\s*(?:[、,，~～\-—至日号月%％.．]\s*\d|[日号月楼层#])")
LISTED = re.compile(r"\s*\d{1,2}[、,，]\s*\d{1,2}[、,，#]")
CN_LISTED = re.compile(rf"[{CHINESE}]{{1,3}}[、级类等](?![{CHINESE}])")
LETTERED = re.compile(r"\s*[^\sA-Za-z、]{2}(?!.{0,3}[A-Za-z][、及和])")
# A title that lost its line's end: 客服部考核办法一、适用范围.
TITLED = re.compile(
    r"(?:^|\n)[^\n，,。;；:：、]{2,30}(?:办法|制度|规定|细则|方案|规范|守则|规程)\Z"
)
CLOCK = re.compile(r"\d[:：]\Z")
EXCERPTED = ("第编", "第章", "第节", "第条")
WIDEST_GAP = 2
WEEK = "第周期初其之星唯统单逐同万专"


class Firm(IntEnum):
    """How firmly a mark stands in its line."""

    LOOSE = 0
    BREAK = 1
    LINE = 2


def firmness(text: str, mark: Mark) -> Firm:
    """Say whether a mark opens its line, follows a sentence's end or a gap, or stands in a text."""
    if mark.at_line_start:
        return Firm.LINE
    before = text[mark.start - 1]
    if before == ":" and text[mark.start - 2 : mark.start - 1].isdigit():
        return Firm.LOOSE
    return Firm.BREAK if before in BREAKS or before.isspace() else Firm.LOOSE


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a mark: its line, and how its list and the clause above it stand.

    `fresh` when its list last counted in the same piece; `invited` when the text before it ends in
    a colon or is a short heading; `first` when no clause was opened yet.
    """

    line: Line
    fresh: bool
    invited: bool
    first: bool


def counts(text: str, mark: Mark, fit: Fit, ahead: Ahead, place: Place) -> bool:
    """Say whether a mark opens a clause."""
    firm = firmness(text, mark)
    nothing = mark.value == 0 and mark.style != "bullet"
    if nothing or CLOCK.search(text, mark.start - 3, mark.start):
        return False
    if place.line.in_table and not (firm is Firm.LINE and mark.style in ORDINALS):
        return False
    if firm is Firm.LINE and place.line.piece.number:
        return True
    if firm is Firm.LINE:
        return _counts_at_start(text, mark, fit, ahead)
    return _counts_inside(text, mark, fit, ahead, firm, place)


def _counts_at_start(text: str, mark: Mark, fit: Fit, ahead: Ahead) -> bool:
    exact = fit.how == "next"
    if mark.style in ORDINALS:
        return _ordinal_counts(text, mark, fit, ahead)
    if mark.style == "bullet":
        return exact or mark.shape not in "•·○-–—*nlu" or ahead.goes_on(mark, reach=600)
    if mark.style == "alpha":
        return exact or bool(LETTERED.match(text, mark.end))
    if mark.style == "letter" or (mark.style in ("plain", "cn") and mark.shape in ("", " ", ":")):
        opens = mark.shape != "" or mark.style == "letter"
        goes_on = exact or (opens and (_repeats(fit) or _opens(mark, fit, ahead)))
        return goes_on and not _measures(text, mark)
    listed = CN_LISTED if mark.style == "cn" else LISTED
    return not listed.match(text, mark.end) and (
        exact or _opens(mark, fit, ahead) or not _is_figure(text, mark)
    )


def _repeats(fit: Fit) -> bool:
    return (fit.how == "back" and fit.gap == 0) or (fit.how == "skip" and fit.gap <= WIDEST_GAP)


def _measures(text: str, mark: Mark) -> bool:
    return bool(MEASURED.match(text, mark.end))


def _is_figure(text: str, mark: Mark) -> bool:
    cited = MEASURED if mark.style == "multi" else DIGITS_AFTER
    return bool(cited.match(text, mark.end))


def _opens(mark: Mark, fit: Fit, ahead: Ahead) -> bool:
    return fit.how == "first" and mark.value == 1 and ahead.goes_on(mark)


def _ordinal_counts(text: str, mark: Mark, fit: Fit, ahead: Ahead) -> bool:
    if mark.style in ("第款", "第项", "第目"):
        cited = re.match(r"\s*(?:所|规定|的|中|之|情形|工作)", text[mark.end : mark.end + 6])
        return not cited and (fit.how == "next" or _opens(mark, fit, ahead))
    if CITES.match(text, mark.end):
        return False
    return fit.how in ("next", "first") or not ORDINAL_AFTER.match(text, mark.end)


def _counts_inside(text: str, mark: Mark, fit: Fit, ahead: Ahead, firm: Firm, place: Place) -> bool:
    if _is_cited(text, mark, firm):
        return False
    if mark.style == "bullet":
        return fit.how == "next" or ahead.goes_on(mark, reach=600)
    if fit.how == "next":
        return firm is Firm.BREAK or _goes_on_in_text(text, mark, fresh=place.fresh)
    if fit.how in ("skip", "back"):
        return firm is Firm.BREAK and _resumes(text, mark, fit, ahead, place)
    if mark.value > 1 or mark.style in ("第款", "第项", "第目"):
        excerpt = mark.style in EXCERPTED and fit.how == "new"
        return excerpt and firm is Firm.BREAK and ahead.goes_on(mark)
    return (firm is Firm.BREAK and _opens_all(mark, place)) or _opens_inside(
        text, mark, ahead, firm
    )


def _resumes(text: str, mark: Mark, fit: Fit, ahead: Ahead, place: Place) -> bool:
    if fit.how == "back":
        return fit.gap == 0 and mark.style in ("cn", "第章", "第条") and ahead.goes_on(mark)
    ended = place.fresh and text[mark.start - 1] in "。；;"
    return fit.gap <= WIDEST_GAP and (ended or ahead.goes_on(mark))


def _opens_all(mark: Mark, place: Place) -> bool:
    if place.first and mark.style in ("cn", "第章", "第条"):
        return True
    return place.invited and mark.style == "cn_paren"


def _is_cited(text: str, mark: Mark, firm: Firm) -> bool:
    after = MEASURED.match(text, mark.end) if mark.style in ("multi", "plain") else None
    if after or text[mark.end : mark.end + 1] in ("%", "％", "‰"):
        return True
    if mark.style in ORDINALS:
        return _ordinal_is_cited(text, mark, firm)
    if mark.style == "cn":
        numeral = text[mark.end : mark.end + 1] in CHINESE
        return numeral or text[mark.start - 1] in WEEK or _is_reference(text, mark, firm)
    return _is_reference(text, mark, firm) or bool(DIGITS_AFTER.match(text, mark.end))


def _ordinal_is_cited(text: str, mark: Mark, firm: Firm) -> bool:
    if ORDINAL_AFTER.match(text, mark.end):
        return True
    return firm is Firm.LOOSE and bool(
        CITED_BEFORE.search(text[max(0, mark.start - 6) : mark.start])
    )


def _is_reference(text: str, mark: Mark, firm: Firm) -> bool:
    bracketed = mark.style in ("paren", "cn_paren", "circle", "alpha_paren")
    if CITED_AFTER.match(text, mark.end) or (bracketed and CITED_ITEM.match(text, mark.end)):
        return True
    return firm is Firm.LOOSE and bool(
        CITED_BEFORE.search(text[max(0, mark.start - 6) : mark.start])
    )


def _goes_on_in_text(text: str, mark: Mark, *, fresh: bool) -> bool:
    before = text[mark.start - 1]
    if mark.shape == " " or mark.style in ("alpha", "letter", "roman") or before in DIGITS:
        return False
    return fresh or mark.style in ("第章", "第节", "第条")


def _opens_inside(text: str, mark: Mark, ahead: Ahead, firm: Firm) -> bool:
    if mark.shape == " ":
        return False
    if firm is Firm.LOOSE and mark.style in ("alpha", "letter", "roman", "cn_half", "第部分"):
        return False
    if firm is Firm.LOOSE and mark.style == "cn":
        opens = text[mark.start - 1].isdigit() or TITLED.search(text, 0, mark.start)
        return bool(opens) and ahead.goes_on(mark)
    return ahead.goes_on(mark)
