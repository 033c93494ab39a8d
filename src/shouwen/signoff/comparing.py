"""What changed since it was last signed or recorded, field by field, and whom that concerns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from shouwen.approvals import queries as approvals
from shouwen.approvals.actions import Request
from shouwen.approvals.queries import RequestRow
from shouwen.enforcement import matters, words
from shouwen.journal import queries as journal
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.approval import Approval
from shouwen.regulations import queries as regulations
from shouwen.signoff.naming import vocabulary_for

RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field, before and now; ``decides`` is one whose change makes everybody sign again."""

    label: str
    before: str
    now: str
    decides: bool

    @property
    def is_changed(self) -> bool:
        """Whether the field is another now."""
        return self.before != self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A proposal beside what stood before; ``how`` is how that ended, or ``recorded``.

    ``request`` is the earlier request, None where it is compared with a recorded fact.
    ``again`` names the changed fields because of which the tiers sign again.
    """

    fields: tuple[Change, ...]
    how: str
    since: datetime
    request: int | None
    again: tuple[str, ...]
    signed: tuple[approvals.DecisionRow, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        """The fields that are another now."""
        return tuple(each for each in self.fields if each.is_changed)


def compare(request: Request, *, now: datetime) -> Comparison | None:
    """Compare what is proposed with what stood before about the same matter; None without one."""
    again_on = _again_on(request)
    # What is about a member is not one thing that changes, unless somebody says so.
    asked_again = again_on or request.follows_id is not None
    if request.about.startswith("member:") and not asked_again:
        return None
    proposed = approvals.proposed_fact(request)
    earlier = approvals.compared_with(request)
    if earlier is not None:
        return _with_request(proposed, earlier, again_on, now=now)
    return _with_recorded(request, proposed, again_on, now=now)


def _again_on(request: Request) -> tuple[str, ...]:
    book = regulations.book_of_version(request.version_id).rulebook
    rule = book.rule(request.regulation, request.rule_id)
    return tuple(rule.again_on) if isinstance(rule, Approval) else ()


def _with_request(
    proposed: Fact, earlier: RequestRow, again_on: tuple[str, ...], *, now: datetime
) -> Comparison:
    fields = _fields(proposed, earlier.proposed, again_on, now=now)
    again = _again(fields) if earlier.state == approvals.State.GRANTED else ()
    return Comparison(
        fields=fields,
        how=earlier.state,
        since=earlier.ended_at or earlier.opened_at,
        request=earlier.id,
        again=again,
        signed=tuple(approvals.decisions_of(earlier.id)),
    )


def _with_recorded(
    request: Request, proposed: Fact, again_on: tuple[str, ...], *, now: datetime
) -> Comparison | None:
    recorded = journal.facts_of_kind(proposed.kind, about=request.about)
    earlier = [row for row in recorded if row.number < request.fact_id]
    if not earlier:
        return None
    last = earlier[-1]
    fields = _fields(proposed, journal.fact_of(last), again_on, now=now)
    return Comparison(
        fields=fields,
        how=RECORDED,
        since=last.happened_at,
        request=None,
        again=_again(fields),
        signed=(),
    )


def _again(fields: tuple[Change, ...]) -> tuple[str, ...]:
    return tuple(each.label for each in fields if each.decides and each.is_changed)


def _fields(
    proposed: Fact, before: Fact, again_on: tuple[str, ...], *, now: datetime
) -> tuple[Change, ...]:
    both = [(each.about, each.details) for each in (proposed, before)]
    told = matters.covered(both, None, now)
    proposed, before = (
        replace(each, details=details)
        for each, details in zip((proposed, before), told, strict=True)
    )
    vocabulary = vocabulary_for(proposed, regulations.house_on(timezone.localdate(now)))
    facts = [(proposed.kind, proposed.details), (before.kind, before.details)]
    names = words.names_in(vocabulary, facts)

    def text(fact: Fact, name: str) -> str:
        value = fact.detail(name)
        if value is None or value == "":
            return ""
        return words.detail_text(vocabulary.shown(fact.kind, name), value, names, now=now)

    listed = dict.fromkeys((*before.details, *proposed.details))
    return tuple(
        Change(
            label=words.of_language(vocabulary.detail_labels(proposed.kind, name)),
            before=text(before, name),
            now=text(proposed, name),
            decides=name in again_on,
        )
        for name in listed
        if name not in words.HIDDEN
    )
