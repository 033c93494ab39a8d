"""One handover in full, for whoever reads it: its lines, its rules, what blocks it, its log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.enforcement import words
from shouwen.enforcement.words import of_language
from shouwen.handover import actions, items, queries
from shouwen.handover.closing import Closing
from shouwen.handover.items import Line
from shouwen.handover.models import Handover, Item, State
from shouwen.handover.queries import LogRow
from shouwen.people.models import Member
from shouwen.policy.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule in force about handovers of this kind, with its clause's own words."""

    title: str
    book: str
    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    """What the page of one handover shows; ``as_signed`` tells whether the items are as signed.

    ``blocked`` is the clause's sentence that keeps the outgoing from signing. ``answerable`` is
    who answers for what is open now.
    """

    handover: Handover
    closing: Closing
    lines: tuple[Line, ...]
    details: tuple[tuple[str, str], ...]
    rules: tuple[RuleRow, ...]
    blocked: str
    log: tuple[LogRow, ...]
    corrections: int
    as_signed: bool
    answerable: Member
    is_giver: bool
    is_taker: bool

    def of_sort(self, *sorts: str) -> list[Line]:
        """Return the lines of some sorts."""
        return [line for line in self.lines if line.sort in sorts]

    @property
    def held(self) -> list[Line]:
        """The matters and what is owed."""
        return self.of_sort(*items.LIVE)

    @property
    def counted(self) -> list[Line]:
        """What was counted."""
        return self.of_sort(Item.Sort.COUNTED)

    @property
    def said(self) -> list[Line]:
        """What was said besides."""
        return self.of_sort(Item.Sort.SAID)

    @property
    def open_items(self) -> int:
        """How many important items are open."""
        return items.open_items(self.lines)


def page_of(
    found: Handover, reader: Member, *, now: datetime, lines: Sequence[Line] | None = None
) -> HandoverPage:
    """Gather the page of one handover; ``lines`` are those just typed, where they were refused."""
    shown = list(lines) if lines is not None else items.lines_of(found)
    closing = actions.closing_of(found, found.ended_at or now)
    log = queries.log_of(found.pk)
    draft = found.state == State.DRAFT
    digest = items.digest_of(shown, found.details)
    return HandoverPage(
        handover=found,
        closing=closing,
        lines=tuple(items.placed(shown, now)),
        details=tuple(_details(found, closing, now=now)),
        rules=tuple(_rules(closing)),
        blocked=actions.blocked_by(found, shown, at=now) if draft else "",
        log=tuple(log),
        corrections=queries.corrections_in(log),
        as_signed=not found.digest or digest == found.digest,
        answerable=found.incoming if found.state == State.TAKEN else found.outgoing,
        is_giver=reader.pk == found.outgoing_id,
        is_taker=reader.pk == found.incoming_id,
    )


def _details(found: Handover, closing: Closing, *, now: datetime) -> list[tuple[str, str]]:
    details = {**found.details, **found.confirmed}
    vocabulary = Vocabulary({closing.key: closing.kind})
    names = words.names_in(vocabulary, [(closing.key, details)])
    return words.detail_lines(vocabulary, closing.key, details, names, now=now)


def _rules(closing: Closing) -> list[RuleRow]:
    return [
        RuleRow(
            title=of_language((rule.title, rule.title_en or rule.title)) or rule.id,
            book=rule.clause.title,
            number=rule.clause.number,
            text=rule.clause.text or rule.clause.heading,
        )
        for rule in closing.rules
    ]
