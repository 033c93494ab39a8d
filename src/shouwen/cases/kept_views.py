"""Lists that people keep: their own, and those that others share with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from shouwen.cases.choices import Shared
from shouwen.cases.forms import FilterForm
from shouwen.cases.gates import Standing
from shouwen.cases.models import View
from shouwen.cases.queries import Filter
from shouwen.cases.tallies import counts
from shouwen.people.asking import Objects
from shouwen.people.models import Post
from shouwen.people.refusals import RefusedError

_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A kept list for its tab; ``count`` is None where no number is kept."""

    pk: int
    name: str
    query: str
    is_own: bool
    is_first: bool
    place: int
    shared_label: str
    owner: str
    count: int | None = None

    @property
    def address(self) -> str:
        """What follows the ``?`` of the list's address."""
        return _address(self.query, self.pk)


def _address(query: str, pk: int) -> str:
    return f"{query or 'state='}&view={pk}"


def address_of(view: View) -> str:
    """Return what follows the ``?`` of a kept list's address."""
    return _address(view.query, view.pk)


def open_to_reader(where: Standing) -> Q:
    """Return the condition under which a kept list is shown to the member."""
    return _open_to(where.member.pk, where.posts, where.teams)


def _open_to(member: int, posts: Collection[str], teams: Collection[int]) -> Q:
    shared = Q(shared_with=Shared.ALL)
    shared |= Q(shared_with=Shared.POST, post__key__in=posts)
    shared |= Q(shared_with=Shared.TEAM, team__in=teams)
    return Q(owner=member) | shared


def _asking_views(member: int, posts: Collection[str], teams: Collection[int]) -> QuerySet[View]:
    found = View.objects.filter(_open_to(member, posts, teams)).select_related("owner")
    return found.order_by("place", "pk")[:_MOST]


_VIEWS = Objects(_asking_views)


def views_of(where: Standing, tree: Mapping[int, Collection[int]] | None = None) -> list[ViewRow]:
    """List the kept lists of a member with their numbers, in two queries.

    Lists of a category need a third one without ``tree``, the categories below each.
    """
    rows = _VIEWS.ask(where.member.pk, sorted(where.posts), sorted(where.teams))
    numbers = counts(where, {row.pk: filter_of(row.query) for row in rows}, tree)
    return [_row(row, where, numbers.get(row.pk)) for row in rows]


def filter_of(query: str) -> Filter:
    """Return the filter that a kept list's address says; it was checked when it was kept."""
    given = QueryDict(query)
    numbers = {
        name: int(value) if (value := given.get(name, "")).isdecimal() else None
        for name in ("handler", "team", "queue", "category", "customer")
    }
    return Filter(
        state=given.get("state", ""),
        case_type=given.get("type", ""),
        severity=given.get("severity", ""),
        priority=given.get("priority", ""),
        channel=given.get("channel", ""),
        whose=given.get("whose", ""),
        late=bool(given.get("late")),
        department=given.get("department", ""),
        since=parse_date(given.get("since", "")),
        until=parse_date(given.get("until", "")),
        text=given.get("q", ""),
        **numbers,
    )


def _row(row: View, where: Standing, count: int | None) -> ViewRow:
    return ViewRow(
        pk=row.pk,
        name=row.name,
        query=row.query,
        is_own=row.owner_id == where.member.pk,
        is_first=row.is_first and row.owner_id == where.member.pk,
        place=row.place,
        shared_label="" if row.shared_with == Shared.NOBODY else row.get_shared_with_display(),
        owner=str(row.owner),
        count=count,
    )


def first_of(where: Standing) -> ViewRow | None:
    """Return the list a member wants to see first, or None."""
    found = View.objects.filter(owner=where.member, is_first=True).select_related("owner").first()
    return _row(found, where, None) if found else None


def own_view(where: Standing, pk: int) -> View | None:
    """Return one of the member's own lists, or None."""
    return View.objects.filter(owner=where.member, pk=pk).first()


@transaction.atomic
def keep_view(
    *, where: Standing, name: str, query: str, shared_with: str = Shared.NOBODY,
    is_first: bool = False, pk: int | None = None,
) -> View:  # fmt: skip
    """Keep a list, or change one of the member's own; refused where it cannot be shared so."""
    found = own_view(where, pk) if pk else None
    view = found or View(owner=where.member, place=_next_place(where))
    view.name = name.strip()
    view.query = _clean(query)
    view.shared_with = shared_with
    _share(view, where)
    if is_first:
        View.objects.filter(owner=where.member, is_first=True).update(is_first=False)
    view.is_first = is_first
    view.save()
    return view


def _next_place(where: Standing) -> int:
    found = View.objects.filter(owner=where.member)
    if found.count() >= _MOST:
        raise RefusedError(_("You keep as many lists as fit; remove one first."), field="name")
    return int(found.aggregate(last=Max("place"))["last"] or 0) + 1


def _share(view: View, where: Standing) -> None:
    view.post, view.team_id = None, None
    if view.shared_with == Shared.POST:
        view.post = Post.objects.filter(key__in=where.posts).order_by("pk").first()
        if view.post is None:
            raise RefusedError(_("You hold no post to share it with."), field="shared_with")
    if view.shared_with == Shared.TEAM:
        view.team_id = min(where.teams, default=None)
        if view.team_id is None:
            raise RefusedError(_("You are in no team to share it with."), field="shared_with")


def _clean(query: str) -> str:
    """Return the part of an address that a list keeps: known filters, nothing of one visit."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name in FilterForm.base_fields:
        values = [value for value in given.getlist(name) if value]
        if values:
            kept.setlist(name, values)
    return kept.urlencode()[:1000]


@transaction.atomic
def remove_view(*, view: View) -> None:
    """Remove one of the member's own lists."""
    view.delete()


@transaction.atomic
def move_view(*, view: View, up: bool) -> None:
    """Let a member's own list change places with its neighbour."""
    others = View.objects.filter(owner=view.owner_id)
    near = others.filter(place__lt=view.place).order_by("-place", "-pk").first() if up else (
        others.filter(place__gt=view.place).order_by("place", "pk").first()
    )  # fmt: skip
    if near is not None:
        View.objects.filter(pk=view.pk).update(place=near.place)
        View.objects.filter(pk=near.pk).update(place=view.place)
