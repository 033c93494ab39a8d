"""The automatic checks over every text: read in batches by the watcher, listed for a person.

A finding is no fact: somebody confirms it first. Wording that rules have judged by themselves when
an answer was recorded is not found a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shouwen.cases.models import Case
from shouwen.journal import queries as journal
from shouwen.knowledge import queries as knowledge
from shouwen.knowledge.choices import WRITTEN_REPLY
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.kinds.conduct import SPOKEN, Conduct
from shouwen.policy.quality import texts
from shouwen.policy.quality.texts import Hit
from shouwen.quality import conversation, telling
from shouwen.quality.conversation import Said
from shouwen.quality.models import Finding, Reading
from shouwen.quality.telling import Talk
from shouwen.regulations import queries as regulations

BATCH = 100
RESOLVED = "case_resolved"
LONGEST_WORDS = 120
# The situation whose `must_say` phrases ask who somebody is.
IDENTITY = "identity_check"
# Situations that are a whole conversation: looked at once the case is settled.
WHOLE = ("whole_contact", "whole_call", "whole_conversation")


@transaction.atomic
def read_on(*, now: datetime, limit: int = BATCH) -> int:
    """Read the next texts and keep what is found; return how many facts were looked at."""
    at, _new = Reading.objects.select_for_update().get_or_create(pk=1)
    kinds = (*conversation.KINDS, RESOLVED, *telling.ended_kinds())
    numbers = journal.numbers_after(at.number, kinds, limit)
    if not numbers:
        return 0
    abouts = list(dict.fromkeys(row.about for row in journal.rows_numbered(numbers)))
    cases = [about.removeprefix("case:") for about in abouts]
    for case in Case.objects.filter(number__in=cases).order_by("pk"):
        read_case(case, now=now)
    for talk in telling.talks_about(abouts).values():
        read_talk(talk, now=now)
    Reading.objects.filter(pk=1).update(number=numbers[-1])
    return len(numbers)


def read_case(case: Case, *, now: datetime) -> list[Finding]:
    """Keep what is found in a case's texts and was not found before; return the new findings."""
    said = conversation.said_in(case)
    return _keep(_hits(case, said), said, Finding(case=case, found_at=now))


def read_talk(talk: Talk, *, now: datetime) -> list[Finding]:
    """Keep what is found in a conversation that is over; read again, it finds nothing twice."""
    hits = _of_talk(talk.said)
    return _keep(hits, talk.said, Finding(conversation=talk.about, found_at=now))


def _keep(hits: Iterable[tuple[Said, Hit]], said: Sequence[Said], like: Finding) -> list[Finding]:
    """Keep findings like one; only what somebody wrote who is known by their key can be one."""
    members = people.members_by_keys({one.who_key for one in said if one.who_key})
    before = Finding.objects.filter(case=like.case, conversation=like.conversation)
    known = set(before.values_list(*_SAME))
    made = []
    for turn, hit in hits:
        person = members.get(turn.who_key)
        found = _finding(like, turn, hit, person) if person else None
        if found is not None and tuple(getattr(found, name) for name in _SAME) not in known:
            made.append(found)
    return Finding.objects.bulk_create(made)


_SAME = ("turn", "code", "start", "words", "regulation", "rule")


def _finding(like: Finding, turn: Said, hit: Hit, person: Member) -> Finding:
    regulation, rule = hit.rule or ("", "")
    return Finding(
        case=like.case, conversation=like.conversation, person=person, turn=turn.number,
        code=hit.code, start=hit.start, end=hit.end, words=hit.words[:LONGEST_WORDS],
        seconds=hit.seconds, regulation=regulation, rule=rule, found_at=like.found_at,
    )  # fmt: skip


def _hits(case: Case, said: Sequence[Said]) -> Iterator[tuple[Said, Hit]]:
    """Yield what is found with the turn of the staff it is about, by the rules of each day."""
    if not any(one.side == conversation.STAFF for one in said):
        return
    day = timezone.localdate(said[-1].at)
    rules = list(knowledge.conduct_on(regulations.rulebook_on(day), day))
    turns = conversation.turns_of(said)
    judged = _judged(said)
    for hit in (*texts.repeated(turns), *_private(rules, turns)):
        yield said[hit.turn], hit
    if case.resolved_at is not None:
        for hit in _of_whole(rules, turns):
            yield said[hit.turn], hit
    for place, turn in enumerate(said):
        if turn.side == conversation.STAFF and turn.number not in judged:
            for hit in _worded(rules, turns, place, turn):
                yield turn, hit


def _worded(
    rules: Iterable[Conduct], turns: Sequence[texts.Turn], place: int, turn: Said
) -> Iterator[Hit]:
    """Yield what rules find in one answer, in the situation that its writer named."""
    situation = turn.situation or WRITTEN_REPLY
    fitting = [rule for rule in rules if rule.situation in ("", situation)]
    for hit in texts.said_wrong(fitting, [turns[place]], situation=situation):
        yield Hit(
            code=hit.code, turn=place, start=hit.start, end=hit.end, words=hit.words, rule=hit.rule
        )


def _of_whole(rules: Sequence[Conduct], turns: Sequence[texts.Turn]) -> Iterator[Hit]:
    """Yield what rules about whole conversations find in one that has ended."""
    for situation in WHOLE:
        fitting = [rule for rule in rules if rule.situation == situation]
        yield from texts.said_wrong(fitting, turns, situation=situation)


def _of_talk(said: Sequence[Said]) -> Iterator[tuple[Said, Hit]]:
    """Yield what is found in all that was said in a conversation, read as one text."""
    if not any(one.side == conversation.STAFF for one in said):
        return
    day = timezone.localdate(said[-1].at)
    rules = list(knowledge.conduct_on(regulations.rulebook_on(day), day))
    turns = conversation.turns_of(said)
    for hit in (*texts.repeated(turns), *_private(rules, turns), *_of_whole(rules, turns)):
        yield said[hit.turn], hit
    fitting = [rule for rule in rules if rule.situation in ("", WRITTEN_REPLY)]
    for hit in texts.said_wrong(fitting, turns, situation=WRITTEN_REPLY):
        yield said[hit.turn], hit


def _judged(said: Sequence[Said]) -> set[int]:
    """Return the answers whose words rules have judged when they were recorded."""
    until = said[-1].at + timedelta(seconds=1)
    return {
        row.derived_from
        for key in {one.who_key for one in said if one.who_key}
        for row in journal.facts_with([SPOKEN], {"person": key}, since=said[0].at, until=until)
        if row.derived_from is not None
    }


def _private(rules: Iterable[Conduct], turns: Sequence[texts.Turn]) -> Iterable[Hit]:
    """Return personal data given too early; nothing where no rule says how identity is asked."""
    asking = [
        phrase
        for rule in rules if rule.situation == IDENTITY
        for group in rule.must_say for phrase in group.any_of
    ]  # fmt: skip
    return texts.given_too_early(turns, asking=asking) if asking else ()
