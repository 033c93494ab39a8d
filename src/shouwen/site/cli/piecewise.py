"""One JSON object written piece by piece: a list's members as soon as there are any."""

from __future__ import annotations

import json
from collections.abc import Iterator


class Members:
    """An object to be written: its members in order, among them lists that are still coming."""

    def __init__(self, **members: object) -> None:
        """Keep the members; nothing of a list is asked for before its turn."""
        self.members = members


def written(value: object) -> Iterator[str]:
    """Yield a value as JSON in pieces: each member of an object, each item of a coming list."""
    if isinstance(value, Members):
        mark = "{"
        for name, member in value.members.items():
            yield f"{mark}\n {json.dumps(name)}: "
            yield from written(member)
            mark = ","
        yield "}"
    elif isinstance(value, Iterator):
        mark = "["
        for item in value:
            yield f"{mark}\n  "
            yield from written(item)
            mark = ","
        yield "[]" if mark == "[" else "]"
    else:
        yield json.dumps(value, ensure_ascii=False)
