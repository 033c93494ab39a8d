"""The kept counters of the lists: each matter stands in one cell, and a list adds its cells up.

A fact about a matter moves it from its cell to another in the fact's own transaction; no page
counts matters. A move is a row of its own, so that no two transactions wait for one counter; the
watcher adds the moves to their cells (:func:`fold`). ``shouwen lists rebuild --check`` compares the
cells with a recount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from shouwen.cases.at_hand import case_at_hand
from shouwen.cases.categories import children_of_each
from shouwen.cases.choices import UNSETTLED, State
from shouwen.cases.gates import Standing, cell_open_to, shared_with
from shouwen.cases.models import Case, Tally
from shouwen.cases.queries import Filter, kept_part
from shouwen.enforcement.actions import Outcome
from shouwen.journal.actions import take_turn
from shouwen.journal.queries import FactRow
from shouwen.people.asking import kept_sums
from shouwen.people.models import Member
from shouwen.search.actions import is_gathering

_DIMENSIONS = (
    "state", "case_type", "severity", "channel", "handler_id", "first_owner_id", "team_id",
    "responsible_department_id", "category_id", "queue_id", "priority",
)  # fmt: skip
COUNTED = (*UNSETTLED, State.RESOLVED)
FOLDED = 1000
_WAITING = "_waiting_matters"


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Move a matter to its cell after a fact about it, in the fact's transaction.

    Where many facts are recorded together, whoever does so counts their matters at the end.
    """
    if is_gathering():
        return
    number = row.about.removeprefix("case:")
    known = case_at_hand(number)
    if known is not None:
        _move(known)
    else:
        count([number])


def count(numbers: Collection[str]) -> None:
    """Let matters stand in the cells they belong to; what stands there already is left alone.

    Call it inside a transaction; it begins none of its own, for a batch would be written early.
    """
    for case in Case.objects.select_related("tally").filter(number__in=list(numbers)):
        _move(case)


def _move(case: Case) -> None:
    key = _key(case) if case.state in COUNTED else ""
    before = case.tally
    if key == (before.key if before else ""):
        return
    cell = _cell(case, key) if key else None
    moved = [(each, by) for each, by in ((before, -1), (cell, 1)) if each is not None]
    Tally.objects.bulk_create(_moving(each, by) for each, by in moved)
    Case.objects.filter(pk=case.pk).update(tally=cell)
    case.tally = cell


def _moving(cell: Tally, by: int) -> Tally:
    return Tally(key=cell.key, is_move=True, n=by, **{f: getattr(cell, f) for f in _DIMENSIONS})


def place_new(case: Case, *, in_a_known_cell: bool = False) -> None:
    """Let a matter that is about to be written stand in its cell from the first.

    A cell is only made in the journal's turn; before it, ask for a cell that is known.
    """
    if case.tally is not None or case.state not in COUNTED or is_gathering():
        return
    key = _key(case)
    known = Tally.objects.filter(key=key, is_move=False).first() if in_a_known_cell else None
    case.tally = known if in_a_known_cell else _cell(case, key)
    if case.tally is not None:
        Tally.objects.bulk_create([_moving(case.tally, 1)])


def count_new(cases: Sequence[Case]) -> None:
    """Let matters that stand nowhere yet stand in their cells, in few statements."""
    counted = [case for case in cases if case.state in COUNTED]
    moves = []
    for key, number in Counter(_key(case) for case in counted).items():
        cell = _cell(next(case for case in counted if _key(case) == key), key)
        moves.append(_moving(cell, number))
        pks = [case.pk for case in counted if _key(case) == key]
        Case.objects.filter(pk__in=pks).update(tally=cell)
    Tally.objects.bulk_create(moves)


@transaction.atomic
def fold(limit: int = FOLDED) -> int:
    """Add the oldest moves to their cells; return how many those were.

    In their order, no cell is ever below nothing: a matter comes in before it goes.
    """
    waiting = Tally.objects.select_for_update().filter(is_move=True).order_by("pk")
    moves = list(waiting.values_list("pk", "key", "n")[:limit])
    sums: Counter[str] = Counter()
    for _pk, key, by in moves:
        sums[key] += by
    for key, by in sums.items():
        if by:
            Tally.objects.filter(key=key, is_move=False).update(n=F("n") + by)
    Tally.objects.filter(pk__in=[pk for pk, _key, _by in moves]).delete()
    return len(moves)


def _values(case: Case) -> dict[str, str | int | None]:
    return {name: getattr(case, name) for name in _DIMENSIONS}


def _key(case: Case) -> str:
    return key_of(_values(case))


def key_of(values: Mapping[str, str | int | None]) -> str:
    """Return how a cell is written down."""
    return "|".join(str(values[name] or "") for name in _DIMENSIONS)


def _cell(case: Case, key: str) -> Tally:
    cell, _made = Tally.objects.get_or_create(key=key, is_move=False, defaults=_values(case))
    return cell


# ── what lists show ──────────────────────────────────────────────────────────────────────────


