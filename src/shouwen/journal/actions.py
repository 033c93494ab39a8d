"""Everything that writes to the journal: claim the next place in the chain, write a fact there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shouwen.journal import chain, checks, queries, repeats, together
from shouwen.journal.errors import (
    AlreadyCorrectedError,
    ChainBrokenError,
    IdempotencyConflictError,
    IdempotentRepeat,
    UnfitFactError,
)
from shouwen.journal.models import ChainHead, FactKey, FactRow
from shouwen.journal.outbox import deliver_due, queue_message, queue_messages, retry_parked
from shouwen.journal.together import (
    add_rows,
    kept_of,
    part_of_a_transaction,
    write_waiting,
    written_together,
)
from shouwen.people.models import Member
from shouwen.policy.facts import Fact

__all__ = [
    "AlreadyCorrectedError",
    "ChainBrokenError",
    "FactRow",
    "IdempotencyConflictError",
    "IdempotentRepeat",
    "Place",
    "Turn",
    "UnfitFactError",
    "add_rows",
    "append",
    "check_fit",
    "claim",
    "deliver_due",
    "index_details",
    "kept_of",
    "part_of_a_transaction",
    "queue_message",
    "queue_messages",
    "retry_parked",
    "take_turn",
    "write",
    "write_waiting",
    "written_together",
]

CLOCK_TOLERANCE = timedelta(minutes=5)
CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The next place in the chain, held until the commit, and what may be written there."""

    fact: Fact
    number: int
    previous_hash: str
    actor: Member | None
    recorded_at: datetime
    idempotency_key: str | None
    request_hash: str
    corrects: FactRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The chain's head as it stood when the turn was taken, and what was asked together with it.

    ``rows`` are the facts recorded under the idempotency keys ``under``. It is good for the next
    fact of the transaction; where a second one is claimed with it the head has moved, and nothing
    is recorded.
    """

    head: ChainHead | None = None
    under: Sequence[str] = ()
    rows: Sequence[FactRow] = ()

    def knows(self, keys: Collection[str]) -> bool:
        """Return whether these keys were asked for."""
        return set(keys) <= set(self.under)

    def recorded_under(self, keys: Sequence[str]) -> FactRow | None:
        """Return the fact that the first of these keys recorded, or None."""
        return repeats.first_under(keys, self.rows)


def check_fit(*, fact: Fact, recorded_at: datetime, tolerance: timedelta = CLOCK_TOLERANCE) -> None:
    """Raise UnfitFactError where :func:`append` would; nothing is asked of the database."""
    checks.fit_to_record(fact, recorded_at=recorded_at, tolerance=tolerance)


@part_of_a_transaction()
def append(
    *,
    fact: Fact,
    actor: Member | None,
    recorded_at: datetime,
    idempotency_key: str | None = None,
    corrects: FactRow | None = None,
    derived_from: FactRow | None = None,
    keys: Iterable[str] = (),
    request_hash: str | None = None,
    tolerance: timedelta = CLOCK_TOLERANCE,
) -> FactRow:
    """Record a fact at the end of the chain, in the caller's transaction.

    ``keys`` names text details to index beside those that always are (``queries.KEYED``).
    Raises UnfitFactError, IdempotentRepeat (with the row recorded before),
    IdempotencyConflictError, AlreadyCorrectedError or ChainBrokenError; then nothing is written.
    """
    place = claim(
        fact=fact,
        actor=actor,
        recorded_at=recorded_at,
        idempotency_key=idempotency_key,
        corrects=corrects,
        request_hash=request_hash,
        tolerance=tolerance,
    )
    return write(place, derived_from=derived_from, keys=keys)


def claim(
    *,
    fact: Fact,
    actor: Member | None,
    recorded_at: datetime,
    idempotency_key: str | None = None,
    also_under: Collection[str] = (),
    corrects: FactRow | None = None,
    request_hash: str | None = None,
    tolerance: timedelta = CLOCK_TOLERANCE,
    turn: Turn | None = None,
) -> Place:
    """Hold the next place in the chain for a fact, and write nothing yet.

    Call it inside a transaction, and :func:`write` in the same one if the fact is to be recorded.
    ``also_under`` are further keys under which the same request may have come before, and ``turn``
    what :func:`take_turn` returned, where that was called before. Raises what :func:`append`
    raises.
    """
    checks.fit_to_record(fact, recorded_at=recorded_at, tolerance=tolerance)
    asked = request_hash or chain.request_hash_of(fact, actor.username if actor else "")
    keys = (*also_under, idempotency_key) if idempotency_key is not None else ()
    # From here until the commit nobody else appends, so what is read below stays true.
    head, rows = _head_and_rows(turn, keys)
    _refuse_repeat(repeats.first_under(keys, rows), asked)
    if corrects is not None:
        _refuse_second_correction(corrects)
    return Place(
        fact=fact,
        number=head.number + 1,
        previous_hash=head.hash,
        actor=actor,
        recorded_at=recorded_at,
        idempotency_key=idempotency_key,
        request_hash=asked,
        corrects=corrects,
    )


def write(
    place: Place, *, derived_from: FactRow | None = None, keys: Iterable[str] = ()
) -> FactRow:
    """Write a fact into the place that was claimed for it."""
    fact, actor = place.fact, place.actor
    columns = {
        "number": place.number,
        "kind": fact.kind,
        "about": fact.about,
        "happened_at": fact.happened_at,
        "recorded_at": place.recorded_at,
        "actor_id": actor.pk if actor else None,
        "actor_key": actor.username if actor else "",
        "details": dict(fact.details),
        "corrects_id": place.corrects.number if place.corrects else None,
        "derived_from_id": derived_from.number if derived_from else None,
        "idempotency_key": place.idempotency_key,
        "request_hash": place.request_hash,
        "previous_hash": place.previous_hash,
    }
    row = FactRow(**columns, hash=chain.hash_of(columns))
    row.actor = actor  # known, so that nobody has to read it
    together.write_fact(place.number - 1, row, _keys_of(row, {*queries.KEYED, *keys}))
    return row


def take_turn(under: Sequence[str] = ()) -> Turn:
    """Wait until nobody else is recording; from here to the commit this transaction alone may.

    Call it first in a transaction that changes other rows before it appends. Everybody then takes
    their locks in the same order, the journal's before any other, so that no two wait for each
    other. It costs nothing on SQLite, where a transaction that writes is alone anyway. What was
    recorded ``under`` idempotency keys is asked along; whoever claims a place with the turn that
    is returned saves asking again.
    """
    if connection.vendor == "sqlite" and not under:
        return Turn()
    return _turn(under)


def _turn(under: Sequence[str]) -> Turn:
    """Hold the head's row, which makes every other writer wait for our commit, and return it."""
    head, rows = together.hold_the_head(under)
    if head is None:
        if not FactRow.objects.exists():
            # The very first writers: one makes the head, and the others wait for it here.
            ChainHead.objects.get_or_create(pk=1)
        # Asked again in any case: the head may be another writer's, made a moment ago.
        head, rows = together.hold_the_head(under)
    return Turn(head=head, under=under, rows=rows)


