"""What a change of text does, rule by rule, in one sentence each: figures before and after.

Said from the rules' own parameters, so that it holds for every kind of rule, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from shouwen.journal import replaying as journal
from shouwen.journal.replaying import Sought
from shouwen.policy.describe import Line, describe
from shouwen.policy.kinds import Rule, Words
from shouwen.policy.kinds.references import PEOPLE, Reference
from shouwen.policy.listening import deciding_word
from shouwen.regulations.cards import language_index
from shouwen.regulations.comparing import Outline, RuleChange, RuleText, compare

# Facts are counted over so many months and said as so many a month.
MONTHS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing a rule says: before and after; either is empty where it says nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What becomes of one rule, whom it concerns, and how often it comes up.

    ``posts`` are those it names; ``people`` whom else it names by their part in a fact, such as the
    handler of a case.
    """

    state: str
    rule_id: str
    title: str
    number: str
    turns: tuple[Turn, ...]
    posts: tuple[str, ...]
    people: tuple[str, ...]
    a_month: int | None

    @property
    def sentence(self) -> str:
        """The whole of it in one sentence, in the language of the page."""
        concerns = "".join(_("; ") + each for each in self.concerns)
        return "".join((self._subject(), self._what(), concerns, _(".")))

    def _subject(self) -> str:
        named = {"title": self.title, "number": self.number}
        subjects = {
            "added": _("New: %(title)s (%(number)s)"),
            "removed": _("Gone: %(title)s (%(number)s)"),
        }
        return subjects.get(self.state, _("%(title)s (%(number)s)")) % named

    def _what(self) -> str:
        said = [_turned(turn, self.state) for turn in self.turns]
        return _(": ") + _("; ").join(said) if said else ""

    @property
    def concerns(self) -> list[str]:
        """How many posts it concerns, who else by their part, and how many facts a month."""
        found = []
        if self.posts:
            count = len(self.posts)
            posts = ngettext("concerns %(n)s post", "concerns %(n)s posts", count)
            found.append(posts % {"n": count})
        if self.people:
            listed = pgettext("between names", ", ").join(self.people)
            found.append(_("concerns whoever is: %(parts)s") % {"parts": listed})
        if self.a_month is not None:
            facts = ngettext("some %(n)s fact a month", "some %(n)s facts a month", self.a_month)
            found.append(facts % {"n": self.a_month})
        return found


def _turned(turn: Turn, state: str) -> str:
    if state != "changed":
        return _("%(label)s %(said)s") % {"label": turn.label, "said": turn.after or turn.before}
    told = {"label": turn.label, "before": turn.before, "after": turn.after}
    if not turn.before:
        return _("%(label)s added, %(after)s") % told
    if not turn.after:
        return _("%(label)s no longer, before %(before)s") % told
    return _("%(label)s %(before)s → %(after)s") % told


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of a regulation: its outline, its rules as they are judged, and its words."""

    outline: Outline
    rules: Mapping[str, Rule]
    words: Words


def effects(
    before: Text, after: Text, *, since: datetime, until: datetime, language: str | None
) -> list[Effect]:
    """Return what becomes of each rule that differs; facts are counted over a period."""
    found = compare(before.outline, after.outline).rules
    counted = _counted([_rule(change, before, after) for change in found], since, until)
    which = language_index(language)
    return [
        _effect(change, before, after, n, which) for change, n in zip(found, counted, strict=True)
    ]


def _rule(change: RuleChange, before: Text, after: Text) -> Rule | None:
    name = change.rule.rule_id
    return after.rules.get(name) or before.rules.get(name)


def _effect(
    change: RuleChange, before: Text, after: Text, counted: int | None, which: int
) -> Effect:
    old = _said(change.before, before.words, which)
    new = _said(change.after, after.words, which)
    shown = describe(change.rule.definition, (after if change.after else before).words)
    return Effect(
        state=change.state,
        rule_id=change.rule.rule_id,
        title=shown.title[which],
        number=change.rule.number,
        turns=tuple(_turns(change, old, new)),
        posts=_posts(change, before, after),
        people=_people(change, before, after, which),
        a_month=None if counted is None else round(counted / MONTHS),
    )


def _said(rule: RuleText | None, words: Words, which: int) -> dict[str, str]:
    if rule is None:
        return {}
    lines: Sequence[Line] = describe(rule.definition, words).lines
    found: dict[str, str] = {}
    for line in lines:
        label = line.label[which]
        said = line.text[which]
        found[label] = f"{found[label]} · {said}" if label in found else said
    return found


def _turns(change: RuleChange, old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[Turn]:
    labels = dict.fromkeys((*new, *old))
    turns = [Turn(label, old.get(label, ""), new.get(label, "")) for label in labels]
    differing = [turn for turn in turns if turn.before != turn.after]
    if differing or change.before is None or change.after is None:
        return differing
    # The lines for people leave out what hardly anybody asks about; its keys are still named.
    return [Turn(key, _plain(change.before, key), _plain(change.after, key)) for key in change.keys]


def _plain(rule: RuleText, key: str) -> str:
    value: Any = rule.number if key == "clause" else rule.definition.get(key, "")
    return str(value)


def _posts(change: RuleChange, before: Text, after: Text) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text, reference in _named(change, before, after):
        if reference.sort == "post":
            found.setdefault(reference.name, text.words.posts.get(reference.name, ""))
    return tuple(name or key for key, name in found.items())


def _people(change: RuleChange, before: Text, after: Text, which: int) -> tuple[str, ...]:
    """Name the parts in a fact, as the vocabulary calls them, whose holders a rule speaks of."""
    found: dict[str, None] = {}
    for text, reference in _named(change, before, after):
        if reference.sort != "detail" or reference.loc[-1] not in _PARTS:
            continue
        for kind in reference.facts:
            if text.words.type_of(kind, reference.name) in PEOPLE:
                label = text.words.facts.detail_labels(kind, reference.name)[which]
                found[_PARTS[str(reference.loc[-1])](label)] = None
    return tuple(found)


_PARTS: Mapping[str, Callable[[str], str]] = {
    "detail": str,
    "superior_of": lambda part: _("superior of %(part)s") % {"part": part},
}


def _named(change: RuleChange, before: Text, after: Text) -> Iterator[tuple[Text, Reference]]:
    for text, rule in ((after, change.after), (before, change.before)):
        typed = text.rules.get(rule.rule_id) if rule else None
        for reference in typed.references() if typed else ():
            yield text, reference


def _counted(rules: Sequence[Rule | None], since: datetime, until: datetime) -> list[int | None]:
    """Count the facts each rule listens to, all in a few queries; None where it listens to none."""
    sought = [_sought(rule) for rule in rules]
    found = iter(journal.count_each([each for each in sought if each], since, until))
    return [next(found) if each else None for each in sought]


def _sought(rule: Rule | None) -> list[Sought]:
    if rule is None:
        return []
    listed = []
    for kind in rule.fact_kinds():
        detail, words = deciding_word(rule, kind)
        listed.append(Sought(kind, detail, tuple(words)))
    return listed
