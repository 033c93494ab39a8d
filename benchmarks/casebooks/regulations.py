"""Regulation files for the case books: one deadline rule for each type of case and period.

The importer files a row's type under the detail ``category`` of ``case_opened`` and its closing
as ``case_closed``. Adopt a text, set the calendar of :mod:`casebooks.calendars`, import.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casebooks.data import baltimore_days, boston_fits

_HEAD = """\
---
regulation: {slug}
title: {title}
industry: public-services
in_force: {in_force}
posts:
  crew: 处理班组
time_zone: {zone}
working_hours:
{hours}
---

## 第一章 办理时限
"""

_CLAUSE = """
### {number} {heading}

{text}
"""

_RULE = """
```rule
id: {rule_id}
kind: deadline
title: {title}
title_en: {title}
when: {when}
owed_by: {{post: crew}}
duty: 办结该类请求
duty_en: Close the request
within: {within}
counted: {counted}
calendar: {calendar}
met_by: {met_by}
{period}```
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days for one type, from one year on until another; 0 leaves an end open."""

    days: int
    since: int = 0
    until: int = 0


def baltimore_regulation() -> str:
    """Return the calendar-day limits of every type as a regulation."""
    limits = {name: (Limit(days),) for name, days in baltimore_days().items()}
    hours = '  mon-sun: ["00:00-24:00"]'
    head = _head("baltimore-requests", "城市服务请求办理时限", "2010-01-01", "UTC", hours)
    return head + "".join(_clauses(limits, "day", "always"))


def boston_regulation() -> str:
    """Return the working-day limits of every type and year as a regulation."""
    hours = '  mon-fri: ["08:30-17:00"]'
    title = "城市服务请求工作日时限"
    head = _head("boston-requests", title, "2015-01-01", "America/New_York", hours)
    return head + "".join(_clauses(boston_limits(), "working day", "department"))


def replies_regulation() -> str:
    """Return the fifteen working days for an answer as a regulation."""
    hours = '  mon-fri: ["00:00-24:00"]'
    head = _head("message-replies", "群众留言答复时限", "2010-01-01", "Asia/Shanghai", hours)
    text = "群众留言自收到之日起十五个工作日内答复。"
    rule = _RULE.format(
        rule_id="reply-within-15-working-days",
        title="群众留言答复",
        when="{fact: case_opened}",
        within="15 working days",
        counted="to_day_end",
        calendar="department",
        met_by="{fact: case_replied}",
        period="",
    )
    rule = rule.replace("办结该类请求", "答复留言").replace(
        "Close the request", "Answer the message"
    )
    return head + _CLAUSE.format(number="1.1", heading="答复", text=text) + rule


_PROMISED = """\
facts:
  case_opened:
    label: 受理请求
    label_en: request received
    details:
      promised: {type: yes_no, label: 承诺了时限, label_en: a time was promised}
      promised_at: {type: moment, label: 承诺办结时间, label_en: promised time}
"""


def boston_promises() -> str:
    """Return the city's own promise as a regulation: done by the moment it told the citizen."""
    hours = '  mon-fri: ["08:30-17:00"]'
    head = _head("boston-promises", "城市服务请求承诺时限", "2010-01-01", "America/New_York", hours)
    head = head.replace("posts:", f"{_PROMISED}posts:")
    rule = _RULE.format(
        rule_id="done-as-promised",
        title="按承诺时限办结",
        when="{fact: case_opened, promised: true}",
        within="",
        counted="",
        calendar="always",
        met_by="{fact: case_closed}",
        period="",
    )
    rule = rule.replace("within: \ncounted: \n", "before: {moment: promised_at, by: 0 minutes}\n")
    text = "向市民承诺时限的，按承诺时限办结。"
    return (
        head
        + _CLAUSE.format(number="1.1", heading="承诺", text=text)
        + rule.replace("办结该类请求", "按承诺时限办结").replace(
            "Close the request", "Close the request as promised"
        )
    )


def boston_limits() -> dict[str, tuple[Limit, ...]]:
    """Return the limits of every type, years with the same figure joined."""
    years: dict[str, dict[int, int]] = {}
    for (year, name), fit in sorted(boston_fits().items()):
        years.setdefault(name, {})[year] = fit.working_days
    return {name: tuple(_joined(figures)) for name, figures in years.items()}


def _joined(figures: Mapping[int, int]) -> Iterator[Limit]:
    """Join neighbouring years with one figure; the first year begins and the last ends openly."""
    begins = [y for y in figures if figures.get(y - 1) != figures[y]]
    for year in begins:
        end = year
        while figures.get(end + 1) == figures[year]:
            end += 1
        yield Limit(figures[year], year, end + 1)


def _head(slug: str, title: str, in_force: str, zone: str, hours: str) -> str:
    return _HEAD.format(slug=slug, title=title, in_force=in_force, zone=zone, hours=hours)


def _clauses(limits: Mapping[str, Sequence[Limit]], unit: str, calendar: str) -> Iterator[str]:
    for number, (name, found) in enumerate(sorted(limits.items()), start=1):
        heading = " ".join(name.split())
        yield _CLAUSE.format(number=f"1.{number}", heading=heading, text=_text(found, unit))
        for limit in found:
            yield _rule(f"type-{number}", name, limit, unit, calendar)


def _text(limits: Iterable[Limit], unit: str) -> str:
    days = "个工作日" if unit == "working day" else "天"
    said = [f"{_period_text(limit)}须在 {limit.days} {days}内办结" for limit in limits]
    return "；".join(said) + "。"


def _period_text(limit: Limit) -> str:
    if not limit.since:
        return ""
    last = limit.until - 1
    return f"{limit.since} 年" if last == limit.since else f"{limit.since} 年至 {last} 年"


def _rule(rule_id: str, name: str, limit: Limit, unit: str, calendar: str) -> str:
    period = ""
    if limit.since:
        period = f"in_force: {limit.since}-01-01\nended: {limit.until}-01-01\n"
    return _RULE.format(
        rule_id=f"{rule_id}-{limit.since}" if limit.since else rule_id,
        title=json.dumps(" ".join(name.split()), ensure_ascii=False),
        when=f"{{fact: case_opened, category: {json.dumps(name, ensure_ascii=False)}}}",
        within=f"{limit.days} {unit}{'' if limit.days == 1 else 's'}",
        counted="to_the_minute",
        calendar=calendar,
        met_by="{fact: case_closed}",
        period=period,
    )
