"""What a target measures, said line by line in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shouwen.policy.describing.wording import (
    BLANK,
    conditions,
    detail,
    each,
    filled,
    joined,
    length,
    same,
)
from shouwen.policy.kinds.words import Both, Words

_MEANS = {"average": ("平均值", "average"), "median": ("中位数", "median")}
_TIMES = {"seconds": "秒", "minutes": "分钟", "hours": "小时", "days": "天"}


def metric(value: Any, kinds: tuple[str, ...], words: Words) -> Both:
    """Say what is measured: a share, a mean, or the number of a fact of these kinds."""
    if not isinstance(value, Mapping):
        return same(value or BLANK)
    for name, said in _MEANS.items():
        if isinstance(value.get(name), Mapping):
            return _mean(value[name], said, words)
    share = value.get("share")
    if isinstance(share, Mapping):
        return _share(share, words)
    return joined((detail(n, kinds, words) for n in each(value.get("value"))), "、", ", ")


def _mean(mean: Mapping[str, Any], said: Both, words: Words) -> Both:
    of = conditions(mean.get("of"), words)
    if mean.get("to"):
        unit = str(mean.get("counted_in", ""))
        return filled(
            "从{of}到{to}用时的{mean}（{unit}）", "{mean} time from {of} to {to} ({unit})",
            of=of, to=conditions(mean["to"], words), mean=said,
            unit=(_TIMES.get(unit, unit), unit),
        )  # fmt: skip
    kinds = tuple(str(one.get("fact", "")) for one in each(mean.get("of")))
    number = detail(str(mean.get("number", "")), kinds, words)
    return filled("{of}的{number}的{mean}", "{mean} {number} of {of}",
                  of=of, number=number, mean=said)  # fmt: skip


def _share(share: Mapping[str, Any], words: Words) -> Both:
    of = conditions(share.get("of"), words)
    if share.get("until"):
        until = conditions(share["until"], words)
        of = filled("期末已{of}、尚无{until}的", "{of} and not yet {until} at the end",
                    of=of, until=until)  # fmt: skip
    having = joined(_demands(share, words), "且", " and ")
    return filled("{of}中，{having}的占比", "share of {of} {having}", of=of, having=having)


def _demands(share: Mapping[str, Any], words: Words) -> Iterator[Both]:
    """Yield what a matter must fulfil to be counted as complying."""
    within = ("", "")
    if "within" in share:
        within = filled("{time}内", " within {time}", time=length(share["within"]))
    for name, zh, en in (("having", "{within}{fact}", "with {fact}{within}"),
                         ("without", "{within}没有{fact}", "without {fact}{within}")):  # fmt: skip
        if share.get(name):
            yield filled(zh, en, fact=conditions(share[name], words), within=within)
    if "no_older_than" in share:
        yield filled("不超过{time}", "no older than {time}", time=length(share["no_older_than"]))
