"""The facts of meetings, notices, plans and reports: numbers and titles, never their texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import REASON, choice, detail, fact

MEETING_CALLED, MEETING_HELD = "meeting_called", "meeting_held"
ATTENDED, MINUTES_FILED = "meeting_attended", "minutes_filed"
RESOLVED, CARRIED_OUT = "resolution_taken", "resolution_done"
NOTICE_ISSUED, NOTICE_READ, NOTICE_WITHDRAWN = "notice_issued", "notice_read", "notice_withdrawn"
REPORT_SUBMITTED, REPORT_CHECKED = "report_submitted", "report_checked"

TITLE = detail("text", "标题", "Title")
CONTENT = detail("text", "内容的 SHA-256", "SHA-256 of the content")
VERSION = detail("number", "版次", "Version")
MEETING = detail("text", "会议", "Meeting")
NOTICE = detail("text", "通知", "Notice")
BEGINS = detail("moment", "会议开始时间", "Meeting begins")

FACTS: Mapping[str, Any] = {
    MEETING_CALLED: fact(
        "召集会议",
        "Meeting called",
        person=detail("member", "召集人", "Called by"),
        title=TITLE,
        begins=BEGINS,
        called=detail("number", "应到人数", "People called"),
        confidential=detail("yes_no", "保密会议", "Confidential"),
    ),
    MEETING_HELD: fact(
        "会议召开",
        "Meeting held",
        person=detail("member", "主持人", "Chair"),
        begins=BEGINS,
        called=detail("number", "应到人数", "People called"),
        present=detail("number", "实到人数", "People present"),
        late=detail("number", "迟到人数", "People late"),
        absent=detail("number", "缺席人数", "People absent"),
        excused=detail("number", "请假人数", "People excused"),
    ),
    ATTENDED: fact(
        "会议出席情况",
        "Attendance of a meeting",
        person=detail("member", "与会人", "Attendee"),
        attendance=choice(
            "到会情况",
            "Attendance",
            present=("到会", "present"),
            late=("迟到", "late"),
            absent=("缺席", "absent"),
            excused=("请假", "excused"),
        ),
        begins=BEGINS,
    ),
    MINUTES_FILED: fact(
        "会议纪要归档",
        "Minutes filed",
        person=detail("member", "归档人", "Filed by"),
        version=VERSION,
        resolutions=detail("number", "决议数", "Resolutions"),
        content=CONTENT,
    ),
    RESOLVED: fact(
        "形成会议决议",
        "Resolution taken",
        person=detail("member", "负责人", "Carried out by"),
        title=TITLE,
        due=detail("moment", "要求完成时间", "To be done by"),
        meeting=MEETING,
    ),
    CARRIED_OUT: fact(
        "会议决议落实",
        "Resolution carried out",
        person=detail("member", "负责人", "Carried out by"),
        meeting=MEETING,
    ),
    NOTICE_ISSUED: fact(
        "发布通知公告",
        "Notice issued",
        person=detail("member", "发布人", "Issued by"),
        title=TITLE,
        readers=detail("number", "应阅知人数", "People to read it"),
        must_confirm=detail("yes_no", "须确认阅知", "Reading has to be confirmed"),
        confirm_by=detail("moment", "阅知截止时间", "To be read by"),
        for_customers=detail("yes_no", "面向客户", "For customers"),
        content=CONTENT,
    ),
    NOTICE_READ: fact(
        "阅知确认",
        "Reading confirmed",
        person=detail("member", "阅知人", "Read by"),
        notice=NOTICE,
        late=detail("yes_no", "逾期阅知", "Confirmed late"),
    ),
    NOTICE_WITHDRAWN: fact(
        "撤回通知公告",
        "Notice withdrawn",
        person=detail("member", "撤回人", "Withdrawn by"),
        reason=REASON,
    ),
    REPORT_SUBMITTED: fact(
        "提交计划或总结",
        "Plan or report submitted",
        person=detail("member", "提交人", "Submitted by"),
        sort=choice("类别", "Sort", plan=("计划", "plan"), report=("总结", "report")),
        title=TITLE,
        period=detail("text", "期间", "Period"),
        version=VERSION,
        content=CONTENT,
    ),
    REPORT_CHECKED: fact(
        "审阅计划或总结",
        "Plan or report checked",
        person=detail("member", "提交人", "Submitted by"),
        reviewer=detail("member", "审阅人", "Checked by"),
        result=choice(
            "结果", "Result", accepted=("通过", "accepted"), returned=("退回", "sent back")
        ),
        version=VERSION,
    ),
}
