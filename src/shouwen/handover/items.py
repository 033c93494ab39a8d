"""The items of a handover: what the outgoing holds now, and what they wrote to each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement import keeping, on_hand
from shouwen.enforcement.matters import Summary, summaries_of
from shouwen.enforcement.words import of_language
from shouwen.handover.models import Handover, Item
from shouwen.obligations import queries as owed
from shouwen.obligations.queries import OwedRow
from shouwen.people.models import Member
from shouwen.policy.amounts import plain
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations import queries as regulations

LIVE = (Item.Sort.MATTER, Item.Sort.OWED)
MOST = 500
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as a page shows it; ``state`` and ``late`` are of what is owed, for its badge.

    ``where`` names the matter that a duty is about.
    ``must`` is what its keeper calls important: the outgoing cannot call it otherwise.
    """

    sort: str
    ref: str
    text: str
    place: int = 0
    about: str = ""
    where: str = ""
    href: str = ""
    due_at: datetime | None = None
    state: str = "open"
    late: bool = False
    must: bool = False
    important: bool = False
    goes: bool = True
    note: str = ""
    counted: Decimal | None = None
    unit: str = ""
    recounted: Decimal | None = None
    answer: str = ""
    remark: str = ""
    moved: str = ""

    @property
    def key(self) -> Key:
        """What tells it from every other line."""
        return self.sort, self.ref

    @property
    def field(self) -> str:
        """How the fields of its form are named."""
        return f"{self.sort}:{self.ref}"

    @property
    def is_open(self) -> bool:
        """Whether it goes over and is important, so that a rule may block because of it."""
        return self.important and self.goes

    @property
    def differs(self) -> bool:
        """Whether the two counts are different."""
        return self.counted is not None and self.recounted not in (None, self.counted)


def lines_of(handover: Handover) -> list[Line]:
    """Return a handover's lines: as they are held now while it is prepared, then as signed."""
    kept = [line_of(item) for item in handover.items.order_by("place", "pk")]
    if handover.state != "draft":
        return kept
    written = {line.key: line for line in kept}
    live = [_with(line, written.get(line.key)) for line in held_by(handover.outgoing)]
    return [*live, *(line for line in kept if line.sort not in LIVE)]


def held_by(member: Member) -> list[Line]:
    """Return everything a member holds: matters, then what is owed outside them."""
    matters = keeping.held_by(member)
    soonest = owed.soonest_about(one.ref for one in matters)
    of_matters = [_of_matter(one, soonest.get(one.ref)) for one in matters]
    about = {one.ref for one in matters}
    rows = owed.owed_by(member, limit=MOST)
    return [*of_matters, *(_of_owed(row) for row in rows if row.about not in about)]


def by_the_books(member: Member, book: Rulebook) -> list[Line]:
    """Return what the registers say a member has still out, for them to count."""
    return [
        Line(
            sort=Item.Sort.COUNTED,
            ref=str(number),
            text=one.text,
            note=_("by the register: %(level)s") % {"level": one.level_text},
        )
        for number, one in enumerate(on_hand.last_moved_by(member, book), 1)
    ]


def _of_matter(held: keeping.Holding, row: OwedRow | None) -> Line:
    return Line(
        sort=Item.Sort.MATTER,
        ref=held.ref,
        text=" · ".join(part for part in (held.text, held.note) if part),
        about=held.ref,
        href=held.href,
        due_at=row.due_at if row else None,
        state=row.state if row else "open",
        late=row.late if row else False,
        must=held.important,
        important=held.important,
    )


def _of_owed(row: OwedRow) -> Line:
    return Line(
        sort=Item.Sort.OWED,
        ref=str(row.id),
        text=of_language((row.duty, row.duty_en)) or row.duty,
        about=row.about,
        due_at=row.due_at,
        state=row.state,
        late=row.late,
    )


def _with(line: Line, written: Line | None) -> Line:
    """Return a line with what the outgoing wrote to it before."""
    if written is None:
        return line
    return replace(
        line,
        important=line.must or written.important,
        goes=written.goes,
        note=written.note,
        remark=written.remark,
    )


def line_of(item: Item) -> Line:
    """Return a kept line."""
    return Line(
        sort=item.sort,
        ref=item.ref,
        text=item.text,
        place=item.place,
        about=item.ref if item.sort == Item.Sort.MATTER else "",
        due_at=item.due_at,
        important=item.important,
        goes=item.goes,
        note=item.note,
        counted=item.counted,
        unit=item.unit,
        recounted=item.recounted,
        answer=item.answer,
        remark=item.remark,
        moved=item.moved,
    )


def item_of(handover: Handover, place: int, line: Line) -> Item:
    """Return the row that keeps a line."""
    return Item(
        handover=handover,
        place=place,
        sort=line.sort,
        ref=line.ref,
        text=line.text,
        note=line.note,
        due_at=line.due_at,
        important=line.important,
        goes=line.goes,
        counted=line.counted,
        unit=line.unit,
        remark=line.remark,
    )


def placed(lines: Sequence[Line], now: datetime) -> list[Line]:
    """Name the matter of each duty, in one query for each sort of matter."""
    known = regulations.words_on(timezone.localdate(now)).vocabulary
    named = summaries_of((x.about for x in lines if x.about and not x.href), known)
    return [_placed(line, named.get(line.about)) for line in lines]


def _placed(line: Line, found: Summary | None) -> Line:
    if found is None or line.href:
        return line
    return replace(line, where=found.label, href=found.href)


def as_signed(lines: Sequence[Line], now: datetime) -> list[Line]:
    """Return the lines as they are signed: a duty says what it is about."""
    return [
        replace(line, text=f"{line.text} · {line.where}") if _is_bare(line) else line
        for line in placed(lines, now)
    ]


def _is_bare(line: Line) -> bool:
    return line.sort == Item.Sort.OWED and bool(line.where)


def open_items(lines: Iterable[Line]) -> int:
    """Count the important items that are open and go over."""
    return sum(line.is_open for line in lines)


def digest_of(lines: Sequence[Line], details: Mapping[str, object]) -> str:
    """Return the SHA-256 of what the outgoing signs: every line, and what the rules ask for."""
    signed = [
        [
            line.sort, line.ref, line.text, line.note, _iso(line.due_at), line.important,
            line.goes, figure(line.counted), line.unit,
        ]
        for line in lines
    ]  # fmt: skip
    text = json.dumps([signed, details], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _iso(moment: datetime | None) -> str:
    return moment.timestamp().hex() if moment else ""


def figure(number: Decimal | None) -> str:
    """Write a count plainly; empty where nothing was counted."""
    return "" if number is None else plain(number)


def listed(lines: Iterable[Line]) -> str:
    """Write the lines for the record, one below the other."""
    return "\n".join(f"{n}. {_written(line)}" for n, line in enumerate(lines, 1))


def _written(line: Line) -> str:
    counted = f"{figure(line.counted)} {line.unit}".strip()
    parts = (line.text, counted, line.note, line.remark)
    return " · ".join(part for part in parts if part)
