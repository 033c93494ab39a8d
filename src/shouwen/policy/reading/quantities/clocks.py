"""Times of day: 8:30, 8时30分, 上午九点半, 次日10:00, and from one time to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.policy.reading.quantities.model import Clock
from shouwen.policy.reading.quantities.numerals import chinese_figure

_HOUR_MAX, _NOON, _DAWN, _TEA = 24, 12, 6, 3
_MINUTES = 60
_N = r"(?:\d{1,2}|[零〇一二三四五六七八九十两]{1,3})"
_PART = r"(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|夜里|午夜|夜)"
_DAY = (
    r"(?P<day>当日|当天|当晚|同日|次日|翌日|第二天|第二日|隔日|次晨|第三天|第三日|"
    r"第(?:[四五六七八九十]|\d{1,2})[天日])(?:的)?"
)
_TIME = re.compile(
    rf"(?:{_DAY})?[ ]?(?:{_PART})?[ ]?(?:"
    rf"(?P<h>\d{{1,2}})[ ]?:[ ]?(?P<m>\d{{2}})(?::\d{{2}})?(?!\d)"
    rf"|(?<!周)(?<!星期)(?<!礼拜)(?P<ch>{_N})(?:时|点钟|点)(?:(?P<cm>{_N})分(?!值|钟)|(?P<half>半)|整|"
    rf"(?P<quarter>[一三])刻)?)"
)
_JOIN = re.compile(r"[ ]?(?:-+|~+|至|到)[ ]?")
_AFTER = re.compile(
    r"[ ]?(?:之?前|之?后|以前|以后|起|准时|下班|上班|至|到|-|~|开始|结束|,|。|;|、|，|；|\)|\(|$)"
)
_BEFORE = re.compile(
    r"(?:每天|每日|每晚|每周[一二三四五六日天]|于|在|至|到|时间|日|天|-|~|:|、|,|，|"
    r"最迟|晚于|早于|超过|过)$"
)
_DAILY = re.compile("(?:每天|每日|每晚|每早|(?:周|星期|礼拜)[一二三四五六日天])$")
_NO_CLOCK = re.compile("[数名评以系要建意]")
_EARLY = {"凌晨", "清晨", "早上", "早晨", "早", "上午"}
_NIGHT = {"晚上", "晚间", "晚", "夜间", "夜里", "午夜", "夜"}
_DAYS = {"次日": 1, "翌日": 1, "第二天": 1, "第二日": 1, "隔日": 1, "次晨": 1}
_DAYS |= {"第三天": 2, "第三日": 2}
_LIMIT = re.compile(r"[ ]?(?:之前|以前|前|之后|以后|后)")


@dataclass(frozen=True, slots=True)
class _Time:
    start: int
    end: int
    hour: int
    minute: int
    day: int | None


def clocks(text: str) -> Iterator[Clock]:
    """Yield the times of day in a text that numerals.plain has made narrow."""
    at = 0
    while (match := _TIME.search(text, at)) is not None:
        first = _time(text, match)
        at = match.end() if first is None else first.end
        if first is not None:
            clock = _clock(text, first, match["part"] or "")
            at = max(at, clock.end)
            yield clock


def _clock(text: str, first: _Time, part: str) -> Clock:
    last = _until(text, first, part)
    end = first.end if last is None else last.end
    limit = _LIMIT.match(text, end)
    return Clock(
        first.start,
        end,
        _said(first),
        "" if last is None else _said(last),
        first.day,
        after="" if limit is None else limit[0].strip()[-1],
    )


def _until(text: str, first: _Time, part: str) -> _Time | None:
    join = _JOIN.match(text, first.end)
    match = _TIME.match(text, join.end()) if join else None
    told = _time(text, match, part) if match else None
    if match and told and told.hour <= first.hour:
        return _time(text, match) or told
    return told


def _said(time: _Time) -> str:
    return f"{time.hour:02d}:{time.minute:02d}"


def _time(text: str, match: re.Match[str], part: str = "") -> _Time | None:
    hour = _number(match["h"] or match["ch"])
    if hour is None or hour > _HOUR_MAX or not _is_clock(text, match, part):
        return None
    minute = 30 if match["half"] else _number(match["m"] or match["cm"] or "0") or 0
    minute = {"一": 15, "三": 45}.get(match["quarter"] or "", minute)
    return _Time(
        match.start(), match.end(), _in_part(hour, match["part"] or part), minute, _day(match)
    )


def _day(match: re.Match[str]) -> int | None:
    named = match["day"]
    if not named:
        return None
    counted = _number(named[1:-1]) if named.startswith("第") else None
    return _DAYS.get(named, counted or 0)


def _in_part(hour: int, part: str) -> int:
    if hour == _NOON and part in _NIGHT:
        return _HOUR_MAX
    late = part and part not in _EARLY and part not in {"中午", "午夜"}
    if late and 0 < hour < _NOON and not (part in {"夜间", "夜", "夜里"} and hour < _DAWN):
        return hour + _NOON
    return hour + _NOON if part == "中午" and hour < _TEA else hour


def _is_clock(text: str, match: re.Match[str], part: str) -> bool:
    """Tell 3 o'clock from three points: digits with a colon always, others by their neighbours."""
    if match["h"]:
        before = text[max(0, match.start() - 2) : match.start()]
        return int(match["m"]) < _MINUTES and not re.fullmatch(r"\d[.:]", before)
    if match["part"] or match["half"] or match["cm"] or match["quarter"] or part:
        return bool(match["part"] or part) or not text[: match.start()].endswith("第")
    if match[0].endswith(("时", "点钟", "整")):
        return bool(_AFTER.match(text, match.end()) or _BEFORE.search(text[: match.start()][-6:]))
    left = text[max(0, match.start() - 6) : match.start()]
    if match["day"] or _DAILY.search(left):
        return not _NO_CLOCK.match(text, match.end())
    if _goes_on(text, match.end()):
        return True
    close = _BEFORE.search(left)
    return bool(close and _AFTER.match(text, match.end()))


def _goes_on(text: str, at: int) -> bool:
    """Say whether an hour is the first of two: 八点到十二点."""
    join = _JOIN.match(text, at)
    last = _TIME.match(text, join.end()) if join else None
    return last is not None and not _NO_CLOCK.match(text, last.end())


def _number(spelt: str) -> int | None:
    if spelt.isdigit():
        return int(spelt)
    figure = chinese_figure(spelt)
    return None if figure is None else int(figure)
