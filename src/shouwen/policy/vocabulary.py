"""The words a rule may use: kinds of facts and the details recorded with them.

The product knows the facts in :data:`BASE`. A regulation's front matter adds kinds of its own, or
further details to a known kind. Labels exist in Chinese and English; the keys are what rules use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shouwen.policy.facts_of import access, customers, handover, office, quality, roster, rounds
from shouwen.policy.facts_of.appeals import APPEALS
from shouwen.policy.facts_of.calls import FACTS as CALLS
from shouwen.policy.facts_of.cases import CASES
from shouwen.policy.facts_of.chats import FACTS as CHATS
from shouwen.policy.facts_of.settlement import SETTLEMENTS
from shouwen.policy.facts_of.targets import TARGETS
from shouwen.policy.facts_of.visitors import FACTS as VISITORS
from shouwen.policy.terms import (
    DUTY,
    FORM,
    NUMBER,
    OBLIGATION,
    OWNER,
    PERIOD,
    PERSON,
    REASON,
    REGULATION,
    RULE,
    SITUATION,
    DetailType,
    FactKind,
    Term,
    kind,
    system,
    term,
)

__all__ = [
    "BASE",
    "OF_ANY_FACT",
    "DetailType",
    "FactDefinition",
    "FactKind",
    "Term",
    "TermDefinition",
    "Vocabulary",
]


# What values are called: by detail and value, in Chinese and English.
ValueNames = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Kinds of facts by key; regulations extend the product's own.

    ``values`` name, by the detail that holds it, what stands as a key where text is held: each
    in Chinese and English.
    """

    kinds: Mapping[str, FactKind]
    values: ValueNames = field(default_factory=dict)

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

    def shown(self, kind: str, detail: str) -> Term | None:
        """Return a detail as its values are shown: a text with the names of values as choices."""
        found = self.term(kind, detail)
        named = self.values.get(detail)
        if found is None or found.type is not DetailType.TEXT or not named:
            return found
        return replace(
            found,
            choices={key: names[0] for key, names in named.items()},
            choices_en={key: names[1] for key, names in named.items()},
        )

    def kind_labels(self, kind: str) -> tuple[str, str]:
        """Return a kind's labels in Chinese and English; its key where it has none."""
        found = self.kinds.get(kind)
        return (found.label, found.label_en) if found else (kind, kind)

    def detail_labels(self, kind: str, detail: str) -> tuple[str, str]:
        """Return a detail's labels in Chinese and English; its key where it has none."""
        found = self.term(kind, detail)
        return (found.label, found.label_en) if found else (detail, detail)

    def extended(self, facts: Mapping[str, Any], values: ValueNames | None = None) -> Vocabulary:
        """Return this vocabulary with the ``facts:`` of a front matter and its values added.

        A kind that is already known keeps its labels and details and gains the new ones.
        """
        kinds = dict(self.kinds)
        for key, written in facts.items():
            definition = FactDefinition.model_validate(written)
            kinds[key] = definition.added_to(kinds.get(key), key)
        known = dict(self.values)
        for detail, named in (values or {}).items():
            known[detail] = {**known.get(detail, {}), **named}
        return Vocabulary(kinds, known)


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


_CLOSINGS = tuple(
    kind(f"{key}_closed", f"{zh}结账", f"{en} closed", PERSON, PERIOD)
    for key, zh, en in (
        ("day", "每日", "Day"),
        ("week", "每周", "Week"),
        ("month", "月度", "Month"),
        ("quarter", "季度", "Quarter"),
        ("half_year", "半年度", "Half-year"),
        ("year", "年度", "Year"),
    )
)

_CONDUCT = (
    kind(
        "conduct_checked",
        "行为检查",
        "Conduct checked",
        PERSON,
        RULE,
        term("item", "text", "检查项", "Item"),
        term("passed", "yes_no", "合格", "Passed"),
        term("note", "text", "备注", "Note"),
        term("case", "text", "事项编号", "Case number"),
    ),
    kind(
        "words_spoken",
        "用语记录",
        "Words spoken",
        PERSON,
        SITUATION,
        term("text", "text", "内容", "Text"),
    ),
    kind(
        "situation_ended",
        "情景结束",
        "Situation ended",
        PERSON,
        SITUATION,
        term("seconds", "number", "等候秒数", "Seconds waited"),
        term("waits", "text", "各次等候秒数", "Seconds of each wait"),
        term("answered", "yes_no", "客户已应答", "Answered by the customer"),
    ),
)

_POSTS = (
    kind(
        "headcount_counted",
        "清点在岗人数",
        "Headcount counted",
        term("post", "text", "岗位", "Post"),
        term("people", "number", "人数", "People"),
    ),
    kind(
        "reporting_line_set",
        "确定上级",
        "Reporting line set",
        PERSON,
        term("superior", "member", "上级", "Superior"),
    ),
)

