"""The ```rule blocks: from plain definitions to typed rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.policy.file_reading.regulation import ClauseNode, FrontMatter, cite
from shouwen.policy.file_reading.yaml_lines import Lines
from shouwen.policy.kinds import Context, Finding, Rule, check_rule
from shouwen.policy.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A rule's plain definition, its lines and the address of the clause it stands under."""

    id: str
    definition: dict[str, Any]
    lines: Lines
    clause: str


class RuleReader:
    """Reads the rules of one file with the words its front matter declares."""

    def __init__(self, front: FrontMatter, nodes: Sequence[ClauseNode], pad: FaultPad) -> None:
        """Prepare for one file."""
        self._front, self._pad = front, pad
        self._nodes = {node.address: node for node in nodes}

    def read(self, blocks: Sequence[RuleBlock], ids: Collection[str]) -> dict[str, Rule]:
        """Return the sound rules by id; the faults of the others go to the pad.

        ``ids`` are all ids of the file, also those of blocks too broken to be read.
        """
        return dict(self._sound(blocks, self._context(ids)))

    def _context(self, ids: Collection[str]) -> Context:
        front, nodes = self._front, self._nodes.values()
        return Context(
            posts=front.posts,
            parties=front.parties,
            departments=front.departments,
            points=front.points,
            facts=BASE.extended(front.facts),
            rule_ids=ids,
            clauses=[*(node.address for node in nodes), *(node.number for node in nodes)],
        )

    def _sound(self, blocks: Sequence[RuleBlock], context: Context) -> Iterator[tuple[str, Rule]]:
        for block in blocks:
            clause = cite(self._nodes[block.clause], self._front.slug, self._front.title)
            rule, findings = check_rule(block.definition, clause, context)
            for found in findings:
                self._note(block, found, broken=rule is None)
            if rule is not None:
                yield block.id, rule

    def _note(self, block: RuleBlock, found: Finding, *, broken: bool) -> None:
        line, what = block.lines.at(found.loc), f"{block.id}: {found.what}"
        if found.severity == "error":
            self._pad.error(line, what, found.mend)
        elif not broken:
            # What is still to be thought over comes after what is wrong.
            self._pad.notice(line, what, found.mend)
