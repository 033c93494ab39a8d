"""Rows of the queue, finished for the page: what is proposed, and each tier with who signed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shouwen.approvals import queries as approvals
from shouwen.approvals.queries import DecisionRow, RequestRow, State
from shouwen.enforcement.matters import Summary, covered, summaries_of
from shouwen.regulations.queries import House
from shouwen.signoff.naming import Line, Naming, label_of, lines_of, names_in, naming_for

NOTHING = Summary(label="")
NOBODY: frozenset[str] = frozenset()
# How a tier stands: signed, in turn, not yet, refused here, or never asked.
DONE, NOW, LATER, REFUSED, LEFT = "done", "now", "later", "refused", "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLine:
    """One tier: who signs it, how, who has signed, and who of a joint tier still has to."""

    number: int
    parties: tuple[str, ...]
    joint: bool
    in_person: bool
    state: str
    signed: tuple[DecisionRow, ...]
    still: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One request in a list; ``cursor`` asks the list for what comes after it.

    ``acting_for`` is whose turn it is where the reader stands in for them. ``alone`` is a request
    that is not decided together with others: it has to be signed in person.
    """

    pk: int
    cursor: int
    label: str
    details: tuple[Line, ...]
    matter: Summary
    proposer: str
    acting_for: str
    opened_at: datetime
    expires_at: datetime | None
    consent: bool
    ended_at: datetime | None
    ended_why: str
    state: str
    tier: int
    tiers: tuple[TierLine, ...]
    clause_number: str
    book: str
    alone: bool

    def says(self, text: str) -> bool:
        """Tell whether a word stands anywhere in the row."""
        said = (self.label, self.proposer, self.acting_for, self.book, self.clause_number)
        matter = (self.matter.label, self.matter.note, self.ended_why)
        fields = [each for pair in self.details for each in pair]
        names = [name for tier in self.tiers for name in tier.parties]
        signed = [d.member_name for tier in self.tiers for d in tier.signed]
        found = (*said, *matter, *fields, *names, *signed)
        return any(text.casefold() in each.casefold() for each in found)


def tier_lines(
    row: RequestRow,
    decisions: Sequence[DecisionRow],
    still: frozenset[str],
    naming: Naming,
) -> tuple[TierLine, ...]:
    """Write each tier of a request as it stands."""
    return tuple(
        TierLine(
            number=number,
            parties=tuple(naming.of(party) for party in tier),
            joint=number in row.joint,
            in_person=number in row.personal,
            state=_state(row, number),
            signed=tuple(d for d in decisions if d.tier == number),
            still=_still(row, number, still, naming),
        )
        for number, tier in enumerate(row.tiers)
    )


def _state(row: RequestRow, number: int) -> str:
    if number < row.tier:
        return DONE
    if row.state == State.WAITING:
        return NOW if number == row.tier else LATER
    if row.state == State.REFUSED and number == row.tier:
        return REFUSED
    # Silence consented, or the last tier signed; the page shows whose signature there is.
    return DONE if row.state == State.GRANTED and number == row.tier else LEFT


def _still(row: RequestRow, number: int, still: frozenset[str], naming: Naming) -> tuple[str, ...]:
    """Name those of a joint tier in turn who have not signed yet, once somebody has."""
    if number != row.tier or number not in row.joint or row.state != State.WAITING:
        return ()
    left = tuple(naming.of(party) for party in row.tiers[number] if party in still)
    return left if len(left) < len(row.tiers[number]) else ()


def rows_of(
    found: Sequence[tuple[int, RequestRow]], house: House, *, now: datetime
) -> list[QueueRow]:
    """Finish rows for a list, in a fixed number of queries; each comes with its cursor."""
    facts = [(row.about, row.proposed.details) for _cursor, row in found]
    told = covered(facts, None, now)
    # A queue is read by many: what is covered for some is covered here, and whole on its page.
    found = [
        (cursor, replace(row, proposed=replace(row.proposed, details=details)))
        for (cursor, row), details in zip(found, told, strict=True)
    ]
    requests = [row for _cursor, row in found]
    pks = [row.id for row in requests]
    parties = (party for row in requests for tier in row.tiers for party in tier)
    naming = naming_for(parties, house.words)
    summaries = summaries_of((row.about for row in requests), house.words.vocabulary)
    decisions, still = approvals.decisions_under(pks), approvals.still_asked(pks)
    names = names_in((row.proposed for row in requests), house)
    return [
        _row(
            cursor,
            row,
            tiers=tier_lines(row, decisions.get(row.id, ()), still.get(row.id, NOBODY), naming),
            matter=summaries.get(row.about, NOTHING),
            details=lines_of(row.proposed, house, names, now=now),
            label=label_of(row.proposed, house),
        )
        for cursor, row in found
    ]


def _row(
    cursor: int,
    row: RequestRow,
    *,
    tiers: tuple[TierLine, ...],
    matter: Summary,
    details: tuple[Line, ...],
    label: str,
) -> QueueRow:
    return QueueRow(
        pk=row.id,
        cursor=cursor,
        label=label,
        details=details,
        matter=matter,
        proposer=row.proposer_name,
        acting_for=row.acting_for_name,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        consent=row.consent,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
        state=row.state,
        tier=row.tier,
        tiers=tiers,
        clause_number=row.clause_number,
        book=row.title,
        alone=row.tier in row.personal,
    )


def by_pk(rows: Sequence[QueueRow]) -> Mapping[int, QueueRow]:
    """Return rows by the request they show."""
    return {row.pk: row for row in rows}
