"""The ```cases blocks: worked examples beside their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from shouwen.policy.amounts import AmountError
from shouwen.policy.file_reading.case_words import PlacedCase
from shouwen.policy.file_reading.faults_of_file import FaultPad, choose
from shouwen.policy.file_reading.regulation import WorkedCase
from shouwen.policy.file_reading.yaml_lines import Block, Lines
from shouwen.policy.kinds.figures import read_number

_KEYS = (
    "case",
    "rule",
    "fact",
    "at",
    "about",
    "given",
    "known",
    "settings",
    "population",
    "done",
    "done_fact",
    "done_given",
    "events",
    "expect",
)
_EXPECTATIONS = (
    "pay",
    "points",
    "unknown",
    "due",
    "owed_by",
    "duty",
    "warned",
    "escalated",
    "pausable",
    "evidence",
    "reviewer",
    "met",
    "held",
    "consent",
    "barred",
    "granted",
    "refused",
    "measure",
    "findings",
    "figures",
    "opens",
    "reason",
    "missing",
    "classed",
    "minutes",
    "masks",
    "lists",
    "totals",
    "paid_in",
    "settled_in",
)


_KNOWN_KEYS = {
    *("posts", "superior", "holders", "members", "occurrences", "granted", "figures"),
    *("approved", "done", "withdrawn"),
}
_KNOWN = "Write for example `{posts: {wang: [operator]}, superior: {wang: li}, occurrences: 1}`."


def _values(table: Any) -> list[Any]:
    """Return a table's values; anything else is one value that fits nothing."""
    if table is None:
        return []
    return list(table.values()) if isinstance(table, dict) else [object()]


