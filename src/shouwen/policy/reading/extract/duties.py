"""What is to be done again and again: daily, weekly, every month by the fifth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shouwen.policy.reading.extract.made import SUPERVISED, Plain, Taken, made, part_span
from shouwen.policy.reading.extract.sentences import Sentence
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.quantities import Clock, Quantity, Rhythm

_RATE = re.compile(
    "扣|罚|奖|补贴|津贴|工资|底薪|元|提成|积分|加[\\d一二三四五]|费|迟到|旷工|缺勤|"
    "逾期|休息|休假|轮休|单休|双休|情况下$|除了|工作[\\d八]|上班|可有|可请|享受|"
    "不得超过|不超过|最多|限|"
    "至多|累计"
)
_REGULAR = re.compile("定期|不定期|经常")
_AFTER_NAME = re.compile("^(?:的(?!\\d)|/|一样|都|来电|均值)")
_WORK = (
    "检查|巡查|巡视|组织|提交|汇总|统计|上报|报送|报告|召开|开展|进行|培训|清洁|清扫|"
    "清理|打扫|消毒|盘点|核对|抽查|抽听|抽检|考核|评比|更新|整理|检测|测试|演练|维护|"
    "保养|记录|填写|登记|回访|走访|拜访|通报|公布|编制|制定|分析|总结|例会|开会|会议|"
    "轮换|更换|备份|评估|评选|讲评|学习|测量|发布|查看|查阅|监听|质检|汇报|公示|审核|"
    "核查|对账|结算|发放|缴|清点|点检|校验|校准|除尘|检修|测温|晨检|巡检|巡逻|完成|"
    "举行|举办|安排|听取|抽取|回复|广播|播报|反馈|签到|参加|收集|归档|通风|擦|洗|清|"
    "换|查|送|报|交|做|写|开|拖|擦拭|排查|督查|督导|复核|宣讲|慰问|联系|巡|扫描|升级|"
    "跟进|一访|一检|值|结账|交账|轧账|赠送|开启|关闭"
)
_WORKS = re.compile(_WORK)
_DEEDS = re.compile(
    "检查|巡查|巡场|巡视|巡检|召开|例会|开会|会议|培训|学习|盘点|清洁|清扫|打扫|消毒|维护|保养|"
    "演练|汇报|讲评|总结|抽查|走访|对账|组织"
)
_FAR = 40
_GIVEN = re.compile(r"(?:初始|基础|满)分?[\d一二三四五六七八九十]+分(?!钟)")
_MINIMUM = re.compile("至少|不少于|最少|不低于")
_KPI = re.compile("考核项目|考核指标|业务量|指标|考核内容|量化|KPI|绩效指标|任务量|目标")
_DURING = re.compile(
    "(?:检查|考核|评比|评选|考试|抽查|暗访|测评|活动)中$|^(?:按照?|根据|依据).*(?:情况|结果|成绩|排名)$|的$"
)
_MAY = re.compile("(?:最多)?可(?!疑|能)|只能|限")


def duties(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield the duties that a sentence says come round."""
    ended = 0
    for rhythm in sentence.found.rhythms:
        if rhythm.start < ended or not taken.free(rhythm) or not _is_duty(sentence, rhythm):
            continue
        part = sentence.part_at(rhythm.start)
        ended = max(part.end, rhythm.end)
        yield _told(sentence, rhythm, taken)
    yield from _same_month(sentence, taken)
    match = _REGULAR.search(sentence.narrow)
    if match and not sentence.found.rhythms:
        part = sentence.part_at(match.start())
        yield made(
            sentence,
            "duty",
            (part.start, part.end),
            {"every": "event"},
            why="duty-regular",
            sure="low",
            optional=True,
        )


