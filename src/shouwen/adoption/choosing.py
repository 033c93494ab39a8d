"""Writing a department's choice between readings into the text; nothing else of it changes."""

from __future__ import annotations

import re
from collections.abc import Mapping

HEAD = re.compile(r"\A(\ufeff?---\r?\n)(.*?)(^---\s*$)", re.DOTALL | re.MULTILINE)
# The key with everything indented below it; the bracket of a table over several lines may stand
# at the margin.
_CHOSEN = re.compile(r"^chosen:[^\r\n]*\r?\n(?:(?:[ \t}][^\r\n]*)?\r?\n)*", re.MULTILINE)


def with_chosen(text: str, chosen: Mapping[str, str]) -> str:
    """Return a text in which a department chose so; without a choice the key goes."""
    head = HEAD.match(text)
    if head is None:
        return text
    end = "\r\n" if head[1].endswith("\r\n") else "\n"
    lines = [f"  {setting}: {choice}" for setting, choice in chosen.items()]
    block = "".join(f"{line}{end}" for line in ["chosen:", *lines]) if lines else ""
    changed, found = _CHOSEN.subn(lambda _key: block, head[2], count=1)
    return text[: head.start(2)] + (changed if found else head[2] + block) + text[head.end(2) :]
