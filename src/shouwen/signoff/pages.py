"""One request in full: what is proposed, what changed, its tiers, what follows, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from shouwen.approvals import queries as approvals
from shouwen.approvals.actions import Request
from shouwen.approvals.queries import RequestRow, Shut, State
from shouwen.enforcement import foreseen, why
from shouwen.enforcement.foreseen import Foreseen
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.regulations import queries as regulations
from shouwen.signoff import asking
from shouwen.signoff.comparing import Comparison, compare
from shouwen.signoff.rows import QueueRow, TierLine, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """Everything the page of one request shows.

    ``open_to`` are those in whose name the reader may sign now; ``shut`` says why there is nobody.
    ``holders`` names, for each tier, who holds its posts today. ``again`` is where the same is
    asked for with changes, for the one who asked.
    """

    row: QueueRow
    explanation: why.Explanation
    comparison: Comparison | None
    holders: tuple[tuple[TierLine, str], ...]
    follows: tuple[Foreseen, ...]
    open_to: tuple[Member, ...]
    acting_for: Member | None
    shut: Shut | None
    is_mine: bool
    again: str

    @property
    def is_silent(self) -> bool:
        """Whether it was granted because nobody answered."""
        last = self.row.tiers[-1]
        return self.row.state == State.GRANTED and self.row.consent and not last.signed


def page_of(request: Request, reader: Member, *, now: datetime) -> RequestPage:
    """Gather the page of one request for its reader."""
    today = timezone.localdate(now)
    house = regulations.house_on(today)
    (row,) = rows_of([(request.pk, approvals.row_of(request))], house, now=now)
    is_open = request.state == State.WAITING
    open_to = tuple(approvals.may_decide(request, reader, today)) if is_open else ()
    own = any(one.pk == reader.pk for one in open_to)
    is_mine = request.proposer_id == reader.pk
    return RequestPage(
        row=row,
        explanation=why.explain(request, now=now, reader=reader),
        comparison=compare(request, now=now),
        holders=_holders(row, approvals.row_of(request), today),
        follows=tuple(foreseen.if_granted(request, now=now)) if is_open else (),
        open_to=open_to,
        acting_for=None if own else next(iter(open_to), None),
        shut=approvals.shut_out(request, reader, today) if is_open and not open_to else None,
        is_mine=is_mine,
        again=asking.again_href(request, house) if is_mine and not is_open else "",
    )


def _holders(row: QueueRow, request: RequestRow, today: date) -> tuple[tuple[TierLine, str], ...]:
    """Name who may sign each tier that is still to be signed: today's holders of its posts."""
    found = []
    for line, parties in zip(row.tiers, request.tiers, strict=True):
        names = [] if line.state not in ("now", "later") else _names(parties, today)
        found.append((line, "、".join(names) if names else ""))
    return tuple(found)


def _names(parties: tuple[str, ...], today: date) -> list[str]:
    names: dict[str, None] = {}
    for text in parties:
        kind, _colon, key = text.partition(":")
        if kind == "post":
            names.update(dict.fromkeys(m.name for m in people.holders_of(key, today)))
        elif kind == "superior":
            found = people.superior_of(key, today)
            names.update({found.name: None} if found else {})
    return list(names)