_FORMS = (
    kind("form_filled", "填写表单", "Form filled in", FORM, REGULATION, NUMBER, PERSON),
    kind("form_changed", "修改表单", "Form changed", FORM, REGULATION, NUMBER, REASON),
    system(
        "sheet_signed",
        "签署表单",
        "Form signed",
        NUMBER,
        FORM,
        REGULATION,
        term("slot", "text", "签字栏", "Signature line"),
        term("signer", "text", "签字人", "Signer"),
        term("post", "text", "岗位", "Post"),
        term("drawn", "yes_no", "手写", "Drawn by hand"),
        term("content", "text", "签署内容的 SHA-256", "SHA-256 of what was signed"),
        term("strokes", "text", "笔迹", "Strokes"),
    ),
)

_OF_OBLIGATION = (NUMBER, RULE, REGULATION, OWNER, DUTY)
_OF_TEXT = (
    REGULATION,
    term("title", "text", "制度名称", "Title"),
    term("version", "number", "版本", "Version"),
    term("in_force", "text", "施行日期", "In force from"),
)
_PRODUCT = (
    system("obligation_lapsed", "应办事项逾期", "Obligation lapsed", *_OF_OBLIGATION),
    system(
        "obligation_escalated",
        "应办事项升级",
        "Obligation escalated",
        *_OF_OBLIGATION,
        term("to", "member", "升级给", "Escalated to"),
    ),
    system(
        "obligation_met",
        "应办事项完成",
        "Obligation met",
        *_OF_OBLIGATION,
        term("done_by", "member", "办理人", "Done by"),
        term("late", "yes_no", "是否逾期", "Late"),
    ),
    kind(
        "obligation_excused", "应办事项免除", "Obligation excused", NUMBER, RULE, REGULATION, REASON
    ),
    kind(
        "duty_done",
        "例行职责完成",
        "Duty done",
        OBLIGATION,
        term("evidence", "text", "凭据", "Evidence"),
        term("photos", "number", "照片张数", "Number of photos"),
        term("signatures", "number", "签字人数", "Number of signatures"),
        term("texts", "number", "文字记录份数", "Number of texts"),
    ),
    system(
        "period_began",
        "期间开始",
        "Period began",
        RULE,
        REGULATION,
        PERIOD,
        term("due", "moment", "截止", "Due"),
    ),
    *(
        system(
            f"approval_{state}",
            label,
            english,
            term("request", "text", "申请", "Request"),
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
    system(
        "regulation_adopted",
        "制度采用",
        "Regulation adopted",
        *_OF_TEXT,
        term("sha256", "text", "原文指纹（SHA-256）", "SHA-256 of the text"),
    ),
    system(
        "regulation_announced",
        "制度告知",
        "Regulation announced",
        *_OF_TEXT,
        term("people", "number", "告知人数", "People told"),
    ),
    system("reading_asked", "制度待阅知", "Reading asked for", PERSON, *_OF_TEXT),
    system(
        "regulation_read",
        "制度已阅知",
        "Regulation read",
        PERSON,
        *_OF_TEXT,
        term("sha256", "text", "原文指纹（SHA-256）", "SHA-256 of the text"),
    ),
    system(
        "regulation_retired",
        "制度废止",
        "Regulation retired",
        REGULATION,
        term("version", "number", "版本", "Version"),
        term("ended", "text", "废止日期", "Ended on"),
    ),
    system("attempt_refused", "办理被拒", "Attempt refused", PERSON, REASON, RULE, REGULATION),
    system("access_refused", "不准查阅或办理", "Access refused", PERSON, REASON, RULE, REGULATION),
    system("fact_corrected", "事实更正", "Fact corrected", NUMBER, REASON),
    system(
        "fine_imposed",
        "处以罚款",
        "Fine imposed",
        PERSON,
        term("amount", "money", "罚款金额", "Amount of the fine"),
        RULE,
        REGULATION,
    ),
    system(
        "points_moved",
        "积分变动",
        "Points moved",
        PERSON,
        term("unit", "text", "积分种类", "Kind of points"),
        term("amount", "number", "变动", "Change"),
        RULE,
        REGULATION,
    ),
    system(
        "attendance_classed",
        "考勤认定",
        "Attendance classed",
        PERSON,
        term("class", "text", "认定结果", "Class"),
        term("minutes", "number", "分钟", "Minutes"),
        RULE,
        REGULATION,
    ),
)

# What may stand beside the details of any fact: how it came here.
OF_ANY_FACT = {
    term.name: term
    for term in (
        term("sent_later", "yes_no", "离线填写，后补发", "Filled in without network, sent later"),
        term(
            "clock_off_minutes", "number", "设备时钟相差（分钟）", "Device's clock off by minutes"
        ),
        term("files", "text", "附件", "Attached files"),
        term("place_differs", "yes_no", "扫码位置不符", "Scanned at another place"),
    )
}

_KINDS = (
    *APPEALS,
    *CASES,
    *_CLOSINGS,
    *_CONDUCT,
    *_FORMS,
    *_POSTS,
    *_PRODUCT,
    *SETTLEMENTS,
    *TARGETS,
)
_CORE = Vocabulary({kind.kind: kind for kind in _KINDS})
BASE = _CORE.extended(
    {
        **roster.FACTS,
        **handover.FACTS,
        **access.FACTS,
        **customers.FACTS,
        **rounds.FACTS,
        **office.FACTS,
        **quality.FACTS,
        **CALLS,
        **CHATS,
        **VISITORS,
    }
)
