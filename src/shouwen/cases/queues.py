"""Queues as their page shows them, and keeping them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwen.cases.categories import category_name
from shouwen.cases.gates import Standing
from shouwen.cases.models import Category, Queue, QueueMember
from shouwen.cases.queries import Filter, queue_name
from shouwen.cases.tallies import counts
from shouwen.people.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A queue with how many unsettled matters lie in it that are open to the reader."""

    pk: int
    name: str
    number: int
    members: tuple[str, ...]
    categories: tuple[str, ...]
    is_mine: bool


def rows(where: Standing) -> list[QueueRow]:
    """List the queues in use by name, in four queries however many there are."""
    found = list(Queue.objects.filter(ended_at=None).order_by("name"))
    wanted = {row.pk: Filter(state="unsettled", queue=row.pk) for row in found}
    numbers = counts(where, wanted)
    working: dict[int, list[Member]] = {}
    for each in QueueMember.objects.select_related("member").order_by("member__name"):
        working.setdefault(each.queue_id, []).append(each.member)
    under: dict[int, list[str]] = {}
    for category in Category.objects.filter(queue__isnull=False).order_by("order", "pk"):
        under.setdefault(category.queue_id or 0, []).append(category_name(category))
    return [
        QueueRow(
            pk=row.pk,
            name=queue_name(row),
            number=numbers.get(row.pk, 0),
            members=tuple(str(each) for each in working.get(row.pk, ())),
            categories=tuple(under.get(row.pk, ())),
            is_mine=where.member in working.get(row.pk, ()),
        )
        for row in found
    ]


@transaction.atomic
def keep(
    *, name: str, name_en: str, members: Iterable[Member], categories: Iterable[Category],
    queue: Queue | None = None,
) -> Queue:  # fmt: skip
    """Make a queue, or change one: its name, who works on it, what lies in it from the start."""
    row = queue or Queue.objects.create(name=name.strip(), name_en=name_en.strip())
    Queue.objects.filter(pk=row.pk).update(name=name.strip(), name_en=name_en.strip())
    QueueMember.objects.filter(queue=row).delete()
    QueueMember.objects.bulk_create([QueueMember(queue=row, member=each) for each in members])
    Category.objects.filter(queue=row).update(queue=None)
    Category.objects.filter(pk__in=[each.pk for each in categories]).update(queue=row)
    return row


@transaction.atomic
def end(queue: Queue, at: datetime) -> None:
    """Offer a queue no more; what lies in it stays there until somebody moves it."""
    Category.objects.filter(queue=queue).update(queue=None)
    Queue.objects.filter(pk=queue.pk, ended_at=None).update(ended_at=at)
