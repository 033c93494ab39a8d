"""What a fact about several cases, shares, ticks or snoozing leads to, and its way back.

The rows follow the facts by the table of reactions, whoever records them and however long they
waited for signatures. A correction takes the rows back: nobody writes the reverse by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shouwen.cases.choices import UNSETTLED, LinkedAs, State, Tie
from shouwen.cases.models import Case, Relation, Share, Tick
from shouwen.enforcement.actions import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.queries import FactRow
from shouwen.journal.together import write_waiting
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.people import queries as people
from shouwen.people.refusals import RefusedError


def follow_tie(row: FactRow, _outcome: Outcome) -> None:
    """Write the rows that this fact leads to; raise RefusedError if the case has moved on."""
    case = _case(row.about.removeprefix("case:"))
    # The rows point to the fact, so that it must stand in the database now.
    write_waiting()
    _FORTH[row.kind](case, row)


def follow_untied(row: FactRow, _outcome: Outcome) -> None:
    """Take back what a corrected fact had led to; other corrections lead to nothing here."""
    former = row.corrects
    if former is None or former.kind not in _BACK:
        return
    write_waiting()
    _BACK[former.kind](_case(former.about.removeprefix("case:")), former, row)


def _case(number: str) -> Case:
    found = Case.objects.filter(number=number).first()
    if found is None:
        raise RefusedError(_("There is no matter %(number)s.") % {"number": number}, field="other")
    return found


def _other(row: FactRow) -> Case:
    return _case(str(row.details.get("other", "")))


def _tie(case: Case, other: Case, sort: Tie, row: FactRow, state_before: str = "") -> None:
    pairs = [{"case": case, "other": other}]
    if sort is Tie.RELATED:
        pairs.append({"case": other, "other": case})
    if any(Relation.objects.filter(sort=sort, **pair).exists() for pair in pairs):
        sentence = _("%(number)s is tied to this matter in this way already.")
        raise RefusedError(sentence % {"number": other.number}, field="other")
    Relation.objects.create(case=case, other=other, sort=sort, fact=row, state_before=state_before)


def _linked(case: Case, row: FactRow) -> None:
    other, relation = _other(row), row.details.get("relation")
    if relation == LinkedAs.RELATED:
        return _tie(case, other, Tie.RELATED, row)
    above, below = (other, case) if relation == LinkedAs.PARENT else (case, other)
    if above.pk in _parts_of(below):
        sentence = _("%(number)s is a part of this matter itself; it cannot stand above it too.")
        raise RefusedError(sentence % {"number": other.number}, field="other")
    return _tie(above, below, Tie.CHILD, row)


def _parts_of(case: Case) -> set[int]:
    found, waiting = {case.pk}, [case.pk]
    while waiting:
        parts = Relation.objects.filter(case__in=waiting, sort=Tie.CHILD)
        waiting = [pk for pk in parts.values_list("other", flat=True) if pk not in found]
        found.update(waiting)
    return found


def _merged(case: Case, row: FactRow) -> None:
    into = _other(row)
    if into.state == State.MERGED:
        sentence = _("%(number)s is merged itself; choose the matter it was merged into.")
        raise RefusedError(sentence % {"number": into.number}, field="other")
    open_ones = Case.objects.filter(pk=case.pk, state__in=UNSETTLED)
    if not open_ones.update(state=State.MERGED, merged_into=into):
        sentence = _("%(number)s is settled or merged by now; only an open matter is merged.")
        raise RefusedError(sentence % {"number": case.number})
    _tie(into, case, Tie.MERGED, row, state_before=case.state)
    why = _("merged into %(number)s") % {"number": into.number}
    for obligation in owed.open_about(case.about):
        if obligation.fact_id != row.pk:
            obligations.withdraw(
                obligation=obligation, fact_row=row, why=why, at=row.happened_at, keeps_late=True
            )


def _unmerged(case: Case, former: FactRow, row: FactRow) -> None:
    tie = Relation.objects.filter(fact=former, sort=Tie.MERGED).first()
    if tie is None:
        return
    merged = Case.objects.filter(pk=case.pk, state=State.MERGED)
    merged.update(state=tie.state_before, merged_into=None)
    tie.delete()
    why = _("the merger was taken back")
    for obligation in owed.withdrawn_by(former.pk):
        # What is owed anew meanwhile is not owed twice.
        with suppress(obligations.NotOpenError):
            obligations.restore(obligation=obligation, fact_row=row, why=why, at=row.happened_at)


def _untied(_case: Case, former: FactRow, _row: FactRow) -> None:
    Relation.objects.filter(fact=former).delete()


def _shared(case: Case, _row: FactRow) -> None:
    """Make the shares anew from the facts that stand: the latest about a member counts."""
    facts = journal.facts_about("case_shared", [case.about])
    latest = {str(fact.details.get("co_handler")): fact for fact in facts}
    members = people.members_by_keys(latest)
    Share.objects.filter(case=case).delete()
    rows = [
        Share(case=case, member=members[key], percent=percent, fact_id=fact.number)
        for key, fact in latest.items()
        if key in members and (percent := _percent(fact.details.get("share")))
    ]
    if sum(row.percent for row in rows) > _WHOLE:
        raise RefusedError(
            _("The shares of all co-handlers are more than 100 percent; make them smaller."),
            field="share",
        )
    Share.objects.bulk_create(rows)


_WHOLE = 100


def _percent(value: object) -> int:
    return min(max(int(str(value or 0).partition(".")[0] or 0), 0), _WHOLE)


def _ticked(case: Case, row: FactRow) -> None:
    Tick.objects.get_or_create(
        case=case,
        checklist=str(row.details.get("checklist", "")),
        item=str(row.details.get("item", "")),
        defaults={"fact": row},
    )


def _unticked(_case: Case, former: FactRow, _row: FactRow) -> None:
    Tick.objects.filter(fact=former).delete()


def _snoozed(case: Case, row: FactRow) -> None:
    until = row.details.get("until")
    wakes = until if isinstance(until, datetime) else parse_datetime(str(until or ""))
    Case.objects.filter(pk=case.pk).update(snoozed_until=wakes)


def _woken(case: Case, _former: FactRow, _row: FactRow) -> None:
    Case.objects.filter(pk=case.pk).update(snoozed_until=None)


_FORTH: dict[str, Callable[[Case, FactRow], None]] = {
    "case_linked": _linked,
    "case_merged": _merged,
    "case_split": lambda case, row: _tie(case, _other(row), Tie.SPLIT, row),
    "case_shared": _shared,
    "case_item_ticked": _ticked,
    "case_snoozed": _snoozed,
}
_BACK: dict[str, Callable[[Case, FactRow, FactRow], None]] = {
    "case_linked": _untied,
    "case_merged": _unmerged,
    "case_split": _untied,
    "case_shared": lambda case, former, _row: _shared(case, former),
    "case_item_ticked": _unticked,
    "case_snoozed": _woken,
}
REVERSIBLE = tuple(_BACK)
