"""Notices as their pages and the desk show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.office import gates
from shouwen.office.models import Notice, Reading
from shouwen.people import queries as people
from shouwen.people.models import Member, Team
from shouwen.ui import sorting
from shouwen.ui.sorting import DOWN, Order, Sorting

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice in a list; ``read`` and ``concerns`` are about whoever looks."""

    pk: int
    title: str
    issued_by: str
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    must_confirm: bool
    confirm_by: datetime | None
    for_customers: bool
    state: str
    read: bool
    concerns: bool
    readings: int

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("office:notice", args=[self.pk])

    @property
    def due_at(self) -> datetime | None:
        """By when it has to be confirmed, for the due badge."""
        return self.confirm_by

    @property
    def waits(self) -> bool:
        """Whether the reader still has to confirm it."""
        return self.state == "valid" and self.concerns and not self.read and self.must_confirm


@dataclass(frozen=True, slots=True)
class NoticeList:
    """One page of notices; ``after`` is the cursor of the next one."""

    rows: tuple[NoticeRow, ...]
    after: str


def state_of(notice: Notice, today: date) -> str:
    """Return whether a notice is valid, to_come, ended or withdrawn on a day."""
    if notice.withdrawn_at is not None:
        return "withdrawn"
    if notice.valid_from > today:
        return "to_come"
    ended = notice.valid_until is not None and notice.valid_until < today
    return "ended" if ended else "valid"


def _valid(today: date) -> Q:
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return lasting & Q(valid_from__lte=today, withdrawn_at__isnull=True)


def _shown(found: QuerySet[Notice], member: Member, today: date) -> QuerySet[Notice]:
    mine = Reading.objects.filter(notice=OuterRef("pk"), member=member)
    return found.select_related("issued_by").annotate(
        was_read=Exists(mine),
        concerns=gates.for_member(member, today),
        confirmed=Count("readings"),
    )


SORTING = Sorting(
    (
        Order("issued", pgettext_lazy("order", "Issued"), ("pk",), first=DOWN),
        Order("title", _("Title"), ("title", "pk")),
        Order("valid-from", _("Valid from"), ("valid_from", "pk"), first=DOWN),
        Order("confirm-by", _("To be confirmed by"), ("confirm_by", "pk"), may_lack=True),
    ),
    default="-issued",
)


def notices(
    member: Member, today: date, *, which: str = "", text: str = "", sort: str = "",
    cursor: str = "", limit: int = PAGE,
) -> NoticeList:  # fmt: skip
    """List the notices a member may read, the newest first or as ``SORTING`` names it.

    ``which`` is ``valid`` or ``customers``; empty lists all.
    """
    found = Notice.objects.filter(gates.notices_open_to(member, today))
    if which == "valid":
        found = found.filter(_valid(today))
    if which == "customers":
        found = found.filter(for_customers=True)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(text__icontains=text))
    stages = SORTING.stages(sort)
    rows, after = sorting.rows(_shown(found, member, today), stages, after=cursor, limit=limit)
    return NoticeList(tuple(_row(row, today) for row in rows), after)


def waiting_for(member: Member, today: date, *, limit: int = 10) -> list[NoticeRow]:
    """List the notices in force that a member has not confirmed, the soonest to confirm first.

    Those that need no confirmation stand behind, as long as they have not been opened and
    confirmed.
    """
    found = Notice.objects.filter(_valid(today), gates.for_member(member, today))
    unread = found.exclude(readings__member=member)
    rows = _shown(unread, member, today).order_by("-must_confirm", "confirm_by", "-pk")[:limit]
    return [_row(row, today) for row in rows]


def _row(notice: Notice, today: date) -> NoticeRow:
    return NoticeRow(
        pk=notice.pk,
        title=notice.title,
        issued_by=notice.issued_by.name,
        issued_at=notice.issued_at,
        valid_from=notice.valid_from,
        valid_until=notice.valid_until,
        must_confirm=notice.must_confirm,
        confirm_by=notice.confirm_by,
        for_customers=notice.for_customers,
        state=state_of(notice, today),
        read=notice.was_read,  # type: ignore[attr-defined]  # annotated above
        concerns=notice.concerns,  # type: ignore[attr-defined]
        readings=notice.confirmed,  # type: ignore[attr-defined]
    )


def audience_of(notice: Notice) -> list[str]:
    """Return whom a notice is for as people call them; empty for everybody."""
    parties = list(notice.audience.order_by("pk").values_list("party", flat=True))
    if gates.EVERYBODY in parties:
        return []
    posts = people.post_names() if any(p.startswith("post:") for p in parties) else {}
    teams = dict(Team.objects.values_list("pk", "name"))
    names = []
    for party in parties:
        kind, _colon, key = party.partition(":")
        names.append(posts.get(key, key) if kind == "post" else teams.get(int(key), key))
    return names


def reading_of(notice: Notice, member: Member) -> Reading | None:
    """Return when a member confirmed a notice, or None."""
    return Reading.objects.filter(notice=notice, member=member).first()
