"""The words a rule may use: kinds of facts and the details recorded with them.

The product knows the facts in :data:`BASE`. A regulation's front matter adds kinds of its own, or
further details to a known kind. Labels exist in Chinese and English; the keys are what rules use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shouwen.policy.facts_of import access, customers, handover, office, roster, rounds


class DetailType(StrEnum):
    """What a detail holds, and so how a form asks for it and a condition compares it."""

    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    MEMBER = "member"
    MOMENT = "moment"
    DEPARTMENT = "department"
    TEAM = "team"
    ONE_OF = "one_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One detail of a kind of fact: its key, labels, type, and the choices of a ``one_of``.

    ``unit`` is what a number is counted in, where that is more than its type says.
    """

    name: str
    label: str
    label_en: str
    type: DetailType
    choices: Mapping[str, str] = field(default_factory=dict)
    choices_en: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def value_labels(self, value: object) -> tuple[str, str]:
        """Return a value as people read it, in Chinese and in English."""
        if isinstance(value, bool):
            return ("是", "yes") if value else ("否", "no")
        text = str(value)
        return self.choices.get(text, text), self.choices_en.get(text, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One kind of fact: what happened, and which details are recorded with it.

    ``by_hand`` is false for facts that only the product itself records.
    """

    kind: str
    label: str
    label_en: str
    details: Mapping[str, Term] = field(default_factory=dict)
    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Kinds of facts by key; regulations extend the product's own."""

    kinds: Mapping[str, FactKind]

    def __contains__(self, kind: object) -> bool:
        """Tell whether a kind of fact is known."""
        return kind in self.kinds

    def __iter__(self) -> Iterator[FactKind]:
        """Go through the kinds of facts in order."""
        return iter(self.kinds.values())

    def term(self, kind: str, detail: str) -> Term | None:
        """Return a detail of one kind of fact, or None when there is no such detail."""
        found = self.kinds.get(kind)
        return found.details.get(detail, OF_ANY_FACT.get(detail)) if found else None

    def kind_labels(self, kind: str) -> tuple[str, str]:
        """Return a kind's labels in Chinese and English; its key where it has none."""
        found = self.kinds.get(kind)
        return (found.label, found.label_en) if found else (kind, kind)

    def detail_labels(self, kind: str, detail: str) -> tuple[str, str]:
        """Return a detail's labels in Chinese and English; its key where it has none."""
        found = self.term(kind, detail)
        return (found.label, found.label_en) if found else (detail, detail)

    def extended(self, facts: Mapping[str, Any]) -> Vocabulary:
        """Return this vocabulary with the ``facts:`` of a front matter added.

        A kind that is already known keeps its labels and details and gains the new ones.
        """
        kinds = dict(self.kinds)
        for key, written in facts.items():
            definition = FactDefinition.model_validate(written)
            kinds[key] = definition.added_to(kinds.get(key), key)
        return Vocabulary(kinds)


def _read_type(value: Any) -> Any:
    """Let ``{one_of: {a: 甲}}`` stand beside the plain type names."""
    if isinstance(value, Mapping):
        return value
    plain = [t.value for t in DetailType if t is not DetailType.ONE_OF]
    if value not in plain:
        raise PydanticCustomError(
            "detail_type",
            "{what} {mend}",
            {
                "what": f"“{value}” is not a type of detail.",
                "mend": f"Use one of: {', '.join(plain)}, or {{one_of: {{value: 中文}}}}.",
            },
        )
    return value


class Choices(BaseModel):
    """The values a detail may take, with their Chinese (and optionally English) names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    one_of: dict[str, str]
    one_of_en: dict[str, str] = Field(default_factory=dict)


class TermDefinition(BaseModel):
    """A detail as the front matter of a regulation writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Annotated[DetailType | Choices, BeforeValidator(_read_type)]
    label: str = ""
    label_en: str = ""

    def term(self, name: str) -> Term:
        """Return the detail under its key; a missing label is the key itself."""
        label, english = self.label or name, self.label_en or name
        if isinstance(self.type, DetailType):
            return Term(name=name, label=label, label_en=english, type=self.type)
        return Term(
            name=name,
            label=label,
            label_en=english,
            type=DetailType.ONE_OF,
            choices=self.type.one_of,
            choices_en=self.type.one_of_en,
        )


class FactDefinition(BaseModel):
    """A kind of fact as the front matter of a regulation writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = ""
    label_en: str = ""
    details: dict[str, TermDefinition] = Field(default_factory=dict)

    def added_to(self, known: FactKind | None, key: str) -> FactKind:
        """Return the kind with these details; a kind already known keeps its own."""
        own = {name: definition.term(name) for name, definition in self.details.items()}
        if known is None:
            label, english = self.label or key, self.label_en or key
            return FactKind(kind=key, label=label, label_en=english, details=own)
        return replace(known, details={**known.details, **own})


def _term(name: str, type_: str, label: str, label_en: str, **choices: tuple[str, str]) -> Term:
    return Term(
        name=name,
        label=label,
        label_en=label_en,
        type=DetailType(type_),
        choices={key: zh for key, (zh, _) in choices.items()},
        choices_en={key: en for key, (_, en) in choices.items()},
    )


def _kind(key: str, label: str, label_en: str, *terms: Term, by_hand: bool = True) -> FactKind:
    details = {term.name: term for term in terms}
    return FactKind(kind=key, label=label, label_en=label_en, details=details, by_hand=by_hand)


def _system(key: str, label: str, label_en: str, *terms: Term) -> FactKind:
    return _kind(key, label, label_en, *terms, by_hand=False)


CASE_TYPE = _term(
    "case_type",
    "one_of",
    "事项类型",
    "Type of case",
    complaint=("投诉", "complaint"),
    repair=("报修", "repair request"),
    consultation=("咨询", "consultation"),
    suggestion=("建议", "suggestion"),
    praise=("表扬", "praise"),
    service=("服务请求", "service request"),
)
SEVERITY = _term(
    "severity",
    "one_of",
    "级别",
    "Severity",
    minor=("轻微", "minor"),
    general=("一般", "general"),
    major=("重大", "major"),
)
PRIORITY = _term(
    "priority",
    "one_of",
    "优先级",
    "Priority",
    urgent=("紧急", "urgent"),
    high=("高", "high"),
    low=("低", "low"),
    ordinary=("普通", "ordinary"),
)
CHANNEL = _term(
    "channel",
    "one_of",
    "渠道",
    "Channel",
    phone=("电话", "phone"),
    counter=("前台", "counter"),
    wechat=("微信", "WeChat"),
    web=("网页", "web"),
    mail=("信函邮件", "mail"),
    visit=("上门", "visit"),
    app=("应用", "app"),
)
CALL_RESULT = _term(
    "result",
    "one_of",
    "结果",
    "Result",
    reached=("已联系上", "reached"),
    not_reached=("未联系上", "not reached"),
)
REASON = _term("reason", "text", "原因", "Reason")
BY_CUSTOMER = _term("by_customer", "yes_no", "客户本人提出", "By the customer")
PERSON = _term("person", "member", "当事人", "Person concerned")
RULE = _term("rule", "text", "规则", "Rule")
REGULATION = _term("regulation", "text", "制度", "Regulation")
SITUATION = _term("situation", "text", "情景", "Situation")
PERIOD = _term("period", "text", "期间", "Period")
NUMBER = _term("number", "text", "编号", "Number")
FORM = _term("form", "text", "表单", "Form")
DEPARTMENT = _term("responsible_department", "department", "责任部门", "Responsible department")
OBLIGATION = _term("obligation", "text", "应办事项", "Obligation")
OWNER = _term("owner", "member", "责任人", "Owner")
DUTY = _term("duty", "text", "应办内容", "Duty")

OTHER = _term("other", "text", "另一事项", "Other case")
OPEN_CHILDREN = _term("open_children", "number", "未办结的子事项数", "Open child cases")

# Every fact about a case carries these, so that a rule may ask for them after any step.
_OF_EVERY_CASE = (
    CASE_TYPE,
    SEVERITY,
    CHANNEL,
    _term("category", "text", "类别", "Category"),
    _term("customer", "text", "客户", "Customer"),
    _term("handler", "member", "处理人", "Handler"),
    _term("first_owner", "member", "首问责任人", "First-contact owner"),
    _term("team", "team", "班组", "Team"),
    DEPARTMENT,
    NUMBER,
    _term("text", "text", "内容", "Text"),
)


def _case(key: str, label: str, label_en: str, *own: Term) -> FactKind:
    return _kind(key, label, label_en, *_OF_EVERY_CASE, *own)


_CASES = (
    _case(
        "case_opened",
        "事项登记",
        "Case opened",
        _term("recurring", "text", "周期事项", "Recurring case"),
        PERIOD,
        _term("queue", "text", "队列", "Queue"),
        PRIORITY,
        _term("graded_because", "text", "定级依据", "Why graded so"),
    ),
    _case(
        "case_prioritised",
        "变更优先级",
        "Priority changed",
        PRIORITY,
        REASON,
    ),
    _case("case_assigned", "事项分派", "Case assigned", REASON),
    _case(
        "case_handed_over",
        "事项移交",
        "Case handed over",
        _term("from_member", "member", "移交人", "Handed over by"),
        _term("to_member", "member", "接收人", "Handed over to"),
        REASON,
    ),
    _case("case_forwarded", "转责任部门", "Case forwarded"),
    _case("case_replied", "答复客户", "Customer answered", SITUATION),
    _case(
        "case_noted",
        "事项备注",
        "Note added",
        _term("mentioned", "text", "提到的人", "Members mentioned"),
    ),
    _case("case_regraded", "变更级别", "Severity changed", REASON),
    _case("case_paused", "事项暂停", "Case paused", REASON),
    _case("case_resumed", "事项恢复", "Case resumed"),
    _case(
        "case_resolved",
        "事项办结",
        "Case resolved",
        _term("resolution", "text", "处理结果", "Resolution"),
        _term("by_department", "department", "处理部门", "Resolved by department"),
        OPEN_CHILDREN,
    ),
    _case("case_reopened", "事项重开", "Case reopened", REASON, BY_CUSTOMER),
    _case(
        "callback_made",
        "回访",
        "Callback made",
        CALL_RESULT,
        _term("satisfaction", "number", "满意度", "Satisfaction"),
        _term("satisfied", "yes_no", "是否满意", "Satisfied"),
        _term("signed", "yes_no", "客户已签字", "Signed by the customer"),
        _term("recording", "text", "录音", "Recording"),
        _term("caller", "member", "回访人", "Caller"),
    ),
    _case("case_closed", "事项关闭", "Case closed", OPEN_CHILDREN),
    _case("case_added_to", "客户补充", "Added to by the customer", BY_CUSTOMER),
    _case("case_confirmed", "客户确认办结", "Confirmed by the customer", BY_CUSTOMER),
    _case(
        "case_withdrawal_asked", "客户要求撤回", "Customer asks to withdraw", REASON, BY_CUSTOMER
    ),
    _case(
        "case_rated",
        "客户评价",
        "Rated by the customer",
        _term("satisfaction", "number", "满意度", "Satisfaction"),
        _term("satisfied", "yes_no", "是否满意", "Satisfied"),
        _term("form", "text", "评价表", "Rating form"),
        BY_CUSTOMER,
    ),
    _case(
        "case_linked",
        "事项关联",
        "Case linked",
        OTHER,
        _term(
            "relation",
            "one_of",
            "关系",
            "Relation",
            related=("相关", "related"),
            parent=("上级事项", "parent"),
            child=("子事项", "child"),
        ),
    ),
    _case("case_detailed", "补充事项信息", "Particulars filled in"),
    _case(
        "case_queued",
        "事项转队列",
        "Case moved to a queue",
        _term("queue", "text", "队列", "Queue"),
        _term("from_queue", "text", "原队列", "Former queue"),
        REASON,
    ),
    _case(
        "case_recategorised",
        "变更类别",
        "Category changed",
        _term("from_category", "text", "原类别", "Former category"),
    ),
    _case("case_merged", "事项合并", "Case merged", OTHER, REASON),
    _case(
        "case_split",
        "事项拆分",
        "Case split",
        OTHER,
        _term("entries", "text", "移出的记录", "Entries taken over"),
    ),
    _case(
        "case_shared",
        "确定协办份额",
        "Share of a co-handler set",
        _term("co_handler", "member", "协办人", "Co-handler"),
        _term("share", "number", "份额（%）", "Share (%)"),
    ),
    _case(
        "case_item_ticked",
        "勾选清单项",
        "Checklist item ticked",
        _term("checklist", "text", "清单", "Checklist"),
        _term("item", "text", "清单项", "Item"),
    ),
    _case(
        "case_snoozed",
        "事项暂搁",
        "Case snoozed",
        _term("until", "moment", "提醒时间", "Wakes at"),
        REASON,
    ),
)

_CLOSINGS = tuple(
    _kind(f"{key}_closed", f"{zh}结账", f"{en} closed", PERSON, PERIOD)
    for key, zh, en in (
        ("month", "月度", "Month"),
        ("quarter", "季度", "Quarter"),
        ("half_year", "半年度", "Half-year"),
        ("year", "年度", "Year"),
    )
)

_CONDUCT = (
    _kind(
        "conduct_checked",
        "行为检查",
        "Conduct checked",
        PERSON,
        RULE,
        _term("item", "text", "检查项", "Item"),
        _term("passed", "yes_no", "合格", "Passed"),
        _term("note", "text", "备注", "Note"),
    ),
    _kind(
        "words_spoken",
        "用语记录",
        "Words spoken",
        PERSON,
        SITUATION,
        _term("text", "text", "内容", "Text"),
    ),
    _kind(
        "situation_ended",
        "情景结束",
        "Situation ended",
        PERSON,
        SITUATION,
        _term("seconds", "number", "等候秒数", "Seconds waited"),
        _term("waits", "text", "各次等候秒数", "Seconds of each wait"),
        _term("answered", "yes_no", "客户已应答", "Answered by the customer"),
    ),
)

_POSTS = (
    _kind(
        "headcount_counted",
        "清点在岗人数",
        "Headcount counted",
        _term("post", "text", "岗位", "Post"),
        _term("people", "number", "人数", "People"),
    ),
    _kind(
        "reporting_line_set",
        "确定上级",
        "Reporting line set",
        PERSON,
        _term("superior", "member", "上级", "Superior"),
    ),
)

_FORMS = (
    _kind("form_filled", "填写表单", "Form filled in", FORM, REGULATION, NUMBER, PERSON),
    _kind("form_changed", "修改表单", "Form changed", FORM, REGULATION, NUMBER, REASON),
    _system(
        "sheet_signed",
        "签署表单",
        "Form signed",
        NUMBER,
        FORM,
        REGULATION,
        _term("slot", "text", "签字栏", "Signature line"),
        _term("signer", "text", "签字人", "Signer"),
        _term("post", "text", "岗位", "Post"),
        _term("drawn", "yes_no", "手写", "Drawn by hand"),
        _term("content", "text", "签署内容的 SHA-256", "SHA-256 of what was signed"),
        _term("strokes", "text", "笔迹", "Strokes"),
    ),
)

_OF_OBLIGATION = (NUMBER, RULE, REGULATION, OWNER, DUTY)
_PRODUCT = (
    _system("obligation_lapsed", "应办事项逾期", "Obligation lapsed", *_OF_OBLIGATION),
    _system(
        "obligation_escalated",
        "应办事项升级",
        "Obligation escalated",
        *_OF_OBLIGATION,
        _term("to", "member", "升级给", "Escalated to"),
    ),
    _system(
        "obligation_met",
        "应办事项完成",
        "Obligation met",
        *_OF_OBLIGATION,
        _term("done_by", "member", "办理人", "Done by"),
        _term("late", "yes_no", "是否逾期", "Late"),
    ),
    _kind(
        "obligation_excused", "应办事项免除", "Obligation excused", NUMBER, RULE, REGULATION, REASON
    ),
    _kind(
        "duty_done",
        "例行职责完成",
        "Duty done",
        OBLIGATION,
        _term("evidence", "text", "凭据", "Evidence"),
        _term("photos", "number", "照片张数", "Number of photos"),
        _term("signatures", "number", "签字人数", "Number of signatures"),
        _term("texts", "number", "文字记录份数", "Number of texts"),
    ),
    _system(
        "period_began",
        "期间开始",
        "Period began",
        RULE,
        REGULATION,
        PERIOD,
        _term("due", "moment", "截止", "Due"),
    ),
    *(
        _system(
            f"approval_{state}",
            label,
            english,
            _term("request", "text", "申请", "Request"),
            RULE,
        )
        for state, label, english in (
            ("requested", "提出审批", "Approval requested"),
            ("granted", "审批通过", "Approval granted"),
            ("refused", "审批驳回", "Approval refused"),
            ("withdrawn", "审批撤回", "Approval withdrawn"),
            ("expired", "审批过期", "Approval expired"),
        )
    ),
    _system(
        "regulation_adopted",
        "制度采用",
        "Regulation adopted",
        REGULATION,
        _term("version", "number", "版本", "Version"),
        _term("in_force", "text", "施行日期", "In force from"),
    ),
    _system(
        "regulation_retired",
        "制度废止",
        "Regulation retired",
        REGULATION,
        _term("version", "number", "版本", "Version"),
        _term("ended", "text", "废止日期", "Ended on"),
    ),
    _system("attempt_refused", "办理被拒", "Attempt refused", PERSON, REASON, RULE, REGULATION),
    _system("access_refused", "不准查阅或办理", "Access refused", PERSON, REASON, RULE, REGULATION),
    _system("fact_corrected", "事实更正", "Fact corrected", NUMBER, REASON),
    _system(
        "fine_imposed",
        "处以罚款",
        "Fine imposed",
        PERSON,
        _term("amount", "money", "罚款金额", "Amount of the fine"),
        RULE,
        REGULATION,
    ),
    _system(
        "points_moved",
        "积分变动",
        "Points moved",
        PERSON,
        _term("unit", "text", "积分种类", "Kind of points"),
        _term("amount", "number", "变动", "Change"),
        RULE,
        REGULATION,
    ),
    _system(
        "attendance_classed",
        "考勤认定",
        "Attendance classed",
        PERSON,
        _term("class", "text", "认定结果", "Class"),
        _term("minutes", "number", "分钟", "Minutes"),
        RULE,
        REGULATION,
    ),
)

# What may stand beside the details of any fact: how it came here.
OF_ANY_FACT = {
    term.name: term
    for term in (
        _term("sent_later", "yes_no", "离线填写，后补发", "Filled in without network, sent later"),
        _term(
            "clock_off_minutes", "number", "设备时钟相差（分钟）", "Device's clock off by minutes"
        ),
        _term("files", "text", "附件", "Attached files"),
        _term("place_differs", "yes_no", "扫码位置不符", "Scanned at another place"),
    )
}

_KINDS = (*_CASES, *_CLOSINGS, *_CONDUCT, *_FORMS, *_POSTS, *_PRODUCT)
_CORE = Vocabulary({kind.kind: kind for kind in _KINDS})
BASE = _CORE.extended(
    {
        **roster.FACTS,
        **handover.FACTS,
        **access.FACTS,
        **customers.FACTS,
        **rounds.FACTS,
        **office.FACTS,
    }
)