def is_counted(wanted: Filter) -> bool:
    """Return whether a list's number is kept: not of what is closed, nor of what time changes."""
    moving = wanted.late or wanted.customer or wanted.since or wanted.until or wanted.text.strip()
    return not moving and wanted.state in ("unsettled", *COUNTED)


def counts(
    where: Standing,
    lists: Mapping[int, Filter],
    tree: Mapping[int, Collection[int]] | None = None,
) -> dict[int, int]:
    """Return how many matters open to the member each of these lists holds, in one query.

    Lists of a category need a second one without ``tree``, the categories below each, and a member
    who does not see every matter another, for those shared with them.
    """
    kept = {key: wanted for key, wanted in lists.items() if is_counted(wanted)}
    if not kept:
        return {}
    if tree is None:
        tree = children_of_each() if any(wanted.category for wanted in kept.values()) else {}
    key = (_place_of(where), tuple(kept.items()), tuple((up, *tree[up]) for up in sorted(tree)))
    *numbers, waiting = kept_sums(key, lambda: _add_up(where, kept, tree))
    setattr(where.member, _WAITING, waiting or 0)
    told = dict(zip(kept, numbers, strict=True))
    also = {} if where.sees_all else _shared(where, _asked(where, kept, tree))
    return {each: (number or 0) + also.get(f"n{each}", 0) for each, number in told.items()}


def _place_of(where: Standing) -> Hashable:
    """Return everything about a member that decides which cells they may count."""
    return (
        where.member.pk, where.sees_all, where.below, where.absent, where.teams, where.departments,
    )  # fmt: skip


def _asked(
    where: Standing, kept: Mapping[int, Filter], tree: Mapping[int, Collection[int]]
) -> dict[str, Q]:
    return {f"n{key}": kept_part(where, wanted, tree) for key, wanted in kept.items()}


def _add_up(
    where: Standing, kept: Mapping[int, Filter], tree: Mapping[int, Collection[int]]
) -> object:
    asked = _asked(where, kept, tree)
    sums = {name: Sum("n", filter=found) for name, found in asked.items()}
    sums[_WAITING] = Sum("n", filter=_waiting(where.member))
    return Tally.objects.filter(cell_open_to(where)).exclude(n=0).aggregate(**sums)


def waiting_for(member: Member) -> int:
    """Return how many unsettled matters are in a member's hands, asked once a request.

    Only for the member of the request at hand: what the lists' counters said is remembered.
    """
    found: int | None = getattr(member, _WAITING, None)
    if found is None:
        found = Tally.objects.filter(_waiting(member)).aggregate(n=Sum("n"))["n"] or 0
    return found


def _waiting(member: Member) -> Q:
    return Q(handler=member, state__in=UNSETTLED)


def _shared(where: Standing, asked: Mapping[str, Q]) -> dict[str, int]:
    found = Case.objects.filter(pk__in=shared_with(where)).exclude(cell_open_to(where))
    return found.aggregate(**{name: Count("pk", filter=one) for name, one in asked.items()})


# ── counting anew ────────────────────────────────────────────────────────────────────────────


def differences() -> list[str]:
    """Name the cells whose number is not what a recount says."""
    summed = Tally.objects.order_by().values("key").annotate(sum=Sum("n"))
    told = dict(summed.values_list("key", "sum"))
    counted = _recounted()
    return sorted(key for key in told | counted if told.get(key, 0) != counted.get(key, 0))


def _recounted() -> dict[str, int]:
    found = Case.objects.filter(state__in=COUNTED).order_by().values(*_DIMENSIONS)
    return {key_of(row): row["n"] for row in found.annotate(n=Count("pk"))}


def rebuild(after: int = 0, limit: int = 500) -> int:
    """Let the next matters stand in their cells; return the last key, or 0 at the end.

    Each call is a transaction of its own. At the end every cell gets the number of a recount.
    """
    with transaction.atomic():
        asked = Q(state__in=COUNTED) | Q(tally__isnull=False)
        found = Case.objects.select_related("tally").filter(asked, pk__gt=after).order_by("pk")
        cases = list(found[:limit])
        _stand(cases)
    if len(cases) == limit:
        return cases[-1].pk
    _set_all()
    return 0


def _stand(cases: Iterable[Case]) -> None:
    cells: dict[str, Tally | None] = {"": None}
    for case in cases:
        key = _key(case) if case.state in COUNTED else ""
        if key not in cells:
            cells[key] = _cell(case, key)
        case.tally = cells[key]
    Case.objects.bulk_update(cases, ["tally"])


@transaction.atomic
def _set_all() -> None:
    # Nobody records meanwhile: a move made between the recount and its end would be lost.
    take_turn()
    Tally.objects.filter(is_move=True).delete()
    counted = _recounted()
    for cell in Tally.objects.all():
        if cell.n != counted.get(cell.key, 0):
            Tally.objects.filter(pk=cell.pk).update(n=counted.get(cell.key, 0))
