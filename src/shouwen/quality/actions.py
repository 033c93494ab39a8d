"""What checkers and their lead do: end cards and plans, mark, send a check, coach, decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.models import Case
from shouwen.enforcement.sent import Sent
from shouwen.journal import queries as journal
from shouwen.knowledge import actions as knowledge
from shouwen.knowledge.actions import Check, Verdict
from shouwen.people.models import Member, Post
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.facts_of.quality import FINDING_CONFIRMED
from shouwen.policy.quality.scorecards import Score
from shouwen.quality import cards, lines, plans
from shouwen.quality.models import (
    Calibration,
    Card,
    CardVersion,
    Finding,
    Item,
    Marking,
    Plan,
)
from shouwen.regulations import queries as regulations

Marks = Mapping[str, Mapping[str, Any]]


# ── plans ────────────────────────────────────────────────────────────────────────────────────


def make_plan(
    *, title: str, card: Card, checkers: Post, parts: Sequence[plans.PlannedPart], spares_own: bool,
    newcomer_days: int | None, by: Member, at: datetime,
) -> Plan:  # fmt: skip
    """Write a plan; raise RefusedError for one that draws nothing or whose clause is not there."""
    if any(part.newcomers for part in parts) and not newcomer_days:
        raise RefusedError(_("Say for how many days somebody is new."), "newcomer_days")
    kept = plans.kept(parts)
    day = timezone.localdate(at)
    plans.resolved(parts, regulations.rulebook_on(day), day)
    return Plan.objects.create(
        title=title, card=card, checkers=checkers, parts=kept, spares_own=spares_own,
        newcomer_days=newcomer_days, written_by=by, since=at,
    )  # fmt: skip


def end_plan(*, plan: Plan, at: datetime) -> None:
    """End a plan; what was drawn by it stays."""
    if not Plan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=at):
        raise RefusedError(_("This plan has ended; draw by the one that took its place."))


# ── a check ──────────────────────────────────────────────────────────────────────────────────


def keep_draft(*, item: Item | Marking, marks: Marks) -> None:
    """Keep what a checker has marked so far; what was sent meanwhile stays as it is."""
    waiting = {"marked_at": None} if isinstance(item, Marking) else {"checked_at": None}
    type(item).objects.filter(pk=item.pk, **waiting).update(draft=dict(marks))


@transaction.atomic
def send_check(*, item: Item, marks: Marks, sent: Sent) -> Item:
    """Record a check once: each line of a conduct rule, and what the card comes to.

    What follows from a line follows by the rules in force on the day of the conversation. Raises
    RefusedError while lines are unmarked, where it was sent before, and where a clause refuses it.
    """
    version = item.sample.version
    score = _whole(version, marks)
    check = Check(
        person=item.person,
        happened_at=item.happened_at,
        verdicts=_verdicts(version, marks, timezone.localdate(item.happened_at)),
        case=item.case.number if item.case else "",
        scored=scored_details(item, version, score),
    )
    number = knowledge.record_check(check, sent=sent)
    waiting = Item.objects.filter(pk=item.pk, checked_at=None)
    if not waiting.update(
        marks=dict(marks), draft={}, points=cards.decimal(score.points),
        zeroed=bool(score.zeroed_by), checked_at=sent.received_at, fact=journal.find(number),
    ):  # fmt: skip
        raise RefusedError(_("This conversation was checked already; reload the page."))
    item.refresh_from_db()
    lines.keep(item)
    return item


def _whole(version: CardVersion, marks: Marks) -> Score:
    score = cards.score_of(version, marks)
    if score.missing:
        raise RefusedError(_("Mark every line: earned, half, not earned or not applicable."))
    if score.points is None:
        raise RefusedError(_("No line applies; mark at least one that counts."))
    return score


def _verdicts(version: CardVersion, marks: Marks, day: date) -> list[Verdict]:
    """Return the lines that conduct rules judge: passed where all of it was earned."""
    book = regulations.rulebook_on(day)
    found = []
    for line in cards.lines_of(version):
        said = marks.get(line.key, {})
        earned = cards.EARNED.get(str(said.get("earned")))
        rule = cards.rule_of(line, book, day)
        if rule is not None and earned is not None:
            note = str(said.get("note", ""))
            found.append(Verdict(rule=rule[0], item=rule[1], passed=earned == 1, note=note))
    return found


def scored_details(item: Item, version: CardVersion, score: Score) -> dict[str, Detail]:
    """Return what the fact of a score says."""
    return {
        "person": item.person.username,
        "card": version.card.key,
        "version": version.number,
        "points": cards.points_text(score.points),
        "zeroed": bool(score.zeroed_by),
        "case": item.case.number if item.case else "",
        "conversation": item.conversation,
        "channel": item.channel,
    }


# ── calibration ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def begin_calibration(
    *, title: str, version: CardVersion, cases: Sequence[Case], checkers: Sequence[Member],
    by: Member, at: datetime,
) -> Calibration:  # fmt: skip
    """Give the same conversations to several checkers; raise RefusedError for too few of either."""
    if len(checkers) < 2:  # noqa: PLR2004 - it takes two to agree
        raise RefusedError(_("Choose at least two checkers."), "checkers")
    if not cases:
        raise RefusedError(_("Choose at least one conversation."), "cases")
    made = Calibration.objects.create(title=title, version=version, begun_by=by, begun_at=at)
    Marking.objects.bulk_create(
        Marking(calibration=made, case=case, checker=checker)
        for case in cases
        for checker in checkers
        if case.handler_id != checker.pk
    )
    return made


def send_marking(*, marking: Marking, marks: Marks, at: datetime) -> None:
    """Keep a checker's marks for a calibration; nothing follows from them."""
    score = _whole(marking.calibration.version, marks)
    waiting = Marking.objects.filter(pk=marking.pk, marked_at=None)
    if not waiting.update(
        marks=dict(marks), draft={}, points=cards.decimal(score.points), marked_at=at
    ):
        raise RefusedError(_("You have marked this conversation already."))


# ── automatic findings ───────────────────────────────────────────────────────────────────────


@transaction.atomic
def decide_finding(*, finding: Finding, confirmed: bool, sent: Sent) -> Finding:
    """Confirm a finding, which records it, or dismiss it; raise RefusedError if somebody has."""
    state = Finding.State.CONFIRMED if confirmed else Finding.State.DISMISSED
    waiting = Finding.objects.filter(pk=finding.pk, state=Finding.State.OPEN)
    if finding.person_id == sent.actor.pk:
        raise RefusedError(_("Nobody decides about a finding in their own words."))
    if not waiting.update(state=state, decided_by=sent.actor, decided_at=sent.received_at):
        raise RefusedError(_("Somebody has decided about this finding already."))
    if confirmed:
        outcome = sent.record(
            FINDING_CONFIRMED, f"member:{finding.person.username}", _details(finding), "finding",
            once=f"finding:{finding.pk}",
        )  # fmt: skip
        Finding.objects.filter(pk=finding.pk).update(fact=outcome.fact)
    finding.refresh_from_db()
    return finding


def _details(finding: Finding) -> dict[str, Detail]:
    return {
        "person": finding.person.username,
        "finding": finding.code,
        "case": finding.number,
        "conversation": finding.conversation,
        "words": finding.words,
        "seconds": finding.seconds,
        "rule": finding.rule,
        "regulation": finding.regulation,
    }
