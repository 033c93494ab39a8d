"""Gates: whether a member may reach a case, and what they may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from shouwen.cases.models import (
    Case,
    Category,
    HeldReply,
    ImportRun,
    Queue,
    QueueMember,
    Recurrence,
    Share,
)
from shouwen.obligations import queries as obligations
from shouwen.people import queries as people
from shouwen.people.asking import Objects
from shouwen.people.models import Department, Member
from shouwen.people.standing import Standing as Place
from shouwen.people.standing import below_each, standing_of, standing_today

HELD = "answers_held"
WORK = "cases.work"
VIEW_ALL = "cases.view_all"
MANAGE = "people.manage"
RELATED = (
    "category__parent",
    "customer",
    "contact",
    "first_owner",
    "handler",
    "team",
    "queue",
    "responsible_department",
    "merged_into",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a member stands on a day, asked once per request.

    ``below`` are the pks of everybody who answers to the member, directly or through others, and
    ``absent`` of those the member stands in for.
    """

    member: Member
    permissions: frozenset[str]
    posts: frozenset[str]
    teams: frozenset[int]
    departments: frozenset[int]
    below: frozenset[int]
    absent: frozenset[int]

    @property
    def works(self) -> bool:
        """Whether the member works on cases at all."""
        return WORK in self.permissions

    @property
    def sees_all(self) -> bool:
        """Whether every case is open to the member."""
        return VIEW_ALL in self.permissions


def standing(member: Member, on: date) -> Standing:
    """Return where the member stands on that day, in one query, or two for whoever leads."""
    return standing_in(member, standing_of(member, on), on)


def standing_in(member: Member, place: Place, on: date) -> Standing:
    """Return the same of what is known about the member's place that day."""
    own = place.own
    return Standing(
        member=member,
        permissions=place.permissions,
        posts=frozenset(own.posts),
        teams=own.team_ids,
        departments=own.department_ids,
        below=_below(member, on) if own.reports else frozenset(),
        absent=frozenset(person.pk for person, _place in place.absent),
    )


def standing_now(member: Member, today: date) -> Standing:
    """Return where the member of the request at hand stands; other parts of the page ask no more.

    Only for a member read for this request: what was asked is remembered with the object.
    """
    return standing_in(member, standing_today(member, today), today)


def _below(member: Member, on: date) -> frozenset[int]:
    return below_each([member.pk], on)[member.pk] - {member.pk}


def open_to(where: Standing) -> Q:
    """Return the condition under which a case is open to the member; lists and gate share it."""
    if where.sees_all:
        return Q()
    return cell_open_to(where) | Q(pk__in=shared_with(where))


def shared_with(where: Standing) -> QuerySet[Share, Any]:
    """Return the keys of the cases in which the member works beside the handler."""
    return Share.objects.filter(member=where.member).values("case")


def cell_open_to(where: Standing) -> Q:
    """Return the part of it that a counter's cell knows, too: whose hands, department and queue."""
    if where.sees_all:
        return Q()
    hands = {where.member.pk, *where.below, *where.absent}
    lying = QueueMember.objects.filter(member=where.member).values("queue")
    mine = Q(handler__in=hands) | Q(first_owner__in=hands) | Q(queue__in=lying)
    if where.departments:
        mine |= Q(responsible_department__in=where.departments)
    return mine


def is_open_to(where: Standing, case: Case) -> bool:
    """Return whether the member may look at the case."""
    if where.sees_all:
        return True
    if case.handler_id == where.member.pk:
        return True
    if case.first_owner_id == where.member.pk:
        return True
    if {case.handler_id, case.first_owner_id} & (where.below | where.absent):
        return True
    if case.responsible_department_id in where.departments:
        return True
    return _takes_part(where, case)


def _takes_part(where: Standing, case: Case) -> bool:
    """Return whether the member works beside the handler, or owes something in the case."""
    if Share.objects.filter(case=case, member=where.member).exists():
        return True
    if (
        case.queue_id
        and QueueMember.objects.filter(queue=case.queue_id, member=where.member).exists()
    ):
        return True
    return obligations.owes_about(where.member, case.about, where.posts)


def case_open_to(where: Standing, number: str) -> Case:
    """Return the case if this member may look at it, else look absent."""
    found = next(iter(_BY_NUMBER.ask(number)), None)
    if found is None:
        raise Http404
    if not is_open_to(where, found):
        raise Http404
    return found


def _asking_by_number(number: str) -> QuerySet[Case]:
    return whole_cases().filter(number=number)


def whole_cases() -> QuerySet[Case]:
    """Return cases with what is related to them, and whether an answer in them has not gone.

    Neither its page nor a step with it has to ask for such answers then (``sending``).
    """
    held = HeldReply.objects.filter(case=OuterRef("pk"))
    return Case.objects.select_related(*RELATED).annotate(**{HELD: Exists(held)})


_BY_NUMBER = Objects(_asking_by_number)


def case_known(number: str) -> Case:
    """Return a case that is certainly there, as it stands now; nobody was asked who may see it."""
    return Case.objects.select_related(*RELATED).get(number=number)


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Answer for the matters ``case:<number>``: whether the member may read about this one."""
    found = Case.objects.filter(number=about.removeprefix("case:")).first()
    return found is not None and is_open_to(standing(member, on), found)


def may_work_on(where: Standing, case: Case) -> bool:
    """Return whether a member who may look at the case may also change it."""
    if where.works:
        return True
    if case.handler_id in {where.member.pk, *where.absent}:
        return True
    if case.responsible_department_id in where.departments:
        return True
    return _takes_part(where, case)


def case_workable_by(where: Standing, number: str) -> Case:
    """Return the case if this member may change it; refuse those who may only look."""
    found = case_open_to(where, number)
    if not may_work_on(where, found):
        raise PermissionDenied
    return found


def require_work(where: Standing) -> None:
    """Let pass whoever may open cases; refuse everybody else."""
    if not where.works:
        raise PermissionDenied


def category_known(pk: int | None) -> Category | None:
    """Return the category, or None for none."""
    return Category.objects.filter(pk=pk).first() if pk else None


def category_open(pk: int) -> Category:
    """Return a category to whoever keeps them, else look absent."""
    found = Category.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def recurrence_open(pk: int) -> Recurrence:
    """Return a series that has not ended to whoever keeps them, else look absent."""
    found = Recurrence.objects.filter(pk=pk, ended_at=None).first()
    if found is None:
        raise Http404
    return found


def queue_open(pk: int) -> Queue:
    """Return a queue that is in use, else look absent."""
    found = Queue.objects.filter(pk=pk, ended_at=None).first()
    if found is None:
        raise Http404
    return found


def department_known(key: str) -> Department:
    """Return the department a case may be forwarded to, else look absent."""
    found = people.department_by_key(key)
    if found is None:
        raise Http404
    return found


def import_open_to(where: Standing, pk: int) -> ImportRun:
    """Return an import's progress to whoever sees every case, else look absent."""
    found = ImportRun.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not where.sees_all:
        raise Http404
    return found


def require_manager(where: Standing) -> None:
    """Let pass whoever manages people; to everybody else there is nothing here."""
    if MANAGE not in where.permissions:
        raise Http404


def require_keeper(where: Standing) -> None:
    """Let pass whoever works on cases and sees every one: who imports and keeps the categories."""
    if not where.sees_all:
        raise Http404
    if not where.works:
        raise Http404
