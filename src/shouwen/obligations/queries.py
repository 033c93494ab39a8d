"""Questions about what is owed: by whom, about what, how late, and how it came to that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from shouwen.journal.actions import kept_of
from shouwen.obligations.clock import Check, CheckKind, checks_to_come
from shouwen.obligations.models import OWED, ObligationRow, State, Transition
from shouwen.people.asking import Objects, Rows, Sums
from shouwen.people.models import Member

__all__ = [
    "Check",
    "CheckKind",
    "Counts",
    "ObligationRow",
    "OwedRow",
    "State",
    "TransitionRow",
    "checks_to_come",
    "counts_for",
    "due_for_check",
    "escalated_to",
    "find",
    "history",
    "late_by_owner",
    "late_matters",
    "list_late",
    "open_about",
    "opened_by",
    "owed_by",
    "owed_by_posts",
    "owes_about",
    "pausable_about",
    "paused_about",
    "recall",
    "running_about",
    "soonest_about",
    "soonest_of",
    "stuck",
    "timed_about",
    "transitions_about",
    "transitions_of",
]

SOON = timedelta(hours=2)
# A database takes only so many values in one list.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """One obligation for reading; ``cursor`` asks a list for the rows after this one."""

    id: int
    about: str
    duty: str
    duty_en: str
    regulation: str
    title: str
    clause_address: str
    clause_number: str
    version_id: int
    rule_id: str
    fact_number: int
    owner_key: str
    owner_name: str
    owed_by: str
    team_key: str
    team_name: str
    opened_at: datetime
    due_at: datetime | None
    provisional: bool
    warn_at: datetime | None
    warned_at: datetime | None
    state: str
    late: bool
    paused_at: datetime | None
    ended_at: datetime | None

    @property
    def cursor(self) -> str:
        """Where this row stands in its list: soonest first, without a limit last."""
        return f"{self.due_at.isoformat() if self.due_at else ''}|{self.id}"

    @property
    def is_owed(self) -> bool:
        """Whether it has not been met, excused or withdrawn yet."""
        return self.state in OWED


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRow:
    """One thing that happened to an obligation, for reading."""

    obligation_id: int
    what: str
    from_state: str
    to_state: str
    at: datetime
    fact_number: int | None
    by_name: str
    to_party: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many obligations are late, due within two hours, and owed in all."""

    late: int
    soon: int
    owed: int


# How a row's field is called in the table, where the names differ.
_JOINED = {
    "fact_number": "fact_id",
    "owner_key": "owner__username",
    "owner_name": "owner__name",
    "team_key": "team__key",
    "team_name": "team__name",
}
_FIELDS = tuple(field.name for field in fields(OwedRow))
_COLUMNS = tuple(_JOINED.get(name, name) for name in _FIELDS)
_MAY_BE_EMPTY = frozenset({"owner_key", "owner_name", "team_key", "team_name"})


def _rows(found: QuerySet[ObligationRow], limit: int | None) -> list[OwedRow]:
    return [_row(values) for values in found.values_list(*_COLUMNS)[:limit]]


def _row(values: tuple[object, ...]) -> OwedRow:
    named = dict(zip(_FIELDS, values, strict=True))
    joined = {name: named[name] or "" for name in _MAY_BE_EMPTY}
    return OwedRow(**{**named, **joined})  # type: ignore[arg-type]  # the columns are the fields


def _soonest_first(
    found: QuerySet[ObligationRow], cursor: str | None, limit: int | None
) -> list[OwedRow]:
    ordered = _by_due_time(found)
    return _rows(ordered.filter(_after(cursor)) if cursor else ordered, limit)


def _by_due_time(found: QuerySet[ObligationRow]) -> QuerySet[ObligationRow]:
    return found.order_by(F("due_at").asc(nulls_last=True), "id")


def _after(cursor: str) -> Q:
    """Return the condition for rows after a cursor; a cursor nobody wrote finds nothing."""
    due, _bar, pk = cursor.partition("|")
    try:
        last, due_at = int(pk), datetime.fromisoformat(due) if due else None
    except ValueError:
        return Q(pk__in=[])
    if due_at is None:
        return Q(due_at__isnull=True, id__gt=last)
    later = Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=last)
    return later | Q(due_at__isnull=True)


def _owed() -> QuerySet[ObligationRow]:
    return ObligationRow.objects.filter(ended_at__isnull=True)


