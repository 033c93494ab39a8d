"""One regulation's tree as it grows, line by line: front matter, headings, numbered clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from shouwen.policy.reading.nodes import Node, Tree
from shouwen.policy.reading.numbers import Mark, first_of
from shouwen.policy.reading.source import LeftOut, Source, Span
from shouwen.policy.reading.tree_fronts import Draft, has_unnumbered, is_headed, split_front
from shouwen.policy.reading.tree_lines import Ahead, Line
from shouwen.policy.reading.tree_marks import Place, counts
from shouwen.policy.reading.tree_outline import ORDINALS, Entry, Fit, Outline
from shouwen.policy.reading.tree_titles import (
    APPENDIX,
    LONGEST_TITLE,
    is_heading_like,
    is_one_of_many,
    is_part_title,
    is_title,
    next_opening,
    opening_mark,
    repeats,
    stands_above_heading,
    stands_above_text,
    title_in,
)

ENDED = '。；;！!？?：:”"）)》'
SHORT = 24
LEADS_IN = re.compile(r"如下|包括|下列|以下|情形|行为|之一|分为|应|须|即[:：]|[：:].+[：:]")
SHORT_HEADING = 10


class Growth:
    """One regulation being read."""

    def __init__(self, text: str, ahead: Ahead) -> None:
        """Begin with nothing read of a source's text."""
        self._text, self._ahead = text, ahead
        self._front: list[Line] = []
        self._cut_front: list[Span] = []
        self._nodes: list[Draft] = []
        self._outline = Outline()
        self._counted_in: dict[str, Span] = {}
        self._headed = False
        self._groups: set[int] = set()
        self._looked_at, self._titled = 0, False

    @property
    def start(self) -> int:
        """Return where its part of the source begins."""
        firsts = [span.start for span in self._cut_front[:1]]
        firsts += [node.own[0].start for node in self._nodes[:1]]
        return min(firsts)

    def ends_before(self, lines: Sequence[Line], at: int) -> bool:
        """Say whether a line opens another regulation."""
        line = lines[at]
        if is_part_title(line):
            return True
        if not self._nodes or opening_mark(line) or line.in_table or not is_title(line.text):
            return False
        if at + 1 < len(lines) and repeats(line.text, lines[at + 1].text):
            return True
        if line.piece.kind == "heading" and not self._stands_above_all(line.piece.level):
            return False
        mark = next_opening(lines, at, within=8)
        return mark is not None and mark.values[-1] == 1 and self._begins_anew(mark)

    def _stands_above_all(self, level: int | None) -> bool:
        root = self._outline.entries[0].level if self._outline.entries else None
        return level is None or root is None or level < root

    def _begins_anew(self, mark: Mark) -> bool:
        root = self._outline.entries[0] if self._outline.entries else None
        if mark.style in ("第编", "第部分", "第章", "第条"):
            return True
        if root is None or root.style in ORDINALS:
            return mark.style == "cn"
        if mark.style in ("cn", "第节"):
            return True
        if root.style == "cn" and (mark.shape == " " or mark.style == "point_zero"):
            return True
        return mark.style in ("plain", "point_zero") and not self._headed and root.key == (
            mark.style, mark.shape,
        )  # fmt: skip

    def take(self, lines: Sequence[Line], at: int) -> None:
        """Read one line: the clauses it opens, or what it adds to the one above."""
        line = lines[at]
        if is_part_title(line):
            return self._put(line.span)
        if self._opens_heading(lines, at):
            return None
        done = line.span.start
        for printed in line.marks:
            mark, fit = printed, self._fit(line, printed)
            if fit is None and (first := first_of(printed)):
                mark, fit = first, self._fit_of_first(line, first)
            if fit is not None:
                self._put(Span(done, mark.start))
                self._open(line, mark, fit)
                done = mark.start
        return self._put(Span(done, line.span.end))

    def _fit(self, line: Line, mark: Mark) -> Fit | None:
        invited = self._invited(mark)
        fit = self._outline.fit(mark, invited=invited)
        if line.piece.kind == "heading" and line.piece.level is not None and mark.at_line_start:
            fit = self._outline.fit_by_level(mark, fit, line.piece.level)
        fresh = self._counted_in.get(mark.style) == line.piece.span
        place = Place(line, fresh, invited, first=not self._nodes)
        return fit if counts(self._text, mark, fit, self._ahead, place) else None

    def _fit_of_first(self, line: Line, mark: Mark) -> Fit | None:
        """Fit the number before a point that may begin a fraction, if its list goes on with it."""
        fit = self._fit(line, mark)
        sure = fit is not None and (fit.how == "next" or self._ahead.goes_on(mark))
        return fit if sure else None

    def _invited(self, mark: Mark) -> bool:
        if not self._nodes:
            return False
        node = self._nodes[-1]
        before = self._text[max(node.body, mark.start - 200) : mark.start].rstrip()
        if before.endswith((":", "：", "如下", "如下。", "之一的")):
            return not self._is_new_heading(before, mark)
        open_above = any(one.key == (mark.style, mark.shape) for one in self._outline.entries)
        return not open_above and len(node.own) <= 1 and self._is_short_head(node, mark.start)

    def _is_new_heading(self, before: str, mark: Mark) -> bool:
        last = self._outline.entries[-1] if self._outline.entries else None
        alike = last is not None and last.key == (mark.style, mark.shape)
        ended = max(before.rfind(sign) for sign in "。；;\n")
        phrase = before[ended + 1 :].strip()
        return alike and ended >= 0 and len(phrase) <= SHORT and not LEADS_IN.search(phrase)

    def _is_short_head(self, node: Draft, end: int) -> bool:
        body = self._text[node.body : end].strip() if end - node.body < 3 * SHORT else "。"
        return 0 < len(body) <= SHORT and not any(sign in body for sign in "。；;，,\n")

    def _put(self, span: Span) -> None:
        text = self._text[span.start : span.end]
        if not text.strip():
            return
        span = Span(
            span.start + len(text) - len(text.lstrip(" \u3000\n")),
            span.end - len(text) + len(text.rstrip()),
        )
        own = self._nodes[-1].own if self._nodes else self._cut_front
        own.append(span)

    def _open(self, line: Line, mark: Mark, fit: Fit) -> None:
        begun, level = fit.how in ("next", "first"), line.piece.level
        here = Entry(mark.style, mark.shape, mark.values, len(self._nodes), level, begun)
        parent = self._outline.open(here, fit.depth)
        self._nodes.append(Draft(mark.printed, parent, line.piece.page, mark.end))
        self._counted_in[mark.style] = line.piece.span

    def _opens_heading(self, lines: Sequence[Line], at: int) -> bool:
        line = lines[at]
        appendix = (
            APPENDIX.match(line.text) if self._nodes and len(line.text) < LONGEST_TITLE else None
        )
        if appendix and not line.in_table:
            level = line.piece.level if line.piece.kind == "heading" else None
            top = 0 if level is None else self._outline.depth_by_level(level)
            self._head(line, top, number="".join(appendix[0].split()).rstrip(":：、."))
            return True
        depth = self._heading_depth(lines, at) if self._may_head(line) else None
        if depth is None:
            return False
        self._head(line, *depth)
        return True

    def _may_head(self, line: Line) -> bool:
        mark = opening_mark(line)
        if line.piece.kind == "heading" and (mark is None or self._fit(line, mark) is None):
            return bool(self._nodes or self._cut_front)
        return is_heading_like(line) and bool(self._nodes or self._cut_front)

    def _heading_depth(self, lines: Sequence[Line], at: int) -> tuple[int, Entry | None] | None:
        if lines[at].piece.kind == "heading":
            return self._outline.depth_by_level(lines[at].piece.level), None
        below = lines[at + 1] if at + 1 < len(lines) else None
        mark = opening_mark(below) if below else None
        if mark is None or mark.style == "bullet":
            if self._opens_group(lines, at):
                self._groups.add(len(self._nodes))
                return 0, None
            return self._depth_above_text(lines, at)
        if mark.value == 1 and mark.style != "multi":
            return self._depth_of_restart(lines[at], mark)
        return self._depth_of_grouping(mark)

    def _depth_of_restart(self, line: Line, mark: Mark) -> tuple[int, None] | None:
        entries = self._outline.entries
        for depth in reversed(range(len(entries))):
            if (entries[depth].style, entries[depth].shape) == (mark.style, mark.shape):
                return self._beside_heading(depth), None
        if entries or (is_title(line.text) and not self._front_has_title()):
            return None
        return (0, None) if mark.style not in ORDINALS or len(line.text) <= SHORT_HEADING else None

    def _opens_group(self, lines: Sequence[Line], at: int) -> bool:
        known = bool(self._nodes) and self._sentence_ended()
        return known and stands_above_heading(lines, at) and is_one_of_many(lines, at + 1)

    def _depth_above_text(self, lines: Sequence[Line], at: int) -> tuple[int, None] | None:
        """Return where a heading goes that stands above a paragraph, numbers following later."""
        plain, entries = lines[at].text.rstrip("：:"), self._outline.entries
        below = lines[at + 1] if at + 1 < len(lines) else None
        if len(plain) > SHORT_HEADING or below is None or below.text[-1] not in ENDED:
            return None
        if self._nodes and not self._sentence_ended():
            return None
        mark = next_opening(lines, at + 1, within=3)
        if mark and mark.at_line_start and mark.value == 1 and self._ahead.begins_again(mark):
            return self._depth_of_restart(lines[at], mark) if self._front_has_title() else None
        restarts = mark is not None and any(
            entry.key == (mark.style, mark.shape) for entry in entries
        )
        if mark and mark.value == 1 and restarts:
            return self._depth_of_restart(lines[at], mark)
        if is_one_of_many(lines, at) and stands_above_text(lines, at):
            nested = bool(entries) and entries[0].node in self._groups
            return (int(nested), None) if self._nodes or self._front_has_title() else None
        grouped = bool(entries) and entries[0].style == "heading" and mark is None
        return (0, None) if grouped else None

    def _front_has_title(self) -> bool:
        """Say whether a title was read; each stretch is looked at once, however often one asks."""
        for span in self._cut_front[self._looked_at :]:
            self._titled = self._titled or is_title(self._text[span.start : span.end])
        self._looked_at = len(self._cut_front)
        return self._titled

    def _depth_of_grouping(self, mark: Mark) -> tuple[int, Entry] | None:
        fit = self._outline.fit(mark, invited=False)
        entries = self._outline.entries
        if fit.how != "next" or fit.depth >= len(entries) or not self._sentence_ended():
            return None
        return self._beside_heading(fit.depth), entries[fit.depth]

    def _beside_heading(self, depth: int) -> int:
        return depth - 1 if depth and self._outline.entries[depth - 1].style == "heading" else depth

    def _sentence_ended(self) -> bool:
        last = self._nodes[-1].own[-1].end if self._nodes else 0
        above = self._outline.entries[-1].style if self._outline.entries else ""
        fresh_head = above == "heading" and len(self._nodes[-1].own) == 1
        return fresh_head or self._text[last - 1 : last] in ENDED

    def _head(
        self, line: Line, depth: int, goes_on: Entry | None = None, number: str | None = None
    ) -> None:
        style = "appendix" if number else "heading"
        entry = Entry(style, "", (), len(self._nodes), line.piece.level, goes_on=goes_on)
        parent = self._outline.open(entry, depth)
        body = line.span.start if number is None else line.span.start + len(number)
        named = APPENDIX.sub("", line.text) if number else line.text
        draft = Draft(number, parent, line.piece.page, body, named.strip("：: "), [line.span])
        self._headed = True
        self._nodes.append(draft)

    @property
    def says_something(self) -> bool:
        """Say whether it holds a clause, or enough text for clauses without numbers."""
        return bool(self._nodes) or has_unnumbered(self._cut_front, self._text)

    @property
    def front(self) -> tuple[Span, ...]:
        """Return the stretches read before the first number."""
        return tuple(self._cut_front)

    def tree(self, source: Source, left_out: Sequence[LeftOut]) -> Tree:
        """Return what was read as a tree."""
        numbered = any(one.number for one in self._nodes)
        numbered = numbered or (bool(self._nodes) and not is_headed(self._cut_front, self._text))
        front, drafts = split_front(self._cut_front, self._text, numbered=numbered)
        moved = [replace(one, parent=_moved(one.parent, len(drafts))) for one in self._nodes]
        nodes = named([*drafts, *moved], source.text)
        return Tree(source, self._title(), tuple(front), nodes, tuple(left_out))

    def _title(self) -> str:
        fronts = [self._text[one.start : one.end] for one in self._cut_front]
        titles = [front for front in fronts if is_title(front)]
        titles += [title for front in fronts if (title := title_in(front))]
        titles += [front for front in fronts if len(front) <= LONGEST_TITLE]
        return "".join([*titles, ""][0].split())


