"""Asking to see, to tell and to export; the rules in force answer, and each answer is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.access import gates, looks
from shouwen.access.choices import How, Level, State, What
from shouwen.access.models import Asking, Tie
from shouwen.access.sight import sight_of
from shouwen.access.weighing import IDENTITY, SECOND_PERSON, asking_fact
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.journal.outbox import queue_message
from shouwen.journal.queries import FactRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.rulings import Unknown

_HOW = {What.SEE: How.REVEAL, What.DISCLOSE: How.DISCLOSE, What.EXPORT: How.EXPORT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for; ``given`` are the details the rules ask about.

    ``subject`` is the record's number. ``identity_how`` says how an identity was checked, if it
    was. ``second`` is the colleague asked to be the second person, if one is named.
    """

    what: str
    record: str
    subject: str
    reason: str
    token: str
    key: str = ""
    level: str = Level.ORDINARY
    fields: Sequence[str] = ()
    classes: Sequence[str] = ()
    given: Mapping[str, Detail] = field(default_factory=dict)
    identity_how: str = ""
    needs_second: bool = False
    second: Member | None = None


@transaction.atomic
def ask(*, wish: Wish, member: Member, at: datetime) -> Asking:
    """Ask; the answer's state says what came of it. The same form sent twice asks once.

    Refused without a reason, and after too many askings within an hour.
    """
    repeated = Asking.objects.filter(token=_token(member, wish.token)).first()
    if repeated is not None:
        return repeated
    if not wish.reason.strip():
        raise RefusedError(_("Say why you have to see it."), "reason")
    _not_too_often(member, at)
    _may_be_second(wish.second, at)
    asking = _asked(wish, member, at)
    _note_identity(wish, asking, at)
    if wish.needs_second:
        _tell_second(asking, at)
        return asking
    return _go_on(asking, at)


def _token(member: Member, token: str) -> str:
    return f"{member.pk}:{token}"[:64]


def _not_too_often(member: Member, at: datetime) -> None:
    lately = Asking.objects.filter(member=member, asked_at__gt=at - timedelta(hours=1))
    if lately.count() >= settings.SHOUWEN_ASKINGS_PER_HOUR:
        raise RefusedError(
            _("You asked %(count)s times within an hour; wait a little, or ask your superior.")
            % {"count": settings.SHOUWEN_ASKINGS_PER_HOUR}
        )


def _may_be_second(second: Member | None, at: datetime) -> None:
    if second is not None and not gates.may_second(second, timezone.localdate(at)):
        raise RefusedError(_("%(name)s does not work on matters; choose somebody who does.")
                           % {"name": second.name}, "second")  # fmt: skip


def _asked(wish: Wish, member: Member, at: datetime) -> Asking:
    return Asking.objects.create(
        what=wish.what, member=member, record=wish.record, key=wish.key, subject=wish.subject,
        level=wish.level, fields=list(wish.fields), given=dict(wish.given),
        # What no regulation names is asked about under the product's own word, to be on record.
        left=list(wish.classes) or [wish.record], reason=wish.reason.strip(), asked_at=at,
        state=State.SECOND, second=wish.second, token=_token(member, wish.token),
        until=at + timedelta(hours=settings.SHOUWEN_ASKING_HOURS),
    )  # fmt: skip


def _note_identity(wish: Wish, asking: Asking, at: datetime) -> None:
    if wish.given.get(IDENTITY) is not True:
        return
    fact = Fact(
        kind=IDENTITY,
        about=f"{asking.record}:{asking.subject}",
        happened_at=at,
        details={
            "person": asking.member.username, "subject": asking.subject, "how": wish.identity_how,
        },
        actor=asking.member.username,
    )  # fmt: skip
    key = f"identity:{asking.pk}"
    enforcement.record_fact(fact, actor=asking.member, recorded_at=at, idempotency_key=key)


def _tell_second(asking: Asking, at: datetime) -> None:
    second = asking.second
    if second is None or not second.email:
        return
    queue_message(
        channel="mail",
        recipient=second.email,
        subject=_("A second person is asked for"),
        body=_("%(name)s asks you to be the second person for %(subject)s. Sign in to answer.")
        % {"name": asking.member.name, "subject": asking.subject},
        at=at,
    )


@transaction.atomic
def second(*, asking: Asking, member: Member, at: datetime) -> Asking:
    """Be the second person, from one's own session; the rules are asked then.

    No password is ever typed into somebody else's session.
    """
    claimed = Asking.objects.filter(pk=asking.pk, state=State.SECOND)
    if not claimed.update(state=State.SIGNATURES, second=member, second_at=at):
        raise RefusedError(_("Somebody else answered already; reload the page."))
    asking.refresh_from_db()
    asking.given = {**asking.given, SECOND_PERSON: member.username}
    return _go_on(asking, at)


