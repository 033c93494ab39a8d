"""The body of a regulation file: clauses with the rules and the worked cases below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from shouwen.policy.file_reading.case_blocks import read_cases
from shouwen.policy.file_reading.case_words import PlacedCase, check_words
from shouwen.policy.file_reading.clause_tree import ClauseTree
from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.named_settings import in_use, settings_of
from shouwen.policy.file_reading.regulation import ClauseNode, FrontMatter, Regulation
from shouwen.policy.file_reading.rule_blocks import RuleBlock, RuleReader, SoundRules
from shouwen.policy.file_reading.setting_words import faults_of_choices
from shouwen.policy.file_reading.structure import Fence, Heading, Prose, Shape
from shouwen.policy.file_reading.yaml_lines import Block, Lines, read_yaml
from shouwen.policy.vocabulary import BASE

_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
_BLOCKS = ("rule", "cases")
_NAMELESS = FrontMatter(slug="", title="", in_force=date.min)


def read_body(shape: Shape, head: FrontMatter | None, source: str, pad: FaultPad) -> Regulation:
    """Read clauses, rules and cases; what cannot be used is left out and noted."""
    body = _Body(pad)
    for piece in shape.pieces:
        body.take(piece)
    front = head or _NAMELESS
    nodes = body.tree.nodes
    rules = SoundRules()
    if head is not None:
        # Without the words of the head every rule would seem wrong.
        rules = RuleReader(front, nodes, pad).read(body.rules, body.ids)
    _check_cases(body, rules, front, pad)
    _check_settings(body, front, pad)
    sound = rules.under(front.choices)
    return Regulation(
        **{f.name: getattr(front, f.name) for f in fields(FrontMatter)},
        source=source,
        file_name=pad.file_name,
        clauses=nodes,
        rules={rule_id: rule for rule_id, (_, rule) in sound.items()},
        definitions={rule_id: definition for rule_id, (definition, _) in sound.items()},
        written={rule.id: rule.definition for rule in body.rules},
        rule_lines={rule.id: rule.lines.first for rule in body.rules},
        rule_clauses={rule.id: rule.clause for rule in body.rules},
        cases=tuple(placed.case for placed in body.cases),
    )


class _Body:
    """Takes the pieces of a file in order."""

    def __init__(self, pad: FaultPad) -> None:
        self.pad = pad
        self.tree = ClauseTree(pad)
        self.rules: list[RuleBlock] = []
        self.cases: list[PlacedCase] = []
        self.named: set[str] = set()  # every id a rule block or a case block claims
        self.tried: set[str] = set()  # the rules that have a case block, sound or not
        self._rule_above = ""

    @property
    def ids(self) -> set[str]:
        """The ids of all rules, also of those too broken to be read."""
        return {name for name in self.named if not name.startswith("?")}

    def take(self, piece: Heading | Prose | Fence) -> None:
        """Take the next piece of the file."""
        match piece:
            case Heading():
                self.tree.open(piece)
                self._rule_above = ""
            case Prose():
                self.tree.add_text(piece.text)
            case Fence(info="rule"):
                self._take_rule(piece)
            case Fence(info="cases"):
                self._take_cases(piece)
            case Fence():
                self._take_other(piece)

    def _take_other(self, fence: Fence) -> None:
        meant = choose(fence.info, _BLOCKS)
        if meant.startswith("Did"):
            self.pad.error(fence.line - 1, f"There is no ```{fence.info} block.", meant)
            return
        self.tree.add_text(f"```{fence.info}\n{fence.content}```")

    def _take_rule(self, fence: Fence) -> None:
        block = read_yaml(fence.content, fence.line, self.pad)
        definition = block.data if isinstance(block.data, dict) else {}
        name = str(definition.get("id") or "")
        self._rule_above = name or f"?{fence.line}"
        self.named.add(self._rule_above)
        clause = self.tree.current
        if self._is_sound(block, name, clause) and clause is not None:
            self.rules.append(RuleBlock(name, definition, block.lines, clause.address))

    def _is_sound(self, block: Block, name: str, clause: ClauseNode | None) -> bool:
        line = block.lines.first
        if block.ok and not isinstance(block.data, dict):
            what = "is empty" if block.data is None else "is not a table of keys"
            self.pad.error(
                line, f"A ```rule block {what}.", "Write one rule per block: `id:`, `kind:`, …"
            )
            return False
        if clause is None:
            self.pad.error(
                line,
                "A rule stands before any clause.",
                "Put a heading such as `## 第一条` above it.",
            )
        if not isinstance(block.data, dict) or not block.ok:
            return False
        return self._id_is_sound(name, block.lines) and clause is not None

    def _id_is_sound(self, name: str, lines: Lines) -> bool:
        if not name:
            self.pad.error(lines.first, "A rule has no `id:`.", "Add `id: short-name`.")
            return False
        first = next((r.lines.first for r in self.rules if r.id == name), None)
        if first is not None:
            self.pad.error(
                lines.at(("id",)),
                f"The rule id `{name}` stands twice (first on line {first}).",
                "Give one of them another id.",
            )
            return False
        if not _ID.match(name):
            self.pad.error(
                lines.at(("id",)),
                f"`{name}` cannot be a rule's id.",
                "Use small letters and figures joined by hyphens: `major-complaint-put-right`.",
            )
            return False
        return True

    def _take_cases(self, fence: Fence) -> None:
        block = read_yaml(fence.content, fence.line, self.pad)
        clause = self.tree.current.address if self.tree.current else ""
        self.tried.add(self._rule_above)
        self.cases.extend(read_cases(block, self._rule_above, clause, self.pad))


def _check_cases(body: _Body, rules: SoundRules, front: FrontMatter, pad: FaultPad) -> None:
    facts = BASE.extended(front.facts)
    for placed in body.cases:
        case = placed.case
        for loc, what, mend in faults_of_choices(case.settings, front.settings):
            pad.error(placed.line("settings", *loc), what, mend)
        tried = rules.under(in_use(front.settings, case.settings))
        if case.rule in tried:
            check_words(placed, tried[case.rule][1], facts, pad)
        elif case.rule not in body.named:
            what = (
                f"The case “{case.case}” names the rule `{case.rule}`, which is not in this file."
            )
            pad.error(placed.line("rule"), what, choose(case.rule, body.ids))
    for rule in _without_case(body):
        pad.notice(
            rule.lines.first,
            f"The rule `{rule.id}` has no worked case.",
            "Add a ```cases block: it applies, it does not, the edge, something missing.",
        )


def _check_settings(body: _Body, front: FrontMatter, pad: FaultPad) -> None:
    """Point at settings on which nothing rests, and at choices that no case tries."""
    used = {name for rule in body.rules for name in settings_of(rule.definition)}
    tried = {choice for placed in body.cases for choice in placed.case.settings.items()}
    for name, setting in front.settings.items():
        if not setting.label:
            continue  # it is faulty itself
        if name not in used:
            what = f"No rule depends on the setting `{name}`."
            pad.notice(setting.line, what, f"Use it: `{{by_setting: {name}, …}}`, or remove it.")
            continue
        for key in setting.choices:
            if key != setting.default and (name, key) not in tried:
                what = f"No worked case tries the choice `{key}` of `{name}`."
                mend = f"Add a case with `settings: {{{name}: {key}}}`."
                pad.notice(setting.line, what, mend)


def _without_case(body: _Body) -> Iterator[RuleBlock]:
    covered = body.tried | {placed.case.rule for placed in body.cases}
    for rule in body.rules:
        if rule.id not in covered and _is_judged(rule.definition):
            yield rule


def _is_judged(definition: Mapping[str, Any]) -> bool:
    """Tell whether a case could try the rule: notes and mere lists of posts say nothing."""
    if definition.get("kind") != "org":
        return definition.get("kind") != "note"
    posts = definition.get("posts")
    listed = (
        [post for post in posts if isinstance(post, Mapping)] if isinstance(posts, list) else []
    )
    return any("headcount" in post or "reports_to" in post for post in listed)
