"""What is written in the registers: an entry, a signature, a counter-entry, an export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.approvals.actions import Request
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement import lines
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent, decided
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, take_turn
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.people.standing import standing_today
from shouwen.policy.facts import Detail, Fact
from shouwen.registers import filling, pages, signing, strokes
from shouwen.registers.register import Details, Register
from shouwen.registers.signing import Line

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """What somebody signs with: a drawing, or none, and the name of somebody from outside."""

    strokes: str = ""
    name: str = ""


def fill_in(
    *,
    register: Register,
    kind: str,
    details: Details,
    happened_at: datetime,
    sent: Sent,
) -> Outcome:
    """Enter a filled form; its running number is given as it is recorded.

    The same form sent twice makes one entry. Raises RefusedError where the journal does not
    take it; a refusal of a clause is the outcome's.
    """
    fact = filling.fact_from(
        register,
        kind,
        details,
        happened_at=happened_at,
        about=f"{kind}:{sent.token}",
        actor=sent.actor.username,
    )
    return sent.offer(kind, fact.about, fact.details, "entry", happened_at=happened_at)


@transaction.atomic
def sign(
    *,
    register: Register,
    row: FactRow,
    slot: str,
    hand: Hand,
    sent: Sent,
) -> Outcome:
    """Sign an entry on one of its lines; the signature holds what was signed.

    The same form sent twice is one signature, and a line is signed once. Raises RefusedError
    for a line that is not the member's to sign, an entry that was taken back, a missing name or
    drawing, and where the journal does.
    """
    # Nobody else signs this line, or takes the entry back, until the commit.
    take_turn()
    earlier = sent.earlier("sign")
    if earlier is not None:
        return earlier
    fact, asked = journal.fact_of(row), pages.request_of(row)
    struck = lines.correction_of(row) is not None
    if struck:
        raise RefusedError(_("The entry was taken back; there is nothing to sign."))
    found = signing.signed(register, fact, number=row.number, asked=asked, struck=struck)
    line = _line_for(found.for_member(sent.actor), slot)
    return _record_signature(register, fact, signing.matter_of(row.number), line, hand, sent)


@transaction.atomic
def sign_held(
    *,
    register: Register,
    request: Request,
    hand: Hand,
    sent: Sent,
    acting_for: Member | None = None,
) -> Outcome:
    """Sign a form that waits for the member's tier; with the last signature it is recorded.

    Signed without network it counts when it was signed. Raises RefusedError for a missing drawing
    and as ``decide_request`` does.
    """
    # The journal's turn is taken first, as everybody does who changes other rows besides.
    take_turn()
    fact = requests.proposed_fact(request)
    key = sent.actor.username
    slot = signing.tier_slot(request.tier, key)
    line = signing.Line(slot=slot, label="", members=frozenset({key}))
    about = signing.matter_of_held(request.pk)
    if hand.strokes.strip() or register.rule.handwritten:
        once = replace(sent, token=f"{about}:{request.tier}")
        _record_signature(register, fact, about, line, hand, once)
    return decided(request=request, verdict="granted", sent=sent, acting_for=acting_for)


def _line_for(found: Iterable[Line], slot: str) -> Line:
    line = next((line for line in found if line.slot == slot), None)
    if line is None:
        raise RefusedError(_("This line is signed already, or it is not yours to sign."))
    return line


def _record_signature(
    register: Register,
    fact: Fact,
    about: str,
    line: Line,
    hand: Hand,
    sent: Sent,
) -> Outcome:
    actor = sent.actor
    drawing = strokes.read(hand.strokes)
    if register.rule.handwritten and not drawing:
        clause = register.rule.clause
        raise RefusedError(
            _("%(clause)s asks for a signature drawn by hand; sign in the box.")
            % {"clause": str(clause)},
            "strokes",
        )
    signer = hand.name.strip() if line.members is None else actor.name
    if not signer:
        raise RefusedError(_("Say who signs."), "name")
    content = signing.content_of(register, fact)
    details: dict[str, Detail] = {
        "number": about.partition(":")[2],
        "form": register.rule.form_key,
        "regulation": register.slug,
        "slot": line.slot,
        "signer": signer[:_LONGEST_NAME],
        "post": "" if line.members is None else _post_of(actor, sent.done_at),
        "drawn": bool(drawing),
        "content": content,
    }
    if drawing:
        details["strokes"] = drawing
    return sent.offer(signing.SIGNED, about, details, "sign")


def _post_of(actor: Member, at: datetime) -> str:
    posts = standing_today(actor, timezone.localdate(at)).own.posts
    return next(iter(posts.values()), "")


def strike_out(
    *, register: Register, number: int, reason: str, actor: Member, at: datetime
) -> Outcome:
    """Take an entry back by a counter-entry with a reason; both stay, its number is not reused.

    Raises RefusedError for a locked form, with its clause, and as ``correct_fact`` does.
    """
    locked = filling.locked_by(register, now=at)
    if locked:
        raise RefusedError(locked)
    return enforcement.correct_fact(number=number, reason=reason, actor=actor, at=at)
