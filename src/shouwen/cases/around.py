"""What stands around a case: other cases, co-handlers, checklists, and who else is looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from shouwen.access.sight import Sight
from shouwen.cases.choices import State, Tie
from shouwen.cases.doors import Door, doors_of
from shouwen.cases.gates import Standing, open_to
from shouwen.cases.heads import STATE_TONES, seen_of
from shouwen.cases.models import Case, Checklist, Following, Presence, Relation, Share, Tick
from shouwen.people.models import Member

# How long a page counts as open after it was last heard of, and how often it is heard of.
LEASE, HEARD_EVERY = timedelta(seconds=45), 15

# What the other case is to this one, seen from the first and from the second of the two.
_SIDES: dict[str, tuple[str | Promise, str | Promise]] = {
    Tie.RELATED: (pgettext_lazy("tie", "Related"), pgettext_lazy("tie", "Related")),
    Tie.CHILD: (pgettext_lazy("tie", "Part of this"), pgettext_lazy("tie", "Belongs to")),
    Tie.MERGED: (pgettext_lazy("tie", "Merged into this"), pgettext_lazy("tie", "Merged into")),
    Tie.SPLIT: (pgettext_lazy("tie", "Split off"), pgettext_lazy("tie", "Split from")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """Another case and what it is to this one; without ``href`` the reader may not open it."""

    label: str
    number: str
    title: str
    href: str
    state_label: str
    state_tone: str
    fact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A co-handler and their share in percent."""

    name: str
    percent: int
    fact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One line of a checklist; ``fact`` is the tick's, None while it is open."""

    text: str
    fact: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A checklist of the case's type with what was ticked."""

    name: str
    items: tuple[ItemRow, ...]

    @property
    def done(self) -> int:
        """How many lines are ticked."""
        return sum(item.fact is not None for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Everything that stands around one case, for one reader."""

    ties: tuple[TieRow, ...]
    shares: tuple[ShareRow, ...]
    handler_percent: int
    lists: tuple[ListRow, ...]
    follows: bool
    doors: tuple[Door, ...]


def around_of(case: Case, where: Standing, sight: Sight) -> Around:
    """Return what stands around a case, in a fixed number of queries whatever there is."""
    shares = tuple(
        ShareRow(name=row.member.name, percent=row.percent, fact=row.fact_id)
        for row in Share.objects.filter(case=case).select_related("member").order_by("pk")
    )
    return Around(
        ties=_ties(case, where, sight),
        shares=shares,
        handler_percent=100 - sum(row.percent for row in shares),
        lists=_lists(case),
        follows=Following.objects.filter(case=case, member=where.member).exists(),
        doors=doors_of(case, where),
    )


def _ties(case: Case, where: Standing, sight: Sight) -> tuple[TieRow, ...]:
    mine = Relation.objects.filter(Q(case=case) | Q(other=case)).order_by("pk")
    rows = list(mine.values_list("case", "other", "sort", "fact"))
    others = {row[0] for row in rows} | {row[1] for row in rows}
    joined = Case.objects.select_related("customer", "contact").filter(pk__in=others)
    found = {each.pk: each for each in joined}
    readable = set(Case.objects.filter(open_to(where), pk__in=others).values_list("pk", flat=True))
    return tuple(
        _tie(found[b if a == case.pk else a], _SIDES[sort][a != case.pk], fact, readable, sight)
        for a, b, sort, fact in rows
    )


def _tie(other: Case, label: str | Promise, fact: int, readable: set[int], sight: Sight) -> TieRow:
    is_open = other.pk in readable
    return TieRow(
        label=str(label),
        number=other.number,
        title=seen_of(other, sight).text(other.title) if is_open else "",
        href=reverse("cases:case", args=[other.number]) if is_open else "",
        state_label=other.get_state_display(),
        state_tone=STATE_TONES[State(other.state)],
        fact=fact,
    )


def _lists(case: Case) -> tuple[ListRow, ...]:
    found = Checklist.objects.filter(case_type=case.case_type, ended_at=None).order_by("pk")
    ticks = Tick.objects.filter(case=case).values_list("checklist", "item", "fact")
    done = {(name, item): fact for name, item, fact in ticks}
    lists = {row.name: list(row.items) for row in found}
    # What was ticked once stays to be read, also when its list is not used any more.
    for name, item in done:
        if item not in lists.setdefault(name, []):
            lists[name].append(item)
    return tuple(
        ListRow(
            name=name,
            items=tuple(ItemRow(text=item, fact=done.get((name, item))) for item in items),
        )
        for name, items in lists.items()
    )


def come_in(case: Case, member: Member, now: datetime) -> list[str]:
    """Renew the member's lease on the page; return who else has it open, by name."""
    Presence.objects.update_or_create(case=case, member=member, defaults={"until": now + LEASE})
    others = Presence.objects.filter(case=case, until__gt=now).exclude(member=member)
    return list(others.order_by("member__name").values_list("member__name", flat=True))


def set_following(case: Case, member: Member, now: datetime, *, follows: bool) -> None:
    """Let a member follow a case, or not any more."""
    if follows:
        Following.objects.get_or_create(case=case, member=member, defaults={"since": now})
    else:
        Following.objects.filter(case=case, member=member).delete()


def checklists() -> list[Checklist]:
    """List the checklists in use, by type."""
    return list(Checklist.objects.filter(ended_at=None).order_by("case_type", "pk"))
