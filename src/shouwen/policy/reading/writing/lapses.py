"""Sanctions for lateness: "3日内答复，逾期罚50元" falls when that very duty lapses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.writing.context import Surroundings

RULE, REGULATION = "lapsed_rule", "lapsed_regulation"
_OVERDUE = re.compile("逾期|超时|超期|未按[时期]|未在[^,，]{0,6}(?:时限|期限|规定时间)|延误")


class Lapses:
    """Knows which rules of a file give time, and after which of them a sanction falls."""

    def __init__(self, around: Surroundings, regulation: str) -> None:
        """`regulation` is the key of the file that is written."""
        self._around, self._regulation = around, regulation
        self._given: list[tuple[Proposal, str]] = []

    def note(self, proposal: Proposal, rule: str) -> None:
        """Remember the rule that a proposal has become, when it gives time."""
        if proposal.kind == "deadline":
            self._given.append((proposal, rule))

    def heard(self, proposal: Proposal) -> Proposal:
        """Return a sanction that knows the rule whose lapse it is for, others unchanged.

        Which of several rules is meant a person has to say.
        """
        if proposal.kind not in {"score", "pay"}:
            return proposal
        due = [rule for given, rule in self._given if self._is_meant(given, proposal)]
        if len(due) != 1:
            return proposal
        params = {**proposal.params, RULE: due[0], REGULATION: self._regulation}
        return replace(proposal, params=params)

    def _is_meant(self, given: Proposal, sanction: Proposal) -> bool:
        """Say whether a deadline stands in the sanction's sentence, or in the one before it."""
        if given.clause != sanction.clause or given.span.start >= sanction.span.start:
            return False
        begun = self._around.begun(sanction)
        if self._around.starts(given)[-1] == self._around.starts(sanction)[-1]:
            return _OVERDUE.search(begun) is not None
        before = self._around.starts(sanction)[-2:-1]
        return _OVERDUE.match(begun) is not None and self._around.starts(given)[-1:] == before


def lapse_of(params: Mapping[str, object]) -> dict[str, str | bool] | None:
    """Return the condition that a named rule's duty has lapsed, or nothing."""
    if RULE not in params:
        return None
    rule, regulation = str(params[RULE]), str(params[REGULATION])
    return {"fact": "obligation_lapsed", "rule": rule, "regulation": regulation}
