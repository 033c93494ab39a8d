"""YAML as plain data plus the line of every key, so that a fault can point at its own line.

The text is composed by libyaml, many times as fast, where it is as simple as regulations are, and
by ruamel.yaml where it is not or where something is wrong with it. It is turned into plain data
here: text, whole numbers, yes/no, lists and mappings. Numbers with a decimal point and dates stay
text, exactly as written, because money is never a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from shouwen.policy.file_reading.faults_of_file import FaultPad

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]

_CHINESE_COLON = re.compile(r"^[\s{-]*\w+：")
# Longer figures are identity or telephone numbers, which are text.
_LONGEST_WHOLE = 18
_TAG = "tag:yaml.org,2002:"
# Tags, anchors, block text, merges, document marks, tabs, rare line ends: where readers differ.
_NOT_SIMPLE = re.compile(
    r"(?:^|[\s\[{,:?-])[!&*%@`|>]|<<|^(?:---|\.\.\.)|[\t\x85\u2028\u2029\ufeff]", re.MULTILINE
)
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS = {"": "null", "~": "null", **dict.fromkeys(("null", "Null", "NULL"), "null"),
          **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), "bool")}  # fmt: skip
_WHOLE = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9_]+)")
# A node of either reader: both name their parts alike.
Node = Any
_TEXT_TAGS = {"str", "float", "timestamp", "value"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each key and list item of one YAML block stands in the file."""

    first: int
    of: Mapping[Path, int] = field(default_factory=dict)

    def at(self, path: Sequence[str | int]) -> int:
        """Return the line of ``path``, or of the nearest thing around it.

        Elements the block does not have (names of models in a validator's report) are passed over.
        """
        known: Path = ()
        for part in path:
            if (*known, part) in self.of:
                known = (*known, part)
        return self.of.get(known, self.first)


@dataclass(frozen=True, slots=True)
class Block:
    """Plain data of one YAML block with the lines of its parts.

    ``ok`` is False when some of it could not be read, so that the data say less than the text.
    """

    data: Plain
    lines: Lines
    ok: bool = True


def read_yaml(text: str, first_line: int, pad: FaultPad) -> Block:
    """Read one block that starts on ``first_line`` of the file; faults go to the pad."""
    try:
        root = composed(text)
    except MarkedYAMLError as fault:
        _note_syntax(fault, text, first_line, pad)
        return Block(None, Lines(first_line), ok=False)
    except (YAMLError, ValueError) as fault:
        pad.error(first_line, f"The block cannot be read: {_one_line(fault)}.", "Write it again.")
        return Block(None, Lines(first_line), ok=False)
    except RecursionError:
        pad.error(first_line, "The block is nested too deeply to read.", "Write it flatter.")
        return Block(None, Lines(first_line), ok=False)
    reader = _Reader(first_line, pad)
    data = reader.plain(root, ()) if root is not None else None
    return Block(data, Lines(first_line, reader.lines), ok=not reader.faulty)


def composed(text: str) -> Node:
    """Return the nodes of a block, or None of an empty one; raises YAMLError of ruamel.yaml."""
    if not _NOT_SIMPLE.search(text):
        try:
            return yaml.compose(text, Loader=_LOADER)
        except (yaml.YAMLError, ValueError):
            pass  # Read by YAML 1.2, or refused with the place and the reason.
    return YAML(typ="safe", pure=True).compose(text)


def _tag_of(node: Node) -> str:
    """Return what a scalar is. libyaml leaves it open; written plainly it may be more than text."""
    tag = str(node.tag).removeprefix(_TAG)
    if tag != "str" or node.style:
        return tag
    text = str(node.value)
    return _WORDS.get(text) or ("int" if _WHOLE.fullmatch(text) else tag)


def _one_line(fault: Exception) -> str:
    return " ".join(str(fault).split()).rstrip(".")


def _note_syntax(fault: MarkedYAMLError, text: str, first_line: int, pad: FaultPad) -> None:
    rows = text.splitlines() or [""]
    marks = [mark.line for mark in (fault.context_mark, fault.problem_mark) if mark]
    places = [min(line, len(rows) - 1) for line in marks] or [0]
    for row in places:
        habit = _typing_habit(rows[row])
        if habit:
            pad.error(first_line + row, *habit)
            return
    pad.error(
        first_line + places[-1],
        f"The YAML cannot be read: {fault.problem or fault.context}.",
        "Check indentation, brackets and colons; quote text that has `:` or `#` in it.",
    )


def _typing_habit(row: str) -> tuple[str, str] | None:
    """Recognise what people type by habit: a tab, or the colon of a Chinese keyboard."""
    if "\t" in row:
        return "A tab stands where YAML wants spaces.", "Indent with spaces."
    if _CHINESE_COLON.match(row):
        return "A Chinese colon `：` stands after the key.", "Write `:` and a blank."
    return None


class _Reader:
    """Turns composed nodes into plain data and remembers lines."""

    def __init__(self, first_line: int, pad: FaultPad) -> None:
        self.first, self.pad = first_line, pad
        self.lines: dict[Path, int] = {}
        self.faulty = False
        self._seen: set[int] = set()

    def plain(self, node: Node, path: Path) -> Plain:
        self.lines.setdefault(path, self._line(node))
        if id(node) in self._seen:
            return self._unreadable(
                node, "An alias (`*name`) repeats another value.", "Write it out."
            )
        self._seen.add(id(node))
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return [self._item(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node)

    def _line(self, node: Node) -> int:
        return self.first + int(node.start_mark.line)

    def _item(self, node: Node, path: Path) -> Plain:
        self.lines[path] = self._line(node)
        return self.plain(node, path)

    def _mapping(self, node: Node, path: Path) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for key, value in node.value:
            name = self._key(key)
            if name in found:
                self._refuse(key, f"The key `{name}` stands twice.", "Keep one of them.")
                continue
            self.lines[(*path, name)] = self._line(key)
            found[name] = self.plain(value, (*path, name))
        return found

    def _key(self, node: Node) -> str:
        if node.id == "scalar":
            return str(node.value)
        self._refuse(node, "A key is a list or a mapping.", "Use one word as the key.")
        return "?"

    def _scalar(self, node: Node) -> Plain:
        text, tag = str(node.value), _tag_of(node)
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int":
                return self._whole(text)
        if tag in _TEXT_TAGS:
            return text
        return self._unreadable(node, f"The tag `{node.tag}` is not used here.", "Remove it.")

    def _whole(self, text: str) -> Plain:
        # 0x10, 1_000 and 007 are whole numbers to YAML; a reader would not see that.
        digits = text.lstrip("+-")
        plain = len(text) <= _LONGEST_WHOLE and digits.isdecimal()
        return int(text) if plain and str(int(text)) == text.lstrip("+") else text

    def _refuse(self, node: Node, what: str, mend: str) -> None:
        self.pad.error(self._line(node), what, mend)

    def _unreadable(self, node: Node, what: str, mend: str) -> Plain:
        self.faulty = True
        self._refuse(node, what, mend)
        return None