def _is_figure(value: Any) -> bool:
    """Tell whether a figure is given: a number, or several by member or from the latest back."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return bool(value) and all(_is_figure(one) for one in inner)
    try:
        read_number(value)
    except AmountError:
        return False
    return True


def _are_counts(value: Any) -> bool:
    """Tell whether occurrences are one count, or a count for each ``role member``."""
    return all(type(one) is int for one in (_values(value) if isinstance(value, dict) else [value]))


def read_cases(block: Block, rule: str, clause: str, pad: FaultPad) -> Iterator[PlacedCase]:
    """Yield the sound cases of one block; ``rule`` is the rule just above it."""
    if not block.ok and block.data is None:
        return
    if not isinstance(block.data, list):
        pad.error(
            block.lines.first,
            "A ```cases block is not a list.",
            "Begin each case with `- case: 名称`.",
        )
        return
    reader = _Cases(block.lines, pad)
    for position, item in enumerate(block.data):
        if reader.is_sound(position, item, rule) and isinstance(item, dict):
            case = reader.case(position, item, rule, clause)
            yield PlacedCase(case, block.lines, position)


class _Cases:
    """Notes what is wrong with each case of a block."""

    def __init__(self, lines: Lines, pad: FaultPad) -> None:
        self.lines, self.pad = lines, pad

    def _refuse(self, path: tuple[str | int, ...], what: str, mend: str) -> bool:
        self.pad.error(self.lines.at(path), what, mend)
        return False

    def is_sound(self, position: int, item: Any, rule: str) -> bool:
        here = (position,)
        if not isinstance(item, dict):
            return self._refuse(here, "A case has no keys.", "Write `- case: 名称` and `expect:`.")
        checks = [
            self._keys(here, item),
            self._name(here, item),
            self._rule(here, item, rule),
            self._moments(here, item),
            self._tables(here, item),
            self._events(here, item),
            self._known(here, item.get("known") or {}),
            self._population(here, item.get("population")),
            self._expect(here, item),
        ]
        return all(checks)

    def _keys(self, here: tuple[int, ...], item: Mapping[str, Any]) -> bool:
        wrong = [key for key in item if key not in _KEYS]
        for key in wrong:
            self._refuse((*here, key), f"A case has no key `{key}`.", choose(key, _KEYS))
        return not wrong

    def _name(self, here: tuple[int, ...], item: Mapping[str, Any]) -> bool:
        if isinstance(item.get("case"), (str, int)):
            return True
        return self._refuse(here, "A case has no name.", "Add `case: 名称`.")

    def _rule(self, here: tuple[int, ...], item: Mapping[str, Any], rule: str) -> bool:
        if item.get("rule") or rule:
            return True
        return self._refuse(
            here, "The case stands before any rule.", "Add `rule: id`, or move it below its rule."
        )

    def _moments(self, here: tuple[int, ...], item: Mapping[str, Any]) -> bool:
        # A list, so that every wrong moment is noted and not only the first.
        sound = [self._moment((*here, key), item[key]) for key in ("at", "done") if key in item]
        return all(sound)

    def _moment(self, path: tuple[str | int, ...], value: Any) -> bool:
        try:
            datetime.fromisoformat(str(value))
        except ValueError:
            return self._refuse(
                path, f"“{value}” is not a moment.", 'Write for example `"2024-03-04 10:00"`.'
            )
        return True

    def _tables(self, here: tuple[int, ...], item: Mapping[str, Any]) -> bool:
        keys = ("given", "known", "done_given", "settings")
        sound = [self._table((*here, key), item.get(key)) for key in keys]
        return all(sound)

    def _events(self, here: tuple[int, ...], item: Mapping[str, Any]) -> bool:
        events = item.get("events")
        if events is None:
            return True
        if isinstance(events, list) and all(self._event((*here, "events"), e) for e in events):
            return True
        return self._refuse(
            (*here, "events"),
            "`events:` is not a list of facts.",
            "Write lines such as `- {fact: safety_accident, given: {person: zhang}}`.",
        )

    def _known(self, here: tuple[int, ...], known: Any) -> bool:
        if not isinstance(known, dict):
            return False
        sound = [
            all(isinstance(posts, list) for posts in _values(known.get("posts"))),
            all(isinstance(members, list) for members in _values(known.get("members"))),
            all(one is None or isinstance(one, str) for one in _values(known.get("superior"))),
            _are_counts(known.get("occurrences", 0)),
            all(type(one) is int for one in _values(known.get("holders"))),
            all(_is_figure(one) for one in _values(known.get("figures"))),
            isinstance(known.get("done", []), list),
            _are_counts(known.get("withdrawn", 0)),
            isinstance(known.get("approved", {}), bool | dict),
            not set(known) - _KNOWN_KEYS,
        ]
        if all(sound):
            return True
        return self._refuse((*here, "known"), "`known:` is not understood.", _KNOWN)

    def _population(self, here: tuple[int, ...], population: Any) -> bool:
        if population is None:
            return True
        if isinstance(population, list):
            sound = all(self._event((*here, "population"), one) for one in population)
        else:
            counts = population if isinstance(population, dict) else {}
            sound = set(counts) == {"of", "having"} and all(type(n) is int for n in counts.values())
        if sound:
            return True
        return self._refuse(
            (*here, "population"),
            "`population:` is neither two counts nor a list of facts.",
            "Write `{of: 150, having: 149}`, or facts as under `events:`.",
        )

    def _event(self, path: tuple[str | int, ...], event: Any) -> bool:
        if not isinstance(event, dict) or not event.get("fact"):
            return False
        at = "at" not in event or self._moment(path, event["at"])
        return at and isinstance(event.get("given") or {}, dict)

    def _table(self, path: tuple[str | int, ...], value: Any) -> bool:
        if value is None or isinstance(value, dict):
            return True
        return self._refuse(path, f"`{path[-1]}:` is not a table.", "Write `{name: value}`.")

    def _expect(self, here: tuple[int, ...], item: Mapping[str, Any]) -> bool:
        expected = item.get("expect")
        if expected is None:
            return self._refuse(
                here, "The case expects nothing that could be checked.", "Add `expect:`."
            )
        if expected == "nothing":
            return True
        if not isinstance(expected, dict):
            return self._refuse(
                (*here, "expect"),
                f"`expect: {expected}` is not understood.",
                "Write `nothing` or for example `{pay: 270.00 yuan}`.",
            )
        path: tuple[str | int, ...] = (*here, "expect")
        return self._expectations(path, expected) and self._totals(path, expected, item)

    def _expectations(self, path: tuple[str | int, ...], expected: Mapping[str, Any]) -> bool:
        wrong = [key for key in expected if key not in _EXPECTATIONS]
        for key in wrong:
            self._refuse((*path, key), f"A case cannot expect `{key}`.", choose(key, _EXPECTATIONS))
        return not wrong

    def _totals(
        self, path: tuple[str | int, ...], expected: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        if "totals" not in expected or item.get("events"):
            sound = "totals" not in expected or isinstance(expected["totals"], dict)
        else:
            sound = False
        if sound:
            return True
        return self._refuse(
            path,
            "`events:` and `totals:` belong together.",
            "Write for example `events: […]` and `expect: {totals: {zhang: [810.00 yuan]}}`.",
        )

    def case(self, position: int, item: Mapping[str, Any], rule: str, clause: str) -> WorkedCase:
        return WorkedCase(
            case=str(item["case"]),
            rule=str(item.get("rule") or rule),
            line=self.lines.at((position, "case")),
            clause=clause,
            expect=item["expect"],
            fact=str(item.get("fact") or ""),
            at=str(item.get("at") or ""),
            about=str(item.get("about") or ""),
            done=str(item.get("done") or ""),
            given=item.get("given") or {},
            known=item.get("known") or {},
            settings={key: str(choice) for key, choice in (item.get("settings") or {}).items()},
            done_fact=str(item.get("done_fact") or ""),
            done_given=item.get("done_given") or {},
            population=item.get("population"),
            events=tuple(item.get("events") or ()),
        )
