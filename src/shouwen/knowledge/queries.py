"""Checklists and scripts as the conduct rules in force on a day print them.

Nothing here asks the database: the rulebook in force is all there is to read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from shouwen.enforcement.words import of_language
from shouwen.knowledge.choices import WRITTEN_REPLY
from shouwen.policy.kinds.conduct import SPOKEN, Conduct, Timed
from shouwen.policy.kinds.figures import number_text
from shouwen.policy.kinds.phrases import MustNotSay, MustSay
from shouwen.policy.rulebook import Rulebook

BLANK = "＿＿"
# Today's rulebook, and a few of other days.
BOOKS_KEPT = 4
_PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A conduct rule by its name and its clause."""

    slug: str
    rule_id: str
    title: str
    regulation: str
    number: str
    situation: str

    @property
    def key(self) -> str:
        """What an address calls the rule: ``regulation/rule``."""
        return f"{self.slug}/{self.rule_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a checklist; ``key`` is what its fact calls it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The lines of one conduct rule, each looked at by itself."""

    cited: Cited
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What has to be said: one of the phrases is enough."""

    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """What must not be said: ``at`` is anywhere, beginning or whole; it may stand in ``inside``."""

    phrase: str
    at: str
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Said in its turn, and then waited for so many seconds; empty while that is left blank."""

    say: str
    seconds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of one conduct rule."""

    cited: Cited
    groups: tuple[Group, ...]
    in_order: bool
    bans: tuple[Ban, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything said in one situation; without a ``key`` it holds in every one."""

    key: str
    label: str
    scripts: tuple[Script, ...]


# ── which rules ──────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=BOOKS_KEPT)
def _conduct(book: Rulebook) -> tuple[Conduct, ...]:
    # A rulebook never changes, so its conduct rules are picked out once.
    return tuple(rule for rule in book.rules if isinstance(rule, Conduct))


def conduct_on(book: Rulebook, day: date) -> Iterator[Conduct]:
    """Yield the conduct rules in force on a day, in the order of their texts."""
    return (rule for rule in _conduct(book) if rule.is_in_force(day))


def concerns(rule: Conduct, posts: Collection[str] | None) -> bool:
    """Tell whether a rule is about holders of these posts; None means whoever asks sees all."""
    return posts is None or not rule.for_ or any(post in posts for post in rule.for_)


def conduct_rule(book: Rulebook, day: date, slug: str, rule_id: str) -> Conduct | None:
    """Return one conduct rule in force on a day, or None."""
    rule = book.find(slug, rule_id)
    return rule if isinstance(rule, Conduct) and rule.is_in_force(day) else None


def can_be_checked(rule: Conduct) -> bool:
    """Tell whether a quality check can judge the rule by hand."""
    return bool(rule.items or rule.must_say or rule.must_not_say or rule.sequence)


# ── checklists ───────────────────────────────────────────────────────────────────────────────


def cited(rule: Conduct) -> Cited:
    """Return a rule's name and clause in the language of the page."""
    return Cited(
        slug=rule.clause.regulation,
        rule_id=rule.id,
        title=of_language((rule.title or rule.id, rule.title_en or rule.title or rule.id)),
        regulation=rule.clause.title,
        number=rule.clause.number,
        situation=rule.situation,
    )


def checklist(rule: Conduct) -> Checklist:
    """Return a rule's checklist in the language of the page; rounds show it as well."""
    lines = tuple(Line(key=one.item, text=of_language(one.names)) for one in rule.items)
    return Checklist(cited=cited(rule), lines=lines)


def checklists(
    rules: Iterable[Conduct], *, posts: Collection[str] | None, text: str = ""
) -> list[Checklist]:
    """List the checklists for holders of these posts in which a text stands."""
    found = (checklist(rule) for rule in rules if rule.items and concerns(rule, posts))
    return [each for each in found if _has(text, _words_of(each))]


def _words_of(each: Checklist) -> Iterator[str]:
    yield from (each.cited.title, each.cited.regulation, each.cited.number)
    yield from (line.text for line in each.lines)


def _has(text: str, words: Iterable[str]) -> bool:
    wanted = text.casefold().strip()
    return not wanted or any(wanted in word.casefold() for word in words)


# ── scripts ──────────────────────────────────────────────────────────────────────────────────


def script(rule: Conduct) -> Script:
    """Return the words of a rule in the language of the page; phrases stand as printed."""
    return Script(
        cited=cited(rule),
        groups=tuple(map(_group, rule.must_say)),
        in_order=rule.in_order,
        bans=tuple(map(_ban, rule.must_not_say)),
        turns=tuple(map(_turn, rule.sequence)),
    )


def _turn(one: Timed) -> Turn:
    seconds = "" if one.seconds is None else number_text(one.seconds)
    return Turn(say=printed(one.say), seconds=seconds)


def printed(phrase: str) -> str:
    """Return a phrase with blanks to be filled in where it has placeholders."""
    return _PLACE.sub(BLANK, phrase)


def _group(group: MustSay) -> Group:
    return Group(name=of_language(group.names), phrases=tuple(map(printed, group.any_of)))


def _ban(one: MustNotSay) -> Ban:
    return Ban(phrase=printed(one.phrase), at=one.at, inside=tuple(map(printed, one.not_in)))


def _has_words(rule: Conduct) -> bool:
    return bool(rule.must_say or rule.must_not_say or rule.sequence)


def situations(
    rules: Iterable[Conduct], *, posts: Collection[str] | None, text: str = ""
) -> list[Situation]:
    """List what is said in each situation, what holds in every one first."""
    found: dict[str, list[Script]] = {}
    for rule in rules:
        if _has_words(rule) and concerns(rule, posts):
            each = script(rule)
            if _has(text, _said_in(each)):
                found.setdefault(rule.situation, []).append(each)
    return [_situation(key, found[key]) for key in sorted(found, key=bool)]


def _situation(key: str, scripts: list[Script]) -> Situation:
    return Situation(key=key, label=scripts[0].cited.title, scripts=tuple(scripts))


def _said_in(each: Script) -> Iterator[str]:
    yield from (each.cited.title, each.cited.regulation, each.cited.number)
    for group in each.groups:
        yield from (group.name, *group.phrases)
    yield from (one.phrase for one in each.bans)
    yield from (one.say for one in each.turns)


# ── replies ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A situation that whoever writes a reply may name."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Composing:
    """What a reply is looked at for; nobody listens where ``listens`` is false."""

    listens: bool
    situation: str
    choices: tuple[Choice, ...]


def composing(book: Rulebook, day: date, posts: Collection[str]) -> Composing:
    """Return what there is to choose for whoever writes a reply."""
    labels: dict[str, Any] = {}
    listens = False
    for rule in conduct_on(book, day):
        if SPOKEN in rule.listened and concerns(rule, posts):
            listens = True
            if rule.situation not in ("", WRITTEN_REPLY):
                labels.setdefault(rule.situation, cited(rule).title)
    choices = tuple(Choice(key=key, label=label) for key, label in labels.items())
    return Composing(listens=listens, situation=WRITTEN_REPLY, choices=choices)
