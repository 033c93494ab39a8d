"""The facts of access: what somebody asked to see or do, what was destroyed, what leaked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shouwen.policy.facts_of.roster import (
    PERSON,
    REASON,
    SHIFT_BEGINS,
    SHIFT_ENDS,
    choice,
    detail,
    fact,
)

SUBJECT_CLASS = detail("text", "密级或类别", "Class of the subject")
SUBJECT = detail("text", "内容", "Subject")
ACTION = choice(
    "操作",
    "Action",
    see=("查看", "see"),
    change=("修改", "change"),
    export=("导出", "export"),
    copy=("复制", "copy"),
    delete=("删除", "delete"),
    destroy=("销毁", "destroy"),
    disclose=("提供他人", "disclose"),
    log_in=("登录", "log in"),
    enter=("进入", "enter"),
    draw=("领用", "draw"),
    carry_out=("带出", "carry out"),
    operate=("操作设备", "operate"),
    store=("存放", "store"),
    listen=("监听", "listen"),
)
RECIPIENT = choice(
    "提供对象",
    "Recipient",
    colleague=("同事", "colleague"),
    customer=("客户本人", "customer"),
    third_party=("第三方", "third party"),
    public=("公众", "the public"),
)

FACTS: Mapping[str, Any] = {
    "access_requested": fact(
        "申请查阅或办理",
        "Access requested",
        person=PERSON,
        subject_class=SUBJECT_CLASS,
        action=ACTION,
        subject=SUBJECT,
        field=detail("text", "字段", "Field"),
        recipient=RECIPIENT,
        reason=REASON,
        permitted=detail("yes_no", "已获许可", "Permission on record"),
        consented=detail("yes_no", "对方同意", "Consent of the other side"),
        identity_verified=detail("yes_no", "已核实身份", "Identity verified"),
        registered=detail("yes_no", "已登记", "Registered"),
        in_person=detail("yes_no", "本人办理", "In person"),
        second_person=detail("member", "在场第二人", "Second person"),
        account_owner=detail("member", "账号所属人", "Owner of the account"),
        shift_begins=SHIFT_BEGINS,
        shift_ends=SHIFT_ENDS,
        announced_at=detail("moment", "正式公布时间", "Announced at"),
        created_at=detail("moment", "形成时间", "Created at"),
        locked=detail("yes_no", "已加锁", "Locked"),
        kept_apart=detail("yes_no", "单独存放", "Kept apart"),
    ),
    "attempt_refused": fact(
        "办理被拒",
        "Attempt refused",
        person=PERSON,
        asked=detail("text", "申请的事项", "What was asked"),
    ),
    "access_refused": fact(
        "不准查阅或办理",
        "Access refused",
        person=PERSON,
        subject_class=SUBJECT_CLASS,
        action=ACTION,
        subject=SUBJECT,
        account_owner=detail("member", "账号所属人", "Owner of the account"),
        asked=detail("text", "申请的事项", "What was asked"),
    ),
    "leak_found": fact(
        "发现泄密",
        "Leak found",
        person=PERSON,
        offender=detail("member", "泄密人", "Offender"),
        subject_class=SUBJECT_CLASS,
        subject=SUBJECT,
        serious=detail("yes_no", "后果严重", "Serious consequence"),
        loss=detail("money", "经济损失", "Economic loss"),
        remedied=detail("yes_no", "已补救", "Remedied"),
        intentional=detail("yes_no", "故意", "Intentional"),
    ),
    "leak_reported": fact(
        "报告泄密",
        "Leak reported",
        person=PERSON,
        reported_to=detail("member", "报告对象", "Reported to"),
        text=detail("text", "内容", "Text"),
    ),
}
