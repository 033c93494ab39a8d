"""Handing over: begin, prepare, sign, take over or object, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals.queries import State as Asked
from shouwen.enforcement import keeping
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.handover import closing as closings
from shouwen.handover import items
from shouwen.handover.closing import Closing
from shouwen.handover.items import Line
from shouwen.handover.models import OPEN, Handover, Item, State
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, take_turn
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import queries as regulations

GIVEN, TAKEN = "handover_given", "handover_taken"
OBJECTED, WITHDRAWN = "handover_objected", "handover_withdrawn"


class MovedOnError(RefusedError):
    """The handover is no longer where the member saw it; nothing was changed."""


@transaction.atomic
def begin(*, outgoing: Member, incoming: Member, kind: str, at: datetime) -> Handover:
    """Begin to prepare a handover; raise RefusedError while another of one's own is open.

    What the registers say is still out, entered last by the outgoing, is there to be counted.
    """
    if outgoing == incoming:
        raise RefusedError(_("Choose somebody else: nobody hands over to themselves."), "incoming")
    book = regulations.rulebook_on(timezone.localdate(at))
    try:
        with transaction.atomic():
            made = Handover.objects.create(
                outgoing=outgoing, incoming=incoming, kind=kind, opened_at=at
            )
            _keep(made, items.by_the_books(outgoing, book))
            return made
    except IntegrityError:
        raise RefusedError(
            _("You have a handover that is not finished; finish it or withdraw it first.")
        ) from None


@transaction.atomic
def prepare(
    *, handover: Handover, lines: Sequence[Line], details: Mapping[str, Detail]
) -> Handover:
    """Keep what the outgoing wrote so far; raise MovedOnError once it is signed."""
    drafts = Handover.objects.filter(pk=handover.pk, state=State.DRAFT)
    if not drafts.update(details=dict(details)):
        raise _moved_on()
    _keep(handover, lines)
    return _fresh(handover)


def _keep(handover: Handover, lines: Sequence[Line]) -> None:
    Item.objects.filter(handover=handover).delete()
    Item.objects.bulk_create(items.item_of(handover, n, line) for n, line in enumerate(lines, 1))


def _fresh(handover: Handover) -> Handover:
    return Handover.objects.select_related("outgoing", "incoming").get(pk=handover.pk)


def _moved_on() -> MovedOnError:
    return MovedOnError(
        _("This handover has moved on meanwhile; reload the page to see how it stands.")
    )


def closing_of(handover: Handover, at: datetime) -> Closing:
    """Return the kind of fact that closes a handover, with the rules in force on that day."""
    day = timezone.localdate(at)
    return closings.closing_named(regulations.in_force_on(day), day, handover.kind)


def blocked_by(handover: Handover, lines: Sequence[Line], *, at: datetime) -> str:
    """Return the clause's sentence that keeps a handover from being signed, or nothing."""
    closing = closing_of(handover, at)
    fact = _closing_fact(handover, closing, lines, handover.details, at)
    return closings.refusal_of(closing, fact, now=at)


def _closing_fact(
    handover: Handover,
    closing: Closing,
    lines: Sequence[Line],
    details: Mapping[str, Detail],
    at: datetime,
) -> Fact:
    return closing.fact(
        details,
        giver=handover.outgoing.username,
        taker=handover.incoming.username,
        open_items=items.open_items(lines),
        at=at,
        actor=handover.incoming.username,
    )


# ── the outgoing signs ───────────────────────────────────────────────────────────────────────


@transaction.atomic
def give(*, handover: Handover, sent: Sent) -> Handover:
    """Sign as the outgoing: the items stand as they are now, and the incoming is asked.

    Raises RefusedError, with its clause, while a rule blocks the handover, and MovedOnError where
    it was signed or withdrawn meanwhile.
    """
    take_turn()
    _only(sent.actor, handover.outgoing)
    now = _fresh(handover)
    if now.state == State.GIVEN:
        return now
    _refuse_too_early(sent, now.opened_at)
    lines = items.as_signed(items.lines_of(now), sent.received_at)
    blocked = blocked_by(now, lines, at=sent.done_at)
    if blocked:
        raise RefusedError(blocked)
    digest = items.digest_of(lines, now.details)
    drafts = Handover.objects.filter(pk=now.pk, state=State.DRAFT)
    given = {"given_at": sent.done_at, "digest": digest, "objection": ""}
    if not drafts.update(state=State.GIVEN, **given):
        raise _moved_on()
    _keep(now, lines)
    row = _record(now, GIVEN, sent, **_signed(lines, digest))
    Handover.objects.filter(pk=now.pk).update(given_fact=row)
    return _fresh(now)