def _moved(parent: int | None, by: int) -> int | None:
    return None if parent is None else parent + by


def named(drafts: Sequence[Draft], text: str) -> tuple[Node, ...]:
    """Return drafts as nodes: their ids are paths of numbers, "#2" where a number repeats."""
    ids: list[str] = []
    depths: list[int] = []
    seen: Counter[str] = Counter()
    for draft in drafts:
        above = "" if draft.parent is None else ids[draft.parent] + "/"
        path = above + (draft.number or _plain_head(draft, text))
        seen[path] += 1
        ids.append(path if seen[path] == 1 else f"{path}#{seen[path]}")
        depths.append(0 if draft.parent is None else depths[draft.parent] + 1)
    return tuple(
        Node(
            one,
            draft.number,
            None if draft.parent is None else ids[draft.parent],
            draft.heading or _heading(draft, text),
            tuple(draft.own),
            depth,
            draft.page,
        )
        for one, draft, depth in zip(ids, drafts, depths, strict=True)
    )


def _plain_head(draft: Draft, text: str) -> str:
    head = draft.heading or text[draft.body : draft.body + SHORT]
    return "".join(head.split()).replace("/", "／")


def _heading(draft: Draft, text: str) -> str:
    if not draft.own:
        return ""
    first = text[draft.body : draft.own[0].end].strip()
    return first if len(first) <= SHORT and not any(sign in first for sign in "。；;，,") else ""
