"""Who a notice is for, who has confirmed it, and who has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwen.obligations import queries as owed
from shouwen.office.gates import EVERYBODY
from shouwen.office.models import Notice, Reading
from shouwen.people import queries as people
from shouwen.people.models import Holding, Member

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody a notice is for; ``due_at`` is what a rule or the issuer gives them."""

    name: str
    post: str
    read_at: datetime | None
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """How many have read a notice, and those who have not first; ``left_off`` are not listed."""

    total: int
    read: int
    listed: tuple[Reader, ...]

    @property
    def left(self) -> int:
        """How many have not read it."""
        return self.total - self.read

    @property
    def left_off(self) -> int:
        """How many the list leaves off."""
        return self.total - len(self.listed)

    @property
    def share(self) -> int:
        """How many in a hundred have read it."""
        return round(100 * self.read / self.total) if self.total else 0


def how_many(notice: Notice, on: date) -> int:
    """Count the members a notice is for on a day."""
    return _for(list(notice.audience.values_list("party", flat=True)), on).count()


def _for(parties: list[str], on: date) -> QuerySet[Member]:
    working = Member.objects.filter(is_active=True, is_system=False)
    if EVERYBODY in parties:
        return working
    posts = [p.partition(":")[2] for p in parties if p.startswith("post:")]
    teams = [int(p.partition(":")[2]) for p in parties if p.startswith("team:")]
    members = [p.partition(":")[2] for p in parties if p.startswith("member:")]
    held = Holding.objects.filter(people.holding_on(on), member=OuterRef("pk"))
    in_it = Exists(held.filter(Q(post__key__in=posts) | Q(team__in=teams)))
    return working.filter(Q(in_it) | Q(username__in=members))


def readers_of(notice: Notice, on: date, now: datetime) -> Readers:
    """List who a notice is for, those who have not read it first, in a fixed number of queries."""
    parties = list(notice.audience.values_list("party", flat=True))
    confirmed = Reading.objects.filter(notice=notice, member=OuterRef("pk"))
    found = _for(parties, on).annotate(has_read=Exists(confirmed))
    total, read = found.count(), found.filter(has_read=True).count()
    shown = list(found.order_by("has_read", "name", "pk")[:MOST])
    times = dict(Reading.objects.filter(notice=notice).values_list("member", "read_at"))
    due = _due(notice)
    posts = _posts([member.pk for member in shown], on)
    return Readers(
        total=total,
        read=read,
        listed=tuple(
            _reader(one, posts.get(one.pk, ""), times.get(one.pk),
                    due.get(one.username, notice.confirm_by), now)
            for one in shown
        ),
    )  # fmt: skip


def _due(notice: Notice) -> Mapping[str, datetime | None]:
    """Return by when each reader has to confirm as the rules in force have it."""
    rows = owed.history(notice.about)
    return {row.owner_key: row.due_at for row in rows if row.owner_key}


def _posts(members: list[int], on: date) -> dict[int, str]:
    held = Holding.objects.filter(people.holding_on(on), member__in=members)
    return dict(held.order_by("-since").values_list("member", "post__name"))


def _reader(
    member: Member, post: str, read_at: datetime | None, due: datetime | None, now: datetime
) -> Reader:
    return Reader(
        name=member.name,
        post=post,
        read_at=read_at,
        due_at=due,
        late=due is not None and (read_at or now) > due,
    )
