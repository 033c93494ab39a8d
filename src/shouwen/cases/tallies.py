"""The kept counters of the lists: each matter stands in one cell, and a list adds its cells up.

A fact about a matter moves it from its cell to another in the fact's own transaction; no page
counts matters. ``shouwen lists rebuild --check`` compares the cells with a recount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from shouwen.cases.choices import UNSETTLED, State
from shouwen.cases.gates import Standing, cell_open_to
from shouwen.cases.models import Case, Tally
from shouwen.cases.queries import Filter, kept_part
from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.search.actions import is_gathering

_DIMENSIONS = (
    "state", "case_type", "severity", "channel", "handler_id", "first_owner_id", "team_id",
    "responsible_department_id", "category_id", "queue_id",
)  # fmt: skip
COUNTED = (*UNSETTLED, State.RESOLVED)


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Move a matter to its cell after a fact about it, in the fact's transaction.

    Where many facts are recorded together, whoever does so counts their matters at the end.
    """
    if not is_gathering():
        count([row.about.removeprefix("case:")])


def count(numbers: Collection[str]) -> None:
    """Let matters stand in the cells they belong to; what stands there already is left alone.

    Call it inside a transaction; it begins none of its own, for a batch would be written early.
    """
    for case in Case.objects.select_related("tally").filter(number__in=list(numbers)):
        _move(case)


def _move(case: Case) -> None:
    key = _key(case) if case.state in COUNTED else ""
    if key == (case.tally.key if case.tally else ""):
        return
    if case.tally_id:
        Tally.objects.filter(pk=case.tally_id).update(n=F("n") - 1)
    cell = _cell(case, key) if key else None
    if cell is not None:
        Tally.objects.filter(pk=cell.pk).update(n=F("n") + 1)
    Case.objects.filter(pk=case.pk).update(tally=cell)


def count_new(cases: Sequence[Case]) -> None:
    """Let matters that stand nowhere yet stand in their cells, in few statements."""
    counted = [case for case in cases if case.state in COUNTED]
    for key, number in Counter(_key(case) for case in counted).items():
        cell = _cell(next(case for case in counted if _key(case) == key), key)
        Tally.objects.filter(pk=cell.pk).update(n=F("n") + number)
        pks = [case.pk for case in counted if _key(case) == key]
        Case.objects.filter(pk__in=pks).update(tally=cell)


def _values(case: Case) -> dict[str, str | int | None]:
    return {name: getattr(case, name) for name in _DIMENSIONS}


def _key(case: Case) -> str:
    return key_of(_values(case))


def key_of(values: Mapping[str, str | int | None]) -> str:
    """Return how a cell is written down."""
    return "|".join(str(values[name] or "") for name in _DIMENSIONS)


def _cell(case: Case, key: str) -> Tally:
    cell, _made = Tally.objects.get_or_create(key=key, defaults=_values(case))
    return cell


# ── what lists show ──────────────────────────────────────────────────────────────────────────


def is_counted(wanted: Filter) -> bool:
    """Return whether a list's number is kept: not of what is closed, nor of what time changes."""
    moving = wanted.late or wanted.customer or wanted.since or wanted.until or wanted.text.strip()
    return not moving and wanted.state in ("unsettled", *COUNTED)


def counts(where: Standing, lists: Mapping[int, Filter]) -> dict[int, int]:
    """Return how many matters open to the member each of these lists holds, in one query."""
    kept = {key: wanted for key, wanted in lists.items() if is_counted(wanted)}
    asked = {f"n{key}": kept_part(where, wanted) for key, wanted in kept.items()}
    if not asked:
        return {}
    sums = {name: Sum("n", filter=found) for name, found in asked.items()}
    told = Tally.objects.filter(cell_open_to(where), n__gt=0).aggregate(**sums)
    return {int(name[1:]): number or 0 for name, number in told.items()}


# ── counting anew ────────────────────────────────────────────────────────────────────────────


def differences() -> list[str]:
    """Name the cells whose number is not what a recount says."""
    told = dict(Tally.objects.filter(n__gt=0).values_list("key", "n"))
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
    counted = _recounted()
    for cell in Tally.objects.all():
        if cell.n != counted.get(cell.key, 0):
            Tally.objects.filter(pk=cell.pk).update(n=counted.get(cell.key, 0))
