"""Details and kinds of facts, and the details that kinds of facts share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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


def term(name: str, type_: str, label: str, label_en: str, **choices: tuple[str, str]) -> Term:
    """Return a detail; choices are given as ``key=(Chinese, English)``."""
    return Term(
        name=name,
        label=label,
        label_en=label_en,
        type=DetailType(type_),
        choices={key: zh for key, (zh, _) in choices.items()},
        choices_en={key: en for key, (_, en) in choices.items()},
    )


def kind(key: str, label: str, label_en: str, *terms: Term, by_hand: bool = True) -> FactKind:
    """Return a kind of fact with its details in order."""
    details = {each.name: each for each in terms}
    return FactKind(kind=key, label=label, label_en=label_en, details=details, by_hand=by_hand)


def system(key: str, label: str, label_en: str, *terms: Term) -> FactKind:
    """Return a kind of fact that only the product itself records."""
    return kind(key, label, label_en, *terms, by_hand=False)


CASE_TYPE = term(
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
SEVERITY = term(
    "severity",
    "one_of",
    "级别",
    "Severity",
    minor=("轻微", "minor"),
    general=("一般", "general"),
    major=("重大", "major"),
)
PRIORITY = term(
    "priority",
    "one_of",
    "优先级",
    "Priority",
    urgent=("紧急", "urgent"),
    high=("高", "high"),
    low=("低", "low"),
    ordinary=("普通", "ordinary"),
)
CHANNEL = term(
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
CALL_RESULT = term(
    "result",
    "one_of",
    "结果",
    "Result",
    reached=("已联系上", "reached"),
    not_reached=("未联系上", "not reached"),
)
REASON = term("reason", "text", "原因", "Reason")
BY_CUSTOMER = term("by_customer", "yes_no", "客户本人提出", "By the customer")
PERSON = term("person", "member", "当事人", "Person concerned")
RULE = term("rule", "text", "规则", "Rule")
REGULATION = term("regulation", "text", "制度", "Regulation")
SITUATION = term("situation", "text", "情景", "Situation")
PERIOD = term("period", "text", "期间", "Period")
NUMBER = term("number", "text", "编号", "Number")
FORM = term("form", "text", "表单", "Form")
DEPARTMENT = term("responsible_department", "department", "责任部门", "Responsible department")
OBLIGATION = term("obligation", "text", "应办事项", "Obligation")
OWNER = term("owner", "member", "责任人", "Owner")
DUTY = term("duty", "text", "应办内容", "Duty")

OTHER = term("other", "text", "另一事项", "Other case")
OPEN_CHILDREN = term("open_children", "number", "未办结的子事项数", "Open child cases")

# Every fact about a case carries these, so that a rule may ask for them after any step.