def _refuse_too_early(sent: Sent, since: datetime) -> None:
    """Refuse what a device says was signed before there was anything to sign."""
    if sent.done_at < since:
        sentence = _(
            "By the device's clock this was signed before it was asked for; set the clock and "
            "sign again."
        )
        raise RefusedError(sentence)


def _only(member: Member, whose: Member) -> None:
    if member != whose:
        raise RefusedError(_("Only %(name)s may sign here.") % {"name": whose.name})


def _signed(lines: Sequence[Line], digest: str) -> dict[str, Detail]:
    return {
        "items": str(len(lines)),
        "open_items": str(items.open_items(lines)),
        "listed": items.listed(lines),
        "content": digest,
    }


def _record(handover: Handover, kind: str, sent: Sent, **details: Detail) -> FactRow:
    outcome = sent.record(kind, f"handover:{handover.pk}", _said(handover, details), kind)
    if outcome.held is not None:
        raise RefusedError(_("A clause lets this step wait for a signature; ask for it first."))
    return outcome.row


def _said(handover: Handover, details: Mapping[str, Detail]) -> dict[str, Detail]:
    both = {"person": handover.outgoing.username, "incoming": handover.incoming.username}
    return {**both, **details}


# ── the incoming takes over, or objects ──────────────────────────────────────────────────────


@transaction.atomic
def answer(
    *,
    handover: Handover,
    by: Member,
    answers: Mapping[tuple[str, str], Line],
    digest: str,
    details: Mapping[str, Detail],
) -> Handover:
    """Keep what the incoming says to each item so far, and what the rules ask of them."""
    _only(by, handover.incoming)
    now = _fresh(handover)
    if now.state != State.GIVEN or now.digest != digest:
        raise _moved_on()
    kept = list(Item.objects.filter(handover=now))
    for item in kept:
        said = answers.get((item.sort, item.ref))
        if said is not None:
            item.answer, item.remark, item.recounted = said.answer, said.remark, said.recounted
    Item.objects.bulk_update(kept, ["answer", "remark", "recounted"])
    Handover.objects.filter(pk=now.pk).update(confirmed=_own(now, details))
    return _fresh(now)


def _own(handover: Handover, details: Mapping[str, Detail]) -> dict[str, Detail]:
    """Return what the incoming may say; what the outgoing signed stays as it was signed."""
    closing = closing_of(handover, handover.given_at or handover.opened_at)
    names = {term.name for term in closing.asked_of_taker(handover.details)}
    return {name: value for name, value in details.items() if name in names}


@transaction.atomic
def take(*, handover: Handover, sent: Sent, digest: str) -> Handover:
    """Sign as the incoming: what goes changes hands with its clocks, all of it or nothing.

    Signed without network it counts when it was signed; what goes moves when that arrives.
    While a clause lets the handover wait for a signature it stays given, and ``request`` is what
    it waits for. Raises RefusedError for an item without an answer, for what the rules still ask
    and with the clause that refuses it; MovedOnError where it was signed or withdrawn meanwhile.
    """
    take_turn()
    _only(sent.actor, handover.incoming)
    now = _fresh(handover)
    if now.state == State.TAKEN:
        return now
    lines = items.lines_of(now)
    if now.state != State.GIVEN or now.digest != digest:
        raise _moved_on()
    _refuse_too_early(sent, now.given_at or now.opened_at)
    _refuse_unlike(now, lines)
    _refuse_unanswered(lines)
    row = _closed(now, lines, sent)
    if row is None:
        return _fresh(now)
    given = Handover.objects.filter(pk=now.pk, state=State.GIVEN)
    if not given.update(state=State.TAKEN, ended_at=sent.done_at, ended_fact=row):
        raise _moved_on()
    _move(now, lines, row, sent.received_at)
    _record(now, TAKEN, sent, **_signed(lines, now.digest))
    return _fresh(now)


def _refuse_unlike(handover: Handover, lines: Sequence[Line]) -> None:
    if items.digest_of(lines, handover.details) != handover.digest:
        raise RefusedError(
            _("The items are not as they were signed; object, so that they are signed anew.")
        )


def _refuse_unanswered(lines: Sequence[Line]) -> None:
    if any(line.answer == Item.Answer.QUERIED for line in lines):
        raise RefusedError(
            _("You object to an item, so there is nothing to sign; send the handover back.")
        )
    if any(line.answer != Item.Answer.TAKEN for line in lines):
        raise RefusedError(_("Check every item: take it over, or object to it."))


