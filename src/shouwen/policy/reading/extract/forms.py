"""Forms, registers and how long they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.made import Taken, made
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal

_TITLED = re.compile(r"[《“\"]([^《》“”\"]{2,24})[》”\"]")
_PAPER = re.compile(
    r"(?:表|单|簿|[日周旬月季年简快]报|册|卡|记录|台账|台帐|报告|日志|登记|本|函|申请书?|票|证|清单|"
    r"通知书?|账|档案|联|凭证|总结|名单|回执|公告|协议书?|承诺书|确认书|告知书|保证书|"
    r"须知|合同|笔记|工单|问卷)(?:\([^)]*\))?$"
)
_LAW = re.compile(
    "(?:办法|规定|制度|条例|规范|细则|标准|法|手册|守则|流程|规则|通则|规程|指南|"
    "意见|准则|章程|方案|政策|大纲|预案)$"
)
_FILLED = re.compile(
    r"(?:填写|填报|填制|填好|填具|登记到|录入|记入|填入|填|登记于|登记在|出具|开具|"
    r"签订|提交|使用|做好|建立|记录(?:在|于|到))"
    r"(?P<name>[^,，。;；:：、的及和或并与\s《“]{2,12}?(?:登记表|记录表|申请表|审批表|统计表|"
    r"检查表|评分表|交接表|登记簿|登记本|交接本|记录本|台账|台帐|派工单|申请单|通知单|"
    r"维修单|领料单|交接单|登记卡|日志|工作单|记录单|确认单|检验单|工单|回执单|报告单|"
    r"登记册|花名册))"
)
_COPIES = re.compile("一式")
_NAMED = re.compile(
    r"(?:[《“](?P<titled>[^《》“”]{2,24})[》”]|(?P<name>[\u4e00-\u9fff]{2,12}))[,，]?$"
)
_KEPT = re.compile(
    r"(?:保存|存档|留存|留样|保管|归档|保留|备查|留档)[^,;。]{0,10}$|(?:保存|留存|保管)期限?自[^,;。]{2,16}起[^,;。]{0,6}$"
)
_KEEP_AFTER = re.compile(
    "^(?:后(?:方可|可|统一)?(?:销毁|删除|清除)|(?:的)?(?:保存|存档|留存|保管|归档|保留|备查))"
)
_KEPT_ALL = re.compile(
    "(?:保存|存档|留存|保管|归档|保留)(?:期限|年限|时限|时间|期)[^;。]*:[^;。:]*$"
)
_GOODS = re.compile("^保管期(?:限)?为?$|(?:件|物品|货物|行李|包裹)[^,;。]{0,4}保管")
_ALIKE = re.compile(
    "(?:录音|录像|资料|记录|档案|凭证|单据|台账|工单|报表|合同|影像|底联)[^,;。]{0,6}$"
)
_SHORT = {"满", "不满", "未满", "不足", "少于"}
_UNITS = {"year", "month", "day", "week", "working_day", "hour"}


def forms(sentence: Sentence, taken: Taken, seen: set[str]) -> Iterator[Proposal]:
    """Yield the forms a sentence names for the first time, and how long records are kept."""
    yield from _kept(sentence, taken)
    yield from _copied(sentence, taken)
    for match in _TITLED.finditer(sentence.text):
        if _PAPER.search(match[1]) and not _LAW.search(match[1]):
            yield from _named(sentence, match.start(), match.end(), match[1], seen, "form-titled")
    for match in _FILLED.finditer(sentence.text):
        name = match["name"]
        yield from _named(sentence, match.start("name"), match.end(), name, seen, "form-filled")


def _named(
    sentence: Sentence, start: int, end: int, name: str, seen: set[str], why: str
) -> Iterator[Proposal]:
    again = any(name in other or other in name for other in seen)
    seen.add(name)
    yield made(
        sentence,
        "form",
        (start, end),
        {"name": name},
        why=why,
        sure="high" if why == "form-titled" else "medium",
        optional=again,
    )


def _copied(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield the paper that is made in so many copies: 合同一式两份."""
    for match in _COPIES.finditer(sentence.narrow):
        count = next((q for q in sentence.found.quantities if match.end() == q.start), None)
        named = _NAMED.search(sentence.narrow, 0, match.start())
        if count is None or named is None or not taken.free(count):
            continue
        taken.take(count)
        name = named["titled"] or named["name"]
        params = {"name": name, "copies": count.value}
        titled = named["titled"] is not None  # named once more where its title stands
        where = (named.start(), count.end)
        yield made(sentence, "form", where, params, why="form-copies", optional=titled)


def _kept(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    kept_before = False
    for quantity in sentence.found.quantities:
        free = "免费" in sentence.left_of(quantity)
        goods = _GOODS.search(sentence.left_of(quantity))
        goes_on = kept_before and _ALIKE.search(sentence.left_of(quantity))
        kept = not (free or goods or quantity.before in _SHORT) and (
            _KEPT.search(sentence.left_of(quantity))
            or _KEEP_AFTER.match(sentence.rest(quantity))
            or _KEPT_ALL.search(sentence.before_part(quantity))
            or goes_on
        )
        if quantity.unit in _UNITS and taken.free(quantity) and kept:
            kept_before = True
            taken.take(quantity)
            part = sentence.part_at(quantity.start)
            name = re.split(
                "应|须|至少|需|留样|保存|存档|留存|保管|归档|保留|要", sentence.left_of(quantity)
            )[0]
            name = name or sentence.before_part(quantity).rstrip(",，")[-12:]
            yield made(
                sentence,
                "form",
                (part.start, max(part.end, quantity.end)),
                {
                    "name": name.strip(),
                    "retention": quantity.value,
                    "retention_unit": quantity.unit,
                },
                why="form-kept",
            )
