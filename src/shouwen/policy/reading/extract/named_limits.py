"""Bare lengths that a list gives as time limits, without a word that says so."""

from __future__ import annotations

import re

from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.quantities import Quantity

_SHORT = {"second", "minute", "hour", "day", "working_day"}
_ITEM = "[\u4e00-\u9fffA-Za-z()（）/]"
_NAMED_LIMIT = re.compile(f"(?:^|[,，;；。:：、])[ ]?({_ITEM}{{2,10}}[:：]?[ ]?)$")
_LISTED_LIMIT = re.compile(
    f"(?:^|[,，;；。:：、])[ ]?({_ITEM}{{1,10}}?)[:：]?[ ]?"
    r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)个?(?:秒|分钟|小时|工作日|天|日)(?=[,，;；。、()]|$)"
)
_OTHERWISE = re.compile(
    r"\d(?:个?(?:分钟|小时|工作日|天|日))之?以?内[^,;。()]{0,10}\([\u4e00-\u9fff]{2,8}$"
)
_AT_DISTANCE = re.compile("(?:公里|千米|米|km)(?:[之以]?[内外]|以[上下])?$")
_NO_LIMIT = re.compile(
    "工作|[上下加值夜早中晚白]班|休|假|培训|试用|期[:：]?$|课|长[:：]?$|营业|服务时间|周期|工龄|年龄|经验|间隔|"
    "会[:：]?$|通话|讲解|演示|停|录[像音]|档案|资料|保[存管质修]|留存|[晚迟]到|早退|旷工|缺|超|逾|满|连续|累计|每|"
    "第|前|后|延|离|脱岗|晚点|用餐|不|未|扣|罚|奖|已|达|有|工期|时间[:：]?$|学习|实习|见习|带教|待岗|任职|拖|滞|"
    "考察|观察|近|续|免费|质保"
)

_LASTS = re.compile("时长|议程|流程[:：为]|程序[:：为]|环节")


def is_named_limit(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a bare length limits what stands before it: 化验报告：2小时.

    Without a colon it takes two of them, so that a single length of something is no time limit.
    """
    if quantity.unit not in _SHORT:
        return False
    if _OTHERWISE.search(sentence.narrow[: quantity.start]):
        return True
    if _LASTS.search(sentence.earlier + sentence.narrow[: quantity.start]):
        return False
    if _AT_DISTANCE.search(sentence.left_of(quantity)):
        return True
    named = _NAMED_LIMIT.search(sentence.narrow[: quantity.start])
    if named is None or _NO_LIMIT.search(named[0]):
        return False
    listed = _LISTED_LIMIT.findall(f"{sentence.earlier};{sentence.narrow}")
    alike = sum(_NO_LIMIT.search(each) is None for each in listed)
    return named[0].rstrip().endswith(":") or alike > 1
