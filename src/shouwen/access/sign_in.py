"""Signing in outside one's shift, on a colleague's account, or where the rules say otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.access.records import SIGN_IN
from shouwen.access.sight import Ties
from shouwen.access.weighing import ASKED, HELD, REFUSED, UNKNOWN, asking_fact, together
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.book import bench_for
from shouwen.enforcement.words import refusal_text
from shouwen.journal import queries as journal
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact

LOG_IN = "log_in"
PLANNED = "shift_planned"
# A shift may begin the evening before and end the morning after.
_AROUND = timedelta(days=1)
Span = tuple[datetime, datetime]
ShiftSource = Callable[[Member, datetime], Sequence[Span] | None]
_SOURCES: list[ShiftSource] = []


def register_shifts(source: ShiftSource) -> None:
    """Let a room say when a member's shifts around a moment begin and end.

    It answers None for whoever stands on no roster of its own; then what was recorded counts.
    """
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the rules say to a sign-in; ``sentence`` is for the member to read, if any."""

    allowed: bool = True
    sentence: str = ""


def check(member: Member, at: datetime) -> Answer:
    """Ask the rules of every class tied to signing in, and put the attempt on record.

    What is unknown, such as a shift nobody planned, is said and keeps nobody out. Whoever holds
    the keys of the installation is let in, so that a rule adopted by mistake can be taken back.
    """
    said = ""
    for word in Ties.read().classes(SIGN_IN, ""):
        answer = _answer(member, word, at)
        if not answer.allowed:
            return Answer(allowed=member.is_superuser, sentence=answer.sentence)
        said = said or answer.sentence
    return Answer(sentence=said)


def _answer(member: Member, word: str, at: datetime) -> Answer:
    details = {"account_owner": member.username, **_shift_of(member, at)}
    fact = asking_fact(member, word, LOG_IN, at=at, details=details)
    if _was_signed(member, word, at):
        return Answer()
    try:
        return _judged(fact, member, at)
    except RefusedError as refusal:
        # Clauses that contradict each other are their author's to mend, not the member's.
        return Answer(sentence=str(refusal))


def _judged(fact: Fact, member: Member, at: datetime) -> Answer:
    said = together(bench_for(fact, known_at=at).judge(fact))
    if said.verdict == UNKNOWN:
        _record_once_a_day(fact, member, at)
        return Answer(
            sentence=_("Your shift is not recorded, so whether you may sign in now is unknown.")
            if "shift_begins" in said.missing
            else _("Whether you may sign in now is unknown: %(missing)s is not recorded.")
            % {"missing": "、".join(said.missing)}
        )
    outcome = enforcement.record_fact(fact, actor=member, recorded_at=at)
    if outcome.refused is not None or said.verdict == REFUSED:
        permission = outcome.refused or said.permission
        return Answer(allowed=False, sentence=refusal_text(permission) if permission else "")
    if outcome.held is not None or said.verdict == HELD:
        return Answer(allowed=False, sentence=_("Signing in now waits for a signature; try later."))
    return Answer()


def _record_once_a_day(fact: Fact, member: Member, at: datetime) -> None:
    # The question what the shift was is asked once a day, not after each sign-in.
    key = f"sign-in:{member.username}:{fact.detail('subject_class')}:{timezone.localdate(at)}"
    if journal.recorded_under(key) is None:
        enforcement.record_fact(fact, actor=member, recorded_at=at, idempotency_key=key)


def _was_signed(member: Member, word: str, at: datetime) -> bool:
    wanted: dict[str, Detail] = {
        "person": member.username, "subject_class": word, "action": LOG_IN,
    }  # fmt: skip
    found = journal.facts_of_kind(ASKED, since=at - _AROUND, details=wanted)
    return any(row.details.get("approval") for row in found)


def _shift_of(member: Member, at: datetime) -> dict[str, Detail]:
    """Return when the member's planned shift nearest to a moment begins and ends."""
    for source in _SOURCES:
        spans = source(member, at)
        if spans is not None:
            return _nearest(spans, at)
    planned = journal.facts_of_kind(
        PLANNED, since=at - 31 * _AROUND, details={"person": member.username}
    )
    spans = [span for row in planned if (span := _span(row.details)) is not None]
    near = [one for one in spans if one[0] - _AROUND <= at <= one[1] + _AROUND]
    return _nearest(near, at)


def _nearest(spans: Sequence[Span], at: datetime) -> dict[str, Detail]:
    if not spans:
        return {}
    span = min(spans, key=lambda one: _away(one, at))
    begins, ends = (timezone.localtime(moment).isoformat() for moment in span)
    return {"shift_begins": begins, "shift_ends": ends}


def _span(details: object) -> Span | None:
    get = getattr(details, "get", None)
    if get is None:
        return None
    found = [_moment(get(name)) for name in ("begins", "ends")]
    return (found[0], found[1]) if found[0] and found[1] else None


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else timezone.make_aware(found)


def _away(span: Iterable[datetime], at: datetime) -> timedelta:
    begins, ends = span
    if begins <= at <= ends:
        return timedelta()
    return begins - at if at < begins else at - ends
