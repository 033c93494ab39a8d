"""What stands before the first number: title, date, preamble; or all there is, without numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shouwen.policy.reading.source import Span
from shouwen.policy.reading.tree_titles import LONGEST_HEADING, NO_HEADING, is_title

# A preamble that states figures or forbids something is a clause of its own.
RULING = re.compile(
    r"(?<![第\d])\d+\s*(?:分钟|小时|个?工作日|天内|日内|元|分[，,。；;]|次|%|％)|不得|严禁|禁止|不准"
)
ADOPTED = re.compile(r"(?:通过|印发|施行|发布|修订|公布)[)）。]?$")
ENOUGH = 150


@dataclass(slots=True)
class Draft:
    """A node while it is still growing."""

    number: str | None
    parent: int | None
    page: int | None
    body: int
    heading: str = ""
    own: list[Span] = field(default_factory=list)


def has_unnumbered(front: Sequence[Span], text: str) -> bool:
    """Say whether a text without numbers is long enough to be a regulation."""
    body = [text[span.start : span.end] for span in front[1:]]
    return len(body) > 1 and sum(map(len, body)) > ENOUGH


def is_headed(front: Sequence[Span], text: str) -> bool:
    """Say whether a front holds a heading below its title, with sentences below it."""
    lines = [_cut(text, span) for span in front[_title_ends(front, text) :]]
    return any(_is_heading(a) and b.rstrip().endswith("。") for a, b in pairwise(lines))


def split_front(
    front: Sequence[Span], text: str, *, numbered: bool
) -> tuple[list[Span], list[Draft]]:
    """Return what of the front is title, and the clauses without numbers that it states."""
    title = _title_ends(front, text)
    if not numbered:
        return list(front[:title]), _unnumbered(front[title:], text)
    ruling = [at for at, span in enumerate(front) if at >= title and _rules(_cut(text, span))]
    if not ruling:
        return list(front), []
    body = list(front[ruling[0] :])
    return list(front[: ruling[0]]), [Draft(None, None, None, body[0].start, own=body)]


def _rules(line: str) -> bool:
    return bool(RULING.search(line)) and not ADOPTED.search(line)


def _title_ends(front: Sequence[Span], text: str) -> int:
    told = next((at for at, span in enumerate(front) if _is_sentence(_cut(text, span))), len(front))
    titles = [at for at, span in enumerate(front[:told]) if is_title(_cut(text, span))]
    return titles[-1] + 1 if titles else min(1, len(front) - 1)


def _is_sentence(line: str) -> bool:
    return len(line) > LONGEST_HEADING and line.rstrip().endswith("。")


def _unnumbered(body: Sequence[Span], text: str) -> list[Draft]:
    drafts: list[Draft] = []
    above: int | None = None
    for at, span in enumerate(body):
        line = _cut(text, span)
        if _is_heading(line) and at + 1 < len(body):
            above = len(drafts)
            drafts.append(Draft(None, None, None, span.start, line.strip("：: "), [span]))
        elif above is not None:
            drafts[above].own.append(span)
        else:
            drafts.append(Draft(None, None, None, span.start, own=[span]))
    return drafts


def _is_heading(line: str) -> bool:
    plain = "".join(line.rstrip("：:").split())
    return 1 < len(plain) <= LONGEST_HEADING and not NO_HEADING.search(plain)


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]
