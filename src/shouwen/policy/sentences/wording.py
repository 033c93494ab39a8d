"""How dates, times, lengths and amounts are written in Chinese and in English.

A template holds places like ``{at:moment}``: the name of a step's value and how to write it. The
writers below are all there are; a place without one (``{name}``) takes the value as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shouwen.policy.amounts import YUAN, Length, Quantity, TimeUnit, plain
from shouwen.policy.steps import Language, Value

Values = Mapping[str, Value]

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
# The occasions of the published public holidays; two at once are joined by a comma.
_OCCASIONS = {
    "元旦": "New Year’s Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "“五一”": "Labour Day",
    "“五一”国际劳动节": "International Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "“十一”": "National Day",
    "抗日战争暨世界反法西斯战争胜利70周年纪念日": "70th Anniversary of Victory",
}
_WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTS: Mapping[Language, tuple[str, str, str]] = {
    "zh": ("小时", "分", "秒"),
    "en": ("h", "min", "s"),
}
_PARTS_OF_YEAR: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        **{f"Q{n}": "{year}年第" + name + "季度" for n, name in enumerate("一二三四", 1)},
        "H1": "{year}年上半年",
        "H2": "{year}年下半年",
    },
    "en": {
        **{f"Q{n}": f"Q{n} {{year}}" for n in range(1, 5)},
        "H1": "the first half of {year}",
        "H2": "the second half of {year}",
    },
}
_UNITS = {
    TimeUnit.SECOND: "秒",
    TimeUnit.MINUTE: "分钟",
    TimeUnit.HOUR: "小时",
    TimeUnit.DAY: "天",
    TimeUnit.WEEK: "周",
    TimeUnit.MONTH: "个月",
    TimeUnit.WORKING_MINUTE: "分钟（工作时间）",
    TimeUnit.WORKING_HOUR: "小时（工作时间）",
    TimeUnit.WORKING_DAY: "个工作日",
}


@dataclass(slots=True)
class Pen:
    """Writes values in one language. ``year`` is the year that goes without saying, if any.

    A ``running`` pen says a year once and then leaves it out until it changes.
    """

    language: Language
    year: int | None = None
    running: bool = False

    def write(self, template: str, values: Values) -> str:
        """Fill a template's places from the values; a missing value is written as nothing."""
        return _PLACE.sub(lambda place: self._fill(place[1], place[2], values), template)

    def _fill(self, name: str, how: str | None, values: Values) -> str:
        value = values.get(name)
        if value is None:
            return ""
        return _WRITERS[how](self, value, values) if how else str(value)

    def day(self, day: date) -> str:
        """Write a date with its weekday, the year only where it does not go without saying."""
        shown = day.year != self.year
        if shown and self.running:
            self.year = day.year
        weekday = _WEEKDAYS[self.language][day.weekday()]
        if self.language == "zh":
            year = f"{day.year}年" if shown else ""
            return f"{year}{day.month}月{day.day}日 {weekday}"
        year = f" {day.year}" if shown else ""
        return f"{weekday} {day.day} {_MONTHS[day.month - 1]}{year}"

    def moment(self, moment: datetime) -> str:
        """Write date and time of day; seconds only when there are any."""
        return f"{self.day(moment.date())} {clock(moment)}"

    def deadline(self, moment: datetime) -> str:
        """Write a due time: midnight is the 24:00 of the day that ends with it."""
        if _is_midnight(moment):
            return f"{self.day(moment.date() - timedelta(days=1))} 24:00"
        return self.moment(moment)

    def duration(self, seconds: int) -> str:
        """Write a length as hours, minutes and seconds, leaving out what is nought."""
        if seconds < 0:
            return "−" + self.duration(-seconds)
        counts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
        said = [f"{n} {u}" for n, u in zip(counts, _PARTS[self.language], strict=True) if n]
        return " ".join(said) or f"0 {_PARTS[self.language][1]}"

    def length(self, length: Length) -> str:
        """Write a length the way a regulation does: 3 个工作日."""
        if self.language == "zh":
            return f"{plain(length.count)} {_UNITS[length.unit]}"
        return str(length)

    def amount(self, amount: Quantity) -> str:
        """Write money in yuan; other units keep their name."""
        if amount.unit != YUAN:
            return str(amount)
        return f"{amount.value:,.2f} {'元' if self.language == 'zh' else 'yuan'}"

    def period(self, name: str) -> str:
        """Write the name of a period, ``2024-H2`` or ``2024-W10``, the way people say it."""
        year, _, part = name.partition("-")
        if part[:1] in ("Q", "H"):
            return _PARTS_OF_YEAR[self.language][part].format(year=year)
        if len(part) == 2 and part.isdigit():  # noqa: PLR2004 - a month has two figures
            month = _MONTHS[int(part) - 1]
            return f"{year}年{int(part)}月" if self.language == "zh" else f"{month} {year}"
        if part[:1] == "W":
            return self._week(year, int(part[1:]))
        if part:
            return Pen(self.language).day(date.fromisoformat(name))
        return f"{year}年" if self.language == "zh" else name

    def _week(self, year: str, number: int) -> str:
        begins = date.fromisocalendar(int(year), number, 1)
        if self.language == "zh":
            return f"{year}年第{number}周（{begins.month}月{begins.day}日起）"
        return f"week {number} of {year} (from {begins.day} {_MONTHS[begins.month - 1]})"

    def occasion(self, name: str) -> str:
        """Write what a public holiday is called."""
        if self.language == "zh":
            return name
        return ", ".join(_OCCASIONS.get(one, one) for one in name.split("、"))

    def hours(self, text: str) -> str:
        """Write opening hours with dashes and without leading noughts."""
        spans = [re.sub(r"\b0(\d:)", r"\1", span).replace("-", "–") for span in text.split(",")]
        return ("、" if self.language == "zh" else ", ").join(spans)


def clock(moment: datetime) -> str:
    """Write a time of day."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def _is_midnight(moment: datetime) -> bool:
    return not (moment.hour or moment.minute or moment.second)


def _ends(pen: Pen, value: Value, values: Values) -> str:
    """Write only the time where the sentence already named the day, else the whole deadline."""
    moment, day = datetime.fromisoformat(str(value)), str(values.get("day"))
    if _is_midnight(moment) and day == (moment.date() - timedelta(days=1)).isoformat():
        return "24:00"
    return clock(moment) if day == moment.date().isoformat() else pen.deadline(moment)


Writer = Callable[[Pen, Value, Values], str]

_WRITERS: Mapping[str, Writer] = {
    "day": lambda pen, value, _: pen.day(date.fromisoformat(str(value))),
    "moment": lambda pen, value, _: pen.moment(datetime.fromisoformat(str(value))),
    "deadline": lambda pen, value, _: pen.deadline(datetime.fromisoformat(str(value))),
    "ends": _ends,
    "duration": lambda pen, value, _: pen.duration(int(value or 0)),
    "length": lambda pen, value, _: pen.length(Length.parse(str(value))),
    "amount": lambda pen, value, _: pen.amount(Quantity.parse(str(value))),
    "hours": lambda pen, value, _: pen.hours(str(value)),
    "occasion": lambda pen, value, _: pen.occasion(str(value)),
    "period": lambda pen, value, _: pen.period(str(value)),
}
