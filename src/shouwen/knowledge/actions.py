"""What this room records: a quality check, and the words of a reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.enforcement.actions import Outcome, earlier_outcome, record_fact, recorded_together
from shouwen.enforcement.book import bench_for
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.words import refusal_text
from shouwen.journal.actions import FactRow
from shouwen.knowledge import hints, spoken
from shouwen.knowledge.choices import QUALITY_CHECK, WRITTEN_REPLY
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.facts_of.quality import SCORED
from shouwen.policy.kinds.conduct import CHECKED, ENDED, SPOKEN, Conduct


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one line of a checklist stands."""

    rule: Conduct
    item: str
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was said, judged by the rule's words."""

    rule: Conduct
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """How many seconds were waited after each turn of the rule's sequence."""

    rule: Conduct
    seconds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A quality check as somebody filled it in.

    ``case`` is the number of the case that was looked at; ``scored`` are the details of what it
    came to by a score card, where one was used.
    """

    person: Member
    happened_at: datetime
    verdicts: Sequence[Verdict]
    heard: Sequence[Heard] = ()
    waited: Sequence[Waited] = ()
    case: str = ""
    scored: Mapping[str, Detail] | None = None


def record_check(check: Check, *, sent: Sent) -> int:
    """Record every line of a check at once, sent twice but once; return its first fact's number.

    Raises RefusedError where a clause refuses one of them or lets it wait, or where the journal
    does not take it; then nothing of the check is recorded.
    """
    key = f"check:{sent.actor.pk}:{sent.token}"
    before = earlier_outcome(f"{key}:0")
    if before is not None and before.fact is not None:
        return before.row.number
    facts = list(_facts(check))
    if not facts:
        raise RefusedError(_("Judge at least one line: passed or failed."))
    about = f"member:{check.person.username}"
    with recorded_together([about]):
        outcomes = [
            _recorded(
                sent.record(
                    kind,
                    about,
                    {"person": check.person.username, **own},
                    "check",
                    happened_at=check.happened_at,
                    once=f"{key}:{number}",
                )
            )
            for number, (kind, own) in enumerate(facts)
        ]
    return outcomes[0].row.number


def _recorded(outcome: Outcome) -> Outcome:
    if outcome.fact is None:
        raise RefusedError(
            _("A rule lets this line wait for a signature; record it by itself instead.")
        )
    return outcome


def _facts(check: Check) -> Iterator[tuple[str, dict[str, Detail]]]:
    own: dict[str, Detail]
    for one in check.verdicts:
        own = {"rule": one.rule.id, "item": one.item, "passed": one.passed, "note": one.note}
        yield CHECKED, own | ({"case": check.case} if check.case else {})
    for heard in check.heard:
        situation = heard.rule.situation or QUALITY_CHECK
        yield SPOKEN, {"situation": situation, "text": heard.text}
    for waited in check.waited:
        yield ENDED, {"situation": waited.rule.situation, "waits": ", ".join(waited.seconds)}
    if check.scored is not None:
        yield SCORED, dict(check.scored)


def judge_reply(row: FactRow, outcome: Outcome) -> None:
    """Let the rules about words judge a reply that was recorded; they see nothing else of it.

    Where nobody listens nothing is recorded. What is kept are the words that rules look for: the
    reply itself stands in its own fact. Raises RefusedError where a rule refuses such words.
    """
    said = row.details.get("text")
    if row.actor is None or not said:
        return
    situation = str(row.details.get("situation") or WRITTEN_REPLY)
    fact = hints.spoken(row.actor, str(said), situation, row.happened_at)
    bench = bench_for(fact, known_at=row.recorded_at)
    listening = [
        rule
        for rule in bench.in_force.rulebook.listening_to(fact, brief=True)
        if not isinstance(rule, Conduct) or rule.situation in ("", situation)
    ]
    if not listening:
        return
    conduct = [rule for rule in listening if isinstance(rule, Conduct)]
    text = spoken.kept(conduct, str(said), situation)
    followed = record_fact(
        hints.spoken(row.actor, text, situation, row.happened_at),
        actor=row.actor,
        recorded_at=row.recorded_at,
        idempotency_key=f"words:{row.number}",
        derived_from=row,
    )
    if followed.refused is not None:
        raise RefusedError(refusal_text(followed.refused), "text")
    # What follows from the words is told with what follows from the reply.
    outcome.rulings = (*outcome.rulings, *followed.rulings)
    outcome.opened += followed.opened
    outcome.moved += followed.moved


def judge_approved_reply(row: FactRow, outcome: Outcome) -> None:
    """Let a reply that waited for signatures be judged by its words once it is recorded.

    What an import brings in was said by others than whoever imports it, so that it is left alone.
    """
    if row.details.get("approval"):
        judge_reply(row, outcome)
