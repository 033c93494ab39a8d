"""What a rule would do now: one case of it, decided by the rule itself, in one sentence."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.judge import Answers, judge
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Condition, Same, Within
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.kinds.questions import Occurrences, PostsOf
from shouwen.policy.kinds.words import quantity_texts
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Obligation, Party, Permission, Ruling, Transfer, Unknown
from shouwen.policy.terms import DetailType, Term
from shouwen.regulations.cards import language_index
from shouwen.studio.sheet import Card
from shouwen.ui.words import due_time

_AHEAD = timedelta(days=400)
_ROUNDS = 4
# A plain case: somebody, one thing, a round sum, ten days from now.
_SOMEBODY, _NUMBER, _SUM, _LATER = "somebody", "1", "1000", timedelta(days=10)


def example_of(card: Card, params: Mapping[str, Any], at: datetime, calendar: Calendar) -> str:
    """Return a sentence on what a rule would do now; empty where no case of it can be thought up.

    ``params`` are the rule's figures, which say enough for what no single fact decides.
    """
    read = card.read
    rule = read.rules.get(card.block.rule) if read else None
    if read is None or rule is None or card.block.reason:
        return ""
    plain = _PLAIN.get(rule.kind)
    if plain is not None:
        return plain(params, at)
    if isinstance(rule, Duty) and rule.every is not None:
        return _next_time(rule, at, calendar)
    # Where a thought-up case does not fit the rule there is none to be shown; nothing hangs on it.
    with suppress(ValueError, LookupError, TypeError, ArithmeticError):
        return _decided(_judged(rule, read, at, calendar), read, at)
    return ""


# ── a rhythm ─────────────────────────────────────────────────────────────────────────────────


def _next_time(rule: Duty, at: datetime, calendar: Calendar) -> str:
    today = timezone.localdate(at)
    periods = rule.occurrences(today - _AHEAD / 4, today + _AHEAD, calendar)
    dues = (period.due for period in periods if period.due is not None and period.due > at)
    due = next(dues, None)
    if due is None:
        return ""
    return _("Next due %(due)s.") % {"due": due_time(due, at)}


# ── a fact ───────────────────────────────────────────────────────────────────────────────────


def _judged(rule: Rule, read: Regulation, at: datetime, calendar: Calendar) -> Sequence[Ruling]:
    """Let a rule decide a case made for it, adding whatever it asks for."""
    condition = rule.conditions()[0]
    details: dict[str, Any] = {name: _fitting(test) for name, test in condition.tests.items()}
    book = Rulebook([rule])
    for _round in range(_ROUNDS):
        fact = Fact(kind=condition.fact, about="case:1", happened_at=at, details=details)
        rulings = judge(book, fact, Answers(_answer(read)), lambda _name: calendar)
        missing = {name for each in rulings if isinstance(each, Unknown) for name in each.missing}
        asked = {name: _plain(read, condition, name, at) for name in missing}
        if not asked or any(value is None for value in asked.values()):
            return rulings
        details |= asked
    return ()


def _fitting(test: Same | Within) -> Any:
    """Return a value that passes a test."""
    if isinstance(test, Same):
        return test.values[0]
    bounds = {name: bound for name, bound in test.bounds if bound is not None}
    low = max((bound for name, bound in bounds.items() if name in _LOWER), default=None)
    if low is not None:
        return str(Decimal(low.numerator) / low.denominator + ("more_than" in bounds))
    high = min(bounds.values())
    return str(Decimal(high.numerator) / high.denominator - ("less_than" in bounds))


_LOWER = ("at_least", "more_than")


def _plain(read: Regulation, condition: Condition, name: str, at: datetime) -> Any:
    term = read.vocabulary.term(condition.fact, name)
    return _VALUES[term.type](term, at) if term else None


_VALUES: Mapping[DetailType, Callable[[Term, datetime], Any]] = {
    DetailType.YES_NO: lambda _term, _at: True,
    DetailType.NUMBER: lambda _term, _at: _NUMBER,
    DetailType.MONEY: lambda _term, _at: _SUM,
    DetailType.TEXT: lambda _term, _at: _SOMEBODY,
    DetailType.MEMBER: lambda _term, _at: _SOMEBODY,
    DetailType.MOMENT: lambda _term, at: (at + _LATER).isoformat(),
    DetailType.DEPARTMENT: lambda _term, _at: _SOMEBODY,
    DetailType.TEAM: lambda _term, _at: _SOMEBODY,
    DetailType.ONE_OF: lambda term, _at: next(iter(term.choices), None),
}


def _answer(read: Regulation) -> Callable[[object], object]:
    def answer(question: object) -> object:
        if isinstance(question, PostsOf):
            return frozenset(read.posts)
        return 0 if isinstance(question, Occurrences) else None

    return answer


# ── in words ─────────────────────────────────────────────────────────────────────────────────


def _decided(rulings: Sequence[Ruling], read: Regulation, at: datetime) -> str:
    said = (_said(ruling, read, at) for ruling in rulings)
    return " ".join(sentence for sentence in said if sentence)


def _said(ruling: Ruling, read: Regulation, at: datetime) -> str:
    if isinstance(ruling, Obligation):
        return _owed(ruling, read, at)
    if isinstance(ruling, Transfer):
        which = language_index(translation.get_language())
        words = {
            "payer": _named(ruling.payer, read), "payee": _named(ruling.payee, read),
            "quantity": quantity_texts(ruling.quantity, read.words, short=True)[which],
        }  # fmt: skip
        return _("Each time %(quantity)s go from %(payer)s to %(payee)s.") % words
    if isinstance(ruling, Permission):
        return _allowed(ruling, read)
    return ""


def _owed(ruling: Obligation, read: Regulation, at: datetime) -> str:
    words = {"who": _named(ruling.owed_by, read)}
    if ruling.due_at is None:
        return _("If it happened now, %(who)s would owe it at once; the time is recorded.") % words
    words["due"] = due_time(ruling.due_at, at)
    return _("If it happened now, it would be due %(due)s from %(who)s.") % words


def _allowed(ruling: Permission, read: Regulation) -> str:
    if ruling.state == "held":
        signers = [_named(party, read) for tier in ruling.tiers for party in tier.any_of]
        who = _(", then ").join(dict.fromkeys(signers))
        return _("If it were asked for now, it would wait for %(who)s.") % {"who": who}
    if ruling.state == "refused":
        return _("If it were asked for now, it would be refused.")
    return _("If it were asked for now, it would be allowed.")


def _named(party: Party, read: Regulation) -> str:
    if party.kind == "post":
        return str(read.posts.get(party.key, party.key))
    if party.kind == "superior":
        return _("the superior")
    return _("the person concerned") if party.kind == "member" else _("the house")


# ── what the figures say by themselves ───────────────────────────────────────────────────────


def _target(params: Mapping[str, Any], _at: datetime) -> str:
    said, op = params.get("value"), params.get("op", ">=")
    if said is None:
        return ""
    value = Decimal(str(said))
    if 0 < value <= 1:
        share = {"n": f"{value * 100:.4g}"}
        above = op in {">=", ">"}
        least = _("Of a hundred at least %(n)s would have to be so.")
        return (least if above else _("Of a hundred at most %(n)s might be so.")) % share
    return _("A month with %(n)s would just meet it.") % {"n": f"{value.normalize():f}"}


def _roster(params: Mapping[str, Any], _at: datetime) -> str:
    begins, _dash, ends = str(params.get("time", "")).partition("-")
    if begins and ends:
        minutes = (_minutes(ends) - _minutes(begins)) % (24 * 60) or 24 * 60
        words = {"hours": minutes // 60, "minutes": minutes % 60}
        return _("Such a shift lasts %(hours)s hours and %(minutes)s minutes.") % words
    count = params.get("amount")
    return _("With %(n)s on duty it is kept, with one fewer not.") % {"n": count} if count else ""


def _minutes(clock: str) -> int:
    hours, _colon, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _form(params: Mapping[str, Any], at: datetime) -> str:
    count, unit = params.get("retention"), str(params.get("retention_unit", ""))
    if not count or unit not in _KEPT:
        return ""
    months, days = (int(count) * each for each in _KEPT[unit])
    today = timezone.localdate(at)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    until = date(year, month + 1, min(today.day, last)) + timedelta(days=days)
    return _("One filled in today would be kept until %(day)s.") % {"day": date_format(until)}


# Months and days in each unit of a time for which papers are kept.
_KEPT = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "quarter": (3, 0), "year": (12, 0)}
_PLAIN: Mapping[str, Callable[[Mapping[str, Any], datetime], str]] = {
    "target": _target,
    "roster": _roster,
    "form": _form,
}