@transaction.atomic
def refuse_second(*, asking: Asking, member: Member, why: str, at: datetime) -> None:
    """Refuse to be the second person; the asker reads why."""
    said = _("%(name)s refused: %(why)s") % {"name": member.name, "why": why.strip() or "—"}
    claimed = Asking.objects.filter(pk=asking.pk, state=State.SECOND)
    if not claimed.update(state=State.REFUSED, second=member, second_at=at, why=said):
        raise RefusedError(_("Somebody else answered already; reload the page."))


@transaction.atomic
def take_back(*, asking: Asking, at: datetime) -> None:
    """Take an asking back, or cover at once what was revealed."""
    still = Asking.objects.filter(pk=asking.pk, state__in=[State.SECOND, State.OPEN])
    still.update(state=State.WITHDRAWN, until=at)


def _go_on(asking: Asking, at: datetime) -> Asking:
    """Ask the rules of every class in turn; open what all of them grant."""
    while asking.left:
        outcome = _record(asking, asking.left[0], at)
        if outcome.held is not None:
            asking.state, asking.request = State.SIGNATURES, outcome.held.pk
            return _kept(asking)
        why = _why_not(outcome)
        if why:
            asking.state, asking.why = State.REFUSED, why
            return _kept(asking)
        asking.left = asking.left[1:]
        asking.fact = outcome.fact
    return _open(asking, at)


def _record(asking: Asking, word: str, at: datetime) -> Outcome:
    details: dict[str, Detail] = {
        **asking.given, "subject": asking.subject, "reason": asking.reason,
        "field": "、".join(asking.fields),
    }  # fmt: skip
    fact = asking_fact(
        asking.member, word, asking.what, at=at, about=f"{asking.record}:{asking.subject}",
        details={name: value for name, value in details.items() if value not in ("", None)},
    )  # fmt: skip
    key = f"asking:{asking.pk}:{word}"
    return enforcement.record_fact(fact, actor=asking.member, recorded_at=at, idempotency_key=key)


def _why_not(outcome: Outcome) -> str:
    if outcome.refused is not None:
        return refusal_text(outcome.refused)
    unknown = [one for one in outcome.rulings if isinstance(one, Unknown)]
    if unknown:
        missing = "、".join(name for one in unknown for name in one.missing)
        said = {"clause": unknown[0].cites, "missing": missing}
        return _("%(clause)s cannot be decided: %(missing)s was not recorded.") % said
    return ""


def _open(asking: Asking, at: datetime) -> Asking:
    asking.state = State.OPEN
    asking.until = at + _length(asking.what)
    _kept(asking)
    looks.note_look(
        sight=sight_of(asking.member, at), record=asking.record, subject=asking.subject,
        level=asking.level, how=_HOW[What(asking.what)], fields=asking.fields,
        reason=asking.reason, asking=asking,
    )  # fmt: skip
    return asking


def _length(what: str) -> timedelta:
    if what == What.EXPORT:
        return timedelta(hours=settings.SHOUWEN_ASKING_HOURS)
    return timedelta(minutes=settings.SHOUWEN_REVEAL_MINUTES)


def _kept(asking: Asking) -> Asking:
    Asking.objects.filter(pk=asking.pk).update(
        state=asking.state, left=asking.left, given=asking.given, request=asking.request,
        why=asking.why, until=asking.until, fact=asking.fact,
    )  # fmt: skip
    return asking


def follow_granted(row: FactRow, outcome: Outcome) -> None:  # noqa: ARG001 a reaction's signature
    """Go on with what waited for signatures, once they have been given."""
    approval = row.details.get("approval")
    waiting = Asking.objects.select_related("member").filter(
        request=approval or 0, state=State.SIGNATURES, member__username=row.actor_key
    )
    for asking in waiting:
        asking.left, asking.fact = asking.left[1:], row
        _go_on(asking, row.recorded_at)


@transaction.atomic
def fetch(*, asking: Asking, at: datetime) -> None:
    """Use up a granted export; it can be fetched once, and not after its time."""
    live = Asking.objects.filter(pk=asking.pk, state=State.OPEN, until__gt=at)
    if not live.update(state=State.USED, used_at=at):
        raise RefusedError(_("This export was fetched already or has expired; ask again."))


@transaction.atomic
def tie(*, record: str, level: str, field: str, words: Sequence[str]) -> None:
    """Say which words of the regulations stand for a record at a level, or for its field."""
    place = Tie.objects.filter(record=record, level=level, field=field)
    place.exclude(word__in=words).delete()
    for word in words:
        Tie.objects.get_or_create(record=record, level=level, field=field, word=word)
