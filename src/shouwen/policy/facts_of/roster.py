"""The facts of shifts and attendance: what was asked for, planned, counted, punched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def detail(type_: str, label: str, label_en: str) -> dict[str, Any]:
    """Return a detail the way the front matter of a regulation writes it."""
    return {"type": type_, "label": label, "label_en": label_en}


def choice(label: str, label_en: str, **choices: tuple[str, str]) -> dict[str, Any]:
    """Return a detail that is one of several values, each with its names in both languages."""
    names = {
        "one_of": {key: zh for key, (zh, _) in choices.items()},
        "one_of_en": {key: en for key, (_, en) in choices.items()},
    }
    return {"type": names, "label": label, "label_en": label_en}


def fact(label: str, label_en: str, **details: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kind of fact the way the front matter of a regulation writes it."""
    return {"label": label, "label_en": label_en, "details": details}


PERSON = detail("member", "当事人", "Person concerned")
PERIOD = detail("text", "期间", "Period")
YEAR = detail("text", "年度", "Year")
DAYS = detail("number", "天数", "Days")
REASON = detail("text", "原因", "Reason")
SHIFT = detail("text", "班次", "Shift")
BEGINS = detail("moment", "开始时间", "Begins")
ENDS = detail("moment", "结束时间", "Ends")
SHIFT_BEGINS = detail("moment", "上班时间", "Shift begins")
SHIFT_ENDS = detail("moment", "下班时间", "Shift ends")
APPROVED = detail("yes_no", "已获同意", "Approved")
HOLIDAY = detail("yes_no", "法定节假日", "Public holiday")

LEAVE_TYPE = choice(
    "假别",
    "Type of leave",
    personal=("事假", "personal"),
    sick=("病假", "sick"),
    annual=("年假", "annual"),
    rest_swap=("调休", "rest-day swap"),
    official=("公假", "official"),
    emergency=("急诊", "emergency"),
    other=("其他", "other"),
)

