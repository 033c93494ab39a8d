"""What comes round: 每日, 每两周一次, 每月5日前, 每季度末, 3次/月, 每周一, 每年6月和12月."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from shouwen.policy.reading.quantities.model import Rhythm
from shouwen.policy.reading.quantities.numerals import ARABIC, CHINESE, chinese_figure

_N = rf"(?:{ARABIC}|{CHINESE})"
_UNITS = {
    "个工作日": "day", "工作日": "day", "自然日": "day", "日": "day",
    "天": "day", "晚": "day", "晨": "day",
    "个星期": "week", "星期": "week", "礼拜": "week", "周": "week",
    "个月": "month", "月份": "month", "月度": "month", "月": "month",
    "个季度": "quarter", "季度": "quarter", "季": "quarter",
    "个半年": "half_year", "半年": "half_year", "年度": "year", "学年": "year", "年": "year",
    "学期": "half_year",
    "个小时": "hour", "小时": "hour", "钟头": "hour", "分钟": "minute",
    "班次": "event", "班": "event",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_NTH = rf"(?P<day>{_N})[ ]?(?:日|号)"
_WEEKDAY = "(?P<weekday>[一二三四五六日天末])"
_MORE_DAYS = r"(?P<days>(?:[、和及,至到~-](?:周|星期)?[一二三四五六日天])*)"
_MONTHS = rf"(?P<months>{_N}(?:月份?)?(?:[、和及,]{_N}(?:月份?)?)*)(?<=[月份])"
_EVERY = re.compile(
    rf"每(?:隔|间隔)?(?:(?P<n>{_N})|(?P<half>半)|(?P<odd>[单双]))?[ ]?(?P<unit>{_UNIT})(?:度|内|"
    rf"里)?(?P<last>末|底|终)?"
)
_PLAIN = re.compile(
    rf"(?P<by>逐日|逐月|逐年|按日|按天|按周|按月|按季度?|按年度?|月底前?|月末前?|季末|"
    rf"季度末|年底前?|年末前?|隔日|隔周)"
    rf"|(?P<next>(?:次月|下月|下个月|翌月|当月|本月|每月)(?:的)?{_NTH})"
    rf"|(?P<rate>(?:(?P<rn>{_N})[ ]?(?P<rt>次|遍|回|趟)[ ]?/[ ]?(?P<r1>{_N})?[ ]?(?P<ru>{_UNIT}))"
    rf"|(?:(?P<in>一|两|三|四|五|六|半|1|2|3|4|5|6|10|15|30|十|十五)[ ]?(?P<iu>个月|年|"
    rf"周|天|日|个季度|小时)[ ]?/?[ ]?(?P<it>{_N})[ ]?(?:次|遍|回)))"
    rf"|(?P<once>(?P<on>{_N})[ ]?(?P<ou>个月|周|天|日|年|个季度|季|小时|分钟)"
    rf"(?=一(?:访|检|查|报|巡|换|评|结|清|会|训|盘点|通报|小结|跟进|回访|汇报)))"
    rf"|(?<![\u4e00-\u9fff\d])(?P<weekly>(?:周|星期){_WEEKDAY}(?=[^,;。，；至到、和休班每]{{0,8}}(?:前|召开|提交|"
    rf"报送|上报|汇总|盘点|例会|组织)))"
)
_WORDS = {
    "逐日": "day", "按日": "day", "按天": "day", "日日": "day", "逐月": "month",
    "按月": "month", "月底": "month", "月末": "month", "按周": "week", "按季": "quarter",
    "季末": "quarter", "季度末": "quarter", "按季度": "quarter", "逐年": "year", "按年": "year",
    "按年度": "year", "年底": "year", "年末": "year", "隔日": "day", "隔周": "week",
}  # fmt: skip
_TAIL = {
    "week": re.compile(
        rf"(?:星期)?{_WEEKDAY}{_MORE_DAYS}(?![次个天日项名条小件两])(?!、[一二三四五六两]次)"
    ),
    "month": re.compile(
        rf"[ ]?(?:度)?的?(?:月?初)?(?:第)?(?:{_N}(?:日|号)?(?:-|~|至|到)(?:次月|"
        rf"下月)?)?{_NTH}(?:前|之前|以前|后|起)?"
    ),
    "quarter": re.compile(
        rf"的?(?:月|末月?|最后一个月|首月|第[一二三]个月)?{_NTH}(?:前|之前|以前)?"
    ),
    "year": re.compile(rf"的?{_MONTHS}(?:[ ]?{_NTH})?"),
}
_WEEKDAYS = {day: Decimal(n) for n, day in enumerate("一二三四五六日", 1)} | {"天": Decimal(7)}
_TIMES = re.compile(
    rf"[^,。;，；:]{{0,12}}?(?P<times>{_N})[ ]?(?:至少|-|~)?(?:人次|次|遍|回|趟)(?!数|"
    rf"日|月|要|品|以上的?(?:扣|罚))"
)
_FINE_BETWEEN = re.compile("扣|罚|奖|记|元|违|超过|累计|迟到|缺勤")
_LONG = 2


def rhythms(text: str) -> Iterator[Rhythm]:
    """Yield what comes round in a text that numerals.plain has made narrow."""
    found = [each for match in _EVERY.finditer(text) if (each := _every(text, match))]
    taken = [(each.start, each.end) for each in found]
    found += [
        _plain(match)
        for match in _PLAIN.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    yield from sorted(found, key=lambda each: each.start)


def figure(spelt: str | None, otherwise: int = 1) -> Decimal:
    """Return the figure a numeral spells."""
    if not spelt:
        return Decimal(otherwise)
    if spelt[0].isdigit():
        return Decimal(spelt.replace(",", ""))
    return chinese_figure(spelt) or Decimal(otherwise)


def _every(text: str, match: re.Match[str]) -> Rhythm | None:
    every, interval = _UNITS[match["unit"]], figure(match["n"])
    if match["half"]:
        every, interval = _halved(every)
    elif every == "day" and text[match.start() : match.start() + 3] in {"每隔日", "每隔天"}:
        interval = Decimal(_LONG)
    interval = Decimal(_LONG) if match["odd"] else interval
    tail = (
        _TAIL[every].match(text, match.end())
        if every in _TAIL and (interval == 1 or match["odd"])
        else None
    )
    end = tail.end() if tail else match.end()
    times, months = _TIMES.match(text, end), _months(tail)
    return Rhythm(
        match.start(),
        end,
        every,
        interval,
        None if times is None or _FINE_BETWEEN.search(times[0]) else figure(times["times"]),
        _day(tail),
        months[0] if months else None,
        last=bool(match["last"]),
        days=_days(tail),
        months=months if len(months) > 1 else (),
    )


def _halved(every: str) -> tuple[str, Decimal]:
    whole = {"month": ("month", "0.5"), "year": ("half_year", "1"), "day": ("day", "0.5")}
    code, interval = whole.get(every, (every, "0.5"))
    return code, Decimal(interval)


def _day(tail: re.Match[str] | None) -> Decimal | None:
    if tail is None:
        return None
    named = tail.groupdict()
    if named.get("weekday"):
        return _WEEKDAYS.get(named["weekday"])
    return figure(named["day"]) if named.get("day") else None


def _days(tail: re.Match[str] | None) -> tuple[Decimal, ...]:
    """Return the weekdays of a list or a range: 一、三、五, 一至五; nothing when there is one."""
    named = {} if tail is None else tail.groupdict()
    if not named.get("days"):
        return ()
    told = [_WEEKDAYS[sign] for sign in f"{named['weekday']}{named['days']}" if sign in _WEEKDAYS]
    if len(told) == _LONG and re.search("[至到~-]", named["days"]):
        first, last = map(int, told)
        return tuple(map(Decimal, range(first, last + 1)))
    return tuple(told)


def _months(tail: re.Match[str] | None) -> tuple[Decimal, ...]:
    named = {} if tail is None else tail.groupdict()
    return tuple(figure(each[0]) for each in re.finditer(_N, named.get("months") or ""))


def _plain(match: re.Match[str]) -> Rhythm:
    start, end = match.span()
    if match["next"]:
        return Rhythm(start, end, "month", by_day=figure(match["day"]))
    if match["by"]:
        return _worded(match)
    if match["once"]:
        return Rhythm(start, end, _UNITS[match["ou"]], figure(match["on"]))
    if match["weekly"]:
        day = _WEEKDAYS.get(match["weekday"])
        return Rhythm(start, end, "week", by_day=day, last=day is None)
    unit = _UNITS.get(match["ru"] or match["iu"], "day")
    many = figure(match["r1"] or ("" if match["in"] == "半" else match["in"]))
    if match["in"] == "半":
        unit, many = _halved(unit)
    return Rhythm(start, end, unit, many, figure(match["rn"] or match["it"]))


def _worded(match: re.Match[str]) -> Rhythm:
    word = match["by"].removesuffix("前")
    interval = Decimal(_LONG if word.startswith("隔") else 1)
    last = word.endswith(("底", "末"))
    return Rhythm(*match.span(), _WORDS[word], interval, last=last)