def _same_month(sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """Yield what is due by another day of the month that was named before: 每月5日…，10日前开票."""
    monthly = [each for each in sentence.found.rhythms if each.every == "month" and each.by_day]
    for quantity in sentence.found.quantities:
        named = any(each.end <= quantity.start for each in monthly) and quantity.said in {
            "日",
            "号",
        }
        begins = not sentence.left_of(quantity) and sentence.rest(quantity).startswith("前")
        if named and begins and taken.free(quantity) and _WORKS.search(sentence.rest(quantity)):
            taken.take(quantity)
            params: dict[str, Plain | None] = {"every": "month", "by_day": quantity.value}
            where = part_span(sentence, quantity)
            yield made(sentence, "duty", where, params, why="duty-same-month")


def _is_duty(sentence: Sentence, rhythm: Rhythm) -> bool:
    part = sentence.part_of(rhythm)
    rest = sentence.rest(rhythm)
    named = _AFTER_NAME.match(rest) or _RATE.search(part) or _DURING.search(part.rstrip(",: "))
    if (named and rhythm.by_day is None) or _GIVEN.search(part):
        return False
    near = part + rest[:24]
    wide = part + rest[:_FAR]
    ranged = [each for each in sentence.found.clocks if each.until and each.start >= rhythm.start]
    if ranged and not _meets(rhythm, wide):
        return False
    if rhythm.every == "event" and not _WORKS.search(part) and rhythm.times is None:
        return False
    clock = _clock(sentence, rhythm)
    timed = rhythm.times is not None or rhythm.by_day is not None
    timed = timed or (clock is not None and clock.after == "前")
    if not _WORKS.search(near) and not timed and _least(sentence, rhythm) is None:
        return False
    return not _measured(sentence, rhythm)


def _meets(rhythm: Rhythm, near: str) -> bool:
    """Say whether something is done on named days, rather than a shift worked."""
    return rhythm.by_day is not None and bool(_DEEDS.search(near))


def is_timed_duty(sentence: Sentence, clock: Clock) -> bool:
    """Say whether hours are when a duty of certain weekdays is done: 每周一14:00-17:00巡场."""
    return any(
        rhythm.end <= clock.start <= rhythm.end + 1
        and _meets(rhythm, sentence.part_of(rhythm) + sentence.rest(rhythm)[:_FAR])
        for rhythm in sentence.found.rhythms
    )


def _measured(sentence: Sentence, rhythm: Rhythm) -> bool:
    """Say whether it belongs to a measure ("每月外呼不少于5000通") and not to a deed."""
    least = _least(sentence, rhythm)
    watched = least is not None and SUPERVISED.search(
        sentence.left_of(least).removesuffix(least.before)
    )
    measured = least is not None and not least.exact and _KPI.search(sentence.heading)
    return bool(measured and not watched)


def _told(sentence: Sentence, rhythm: Rhythm, taken: Taken) -> Proposal:
    times, clock = rhythm.times, _clock(sentence, rhythm)
    least = _least(sentence, rhythm)
    if least is not None and taken.free(least):
        taken.take(least)
        times = least.value if times is None or not least.exact else times
    _take_count(sentence, rhythm, taken)
    if clock is not None:
        taken.take(clock)
    params: dict[str, Plain | None] = {
        "every": rhythm.every,
        "interval": rhythm.interval if rhythm.interval != 1 else None,
        "times": times,
        "by_day": rhythm.by_day,
        "by_month": rhythm.by_month,
        "by_time": clock.time if clock else None,
        **_named_days(rhythm),
        **_hours(sentence, taken),
    }
    return made(sentence, "duty", part_span(sentence, rhythm), params, why="duty-rhythm")


def _named_days(rhythm: Rhythm) -> dict[str, Plain | None]:
    """Return all days or months where there are several: 每周一、三、五."""
    return {
        "by_days": "、".join(map(str, rhythm.days)) or None,
        "by_months": "、".join(map(str, rhythm.months)) or None,
    }


def _hours(sentence: Sentence, taken: Taken) -> dict[str, Plain | None]:
    """Return from when until when it is done, where the hours follow its days."""
    for clock in sentence.found.clocks:
        if clock.until and taken.free(clock) and is_timed_duty(sentence, clock):
            taken.take(clock)
            return {"from_time": clock.time, "until_time": clock.until}
    return {}


def _take_count(sentence: Sentence, rhythm: Rhythm, taken: Taken) -> None:
    part = sentence.part_at(rhythm.start)
    for quantity in sentence.found.quantities:
        if quantity.unit == "time" and part.start <= quantity.start < part.end:
            taken.take(quantity)


def _clock(sentence: Sentence, rhythm: Rhythm) -> Clock | None:
    part = sentence.part_at(rhythm.start)
    return next(
        (
            each
            for each in sentence.found.clocks
            if not each.until and _by_then(each, rhythm, part.end)
        ),
        None,
    )


def _by_then(clock: Clock, rhythm: Rhythm, end: int) -> bool:
    """Say whether a time of day belongs to the rhythm, not to a later day's deadline."""
    close = rhythm.start <= clock.start < max(end, rhythm.end + 12)
    return close and (clock.start < end or not clock.day)


def _at_least(sentence: Sentence, quantity: Quantity) -> bool:
    bounded = quantity.high is None and bool(quantity.before)
    return bounded or (quantity.exact and bool(_MINIMUM.search(sentence.left_of(quantity))))


def _last_word(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a part ends in how many are done: 每月抽查录音40通."""
    ends = re.match("[,，。;；]|$", sentence.rest(quantity))
    done = _WORKS.search(sentence.left_of(quantity))
    return bool(ends and done) and quantity.exact and quantity.unit == "thing"


def _least(sentence: Sentence, rhythm: Rhythm) -> Quantity | None:
    """Return the least number asked for in the rhythm's part or the next: 不少于50通."""
    part = sentence.part_at(rhythm.start)
    return next(
        (
            each
            for each in sentence.found.quantities
            if rhythm.end <= each.start < part.end
            and each.unit in {"time", "thing", "person", "number"}
            and (_at_least(sentence, each) or each.unit == "time" or _last_word(sentence, each))
        ),
        None,
    )