def _of_posts(posts: Collection[str], team_ids: Collection[int]) -> Q:
    """Return the condition for what falls to a post's holders together, in these teams or none."""
    return _of_parties(_parties(posts), team_ids)


def _parties(posts: Collection[str]) -> list[str]:
    return [f"post:{key}" for key in sorted(posts)]


def _of_parties(parties: Sequence[str], team_ids: Collection[int]) -> Q:
    anywhere = Q(team__isnull=True) | Q(team__in=list(team_ids))
    return Q(owner__isnull=True, owed_by__in=parties) & anywhere


def find(pk: int) -> ObligationRow | None:
    """Return one obligation with its owner and version, or None."""
    related = ("owner", "team", "version__regulation", "calendar", "fact", "ended_by_fact")
    return ObligationRow.objects.select_related(*related).filter(pk=pk).first()


def owed_by(
    member: Member,
    cursor: str | None = None,
    limit: int = 50,
    *,
    posts: Collection[str] = (),
    team_ids: Collection[int] = (),
) -> list[OwedRow]:
    """List what a member owes, lapsed ones included, soonest first and without a limit last.

    ``posts`` adds what falls to all holders of the member's posts, in these teams or in none.
    """
    return _soonest_first(_owed().filter(_mine(member, posts, team_ids)), cursor, limit)


def _mine(member: Member, posts: Collection[str], team_ids: Collection[int]) -> Q:
    return _mine_by(member.pk, _parties(posts), team_ids)


def _mine_by(member: int, parties: Sequence[str], team_ids: Collection[int]) -> Q:
    mine = Q(owner=member, ended_at__isnull=True)
    if parties:
        # Each side says itself that it has not ended, so that each finds its index.
        mine |= _of_parties(parties, team_ids) & Q(ended_at__isnull=True)
    return mine


def escalated_to(parties: Collection[str], limit: int = 20) -> list[OwedRow]:
    """List what is still owed and was escalated to one of these parties, soonest due first."""
    told = Transition.objects.filter(
        obligation=OuterRef("pk"), what=Transition.What.ESCALATED, to_party__in=sorted(parties)
    )
    return _soonest_first(_owed().filter(Exists(told)), None, limit)


def late_by_owner(owners: Collection[int], now: datetime) -> dict[int, Counts]:
    """Count what each of these members owes and is late with; who owes nothing is left out."""
    counted = _counted(now)
    found = _owed().filter(owner__in=list(owners)).order_by().values("owner")
    rows = found.annotate(
        all_late=counted["late"], all_soon=counted["soon"], all_owed=counted["owed"]
    ).values_list("owner", "all_late", "all_soon", "all_owed")
    return {
        owner: Counts(late=late, soon=soon, owed=all_owed)
        for owner, late, soon, all_owed in rows
        if owner is not None
    }