def _head_and_rows(turn: Turn | None, keys: Sequence[str]) -> tuple[ChainHead, Sequence[FactRow]]:
    if turn is None or turn.head is None or not turn.knows(keys) or together.is_writing():
        turn = _turn(keys)
    if turn.head is None:
        raise ChainBrokenError(
            _("The journal's head is gone; restore the backup, then verify the journal.")
        )
    return turn.head, turn.rows


def _refuse_repeat(row: FactRow | None, asked: str) -> None:
    if repeats.same_request(row, asked) is not None and row is not None:
        raise IdempotentRepeat(
            _("This was already recorded as fact %(number)s.") % {"number": row.number}, row
        )


def _refuse_second_correction(corrects: FactRow) -> None:
    if corrects.corrects_id is not None:
        raise AlreadyCorrectedError(
            _("Fact %(number)s is itself a correction; record what happened as a new fact.")
            % {"number": corrects.number}
        )
    if FactRow.objects.filter(corrects=corrects).exists():
        raise AlreadyCorrectedError(
            _("Fact %(number)s was already corrected; reload the page.")
            % {"number": corrects.number}
        )


def _keys_of(row: FactRow, names: Iterable[str]) -> list[FactKey]:
    found = ((name, row.details.get(name)) for name in sorted(set(names)))
    return [
        FactKey(fact=row, kind=row.kind, name=name, value=value)
        for name, value in found
        if queries.can_be_keyed(value)
    ]


@transaction.atomic
def index_details(*, kind: str, names: Iterable[str]) -> int:
    """Index text details of facts of one kind recorded so far; return how many were added."""
    wanted, added, last = set(names), 0, 0
    rows = FactRow.objects.filter(kind=kind).order_by("number")
    while chunk := list(rows.filter(number__gt=last)[:CHUNK]):
        known = set(FactKey.objects.filter(fact__in=chunk).values_list("fact_id", "name"))
        new = [
            k for row in chunk for k in _keys_of(row, wanted) if (k.fact_id, k.name) not in known
        ]
        added += len(FactKey.objects.bulk_create(new))
        last = chunk[-1].number
    return added
