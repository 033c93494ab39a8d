"""Which fact of the product a text means, by its trade words and by the facts' own labels."""

from __future__ import annotations

import re

from shouwen.policy.vocabulary import BASE

Condition = dict[str, str | bool]
# After what something is due: what stands before 后, 时 or 起 in its sentence.
_EVENT = re.compile(
    r"([^,，。;；:：]{2,24}?)(?:之日起|之时起|次日起|当日起|之后|以后|后(?![台勤续果方期])|起(?!诉|草|到)"
    r"|(?<![小及当同临按定随])时(?![间限段效期]))"
)
_SHORT = 16
# What has happened already outranks what it happened to: 投诉办结 is the end of a complaint.
_EVENTS = (
    ("重新?打开|重开|再次报修|返修|再次投诉", "case_reopened"),
    ("回访", "callback_made"),
    ("办结|处理完|处理结束|解决|修复|完工|完成处理|办理完|竣工", "case_resolved"),
    ("派单|派工|分派|指派|接单", "case_assigned"),
    ("转办|转派|转交|转至|转责任", "case_forwarded"),
    ("移交", "case_handed_over"),
    ("答复|回复|反馈客户|回电", "case_replied"),
    ("撤诉|撤回投诉|撤销投诉", "case_withdrawal_asked"),
    ("客户(?:给出|作出)?评价|差评|中差评", "case_rated"),
    ("归档|销单|关单", "case_closed"),
    ("漏(?:打卡|签到|签|刷)|忘记打卡|未打卡", "punch_missed"),
    ("超假|逾期不归|续假未", "leave_overstayed"),
    ("请假|休假申请|申请休假|病假|事假", "leave_requested"),
    ("申请加班|加班申请", "overtime_requested"),
    ("换班|调班", "shift_swap_requested"),
    ("代班|替班|顶班", "stand_in_requested"),
    ("交接不清", "handover_objected"),
    ("交接班|交班|接班", "shift_handed_over"),
    ("脱岗|离岗|擅离|离开岗位", "post_left"),
    ("返岗|回岗|回到岗位", "post_returned"),
    ("缺勤|旷工|未到岗|没有到岗", "absent"),
    ("签到|打卡上班|到岗", "clocked_in"),
    ("签退|下班打卡", "clocked_out"),
    ("小休|离席", "break_requested"),
    ("泄密|泄露|泄漏|外泄", "leak_found"),
    ("调阅|查阅|借阅|申请查询|复印", "access_requested"),
    ("核实身份|核验身份|身份核(?:实|验)|验证身份", "identity_verified"),
    ("走访|拜访|登门", "customer_visited"),
    ("合同到期|合同期满|合同届满", "contract_ending"),
    ("决议|会议决定", "resolution_taken"),
    ("会议纪要|纪要", "minutes_filed"),
    ("会议|例会|开会|会后|散会", "meeting_held"),
    ("(?:公告|通告|通知)(?:发布|下发|印发|张贴|公布)", "notice_issued"),
    ("(?:发布|下发|印发|张贴)(?:公告|通告|通知)", "notice_issued"),
    ("(?:提交|上报|交来)(?:[^,，]{0,6})(?:计划|总结|周报|月报|日报)", "report_submitted"),
    ("应办.{0,4}逾期|逾期未办|超时未办|超期未办", "obligation_lapsed"),
    ("退回整改|复核不合格|复查不合格|退回重做", "duty_sent_back"),
)  # fmt: skip
_CASES = (
    ("投诉", "complaint"),
    ("报修|维修|故障|报障|抢修", "repair"),
    ("咨询|来电|问询", "consultation"),
    ("建议", "suggestion"),
    ("表扬|锦旗|感谢信", "praise"),
)
_SEVERITIES = (("轻微", "minor"), ("一般|普通", "general"), ("重大", "major"))
_BREACHES: tuple[tuple[str, Condition], ...] = (
    ("脱岗|擅自离岗|擅离职守|擅离岗位", {"fact": "post_left", "approved": False}),
    ("漏(?:打卡|签到|刷卡)|忘记打卡", {"fact": "punch_missed"}),
    ("超假", {"fact": "leave_overstayed"}),
    ("旷工|无故缺勤", {"fact": "absent", "approved": False}),
)
_SEVERAL = re.compile("[、/]|或者?|和|及|以及|[0-9一二三四五六七八九十半].{0,3}[天日时分]")
_LABEL = 3


def fact_meant(said: str, quote: str = "") -> Condition | None:
    """Return the condition under which a text begins to ask something, or None when it is its own.

    What is said to have happened counts first, then which customer's matter the text speaks of.
    A sentence may speak of several severities; then the one that the quote names counts.
    """
    event = _EVENT.search(said)
    stretch = event[1] if event else said if len(said) <= _SHORT else ""
    kind = next((fact for words, fact in _EVENTS if re.search(words, stretch)), "")
    kind = kind or next((each.kind for each in BASE if _named(each.label, stretch)), "")
    of_case = next((type_ for words, type_ in _CASES if re.search(words, stretch)), "")
    if not kind or not party_in(kind):
        of_case = of_case or next((t for words, t in _CASES if re.search(words, said)), "")
        return _of_cases("case_opened", of_case, quote, said) if of_case else None
    if kind.startswith("case_") and of_case:
        return _of_cases(kind, of_case, quote, said)
    return {"fact": kind}


def _of_cases(kind: str, of_case: str, *said: str) -> Condition:
    """Return a fact of one type of matters, of one severity where a text names just one."""
    words = next(words for words, type_ in _CASES if type_ == of_case)
    named = (_severities(words, each) for each in said)
    only = next((found[0] for found in named if len(found) == 1), None)
    graded = {"severity": only} if only else {}
    return {"fact": kind, "case_type": of_case, **graded}


def _severities(words: str, said: str) -> list[str]:
    return [g for each, g in _SEVERITIES if re.search(f"(?:{each})的?(?:{words})", said)]


def _named(label: str, stretch: str) -> bool:
    return len(label) >= _LABEL and label in stretch


def breach_meant(said: str) -> Condition | None:
    """Return the fact that is recorded anyway when somebody does what a sanction names."""
    if _SEVERAL.search(said):
        return None
    return next((dict(fact) for words, fact in _BREACHES if re.search(words, said)), None)


def party_in(kind: str) -> str:
    """Return which detail of a kind of fact names the member concerned, or nothing."""
    details = BASE.kinds[kind].details
    return next((name for name in ("handler", "person", "owner") if name in details), "")
