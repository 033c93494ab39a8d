"""What a review finds: a place, what stands there, and what somebody can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.words import Both

Sort = Literal["conflict", "copy", "gap", "figure", "document", "post", "clause"]
# In this order a review is read: what contradicts itself first, what is only missing last.
SORTS: tuple[Sort, ...] = ("conflict", "copy", "gap", "figure", "document", "post", "clause")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing somebody should look at before a regulation is adopted.

    ``clause`` is the number as cited, or empty for the regulation as a whole; ``line`` is its line
    in the file (0 for the whole). ``what`` and ``mend`` are sentences in Chinese and English.
    ``about`` is what is mended outside the text: a post's key that nobody holds, or ``calendar``.
    """

    sort: Sort
    regulation: str
    file_name: str
    clause: str
    line: int
    what: Both
    mend: Both
    about: str = ""


def at_clause(
    sort: Sort, read: Regulation, address: str, what: Both, mend: Both, about: str = ""
) -> Finding:
    """Return a finding at a clause of a regulation."""
    node = read.node_at(address)
    return Finding(
        sort=sort,
        regulation=read.slug,
        file_name=read.file_name,
        clause=node.number if node else "",
        line=node.line if node else 0,
        what=what,
        mend=mend,
        about=about,
    )


def at_rule(sort: Sort, read: Regulation, rule: Rule, what: Both, mend: Both) -> Finding:
    """Return a finding at a rule; a step of a workflow stands where its workflow does."""
    line = read.rule_lines.get(rule.id) or read.rule_lines.get(rule.id.partition(".")[0], 0)
    return Finding(
        sort=sort,
        regulation=read.slug,
        file_name=read.file_name,
        clause=rule.clause.number,
        line=line,
        what=what,
        mend=mend,
    )


def of_whole(sort: Sort, read: Regulation, what: Both, mend: Both, about: str = "") -> Finding:
    """Return a finding about a regulation as a whole."""
    return at_clause(sort, read, "", what, mend, about)


def listed(numbers: Sequence[str]) -> Both:
    """Write clause numbers one after another, each once."""
    found = list(dict.fromkeys(numbers))
    return "、".join(found), ", ".join(found)
