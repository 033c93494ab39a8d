"""The ```rule blocks: from plain definitions to typed rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shouwen.policy.file_reading.faults_of_file import FaultPad
from shouwen.policy.file_reading.named_settings import (
    Choices,
    Resolved,
    all_choices,
    resolve,
    settings_of,
)
from shouwen.policy.file_reading.regulation import ClauseNode, FrontMatter, cite, readings_of
from shouwen.policy.file_reading.setting_words import faults_of_rule
from shouwen.policy.file_reading.yaml_lines import Lines
from shouwen.policy.kinds import Context, Finding, Rule, check_rule
from shouwen.policy.kinds.words import titles_of, values_of
from shouwen.policy.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A rule's plain definition, its lines and the address of the clause it stands under."""

    id: str
    definition: dict[str, Any]
    lines: Lines
    clause: str


@dataclass(slots=True)
class SoundRules:
    """The rules of a file under every choice that its settings leave."""

    _of: dict[str, list[tuple[Choices, dict[str, Any], Rule]]] = field(default_factory=dict)

    def add(self, rule_id: str, choices: Choices, definition: dict[str, Any], rule: Rule) -> None:
        """Keep a rule as it is under these choices, whatever is chosen elsewhere."""
        self._of.setdefault(rule_id, []).append((choices, definition, rule))

    def under(self, choices: Choices) -> dict[str, tuple[dict[str, Any], Rule]]:
        """Return the definition and the rule of every rule that exists under these choices."""
        return {
            rule_id: (definition, rule)
            for rule_id, ways in self._of.items()
            for wanted, definition, rule in ways
            if all(choices.get(name) == key for name, key in wanted.items())
        }


class RuleReader:
    """Reads the rules of one file with the words its front matter declares."""

    def __init__(self, front: FrontMatter, nodes: Sequence[ClauseNode], pad: FaultPad) -> None:
        """Prepare for one file."""
        self._front, self._pad = front, pad
        self._nodes = {node.address: node for node in nodes}

    def read(self, blocks: Sequence[RuleBlock], ids: Collection[str]) -> SoundRules:
        """Return the sound rules under every choice; the faults of the others go to the pad.

        ``ids`` are all ids of the file, also those of blocks too broken to be read.
        """
        found, names = SoundRules(), self._names(blocks, ids)
        for block in blocks:
            for choices, read in self._ways(block):
                rule = self._rule(block, read, self._context(names, block, choices))
                if rule is not None and read.definition is not None:
                    found.add(block.id, choices, read.definition, rule)
        return found

    def _ways(self, block: RuleBlock) -> Iterator[tuple[Choices, Resolved]]:
        """Yield the block under every choice between the readings it depends on."""
        settings = self._front.settings
        faults = list(faults_of_rule(block.definition, settings))
        for loc, what, mend in faults:
            self._pad.error(block.lines.at(loc), f"{block.id}: {what}", mend)
        if not faults:
            for choices in all_choices(settings, settings_of(block.definition)):
                yield choices, resolve(block.definition, choices)

    def _context(self, names: Context, block: RuleBlock, choices: Choices) -> Context:
        written: Mapping[str, Any] = {block.id: block.definition}
        return replace(names, readings=readings_of(written, self._front.settings, choices))

    def _names(self, blocks: Sequence[RuleBlock], ids: Collection[str]) -> Context:
        front, nodes = self._front, self._nodes.values()
        written = {block.id: block.definition for block in blocks}
        return Context(
            posts=front.posts,
            parties=front.parties,
            departments=front.departments,
            points=front.points,
            facts=BASE.extended(
                front.facts, values_of(front.names, front.points, front.posts, written.values())
            ),
            rule_ids=ids,
            titles=titles_of(front.slug, front.title, written),
            clauses=[*(node.address for node in nodes), *(node.number for node in nodes)],
        )

    def _rule(self, block: RuleBlock, read: Resolved, context: Context) -> Rule | None:
        if read.definition is None:
            return None
        clause = cite(self._nodes[block.clause], self._front.slug, self._front.title)
        rule, findings = check_rule(read.definition, clause, context)
        for found in findings:
            place = found._replace(loc=read.written_at(found.loc))
            self._note(block, place, broken=rule is None)
        return rule

    def _note(self, block: RuleBlock, found: Finding, *, broken: bool) -> None:
        line, what = block.lines.at(found.loc), f"{block.id}: {found.what}"
        if found.severity == "error":
            self._pad.error(line, what, found.mend)
        elif not broken:
            # What is still to be thought over comes after what is wrong.
            self._pad.notice(line, what, found.mend)