def _closed(handover: Handover, lines: Sequence[Line], sent: Sent) -> FactRow | None:
    """Record the fact that closes the handover; None while it waits for a signature."""
    closing = closing_of(handover, sent.done_at)
    details = {**handover.details, **handover.confirmed}
    fact = _closing_fact(handover, closing, lines, details, sent.done_at)
    once = f"handover:{handover.pk}:{handover.digest}"
    outcome = sent.record(fact.kind, fact.about, fact.details, "closed", once=once)
    missing = closings.missing_in(closing, outcome.rulings)
    if missing:
        raise RefusedError(_("Still to be filled in: %(what)s.") % {"what": _(", ").join(missing)})
    return _row_of(handover, outcome)


def _row_of(handover: Handover, outcome: Outcome) -> FactRow | None:
    if outcome.held is None:
        return outcome.row
    if outcome.held.state == Asked.GRANTED:
        return journal.recorded_under(f"approved:{outcome.held.pk}")
    if outcome.held.state != Asked.WAITING:
        raise RefusedError(_("The signature that a clause asks for was refused; object instead."))
    Handover.objects.filter(pk=handover.pk).update(request=outcome.held.pk)
    return None


def _move(handover: Handover, lines: Sequence[Line], row: FactRow, at: datetime) -> None:
    """Give every item that goes to the incoming; what the outgoing no longer had stays put."""
    for line in lines:
        if line.goes and line.sort in items.LIVE:
            moved = _moved(handover, line, row, at)
            kept = Item.objects.filter(handover=handover, sort=line.sort, ref=line.ref)
            kept.update(moved=moved)


def _moved(handover: Handover, line: Line, row: FactRow, at: datetime) -> str:
    if line.sort == Item.Sort.OWED:
        return _moved_duty(handover, int(line.ref), row, at)
    return keeping.hand_on(
        keeping.HandingOn(
            ref=line.ref,
            giver=handover.outgoing,
            taker=handover.incoming,
            reason=_("Handover %(number)s") % {"number": handover.pk},
            row=row,
            at=at,
            key=f"handover:{handover.pk}:{line.ref}",
        )
    )


def _moved_duty(handover: Handover, pk: int, row: FactRow, at: datetime) -> str:
    obligation = owed.find(pk)
    if obligation is None:
        return keeping.GONE
    try:
        obligations.hand_over(
            obligation=obligation,
            to=handover.incoming,
            fact_row=row,
            at=at,
            by=handover.outgoing,
            giver=handover.outgoing,
        )
    except obligations.AlreadyEndedError:
        return keeping.GONE
    return keeping.MOVED


@transaction.atomic
def send_back(*, handover: Handover, sent: Sent, reason: str, digest: str) -> Handover:
    """Object to a handover: it goes back to the outgoing, and what was unclear is on record."""
    take_turn()
    _only(sent.actor, handover.incoming)
    why = _required(reason)
    now = _fresh(handover)
    if now.state == State.DRAFT and now.objection == why:
        return now
    queried = [x for x in items.lines_of(now) if x.answer == Item.Answer.QUERIED]
    given = Handover.objects.filter(pk=now.pk, state=State.GIVEN, digest=digest)
    if not given.update(state=State.DRAFT, given_at=None, digest="", objection=why, confirmed={}):
        raise _moved_on()
    said = {"reason": why, "items": str(len(queried)), "listed": items.listed(queried)}
    _record(now, OBJECTED, sent, **said, after_signing=False)
    return _fresh(now)


def _required(reason: str) -> str:
    if not reason.strip():
        raise RefusedError(_("Say what is unclear, so that it can be cleared up."), "reason")
    return reason.strip()


@transaction.atomic
def report_unclear(*, handover: Handover, sent: Sent, reason: str) -> Outcome:
    """Record that something handed over turned out to be unclear; the rules say what follows."""
    _only(sent.actor, handover.incoming)
    why = _required(reason)
    if handover.state != State.TAKEN:
        raise _moved_on()
    said = _said(handover, {"reason": why, "after_signing": True})
    return sent.offer(OBJECTED, f"handover:{handover.pk}", said, "unclear")


@transaction.atomic
def withdraw(*, handover: Handover, sent: Sent, reason: str) -> Handover:
    """Give up a handover that the incoming has not signed; what was signed stays on record."""
    take_turn()
    _only(sent.actor, handover.outgoing)
    now = _fresh(handover)
    if not Handover.objects.filter(pk=now.pk, state__in=OPEN).update(
        state=State.WITHDRAWN, ended_at=sent.done_at
    ):
        raise _moved_on()
    if now.given_fact_id is not None:
        _record(now, WITHDRAWN, sent, reason=reason.strip() or None)
    return _fresh(now)
