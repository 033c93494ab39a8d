"""What a worked case expects replaced by what comes out now; nothing else of the text changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_FENCE = ("```", "~~~")
_SPECIAL = frozenset(",[]{}#&*!|>%@`\"'")
Place = tuple[int, int, str]


def with_expected(text: str, line: int, came: Mapping[str, Any]) -> str:
    """Return a text whose case at a line expects what came out; unchanged where it has no such."""
    lines = text.splitlines(keepends=True)
    begins = sum(map(len, lines[: line - 1]))
    expected = _expected("".join(_until_fence(lines[line - 1 :])))
    places = sorted(_places(expected, came), reverse=True) if expected else ()
    for start, end, said in places:
        text = text[: begins + start] + said + text[begins + end :]
    return text


def _until_fence(lines: list[str]) -> list[str]:
    ends = (n for n, line in enumerate(lines) if line.lstrip().startswith(_FENCE))
    return lines[: next(ends, len(lines))]


def _expected(block: str) -> yaml.MappingNode | None:
    try:
        found = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    case = found.value[0] if isinstance(found, yaml.SequenceNode) else None
    return _under(case, "expect") if isinstance(case, yaml.MappingNode) else None


def _under(node: yaml.MappingNode, key: str) -> yaml.MappingNode | None:
    values = (value for name, value in node.value if name.value == key)
    return next((one for one in values if isinstance(one, yaml.MappingNode)), None)


def _places(node: yaml.MappingNode, came: Mapping[str, Any]) -> Iterator[Place]:
    for name, value in node.value:
        new = came.get(str(name.value))
        if isinstance(new, Mapping) and isinstance(value, yaml.MappingNode):
            yield from _places(value, new)
        elif new is not None:
            yield from _figures(value, new if isinstance(new, list) else [new])


def _figures(node: yaml.Node, said: list[Any]) -> Iterator[Place]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if len(nodes) != len(said):
        return
    for one, new in zip(nodes, said, strict=True):
        if isinstance(one, yaml.ScalarNode):
            yield one.start_mark.index, one.end_mark.index, _written(new, one.style)


def _written(value: object, style: str | None) -> str:
    said = str(value).lower() if isinstance(value, bool) else str(value)
    if style == "'" and "'" not in said:
        return f"'{said}'"
    quoted = style == '"' or bool(_SPECIAL & set(said)) or ": " in said
    return json.dumps(said, ensure_ascii=False) if quoted else said