FACTS: Mapping[str, Any] = {
    "shift_swap_requested": fact(
        "申请换班",
        "Shift swap requested",
        person=PERSON,
        partner=detail("member", "换班对方", "Partner"),
        person_agrees=detail("yes_no", "本人同意", "Agreed by the person"),
        partner_agrees=detail("yes_no", "对方同意", "Agreed by the partner"),
        registered=detail("yes_no", "已填换班登记表", "Entered in the register"),
        period=PERIOD,
        shift_begins=SHIFT_BEGINS,
        shift_ends=SHIFT_ENDS,
        payback_begins=detail("moment", "还班上班时间", "Return shift begins"),
        payback_ends=detail("moment", "还班下班时间", "Return shift ends"),
        partner_previous_ends=detail("moment", "对方前一班下班", "Partner's shift before ends"),
        partner_next_begins=detail("moment", "对方后一班上班", "Partner's next shift begins"),
        person_previous_ends=detail("moment", "本人前一班下班", "Person's shift before ends"),
        person_next_begins=detail("moment", "本人后一班上班", "Person's next shift begins"),
        neighbour_swapped=detail("yes_no", "相邻班次已换", "Neighbouring shift swapped"),
        public_holiday=HOLIDAY,
        skill=detail("text", "本人技能", "Skill of the person"),
        partner_skill=detail("text", "对方技能", "Skill of the partner"),
        reason=REASON,
    ),
    "shift_swap_withdrawn": fact(
        "撤销换班",
        "Shift swap withdrawn",
        person=PERSON,
        partner=detail("member", "换班对方", "Partner"),
        period=PERIOD,
        shift_begins=SHIFT_BEGINS,
        reason=REASON,
    ),
    "leave_withdrawn": fact(
        "撤销请假",
        "Leave withdrawn",
        person=PERSON,
        leave_type=LEAVE_TYPE,
        days=DAYS,
        begins=BEGINS,
        period=PERIOD,
        year=YEAR,
        reason=REASON,
    ),
    "leave_granted": fact(
        "核定假期",
        "Leave granted",
        person=PERSON,
        leave_type=LEAVE_TYPE,
        days=DAYS,
        year=YEAR,
        period=PERIOD,
        reason=REASON,
    ),
    "leave_requested": fact(
        "申请请假",
        "Leave requested",
        person=PERSON,
        leave_type=LEAVE_TYPE,
        days=DAYS,
        begins=BEGINS,
        ends=ENDS,
        period=PERIOD,
        year=YEAR,
        in_person=detail("yes_no", "本人办理", "In person"),
        certificate=detail("yes_no", "有病假证明", "Certificate handed in"),
        special=detail("yes_no", "特殊情况", "Special case"),
        swapped_shift=detail("yes_no", "换班或还班班次", "Swapped or return shift"),
        public_holiday=HOLIDAY,
        reason=REASON,
    ),
    "leave_overstayed": fact(
        "超假未归",
        "Leave overstayed",
        person=PERSON,
        ends=ENDS,
        extended=detail("yes_no", "已补办手续", "Formalities made up"),
    ),
    "overtime_requested": fact(
        "申请加班",
        "Overtime requested",
        person=PERSON,
        hours=detail("number", "加班小时", "Hours"),
        hours_so_far=detail("number", "本期已加班小时", "Hours so far"),
        begins=BEGINS,
        ends=ENDS,
        statutory_hours=detail("number", "其中法定节假日小时", "Of these on statutory holidays"),
        day_off_hours=detail("number", "其中其他休息日小时", "Of these on other days off"),
        person_agrees=detail("yes_no", "本人同意", "Agreed by the person"),
        period=PERIOD,
        reason=REASON,
    ),
    "clocked_in": fact(
        "上班签到",
        "Clocked in",
        person=PERSON,
        shift=SHIFT,
        shift_begins=SHIFT_BEGINS,
        excused=detail("yes_no", "事先请假", "Excused beforehand"),
    ),
    "clocked_out": fact(
        "下班签退",
        "Clocked out",
        person=PERSON,
        shift=SHIFT,
        shift_ends=SHIFT_ENDS,
        relieved=detail("yes_no", "接班人已到岗", "Relieved"),
        serving=detail("yes_no", "因接待客户延时", "Stayed to serve a customer"),
        excused=detail("yes_no", "事先请假", "Excused beforehand"),
    ),
    "punch_missed": fact("漏签到", "Punch missed", person=PERSON, period=PERIOD),
    "absent": fact(
        "缺勤",
        "Absent",
        person=PERSON,
        shift=SHIFT,
        approved=APPROVED,
        period=PERIOD,
    ),
    "post_left": fact(
        "离岗",
        "Post left",
        person=PERSON,
        approved=APPROVED,
        told_supervisor=detail("yes_no", "已报告主管", "Supervisor told"),
        relieved=detail("yes_no", "接替人已到岗", "Relieved"),
        minutes=detail("number", "分钟", "Minutes"),
        reason=REASON,
    ),
    "post_returned": fact(
        "返岗",
        "Back at the post",
        person=PERSON,
        left_at=detail("moment", "离岗时间", "Left at"),
        approved=APPROVED,
    ),
    "stand_in_requested": fact(
        "申请代班",
        "Stand-in requested",
        person=PERSON,
        stand_in=detail("member", "代班人", "Stand-in"),
        begins_at=detail("moment", "代班开始", "Stand-in begins"),
        ends_at=detail("moment", "代班结束", "Stand-in ends"),
        special=detail("yes_no", "特殊情况", "Special case"),
    ),
    "shift_handed_over": fact(
        "交接班",
        "Shift handed over",
        person=PERSON,
        incoming=detail("member", "接班人", "Incoming person"),
        outgoing_signed=detail("yes_no", "交班人已签字", "Signed by the outgoing person"),
        incoming_signed=detail("yes_no", "接班人已签字", "Signed by the incoming person"),
        arrived=detail("yes_no", "接班人已到岗", "Incoming person arrived"),
        open_items=detail("number", "未办结重要事项数", "Open important items"),
        recorded=detail("yes_no", "有交接记录", "Handover recorded"),
    ),
    "shift_planned": fact(
        "排班",
        "Shift planned",
        person=PERSON,
        shift=SHIFT,
        begins=BEGINS,
        ends=ENDS,
        people=detail("number", "当班人数", "People on the shift"),
        rest_days=detail("number", "本期休息天数", "Rest days in the period"),
        week_shifts=detail("text", "本周其他班次", "Other shifts of the week"),
        last_week_shifts=detail("text", "上周班次", "Shifts of the week before"),
        public_holiday=HOLIDAY,
    ),
    "roster_published": fact(
        "公布班表",
        "Roster published",
        team=detail("team", "班组", "Team"),
        period=PERIOD,
        first=detail("moment", "首日", "First day"),
        last=detail("moment", "末日", "Last day"),
        shifts=detail("number", "班次数", "Shifts"),
        people=detail("number", "人数", "People"),
        content=detail("text", "班表内容的 SHA-256", "SHA-256 of the roster"),
    ),
    "roster_acknowledged": fact(
        "确认班表",
        "Roster acknowledged",
        person=PERSON,
        team=detail("team", "班组", "Team"),
        period=PERIOD,
        shifts=detail("number", "班次数", "Shifts"),
    ),
    "shift_changed": fact(
        "调整已公布班次",
        "Published shift changed",
        person=PERSON,
        change=choice(
            "调整",
            "Change",
            put=("增加", "put"),
            moved=("改动", "moved"),
            removed=("取消", "removed"),
        ),
        shift=SHIFT,
        begins=BEGINS,
        ends=ENDS,
        was_begins=detail("moment", "原开始时间", "Began before"),
        was_ends=detail("moment", "原结束时间", "Ended before"),
        public_holiday=HOLIDAY,
        reason=REASON,
    ),
    "shift_taken": fact(
        "认领空班",
        "Open shift taken",
        person=PERSON,
        shift=SHIFT,
        begins=BEGINS,
        ends=ENDS,
        previous_ends=detail("moment", "前一班下班", "Shift before ends"),
        next_begins=detail("moment", "后一班上班", "Next shift begins"),
        period=PERIOD,
        public_holiday=HOLIDAY,
    ),
    "shift_swap_proposed": fact(
        "提出换班",
        "Shift swap proposed",
        person=PERSON,
        partner=detail("member", "换班对方", "Partner"),
        shift_begins=SHIFT_BEGINS,
        payback_begins=detail("moment", "还班上班时间", "Return shift begins"),
        period=PERIOD,
        reason=REASON,
    ),
    "shift_swap_answered": fact(
        "答复换班",
        "Shift swap answered",
        person=PERSON,
        partner=detail("member", "换班对方", "Partner"),
        partner_agrees=detail("yes_no", "对方同意", "Agreed by the partner"),
        shift_begins=SHIFT_BEGINS,
        period=PERIOD,
        reason=REASON,
    ),
    "punch_correction_requested": fact(
        "申请补签",
        "Punch correction requested",
        person=PERSON,
        punch=choice("签到或签退", "In or out", **{"in": ("签到", "in"), "out": ("签退", "out")}),
        shift=SHIFT,
        shift_begins=SHIFT_BEGINS,
        shift_ends=SHIFT_ENDS,
        punched_at=detail("moment", "实际时间", "Actual time"),
        period=PERIOD,
        reason=REASON,
    ),
    "shift_worked": fact(
        "班次出勤",
        "Shift worked",
        person=PERSON,
        team=detail("team", "班组", "Team"),
        shift=SHIFT,
        shift_begins=SHIFT_BEGINS,
        shift_ends=SHIFT_ENDS,
        hours=detail("number", "出勤小时", "Hours worked"),
        planned_hours=detail("number", "排班小时", "Hours planned"),
        extra_minutes=detail("number", "超时分钟", "Minutes beyond the shift"),
        served_minutes=detail("number", "其中接待客户分钟", "Of these serving a customer"),
        statutory_hours=detail("number", "法定节假日出勤小时", "Hours on statutory holidays"),
        day_off_hours=detail("number", "其他休息日出勤小时", "Hours on other days off"),
        crosses_midnight=detail("yes_no", "跨零点", "Crosses midnight"),
        public_holiday=HOLIDAY,
        period=PERIOD,
    ),
    "swapped_shift_missed": fact(
        "换班班次误班空班",
        "Swapped shift missed or left empty",
        person=detail("member", "应上班人", "Who was to work"),
        partner=detail("member", "另一方", "The other side"),
        shift=SHIFT,
    ),
    "seats_counted": fact(
        "席位清点",
        "Seats counted",
        seats=detail("number", "在线席位", "Seats online"),
        shift=SHIFT,
        team=detail("team", "班组", "Team"),
    ),
    "seats_planned": fact(
        "席位安排",
        "Seats planned",
        seats=detail("number", "安排席位", "Seats planned"),
        shift=SHIFT,
        begins=BEGINS,
        team=detail("team", "班组", "Team"),
    ),
    "coverage_short": fact(
        "在岗人数将不足",
        "Too few people in the next hours",
        team=detail("team", "班组", "Team"),
        begins=BEGINS,
        ends=ENDS,
        seats=detail("number", "安排人数", "People planned"),
        least=detail("number", "至少人数", "At least"),
    ),
    "break_requested": fact(
        "申请小休",
        "Break requested",
        person=PERSON,
        seats=detail("number", "小休后在线席位", "Seats left online"),
        shift=SHIFT,
        begins=BEGINS,
        minutes=detail("number", "分钟", "Minutes"),
    ),
}