def owed_by_posts(
    posts: Collection[str],
    team_ids: Collection[int] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> list[OwedRow]:
    """List what nobody owns yet and every holder of these posts may do, soonest first."""
    return _soonest_first(_owed().filter(_of_posts(posts, team_ids)), cursor, limit)


def open_about(about: str) -> list[ObligationRow]:
    """Return what is still owed about a matter, paused and lapsed ones included, oldest first."""
    return list(_owed().filter(about=about).select_related("owner", "fact").order_by("id"))


def running_about(about: str) -> list[ObligationRow]:
    """Return what is still owed about a matter, as its rows stand and without anything beside.

    While facts are recorded together the answer is kept, and what was opened in the block is in
    it although its rows may not be written yet.
    """
    kept = kept_of(ObligationRow)
    if kept is None:
        return _RUNNING.ask(about)
    if about not in kept:
        recall([about])
    return list(kept[about])


def _asking_running(about: str) -> QuerySet[ObligationRow]:
    return _owed().filter(about=about).order_by("id")


_RUNNING = Objects(_asking_running)


def recall(matters: Collection[str]) -> None:
    """Ask once what is owed about many matters, for facts recorded together."""
    found: dict[str, list[ObligationRow]] = {about: [] for about in matters}
    for row in _owed().filter(about__in=list(found)).order_by("id"):
        found[row.about].append(row)
    kept = kept_of(ObligationRow)
    if kept is not None:
        kept.update(found)


def pausable_about(about: str, at: datetime) -> list[ObligationRow]:
    """Return the obligations about a matter whose clock can be paused at that moment."""
    in_time = Q(due_at__isnull=True) | Q(due_at__gte=at)
    running = ObligationRow.objects.filter(in_time, about=about, state=State.OPEN, pausable=True)
    return list(running.select_related("owner", "fact").order_by("id"))


def paused_about(about: str) -> list[ObligationRow]:
    """Return the obligations about a matter whose clock is paused."""
    paused = ObligationRow.objects.filter(about=about, state=State.PAUSED)
    return list(paused.select_related("owner", "fact").order_by("id"))


def withdrawn_by(fact_number: int) -> list[ObligationRow]:
    """Return every obligation that was taken back by a fact."""
    ended = ObligationRow.objects.filter(ended_by_fact=fact_number, state=State.WITHDRAWN)
    return list(ended.order_by("id"))


def opened_by(fact_number: int) -> list[ObligationRow]:
    """Return every obligation a fact opened, whatever became of it."""
    return list(ObligationRow.objects.filter(fact=fact_number).order_by("id"))


def opened_by_any(fact_numbers: Collection[int]) -> list[ObligationRow]:
    """Return every obligation that any of these facts opened, in one query."""
    return list(ObligationRow.objects.filter(fact__in=list(fact_numbers)).order_by("id"))


def met_by_any(facts: Mapping[int, str]) -> list[ObligationRow]:
    """Return the obligations that any of these facts, by number with its matter, has met."""
    about = ObligationRow.objects.filter(about__in=set(facts.values()))
    return list(about.filter(ended_by_fact__in=list(facts), state=State.MET).order_by("pk"))


def open_of_rule(regulation: str, rule_id: str) -> list[ObligationRow]:
    """Return what is still owed under one rule, the period that began first in front."""
    owed = _owed().filter(regulation=regulation, rule_id=rule_id)
    return list(owed.select_related("owner", "fact").order_by("opened_at", "id"))


def was_owed(about: str, regulation: str, rule_id: str, *, before: int) -> bool:
    """Return whether a rule's duty about a matter was still owed when fact ``before`` came."""
    earlier = ObligationRow.objects.filter(
        about=about, regulation=regulation, rule_id=rule_id, fact__lt=before
    )
    return earlier.filter(Q(ended_by_fact__isnull=True) | Q(ended_by_fact__gte=before)).exists()


def due_for_check(now: datetime, limit: int = 200) -> list[ObligationRow]:
    """Return the obligations the watcher should look at, the longest waiting first."""
    due = ObligationRow.objects.filter(next_check_at__lte=now)
    return list(due.select_related("owner", "team").order_by("next_check_at", "id")[:limit])


def stuck(limit: int = 50) -> list[ObligationRow]:
    """Return the obligations that could not be looked at, with their ``check_fault``."""
    return list(_owed().exclude(check_fault="").order_by("next_check_at", "id")[:limit])


def counts_for(
    member: Member,
    now: datetime,
    posts: Collection[str] = (),
    team_ids: Collection[int] = (),
) -> Counts:
    """Count what a member owes, in one query; ``posts`` adds what falls to their posts together."""
    late, soon, owed = _COUNTS.ask(member.pk, _parties(posts), list(team_ids), now, now + SOON)
    return Counts(late=late, soon=soon, owed=owed)


def _asking_counts(
    member: int, parties: Sequence[str], team_ids: Sequence[int], now: datetime, soon: datetime
) -> object:
    mine = _mine_by(member, parties, team_ids)
    return _owed().filter(mine).aggregate(**_counted(now, soon))


_COUNTS = Sums(_asking_counts)


def _counted(now: datetime, until: datetime | None = None) -> dict[str, Count]:
    soon = Q(state=State.OPEN, due_at__range=(now, until or now + SOON))
    return {
        "late": Count("id", filter=_late(now)),
        "soon": Count("id", filter=soon),
        "owed": Count("id"),
    }


def _late(now: datetime) -> Q:
    return Q(state=State.LAPSED) | Q(state=State.OPEN, due_at__lt=now)


def list_late(
    now: datetime,
    team_ids: Collection[int] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> list[OwedRow]:
    """List what is owed past its due time, in these teams or in all, longest overdue first."""
    late = _owed().filter(_late(now))
    if team_ids is not None:
        late = late.filter(team__in=list(team_ids))
    return _soonest_first(late, cursor, limit)


def late_matters(now: datetime) -> QuerySet[ObligationRow, Any]:
    """Return the matters something is owed about past its due time, for use inside a query."""
    return _owed().filter(_late(now)).values("about")


def timed_about(matter: Any) -> QuerySet[ObligationRow]:
    """Return what is owed about a matter with a due time, for use inside a query."""
    return _owed().filter(about=matter, due_at__isnull=False)


def soonest_of(
    prefix: str, listed: Exists, *, after: Sequence[Any] | None, limit: int
) -> list[tuple[str, datetime, int]]:
    """List matters by what is owed soonest about each: (about, due time, obligation), by index.

    ``listed`` asks whether a matter is meant by its ``subject``, what follows the prefix; ``after``
    is due time and obligation of the last one before.
    """
    earlier = timed_about(OuterRef("about")).filter(
        Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__lt=OuterRef("id"))
    )
    subject = Substr("about", len(prefix) + 1, output_field=CharField())
    found = _owed().filter(due_at__isnull=False, about__startswith=prefix)
    if after is not None and len(after) == 2:  # noqa: PLR2004 due time and obligation
        due_at, pk = after
        later = Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=pk)
        found = found.filter(later, due_at__gte=due_at)
    found = found.annotate(subject=subject).filter(listed, ~Exists(earlier))
    rows = found.order_by("due_at", "id").values_list("about", "due_at", "id")[:limit]
    return [(about, due_at, pk) for about, due_at, pk in rows if due_at is not None]


