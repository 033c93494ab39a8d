"""A small regulation's words for the tests of rules, and short ways to write and ask rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shouwen.policy.calendar import Calendar
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Fact
from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.policy.file_reading.yaml_lines import read_yaml
from shouwen.policy.judge import Answers, judge
from shouwen.policy.kinds import Context, Finding, Rule, check_rule
from shouwen.policy.kinds.questions import (
    HoldersOf,
    MembersOf,
    Occurrences,
    PostsOf,
    Question,
    SuperiorOf,
)
from shouwen.policy.regulation_file import Reading, Regulation
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Ruling
from shouwen.policy.sentences import say
from shouwen.policy.vocabulary import BASE
from tests.policy.calendars import ALWAYS, OFFICE, at

_NUMBER, _MONEY = {"type": "number"}, {"type": "money"}
FACTS = {
    "month_closed": {
        "details": {"service_points": {**_NUMBER, "label": "服务点数", "label_en": "Points"}}
    },
    "quarter_closed": {"details": {"rank": {**_NUMBER, "label": "名次", "label_en": "Rank"}}},
    "service_finished": {
        "label": "服务完毕",
        "label_en": "Service finished",
        "details": {
            "person": {"type": "member", "label": "工程师", "label_en": "Engineer"},
            "signed": {"type": "yes_no", "label": "客户已签字", "label_en": "Signed"},
            "consented": {"type": "yes_no", "label": "经同意", "label_en": "Consented"},
            "finished_at": {"type": "moment", "label": "完工", "label_en": "Finished at"},
            "coefficient": {**_NUMBER, "label": "工作系数", "label_en": "Coefficient"},
        },
    },
    "quote_paid": {
        "label": "报价全额到账",
        "label_en": "Quote paid in full",
        "details": {
            "person": {"type": "member", "label": "承办人", "label_en": "Seller"},
            "margin": {**_NUMBER, "label": "毛利率", "label_en": "Margin"},
            "received": {**_MONEY, "label": "实收", "label_en": "Received"},
            "amount": {**_MONEY, "label": "核定金额", "label_en": "Amount"},
            "loss": {**_MONEY, "label": "损失", "label_en": "Loss"},
            "own_points": {**_NUMBER, "label": "个人基点", "label_en": "Own points"},
            "all_points": {**_NUMBER, "label": "总基点", "label_en": "All points"},
            "verifier": {"type": "member", "label": "核实人", "label_en": "Verifier"},
        },
    },
    "rule_broken": {
        "label": "违反制度",
        "label_en": "Rule broken",
        "details": {
            "person": {"type": "member", "label": "当事人", "label_en": "Person"},
            "which": {"type": "text", "label": "所违反规定", "label_en": "Which rule"},
        },
    },
}
CONTEXT = Context(
    posts={"engineer": "服务工程师", "leader": "组长", "hr": "人力专员", "manager": "经理"},
    parties={"pool": "部门奖金池", "subsidiary": "子公司"},
    departments={"repairs": "维修部"},
    points={"service_points": "服务点数"},
    facts=BASE.extended(FACTS),
)
NOON = at("2024-03-04 12:00")


def clause(number: str = "4.1", text: str = "") -> Clause:
    """Return a clause of the test regulation."""
    return Clause(regulation="house", title="办法", address=number, number=number, text=text)


def definition(text: str) -> dict[str, Any]:
    """Read a rule block from its YAML; an id and kind default to ``r`` and ``pay``."""
    data = read_yaml(text, 1, FaultPad("test")).data
    assert isinstance(data, dict), text
    return {"id": "r", "kind": "pay", **data}


def check(text: str, number: str = "4.1") -> tuple[Rule | None, list[Finding]]:
    """Check a rule block against the words of the test regulation."""
    return check_rule(definition(text), clause(number), CONTEXT)


def faults(text: str) -> list[str]:
    """Return the faults of a block as sentences with their place."""
    return [f"{'.'.join(map(str, f.loc))}: {f.what} {f.mend}" for f in check(text)[1]]


def rule(text: str, number: str = "4.1", words: str = "") -> Any:
    """Return a sound rule; Any, because each kind has its own attributes."""
    found, findings = check_rule(definition(text), clause(number, words), CONTEXT)
    assert found is not None, findings
    return found


def fact(kind: str, moment: datetime = NOON, about: str = "case:1", **details: Any) -> Fact:
    """Return a fact; ``actor`` among the details names who recorded it."""
    actor = details.pop("actor", "")
    return Fact(kind=kind, about=about, happened_at=moment, details=details, actor=actor)


def whole(reading: Reading) -> Regulation:
    """Return the regulation of a reading that must have one."""
    assert reading.regulation is not None, reading.faults
    return reading.regulation


def calendars(name: str) -> Calendar:
    """Return the calendars of the test department."""
    return ALWAYS if name == "always" else OFFICE


def answers(
    posts: Mapping[str, list[str]] | None = None,
    superior: Mapping[str, str] | None = None,
    earlier: int = 0,
) -> Answers:
    """Return answers to whatever a rule may ask."""

    def answer(question: Question) -> object:
        match question:
            case PostsOf():
                return frozenset((posts or {}).get(question.person, ()))
            case SuperiorOf():
                return (superior or {}).get(question.person)
            case Occurrences():
                return earlier
            case HoldersOf() | MembersOf():
                return ()
            case _:
                return None

    return Answers(answer)


def ask(rules: Any, about: Fact, known: Mapping[Question, object] | None = None) -> tuple[Any, ...]:
    """Judge a fact by one rule or several."""
    if isinstance(rules, str):
        rules = rule(rules)
    listed = rules if isinstance(rules, list) else [rules]
    return judge(Rulebook(listed), about, answers() if known is None else known, calendars)


def ask_one(rules: Rule | str, about: Fact, known: Mapping[Question, object] | None = None) -> Any:
    """Judge a fact by one rule that gives one ruling."""
    (ruling,) = ask(rules, about, known)
    return ruling


def chinese(ruling: Ruling) -> list[str]:
    """Return the explanation in Chinese."""
    return [say(step, "zh", year=2024) for step in ruling.steps]


def english(ruling: Ruling) -> list[str]:
    """Return the explanation in English."""
    return [say(step, "en", year=2024) for step in ruling.steps]
