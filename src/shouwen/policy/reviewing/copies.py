"""A regulation that repeats another: which clauses are the same, what is new, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shouwen.policy.file_reading.regulation import ClauseNode, Regulation
from shouwen.policy.kinds.words import Both
from shouwen.policy.reviewing.findings import Finding, of_whole

# Whoever repeats less than this of a text has written one of their own.
_COPIED = Fraction(4, 5)
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """How much of a regulation stands in another: clauses that are the same but for white space.

    ``new`` are its rules in clauses that the other does not have, ``missing`` the other's rules in
    clauses that it does not have: by their numbers in the catalogue where they have any.
    """

    slug: str
    title: str
    same: int
    clauses: int
    new: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def said(self) -> Both:
        """Say it in one sentence, in Chinese and English."""
        new, missing = len(self.new), len(self.missing)
        chinese = (
            f"与《{self.title}》重复：{self.clauses} 条条文中有 {self.same} 条相同；"
            f"{f'新增 {new} 条规则' if new else '没有新规则'}，"
            f"{f'缺 {missing} 条规则' if missing else '不缺规则'}。"
        )
        english = (
            f"This repeats “{self.title}”: {self.same} of {self.clauses} clauses are the same; "
            f"{_rules(new) if new else 'no'} new rules, {_rules(missing)} rules missing."
        )
        return chinese, english.replace(" 1 new rules", " 1 new rule").replace(
            " 1 rules missing", " 1 rule missing"
        )


def _rules(number: int) -> str:
    return str(number) if number else "no"


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def texts_of(read: Regulation) -> dict[str, str]:
    """Return the squeezed text of each clause that has one, by its address."""
    found = ((node.address, squeezed(node.text)) for node in read.clauses)
    return {address: text for address, text in found if text}


def copy_of(read: Regulation, other: Regulation) -> Copy | None:
    """Return how far a regulation repeats another, or None where it is one of its own.

    Another version of the same regulation is no copy.
    """
    if read.slug == other.slug:
        return None
    mine, theirs = texts_of(read), texts_of(other)
    shared = set(mine.values()) & set(theirs.values())
    same = [text for text in mine.values() if text in shared]
    # The fuller text of the two repeats the shorter one as well.
    shorter = min(sum(map(len, texts.values())) for texts in (mine, theirs))
    if len(same) < _FEWEST or Fraction(sum(map(len, same)), shorter or 1) < _COPIED:
        return None
    return Copy(
        slug=other.slug,
        title=other.title,
        same=len(same),
        clauses=len(mine),
        new=_rules_in(read, _without(mine, shared)),
        missing=_rules_in(other, _without(theirs, shared)),
    )


def _without(texts: dict[str, str], shared: Collection[str]) -> set[str]:
    return {address for address, text in texts.items() if text not in shared}


def _rules_in(read: Regulation, addresses: Collection[str]) -> tuple[str, ...]:
    """Return the numbers of the rules that stand in some clauses, each once."""
    found: dict[str, None] = {}
    for key, rule in read.rules.items():
        if read.rule_clauses[key] in addresses:
            found |= dict.fromkeys(rule.catalogue or (key,))
    return tuple(found)


def copies(read: Regulation, others: Iterable[Regulation]) -> tuple[Copy, ...]:
    """Return what a regulation repeats, the closest first."""
    found = (copy_of(read, other) for other in others)
    return tuple(sorted((one for one in found if one), key=lambda one: -one.same))


def repeated(regulations: Sequence[Regulation]) -> Iterator[Finding]:
    """Find regulations that repeat another of those reviewed, each pair once: the shorter one."""
    for place, read in enumerate(regulations):
        for later, other in enumerate(regulations):
            if place == later or _is_fuller(read, place, other, later):
                continue
            found = copy_of(read, other)
            if found is not None:
                yield as_finding(read, found)


def _is_fuller(read: Regulation, place: int, other: Regulation, later: int) -> bool:
    return (len(read.clauses), later) > (len(other.clauses), place)


_MEND: Both = (
    "请确认是合并、保留较全的一份，还是另作一个版本。",
    "Merge the two and keep the fuller one, or keep it as a variant.",
)


def as_finding(read: Regulation, found: Copy) -> Finding:
    """Return what a regulation repeats as a finding about the whole of it."""
    return of_whole("copy", read, found.said, _MEND)


def worth_reading(read: Regulation, whole: str) -> bool:
    """Tell quickly whether a squeezed file may be what a regulation repeats, before it is read."""
    clauses = [node for node in read.clauses if node.text.strip()]
    return sum(_stands_in(node, whole) for node in clauses) >= _FEWEST


def _stands_in(node: ClauseNode, whole: str) -> bool:
    return squeezed(node.text) in whole