def soonest_about(matters: Iterable[str]) -> dict[str, OwedRow]:
    """Return what is owed soonest about each of these matters, in one query."""
    found: dict[str, OwedRow] = {}
    for values in _SOONEST.ask(list(matters)):
        row = _row(values)
        found.setdefault(row.about, row)
    return found


def _asking_soonest(matters: Sequence[str]) -> QuerySet[ObligationRow, Any]:
    return _by_due_time(_owed().filter(about__in=matters)).values_list(*_COLUMNS)


_SOONEST = Rows(_asking_soonest)


def owes_about(member: Member, about: str, posts: Collection[str] = ()) -> bool:
    """Return whether a member, or any holder of these posts, still owes something in a matter."""
    mine = Q(owner=member) | Q(owner__isnull=True, owed_by__in=[f"post:{key}" for key in posts])
    return _owed().filter(mine, about=about).exists()


def history(about: str) -> list[OwedRow]:
    """List every obligation there ever was about a matter, in the order they were opened."""
    return [_row(values) for values in _HISTORY.ask(about)]


def _asking_history(about: str) -> QuerySet[ObligationRow, Any]:
    return ObligationRow.objects.filter(about=about).order_by("id").values_list(*_COLUMNS)


_HISTORY = Rows(_asking_history)


class MetRow(NamedTuple):
    """An obligation that was met: about what, by which rule, by whom, when, and whether late."""

    about: str
    regulation: str
    rule_id: str
    owner: str | None
    duty: str
    late: bool
    at: datetime


def met_about(matters: Sequence[str], *, since: datetime, until: datetime) -> list[MetRow]:
    """List what was met about these matters in a time, in one query for every 500 of them.

    ``since`` is included and ``until`` is not.
    """
    met = ObligationRow.objects.filter(state=State.MET, ended_at__gte=since, ended_at__lt=until)
    columns = ("about", "regulation", "rule_id", "owner__username", "duty", "late", "ended_at")
    return [
        MetRow(*row)
        for begin in range(0, len(matters), _AT_ONCE)
        for row in met.filter(about__in=matters[begin : begin + _AT_ONCE]).values_list(*columns)
    ]


def transitions_of(pk: int) -> list[TransitionRow]:
    """List what happened to one obligation, in order."""
    return _transitions(Transition.objects.filter(obligation=pk))


def transitions_about(about: str) -> list[TransitionRow]:
    """List what happened to every obligation about a matter, in order."""
    return _transitions(Transition.objects.filter(obligation__about=about))


def _transitions(found: QuerySet[Transition]) -> list[TransitionRow]:
    columns = (
        "obligation_id", "what", "from_state", "to_state", "at", "fact_id", "by__name",
        "to_party", "why",
    )  # fmt: skip
    return [
        TransitionRow(
            obligation_id=obligation_id,
            what=what,
            from_state=from_state,
            to_state=to_state,
            at=at,
            fact_number=fact_number,
            by_name=by_name or "",
            to_party=to_party,
            why=why,
        )
        for (
            obligation_id, what, from_state, to_state, at, fact_number, by_name, to_party, why
        ) in found.order_by("id").values_list(*columns)
    ]  # fmt: skip
