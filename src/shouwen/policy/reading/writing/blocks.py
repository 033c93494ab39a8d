"""One confirmed proposal to one rule block; what cannot run becomes a note with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing import amounts, lists, permissions, times
from shouwen.policy.reading.writing.parts import NotWritableError, title_of
from shouwen.policy.reading.writing.words import Words

_WRITERS: Mapping[str, Callable[[Proposal, Words], dict[str, Any]]] = {
    "deadline": times.deadline,
    "duty": times.duty,
    "score": amounts.score,
    "pay": amounts.pay,
    "approval": permissions.approval,
    "access": permissions.access,
    "form": permissions.form,
    "roster": permissions.roster,
    "conduct": lists.conduct,
    "target": lists.target,
    "org": lists.org,
    "workflow": lists.workflow,
}
# What is said in the file about a sentence that a person has to put into a rule by hand.
_REASONS = {
    "no_length": "原文的期限没有能计算的单位，请补全后改为规则。",
    "direction": "原文是延长、停表或不早于某时，请手工写成规则。",
    "no_clock": "原文的时间点无法确定，请补全后改为规则。",
    "rhythm": "原文的周期无法确定，请补全后改为规则。",
    "interval": "原文是每隔若干个周期一次，请手工写成规则。",
    "score_shape": "原文是权重、分档、累计或一票否决，请手工写成规则。",
    "pay_shape": "原文是公式、封顶、分摊或保底，请手工写成规则。",
    "foreign_money": "原文用的是外币，请折合成人民币后改为规则。",
    "no_amount": "原文没有写明金额，请补全后改为规则。",
    "no_signer": "原文没有写明由谁批准，请补全后改为规则。",
    "access_shape": "原文只划分了密级或没有写明谁可以，请补全后改为规则。",
    "no_form": "原文没有写明表单名称，请补全后改为规则。",
    "roster_shape": "原文对班次的要求请手工写成规则。",
    "no_threshold": "原文没有写明界线，请补全后改为规则。",
    "workflow": "步骤的先后请手工写成流程。",
    "set_aside": "由人确认：本条不需要系统执行。",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A rule block's YAML; `reason` is the code of why it is a note only, or empty."""

    text: str
    rule: str
    reason: str = ""


def block_of(proposal: Proposal, words: Words) -> Block:
    """Write a proposal as a rule that runs, or as a note where the text does not say enough."""
    title = title_of(proposal)
    try:
        body, kind, reason = _WRITERS[proposal.kind](proposal, words), str(proposal.kind), ""
    except NotWritableError as lacking:
        reason = str(lacking)
        body, kind = {"reason": f"{_REASONS[reason]}（{proposal.quote.strip()}）"}, "note"
    rule = words.rule_id(title)
    return Block(written({"id": rule, "kind": kind, "title": title, **body}), rule, reason)


def note_of(quote: str, words: Words, reason: str = "set_aside") -> Block:
    """Write a sentence that a person set aside as a note."""
    rule = words.rule_id("note")
    said = {"id": rule, "kind": "note", "title": quote.strip()[:24], "reason": _REASONS[reason]}
    return Block(written(said), rule, reason)


class _Dumper(yaml.SafeDumper):
    """Writes numbers as they are and never abbreviates with aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 the library names it
        return True


def written(table: Mapping[str, Any]) -> str:
    """Write a table as YAML, one key a line and what lies in it behind its key."""
    return yaml.dump(
        _plain(table), Dumper=_Dumper, allow_unicode=True, sort_keys=False,
        default_flow_style=None, width=10_000,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """Return what YAML knows: a Decimal as the number it is."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "as_tuple"):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
